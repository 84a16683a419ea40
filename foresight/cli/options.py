"""Options that several commands share, each said once."""

from typing import Annotated

import typer

from foresight.errors import ForesightError

Future = Annotated[str, typer.Argument(help="A future: a shipped name or the path of a file.")]
Plan = Annotated[str, typer.Option(help="A plan: a shipped name, the name of one saved in the app, or the path of a file.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON instead of text.")]
Quiet = Annotated[bool, typer.Option("--quiet", help="Print nothing but errors.")]
Pairs = Annotated[int, typer.Option(min=1, help="Pairs of runs, each without and with the plan.")]
Scale = Annotated[float, typer.Option(help="Share of the sector simulated, weighted back up: above 0, at most 1.")]
Seed = Annotated[int, typer.Option(min=0, max=2**63 - 1, help="Another seed, other dice.")]
Strength = Annotated[
    str, typer.Option(help="low, central, high, or a number from 0 to 10 that multiplies every central effect (0: a placebo).")
]
Assume = Annotated[
    list[str] | None,
    typer.Option(metavar="PATH=VALUE", help="Take a number, a switch or a driver to be something else (see `assumptions`)."),
]
WildCards = Annotated[
    list[str] | None,
    typer.Option("--wild-card", metavar="NAME[=YEAR]", help="Let a wild card strike the future besides (see `wild-cards`)."),
]
Workers = Annotated[int | None, typer.Option(min=1, help="Processes to run in (default: the machine's cores).")]


def check_scale(scale: float) -> None:
    """Refuse what is no share of the sector.

    Raises
    ------
    ForesightError
        Naming the option, what was found and what is allowed.
    """
    if not 0 < scale <= 1:
        msg = f"--scale: found {scale:g}; expected a share of the sector, above 0 and at most 1"
        raise ForesightError(msg)
