"""Which characters a terminal can show, and how the others are replaced in ASCII.

Needed before the first paint, so this imports nothing. Line mode may replace a character by several
(`tui.lines.spelling`); on the full screen a cell stays a cell (`tui.widgets.ascii`).
"""

from __future__ import annotations

TYPE_CHECKING = False  # as in typing, which need not be imported at run time
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
    "↑": "^",
    "↓": "v",
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
"""Replacements that Unicode decomposition does not give; it does for letters with accents."""

UNKNOWN = "?"
"""Replaces a character that resembles no other."""

# What Python replaces the locale C by (PEP 538).
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


def alphabet(out: TextIO | None, environment: Mapping[str, str]) -> str:
    """The encoding that `out` can show; ASCII if `out` has no encoding or is None.

    In the locale C Python writes UTF-8 all the same (PEP 538, PEP 540). A user who sets that locale is taken
    to have an ASCII terminal, unless Python was told otherwise; if no locale is set, Python decides.
    """
    decided = environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1"
    if not decided and _locale(environment) in ("C", "POSIX"):
        return "ascii"
    return getattr(out, "encoding", None) or "ascii"


def shows_all_signs(encoding: str) -> bool:
    """Whether this encoding, however its name is written, has every character."""
    return encoding.lower().replace("_", "-") in ("utf-8", "utf8")


def _locale(environment: Mapping[str, str]) -> str:
    """The locale that decides the encoding (POSIX.1-2017, 8.2); "" if none is set."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = environment.get(name, "")
        if value and not (name == "LC_CTYPE" and value in _COERCED):
            return value
    return ""
