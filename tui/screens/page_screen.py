"""The one screen that draws any page."""

from collections.abc import Coroutine
from functools import partial
from time import monotonic
from typing import Any

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.drafts import Drafts
from tui.page.offered import actions_of
from tui.page.parts import TOLD, Form, Notice, Page
from tui.screens.finding import first_focusable, places, seen, title_of, typing
from tui.screens.focus_screen import FocusScreen, Spot
from tui.widgets.body import Body, too_small
from tui.widgets.device_call import COMMAND as DEVICE
from tui.widgets.events import Act, Choose, GoTo, Run, Send
from tui.widgets.foot import Foot
from tui.widgets.head import Head
from tui.widgets.navigation import Navigation
from tui.widgets.prose import Heading
from tui.widgets.status import Answer, Status
from tui.widgets.tabs import TabBar

DEVICES = "go:devices"
"""The action that leads to the page of the devices."""


class PageScreen(FocusScreen):
    """Head, tabs, body, status and foot around whatever page the navigation has.

    A newer value of the same page changes only what differs; focus, scroll position and what is being
    typed stay. Another place gets a body of its own.
    """

    def __init__(
        self,
        navigation: Navigation,
        words: Words,
        settle: float,
        commands: tuple[Command, ...] = COMMANDS,
    ) -> None:
        super().__init__()
        self._navigation = navigation
        self.words = words
        self.commands = commands
        self._settle = settle
        self._pressed = -settle
        self._left: dict[str, Spot | None] = {}
        self._back_from = ""
        self._sized: Size | None = None
        self._unseen: tuple[str, ...] = ()
        self._following = False
        """Whether the focus is brought into view after each layout, until a key is pressed."""
        self._telling = False
        """Whether the page has told something since the last key."""
        self.page = navigation.page

    def compose(self) -> ComposeResult:
        # Not earlier: an Input needs a screen to be made.
        self.page = self._navigation.page
        self.head = Head(self.page, self.words)
        self.tabs = TabBar(self.page)
        self.body = Body(self, self.page, self.app.size.width)
        self.status = Status(self.page, self.words)
        yield self.head
        yield self.tabs
        yield self.body
        yield self.status
        self.foot = Foot(self.page, self.words, self.commands)
        yield self.foot

    @property
    def answer(self) -> Answer:
        """Where "Waar ben ik?" is answered."""
        return self.status

    # What views may know of the page

    @property
    def drafts(self) -> Drafts:
        """What is being typed."""
        return self._navigation.drafts

    @property
    def place(self) -> str:
        """The place of the page that is shown."""
        return self.page.place

    def label(self, target: str) -> str:
        """How a part or a field of the page is called; its id where it has no name."""
        part_id, _, name = target.partition(".")
        for part in self.page.everything:
            if part.id != part_id:
                continue
            if isinstance(part, Form) and name:
                return next((one.label for one in part.fields if one.name == name), name)
            return title_of(part) or part_id
        return target

    def meet(self) -> None:
        self.status.answer("")  # it was read, or is not wanted any more
        self._following = self._telling = False
        super().meet()

    # Pages

    def on_mount(self) -> None:
        self.stand_first(partial(self._settle_focus, self.page.focus))
        self.run_worker(self._listen(), name="changes", group="changes", exit_on_error=True)

    async def _listen(self) -> None:
        pages = self._navigation.changes()
        # It may have moved on between the drawing of the first page and now.
        await self.show(self._navigation.page)
        async for page in pages:
            await self.show(page)

    async def show(self, page: Page) -> None:
        """Become this page."""
        before, self.page = self.page, page
        if page == before:
            return
        with self.app.batch_update():
            self.head.show(page)
            self.tabs.show(page)
            self._unseen = tuple(one for one in self._unseen if one in _told(page).values())
            self.status.show(page, self._unseen)
            self.foot.show(page)
            if self.body.continues(page):
                self._show_more(before, page)
            else:
                await self._show_other(before, page)
        self.app.call_later(self._announce)
        if page.place != before.place or set(_told(page).values()) - set(_told(before).values()):
            # Not before the focus stands, and what it brought into view is drawn.
            self._telling = True
            self.call_after_refresh(partial(self.call_after_refresh, self._say_unseen))

    def _say_unseen(self) -> None:
        """Say in the status line what the page tells above and is not in view: heard once, not twice."""
        told = _told(self.page)
        self._unseen = tuple(title for part, title in told.items() if not self._in_view(part))
        self.status.show(self.page, self._unseen)

    def _in_view(self, part: str) -> bool:
        """Whether a part's first line can be seen."""
        view = next((one for one in self.body.views() if one.has_class(f"part-{part}")), None)
        if view is None:
            return False
        scroller = self.scroller(view)
        below = self._depth(view) - scroller.scroll_y
        return 0 <= below < scroller.content_region.height

    def _announce(self) -> None:
        announce = getattr(self.app, "announce", None)
        if announce is not None:
            announce(self.page)

    def _show_more(self, before: Page, page: Page) -> None:
        self._still = self._what_stays()
        there = self.focused
        homeless = self._move_on(self.body.going(page))
        moved_on = self.focused is not there
        if moved_on and self.focused is not None:
            self._still = self.focused, self._depth(self.focused)
        called = self.body.call.display
        self.body.show(page)
        if places(before) != places(page):
            self._arrange()
        if self.body.call.display and not called and not typing(self.focused):
            self.call_after_refresh(self.set_focus, self.body.call)
        asked = page.focus if (page.focus, page.place) != (before.focus, before.place) else ""
        if (
            page.place == before.place
            and page.step != before.step
            and (there is None or self.body.main in there.ancestors)
        ):
            self._begin_step(page.focus)
        elif asked or homeless:
            self._still = None
            self.stand_first(partial(self._settle_focus, asked))
        # What is wrong comes under its field, and a column in sight, only with a later layout; what had the
        # focus may be gone before its heir is brought into view, or after.
        self._following = (
            self._following or bool(asked) or moved_on or _errors(page) != _errors(before)
        )
        self.stand_again()

    def _keep_in_view(self, layout: object) -> None:
        scroller = self.scroller(self.focused) if self.focused is not None else self.body
        before = scroller.scroll_y
        super()._keep_in_view(layout)
        if self._following and self.focused is not None:
            self.reveal(self.focused)
        if scroller.scroll_y != before and self._telling:
            # What has just been told was in view, and may be so no more.
            self.call_after_refresh(self._say_unseen)

    def _begin_step(self, target: str) -> None:
        """Read the next step of a page from its title on, as another page would be."""
        self._still = None
        for one in (self.body, self.body.main):
            one.scroll_to(y=0, animate=False, immediate=True, force=True)
        self.set_focus(None)
        self.stand_first(partial(self._settle_focus, target))

    async def _show_other(self, before: Page, page: Page) -> None:
        old = self.body
        at_tabs = self.focused is self.tabs
        self.status.answer("")
        self._left[before.place] = self._spot()
        spot = self._left.get(page.place) if self._back_from == before.place else None
        self._back_from = ""
        self.body = Body(self, page, self.app.size.width)
        self._first = None  # what the page before would have had is not for this one
        if not at_tabs:
            self.set_focus(None)
        await self.mount(self.body, before=old)
        await old.remove()
        self.stand_first(partial(self._return, None if at_tabs else spot, page.focus))

    def on_resize(self, event: events.Resize) -> None:
        if event.size != self.app.size:
            return  # overtaken by another (see `tui.textual_fixes.screen.ResizeFix`)
        if self._sized is not None and too_small(event.size):
            return  # nothing of the page is seen: all stays where it is until there is room again
        before, self._sized = self._sized, event.size
        if before is None:
            # The first one only tells the size for which the page was made.
            self.body.lay_out(event.size.width)
        elif before != event.size:
            self._arrange(event.size.width)
            self.stand_anew()

    def _arrange(self, width: int | None = None) -> None:
        """Give the columns their places; a focus that would be hidden goes to what is seen."""
        self._still = None
        self.body.lay_out(self.app.size.width if width is None else width)
        focused = self.focused
        if focused is not None and not seen(focused):
            self.call_after_refresh(self._settle_focus, "")
        elif focused is not None:
            self.call_after_refresh(self.reveal, focused)

    # What the citizen wants

    def _once(self) -> bool:
        """Whether this press counts: a second Enter in the same moment is the first one's echo."""
        self._back_from = ""
        now = monotonic()
        then, self._pressed = self._pressed, now
        return now - then >= self._settle

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        if self._once():
            self.run_worker(what, name="act", group="act", exit_on_error=True)
        else:
            what.close()

    def on_act(self, message: Act) -> None:
        if self._shown_beside(message.action):
            return
        if message.action == f"go:{self.page.place}" and self.focused is self.head:
            # One is there already: what the page offers is what was asked for.
            self.stand_at_first_stop()
        self._do(self._navigation.act(message.action))
        if any(one.id == message.action and one.kind == "back" for one in actions_of(self.page)):
            self._back_from = self.page.place

    def _shown_beside(self, action: str) -> bool:
        """Whether an action led to the pane beside the page, where what it asks for is shown already."""
        if action != DEVICES or not self.body.has_class("-device"):
            return False
        if self._once():
            self.go_to_device()
        return True

    def on_choose(self, message: Choose) -> None:
        if self._shown_beside(message.item):
            return
        self._do(self._navigation.choose(message.part, message.item))

    def on_send(self, message: Send) -> None:
        secrets: dict[str, str] = {}
        for view in self.body.views():
            if view.has_class(f"part-{message.form}") and hasattr(view, "take_secrets"):
                secrets = view.take_secrets()
        self._do(self._navigation.submit(message.form, secrets))

    def do(self, action: str) -> None:
        """An action that comes from a command."""
        if self._shown_beside(action):
            return
        if action == f"go:{self.page.who_place}" and action == f"go:{self.page.place}":
            self.stand_at_first_stop()
        self._do(self._navigation.act(action))

    def press(self, action: str) -> None:
        """A button of the page, pressed by its name."""
        form = next(
            (
                one
                for one in self.page.everything
                if isinstance(one, Form) and one.submit.id == action
            ),
            None,
        )
        self.post_message(Act(action) if form is None else Send(form.id))

    def context(self, target: str) -> None:
        """Go to a part of the page, at its beginning."""
        self.go_to(target)

    def on_go_to(self, message: GoTo) -> None:
        self.go_to(message.target)

    def on_run(self, message: Run) -> None:
        # It goes on to the app by itself. An Enter that shows the device must not also answer there.
        if message.command == DEVICE and not self._once():
            message.stop()

    def back(self) -> None:
        """Leave the device, or go back a page."""
        if self.body.device_view:
            self.toggle_device()
        else:
            self._back_from = self.page.place
            self.run_worker(self._navigation.back(), name="back", group="act", exit_on_error=True)

    def toggle_device(self) -> None:
        """Go to the citizen's device and back: a pane, or in the page's place where there is no room."""
        device = self.body.device
        if not self.page.device:
            self.run_worker(self._navigation.open("devices"), group="act", exit_on_error=True)
        elif self.body.has_class("-device"):
            inside = self.focused is not None and device in self.focused.ancestors
            if inside:
                self._go_among(self.body.main.views, self.body.heading)
            else:
                self.go_to_device()
        else:
            self.body.device_view = not self.body.device_view
            self._arrange()

    def go_to_device(self) -> None:
        """Move the focus into the pane of the device."""
        self._go_among(self.body.device.views, self.body.device.heading)

    def _go_among(self, views: list[Widget], heading: Heading) -> None:
        for widget in map(first_focusable, views):
            if widget is not None:
                self.set_focus(widget)
                return
        heading.take_focus()


def _told(page: Page) -> dict[str, str]:
    """What a page tells that may come on any page: the notice's id and its title."""
    found = (one for one in page.everything if isinstance(one, Notice) and one.id in TOLD)
    return {one.id: one.title for one in found}


def _errors(page: Page) -> list[str]:
    return [one.error for part in page.everything if isinstance(part, Form) for one in part.fields]
