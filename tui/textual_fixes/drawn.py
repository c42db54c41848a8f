"""What Textual and Rich keep of pages that are not drawn any more."""

from typing import TYPE_CHECKING, Any

from rich.cells import cached_cell_len
from rich.segment import Segment
from textual._styles_cache import StylesCache

if TYPE_CHECKING:
    from textual.screen import Screen


def forget_drawn() -> None:
    """Drop the texts of earlier pages: what a session fetched must not outlive it.

    Rich keeps thousands of the texts that it has measured or cut. Textual keeps what a thousand widgets last
    drew, for a cached method of `StylesCache` keeps the object that it was called on.

    Upstream: not reported.
    """
    cached_cell_len.cache_clear()
    Segment._split_cells.cache_clear()
    StylesCache.get_inner_outer.cache_clear()


def forget_removed(screen: "Screen[Any]") -> None:
    """Drop the widgets that were removed from this screen.

    Each widget keeps the list of the children that were displayed when something last asked for it.

    Upstream: not reported.
    """
    for widget in screen.walk_children(with_self=True):
        _ = widget._nodes.displayed
