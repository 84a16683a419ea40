"""The plan that a command is given: a shipped name, the name of one saved in the app, or the path of a file."""

from foresight.errors import InvalidInput, unknown
from foresight.scenario import library
from foresight.scenario.plans import Plan
from foresight.scenario.saved import Saved


def plan(name: str) -> Plan:
    """Return the plan that a command is given.

    Raises
    ------
    InvalidInput
        Where there is none; names the nearest of those that ship and those that were saved.
    """
    found = plan_or_name(name)
    return library.plan(found) if isinstance(found, str) else found


def plan_or_name(name: str, what: str = "plan") -> Plan | str:
    """Return a plan that was saved in the app; of what ships, or is a file, the name or the path, so that its files are recorded.

    Parameters
    ----------
    what : str
        What the name may stand for, in messages.
    """
    ships = library.plans_to_choose()
    if name in ships:
        return name
    saved = {one.title: one for one in Saved().all()[0].values()}
    by_name = {one.casefold(): plan for title, plan in saved.items() for one in (title, plan.id)}
    if found := by_name.get(name.casefold()):
        return found
    if library.is_path(name):
        return name
    raise InvalidInput(unknown(name, [*ships, *saved], what))
