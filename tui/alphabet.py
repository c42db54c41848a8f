"""Which signs a terminal can show, and how those that it cannot are spelled in ASCII.

Asked before the first paint, so this imports nothing. Lines spell a sign out (`tui.lines.spelling`); on the
full screen each cell stays a cell (`tui.widgets.ascii`).
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which is not needed where nothing is checked
if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import TextIO

SPELLINGS = {
    "‘": "'",
    "’": "'",
    "‚": "'",
    "‹": "<",
    "›": ">",
    "“": '"',
    "”": '"',
    "„": '"',
    "«": '"',
    "»": '"',
    "–": "-",
    "—": "-",
    "−": "-",
    "‐": "-",
    "‑": "-",
    "…": "...",
    "•": "*",
    "·": "-",
    "▸": ">",
    "●": "*",
    "◆": "+",
    "○": "o",
    "×": "x",
    "→": "->",
    "←": "<-",
    "€": "EUR",
    "£": "GBP",
    "©": "(c)",
    "®": "(r)",
    "⁄": "/",
    "ß": "ss",
    "æ": "ae",
    "Æ": "AE",
    "œ": "oe",
    "Œ": "OE",
    "ø": "o",
    "Ø": "O",
    "đ": "d",
    "Đ": "D",
    "ð": "d",
    "Ð": "D",
    "þ": "th",
    "Þ": "Th",
    "ł": "l",
    "Ł": "L",
    "ı": "i",
}
"""What no decomposition gives; letters with a sign on them need no place here."""

UNKNOWN = "?"
"""What stands for a sign that no other is like."""

# What Python makes of the locale C, which it takes for a mistake (PEP 538).
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


def alphabet(out: TextIO | None, environment: Mapping[str, str]) -> str:
    """The encoding whose signs can be shown on `out`; ASCII where it has none, or is not there.

    In the locale C Python writes UTF-8 all the same (PEP 538, PEP 540). Whoever named that locale has a
    terminal of ASCII, unless Python was told otherwise; where none was named Python's choice stands.
    """
    told = environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1"
    if not told and _locale(environment) in ("C", "POSIX"):
        return "ascii"
    return getattr(out, "encoding", None) or "ascii"


def shows_all_signs(encoding: str) -> bool:
    """Whether every sign can be shown, in whatever way the encoding's name is written."""
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def _locale(environment: Mapping[str, str]) -> str:
    """The locale that was asked for its signs (POSIX.1-2017, 8.2); "" where none was."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = environment.get(name, "")
        if value and not (name == "LC_CTYPE" and value in _COERCED):
            return value
    return ""
