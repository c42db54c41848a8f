"""Only `tui.textual_fixes` reaches below Textual's public interface, and says there why it must."""

import ast
import inspect
import pkgutil
from collections.abc import Iterable, Iterator
from functools import cache
from importlib import import_module
from pathlib import Path
from types import ModuleType

import pytest
import rich
import textual
from textual.reactive import Reactive

import tui.textual_fixes

ROOT = Path(__file__).parents[2]
FIXES = "tui.textual_fixes"
FOREIGN = ("textual", "rich")

DUCKS = ("getattr", "hasattr")
"""What asks an object for something that mypy cannot see."""

PATCHES = ("setattr", "delattr", "vars")
"""What changes an object without naming the attribute in the code's own syntax."""


def private(name: str) -> bool:
    return name.startswith("_") and not name.startswith("__") and name != "_"


def names_in(tree: ast.AST) -> Iterator[str]:
    """The names of functions, methods and attributes that a module or class defines."""
    for node in ast.walk(tree):
        match node:
            case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name):
                yield name
            case ast.Attribute(attr=name, ctx=ast.Store()):
                yield name
            case ast.ClassDef(body=body):
                for target in (one for line in body for one in ast.iter_child_nodes(line)):
                    if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store):
                        yield target.id


@cache
def private_names_of(kind: type) -> frozenset[str]:
    """The private names of a class of Textual's or Rich's, without those of its bases."""
    if kind.__module__.partition(".")[0] not in FOREIGN:
        return frozenset()
    source = inspect.cleandoc("\n" + inspect.getsource(kind))
    return frozenset(filter(private, names_in(ast.parse(source))))


@cache
def all_private_names() -> frozenset[str]:
    """Every private name that Textual and Rich define."""
    files = (
        path for package in (textual, rich) for path in Path(package.__path__[0]).rglob("*.py")
    )
    trees = (ast.parse(path.read_text(encoding="utf-8")) for path in files)
    return frozenset(name for tree in trees for name in names_in(tree) if private(name))


def of_textual(module: str) -> bool:
    return module.partition(".")[0] in FOREIGN


def own(value: ast.expr) -> bool:
    """Whether this is the object that a method belongs to, or its class or base."""
    match value:
        case ast.Name(id="self" | "cls") | ast.Call(func=ast.Name(id="super")):
            return True
    return False


def reaches(tree: ast.AST, inherited: dict[str, frozenset[str]]) -> Iterator[str]:
    """Where code reaches for a private name of Textual's; `inherited` has those of each class of ours."""

    imports_it = any(
        isinstance(node, ast.ImportFrom) and of_textual(node.module or "")
        for node in ast.walk(tree)
    )

    def look(node: ast.AST, theirs: frozenset[str]) -> Iterator[str]:
        match node:
            case ast.ClassDef(name=name):
                theirs = inherited.get(name, frozenset())
                yield from (f"{name}.{one}" for one in set(names_in(node)) & theirs)
            case ast.Attribute(value=value, attr=attr) if private(attr):
                if attr in (theirs if own(value) else all_private_names()):
                    yield ast.unparse(node)
            case ast.Call(func=ast.Name(id=name)) if name in PATCHES and imports_it:
                yield ast.unparse(node)
            case ast.ImportFrom(module=str(module), names=names) if of_textual(module):
                whole = (f"{module}.{one.name}" for one in names)
                yield from (one for one in whole if any(map(private, one.split("."))))
        for child in ast.iter_child_nodes(node):
            yield from look(child, theirs)

    yield from look(tree, frozenset())


def inherited_by(classes: Iterable[type]) -> dict[str, frozenset[str]]:
    return {
        one.__name__: frozenset().union(*(private_names_of(base) for base in one.__mro__))
        for one in classes
    }


def classes_of(module: ModuleType) -> list[type]:
    return [one for one in vars(module).values() if getattr(one, "__module__", "") == module.__name__
            and isinstance(one, type)]  # fmt: skip


def test_no_other_module_reaches_below_textuals_public_interface() -> None:
    found = {}
    for path in sorted((ROOT / "tui").rglob("*.py")):
        if "textual_fixes" in path.parts or path.name.startswith("__"):
            continue
        module = import_module(".".join(path.relative_to(ROOT).with_suffix("").parts))
        classes = classes_of(module)
        tree = ast.parse(path.read_text(encoding="utf-8"))
        if what := [*reaches(tree, inherited_by(classes)), *weakened_reactives(classes)]:
            found[module.__name__] = what
    assert found == {}


def weakened_reactives(classes: Iterable[type]) -> Iterator[str]:
    """Attributes that are declared anew so that they paint or lay out less than Textual's own."""
    for kind in classes:
        for name, mine in vars(kind).items():
            theirs = next((vars(one)[name] for one in kind.__mro__[1:] if name in vars(one)), None)
            if not (isinstance(mine, Reactive) and isinstance(theirs, Reactive)):
                continue
            if (mine._repaint, mine._layout) != (theirs._repaint, theirs._layout):
                yield f"{kind.__name__}.{name}"


@pytest.mark.parametrize(
    "code",
    [
        "app._driver.write('')",
        "screen._compositor.render_strips()",
        "app._fatal_error = print",
        "class Field(Input):\n    def _value(self): ...",
        "class Field(Input):\n    def value(self): return super()._value",
        "class Field(Input):\n    def value(self): self._blink_timer = None",
        "class Field(Input):\n    _blink_timer = None",
        "from textual import drivers\nsetattr(drivers, 'getincrementaldecoder', print)",
        "from textual import drivers\nvars(drivers)['getincrementaldecoder'] = print",
        "from textual._compositor import Compositor",
        "from rich.text import _combine_regex",
    ],
)
def test_what_reaches_below_is_found(code: str) -> None:
    from textual.widgets import Input

    tree = ast.parse(code)
    assert [*reaches(tree, {"Field": frozenset().union(*map(private_names_of, Input.__mro__))})]


@pytest.mark.parametrize(
    "code",
    [
        "class Field(Input):\n    def value(self): self._words = None",
        "class Words:\n    def value(self): return self._compositor",
        "screen.focused.refresh()",
        "Rule.__name__",
        "for _ in Field.columns: pass",
        "vars(argparse)['_'] = words",
    ],
)
def test_what_is_our_own_is_left_alone(code: str) -> None:
    from textual.widgets import Input

    tree = ast.parse(code)
    inherited = {"Field": frozenset().union(*map(private_names_of, Input.__mro__))}
    assert [*reaches(tree, inherited)] == []


def fixes() -> list[tuple[str, object]]:
    """Every public function, class and method of the fixes that reaches below, by its name."""
    found: list[tuple[str, object]] = []
    for one in pkgutil.iter_modules(tui.textual_fixes.__path__, f"{FIXES}."):
        for name, thing in vars(import_module(one.name)).items():
            if (
                getattr(thing, "__module__", "") == one.name
                and callable(thing)
                and not private(name)
            ):
                found.append((f"{one.name}.{name}", thing))
    return found


@pytest.mark.parametrize(("name", "thing"), fixes())
def test_each_fix_names_what_would_make_it_unnecessary(name: str, thing: object) -> None:
    assert "Upstream: " in inspect.getsource(thing)  # type: ignore[arg-type]


@pytest.mark.parametrize("folder", ["screens", "widgets", "app.py"])
def test_widgets_and_screens_ask_only_for_what_mypy_sees(folder: str) -> None:
    path = ROOT / "tui" / folder
    asked = [
        f"{one.relative_to(ROOT)}:{node.lineno}"
        for one in (path.rglob("*.py") if path.is_dir() else [path])
        for node in ast.walk(ast.parse(one.read_text(encoding="utf-8")))
        if isinstance(node, ast.Name) and node.id in DUCKS
    ]
    assert asked == []
