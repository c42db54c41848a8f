"""For terminals without Unicode: draws every cell in ASCII."""

from functools import lru_cache
from unicodedata import normalize

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.alphabet import SPELLINGS, UNKNOWN

CHOSEN = ("(•)", "(x)")
"""A chosen option looks the way it usually does in ASCII."""

SIGNS = str.maketrans(
    {
        **{sign: spelled[0] for sign, spelled in SPELLINGS.items()},
        # Signs for which the first letter of the spelling would be misleading or too heavy.
        "→": ">",
        "←": "<",
        "↑": "^",
        "↓": "v",
        "©": "c",
        "®": "r",
        "·": ".",
        "╱": "/",
        **dict.fromkeys("─╌┄┈╴╶", "-"),
        **dict.fromkeys("│╎┆┊╵╷┃▌▍▎▏▐▕", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
        # A heavy frame marks the focus, so it has characters of its own.
        **dict.fromkeys("━", "="),
        **dict.fromkeys("┏┓┗┛", "#"),
        # The ends of a scroll bar within a cell.
        **dict.fromkeys("▁▂▃▄▅▆▇", " "),
        "▸": ">",
        "●": "*",
        "◆": "+",
        "○": "o",
        "▀": " ",
        "█": "#",
        "░": ".",
    }
)


@lru_cache(1024)
def in_ascii(text: str) -> str:
    """`text` in ASCII, in the same number of cells: without accents, and `?` if nothing is similar."""
    if text.isascii():
        return text
    return "".join(map(_cell, text.replace(*CHOSEN).translate(SIGNS)))


def _cell(sign: str) -> str:
    if sign.isascii():
        return sign
    width, like = cell_len(sign), normalize("NFKD", sign)[0]
    return like if width == 1 and like.isascii() else UNKNOWN * width


class Ascii(LineFilter):
    """Draws in ASCII only; colours are unchanged."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(in_ascii(text), style, control) for text, style, control in segments]
