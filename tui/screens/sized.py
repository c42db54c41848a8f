"""Screens that are only ever laid out for the size that the terminal has now."""

from typing import Generic

from textual.geometry import Size
from textual.screen import Screen, ScreenResultType


class Sized(Screen[ScreenResultType], Generic[ScreenResultType]):
    """Lets pass a change of size that another has overtaken.

    After each change Textual's screen tells itself of it once more. Where a second change comes in
    between, the two would follow each other for ever: the screen drawn for one and the other in turn, and
    nothing else done, not even an end when the terminal closes.
    """

    def _screen_resized(self, size: Size) -> None:
        if size == self.app.size:
            super()._screen_resized(size)
