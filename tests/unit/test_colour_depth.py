"""How many colours a terminal is taken to show."""

import pytest

from tui.colour_depth import colour_depth


@pytest.mark.parametrize(
    ("term", "colorterm", "terminfo", "depth"),
    [
        ("xterm-256color", "truecolor", "256", "truecolor"),
        ("linux", "24bit", "few", "truecolor"),
        ("tmux-256color", "", "256", "256"),
        ("xterm-direct", "", "truecolor", "truecolor"),
        ("linux", "", "few", "few"),
        ("alacritty", "", "256", "256"),
        ("xterm-ghostty", "", None, "truecolor"),
        ("xterm-kitty", "", None, "truecolor"),
        ("alacritty", "", None, "truecolor"),
        ("foot-extra", "", None, "truecolor"),
        ("wezterm", "", None, "truecolor"),
        ("screen.xterm-256color", "", None, "256"),
        ("konsole-direct", "", None, "truecolor"),
        ("strange", "", None, "few"),
        ("footling", "1", "few", "few"),
        ("", "", None, "few"),
    ],
)
def test_what_the_terminal_says_counts_first_then_terminfo_then_its_name(
    term: str, colorterm: str, terminfo: str | None, depth: str
) -> None:
    found = colour_depth({"TERM": term, "COLORTERM": colorterm}, lambda _: terminfo)  # type: ignore[arg-type, return-value]
    assert found == depth
