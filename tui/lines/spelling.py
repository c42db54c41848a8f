"""Signs that a terminal cannot show, in signs that it can: "é" is "e", "…" is "...", a curly quote is '."""

from collections.abc import Mapping
from typing import TextIO

_SIGNS = {
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

_UNKNOWN = "?"

# What Python makes of the locale C, which it takes for a mistake (PEP 538).
_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")


def alphabet(out: TextIO, environment: Mapping[str, str]) -> str:
    """The encoding whose signs can be shown on `out`.

    In the locale C Python writes UTF-8 all the same (PEP 538, PEP 540). Whoever named that locale has a
    terminal of ASCII, unless Python was told otherwise; where none was named Python's choice stands.
    """
    told = environment.get("PYTHONIOENCODING") or environment.get("PYTHONUTF8") == "1"
    if not told and _locale(environment) in ("C", "POSIX"):
        return "ascii"
    return out.encoding or "utf-8"


def spelled(text: str, encoding: str) -> str:
    """`text` with every sign that `encoding` lacks spelled in signs that it has."""
    if text.isascii() or _has(text, encoding):
        return text
    return "".join(one if _has(one, encoding) else _spelled(one, encoding) for one in text)


def _spelled(sign: str, encoding: str) -> str:
    from unicodedata import combining, normalize  # not where all signs can be shown

    parts = [one for one in normalize("NFKD", sign) if not combining(one)]
    said = "".join(_SIGNS.get(one, one) for one in parts)
    return said if _has(said, encoding) else _UNKNOWN


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True


def _locale(environment: Mapping[str, str]) -> str:
    """The locale that was asked for its signs (POSIX.1-2017, 8.2); "" where none was."""
    for name in ("LC_ALL", "LC_CTYPE", "LANG"):
        value = environment.get(name, "")
        if value and not (name == "LC_CTYPE" and value in _COERCED):
            return value
    return ""
