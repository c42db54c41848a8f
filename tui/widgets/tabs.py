"""The tabs: a line in a single widget. Left and Right move, Enter opens."""

from textual.content import Content

from tui.page.parts import Page, Tab
from tui.widgets.buttons import FOCUSED
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, joined
from tui.widgets.events import Act

CURRENT = "•"

WIDE = 100
"""Columns from which on there is room for the day."""


def draw_tabs(tabs: tuple[Tab, ...], current: str, width: int, mark: str | None) -> Drawing:
    """`[Start]` has the focus, `•Start` is the current tab, and `eBox 3` has three new things.

    If they do not all fit, even close together, the tabs around the marked (or else the current) tab are
    shown.
    """
    labels = [tab.label for tab in tabs]
    with_counts = [f"{tab.label} {tab.count}" if tab.count else tab.label for tab in tabs]
    if sum(as_content(label).cell_length + 3 for label in with_counts) + 1 <= width:
        labels = with_counts
    lengths = [as_content(label).cell_length for label in labels]
    shown = list(range(len(tabs)))
    around = next((n for n, tab in enumerate(tabs) if tab.id == (mark or current)), 0)
    while shown and sum(lengths[n] for n in shown) + len(shown) + 1 > width and len(shown) > 1:
        shown.remove(shown[-1] if around - shown[0] <= shown[-1] - around else shown[0])
    roomy = sum(lengths[n] for n in shown) + 3 * len(shown) + 1 <= width
    pieces: list[Content] = [blank(1)] if roomy else []
    stops: list[Stop] = []
    x = 1 if roomy else 0
    for place, number in enumerate(shown):
        tab = tabs[number]
        marked, here = tab.id == mark, tab.id == current
        style = FOCUSED if marked else ("bold $main" if here else "")
        sign = "[" if marked else (CURRENT if here else " ")
        closed = not roomy and place > 0 and tabs[shown[place - 1]].id == mark
        if closed:
            # The bracket that closes the previous tab takes the place of this tab's sign.
            pieces.append(as_content("]", FOCUSED))
        else:
            pieces.append(as_content(sign, style))
        pieces.append(as_content(labels[number], style))
        stops.append(Stop(tab.id, x, 0, lengths[number] + 1))
        x += lengths[number] + 1
        if roomy:
            pieces += [as_content("]" if marked else " ", style), blank(1)]
            x += 2
        elif place == len(shown) - 1:
            pieces.append(as_content("]" if marked else " ", style))
    return Drawing([joined(*pieces)], tuple(stops))


class TabBar(Canvas):
    """The portal's main places, and in a wide window the day in this world at the right."""

    TAB_STOPS = False

    def __init__(self, page: Page) -> None:
        super().__init__(id="tabs")
        self._page = page
        self.can_focus = bool(page.tabs)
        self.display = bool(page.tabs)

    def show(self, page: Page) -> None:
        """Show a newer page."""
        before, self._page = self._page, page
        if (before.tabs, before.tab, before.date) != (page.tabs, page.tab, page.date):
            self.can_focus = bool(page.tabs)
            self.display = bool(page.tabs)
            self.redraw(layout=False)
            if before.tab != page.tab:
                self.go(page.tab)

    def resting(self, names: list[str]) -> str:
        return self._page.tab if self._page.tab in names else names[0]

    def draw(self, width: int, mark: str | None) -> Drawing:
        drawing = draw_tabs(self._page.tabs, self._page.tab, width, mark)
        date = as_content(self._page.date, "$hint")
        gap = width - drawing.lines[0].cell_length - date.cell_length - 1
        if self._page.date and width >= WIDE and gap >= 3:
            drawing.lines[0] = joined(drawing.lines[0], blank(gap), date)
        return drawing

    def on_blur(self) -> None:
        self._stop = ""
        super().on_blur()

    def press(self, stop: str) -> None:
        self.post_message(Act(f"go:{stop}"))
