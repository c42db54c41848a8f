"""The head line: the portal's name, that this is a simulator, and who is signed in."""

from collections.abc import Iterator

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Page
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, fitted, joined
from tui.widgets.events import Act
from tui.widgets.tabs import draw_tabs

FOCUSED = "bold $on-accent-focus on $accent-focus"


class Head(Canvas):
    """The head line, in a single widget. Its only stop is the entry at the right, if there is one."""

    def __init__(self, page: Page, words: Words) -> None:
        super().__init__(id="head")
        self.can_focus = bool(page.who)
        self._page = page
        self._words = words

    def show(self, page: Page) -> None:
        """Show a newer page."""
        before, self._page = self._page, page
        if (before.who, before.who_place) != (page.who, page.who_place):
            self.redraw(layout=False)

    def draw(self, width: int, mark: str | None) -> Drawing:
        title = as_content(self._words("screen.title"), "bold")
        simulator = as_content(self._words("screen.simulator"))
        short = as_content(self._words("screen.simulator.short"))
        if not self._page.who:  # no portal stands around this page
            fits = simulator.cell_length <= width - 2
            return Drawing([joined(blank(1), simulator if fits else short)], ())
        who = as_content(self._beside_tabs(width))
        room = width - 2 - who.cell_length - 2
        if room >= title.cell_length + simulator.cell_length + 5:
            left = joined(title, blank(3), simulator)
        elif room >= title.cell_length + short.cell_length + 5:
            left = joined(title, blank(3), short)
        elif room >= simulator.cell_length + 1:
            left = simulator
        else:
            left, said = self._in_little_room(width, short)
            who = as_content(said)
        style = "bold" if mark is None else FOCUSED
        signs = ("[", "]") if mark is not None else (" ", " ")
        entry = joined(as_content(signs[0], style), who.stylize(style), as_content(signs[1], style))
        gap = width - 1 - left.cell_length - entry.cell_length
        line = joined(blank(1), left, blank(gap), entry)
        return Drawing([line], (Stop("who", 1 + left.cell_length + gap, 0, entry.cell_length),))

    def _beside_tabs(self, width: int) -> str:
        """The text of the entry, shortened so that it is not above the middle of a tab.

        Entry and tab are targets of a single line: a circle of 24 px around one of them must not touch the
        other (WCAG 2.5.8).
        """
        page = self._page
        stops = draw_tabs(page.tabs, page.tab, width, None).stops
        middle = stops[-1].x + (stops[-1].width + 1) // 2 if stops else 0
        room = width - 3 - middle - 1 if stops else width
        fitting = (text for text in _shorter(page.who) if as_content(text).cell_length <= room)
        return next(fitting, page.who)

    def _in_little_room(self, width: int, short: Content) -> tuple[Content, str]:
        """What stands at the left, and in the entry: in the end a name is cut, never how much is new."""
        who = self._page.who
        shortest = as_content(self._words("screen.simulator.shortest"))
        for left in (short, shortest):
            room = width - 5 - left.cell_length
            for text in _shorter(who):
                if as_content(text).cell_length <= room:
                    return left, text
        named, comma, count = _short_count(who)
        cut = fitted(named.partition(" (")[0], room - as_content(comma + count).cell_length)
        return shortest, cut + comma + count

    def press(self, stop: str) -> None:
        self.post_message(Act(f"go:{self._page.who_place}"))


def _shorter(who: str) -> Iterator[str]:
    """All of "Noor (Noor Peeters), 3 nieuw", then without the brackets, then with the number alone."""
    named, comma, count = who.partition(",")
    called = named.partition(" (")[0]
    yield who
    yield called + comma + count
    yield called + "".join(_short_count(who)[1:])


def _short_count(who: str) -> tuple[str, str, str]:
    """The name, and of how much is new the number alone: as beside a tab."""
    named, comma, count = who.partition(", ")
    return named, comma, count.partition(" ")[0]
