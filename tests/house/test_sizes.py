"""Is every piece still small enough to hold in one's head?"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.paths import ROOT, sources

LONGEST_FILE = 400
LONGEST_FUNCTION = 40
MOST_ARGUMENTS = 6
PUBLIC_CALLS = {"compare", "simulate"}  # the arguments that their users are promised, then how it is run
MOST_METHODS = 10

Function = ast.FunctionDef | ast.AsyncFunctionDef
every_source = pytest.mark.parametrize("path", sources(), ids=lambda path: path.relative_to(ROOT).as_posix())


@every_source
def test_no_file_is_too_long(path: Path) -> None:
    assert len(_text(path).splitlines()) <= LONGEST_FILE


@every_source
def test_no_function_is_too_long(path: Path) -> None:
    assert _over({f"{at.name} (line {at.lineno})": _length(at) for at in _functions(path)}, LONGEST_FUNCTION) == {}


@every_source
def test_no_function_takes_too_many_arguments(path: Path) -> None:
    counted = {f"{at.name} (line {at.lineno})": _arguments(at) for at in _functions(path) if not _exempt(at)}
    assert _over(counted, MOST_ARGUMENTS) == {}


@every_source
def test_no_class_has_too_many_public_methods(path: Path) -> None:
    classes = (at for at in ast.walk(ast.parse(_text(path))) if isinstance(at, ast.ClassDef))
    assert _over({at.name: _public_methods(at) for at in classes}, MOST_METHODS) == {}


def test_the_counting_itself_counts() -> None:
    module = ast.parse("class A:\n    def b(self, c, *d, e=1, **f):\n        return 1\n    def _g(self):\n        return 2\n")
    made = module.body[0]
    assert isinstance(made, ast.ClassDef)
    method = made.body[0]
    assert isinstance(method, ast.FunctionDef)
    assert (_length(method), _arguments(method), _public_methods(made)) == (2, 4, 1)


def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def _functions(path: Path) -> Iterator[Function]:
    return (at for at in ast.walk(ast.parse(_text(path))) if isinstance(at, Function))


def _over(counted: dict[str, int], limit: int) -> dict[str, int]:
    """Return what is over the limit; an empty answer is a pass, anything else names the culprits."""
    return {name: count for name, count in counted.items() if count > limit}


def _length(function: Function) -> int:
    """Return the lines from `def` to the end, docstring included."""
    return (function.end_lineno or function.lineno) - function.lineno + 1


def _arguments(function: Function) -> int:
    """Return how many arguments a function takes, not counting the object or class it belongs to."""
    taken = function.args
    named = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, *filter(None, (taken.vararg, taken.kwarg))]
    return sum(argument.arg not in {"self", "cls"} for argument in named)


def _exempt(function: Function) -> bool:
    """Tell whether a function's arguments are a contract: the options of a command, or those of the public call."""
    return function.name in PUBLIC_CALLS or any("app.command" in ast.unparse(decorator) for decorator in function.decorator_list)


def _public_methods(made: ast.ClassDef) -> int:
    return sum(isinstance(at, Function) and not at.name.startswith("_") for at in made.body)
