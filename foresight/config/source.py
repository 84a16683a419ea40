"""YAML in, plain values out, and the line on which each of them stands.

The meaning is that of `yaml.safe_load`, less what surprises people or harms machines: no tags, no anchors or aliases, no second
document, no key twice, and no word or number that YAML quietly reads as something else (`on`, `010`, `1_000`, `1:30`).
"""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml
from yaml._yaml import CParser
from yaml.composer import Composer
from yaml.resolver import Resolver

from foresight.errors import InvalidInput, Problem, nearest, quoted, shorten

MAX_BYTES = 1_000_000
MAX_DEPTH = 40
MAX_VALUES = 50_000
_READABLE = "a file that a person could read"
_TOO_DEEP = f"values nested more than {MAX_DEPTH} deep"

Keys = tuple[str | int, ...]
Scalar = str | int | float | bool | dt.date | None

_WHOLE = re.compile(r"[-+]?(0|[1-9][0-9]{0,99})")
_REAL = re.compile(r"[-+]?([0-9]+\.?[0-9]*|\.[0-9]+)(e[-+][0-9]+)?", re.IGNORECASE)
_SPECIAL = {".inf": math.inf, "+.inf": math.inf, "-.inf": -math.inf, ".nan": math.nan}
_YAML = "tag:yaml.org,2002:"


class Refused:
    """Stands in for a key or a value that the reader refused, so that the rest of the file can still be checked."""


@dataclass(frozen=True, slots=True)
class Document:
    """What one YAML file says.

    Parameters
    ----------
    file, path
        The file as the user wrote its name, and as the machine finds it.
    data
        Mappings, lists and scalars; `Refused` where a value could not be taken.
    places
        The line and the spelling of every value, by the keys that lead to it.
    problems
        What was wrong with the YAML itself.
    """

    file: str
    path: Path
    data: dict[Any, Any]
    places: Mapping[Keys, tuple[int, str]]
    problems: tuple[Problem, ...] = ()

    def problem(self, keys: Keys, found: str, expected: str, suggestion: str | None = None) -> Problem:
        """Say what is wrong at `keys`, or, where a key is missing, at the nearest place above it."""
        known = next(keys[:size] for size in range(len(keys), -1, -1) if keys[:size] in self.places)
        line, spelling = self.places[known]
        for key in keys[len(known) :]:
            spelling = _spell(spelling, key)
        return Problem(found=found, expected=expected, path=spelling, suggestion=suggestion, file=self.file, line=line)

    def in_order(self, problems: list[Problem]) -> list[Problem]:
        """Sort problems by line, each once."""
        return sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)


def load_yaml(path: str | Path) -> Document:
    """Read a YAML file.

    Raises
    ------
    InvalidInput
        Where the file cannot be read at all. What is wrong with single values is kept in `Document.problems`.
    """
    return parse_yaml(read_text(Path(path)), str(path))


def parse_yaml(text: str, name: str, most: int = MAX_VALUES) -> Document:
    """Read the text of a YAML file; see `load_yaml`.

    Parameters
    ----------
    name : str
        What messages call the file; nothing is read from there.
    most : int
        How many keys and values it may have.
    """
    try:
        composer = _Composer(text, most)
        root = composer.get_single_node()
    except _TooMuchError as error:
        raise InvalidInput(Problem(error.found, error.expected, file=name, line=error.line)) from None
    except yaml.YAMLError as error:
        raise InvalidInput(_unreadable(error, text, name)) from None
    if not isinstance(root, yaml.MappingNode) or id(root) in composer.notes:
        found = composer.notes.get(id(root), ("",))[0] or _top(root)
        raise InvalidInput(Problem(found, "keys with values at the top, such as `kind: future`", file=name, line=1))
    builder = _Builder(name, composer.notes)
    builder.places[()] = (root.start_mark.line + 1, "")
    data = builder.mapping(root, ())
    return Document(name, Path(name), data, builder.places, tuple(builder.problems))


def read_text(path: Path, what: str = "a YAML file") -> str:
    """Read a text file of a reasonable size in UTF-8, with one clear message where that cannot be done."""

    def refuse(found: str, suggestion: str | None = None) -> InvalidInput:
        return InvalidInput(Problem(found, what, file=str(path), suggestion=suggestion))

    try:
        if not path.is_file():
            raise refuse(_no_file(path), _sibling(path))
        with path.open("rb") as stream:
            raw = stream.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
        raise refuse(f"a file that cannot be read ({reason.lower()})") from None
    return text_of(raw, str(path), what)


def text_of(raw: bytes, name: str, what: str = "a YAML file", most: int = MAX_BYTES) -> str:
    """Return bytes as text: those of a file called `name`, UTF-8, and at most `most` of them."""
    if len(raw) > most:
        size = f"{most // 1_000_000} MB" if most >= MAX_BYTES else f"{most // 1_000} KB"
        raise InvalidInput(Problem(f"a file of more than {size}", f"{what} of at most {size}", file=name))
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise InvalidInput(Problem("bytes that are not UTF-8 text", f"{what} saved as UTF-8", file=name, line=line)) from None


def show(value: object) -> str:
    """Say in a few words what a value is."""
    match value:
        case None:
            return "nothing"
        case bool():
            return str(value).lower()
        case dt.date():
            return f"the date {value.isoformat()}"
        case str():
            return f"the text {quoted(value)}" if value.strip() else "an empty text"
        case int() | float():
            return shorten(f"{value:.12g}" if isinstance(value, float) else str(value))
        case _:
            return _show_many(value)


def _show_many(value: object) -> str:
    if isinstance(value, Mapping):
        return "keys with values" if value else "no keys"
    return "a list" if isinstance(value, list | tuple) else f"a {type(value).__name__}"


def _spell(start: str, key: str | int) -> str:
    if isinstance(key, int):
        return f"{start}[{key}]"
    return f"{start}.{shorten(key)}" if start else shorten(key)


def _no_file(path: Path) -> str:
    if path.is_dir():
        return "a folder"
    return "something that is not a regular file" if path.exists() else "no such file"


def _sibling(path: Path) -> str | None:
    if path.exists() or not path.parent.is_dir():
        return None
    name = nearest(path.name, (other.name for other in path.parent.iterdir() if other.suffix == path.suffix))
    return None if name is None else str(path.parent / name)


def _top(root: yaml.Node | None) -> str:
    if root is None or (isinstance(root, yaml.ScalarNode) and not root.value.strip()):
        return "an empty file"
    return "a list" if isinstance(root, yaml.SequenceNode) else "a single value"


def _unreadable(error: yaml.YAMLError, text: str, file: str) -> Problem:
    if isinstance(error, yaml.MarkedYAMLError) and error.problem_mark is not None:
        unclosed = error.problem == "found unexpected end of stream"  # where it was opened says more
        mark = error.context_mark if unclosed and error.context_mark is not None else error.problem_mark
        line = min(mark.line + 1, max(len(text.splitlines()), 1))  # the end of a file is no line of it
        if error.context == "expected a single document in the stream":
            return Problem("a second document (`---`)", "one document in a file", file=file, line=line)
        if error.problem == "exceeded maximum nesting depth":
            return Problem(_TOO_DEEP, _READABLE, file=file, line=line)
        reason = f"text that YAML cannot read ({error.problem})"
    else:
        before = text.encode()[: getattr(error, "position", 0)].decode(errors="ignore")
        line = before.count("\n") + 1
        reason = f"a character that YAML does not allow (number {ord(text[len(before)])})"
    return Problem(reason, "lines such as `key: value`, indented with spaces", file=file, line=line)


class _TooMuchError(Exception):
    """The document is deeper or larger than anything a person writes."""

    def __init__(self, found: str, expected: str, line: int) -> None:
        super().__init__(found)
        self.found, self.expected, self.line = found, expected, line


class _Composer(Composer, Resolver, CParser):
    """Builds YAML nodes, notes what is refused about each, and stops a document that would blow up."""

    def __init__(self, text: str, most: int) -> None:
        CParser.__init__(self, text)
        Composer.__init__(self)
        Resolver.__init__(self)
        self._most = most
        self.notes: dict[int, tuple[str, str]] = {}  # by the identity of a node: what was found, what is expected
        self._depth = 0
        self._count = 0

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401 - a node, a number or nothing
        """Compose one node; see `yaml.composer.Composer.compose_node`, which this guards."""
        event: Any = self.peek_event()
        self._count += 1
        if self._count > self._most:
            raise _TooMuchError(f"more than {self._most} values", _READABLE, event.start_mark.line + 1)
        if self._depth > MAX_DEPTH:
            raise _TooMuchError(_TOO_DEEP, _READABLE, event.start_mark.line + 1)
        note = _refusal(event)
        start, end = event.start_mark, event.end_mark
        if isinstance(event, yaml.AliasEvent):
            self.get_event()
            node: yaml.Node | None = yaml.ScalarNode(f"{_YAML}null", "", start, end)
        else:
            event.anchor = event.tag = None
            self._depth += 1
            node = super().compose_node(parent, index)
            self._depth -= 1
        if note is not None:
            self.notes[id(node)] = note
        return node


def _refusal(event: Any) -> tuple[str, str] | None:  # noqa: ANN401 - PyYAML's events carry no types
    if isinstance(event, yaml.AliasEvent):
        return f"the alias *{shorten(str(event.anchor))}", "the value written out"
    if event.tag is not None:
        return f"the tag {shorten(event.tag.replace(_YAML, '!!'))}", "a plain value without a tag"
    if event.anchor is not None:
        return f"the anchor &{shorten(event.anchor)}", "a plain value without an anchor"
    return None


@dataclass
class _Builder:
    """Turns nodes into values, and remembers where each stood."""

    file: str
    notes: dict[int, tuple[str, str]]
    places: dict[Keys, tuple[int, str]] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def mapping(self, node: yaml.MappingNode, keys: Keys) -> dict[Any, Any]:
        """Build a mapping; a key that comes twice is a problem, and its first value stands."""
        built: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            line = key_node.start_mark.line + 1
            try:
                key = self._key(key_node)
            except _RefusedError as error:
                self._report(keys, line, error)
                built[Refused()] = Refused()  # so that the mapping is not called too short besides
                continue
            inner = (*keys, key if isinstance(key, int) else str(key))
            if key in built:
                first = self.places[inner][0]
                self._report(inner, line, _RefusedError(f"this key a second time (first on line {first})", "each key once"))
                continue
            self.places[inner] = (line, _spell(self.places[keys][1], str(key)))
            built[key] = self._value(value_node, inner)
        return built

    def _value(self, node: yaml.Node, keys: Keys) -> object:
        try:
            self._check(node)
            if isinstance(node, yaml.MappingNode):
                return self.mapping(node, keys)
            if isinstance(node, yaml.SequenceNode):
                return self._list(node, keys)
            return _scalar(node)
        except _RefusedError as error:
            self._report(keys, self.places[keys][0], error)
            return Refused()

    def _list(self, node: yaml.SequenceNode, keys: Keys) -> list[Any]:
        built = []
        for index, item in enumerate(node.value):
            inner = (*keys, index)
            self.places[inner] = (item.start_mark.line + 1, f"{self.places[keys][1]}[{index}]")
            built.append(self._value(item, inner))
        return built

    def _key(self, node: yaml.Node) -> str | int | float:
        self._check(node)
        if not isinstance(node, yaml.ScalarNode):
            raise _RefusedError("a list or mapping used as a key", "a word or a year as a key")
        if node.tag == f"{_YAML}merge":
            raise _RefusedError("the merge key <<", "the keys written out")
        key = _scalar(node)
        if isinstance(key, dt.date):
            return str(node.value)
        if key is None or isinstance(key, bool) or (isinstance(key, float) and not math.isfinite(key)):
            raise _RefusedError(f"{show(key)} as a key", "a word or a year as a key")
        return key

    def _check(self, node: yaml.Node) -> None:
        if id(node) in self.notes:
            raise _RefusedError(*self.notes[id(node)])

    def _report(self, keys: Keys, line: int, error: "_RefusedError") -> None:
        path = self.places[keys][1]
        self.problems.append(Problem(error.found, error.expected, path=path, suggestion=error.hint, file=self.file, line=line))


class _RefusedError(Exception):
    """A value that YAML would quietly read as something else, or that is refused."""

    def __init__(self, found: str, expected: str, hint: str | None = None) -> None:
        super().__init__(found)
        self.found, self.expected, self.hint = found, expected, hint


def _scalar(node: yaml.Node) -> Scalar:
    text = str(node.value)
    match node.tag.removeprefix(_YAML):
        case "null":
            return None
        case "bool":
            return _truth(text)
        case "int":
            return _whole(text)
        case "float":
            return _real(text)
        case "timestamp":
            return _date(text)
        case _:
            return text


def _truth(text: str) -> bool:
    if text.lower() in ("true", "false"):
        return text.lower() == "true"
    raise _RefusedError(
        f"the word {text}, which YAML reads as true or false", "true or false, or the word in quotes", f"'{text}'"
    )


def _whole(text: str) -> int:
    if _WHOLE.fullmatch(text):
        return int(text)
    raise _misread(text, _WHOLE)


def _real(text: str) -> float:
    if text.lower() in _SPECIAL:
        return _SPECIAL[text.lower()]
    if _REAL.fullmatch(text):
        return float(text)
    raise _misread(text, _REAL)


def _misread(text: str, plainly: re.Pattern[str]) -> _RefusedError:
    plain = text.replace("_", "")
    hint = plain if plain != text and plainly.fullmatch(plain) else None
    return _RefusedError(f"the number {shorten(text)}, which can be misread", "plain decimal digits", hint)


def _date(text: str) -> dt.date | str:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return text  # something like 2005-13-45, or a time of day: the schema will say what it expects
