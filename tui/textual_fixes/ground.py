"""The terminal's background, as the terminal tells it: OSC 11, a question that nobody sees.

Its answer comes the way keys do, perhaps late, in pieces, or never. `Answers` keeps it from whatever reads
keys, so that nothing of it is ever typed into a field.
"""

import re
from collections.abc import Iterator
from time import monotonic

from textual.message import Message

ASK = "\x1b]11;?\x07"

BEGIN = "\x1b]11;"
_WHOLE = re.compile(
    r"rgba?:([0-9a-f]{1,4})/([0-9a-f]{1,4})/([0-9a-f]{1,4})(?:/[0-9a-f]{1,4})?(?:\x07|\x1b\\|\x9c)",
    re.IGNORECASE,
)
_SO_FAR = re.compile(r"r?g?b?|rgba?(:[0-9a-f/]{0,19}\x1b?)?", re.IGNORECASE)

HELD = 0.1
"""Seconds after which what has only begun like an answer is a key: Escape, or Alt with ]."""

SPLIT = 5.0
"""Seconds after the start in which an answer is expected that may be cut behind its first sign."""

DARK_BELOW = 0.18
"""The relative luminance below which light letters have the better contrast."""


class GroundTold(Message):
    """The terminal has told its background; `dark` is whether that is a dark one.

    Upstream: not reported; Textual asks a terminal for no colours.
    """

    def __init__(self, dark: bool) -> None:
        super().__init__()
        self.dark = dark


class Answers:
    """Takes the answers out of what the terminal sends.

    Upstream: not reported; Textual's parser would type them.
    """

    def __init__(self) -> None:
        self._held = ""
        self._since = 0.0
        self._expected_until = monotonic() + SPLIT

    def read(self, data: str) -> tuple[str, list[GroundTold]]:
        """The keys in `data`, and what was told in it."""
        keys: list[str] = []
        told: list[GroundTold] = []
        for sign in data:
            self._held += sign
            if self._held.startswith(BEGIN):
                rest = self._held.removeprefix(BEGIN)
                if whole := _WHOLE.fullmatch(rest):
                    told.append(GroundTold(_is_dark(*whole.groups())))
                    self._held = ""
                    continue
                if _SO_FAR.fullmatch(rest):
                    continue
                # Cut off for good. Nobody types what it began with, but this may begin a key.
                self._held = self._held[-2:] if self._held[-2] == "\x1b" else sign
            if not BEGIN.startswith(self._held):
                keys += self._other(sign)
        if self._held == "\x1b" and monotonic() > self._expected_until:
            self._held = ""
            keys.append("\x1b")
        self._since = monotonic()
        return "".join(keys), told

    def _other(self, sign: str) -> Iterator[str]:
        """What is no answer: all that is held, except a last sign with which one may begin."""
        yield self._held[:-1]
        self._held = sign if sign == "\x1b" else ""
        yield sign if sign != "\x1b" else ""

    def overdue(self) -> str:
        """What was held and is a key after all, since nothing has followed it."""
        if not self._held or len(self._held) >= len(BEGIN) or monotonic() < self._since + HELD:
            return ""
        held, self._held = self._held, ""
        return held


def _is_dark(*parts: str) -> bool:
    """Whether a colour is dark, given as hexadecimal fractions of red, green and blue (WCAG's luminance)."""
    red, green, blue = (_linear(int(part, 16) / (16 ** len(part) - 1)) for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue < DARK_BELOW


def _linear(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else float(((value + 0.055) / 1.055) ** 2.4)
