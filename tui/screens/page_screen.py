"""The one screen that draws any page."""

from collections.abc import Coroutine
from time import monotonic
from typing import Any, ClassVar, NamedTuple

from textual import events
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import ScrollableContainer
from textual.geometry import Region, Size
from textual.screen import Screen
from textual.widget import Widget

from tui.journey.drafts import Drafts
from tui.journey.offers import actions_of, asking_device
from tui.journey.page import Facts, Form, Listing, Page, Part, Timeline
from tui.locale import Words
from tui.widgets.body import Body
from tui.widgets.canvas import Canvas
from tui.widgets.device_call import COMMAND as DEVICE
from tui.widgets.foot import Foot
from tui.widgets.head import Head
from tui.widgets.messages import Act, Choose, GoTo, Run, Send
from tui.widgets.navigation import Navigation
from tui.widgets.prose import Heading
from tui.widgets.status import Status
from tui.widgets.tabs import TabBar


class Spot(NamedTuple):
    """Where the focus stands: the part's class, the number of the widget in its view, and the stop there."""

    part: str
    widget: int
    stop: str


class PageScreen(Screen[None], inherit_bindings=False):
    """Head, tabs, body, status and foot around whatever page the navigation has.

    A newer value of the same page changes only what differs; focus, scroll position and what is being
    typed stay. Another place gets a body of its own.
    """

    AUTO_FOCUS = ""
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "next_stop", id="next-stop", tooltip="Tab", show=False),
        Binding("shift+tab", "previous_stop", id="previous-stop", tooltip="Shift+Tab", show=False),
        *(
            Binding(key, f"scroll_page('{how}')", id=f"scroll-{how}", tooltip=how, show=False)
            for key, how in (
                ("up", "up"),
                ("down", "down"),
                ("pageup", "page-up"),
                ("pagedown", "page-down"),
                ("home", "home"),
                ("end", "end"),
            )
        ),
    ]

    def __init__(self, navigation: Navigation, words: Words, settle: float) -> None:
        super().__init__()
        self._navigation = navigation
        self.words = words
        self._settle = settle
        self._pressed = -settle
        self._still: tuple[Widget, int] | None = None
        self._pending: float | None = None
        self._room = Size(0, 0)
        self._left: dict[str, Spot | None] = {}
        self._back_from = ""
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
        self.foot = Foot(self.page, self.words)
        yield self.foot

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

    # Pages

    def on_mount(self) -> None:
        self.screen_layout_refresh_signal.subscribe(self, self._keep_in_view, immediate=True)
        self.call_after_refresh(self._settle_focus, self.page.focus)
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
            self.status.show(page)
            self.foot.show(page)
            if self.body.continues(page):
                self._show_more(before, page)
            else:
                await self._show_other(before, page)
        self.app.call_later(self._announce)

    def _announce(self) -> None:
        announce = getattr(self.app, "announce", None)
        if announce is not None:
            announce(self.page.title)

    def _show_more(self, before: Page, page: Page) -> None:
        self._still = self._what_stays()
        homeless = self._move_on(self.body.going(page))
        called = self.body.call.display
        self.body.show(page)
        if _places(before) != _places(page):
            self._arrange()
        if self.body.call.display and not called and not _typing(self.focused):
            self.call_after_refresh(self.set_focus, self.body.call)
        asked = page.focus if (page.focus, page.place) != (before.focus, before.place) else ""
        if asked or homeless:
            self._still = None
            self.call_after_refresh(self._settle_focus, asked)

    async def _show_other(self, before: Page, page: Page) -> None:
        old = self.body
        at_tabs = self.focused is self.tabs
        self._left[before.place] = self._spot()
        spot = self._left.get(page.place) if self._back_from == before.place else None
        self._back_from = ""
        self.body = Body(self, page, self.app.size.width)
        if not at_tabs:
            self.set_focus(None)
        await self.mount(self.body, before=old)
        await old.remove()
        self.call_after_refresh(self._return, None if at_tabs else spot, page.focus)

    def on_resize(self, event: events.Resize) -> None:
        self._arrange(event.size.width)

    def _arrange(self, width: int | None = None) -> None:
        """Give the columns their places; a focus that would be hidden goes to what is seen."""
        self._still = None
        self.body.lay_out(self.app.size.width if width is None else width)
        focused = self.focused
        if focused is not None and not _seen(focused):
            self.call_after_refresh(self._settle_focus, "")
        elif focused is not None:
            self.call_after_refresh(self.reveal, focused)

    # Focus

    def _spot(self) -> Spot | None:
        """Where the focus stands in the page, for when the citizen comes back to it."""
        focused = self.focused
        for view in self.body.views():
            inside = list(view.walk_children(Widget, with_self=True))
            part = next((name for name in view.classes if name.startswith("part-")), "")
            if part and focused in inside:
                stop = focused.stop if isinstance(focused, Canvas) else ""
                return Spot(part, inside.index(focused), stop)
        return None

    def _return(self, spot: Spot | None, target: str) -> None:
        """Be again where the citizen stood before leaving this page, if that is still there."""
        for view in self.body.views() if spot else ():
            if spot is None or not view.has_class(spot.part):
                continue
            inside = list(view.walk_children(Widget, with_self=True))
            widget = inside[spot.widget] if spot.widget < len(inside) else None
            if widget is not None and widget.focusable:
                if isinstance(widget, Canvas) and spot.stop in [one.name for one in widget.stops]:
                    widget.go(spot.stop)
                self.set_focus(widget)
                return
        self._settle_focus(target)

    def _settle_focus(self, target: str) -> None:
        """Go where the page asks; else keep the focus, or give it to the first thing in sight."""
        if target and self.go_to(target):
            return
        if self.focused is not None and self.focused.is_attached and _seen(self.focused):
            return
        for view in self.body.views():
            widget = first_focusable(view)
            if widget is not None:
                if self._in_first_view(widget):
                    # It can be seen already: scrolling to the whole of it would take the title away.
                    self.set_focus(widget, scroll_visible=False)
                    return
                break
        heading = self.body.device.heading if self.body.device_view else self.body.heading
        heading.take_focus()

    def _in_first_view(self, widget: Widget) -> bool:
        region = widget.focus_region if isinstance(widget, Canvas) else widget.region
        return region.bottom <= self.body.region.bottom

    def go_to(self, target: str) -> bool:
        """Focus a part or a field ("nickname-form.nickname"). False where there is no such thing to focus."""
        part_id, _, name = target.partition(".")
        for view in self.body.views():
            if not view.has_class(f"part-{part_id}"):
                continue
            control = view.control(name) if name and hasattr(view, "control") else None
            widget = control or first_focusable(view)
            if widget is not None:
                self.set_focus(widget)
                self.call_after_refresh(self.reveal, widget)
            else:
                self._bring(view, view.region)
            return True
        return False

    def _move_on(self, going: list[Widget]) -> bool:
        """Move a focus that is about to be removed to what stays. True where nothing can have it."""
        focused = self.focused
        leaving = next(
            (one for one in going if focused and one in focused.ancestors_with_self), None
        )
        if leaving is None:
            return False
        views = list(self.body.views())
        at = views.index(leaving) if leaving in views else 0
        staying = [one for one in views[at + 1 :] + views[:at][::-1] if one not in going]
        for view in staying:
            widget = first_focusable(view)
            if widget is not None:
                self.set_focus(widget)
                return False
        self.set_focus(None)
        return True

    def set_focus(
        self, widget: Widget | None, scroll_visible: bool = True, from_app_focus: bool = False
    ) -> None:
        super().set_focus(widget, scroll_visible=False, from_app_focus=from_app_focus)
        if widget is not None and scroll_visible:
            self.call_after_refresh(self.reveal, widget)

    def action_next_stop(self) -> None:
        """Tab, where the focused widget has no further stop."""
        self._enter(self.focus_next(), backwards=False)

    def action_previous_stop(self) -> None:
        """Shift+Tab, the same backwards."""
        self._enter(self.focus_previous(), backwards=True)

    def _enter(self, widget: Widget | None, backwards: bool) -> None:
        if isinstance(widget, Canvas):
            widget.enter(backwards)

    # Scrolling

    def scroller(self, widget: Widget | None) -> Widget:
        """What scrolls when `widget` is to come into view."""
        for one in widget.ancestors if widget is not None else ():
            if isinstance(one, ScrollableContainer) and one.allow_vertical_scroll:
                return one
        for column in self.body.columns:
            if column.display and column.allow_vertical_scroll:
                return column
        return self.body

    def reveal(self, widget: Widget) -> None:
        """Scroll so that the widget, or where the focus stands in it, is in view."""
        if not widget.is_attached or widget is not self.focused:
            return
        scroller = self.scroller(widget)
        if scroller not in widget.ancestors:
            return
        wanted: tuple[Region, ...] = getattr(widget, "wanted_in_view", (widget.region,))
        fitting = [region for region in wanted if region.height <= scroller.region.height]
        self._bring(widget, fitting[0] if fitting else wanted[-1])

    def _bring(self, widget: Widget, region: Region) -> None:
        """Scroll so that `region`, which belongs to `widget`, is in view; by its top where it is too long.

        Reckoned from the page and not from the screen, so that doing it twice before a refresh is harmless.
        """
        scroller = self.scroller(widget)
        top = self._depth(widget) + region.y - widget.region.y
        height = scroller.content_region.height
        to = min(scroller.scroll_y, top)
        if region.height <= height:
            to = max(to, top + region.height - height)
        if to != scroller.scroll_y:
            scroller.scroll_to(y=to, animate=False, immediate=True, force=True)

    def _what_stays(self) -> tuple[Widget, int] | None:
        """What must stay where it is while the page grows, and its depth: the focus, or what is read."""
        focused = self.focused
        if focused is not None and self.body in focused.ancestors and _in_sight(focused, self.body):
            return focused, self._depth(focused)
        if self.scroller(None).scroll_y == 0:
            return None
        read = next((view for view in self.body.views() if _in_sight(view, self.body)), None)
        return None if read is None else (read, self._depth(read))

    def _keep_in_view(self, _: object) -> None:
        """After each layout: scroll by as much as what is anchored has moved in the page.

        After one that gave the page another size, bring the focus into view instead.
        """
        if self.body.size != self._room:
            self._room = self.body.size
            if self.focused is not None:
                self.reveal(self.focused)
            return
        if self._still is None:
            return
        anchor, before = self._still
        if not anchor.is_attached or not _seen(anchor):
            self._still = None
            return
        moved = self._depth(anchor) - before
        if moved:
            self._still = anchor, before + moved
            scroller = self.scroller(anchor)
            wanted = moved + (scroller.scroll_y if self._pending is None else self._pending)
            # The page may not know its new length yet: what it cannot reach now, it can after the refresh.
            self._pending = wanted if wanted > scroller.max_scroll_y else None
            scroller.scroll_to(y=wanted, animate=False, immediate=True, force=True)
            self.call_after_refresh(self._catch_up, scroller)

    def _catch_up(self, scroller: Widget) -> None:
        if self._pending is not None:
            scroller.scroll_to(y=self._pending, animate=False, immediate=True, force=True)
            self._pending = None

    def _depth(self, widget: Widget) -> int:
        """How far down the page a widget stands, wherever the page is scrolled to."""
        scroller, depth, one = self.scroller(widget), 0, widget
        while one is not scroller and isinstance(one.parent, Widget):
            depth += one.virtual_region.y
            one = one.parent
        return depth

    def action_scroll_page(self, how: str) -> None:
        """Scroll what is read, wherever the focus is."""
        scroller = self.scroller(self.focused)
        page = scroller.scrollable_content_region.height - 1
        by = {"up": -1, "down": 1, "page-up": -page, "page-down": page}.get(how)
        if by is not None:
            scroller.scroll_relative(y=by, animate=False, immediate=True, force=True)
        else:
            to = 0 if how == "home" else scroller.max_scroll_y
            scroller.scroll_to(y=to, animate=False, immediate=True, force=True)

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
        self._do(self._navigation.act(message.action))
        if any(one.id == message.action and one.kind == "back" for one in actions_of(self.page)):
            self._back_from = self.page.place

    def on_choose(self, message: Choose) -> None:
        self._do(self._navigation.choose(message.part, message.item))

    def on_send(self, message: Send) -> None:
        secrets: dict[str, str] = {}
        for view in self.body.views():
            if view.has_class(f"part-{message.form}") and hasattr(view, "secrets"):
                secrets = view.secrets()
        self._do(self._navigation.submit(message.form, secrets))

    def do(self, action: str) -> None:
        """An action that comes from a command."""
        self._do(self._navigation.act(action))

    def visit(self, target: str) -> None:
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
            views = self.body.main.views if inside else device.views
            for widget in map(first_focusable, views):
                if widget is not None:
                    self.set_focus(widget)
                    return
            (self.body.heading if inside else device.heading).take_focus()
        else:
            self.body.device_view = not self.body.device_view
            self._arrange()


def title_of(part: Part) -> str:
    """The title of a part, or "" for a kind that has none."""
    return part.title if isinstance(part, Facts | Listing | Form | Timeline) else ""


def first_focusable(view: Widget) -> Widget | None:
    """The view, or the first thing in it, that can have the focus."""
    if view.focusable:
        return view
    for child in view.walk_children(Widget):
        if child.focusable and not isinstance(child, Heading):
            return child
    return None


def _places(page: Page) -> tuple[bool, bool, str, bool]:
    """What decides where the columns stand."""
    opened = any(isinstance(part, Listing) and part.chosen for part in page.parts)
    return bool(page.aside), bool(page.device), asking_device(page), opened


def _typing(widget: Widget | None) -> bool:
    """Whether what has the focus is a field, where what is typed must not go elsewhere."""
    return widget is not None and any(one.has_class("field") for one in widget.ancestors_with_self)


def _seen(widget: Widget) -> bool:
    return all(one.display for one in widget.ancestors_with_self if isinstance(one, Widget))


def _in_sight(widget: Widget, body: Widget) -> bool:
    return widget.region.overlaps(body.region)
