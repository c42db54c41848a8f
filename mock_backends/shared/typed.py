"""Text that a citizen typed, as it is taken: one form for what looks the same, and nothing that is not drawn.

Whatever client sends it, this decides. The citizen's side has the same rules (`tui/page/typed.py`), and
`tests/typed.toml` holds both to them: so what is stored is what was shown before it was sent.
"""

import re
import unicodedata

_NEVER_DRAWN = (
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff"
    "\uffa0\ufff0-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e00ff\U000e01f0-\U000e0fff]"
)
"""Unicode's Default_Ignorable_Code_Point (UAX #44) without what follows, and annotations (U+FFF9-FFFB)."""

_VARIANTS = "\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef"
_JOINERS = "\u200c\u200d"

# They change or join what stands beside them (emoji, Persian, Japanese names), but no ASCII, beyond keycaps.
_OUT_OF_PLACE = (
    f"(?<![^\x00-\x7f])(?!\ufe0f\u20e3)[{_VARIANTS}{_JOINERS}]+|[{_JOINERS}]+(?![^\x00-\x7f])"
)

_BLANK = {0x2800: " "}
"""The empty braille cell: a symbol by its category, and a space to whoever reads it."""

_BREAK = "\r\n|[\n\x0b\x0c\r\x85\u2028\u2029]"


def line(text: str) -> str:
    """`text` on one line: in NFC, each run of spaces, tabs or line breaks a space, none at its ends.

    Text of which nothing can be seen becomes "".
    """
    text = " ".join(unicodedata.normalize("NFC", text).translate(_BLANK).split())
    text = " ".join(_drawn(text).split())
    return unicodedata.normalize("NFC", text) if any(map(_is_visible, text)) else ""


def lines(text: str) -> str:
    """`text` of several lines: in NFC, with plain spaces and line feeds, none at its ends."""
    text = unicodedata.normalize("NFC", re.sub(_BREAK, "\n", text)).translate(_BLANK)
    text = _drawn("".join(map(_plain_space, text)))
    text = "\n".join(one.rstrip(" ") for one in text.strip(" \n").split("\n"))
    return unicodedata.normalize("NFC", text) if any(map(_is_visible, text)) else ""


def is_text(text: str) -> bool:
    """Whether `text` has no control characters beyond line feeds, halves of characters or private ones."""
    return not any(
        unicodedata.category(sign) in {"Cc", "Cs", "Co"} or ord(sign) & 0xFFFE == 0xFFFE
        for sign in text
        if sign != "\n"
    )


def _drawn(text: str) -> str:
    if text.isascii():
        return text
    return re.sub(_OUT_OF_PLACE, "", re.sub(_NEVER_DRAWN, "", text))


def _plain_space(sign: str) -> str:
    return " " if sign == "\t" or unicodedata.category(sign) == "Zs" else sign


def _is_visible(sign: str) -> bool:
    """Whether a character is drawn by itself: no combining mark, format character, separator or line feed."""
    category = unicodedata.category(sign)
    return category[0] not in "MZ" and category not in {"Cf", "Cn"} and sign != "\n"
