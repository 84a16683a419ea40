"""`foresight lives`: one organisation with and without a plan, or all whose fate the plan changes."""

from collections.abc import Sequence
from typing import Annotated, Any

import pandas as pd
import typer

from foresight.analysis.barriers import spelt
from foresight.analysis.fates import KEPT, fates
from foresight.analysis.lives import How, TwoLives, barrier_column, two_lives
from foresight.cli import chosen
from foresight.cli.application import app
from foresight.cli.options import Assume, Future, Json, Plan, Scale, Seed, Strength
from foresight.cli.output import listing, print_json, records
from foresight.config import strength_from_text
from foresight.population.columns import Barrier
from foresight.presentation.naming import BARRIERS
from foresight.scenario.assumptions import from_text
from foresight.scenario.plans import Plan as PlanFile

SHOWN = ("organisation", "description", "direction", "closes_without", "closes_with", "first_step", "first_quarter")
MOST_NAMED = 2  # actions that are named in one line
LAST_QUARTER = "Q4"
FOLLOWED = ("income", "reserves", "staff", "volunteers", "capacity", "ties", "awards", "projects")


@app.command("lives")
def lives(
    future: Future,
    plan: Plan,
    organisation: Annotated[
        int | None, typer.Option(min=0, help="Whose two lives to show (default: list those whose fate the plan changes).")
    ] = None,
    replicate: Annotated[int, typer.Option(min=0, help="Which pair of runs.")] = 0,
    scale: Scale = 1.0,
    seed: Seed = 1,
    strength: Strength = "central",
    assume: Assume = None,
    as_json: Json = False,
) -> None:
    """Follow one organisation with and without a plan, quarter by quarter, or list those whose fate the plan changes."""
    how: How = {
        "scale": scale,
        "seed": seed,
        "strength": strength_from_text(strength),
        "assumptions": from_text(assume or []),
    }
    asked = chosen.plan_or_name(plan)
    if organisation is None:
        _list_fates(future, asked, replicate, how, as_json=as_json)
        return
    found = two_lives(future, asked, organisation, replicate, **how)
    if as_json:
        head = {"organisation": found.organisation, "description": found.description}
        ends = {f"ends_{arm}": found.ending(arm) for arm in ("without", "with")}
        print_json(head | ends | {"quarters": records(found.table)})
        return
    typer.echo(f"Organisation {organisation}: {found.description}.")
    typer.echo(f"Without the plan: {found.ending('without')}. With it: {found.ending('with')}.\n")
    listing(_side_by_side(found), as_json=False)
    typer.echo("\nHow free it is of each barrier at the end of each year, without | with (1: wholly, 0: not at all).\n")
    listing(_barriers(found), as_json=False)


def _list_fates(future: str, plan: PlanFile | str, replicate: int, how: How, *, as_json: bool) -> None:
    """Print the organisations whose fate the plan changes."""
    found = fates(future, plan, replicate, **how)
    if as_json:
        print_json(records(found))
        return
    kept = int((found["direction"] == KEPT).sum())
    typer.echo(
        f"By the end of 2022 {kept} organisations and groups are open only with the plan, {len(found) - kept} only without it "
        f"(replicate {replicate})."
    )
    if len(found):
        typer.echo("")
        listing(records(found[list(SHOWN)]), as_json=False)


def _side_by_side(found: TwoLives) -> list[dict[str, Any]]:
    """Return the table as it is printed: one line a quarter, without | with."""
    rows, known = [], list[str]()
    for _, row in found.table.iterrows():
        cells = {name: _both(row, name) for name in FOLLOWED}
        now = [name for name in str(row["actions_with"]).split(", ") if name] if row["open_with"] is True else known
        joined, known = _joined([name for name in now if name not in known], len(now)), now
        ends = [f"{row[f'ending_{arm}']} {arm} it" for arm in ("without", "with") if isinstance(row[f"ending_{arm}"], str)]
        told = "; ".join(end for end in ends if not end.startswith(" "))
        rows.append({"quarter": row["quarter"], **cells, "actions joined": joined, "": told})
    return rows


def _joined(new: Sequence[str], in_all: int) -> str:
    """Name the actions that were joined in a quarter, or count them where they are many."""
    if len(new) <= MOST_NAMED:
        return ", ".join(new)
    return f"{len(new)} more, {in_all} in all" if in_all > len(new) else f"{len(new)} actions"


def _barriers(found: TwoLives) -> list[dict[str, Any]]:
    """Return how free it is of each barrier as it is printed: one line a year, without | with."""
    last = found.table[found.table["quarter"].str.endswith(LAST_QUARTER) | (found.table.index == found.table.index[-1])]
    named = {barrier_column(one): BARRIERS[spelt(one)].lower() for one in Barrier}
    return [
        {"quarter": row["quarter"]} | {title: _both(row, name) for name, title in named.items()} for _, row in last.iterrows()
    ]


def _both(row: "pd.Series[Any]", name: str) -> str:
    """Write one number of both lives."""
    return f"{_told(row[f'{name}_without'])} | {_told(row[f'{name}_with'])}"


def _told(value: float) -> str:
    """Write a number of a life, or a dash where there is none."""
    if value != value:  # noqa: PLR0124 - not a number is the only one that differs from itself
        return "-"
    return f"{value:,.0f}" if abs(value) >= 10 else f"{value:.2f}".rstrip("0").rstrip(".")  # noqa: PLR2004 - where decimals no longer help
