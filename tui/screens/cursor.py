"""Where the hardware cursor belongs: braille displays, magnifiers and screen readers follow it."""

from rich.cells import cell_len
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widget import Widget

from tui.textual_fixes.screen import drawn
from tui.widgets.status import Answer


def place_of_cursor(screen: Screen[object]) -> Offset | None:
    """The cell of the screen for the cursor: on the focus, or on what is to be read first.

    None while nothing has the focus.
    """
    focused = screen.focused
    if focused is None or not focused.is_attached:
        return None
    answer = getattr(screen, "answer", None)
    if isinstance(answer, Answer) and answer.answering:
        # It was asked for to be read: who follows the cursor reads it too.
        return answer.region.offset + Offset(1, 0)
    place = getattr(focused, "cursor_screen_offset", focused.region.offset)
    for one in focused.ancestors:
        if isinstance(one, Widget) and not one.region.contains_point(place):
            # The page was scrolled on from the focus, to read.
            place = _first_letter(screen, one.region)
            break
    return screen.outer_size.clamp_offset(place)


def _first_letter(screen: Screen[object], room: Region) -> Offset:
    """Where the first word stands that can be seen in a room; its corner where there is none."""
    for row, strip in enumerate(drawn(screen)[room.y : room.bottom], room.y):
        line = strip.crop(room.x, room.right).text
        for at, sign in enumerate(line):
            if sign.isalnum():
                return Offset(room.x + cell_len(line[:at]), row)
    return room.offset
