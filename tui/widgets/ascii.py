"""Signs for a terminal that shows no Unicode: each cell becomes one that is drawn in ASCII."""

from collections.abc import Mapping
from functools import lru_cache
from unicodedata import normalize

from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color
from textual.filter import LineFilter

CHOSEN = ("(•)", "(x)")
"""A choice that is made looks as one does everywhere in ASCII."""

SIGNS = str.maketrans(
    {
        **dict.fromkeys("─╌┄┈╴╶", "-"),
        **dict.fromkeys("│╎┆┊╵╷┃▌▍▎▏▐▕", "|"),
        **dict.fromkeys("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
        # A heavy frame is where the focus is, so it keeps signs of its own.
        **dict.fromkeys("━", "="),
        **dict.fromkeys("┏┓┗┛", "#"),
        # What ends a scroll bar within a cell.
        **dict.fromkeys("▁▂▃▄▅▆▇", " "),
        "▸": ">",
        "•": "*",
        "●": "*",
        "◆": "+",
        "○": "o",
        "█": "#",
        "…": ".",
        **dict.fromkeys("‘’‚‹›", "'"),
        **dict.fromkeys("“”„«»", '"'),
        **dict.fromkeys("–—−‑", "-"),
        "·": ".",
        "×": "x",
        "€": "E",
        "ß": "s",
        "æ": "a",
        "Æ": "A",
        "œ": "o",
        "Œ": "O",
        "ø": "o",
        "Ø": "O",
        "ł": "l",
        "Ł": "L",
        "đ": "d",
        "Đ": "D",
        "ı": "i",
    }
)

UNKNOWN = "?"

COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python itself sets LC_CTYPE to where the locale is C (PEP 538)."""


def ascii_only(environment: Mapping[str, str], encoding: str | None) -> bool:
    """Whether the terminal is said to show ASCII alone: by the stream's encoding, or a locale of C.

    In a locale of C Python writes UTF-8 all the same (PEP 538, PEP 540); the terminal may not read it.
    """
    if (encoding or "").lower().replace("_", "-") not in ("utf-8", "utf8"):
        return True
    ctype = environment.get("LC_CTYPE", "")
    said = environment.get("LC_ALL") or ("" if ctype in COERCED else ctype)
    return (said or environment.get("LANG", "")) in ("C", "POSIX")


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
