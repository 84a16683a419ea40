"""The 22 outside forces, and how one future moves one of them."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from foresight.config import Complaint, Family, Frozen, FrozenMap, Grade, Text
from foresight.errors import nearest, quoted
from foresight.scenario.dates import quarter
from foresight.scenario.profiles import Floats, Profile

Group = Literal["demographics", "economy", "social values", "technology", "environment", "policy"]


@dataclass(frozen=True, slots=True)
class DriverInfo:
    """What a driver is, whatever the future.

    Parameters
    ----------
    minimum, maximum
        Hard bounds, which no future can leave.
    meaning
        What it is, in words that follow "this is".
    relative
        Whether the model reads it relative to 2002; its value there must then lie between the bounds, not on one.
    """

    id: str
    group: Group
    title: str
    unit: str
    minimum: float
    maximum: float
    meaning: str
    relative: bool = False


_INDEX = "real index, 2002 = 100"
_NO_LIMIT = 100_000.0  # of an index or a budget: only a slip of the keyboard goes beyond it

_ALL = (
    DriverInfo(
        "pop65",
        "demographics",
        "People aged 65 and over",
        "% of the region's people",
        0.1,
        100.0,
        "the share of the region's people who are 65 or older",
        relative=True,
    ),
    DriverInfo(
        "bme",
        "demographics",
        "Black and minority ethnic people",
        "% of the region's people",
        0.0,
        100.0,
        "the share of the region's people who are not white",
        relative=True,
    ),
    DriverInfo(
        "rgdp", "economy", "Regional income", _INDEX, 1.0, _NO_LIMIT, "what the region earns, after inflation", relative=True
    ),
    DriverInfo(
        "don_g",
        "economy",
        "Growth of giving",
        "% a year, real",
        -100.0,
        100.0,
        "how fast the money that people give grows, after inflation",
    ),
    DriverInfo(
        "regen_eu",
        "economy",
        "Regeneration and European money",
        _INDEX,
        0.0,
        _NO_LIMIT,
        "the money for renewing places that organisations can win, British and European",
        relative=True,
    ),
    DriverInfo(
        "lottery", "economy", "Lottery money", _INDEX, 0.0, _NO_LIMIT, "the Lottery money that charities can win", relative=True
    ),
    DriverInfo(
        "inv_r",
        "economy",
        "Return on reserves",
        "% a year, real",
        -100.0,
        100.0,
        "what reserves and endowments earn, after inflation",
    ),
    DriverInfo(
        "vol_rate",
        "social values",
        "People who volunteer",
        "% of adults, monthly",
        0.0,
        100.0,
        "the share of adults who volunteer through an organisation at least once a month",
        relative=True,
    ),
    DriverInfo(
        "vol_hours",
        "social values",
        "Hours of a regular volunteer",
        "hours a month",
        0.0,
        744.0,
        "the hours that a regular volunteer gives in a month",
        relative=True,
    ),
    DriverInfo(
        "trust",
        "social values",
        "Public trust in charities",
        "score, 0-10",
        0.0,
        10.0,
        "how far people say that they trust charities",
    ),
    DriverInfo(
        "ict_pace",
        "technology",
        "Pace of going online",
        "logistic rate a year",
        0.0,
        10.0,
        "how fast organisations take up information technology",
    ),
    DriverInfo(
        "ict_gap",
        "technology",
        "Digital gap",
        "share, 0-1",
        0.0,
        1.0,
        "how much slower rural, minority-led and very small organisations take it up",
    ),
    DriverInfo(
        "env_conc",
        "environment",
        "Concern for the environment",
        "index, 0-1",
        0.0,
        1.0,
        "how much the environment matters to the public",
    ),
    DriverInfo(
        "env_cost",
        "environment",
        "Cost of energy, travel and floods",
        "% of non-staff cost",
        -100.0,
        1000.0,
        "what they add to the costs of 2002 other than staff",
    ),
    DriverInfo(
        "la_fund",
        "policy",
        "Statutory money for the sector",
        _INDEX,
        0.0,
        _NO_LIMIT,
        "what local and central government spend on voluntary organisations",
        relative=True,
    ),
    DriverInfo(
        "contract_sh",
        "policy",
        "Contracts instead of grants",
        "% of statutory funding",
        0.0,
        100.0,
        "the share of statutory money that is paid as contracts",
        relative=True,
    ),
    DriverInfo("grant_len", "policy", "Length of awards", "months", 1.0, 240.0, "the mean length of a statutory award"),
    DriverInfo(
        "fcr",
        "policy",
        "Cost recovery on contracts",
        "share of full cost",
        0.05,
        10.0,
        "how much of its full cost a contract pays; 1 is all of it",
    ),
    DriverInfo(
        "consult",
        "policy",
        "Quality of consultation",
        "index, 0-1",
        0.0,
        1.0,
        "how well government consults the sector and designs services with it",
    ),
    DriverInfo(
        "field",
        "policy",
        "Level playing field",
        "index, 0-1",
        0.0,
        1.0,
        "how equal a chance small providers have against large and for-profit ones; 1 is equal",
    ),
    DriverInfo(
        "tax",
        "policy",
        "Tax treatment",
        "% of income, change since 2002",
        -100.0,
        100.0,
        "what tax reliefs and unrecoverable VAT add to income",
    ),
    DriverInfo(
        "infra",
        "policy",
        "Money for support bodies",
        "GBP m a year, 2002 prices",
        0.0,
        _NO_LIMIT,
        "the region's budget for infrastructure and capacity building",
    ),
)

DRIVERS: FrozenMap[str, DriverInfo] = FrozenMap({driver.id: driver for driver in _ALL})


class Driver(Frozen):
    """How one future moves one driver, and on what evidence; its numbers inherit unit, source and grade."""

    unit: Text
    """the unit, as the list of drivers has it"""
    source: Text
    """where the numbers come from"""
    grade: Grade
    """how good the evidence is, from A to D"""
    note: Text | None = None
    """what a reader should know"""
    profile: Family[Profile]
    """how it moves over time"""

    def trajectory(self) -> Floats:
        """Return the value at the end of every step, shape (81,), in the driver's unit; step 0 is the end of 2002."""
        return self.profile.values()


def misfits(name: str, driver: Driver) -> list[Complaint]:
    """Say where a driver breaks what its entry in the list of drivers fixes: its unit and its bounds."""
    info = DRIVERS[name]
    wrong = []
    if driver.unit != info.unit:
        hint = info.unit if nearest(driver.unit, [info.unit]) else None
        wrong.append(Complaint((name, "unit"), quoted(driver.unit), f"the unit of this driver, '{info.unit}'", hint))
    values = driver.trajectory()
    outside = np.flatnonzero((values < info.minimum) | (values > info.maximum))
    if outside.size:
        first = outside[0]
        found = f"{values[first]:g} at the end of {quarter(int(first))}"
        wrong.append(Complaint((name, "profile"), found, f"{info.minimum:g} to {info.maximum:g} ({info.unit}) at all times"))
    elif info.relative and not info.minimum < values[0] < info.maximum:
        wanted = f"more than {info.minimum:g} and less than {info.maximum:g} ({info.unit}): later values are read against it"
        wrong.append(Complaint((name, "profile"), f"{values[0]:g} at the end of 2002", wanted))
    return wrong
