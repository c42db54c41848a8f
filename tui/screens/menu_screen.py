"""A box over the page, to find something in and choose it: what can be done, or the parts of the page."""

from collections.abc import Iterator, Sequence
from typing import ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region, Spacing
from textual.screen import ModalScreen, Screen
from textual.widget import Widget

from tui.locale import Words
from tui.page.commands import Command, is_letter
from tui.page.finding import Search, nothing_found
from tui.page.hints import Hint, menu_hints, question_hints
from tui.page.parts import Listing
from tui.textual_fixes.app import add_bindings
from tui.textual_fixes.frame import set_frame_title
from tui.textual_fixes.screen import ResizeFix
from tui.widgets.choices import Choices
from tui.widgets.content import as_content, clean, joined
from tui.widgets.events import Choose, Run
from tui.widgets.foot import Foot
from tui.widgets.interfaces import PartScreen, reveal_soon
from tui.widgets.prose import Heading
from tui.widgets.search_field import SearchField
from tui.widgets.sheets import add_sheet
from tui.widgets.status import Answer

LOW = 16
"""Lines of the window below which the box takes all room, and its field a single line."""

HIGH = 30
"""Lines of the window from which on blank lines stand around the title of the page."""

WIDE = 100
"""Columns of the window from which on each group has a line of its own."""

LONGEST = 200
"""Letters that the field takes: what is longer finds nothing, and to look for a whole book takes long."""

_LEAPS = ("home", "end", "pageup", "pagedown")

KEY = "key:"
"""The prefix of the menu's result if a command's key was pressed; the command's id follows."""


class Cover(Widget):
    """Stands where the page is, and holds its title and the box."""


class BoxRoom(Widget):
    """Holds the box in the middle."""


class Box(Widget):
    """The frame of the menu; its title and how many were found stand in the frame.

    `titled` is the title that stands there whole; "" if none fits.
    """

    titled = ""

    def entitle(self, titles: Sequence[str], count: str) -> bool:
        """Show the first of these titles that fits, and the count; False, and no title, if none fits."""
        room = self.outer_size.width - 6
        beside = as_content(count, "$hint")
        taken = beside.cell_length + 4 if count else 0
        fitting = [one for one in titles if as_content(one).cell_length + taken <= room]
        self.titled = fitting[0] if fitting else ""
        whole = as_content(self.titled, "bold")
        gap = room - whole.cell_length - beside.cell_length - 2
        line = as_content(f" {'━' * gap} ", "$main")
        set_frame_title(self, joined(whole, line, beside) if count else whole)
        return bool(fitting)


class MenuArea(ScrollableContainer, can_focus=False):
    """Shows as much of the list as fits; an answer takes some of its room for a while."""

    def on_resize(self) -> None:
        for listing in self.query(Choices):
            reveal_soon(listing)


class MenuStatus(Answer):
    """Says how many were found, in the place of the page's status; or answers a question."""

    def __init__(self) -> None:
        super().__init__("menu-status")
        self._told = ""

    def tell(self, told: str) -> None:
        """Show this while there is no answer."""
        if told != self._told:
            self._told = told
            self.redraw()

    @property
    def said(self) -> str:
        return self._asked or self._told


class MenuScreen(PartScreen, ResizeFix, ModalScreen[str]):
    """Letters narrow the list, arrows move, Enter chooses, Escape leaves. The result is the item's id, or "".

    The list always has the focus, and with it the cursor: what is marked is what is read out. What is typed
    stands in the field above. Of the page `under` it only the frame and the title are seen.
    "Waar ben ik?" is answered here; the key of any other command closes the menu, and the page runs it.
    Without a `hint` it is a question to answer, and has no field. `short` is the title where there is little
    room.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", id="menu-leave", tooltip="Escape", show=False),
    ]

    answer: MenuStatus

    def __init__(
        self,
        title: str,
        search: Search,
        words: Words,
        commands: tuple[Command, ...],
        under: PartScreen,
        *,
        hint: str = "",
        short: str = "",
    ) -> None:
        super().__init__()
        add_sheet(self.app, __file__)
        add_bindings(self, self._keys_of(commands, words))
        self._search = search
        self._words = words
        self._question = title
        self._titles = (words("menu.frame", title=title), short) if short else (title,)
        self._under = under
        self._signed_in = under.page.signed_in
        self._typed = ""
        self._found = search.find("")
        self.listing = Choices(self._listed(), lambda group: words(f"menu.group.{group}"))
        self.field = SearchField(words("menu.search"), hint) if hint else None
        self.answer = MenuStatus()
        self._foot = Foot(words, commands, hints=self._hints())

    def _hints(self) -> tuple[Hint, ...]:
        if self.field is None:
            return question_hints(self._words)
        return menu_hints(self._words, found=bool(self._found.items))

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

    def _listed(self) -> Listing:
        words, found = self._words, self._found
        more = found.total - len(found.items)
        return Listing(
            id="menu",
            title=self._question,
            count=words.count("menu.more", more) if more else "",
            items=found.items,
            empty=""
            if found.items
            else nothing_found(
                self._search, words, self._typed, signed_in=self._under.page.signed_in
            ),
        )

    def compose(self) -> ComposeResult:
        self.heading = Heading(self._under.page.title)
        self.box = Box(id="menu")
        with Cover(id="cover"):
            yield self.heading
            with BoxRoom(), self.box:
                if self.field is not None:
                    yield self.field
                with MenuArea():
                    yield self.listing
        yield self.answer
        yield self._foot

    def on_mount(self) -> None:
        self._fit()
        assert isinstance(self._under, Screen)
        self._under.screen_layout_refresh_signal.subscribe(self, lambda _: self._fit())
        self.listing.can_focus = True  # even if it is empty: that is read out too
        self.listing.focus()
        # The first item may be taller than the view; its height was not known earlier.
        self.reveal_soon(self.listing)

    def on_resize(self) -> None:
        self._fit()

    def _fit(self) -> None:
        """Cover the page between its frame and the status, in this window."""
        width, height = self.app.size
        top = self._under.page_top
        low = height < LOW
        self.query_one(Cover).styles.margin = Spacing(top, 0, 0, 0)
        self.set_class(low, "-low")
        self.set_class(height < HIGH, "-middle")
        self.listing.name_groups_beside(width < WIDE)
        if self.field is not None:
            self.field.be_low(low)
        self.call_after_refresh(self._tell)

    def _tell(self) -> None:
        """Say in the frame and in the status how many were found."""
        words, found = self._words, self._found
        count = words("menu.of", n=found.total, total=found.among) if self.field else ""
        self.listing.show_title(not self.box.entitle(self._titles, count))
        self.answer.tell(words.count("menu.found", found.total) if self.field else "")

    def page_changed(self) -> None:
        """Keep nothing of a session that has ended: names of messages, blocks and requests."""
        if self._signed_in and not self._under.page.signed_in:
            self.action_leave()

    def on_screen_resume(self) -> None:
        self.page_changed()

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
            self._look_for(self._typed[:-1])
        elif event.key == "ctrl+u":
            self._look_for("")
        elif event.is_printable and event.character is not None:
            self._look_for(self._typed + event.character)
        else:
            return
        event.stop()

    def on_paste(self, event: events.Paste) -> None:
        """Narrow the list by dictated or pasted text too, as a single line."""
        self._look_for(self._typed + " ".join(event.text[: 2 * LONGEST].split()))
        event.stop()

    def _look_for(self, typed: str) -> None:
        if self.field is None:
            return
        self._typed = clean(typed[:LONGEST])
        self.field.type(self._typed)
        self._found = self._search.find(self._typed)
        self.listing.show(self._listed())
        self.listing.can_focus = True
        self.listing.go("")
        self._foot.follow(self._hints())
        self._tell()

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

    def on_run(self, message: Run) -> None:
        """A key of the foot line was clicked: it does what the key does here."""
        message.stop()
        if message.command == "back":
            self.action_leave()
        else:
            self.action_hand_on(message.command)

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
                region = above  # what stands above the first item is read with it
            scroller.scroll_to_region(region, animate=False, immediate=True, force=True)
