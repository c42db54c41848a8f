"""Running text and page headings."""

from textual import events
from textual.content import Content

from tui.page.parts import Text
from tui.widgets.buttons import MARK
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, blank, filled, hanging, joined, wrapped
from tui.widgets.interfaces import PartScreen, PartView

LONGEST = 76
"""The longest line that reads easily, in cells."""

GUTTER = 2
"""The margin of a page, with room for the mark of the focus."""

BAR = "▌"
"""Stands before a title that has no focus, in place of its mark."""

STYLES = {"lead": "", "heading": "bold", "body": "", "hint": "$hint"}


def draw_text(part: Text, width: int) -> Drawing:
    """Paragraphs, separated by blank lines."""
    lines: list[Content] = []
    for paragraph in part.text.split("\n\n"):
        if lines:
            lines.append(as_content(""))
        lines.extend(wrapped(paragraph.strip("\n"), min(width, LONGEST), STYLES[part.role]))
    return Drawing(lines or [as_content("")])


class TextView(Canvas, PartView[Text], can_focus=False):
    """A text of the page."""

    def __init__(self, part: Text) -> None:
        super().__init__(classes=f"text -{part.role}")
        self.part = part

    def show(self, part: Text) -> None:
        self.remove_class(f"-{self.part.role}").add_class(f"-{part.role}")
        self.part = part
        self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        return draw_text(self.part, width)


def _fitting(count: str, room: int) -> str:
    """As many of a count's phrases, from the first on, as there is room for."""
    phrases = count.split(", ")
    found = (", ".join(phrases[:number]) for number in range(len(phrases), 0, -1))
    return next((text for text in found if as_content(text).cell_length <= room), "")


class Heading(Canvas, can_focus=False):
    """The title of a page or a pane, and at its right the step, or how much there is.

    It gets the focus only if the page has nothing to choose in view: the cursor must have a place. Tab skips
    it.
    """

    def __init__(self, title: str, step: str = "", count: str = "") -> None:
        super().__init__(classes="heading")
        self._said = (title, step, count)

    @property
    def title(self) -> str:
        """The title without what stands beside it."""
        return self._said[0]

    def say(self, title: str, step: str = "", count: str = "") -> None:
        """Show this title."""
        if self._said != (title, step, count):
            self._said = (title, step, count)
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        title, step, count = self._said
        ground = "on $head" if mark is None else "on $focus"
        style = f"bold $on-head {ground}" if mark is None else f"bold $on-focus {ground}"
        first = joined(as_content(BAR if mark is None else MARK, style), blank(GUTTER - 1, style))
        room = width - GUTTER
        lines = hanging(first, title, width - 1, style)
        broad = max(line.cell_length for line in lines) + 1
        lines = filled(lines, broad, ground)
        beside = as_content(step or _fitting(count, width - broad - 2), "$hint")
        if beside and len(lines) == 1 and broad + 2 + beside.cell_length <= width:
            gap = width - broad - beside.cell_length
            return Drawing([joined(lines[0], blank(gap), beside)])
        return Drawing(
            lines + [joined(blank(GUTTER), line) for line in wrapped(step, room, "$hint")]
        )

    def take_focus(self) -> None:
        """Take the focus until it moves on."""
        self.can_focus = True
        self.screen.set_focus(self)

    def on_key(self, event: events.Key) -> None:
        """Enter goes to the page's first stop, as Tab does. So does Down if it is in view, or reads on."""
        screen, key = self.screen, event.key
        if (
            key in ("down", "enter")
            and isinstance(screen, PartScreen)
            and screen.move_from_title(key)
        ):
            event.stop()
            event.prevent_default()
        else:
            super().on_key(event)

    def on_blur(self) -> None:
        # The focus may be back before this is told: then Tab still begins here.
        self.can_focus = self.screen.focused is self
        super().on_blur()
