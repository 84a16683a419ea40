"""What ships, in lists: futures, wild cards, plans, actions and drivers."""

from typing import Any

from foresight.cli.application import app
from foresight.cli.options import Json
from foresight.cli.output import listing
from foresight.model.influences import INFLUENCES
from foresight.scenario import library
from foresight.scenario.drivers import DRIVERS


@app.command("futures")
def futures(as_json: Json = False) -> None:
    """List the futures that ship."""
    listing(
        [{"name": id_, "title": one.title, "summary": one.summary} for id_, one in library.futures().items()], as_json=as_json
    )


@app.command("wild-cards")
def wild_cards(as_json: Json = False) -> None:
    """List the wild cards that ship: what could strike any future, and in which year where nobody says another."""
    rows = [
        {"name": id_, "title": one.title, "year": one.year, "grade": one.grade, "summary": one.summary}
        for id_, one in library.wild_cards().items()
    ]
    listing(rows, as_json=as_json)


@app.command("plans")
def plans(as_json: Json = False) -> None:
    """List the plans that ship, with their actions and what they cost; the text counts the actions, JSON names them."""
    known = library.actions()
    rows: list[dict[str, Any]] = [
        {
            "name": id_,
            "title": plan.title,
            "actions": [item.action for item in plan.actions],
            "most_in_a_year_gbp_m": round(max(plan.costs(known).values()), 3),
            "summary": plan.summary,
        }
        for id_, plan in library.plans().items()
    ]
    listing(rows if as_json else [row | {"actions": len(row["actions"])} for row in rows], as_json=as_json)


@app.command("actions")
def actions(as_json: Json = False) -> None:
    """List the actions that ship."""
    rows = [
        {
            "name": id_,
            "code": one.code,
            "title": one.title,
            "cost_gbp_k_a_year": one.cost.value,
            "grade": one.grade,
            "summary": one.summary,
        }
        for id_, one in library.actions().items()
    ]
    listing(rows, as_json=as_json)


@app.command("drivers")
def drivers(as_json: Json = False) -> None:
    """List the drivers, and say which of them act in the model yet and on what."""
    rows = [
        {
            "name": id_,
            "group": one.group,
            "title": one.title,
            "unit": one.unit,
            "acts": id_ in INFLUENCES,
            "on": INFLUENCES.get(id_, "nothing yet"),
        }
        for id_, one in DRIVERS.items()
    ]
    listing(rows, as_json=as_json)
