"""Which widget draws which kind of part."""

from collections.abc import Callable
from typing import Protocol, cast

from textual.widget import Widget

from tui.locale import Words
from tui.page.commands import Command
from tui.page.drafts import Drafts
from tui.page.parts import (
    Actions,
    Facts,
    Form,
    Listing,
    Notice,
    Part,
    Text,
    Timeline,
)
from tui.widgets.actions import ActionsView
from tui.widgets.prose import TextView


class Setting(Protocol):
    """What a view may know of the page that it is on."""

    @property
    def words(self) -> Words:
        """The catalogue."""

    @property
    def commands(self) -> tuple[Command, ...]:
        """The table of commands, with their keys."""

    @property
    def drafts(self) -> Drafts:
        """What is being typed."""

    @property
    def place(self) -> str:
        """The place of the page."""

    def label(self, target: str) -> str:
        """How a part or field of the page is called."""


class View(Protocol):
    """What every view of a part can do beside being a widget."""

    part: Part

    def show(self, part: Part) -> None:
        """Take a newer value of the same part."""


# Most kinds of parts are not on a first page, and a form's Input and TextArea would cost a third of its
# paint: they are imported when one is drawn, or ahead of that by `tui.opening.load_ahead`.


def _notice(part: Notice, setting: Setting) -> Widget:
    from tui.widgets.notice import NoticeView

    return NoticeView(part, setting.words, setting.label)


def _facts(part: Facts, setting: Setting) -> Widget:
    from tui.widgets.facts import FactsView

    return FactsView(part, setting.words)


def _listing(part: Listing, _: Setting) -> Widget:
    from tui.widgets.listing import ListingView

    return ListingView(part)


def _form(part: Form, setting: Setting) -> Widget:
    from tui.widgets.form import FormView

    return FormView(part, setting.place, setting.drafts, setting.words)


def _timeline(part: Timeline, setting: Setting) -> Widget:
    from tui.widgets.timeline import TimelineView

    return TimelineView(part, setting.words)


BUILDERS: dict[type[Part], Callable[..., Widget]] = {
    Text: lambda part, _: TextView(part),
    Notice: _notice,
    Facts: _facts,
    Listing: _listing,
    Form: _form,
    Timeline: _timeline,
    Actions: lambda part, _: ActionsView(part),
}
"""One builder for each kind in `PART_KINDS`."""


def build(part: Part, setting: Setting) -> Widget:
    """The widget for a part; it has the class `part-<id>`."""
    widget = BUILDERS[type(part)](part, setting)
    # Not styled here: mounting does that.
    widget.add_class(f"part-{part.id}", update=False)
    return widget


def view_of(widget: Widget) -> View:
    """A widget that `build` has made, as a view."""
    return cast(View, widget)
