"""Text reaches widgets one way only, and cleaned."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest
from textual.content import Content

from tests.screens import pages
from tests.screens.harness import staged
from tui.widgets.content import as_content, clean, fitted, hanging, harmless, outdented, wrapped

ROOMS = (Path("tui/widgets"), Path("tui/screens"), Path("tui/app.py"))
ROOT = Path(__file__).parents[2]

STOCK = {
    "Static",
    "Label",
    "Button",
    "OptionList",
    "Header",
    "Footer",
    "Tabs",
    "Select",
    "Markdown",
}
DOORS = {"notify", "update", "border_title", "border_subtitle", "from_markup", "tooltip"}


def modules() -> list[Path]:
    """Every module of the full screen."""
    found = [
        path
        for room in ROOMS
        for path in ([ROOT / room] if room.suffix else (ROOT / room).rglob("*.py"))
    ]
    assert len(found) > 20
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda path: path.name)
def test_no_text_reaches_a_widget_but_through_as_content(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom):
            names = {alias.name for alias in node.names}
            assert not names & STOCK, f"{path}: a stock widget would take a str as markup"
        if isinstance(node, ast.Attribute):
            assert node.attr not in DOORS - {"update"}, f"{path}:{node.lineno}: {node.attr}"
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id == "Content"
        ):
            assert path.name == "content.py", (
                f"{path}:{node.lineno}: Content is made in content.py only"
            )
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            made = node.value.id == "Content"
            assert not made or path.name == "content.py", f"{path}:{node.lineno}: {node.attr}"


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


@pytest.mark.parametrize(
    "typed", ["[/red]", "[@click=app.quit]x[/]", "🎉👩‍👧é", "x" * 10_000, "   "], ids=ascii
)
async def test_any_text_can_be_pasted_into_any_field(typed: str) -> None:
    from textual import events

    for name in ("street", "words"):
        async with staged(pages.FORM, at=f"address-form.{name}") as stage:
            stage.focused.post_message(events.Paste(typed))
            await stage.settle()
            draft = stage.leading.drafts.read("profile.address", "address-form", name)
            assert draft is not None
            assert typed in draft


async def test_hostile_pages_are_drawn_and_can_be_walked() -> None:
    async with staged(pages.HOSTILE) as stage:
        for _ in range(14):
            await stage.press("tab")
        assert "\x1b" not in stage.text()
        assert not stage.app._exit


def test_the_first_page_imports_nothing_heavy() -> None:
    code = (
        "import asyncio, sys\n"
        "from tests.screens import pages\n"
        "from tests.screens.leading import Leading\n"
        "from tui.app import BurgerprofielApp\n"
        "from tui.locale import Words\n"
        "painted = []\n"
        "def paint():\n"
        "    painted.append(set(sys.modules))\n"
        "    app.exit('stop')\n"
        "app = BurgerprofielApp(Leading(pages.START), Words('nl'), on_first_paint=paint)\n"
        "assert asyncio.run(app.run_async(headless=True, size=(80, 24))) == 'stop'\n"
        "[there] = painted\n"
        "heavy = ['httpx', 'starlette', 'authlib', 'joserfc', 'cryptography', 'sqlite3',\n"
        "         'textual.widgets._text_area', 'tui.widgets.form']\n"
        "print([name for name in heavy if name in there])\n"
    )
    run = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    assert run.stdout.strip() == "[]"
