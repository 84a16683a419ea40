"""What people write, checked: futures and their drivers, actions and their levers, plans."""

from foresight.scenario import library
from foresight.scenario.actions import Action, Lever, Uptake
from foresight.scenario.dates import Date
from foresight.scenario.drivers import DRIVERS, Driver, DriverInfo
from foresight.scenario.eligibility import Eligibility
from foresight.scenario.events import Event
from foresight.scenario.futures import Future
from foresight.scenario.plans import Plan, PlanItem
from foresight.scenario.profiles import Profile
from foresight.scenario.wild_cards import WildCard

__all__ = [
    "DRIVERS",
    "Action",
    "Date",
    "Driver",
    "DriverInfo",
    "Eligibility",
    "Event",
    "Future",
    "Lever",
    "Plan",
    "PlanItem",
    "Profile",
    "Uptake",
    "WildCard",
    "library",
]
