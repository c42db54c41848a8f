"""The place of the hardware cursor, which braille displays, magnifiers and screen readers follow."""

from rich.cells import cell_len
from textual.geometry import Offset, Region
from textual.screen import Screen
from textual.widget import Widget

from tui.textual_fixes.screen import drawn
from tui.widgets.interfaces import Focusable, PartScreen


def place_of_cursor(screen: Screen[object]) -> Offset | None:
    """The cell of the screen for the cursor: at the focus, or at what is to be read first.

    None while nothing has the focus.
    """
    focused = screen.focused
    if focused is None or not focused.is_attached:
        return None
    answer = screen.answer if isinstance(screen, PartScreen) else None
    if answer is not None and answer.answering:
        # The cursor goes to the answer, so that a screen reader that follows the cursor reads it.
        return answer.region.offset + Offset(1, 0)
    place = focused.cursor_place if isinstance(focused, Focusable) else focused.region.offset
    for parent in focused.ancestors:
        if isinstance(parent, Widget) and not parent.region.contains_point(place):
            # The citizen has scrolled away from the focus, to read.
            place = _first_letter(screen, parent.region)
            break
    return screen.outer_size.clamp_offset(place)


def _first_letter(screen: Screen[object], region: Region) -> Offset:
    """The start of the first visible word in a region; the region's corner if there is none."""
    for row, strip in enumerate(drawn(screen)[region.y : region.bottom], region.y):
        line = strip.crop(region.x, region.right).text
        for at, sign in enumerate(line):
            if sign.isalnum():
                return Offset(region.x + cell_len(line[:at]), row)
    return region.offset
