"""Draws a newer page: updates the parts of the same page, or replaces it by another page."""

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from textual.geometry import Size

from tui.page.parts import ANNOUNCED, Form, Listing, Notice, Page
from tui.screens.page_focus import FocusPlace
from tui.screens.queries import column_layout, is_displayed, is_field
from tui.screens.viewport import scroll_at_once
from tui.widgets.body import Body, too_small
from tui.widgets.interfaces import PartView

if TYPE_CHECKING:
    from tui.screens.page_screen import PageScreen


class PageUpdates:
    """Updates the widgets of a screen to its page, without losing focus, scroll position or typed text.

    `on_page` is called with each page once it is drawn, and `on_forgotten` once nothing is kept of the pages
    of a session that has ended.
    """

    def __init__(
        self,
        screen: "PageScreen",
        on_page: Callable[[Page], None],
        on_forgotten: Callable[[], None],
    ) -> None:
        self._screen = screen
        self._on_page = on_page
        self._on_forgotten = on_forgotten
        self._focus_places: dict[str, FocusPlace | None] = {}
        self.back_from = ""
        """The place that the citizen is going back from; "" if they are not going back."""
        self._size: Size | None = None
        self._unseen: tuple[str, ...] = ()
        self._announcing = False
        """Whether the page has announced something since the last key."""

    def before_input(self) -> None:
        """Count what was announced as heard, because the citizen presses something."""
        self._announcing = False

    async def show(self, page: Page) -> None:
        """Show this page."""
        screen = self._screen
        before, screen.page = screen.page, page
        if page == before:
            return
        with screen.app.batch_update():
            screen.head.show(page)
            screen.tabs.show(page)
            screen.show_pinned(page.pinned)
            now = announced(page).values()
            self._unseen = tuple(title for title in self._unseen if title in now)
            screen.status.show(page, self._unseen)
            screen.foot.show(page)
            barred = screen.bar.display
            screen.bar.show(page)
            if screen.body.continues(page):
                self._show_newer(before, page, unbarred=barred and not screen.bar.display)
            else:
                await self._show_other(before, page)
        screen.app.call_later(self._on_page, page)
        if page.place != before.place or set(now) - set(announced(before).values()):
            # Only after the focus is set, and what it brings into view is drawn.
            self._announcing = True
            screen.call_after_refresh(partial(screen.call_after_refresh, self._say_unseen))
        if before.signed_in and not page.signed_in:
            # Not before the next page is on the screen.
            screen.call_after_refresh(partial(screen.call_after_refresh, self._forget))

    def _forget(self) -> None:
        """Keep nothing of the pages of a session that has ended: texts, widgets, places of messages."""
        from tui.textual_fixes.drawn import forget_drawn, forget_removed

        self._focus_places.clear()
        forget_drawn()
        forget_removed(self._screen)
        self._on_forgotten()

    # What is announced out of view

    def _say_unseen(self) -> None:
        """Say in the status line what the page announces out of view, so that all of it is heard once."""
        page = self._screen.page
        self._unseen = tuple(
            title for part, title in announced(page).items() if not self._in_view(part)
        )
        self._screen.status.show(page, self._unseen)

    def _in_view(self, part: str) -> bool:
        views = self._screen.body.views()
        view = next((view for view in views if view.has_class(f"part-{part}")), None)
        return view is not None and self._screen.viewport.shows_first_line(view)

    def after_scroll(self) -> None:
        """Announce again what is out of view after the page has scrolled by itself."""
        if self._announcing:
            self._screen.call_after_refresh(self._say_unseen)

    # The same page, and another

    def _show_newer(self, before: Page, page: Page, *, unbarred: bool) -> None:
        screen, body = self._screen, self._screen.body
        screen.viewport.anchor_what_is_read()
        focused_before = screen.focused
        going = body.going(page) + ([screen.bar] if unbarred else [])
        homeless = screen.page_focus.leave(going)
        moved_on = screen.focused is not focused_before
        if moved_on and screen.focused is not None:
            screen.viewport.anchor(screen.focused)
        called = body.calls
        body.show(page)
        if column_layout(before) != column_layout(page):
            self._arrange()
        if body.calls and not called and not is_field(screen.focused):
            screen.call_after_refresh(screen.set_focus, body.call)
        target = page.focus if (page.focus, page.place) != (before.focus, before.place) else ""
        if (
            page.place == before.place
            and page.step != before.step
            and (
                focused_before is None
                or focused_before is screen.bar
                or body.main in focused_before.ancestors
            )
        ):
            self._begin_step(page.focus)
        elif self._begins_anew(before, page):
            self._begin_step(target, page.begin)
        elif target or homeless:
            screen.viewport.release()
            self._settle_first(target, page.begin if homeless else "")
        # Errors under fields, and columns that appear, take their place only in a later layout; and a widget
        # that had the focus may be removed before or after its successor is brought into view.
        if target or moved_on or errors(page) != errors(before):
            screen.viewport.follows_focus = True
        screen.initial_focus.repeat_when_fetched()

    def _begins_anew(self, before: Page, page: Page) -> bool:
        """Whether something was opened, or failed, at which the page begins, or that takes a list's place.

        Not while somebody types, nor where it was opened from a list that still stands beside it.
        """
        focused = self._screen.focused
        if page.place != before.place and not self._screen.body.shows_list:
            return not is_field(focused)
        opened = (page.begin, page.opened_item)
        begins = bool(page.begin) and opened != (before.begin, before.opened_item)
        in_list = isinstance(focused, PartView) and isinstance(focused.part, Listing)
        stays = focused is not None and is_displayed(focused)
        from_list = (page.place != before.place or page.list_of is not None) and in_list and stays
        return begins and not from_list and not is_field(focused)

    def _begin_step(self, target: str, begin: str = "") -> None:
        """Start reading the next step of a page at its title, as with another page."""
        self._screen.viewport.release()
        beside = self._screen.body.aside if begin else self._screen.body.main
        for scroller in (self._screen.body, beside):
            scroll_at_once(scroller, 0)
        self._screen.set_focus(None)
        self._settle_first(target, begin)

    def _settle_first(self, target: str, begin: str = "") -> None:
        self._screen.initial_focus.give(partial(self._screen.page_focus.settle, target, begin))

    async def _show_other(self, before: Page, page: Page) -> None:
        screen, old = self._screen, self._screen.body
        at_tabs = screen.focused is screen.tabs
        screen.status.answer("")
        self._focus_places[before.place] = screen.page_focus.place()
        place = self._focus_places.get(page.place) if self.back_from == before.place else None
        self.back_from = ""
        screen.body = Body(screen, page, screen.app.size)
        screen.initial_focus.cancel()
        if not at_tabs:
            screen.set_focus(None)
        await screen.mount(screen.body, before=old)
        await old.remove()
        restore = partial(
            screen.page_focus.restore, None if at_tabs else place, page.focus, page.begin
        )
        screen.initial_focus.give(restore)

    # Columns

    def resized(self, size: Size) -> None:
        """Adapt to another size of the screen."""
        if size != self._screen.app.size:
            return  # no longer the latest size (see `tui.textual_fixes.screen.ResizeFix`)
        if self._size is not None and too_small(size):
            return  # the page is not visible: everything stays where it is until there is room again
        before, self._size = self._size, size
        if before is None:
            # The first event only reports the size for which the page was created.
            self._screen.body.lay_out(size)
        elif before != size:
            self._arrange()
            self._screen.initial_focus.repeat_for_size()

    def toggle_device_view(self) -> None:
        """Show the device instead of the page, or the page again."""
        self._screen.body.device_view = not self._screen.body.device_view
        self._arrange()

    def _arrange(self) -> None:
        """Arrange the columns; a focus that would be hidden moves to something displayed."""
        screen = self._screen
        screen.viewport.release()
        screen.body.lay_out(screen.app.size)
        focused = screen.focused
        if focused is not None and not is_displayed(focused):
            self._settle_first("")  # once it is laid out: before, anything seems to be in view
        elif focused is not None:
            screen.call_after_refresh(screen.viewport.reveal, focused)


def announced(page: Page) -> dict[str, str]:
    """The notices that may appear on any page and are on this page: their titles by id."""
    found = (part for part in page.everything if isinstance(part, Notice) and part.id in ANNOUNCED)
    return {part.id: part.title for part in found}


def errors(page: Page) -> list[str]:
    """The error of each field of a page, "" for a field without an error."""
    forms = (part for part in page.everything if isinstance(part, Form))
    return [field.error for form in forms for field in form.fields]
