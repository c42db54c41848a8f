"""Characters that a terminal cannot show, replaced: "é" by "e", "…" by "...", a curly quote by '."""

from tui.alphabet import SPELLINGS, UNKNOWN

_GERMAN = {"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"}
"""How German is written without umlauts: "Wahlen" is another word than "Wählen"."""


def spelled(text: str, encoding: str, language: str = "", *, kept: str = "") -> str:
    """`text` with each character that `encoding` lacks replaced by characters that it has.

    The characters in `kept` stay. `language` matters where languages replace a letter differently.
    """
    if text.isascii() or _has(text, encoding):
        return text
    own = _GERMAN if language == "de" else {}
    return "".join(
        sign if sign in kept or _has(sign, encoding) else own.get(sign) or _spelled(sign, encoding)
        for sign in text
    )


def _spelled(sign: str, encoding: str) -> str:
    from unicodedata import combining, normalize  # not needed if everything can be shown

    letters = [letter for letter in normalize("NFKD", sign) if not combining(letter)]
    replaced = "".join(SPELLINGS.get(letter, letter) for letter in letters)
    return replaced if _has(replaced, encoding) else UNKNOWN


def _has(text: str, encoding: str) -> bool:
    try:
        text.encode(encoding)
    except UnicodeEncodeError:
        return False
    return True
