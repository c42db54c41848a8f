"""The terminal under the full screen: what goes wrong in its reader ends the program, and shows nothing."""

from collections.abc import Callable

import pytest

from tui.textual_fixes.terminal import ScreenTerminal


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
    [(GONE, [("exit", "gone")]), (UNFORESEEN, [("_handle_exception", UNFORESEEN)])],
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
