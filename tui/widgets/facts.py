"""A block of facts: one widget in a frame, with its title, state, records, source and buttons."""

from collections.abc import Callable
from typing import NamedTuple

from textual.content import Content

from tui.locale import Words
from tui.page.parts import Facts
from tui.widgets.buttons import MARK, draw_buttons
from tui.widgets.canvas import RULE, Canvas, Drawing
from tui.widgets.content import as_content, blank, joined, wrapped
from tui.widgets.entries import draw_entries
from tui.widgets.events import Act
from tui.widgets.interfaces import PartScreen, PartView
from tui.widgets.photo import beside, fitting_photo, follow_theme, shows_photos
from tui.widgets.prose import draw_text
from tui.widgets.records import draw_groups
from tui.widgets.states import SIGNS, STYLES

FRAMED = 40
"""Below this width there is no frame: its cells are needed."""

ROOMY = 60
"""From this width on there are two blank cells inside the frame, and otherwise one."""

GUTTER = 1
"""Without a frame: the room for the mark of the focus, so that nothing moves when it appears."""

FOCUSED = "bold $on-focus on $focus"
"""The title in the frame of a block that has the focus itself; without a frame, the whole block."""

Head = tuple[tuple[str, str], ...]
"""What stands above the records, each with its style: the title, and a state or how many there are."""


class Frame(NamedTuple):
    """The signs of a frame: its corners from the top left on, its sides, its lines; and their style."""

    corners: str
    side: str
    line: str
    style: str


def draw_facts(
    part: Facts,
    width: int,
    mark: str | None,
    titled: bool,
    words: Words,
    records: Callable[[int], list[Content]],
    photo: bool = True,
) -> Drawing:
    """The title and the state, the records, the note, the source and the buttons.

    Not `titled`: the title stands above the widget already. `records` draws the records in so many cells.
    `photo`: photos can be shown.
    """
    framed = width >= FRAMED
    left = (3 if width >= ROOMY else 2) if framed else GUTTER
    room = width - 2 * left if framed else width - left
    picture = fitting_photo(part.photo, room) if photo else []
    taken = picture[0].cell_length if picture else 0
    left, room = left + taken, room - taken
    head = _head(part, titled, words)
    frame = _frame(part, mark)
    edge, inside = _edge(head, width, frame, mark == "") if framed else (as_content(""), head)
    lines = _above(inside, room)
    entries = draw_entries(part.groups, part.own, room, mark, words) if part.own else Drawing([])
    own = tuple(stop.moved(left, len(lines) + framed) for stop in entries.stops)
    lines += entries.lines if part.own else records(room)
    if part.note and part.groups:
        lines.append(as_content(""))
    lines += wrapped(part.note, room)
    if part.letter:
        lines += [as_content(RULE * room, "$line"), as_content("")]
        lines += draw_text(part.letter, room).lines
    if part.state == "loading":
        lines += [as_content("")] * (part.expected - len(lines))
    if part.source:
        # Of what somebody filled in, the source is their consent, which belongs to what it is for.
        lines += [*([] if part.own else [as_content("")]), *wrapped(part.source, room, "$hint")]
    if part.actions and (framed or any(action.kind == "main" for action in part.actions)):
        lines.append(as_content(""))  # belongs to a main button's target (WCAG 2.2, 2.5.5)
    buttons = draw_buttons(part.actions, room, mark)
    stops = tuple(stop.moved(left, len(lines) + framed) for stop in buttons.stops)
    left -= taken
    lines = [joined(blank(left), line) for line in beside(picture, lines + buttons.lines)]
    if framed:
        lines = [edge, *(_between(line, width, frame) for line in lines), _bottom(width, frame)]
    lines = lines or [as_content("")]
    if mark == "" and not framed:
        lines = [_focused(line, width) for line in lines]
    if mark == "":
        lines[0] = joined(as_content(MARK, "bold"), lines[0][1:])
    return Drawing(lines, (*own, *stops))


def _focused(line: Content, width: int) -> Content:
    return joined(as_content(line.plain, FOCUSED), blank(width - line.cell_length, FOCUSED))


def _head(part: Facts, titled: bool, words: Words) -> Head:
    failed = part.state in ("unavailable", "refused")
    title = (part.title if titled else "", "bold $error" if failed else "bold")
    beside = (part.count, "$hint")
    if part.state != "here":
        state = f"{SIGNS[part.state]}{words(f'screen.state.{part.state}')}"
        beside = (state, STYLES[part.state])
    return tuple(piece for piece in (title, beside) if piece[0])


def _above(head: Head, room: int) -> list[Content]:
    """What is not in the frame's edge: in a line, or below each other."""
    pieces = [as_content(text, style) for text, style in head]
    gap = room - sum(piece.cell_length for piece in pieces)
    if len(pieces) == 2 and gap >= 2:
        return [joined(pieces[0], blank(gap), pieces[1])]
    return [line for text, style in head for line in wrapped(text, room, style)]


# --- the frame --------------------------------------------------------------------------------


def _frame(part: Facts, mark: str | None) -> Frame:
    if mark is not None:
        return Frame("┏┓┗┛", "┃", "━", "$main")
    failed = part.state in ("unavailable", "refused")
    return Frame("╭╮╰╯", "│", "─", "$error" if failed else "$line")


def _edge(head: Head, width: int, frame: Frame, focused: bool) -> tuple[Content, Head]:
    """The upper edge with as much of the head as fits, and the rest, which stands inside the frame."""
    for number in range(len(head), -1, -1):
        pieces = [
            as_content(f" {text} ", FOCUSED if focused else style) for text, style in head[:number]
        ]
        taken = sum(piece.cell_length for piece in pieces)
        gap = width - 3 - taken - (number > 1)
        if gap >= 1 or not number:
            break
    first, *second = [*pieces, as_content("")][: max(number, 1)]
    line = as_content(frame.line, frame.style)
    edge = joined(
        as_content(frame.corners[0] + frame.line, frame.style),
        first,
        as_content(frame.line * gap, frame.style),
        *(piece for one in second for piece in (one, line)),
        as_content(frame.corners[1], frame.style),
    )
    return edge, head[number:]


def _between(line: Content, width: int, frame: Frame) -> Content:
    """A line between the sides of the frame; it begins with the blank cells for them."""
    side = as_content(frame.side, frame.style)
    return joined(side, line[1:], blank(width - 1 - line.cell_length), side)


def _bottom(width: int, frame: Frame) -> Content:
    return as_content(frame.corners[2] + frame.line * (width - 2) + frame.corners[3], frame.style)


class FactsView(Canvas, PartView[Facts]):
    """A block of facts."""

    DEFAULT_CSS = "FactsView { margin: 0 2 1 2; background: $surface; }"

    def __init__(self, part: Facts, words: Words) -> None:
        super().__init__(classes=f"facts -{part.state}")
        self.part = part
        self._words = words
        self._room = 0
        self._records: list[Content] = []
        self._follows = False

    def on_mount(self) -> None:
        self._follow()

    def _follow(self) -> None:
        # A newer part may come before this is mounted, which then follows.
        if self.part.photo and not self._follows and self.is_running:
            self._follows = True
            follow_theme(self)

    def show(self, part: Facts) -> None:
        self.remove_class(f"-{self.part.state}").add_class(f"-{part.state}")
        self.part = part
        self._room = 0
        self._follow()
        self.redraw()

    def _in_room(self, room: int) -> list[Content]:
        """The records, drawn once: hundreds of them look the same wherever the focus is."""
        if room != self._room:
            part = self.part
            self._room = room
            self._records = draw_groups(part.groups, part.table, room, self._words)
        return self._records

    def draw(self, width: int, mark: str | None) -> Drawing:
        screen = self.screen
        heading = screen.heading_text if isinstance(screen, PartScreen) else ""
        titled = self.part.title != heading
        return draw_facts(
            self.part, width, mark, titled, self._words, self._in_room, shows_photos(self.app.theme)
        )

    def press(self, stop: str) -> None:
        self.post_message(Act(stop))
