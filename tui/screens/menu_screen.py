"""A list over the page, to choose from: the commands, or the parts of the page."""

from collections.abc import Iterator
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region
from textual.screen import ModalScreen
from textual.widget import Widget

from tui.locale import Words
from tui.page.commands import Command, is_letter
from tui.page.parts import Item, Listing
from tui.textual_fixes.app import add_bindings
from tui.textual_fixes.screen import ResizeFix
from tui.widgets.content import clean
from tui.widgets.events import Choose
from tui.widgets.interfaces import PartScreen, reveal_soon
from tui.widgets.listing import ListingView
from tui.widgets.sheets import add_sheet
from tui.widgets.status import Answer


class Panel(Widget):
    """The frame of the menu over the page."""

    DEFAULT_CSS = """
    Panel {
        width: 100%;
        height: 90%;
        max-height: 32;
        layout: vertical;
        background: $surface;
        border: round $line;
        padding: 0 1;
    }
    """


class MenuArea(ScrollableContainer, can_focus=False):
    """Shows as much of the list as fits; an answer takes some of its room for a while."""

    def on_resize(self) -> None:
        for listing in self.query(Choices):
            reveal_soon(listing)


class Choices(ListingView):
    """The list. Space does not choose: it belongs to the words that are typed or dictated."""

    PRESSES = ("enter",)


_LEAPS = ("home", "end", "pageup", "pagedown")

KEY = "key:"
"""The prefix of the menu's result if a command's key was pressed; the command's id follows."""


class MenuScreen(PartScreen, ResizeFix, ModalScreen[str]):
    """Letters narrow the list, arrows move, Enter chooses, Escape leaves. The result is the item's id, or "".

    The list always has the focus, and with it the cursor: what is marked is what is read out.
    "Waar ben ik?" is answered here; the key of any other command closes the menu, and the page runs it.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="menu-leave", tooltip="Escape", show=False),
    ]

    answer: Answer

    def __init__(
        self,
        title: str,
        items: tuple[Item, ...],
        words: Words,
        commands: tuple[Command, ...],
    ) -> None:
        super().__init__()
        add_sheet(self.app, __file__)
        add_bindings(self, self._keys_of(commands, words))
        self._items = items
        self._words = words
        self._question = title
        self._typed = ""
        self.listing = Choices(self._narrowed())
        self.answer = Answer("answer")

    @staticmethod
    def _keys_of(commands: tuple[Command, ...], words: Words) -> Iterator[Binding]:
        for command in commands:
            does = {"where": "where_am_i", "back": "leave"}.get(
                command.do, f"hand_on('{command.id}')"
            )
            for key in command.keys:
                if not is_letter(key):
                    yield Binding(
                        key,
                        does,
                        words(f"command.{command.id}"),
                        show=False,
                        priority=True,  # a key with Alt also types its letter
                        tooltip=words(f"command.{command.id}.help"),
                        id=f"menu-{command.id}",
                    )

    def _narrowed(self) -> Listing:
        wanted = self._typed.casefold().split()
        found = [
            item
            for item in self._items
            if all(word in f"{item.title} {item.detail}".casefold() for word in wanted)
        ]
        # First the items with exactly this name, then those that have it in their name as it was typed.
        said = " ".join(wanted)
        items = tuple(
            sorted(
                found,
                key=lambda item: (item.title.casefold() != said, said not in item.title.casefold()),
            )
        )
        return Listing(
            id="menu",
            title=self._question,
            count=self._words("screen.menu.typed", typed=self._typed)
            if self._typed
            else self._words("screen.menu.how"),
            items=items,
            empty=self._words("screen.menu.none"),
        )

    def compose(self) -> ComposeResult:
        with Panel(id="menu"), MenuArea():
            yield self.listing
        yield self.answer

    def on_mount(self) -> None:
        self.listing.can_focus = True  # even if it is empty: that is read out too
        self.listing.focus()
        # The first item may be taller than the view; its height was not known earlier.
        self.reveal_soon(self.listing)

    def before_input(self) -> None:
        self.answer.answer("")  # it has been read, or is no longer wanted

    def action_where_am_i(self) -> None:
        """Say where the focus is in the list."""
        from tui.screens.where_am_i import where_in_menu

        part, stop = self.listing.part, self.listing.stop
        self.answer.answer(where_in_menu(part, self._words, stop, self._typed))

    def action_hand_on(self, command_id: str) -> None:
        """Close the menu, and let the page run this command."""
        self._give(f"{KEY}{command_id}")

    def on_key(self, event: events.Key) -> None:
        """Letters narrow the list; Home, End and the page keys move the mark further than arrows do."""
        if event.key in _LEAPS:
            self._leap(event.key)
            event.stop()
            return
        if event.key == "backspace":
            self._search(self._typed[:-1])
        elif event.is_printable and event.character is not None:
            self._search(self._typed + event.character)
        else:
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Narrow the list by dictated or pasted text too, as a single line."""
        self._search(self._typed + " ".join(event.text.split()))
        event.stop()

    def _search(self, typed: str) -> None:
        self._typed = clean(typed)
        self.listing.show(self._narrowed())
        self.listing.can_focus = True
        self.listing.go("")

    def _leap(self, key: str) -> None:
        """Move the mark by the height of the view, or to an end; it stays in view."""
        stops, marked, scroller = self.listing.stops, self.listing.marked(), self.listing.parent
        if marked is None or not isinstance(scroller, ScrollableContainer):
            return
        height = scroller.size.height
        far = {
            "home": 0,
            "end": stops[-1].y,
            "pageup": marked.y - height,
            "pagedown": marked.y + height,
        }
        nearest = min(stops, key=lambda stop: abs(stop.y - far[key]))
        self.listing.go(nearest.name)

    def action_leave(self) -> None:
        """Close the menu without choosing."""
        self._give("")

    def on_choose(self, message: Choose) -> None:
        message.stop()
        self._give(message.item)

    def _give(self, item: str) -> None:
        # Another screen may cover this one by now: dismissing would remove that screen instead.
        if self.is_active:
            self.dismiss(item)

    def reveal_soon(self, widget: Widget) -> None:
        self.call_after_refresh(self._reveal_marked)

    def _reveal_marked(self) -> None:
        stop = self.listing.marked()
        scroller = self.listing.parent
        if stop is not None and isinstance(scroller, ScrollableContainer):
            region = Region(0, stop.y, 1, stop.height)
            above = Region(0, 0, 1, region.bottom)
            if stop is self.listing.stops[0] and above.height <= scroller.region.height:
                region = above  # the list's title is read with its first item
            scroller.scroll_to_region(region, animate=False, immediate=True, force=True)
