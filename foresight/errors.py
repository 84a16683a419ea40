"""Every error that a user can cause: what was found, what is allowed, and the nearest match, in one shape."""

import difflib
from collections.abc import Iterable
from dataclasses import dataclass

MAX_REPEATED = 40  # characters of what a user wrote that a message repeats


class ForesightError(Exception):
    """An error with a message for people; the command line prints it and leaves with `exit_code`."""

    exit_code = 2


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with what a user wrote.

    Parameters
    ----------
    found, expected
        What is there, and what may be there.
    path
        The keys that lead to it, such as `drivers.trust.profile.points.2005`; empty for a whole file.
    suggestion
        The nearest thing that is allowed.
    file, line
        Where it is; a name typed on the command line has no file.
    """

    found: str
    expected: str
    path: str = ""
    suggestion: str | None = None
    file: str | None = None
    line: int | None = None

    def __str__(self) -> str:
        place = ":".join(str(part) for part in (self.file, self.line) if part is not None)
        start = ": ".join(part for part in (place, self.path) if part)
        hint = f" Did you mean {self.suggestion}?" if self.suggestion else ""
        text = f"{start}{': ' if start else ''}found {self.found}; expected {self.expected}.{hint}"
        return "".join(letter if letter.isprintable() else "?" for letter in text)


class InvalidInput(ForesightError):  # noqa: N818 - the name says what the input is
    """Everything that is wrong with one input, all at once."""

    def __init__(self, *problems: Problem) -> None:
        super().__init__(*problems)
        self.problems = problems

    def __str__(self) -> str:
        return "\n".join(str(problem) for problem in self.problems)


def shorten(text: str) -> str:
    """Cut what a message repeats of a long text, and keep it on one line."""
    line = " ".join(text.split())
    return line if len(line) <= MAX_REPEATED else f"{line[: MAX_REPEATED - 3]}..."


def quoted(word: str) -> str:
    """Return a word as a message repeats it."""
    return f"'{shorten(word)}'"


def nearest(word: str, options: Iterable[str]) -> str | None:
    """Return the option most like `word`, or None where none is close."""
    plain = {option.casefold(): option for option in options}
    matches = difflib.get_close_matches(word.casefold(), plain, n=1, cutoff=0.6)
    return plain[matches[0]] if matches else None


def either(options: Iterable[str]) -> str:
    """List what is allowed as words: `a, b or c`."""
    *most, last = options
    return f"{', '.join(most)} or {last}" if most else last


def unknown(word: str, options: Iterable[str], what: str, *, listed: str = "") -> Problem:
    """Describe a name that is none of `options`, which are all called a `what`.

    Parameters
    ----------
    listed : str
        The command that lists them, where they are too many to be named.
    """
    names, article = sorted(options), "an" if what[:1] in "aeiou" else "a"
    known = f", as `{listed}` lists them" if listed else f": {either(names)}" if names else ", and there is none"
    return Problem(
        found=quoted(word),
        expected=f"{article} {what}{known}",
        suggestion=nearest(word, names),
    )
