"""What the foot line says of the keys, for the widget that has the focus."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from textual.widget import Widget

from tui.page.hints import (
    Hint,
    entry_hints,
    field_hints,
    part_hints,
    tab_hints,
    title_hints,
    way_back,
)
from tui.page.parts import Form, Page
from tui.widgets.canvas import Canvas
from tui.widgets.foot import DEVICE
from tui.widgets.interfaces import FieldControl, PartView

if TYPE_CHECKING:
    from tui.screens.page_screen import PageScreen


class FootHints:
    """The hints for the focus of a screen; worked out again only where something has changed."""

    def __init__(self, screen: "PageScreen") -> None:
        self._screen = screen
        self._at: tuple[object, ...] = ()
        self._hints: tuple[Hint, ...] = ()

    def now(self) -> tuple[Hint, ...] | None:
        """The hints; None while the focus is on its way, so that the old ones stay that long."""
        screen = self._screen
        widget = screen.focused
        if widget is None or not widget.has_focus:
            return None
        stop = widget.stop if isinstance(widget, Canvas) else ""
        value = widget.read() if isinstance(widget, FieldControl) and widget.is_drawn else ""
        at = (screen.page, widget, stop, value)
        if [*map(id, at[:2]), *at[2:]] != [*map(id, self._at[:2]), *self._at[2:]]:
            self._at = at
            self._hints = tuple(self._find(screen.page, widget, stop, value))
        return self._hints

    def _find(self, page: Page, widget: Widget, stop: str, value: str) -> Iterator[Hint]:
        screen, words = self._screen, self._screen.words
        if widget is screen.head:
            yield from entry_hints(page, words)
        elif widget is screen.tabs:
            yield from tab_hints(page, words, stop)
        elif widget is screen.pinned:
            assert screen.pinned is not None
            yield Hint("enter", screen.pinned.does, screen.pinned.does)
        elif widget is screen.body.call:
            yield Hint("enter", words("command.device"), words("foot.open"))
        else:
            here = tuple(self._at_part(widget, stop, value))
            yield from here
            if screen.body.device in widget.ancestors:
                device = next(one for one in screen.commands if one.id == DEVICE)
                yield from (Hint(key, words("foot.to-portal")) for key in device.keys[:1])
            else:
                yield from way_back(page, *here)

    def _at_part(self, widget: Widget, stop: str, value: str) -> tuple[Hint, ...]:
        screen, words = self._screen, self._screen.words
        if widget is screen.bar and screen.bar.part is not None:
            return part_hints(screen.bar.part, words, stop)
        view = next((one for one in widget.ancestors_with_self if isinstance(one, PartView)), None)
        if view is None:
            return title_hints(words)
        if isinstance(widget, FieldControl) and isinstance(view.part, Form):
            return field_hints(view.part, widget.field, words, ticked=bool(value))
        return part_hints(view.part, words, stop)
