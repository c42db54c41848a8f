"""What screens are made of: no control of Textual's own stands bare on them.

Its controls have no label, tell their state by colour, and hide the cursor; its messages and tooltips are
gone before they can be read. Our own parts replace them all (`tui/widgets`).
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]

CONTROLS = ("textual.widgets", "textual.command")
"""Where Textual keeps its controls; the second is a palette of them."""

CALLS = ("notify", "with_tooltip", "tooltip")
"""What shows something that goes away by itself, or that only a pointer finds."""

WRAPPED = {
    "tui/textual_fixes/line_input.py": {"textual.widgets.Input"},
    "tui/widgets/text_field.py": {"textual.widgets.Input"},
    "tui/widgets/long_field.py": {
        "textual.widgets.TextArea",
        "textual.widgets.text_area.Edit",
        "textual.widgets.text_area.EditResult",
    },
}
"""The one part that makes each control accessible, and what it names."""


def bare(code: str) -> set[str]:
    """The controls of Textual's own that a module names, in whatever way it comes by them."""
    return {
        name
        for node in ast.walk(ast.parse(code))
        for name in named(node)
        if name in CALLS or any(f"{name}.".startswith(f"{one}.") for one in CONTROLS)
    }


def named(node: ast.AST) -> Iterator[str]:
    """The names that may be a control's, with their module."""
    match node:
        case ast.ImportFrom(module=str(module), names=names):
            yield from (f"{module}.{one.name}" for one in names)
        case ast.Import(names=names):
            yield from (one.name for one in names)
        case ast.Constant(value=str(text)):
            yield text  # what is imported by its name
        case ast.Call(func=ast.Attribute(attr=name)):
            yield name
        case ast.Attribute(attr=name, ctx=ast.Store()):
            yield name


def test_no_screen_uses_a_bare_control_of_textual() -> None:
    found = {
        path.relative_to(ROOT).as_posix(): controls
        for path in sorted((ROOT / "tui").rglob("*.py"))
        if (controls := bare(path.read_text(encoding="utf-8")))
    }
    assert found == WRAPPED


@pytest.mark.parametrize(
    "code",
    [
        "from textual.widgets import Button",
        "from textual.widgets import Footer as Foot",
        "from textual.widgets._option_list import OptionList",
        "from textual.widgets.option_list import Option",
        "from textual import widgets",
        "import textual.widgets",
        "import textual.widgets as parts",
        "def late():\n    from textual.widgets import Select",
        "import_module('textual.widgets')",
        "from textual.command import CommandPalette",
        "self.notify('Bewaard')",
        "self.app.notify('Bewaard', timeout=3)",
        "view.tooltip = 'Sluit'",
        "view.with_tooltip('Sluit')",
    ],
)
def test_a_bare_control_is_found(code: str) -> None:
    assert bare(code)


@pytest.mark.parametrize(
    "code",
    [
        "from textual.widget import Widget",
        "from tui.widgets.form import FormView",
        "Binding('tab', 'next', tooltip='Tab')",
    ],
)
def test_what_is_no_control_may_be_used(code: str) -> None:
    assert not bare(code)
