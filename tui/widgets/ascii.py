"""Signs for a terminal that shows no Unicode: each cell becomes one that is drawn in ASCII."""

from functools import lru_cache
from unicodedata import normalize

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

from tui.alphabet import SPELLINGS, UNKNOWN

CHOSEN = ("(•)", "(x)")
"""A choice that is made looks as one does everywhere in ASCII."""

SIGNS = str.maketrans(
    {
        **{sign: spelled[0] for sign, spelled in SPELLINGS.items()},
        # What the first letter of the spelling would say wrongly, or too heavily.
        "→": ">",
        "©": "c",
        "®": "r",
        "·": ".",
        **dict.fromkeys("─╌┄┈╴╶", "-"),
        **dict.fromkeys("│╎┆┊╵╷┃▌▍▎▏▐▕", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
        # A heavy frame is where the focus is, so it keeps signs of its own.
        **dict.fromkeys("━", "="),
        **dict.fromkeys("┏┓┗┛", "#"),
        # What ends a scroll bar within a cell.
        **dict.fromkeys("▁▂▃▄▅▆▇", " "),
        "▸": ">",
        "●": "*",
        "◆": "+",
        "○": "o",
        "█": "#",
    }
)


@lru_cache(1024)
def in_ascii(text: str) -> str:
    """`text` in as many cells, in ASCII: without accents, `?` for what has no likeness."""
    if text.isascii():
        return text
    return "".join(map(_cell, text.replace(*CHOSEN).translate(SIGNS)))


def _cell(sign: str) -> str:
    if sign.isascii():
        return sign
    width, like = cell_len(sign), normalize("NFKD", sign)[0]
    return like if width == 1 and like.isascii() else UNKNOWN * width


class Ascii(LineFilter):
    """Draws in ASCII alone; colours stay as they are."""

    def apply(self, segments: list[Segment], background: Color) -> list[Segment]:
        return [Segment(in_ascii(text), style, control) for text, style, control in segments]
