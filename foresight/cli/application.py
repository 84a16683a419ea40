"""The program that the commands belong to."""

import typer

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)


@app.callback()
def program() -> None:
    """Futures of the voluntary sector, with and without the actions of a cluster initiative."""
