"""Signs that a terminal cannot show, in signs that it can: "é" is "e", "…" is "...", a curly quote is '."""

from tui.alphabet import SPELLINGS, UNKNOWN

_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
"""As German is written without umlauts: "Wahlen" is another word than "Wählen"."""


def spelled(text: str, encoding: str, language: str = "", *, kept: str = "") -> str:
    """`text` with every sign that `encoding` lacks spelled in signs that it has; those `kept` stay.

    `language` says whose letters they are, where that makes a difference.
    """
    if text.isascii() or _has(text, encoding):
        return text
    own = _GERMAN if language == "de" else {}
    return "".join(
        one if one in kept or _has(one, encoding) else own.get(one) or _spelled(one, encoding)
        for one in text
    )


def _spelled(sign: str, encoding: str) -> str:
    from unicodedata import combining, normalize  # not where all signs can be shown

    parts = [one for one in normalize("NFKD", sign) if not combining(one)]
    said = "".join(SPELLINGS.get(one, one) for one in parts)
    return said if _has(said, encoding) else UNKNOWN


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
