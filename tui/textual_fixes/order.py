"""The order in which Tab goes through the widgets of a container."""

from typing import TYPE_CHECKING

from textual.widget import Widget

if TYPE_CHECKING:
    Base = Widget
else:
    Base = object


class Last(Base):
    """A mixin for what comes last in its container, wherever it stands; comes before `Widget` in its bases.

    Textual sorts by row, so a pane that begins at the top comes before what stands left of it, but lower.

    Upstream: not reported; only the order of widgets that follow each other can be set.
    """

    @property
    def _focus_sort_key(self) -> tuple[int, int]:
        return 1 << 30, 0
