"""A list that is no part of the portal, such as of the people whom one can play: on the ground of that."""

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Item, Listing
from tui.widgets.buttons import MARK
from tui.widgets.canvas import Drawing, Stop
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.device_drawing import draw_signs
from tui.widgets.listing import CHOSEN, INDENT, ListingView

FOCUSED = "$on-outside-focus on $outside-focus"
MARGIN = 2
SIGNS = 9
"""Cells that the signs around a name take at least."""


def draw_outside(part: Listing, width: int, mark: str | None, words: Words) -> Drawing:
    """A line of signs that says that this is outside, the list's title, and its items."""
    name = f"{words('screen.outside')}: {part.title}"
    fits = as_content(name).cell_length + SIGNS <= width
    lines = [draw_signs(width, name if fits else words("screen.outside"), ())]
    room = width - 2 * MARGIN
    titles = () if fits else (part.title,)
    for text in (*titles, part.count, "" if part.items else part.empty):
        lines += [joined(blank(MARGIN), line) for line in wrapped(text, room, "$outside-hint")]
    stops: list[Stop] = []
    for item in part.items:
        drawn = _item(item, room, marked=item.id == mark, chosen=item.id == part.chosen)
        stops.append(Stop(item.id, MARGIN, len(lines), room, len(drawn)))
        lines += [joined(blank(MARGIN), line) for line in drawn]
    return Drawing([*lines, as_content("")], tuple(stops))


def _item(item: Item, width: int, *, marked: bool, chosen: bool) -> list[Content]:
    style, hint = "bold $outside-text", "$outside-hint"
    if marked:
        style, hint = f"bold {FOCUSED}", FOCUSED
    signs = (MARK if marked else " ") + (CHOSEN if chosen else " ")
    first = as_content(signs.ljust(INDENT), style)
    texts = [*wrapped(item.title, width - INDENT, style), *wrapped(item.mark, width - INDENT, hint)]
    texts += wrapped(item.detail, width - INDENT, hint)
    lines = [
        joined(first if number == 0 else blank(INDENT, hint if marked else ""), text)
        for number, text in enumerate(texts)
    ]
    under = hint if marked else ""
    return [joined(line, blank(width - line.cell_length, under)) for line in lines]


class OutsideListing(ListingView):
    """Such a list; the foot's left block has the colour of the outside while the focus is here."""

    DEFAULT_CSS = """
    OutsideListing { background: $outside-ground; color: $outside-text; }
    """

    def __init__(self, part: Listing, words: Words) -> None:
        super().__init__(part)
        self._words = words
        self.set_classes("outside-list")

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_outside(self.part, width, mark, self._words)
