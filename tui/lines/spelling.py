"""Signs that a terminal cannot show, in signs that it can: "é" is "e", "…" is "...", a curly quote is '."""

from tui.alphabet import SPELLINGS, UNKNOWN


def spelled(text: str, encoding: str) -> str:
    """`text` with every sign that `encoding` lacks spelled in signs that it has."""
    if text.isascii() or _has(text, encoding):
        return text
    return "".join(one if _has(one, encoding) else _spelled(one, encoding) for one in text)


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
