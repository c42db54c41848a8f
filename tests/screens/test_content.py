"""Text reaches widgets one way only, and cleaned."""

import ast
from pathlib import Path

import pytest
from textual.content import Content

from tui.widgets.content import as_content, clean, fitted, hanging, harmless, outdented, wrapped

ROOT = Path(__file__).parents[2]
MODULES = [ROOT / "tui/app.py", *ROOT.glob("tui/widgets/*.py"), *ROOT.glob("tui/screens/*.py")]


FORBIDDEN = {"border_title", "border_subtitle", "from_markup"}
"""What takes text as markup."""

FORBIDDEN |= {"notify", "tooltip", "with_tooltip"}
"""What shows something that goes away by itself, or that only a pointer finds."""


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.name)
def test_no_text_reaches_a_widget_but_through_as_content(path: Path) -> None:
    """Content is made in one module. Of Textual's own controls, ruff finds each (TID251)."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.Attribute(attr=name):
                assert name not in FORBIDDEN, node.lineno
            case ast.Call(func=ast.Name("Content") | ast.Attribute(ast.Name("Content"))):
                assert path.name == "content.py", node.lineno


@pytest.mark.parametrize(
    ("text", "cleaned"),
    [
        ("gewoon", "gewoon"),
        ("\x1b[31mrood\x9b2J\x07", "[31mrood2J"),
        ("a\u202eb\u2066c\u200ed", "abcd"),
        ("tab\tregel\r\nnieuw\u2028ja", "tab regel \nnieuw ja"),
        ("[/red][@click=app.quit]x[/]", "[/red][@click=app.quit]x[/]"),
        ("\ud800half", "half"),
        ("👩\u200d👧 é", "👩\u200d👧 é"),
        ("vaste\u00a0spatie", "vaste\u00a0spatie"),
    ],
)
def test_clean_keeps_text_and_drops_what_is_none(text: str, cleaned: str) -> None:
    assert clean(text) == cleaned
    assert as_content(text).plain == cleaned
    assert len(harmless(text)) == len(text)
    assert not {"\x1b", "\x9b", "\u202e"} & set(harmless(text))


def test_brackets_are_no_markup() -> None:
    assert as_content("[bold]x[/bold]", "red") == Content("[bold]x[/bold]").stylize("red")


def test_wrapping_and_fitting_keep_to_the_width() -> None:
    assert [line.plain for line in wrapped("een twee drie", 8)] == ["een twee", "drie"]
    assert all(line.cell_length <= 10 for line in wrapped("x" * 10_000, 10))
    assert fitted("De pagina is geladen", 12) == "De pagina is"


@pytest.mark.parametrize("space", ["\N{NO-BREAK SPACE}", "\N{NARROW NO-BREAK SPACE}"])
def test_no_line_ends_at_a_space_that_holds_a_sign_to_its_word(space: str) -> None:
    """French sets one before ":" and inside its quotation marks, so that none begins a line."""
    said = f"Choisissez une réponse{space}: «{space}oui{space}» ou «{space}non{space}»."
    for width in range(12, 40):
        for lines in (
            wrapped(said, width),
            hanging(as_content("[x] "), said, width + 4),
            outdented(as_content("Réponse"), f" {said}", width, 2),
        ):
            begun = [line.plain.lstrip(" ")[:1] for line in lines]
            assert not {*":»", space} & set(begun), (width, [line.plain for line in lines])
    bold = as_content(f"Oui{space}: non", "bold")
    assert wrapped(f"Oui{space}: non", 5, "bold") == [bold[:5], bold[6:]]
