"""The terminal under the full screen: what goes wrong in its reader ends the program, and shows nothing."""

import os
from collections.abc import Callable

import pytest

from tests.screens import pages
from tests.screens.leading import Leading
from tui.app import BurgerprofielApp
from tui.locale import Words
from tui.screen_terminal import ScreenTerminal


class AppOfNote:
    """Stands where the app stands, and remembers what it is told to do."""

    def __init__(self) -> None:
        self.told: list[tuple[object, ...]] = []

    def call_later(self, what: Callable[..., object], *given: object) -> None:
        self.told.append((what.__name__, *given))

    def exit(self) -> None:
        """The usual end."""

    def _handle_exception(self, error: Exception) -> None:
        """The end with an error, which is then reported."""


GONE, UNFORESEEN = OSError("gone"), ZeroDivisionError("85.67.30-033.28")


@pytest.mark.parametrize(
    ("error", "told"),
    [(GONE, [("exit",)]), (UNFORESEEN, [("_handle_exception", UNFORESEEN)])],
    ids=["gone", "unforeseen"],
)
def test_a_reader_that_fails_ends_the_full_screen_and_prints_nothing(
    error: Exception,
    told: list[tuple[object, ...]],
    monkeypatch: pytest.MonkeyPatch,
    capfd: pytest.CaptureFixture[str],
) -> None:
    def fails(_: ScreenTerminal) -> None:
        raise error

    monkeypatch.setattr(ScreenTerminal, "run_input_thread", fails)
    terminal, app = ScreenTerminal.__new__(ScreenTerminal), AppOfNote()
    terminal._app = app  # type: ignore[assignment]
    terminal._run_input_thread()
    assert app.told == told
    assert capfd.readouterr() == ("", "")


def test_a_terminal_that_tells_no_size_has_one_and_the_same_for_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Two answers to one question, and the screen is laid out for one and the other for ever."""
    for name in ("COLUMNS", "LINES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(os, "get_terminal_size", lambda *_: os.terminal_size((0, 0)))
    app = BurgerprofielApp(Leading(pages.START), Words("nl"))
    terminal = ScreenTerminal.__new__(ScreenTerminal)
    terminal._app = app
    assert terminal._get_terminal_size() == app.size == (80, 25)
