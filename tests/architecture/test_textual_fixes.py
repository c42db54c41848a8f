"""Only `tui.textual_fixes` reaches below Textual's public interface, and says there why it must.

Ruff finds a private name of another object (SLF001); here is what it cannot see: names that a class inherits.
"""

import ast
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from operator import attrgetter
from pathlib import Path

import pytest
from textual.reactive import Reactive
from textual.widgets import Input

import tui.textual_fixes

ROOT = Path(__file__).parents[2]
FIXES = "tui.textual_fixes"
FOREIGN = ("textual", "rich")

BY_NAME = {"getattr", "hasattr", "setattr", "delattr", "vars"}
"""What asks an object for something that mypy cannot see, or changes it so."""


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def private_names_in(tree: ast.AST) -> set[str]:
    """The private names that a class defines or uses of itself."""
    found = set()
    for node in ast.walk(tree):
        match node:
            case (
                ast.FunctionDef(name=name)
                | ast.AsyncFunctionDef(name=name)
                | ast.Assign(targets=[ast.Name(id=name)])
                | ast.AnnAssign(target=ast.Name(id=name))
                | ast.Attribute(ast.Name("self" | "cls") | ast.Call(ast.Name("super")), name)
            ):
                found.add(name)
    return set(filter(private, found))


def private_names_of(kind: type) -> frozenset[str]:
    """The private names of a class of Textual's or Rich's, with those of its bases."""
    foreign = (base for base in kind.__mro__ if base.__module__.partition(".")[0] in FOREIGN)
    return frozenset().union(*map(own_private_names_of, foreign))


@cache
def own_private_names_of(base: type) -> frozenset[str]:
    """The private names of one such class, without its bases."""
    code = ast.parse(inspect.cleandoc("\n" + inspect.getsource(base)))
    return frozenset(private_names_in(code))


def reaches(tree: ast.AST, classes: Iterable[type]) -> Iterator[str]:
    """Where code reaches for a private name of Textual's; `classes` are those that it defines."""
    inherited = {kind.__name__: private_names_of(kind) for kind in classes}
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef(name=name):
                yield from private_names_in(node) & inherited.get(name, frozenset())
            case ast.ImportFrom(module=str(module)) if module.partition(".")[0] in FOREIGN:
                yield from filter(
                    private, [*module.split("."), *(name.name for name in node.names)]
                )
            case ast.Name(id=name) if name in BY_NAME:
                yield name


effects = attrgetter("_repaint", "_layout")


def weakened_reactives(classes: Iterable[type]) -> Iterator[str]:
    """Attributes that are declared anew so that they paint or lay out less than Textual's own."""
    for kind in classes:
        for name, mine in vars(kind).items():
            bases = (vars(base) for base in kind.__mro__[1:])
            theirs = next((base[name] for base in bases if name in base), None)
            both = isinstance(mine, Reactive) and isinstance(theirs, Reactive)
            if both and effects(mine) != effects(theirs):
                yield f"{kind.__name__}.{name}"


SCREEN = ("tui/app.py", "tui/opening.py", "tui/screens/*.py", "tui/widgets/*.py")


@pytest.mark.parametrize(
    "path", [path for glob in SCREEN for path in ROOT.glob(glob)], ids=lambda path: path.name
)
def test_no_other_module_reaches_below_textuals_public_interface(path: Path) -> None:
    module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
    classes = [
        kind
        for kind in vars(module).values()
        if isinstance(kind, type) and kind.__module__ == module.__name__
    ]
    tree = ast.parse(path.read_text(encoding="utf-8"))
    assert [*reaches(tree, classes), *weakened_reactives(classes)] == []


@pytest.mark.parametrize(
    ("code", "found"),
    [
        ("class Field(Input):\n    def _watch_value(self): ...", True),
        ("class Field(Input):\n    def value(self): return super()._value", True),
        ("class Field(Input):\n    def value(self): self._blink_timer = None", True),
        ("class Field(Input):\n    _blink_timer = None", True),
        ("setattr(drivers, 'getincrementaldecoder', print)", True),
        ("vars(drivers)['getincrementaldecoder'] = print", True),
        ("from textual._compositor import Compositor", True),
        ("from rich.text import _combine_regex", True),
        ("class Field(Input):\n    def value(self): self._words = None", False),
        ("class Words:\n    def value(self): return self._blink_timer", False),
        ("for _ in Field.columns: pass", False),
    ],
)
def test_what_reaches_below_is_found_and_our_own_is_left_alone(code: str, found: bool) -> None:
    class Field(Input):
        """A control of our own."""

    assert bool([*reaches(ast.parse(code), [Field])]) is found


def fixes() -> Iterator[object]:
    """Every public function and class of the fixes."""
    for found in pkgutil.iter_modules(tui.textual_fixes.__path__, f"{FIXES}."):
        module = import_module(found.name)
        for name, thing in inspect.getmembers(module, callable):
            if thing.__module__ == module.__name__ and not private(name):
                yield thing


@pytest.mark.parametrize("thing", fixes(), ids=attrgetter("__name__"))
def test_each_fix_names_what_would_make_it_unnecessary(thing: object) -> None:
    assert "Upstream: " in inspect.getsource(thing)  # type: ignore[arg-type]
