"""Screens that are only ever laid out for the size that the terminal has now."""

from typing import TYPE_CHECKING, Any

from textual.geometry import Size

if TYPE_CHECKING:
    from textual.screen import Screen

    Base = Screen[Any]
else:
    Base = object  # one class of Textual's less to make before the first paint


class Sized(Base):
    """For a screen, named before Textual's own: lets pass a change of size that another has overtaken.

    After each change Textual's screen tells itself of it once more. Where a second change comes in
    between, the two would follow each other for ever: the screen drawn for one and the other in turn, and
    nothing else done, not even an end when the terminal closes.
    """

    def _screen_resized(self, size: Size) -> None:
        if size == self.app.size:
            super()._screen_resized(size)
