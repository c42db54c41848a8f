"""The foot line says what the keys do where the focus is, in the picture in which the focus comes there."""

import pytest
from msgspec.structs import replace

from tests.accessibility.terminal import terminal
from tests.screens import pages
from tests.screens.harness import WIDE, staged
from tui.page.parts import Listing, Page, Verb

READ = replace(pages.MESSAGES, verb=Verb("Lees bericht", "Lees"))
POST = replace(pages.EBOX, parts=(READ, *pages.EBOX.parts[1:]))


@pytest.mark.parametrize(
    ("page", "at", "keys", "said"),
    [
        (POST, "messages", (), "Enter Lees bericht ↑↓ Kies"),
        (pages.EBOX, "messages", (), "Enter Open ↑↓ Kies"),
        (pages.EBOX, "", ("shift+tab",), "Enter Open eBox ←→ Kies"),
        (pages.EBOX, "", ("shift+tab", "left"), "Enter Open Uw gegevens ←→ Kies"),
        (pages.EBOX, "", ("shift+tab", "shift+tab"), "Enter Noor Peeters"),
        (pages.DATA, "identity", (), "Enter Meld een fout"),
        (pages.DATA, "identity", ("tab",), "Enter Over deze bron"),
        (pages.FORM, "wrong", (), "Enter Ga naar dit veld Esc Niet bewaren"),
        (pages.FORM, "address-form.label", (), "Enter Volgend veld Esc Niet bewaren"),
        (pages.FORM, "address-form.pin", (), "Enter Controleren Esc Niet bewaren"),
        (pages.FORM, "address-form.kind", (), "Spatie Kies ↑↓ Andere keuze Tab Volgend veld"),
        (pages.FORM, "address-form.agree", (), "Spatie Vink aan Tab Volgend veld"),
        (pages.FORM, "address-form.agree", ("space",), "Spatie Vink uit Tab Volgend veld"),
        (pages.FORM, "address-form.words", (), "Enter Nieuwe regel Tab Volgend veld"),
        (pages.page("read", "Lezen", pages.LONG), "", (), "Tab Verder ↓ Lees verder"),
        (pages.EBOX, "", ("f9",), "Enter Open ↑↓ Kies Esc Sluit"),
        (pages.EBOX, "", ("f9", *"zzzz"), "Esc Sluit"),
        (pages.EBOX, "", ("f9", *"zzzz", "escape"), "Enter Open ↑↓ Kies"),
        (pages.FORM, "address-form.label", ("x", "f10"), "Enter Bevestig ↑↓ Kies"),
    ],
)
async def test_the_foot_follows_the_focus(
    page: Page, at: str, keys: tuple[str, ...], said: str
) -> None:
    async with staged(page, at=at, size=WIDE) as stage:
        await stage.press(*keys)
        left, help_key, _ = stage.lines()[-1].partition("F1 Hulp")
        assert help_key
        assert " ".join(left.split()).startswith(said)


async def test_a_list_without_items_promises_nothing() -> None:
    nothing = Listing(id="messages", title="Berichten", empty="U hebt geen berichten.")
    async with staged(pages.page("post", "Post", nothing, pages.WITHDRAW)) as stage:
        assert "Enter Open" not in stage.lines()[-1]


async def test_a_click_in_the_foot_of_a_menu_leaves_it() -> None:
    async with staged(pages.EBOX) as stage:
        await stage.press("f9")
        await stage.click((stage.lines()[-1].index("F1 Hulp"), 23))
        assert stage.on_page
        assert stage.asked == [("act", "go:help")]


def test_what_follows_the_focus_is_drawn_with_it_and_before_the_cursor_goes_there() -> None:
    """So that nobody who follows the cursor hears more at a key than before there were hints."""
    with terminal("data") as shown:
        shown.until("F9")
        before = shown.screen.display[-1]
        written = shown.send("\t")
        assert shown.screen.display[-1] != before
        foot, mark = written.index(b"\x1b[24;"), written.index("▸".encode())
        column, row = shown.cursor
        goes = written.rindex(f"\x1b[{row + 1};{column + 1}H".encode())
        assert mark < foot < goes
        assert written.count(b"\x1b[?2026h") <= 1, "one frame"
        assert written[goes:].count(b"\x1b[24;") == 0
