"""The only way for text to reach a widget: cleaned, and as `Content`, never as markup.

Text from HTTP has been cleaned before (`tui.portal.http`); this is a second safety net. No other module of
the full screen makes `Content`; a test checks that.
"""

import re
from collections.abc import Sequence

from textual.content import Content

KEPT = "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""Characters that are not printable, but belong in text."""

STANDS_IN = {"\N{NO-BREAK SPACE}": "\ue000", "\N{NARROW NO-BREAK SPACE}": "\ue001"}
"""Replacements for no-break spaces while lines are broken; no text contains them (private use)."""

_HELD = "\ue002"
"""Stands in for a space of which both sides belong together."""

_HIDE = str.maketrans(STANDS_IN)
_SHOW = str.maketrans({_HELD: " "} | {sign: space for space, sign in STANDS_IN.items()})

_TOGETHER = re.compile(
    r"(?<=€) (?=\d)|(?<=\d) (?=€)"  # an amount
    r"|(?<=\d) (?=(?:uur|Uhr)\b)"  # a time
    r"|(?<=\d\.) (?=[A-Z])"  # the day of a month in German
    r"|(?<=, \d{4}) (?=[A-Z])"  # post code and municipality
)
"""Spaces at which a line is broken only if there is no other."""

SHOWN = "\N{REPLACEMENT CHARACTER}"
"""Replaces a character that a terminal must not get, if the length must stay the same."""


def clean(text: str) -> str:
    """`text` without control, escape, format and bidirectional characters; white space becomes a space."""
    if text.isprintable():
        return text
    return "".join(
        sign if sign.isprintable() or sign in KEPT else " "
        for sign in text
        if sign.isprintable() or sign in KEPT or sign.isspace()
    )


def harmless(text: str) -> str:
    """`text` in the same length, with SHOWN for each character that a terminal must not get."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in KEPT[1:] else SHOWN for sign in text)


def as_content(text: str, style: str = "") -> Content:
    """`text` for a widget, in a style with the theme's colours ("bold $main")."""
    return Content.styled(clean(text), style)


def blank(width: int, style: str = "") -> Content:
    """`width` spaces."""
    return Content.blank(max(0, width), style)


def joined(*pieces: Content) -> Content:
    """The pieces joined, each in its own style."""
    return Content.assemble(*pieces)


def stacked(lines: list[Content]) -> Content:
    """The lines below each other."""
    return Content("\n").join(lines)


def wrapped(text: str, width: int, style: str = "") -> list[Content]:
    """`text` in lines of at most `width` cells, broken between words if possible; "" gives no lines."""
    if not text:
        return []
    return _wrapped(as_content(text, style), width)


def _wrapped(whole: Content, width: int) -> list[Content]:
    if (
        whole.cell_length <= width
        and whole.plain == whole.plain.strip()
        and "\n" not in whole.plain
    ):
        return [whole]
    # Textual breaks lines at any white space; French has spaces that must not be broken at ("mot\xa0:").
    plain = _TOGETHER.sub(_HELD, whole.plain.translate(_HIDE))
    held = Content(plain, list(whole.spans))
    lines = held.wrap(max(2, width))
    return [Content(line.plain.translate(_SHOW), list(line.spans)) for line in lines]


def hanging(first: Content, text: str, width: int, style: str = "") -> list[Content]:
    """`first` followed by `text`, whose further lines are indented by the width of `first`; never empty."""
    indent = first.cell_length
    lines = wrapped(text, width - indent, style) or [as_content("")]
    return [joined(first, lines[0]), *(joined(blank(indent), line) for line in lines[1:])]


def filled(lines: Sequence[Content], width: int, ground: str) -> list[Content]:
    """The lines on the background `ground`, each filled to `width`."""
    return [joined(line, blank(width - line.cell_length)).stylize_before(ground) for line in lines]


def outdented(first: Content, text: str, width: int, indent: int, style: str = "") -> list[Content]:
    """`first` and `text` as a paragraph, whose further lines are indented by `indent` cells; never empty."""
    whole = joined(first, as_content(text, style))
    top = _wrapped(whole, width)[0]
    rest = whole[len(top.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    under = _wrapped(rest, width - indent) if rest.plain else []
    return [top, *(joined(blank(indent), line) for line in under)]


def fitted(text: str, width: int) -> str:
    """As many whole words of `text` as fit in `width` cells; a first word that is too long is cut."""
    whole = as_content(text)
    if whole.cell_length <= width:
        return text
    words = clean(text).split(" ")
    while len(words) > 1 and as_content(" ".join(words)).cell_length > width:
        words.pop()
    return as_content(" ".join(words)).truncate(max(0, width)).plain
