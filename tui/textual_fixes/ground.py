"""The terminal's background, as the terminal tells it: OSC 11, a question that nobody sees."""

import re

from textual.message import Message

ASK = "\x1b]11;?\x07"

_WHOLE = re.compile(
    r"]11;rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?", re.IGNORECASE
)

DARK_BELOW = 0.18
"""The relative luminance below which light letters have the better contrast."""


class GroundTold(Message):
    """The terminal has told its background; `dark` is whether that is a dark one.

    Upstream: not reported; Textual asks a terminal for no colours.
    """

    def __init__(self, dark: bool) -> None:
        super().__init__()
        self.dark = dark

    @classmethod
    def by(cls, answer: str) -> "GroundTold | None":
        """What an answer of a terminal tells; None if it is about something else."""
        whole = _WHOLE.fullmatch(answer)
        return cls(_is_dark(*whole.groups())) if whole else None


def _is_dark(*parts: str) -> bool:
    """Whether a colour is dark, given as hexadecimal fractions of red, green and blue (WCAG's luminance)."""
    red, green, blue = (_linear(int(part, 16) / (16 ** len(part) - 1)) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK_BELOW


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
