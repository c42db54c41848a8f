"""A list over the page from which one thing is chosen: the commands, or the parts of the page."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widget import Widget

from tui.journey.page import Field, Item, Listing
from tui.locale import Words
from tui.widgets.content import clean
from tui.widgets.listing import ListingView
from tui.widgets.messages import Choose
from tui.widgets.text_field import TextField


class MenuScreen(ModalScreen[str]):
    """Type to narrow the list, arrows move, Enter chooses, Escape leaves. Gives the item's id, or ""."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="menu-leave", tooltip="Escape", show=False),
        Binding("down", "move(1)", id="menu-down", tooltip="Down", show=False, priority=True),
        Binding("up", "move(-1)", id="menu-up", tooltip="Up", show=False, priority=True),
        Binding("enter", "choose", id="menu-choose", tooltip="Enter", show=False, priority=True),
    ]

    def __init__(self, title: str, items: tuple[Item, ...], words: Words) -> None:
        super().__init__()
        self._items = items
        self._words = words
        self._title = title
        self._list = ListingView(self._narrowed(""))
        self._list.can_focus = False
        field = Field(name="filter", label=words("screen.menu.filter"))
        self._filter = TextField(field, "", self._narrow, id="menu-filter")

    def _narrowed(self, typed: str) -> Listing:
        wanted = clean(typed).casefold().split()
        items = tuple(
            item
            for item in self._items
            if all(word in f"{item.title} {item.detail}".casefold() for word in wanted)
        )
        return Listing(
            id="menu",
            title=self._title,
            count=self._words("screen.menu.filter"),
            items=items,
            empty=self._words("screen.menu.none"),
        )

    def compose(self) -> ComposeResult:
        with Panel(id="menu"):
            yield self._filter
            with ScrollableContainer(can_focus=False):
                yield self._list

    def _narrow(self, typed: str) -> None:
        self._list.show(self._narrowed(typed))
        self._list.can_focus = False
        self._list.go("")

    def action_move(self, by: int) -> None:
        """Move the mark in the list; the text stays where one types."""
        self._list.step(by)
        self.reveal(self._list)

    def action_choose(self) -> None:
        """Take the marked item."""
        stop = self._list.stop
        if stop:
            self.dismiss(stop)

    def action_leave(self) -> None:
        """Take none."""
        self.dismiss("")

    def on_choose(self, message: Choose) -> None:
        message.stop()
        self.dismiss(message.item)

    def reveal(self, widget: Widget) -> None:
        """Keep the marked item in view."""
        stop = self._list.marked()
        scroller = self._list.parent
        if stop is not None and isinstance(scroller, ScrollableContainer):
            region = Region(0, stop.y, 1, stop.height)
            scroller.scroll_to_region(region, animate=False, immediate=True, force=True)


class Panel(Widget):
    """What stands over the page."""
