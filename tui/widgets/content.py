"""The one way in which text reaches a widget: cleaned, and as `Content`, never as markup.

Text that came over HTTP was cleaned once already (`tui.portal.http`); this is the second net. No other
module of the full screen makes `Content`, and a test holds the rooms to it.
"""

from collections.abc import Sequence

from textual.content import Content

KEPT = "\n\N{NO-BREAK SPACE}\N{NARROW NO-BREAK SPACE}\N{ZERO WIDTH NON-JOINER}\N{ZERO WIDTH JOINER}"
"""What is no printable character and yet belongs to text."""

STANDS_IN = {"\N{NO-BREAK SPACE}": "\ue000", "\N{NARROW NO-BREAK SPACE}": "\ue001"}
"""What stands for a space at which no line ends, while lines are broken: no text has it (private use)."""

_HIDE = str.maketrans(STANDS_IN)
_SHOW = str.maketrans({sign: space for space, sign in STANDS_IN.items()})

SHOWN = "\N{REPLACEMENT CHARACTER}"
"""What stands for a character that a terminal must not get, where the length must stay the same."""


def clean(text: str) -> str:
    """`text` without control, escape, format and bidirectional characters; other white space is a space."""
    if text.isprintable():
        return text
    return "".join(
        one if one.isprintable() or one in KEPT else " "
        for one in text
        if one.isprintable() or one in KEPT or one.isspace()
    )


def harmless(text: str) -> str:
    """`text` at the same length, each character that a terminal must not get shown as a sign."""
    if text.isprintable():
        return text
    return "".join(one if one.isprintable() or one in KEPT[1:] else SHOWN for one in text)


def as_content(text: str, style: str = "") -> Content:
    """`text` for a widget, in a style of the theme ("bold $primary")."""
    return Content.styled(clean(text), style)


def blank(width: int, style: str = "") -> Content:
    """So many spaces."""
    return Content.blank(max(0, width), style)


def joined(*pieces: Content) -> Content:
    """The pieces one after the other, each in its own style."""
    return Content.assemble(*pieces)


def stacked(lines: list[Content]) -> Content:
    """The lines one under the other."""
    return Content("\n").join(lines)


def wrapped(text: str, width: int, style: str = "") -> list[Content]:
    """`text` in lines of at most `width` cells, broken between words where that can be; "" is no line."""
    if not text:
        return []
    return _wrapped(as_content(text, style), width)


def _wrapped(whole: Content, width: int) -> list[Content]:
    # Textual ends a line at every white space; French has ones that hold a sign to its word ("mot\xa0:").
    held = Content(whole.plain.translate(_HIDE), list(whole.spans))
    lines = held.wrap(max(2, width))
    return [Content(line.plain.translate(_SHOW), list(line.spans)) for line in lines]


def hanging(first: Content, text: str, width: int, style: str = "") -> list[Content]:
    """`first`, then `text`, whose further lines keep clear of `first`. At least one line."""
    indent = first.cell_length
    lines = wrapped(text, width - indent, style) or [as_content("")]
    return [joined(first, lines[0]), *(joined(blank(indent), line) for line in lines[1:])]


def filled(lines: Sequence[Content], width: int, ground: str) -> list[Content]:
    """The lines on one ground, each as wide as `width`."""
    return [joined(line, blank(width - line.cell_length)).stylize_before(ground) for line in lines]


def outdented(first: Content, text: str, width: int, indent: int, style: str = "") -> list[Content]:
    """`first` and `text` on one line, whose further lines stand `indent` cells in. At least one line."""
    whole = joined(first, as_content(text, style))
    top = _wrapped(whole, width)[0]
    rest = whole[len(top.plain) :]
    rest = rest[len(rest.plain) - len(rest.plain.lstrip()) :]
    under = _wrapped(rest, width - indent) if rest.plain else []
    return [top, *(joined(blank(indent), line) for line in under)]


def fitted(text: str, width: int) -> str:
    """As many whole words of `text` as fit in `width` cells; a single long word is cut."""
    whole = as_content(text)
    if whole.cell_length <= width:
        return text
    words = clean(text).split(" ")
    while len(words) > 1 and as_content(" ".join(words)).cell_length > width:
        words.pop()
    return as_content(" ".join(words)).truncate(max(0, width)).plain
