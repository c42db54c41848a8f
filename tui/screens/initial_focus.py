"""The initial focus of a page: set as soon as the page is laid out, and again once it is complete."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.screens.queries import is_displayed
from tui.widgets.body import too_small
from tui.widgets.prose import Heading

if TYPE_CHECKING:
    from tui.screens.page_screen import PageScreen


class InitialFocus:
    """Waits for a page to be laid out, and sets the focus before the page is painted."""

    def __init__(self, screen: "PageScreen") -> None:
        self._screen = screen
        self._waiting: Callable[[], None] | None = None
        self._repeat: Callable[[], None] | None = None
        self._given: Callable[[], None] | None = None
        self._untouched = True
        """Whether nothing has been pressed since `give`."""

    def give(self, settle: Callable[[], None]) -> None:
        """Call `settle` to set the focus as soon as the page is laid out, before it is painted."""
        self._waiting, self._repeat, self._given, self._untouched = settle, None, settle, True
        self._screen.viewport.keep_title(None)
        self._screen.call_after_refresh(self.give_now)

    def cancel(self) -> None:
        """Do not set the focus any more, because another page comes."""
        self._waiting = None

    def give_now(self) -> None:
        """Set the focus, unless a part of the page is not laid out yet."""
        screen = self._screen
        if self._waiting is None or not screen.body.is_attached or not screen.body.region:
            return
        if too_small(screen.app.size) or screen.outer_size != screen.app.size:
            return  # without room nothing fits: the focus is set once the page can be seen
        if any(is_displayed(view) and not view.region for view in screen.body.views()):
            return  # a part was just added: it will be laid out too, before anything is painted
        settle, self._waiting = self._waiting, None
        # While a page is still being fetched, it is not known what it will offer.
        self._repeat = settle if screen.page.busy else None
        screen.viewport.accept_size()
        settle()
        if screen.focused is not None:
            # Textual's own message, which sets this, comes only after the paint.
            screen.focused.has_focus = True

    def before_input(self) -> None:
        """Set the focus before what the citizen has pressed is handled."""
        if self._waiting is not None and self._screen.body.is_attached:
            if not self._screen.body.region:
                self._screen.lay_out_now()
            self.give_now()
        self._untouched = False
        self._screen.viewport.keep_title(None)

    def repeat_when_fetched(self) -> None:
        """Set the focus again once the page is complete, if nothing has been pressed yet."""
        screen = self._screen
        if self._repeat is None or screen.page.busy:
            return
        settle, self._repeat = self._repeat, None
        focused = screen.focused
        if self._untouched and (focused is None or screen.body in focused.ancestors):
            screen.set_focus(None)
            self.give(settle)

    def repeat_for_size(self) -> None:
        """Set the focus again at another size, if the title had it for lack of room and it was not moved."""
        screen = self._screen
        if self._untouched and isinstance(screen.focused, Heading) and self._given is not None:
            screen.set_focus(None)
            self.give(self._given)
