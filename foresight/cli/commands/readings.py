"""What the model reads and decides, in lists: indicators and random decisions."""

from foresight.cli.application import app
from foresight.cli.options import Json
from foresight.cli.output import listing
from foresight.indicators.measures import INDICATORS
from foresight.randomness import Decision


@app.command("indicators")
def indicators(as_json: Json = False) -> None:
    """List the indicators with unit, definition and which way is better."""
    rows = [
        {
            "name": id_,
            "title": one.title,
            "unit": one.unit,
            "better": one.better,
            "headline": one.headline,
            "definition": one.definition,
        }
        for id_, one in INDICATORS.items()
    ]
    listing(rows, as_json=as_json)


@app.command("decisions")
def decisions(as_json: Json = False) -> None:
    """List the random decisions of the model, each with its key and what it decides."""
    listing([{"name": one.name.lower(), "number": one.number, "decides": one.meaning} for one in Decision], as_json=as_json)
