"""The screen that draws any page: it composes the page's widgets and does what they ask."""

from collections.abc import Callable, Coroutine
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.screen import Screen
from textual.widget import Widget

from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.drafts import Drafts
from tui.page.offered import actions_of, bar_of
from tui.page.parts import Form, Notice, Page
from tui.screens.foot_hints import FootHints
from tui.screens.initial_focus import InitialFocus
from tui.screens.page_focus import FocusPlace, PageFocus
from tui.screens.page_updates import PageUpdates
from tui.screens.queries import title_of
from tui.screens.viewport import Viewport
from tui.textual_fixes.screen import PaintFixes
from tui.widgets.bar import ActionBar
from tui.widgets.body import Body
from tui.widgets.device_call import COMMAND as DEVICE
from tui.widgets.events import Act, Choose, GoTo, Run, Send
from tui.widgets.foot import Foot, wanted_of
from tui.widgets.head import Head
from tui.widgets.interfaces import READING_KEYS, PartScreen, PartView
from tui.widgets.navigation import Navigation
from tui.widgets.status import Status
from tui.widgets.tabs import TabBar

if TYPE_CHECKING:
    from tui.widgets.pinned import Pinned

DEVICES = "go:devices"
"""The action that opens the page of the devices."""


class PageScreen(PartScreen, PaintFixes, Screen[None], inherit_bindings=False):
    """The head, tabs, body, status and foot of the navigation's current page.

    `viewport` scrolls, `page_focus` moves the focus, `initial_focus` sets it on a new page, and `updates`
    shows newer pages. `settle` is the time in seconds within which a second press counts as an accidental
    repeat. `on_page` is called with each page that has been drawn, except the first, and `on_forgotten` once
    nothing is kept of the pages of a session that has ended. `left_at` is the place of the page at which an
    earlier run was left, and where the focus was on it.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_stop", id="next-stop", tooltip="Tab", show=False),
        Binding("shift+tab", "previous_stop", id="previous-stop", tooltip="Shift+Tab", show=False),
        *(
            Binding(key, f"scroll_page('{how}')", id=f"scroll-{how}", tooltip=how, show=False)
            for key, how in READING_KEYS.items()
        ),
    ]

    answer: Status

    def __init__(
        self,
        navigation: Navigation,
        words: Words,
        settle: float,
        commands: tuple[Command, ...] = COMMANDS,
        on_page: Callable[[Page], None] = lambda _: None,
        on_forgotten: Callable[[], None] = lambda: None,
        left_at: tuple[str, FocusPlace | None] | None = None,
    ) -> None:
        super().__init__()
        self._navigation = navigation
        self.words = words
        self.commands = commands
        self._settle = settle
        self._pressed_at = -settle
        self._had_styles = False
        self.page = navigation.page
        self.updates = PageUpdates(self, on_page, on_forgotten)
        self.viewport = Viewport(self, self.updates.after_scroll)
        self.page_focus = PageFocus(self)
        self.initial_focus = InitialFocus(self)
        self._left_at = left_at
        self._hints = FootHints(self)
        self.pinned: Pinned | None = None

    def compose(self) -> ComposeResult:
        # Not earlier: an Input can only be created once there is a screen.
        self.page = self._navigation.page
        self.head = Head(self.page, self.words)
        self.tabs = TabBar(self.page)
        self.body = Body(self, self.page, self.app.size)
        self.bar = ActionBar(self.page)
        self.status = self.answer = Status(self.page, self.words)
        self.foot = Foot(self.words, self.commands, wanted=wanted_of(self.page))
        yield from (self.head, self.tabs)
        if self.page.pinned is not None:
            self.pinned = self._pin(self.page.pinned)
            yield self.pinned
        yield from (self.body, self.bar, self.status, self.foot)

    def _pin(self, notice: Notice) -> "Pinned":
        from tui.widgets.pinned import Pinned  # seldom on a first page

        return Pinned(notice, self.words, self.commands)

    def show_pinned(self, notice: Notice | None) -> None:
        """Show this above the page, or nothing; a focus that cannot stay there goes to the page."""
        before = self.pinned
        if before is None:
            if notice is not None:
                self.pinned = self._pin(notice)
                self.mount(self.pinned, after=self.tabs)
            return
        if notice is not None:
            before.show(notice)
        if self.focused is before and not (notice and notice.actions):
            self.set_focus(None)
            self.initial_focus.give(partial(self.page_focus.settle, ""))
        if notice is None:
            self.pinned = None
            before.remove()

    def on_mount(self) -> None:
        page, (left, focus) = self.page, self._left_at or ("", None)
        place, self._left_at = focus if left == page.place else None, None
        self.initial_focus.give(partial(self.page_focus.restore, place, page.focus, page.begin))
        self.run_worker(self._listen(), name="changes", group="changes", exit_on_error=True)
        self.screen_layout_refresh_signal.subscribe(
            self, self.viewport.after_layout, immediate=True
        )

    async def _listen(self) -> None:
        pages = self._navigation.changes()
        # The page may have changed since the first page was drawn.
        await self.updates.show(self._navigation.page)
        async for page in pages:
            await self.updates.show(page)

    def on_resize(self, event: events.Resize) -> None:
        self.updates.resized(event.size)

    def on_screen_resume(self, event: events.ScreenResume) -> None:
        # A screen that was just mounted has its styles; only a covered screen can have missed a change.
        event.refresh_styles = event.refresh_styles and self._had_styles
        self._had_styles = True

    # What views may know about the page

    @property
    def drafts(self) -> Drafts:
        """What is being typed."""
        return self._navigation.drafts

    @property
    def place(self) -> str:
        """The place of the current page."""
        return self.page.place

    def label(self, target: str) -> str:
        """The name of a part or a field of the page; its id if it has no name."""
        part_id, _, name = target.partition(".")
        for part in self.page.everything:
            if part.id != part_id:
                continue
            if isinstance(part, Form) and name:
                return next((field.label for field in part.fields if field.name == name), name)
            return title_of(part) or part_id
        return target

    @property
    def heading_text(self) -> str:
        return self.body.heading.title

    @property
    def page_top(self) -> int:
        return self.body.region.y

    def bar_width(self, part: str) -> int:
        barred = bar_of(self.page)
        return self.app.size.width if barred is not None and barred.id == part else 0

    @property
    def outside(self) -> bool:
        """Whether the focus is outside the portal, on the citizen's device or among the people to play."""
        around = self.focused.ancestors_with_self if self.focused is not None else []
        return any(node.has_class("device") or node.has_class("outside-list") for node in around)

    # Focus and scrolling

    @property
    def focus_chain(self) -> list[Widget]:
        """What Tab visits, in order: the bar after the page's main column, which it belongs to."""
        chain = super().focus_chain
        if self.bar not in chain:
            return chain
        chain.remove(self.bar)
        apart = (self.body.aside, self.body.device)
        beside = (at for at, one in enumerate(chain) if any(p in one.ancestors for p in apart))
        chain.insert(next(beside, len(chain)), self.bar)
        return chain

    def before_input(self) -> None:
        self.status.answer("")  # it has been read, or is no longer wanted
        self.viewport.follows_focus = False
        self.updates.before_input()
        self.initial_focus.before_input()

    def before_paint(self) -> None:
        self.initial_focus.give_now()
        hints = self._hints.now()
        if hints is not None and self.foot.follow(hints, outside=self.outside):
            # In the same frame as the mark of the focus, and so before the cursor is moved there.
            self.paint_now(self.foot)

    def scrolling_widgets(self) -> tuple[Widget, ...]:
        return (self.body, *self.body.columns)

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        super().set_focus(widget, scroll_visible=False, from_app_focus=from_app_focus)
        if widget is not None and scroll_visible:
            self.viewport.reveal_soon(widget)

    def reveal_soon(self, widget: Widget) -> None:
        self.viewport.reveal_soon(widget)

    def is_scrolled_away(self, widget: Widget) -> bool:
        return self.viewport.is_scrolled_away(widget)

    def move_from_title(self, key: str) -> bool:
        return self.page_focus.move_from_title(key)

    def scroll_page(self, how: str) -> None:
        self.viewport.scroll_page(how)

    def action_scroll_page(self, how: str) -> None:
        """Scroll the page, wherever the focus is."""
        self.scroll_page(how)

    def action_next_stop(self) -> None:
        """Handle Tab."""
        self.page_focus.move(backwards=False)

    def action_previous_stop(self) -> None:
        """Handle Shift+Tab."""
        self.page_focus.move(backwards=True)

    def go_to(self, target: str) -> bool:
        """Focus a part or a field of the page; False if there is none."""
        return self.page_focus.go_to(target)

    # What the widgets ask for

    def on_act(self, message: Act) -> None:
        if self._is_beside(message.action):
            return
        if message.action == f"go:{self.page.place}" and self.focused is self.head:
            # The citizen is there already, so go to what the page offers.
            self.page_focus.go_to_first_stop()
        self._do(self._navigation.act(message.action))
        if any(
            action.id == message.action and action.kind == "back"
            for action in actions_of(self.page)
        ):
            self.updates.back_from = self.page.place

    def on_choose(self, message: Choose) -> None:
        if self._is_beside(message.item):
            return
        if self.body.shows_list and message.item == self.page.opened_item:
            if self._counts():
                self.page_focus.go_among(self.body.aside.views, self.body.heading)
        else:
            self._do(self._navigation.choose(message.part, message.item))

    def on_send(self, message: Send) -> None:
        secrets: dict[str, str] = {}
        for view in self.body.views():
            if view.has_class(f"part-{message.form}") and isinstance(view, PartView):
                secrets |= view.take_secrets()
        self._do(self._navigation.submit(message.form, secrets))

    def on_go_to(self, message: GoTo) -> None:
        self.go_to(message.target)

    def on_run(self, message: Run) -> None:
        # The message bubbles up to the app. An Enter that shows the device must not also answer there.
        if message.command == DEVICE and not self._counts():
            message.stop()

    def _counts(self) -> bool:
        """Whether this press counts: a second Enter right after the first is an accidental repeat."""
        self.updates.back_from = ""
        now = monotonic()
        before, self._pressed_at = self._pressed_at, now
        return now - before >= self._settle

    def _do(self, what: Coroutine[Any, Any, None]) -> None:
        if self._counts():
            self.run_worker(what, name="act", group="act", exit_on_error=True)
        else:
            what.close()

    def _is_beside(self, action: str) -> bool:
        """If an action opens the devices, but the device is shown beside the page, go there; True if so."""
        if action != DEVICES or not self.body.has_class("-device"):
            return False
        if self._counts():
            self._go_to_device()
        return True

    # What commands and menus ask for

    def do(self, action: str) -> None:
        """Do an action that a command asks for."""
        if self._is_beside(action):
            return
        if action == f"go:{self.page.who_place}" and action == f"go:{self.page.place}":
            self.page_focus.go_to_first_stop()
        self._do(self._navigation.act(action))

    def press(self, action: str) -> None:
        """Press a button of the page, by its action's id."""
        forms = (part for part in self.page.everything if isinstance(part, Form))
        form = next((form for form in forms if form.submit.id == action), None)
        self.post_message(Act(action) if form is None else Send(form.id))

    def back(self) -> None:
        """Leave the device, or go back a page."""
        if self.body.device_view or (self.outside and self.page.device is not None):
            self.toggle_device()
        else:
            self.updates.back_from = self.page.place
            self.run_worker(self._navigation.back(), name="back", group="act", exit_on_error=True)

    def toggle_device(self) -> None:
        """Go to the citizen's device, or back: it is a pane, or replaces the page if there is no room."""
        body = self.body
        if not self.page.device:
            self.run_worker(self._navigation.open("devices"), group="act", exit_on_error=True)
        elif not body.has_class("-device"):
            self.updates.toggle_device_view()
        elif self.outside:
            self.page_focus.go_among(body.main.views, body.heading)
        else:
            self._go_to_device()

    def _go_to_device(self) -> None:
        """Move the focus to the device's pane."""
        device = self.body.device
        assert device is not None
        self.page_focus.go_among(device.view.glass.views, device.view.heading)
