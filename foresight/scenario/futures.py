"""A future: how the outside world moves from 2002 to 2022."""

from collections.abc import Iterable, Mapping
from typing import Annotated, Literal

from pydantic import AfterValidator

from foresight.config import Complaint, Frozen, Identifier, Listed, Mapped, Text, Title, complaint
from foresight.errors import either, nearest, quoted
from foresight.scenario.drivers import DRIVERS, Driver, misfits
from foresight.scenario.events import Event, twice
from foresight.scenario.profiles import Floats


def _known(name: str) -> str:
    if name in DRIVERS:
        return name
    raise complaint(f"the unknown driver {quoted(name)}", either(DRIVERS), nearest(name, DRIVERS))


DriverName = Annotated[str, AfterValidator(_known)]


class Future(Frozen):
    """One storyline, with the course of all 22 drivers."""

    kind: Literal["future"]
    """future"""
    id: Identifier
    """its name in commands"""
    title: Title
    """its name for people"""
    summary: Text
    """what happens in it, in a few sentences"""
    validation_only: bool = False
    """whether it uses hindsight, and so serves only to check the model"""
    drivers: Mapped[DriverName, Driver]
    """how each driver moves"""
    events: Listed[Event] = ()
    """what strikes at one time: floods, scandals, a pandemic, the end of the agency"""

    def faults(self) -> Iterable[Complaint]:
        """Check that every driver is there, in its unit and within its bounds."""
        for name, info in DRIVERS.items():
            if name not in self.drivers:
                yield Complaint(("drivers", name), "nothing", f"this driver: {info.meaning}")
        for name, driver in self.drivers.items():
            for one in misfits(name, driver):
                yield one._replace(keys=("drivers", *one.keys))
        yield from twice(self.events)

    def trajectories(self) -> Mapping[str, Floats]:
        """Return the course of every driver: arrays of shape (81,) in the drivers' units, step 0 being the end of 2002."""
        return {name: self.drivers[name].trajectory() for name in DRIVERS}
