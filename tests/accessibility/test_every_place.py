"""Every place of the menu (F9) on a real terminal: the cursor is on the focus, no mouse, nothing moves."""

import sys
from pathlib import Path

from tests.accessibility.terminal import NOON, Terminal, in_field, on_mark
from tests.accessibility.test_looks import MOUSE
from tests.accessibility.test_terminal import TAB
from tui.locale import Words
from tui.page.commands import COMMANDS

F9 = "\x1b[20~"

PLACES = {
    "Uw gegevens": "Uw gegevens",
    "eBox": "eBox",
    "Profiel": "Profiel",
    "Rechten": "Rechten",
    "Start": "Dag Noor",
    "Hulp": "Hulp",
    "Toestel": "Uw telefoon en kaartlezer",
    "Privacyverklaring": "Privacyverklaring",
    "Wie heeft uw gegevens": "Wie heeft uw gegevens",
    "Contact": "Contact",
    "Meldingen": "Meldingen",
    "Woordenlijst": "Woordenlijst",
    "Account": "Afmelden",
}
"""What is typed in the menu, and the title of the page that it leads to."""

TABS = 5
"""The first places, which stand under the head of every page."""

PROGRAM = """
import sys
import tui.app
from tests.screens.show import Telling
from tui.__main__ import main

tui.app.BurgerprofielApp = Telling
sys.exit(main())
"""
"""The program, which tells after each key when all is drawn."""


def test_in_every_place_the_cursor_is_on_the_focus_and_nothing_moves(home_folder: Path) -> None:
    words = Words("nl")
    led_to = [
        one for one in COMMANDS if one.do.startswith("go:") or one.do in ("device", "account")
    ]
    assert {words(f"command.{one.id}") for one in led_to} == set(list(PLACES)[TABS:])
    options = ("--persona", "noor-peeters", "--login", "itsme", "--mouse", "off", *NOON)
    command = [sys.executable, "-c", PROGRAM, "--home", str(home_folder), "--language", "nl"]
    shown = Terminal([*command, *options], 80, 24, {}, tells=True)
    try:
        shown.until("via de startopties")
        for name, title in PLACES.items():
            shown.send(F9)
            shown.send(name, len(name))
            shown.until(f"U zoekt: {name}")
            assert shown.cursor_shown
            assert on_mark(shown), name
            shown.send("\r")
            shown.until(f"U bent op: {title} ")
            for _ in range(3):
                shown.send(TAB)
                assert shown.cursor_shown, title
                assert on_mark(shown) or in_field(shown), (title, shown.cursor, shown.text())
            assert shown.read() == b"", title
        assert [one for one in MOUSE if one in shown.raw] == []
    finally:
        shown.kill()
