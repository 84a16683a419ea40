"""The report as one HTML file that needs no network: charts are interactive, their library travels inside."""

import json
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from foresight.presentation import library, theme
from foresight.presentation.report.content import Report

HERE = Path(__file__).parent
SHARED = "window.vegaEmbed = vegaEmbed;"  # what the page calls


def html(report: Report) -> bytes:
    """Return the report as one self-contained page, in UTF-8."""
    template = _environment().get_template("page.html.jinja")
    specs = {picture.id: {**picture.spec, "description": picture.told} for picture in report.pictures}  # read aloud
    text = template.render(report=report, specs=_script(specs), library=_library(), theme=theme)
    return text.encode("utf-8")


def _environment() -> Environment:
    """Return the templates; whatever is put into them is escaped, and a missing name is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    made.tests["kind"] = lambda block, name: type(block).__name__ == name
    return made


def _script(data: object) -> str:
    """Return data as JSON that can stand in a script element."""
    return json.dumps(data, sort_keys=True, ensure_ascii=False).replace("<", "\\u003c")


@cache
def _library() -> str:
    """Return the chart library (Vega, Vega-Lite and Vega-Embed) as one script."""
    return library.script(SHARED).replace("</script", "<\\/script")
