"""Which widget draws which kind of part."""

from collections.abc import Callable
from typing import Protocol, cast

from textual.widget import Widget

from tui.journey.commands import Command
from tui.journey.drafts import Drafts
from tui.journey.page import (
    Actions,
    Facts,
    Form,
    Listing,
    Notice,
    Part,
    Text,
    Timeline,
)
from tui.locale import Words
from tui.widgets.actions import ActionsView
from tui.widgets.facts import FactsView
from tui.widgets.listing import ListingView
from tui.widgets.notice import NoticeView
from tui.widgets.prose import TextView
from tui.widgets.timeline import TimelineView


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


def _form(part: Form, setting: Setting) -> Widget:
    # Input and TextArea are not needed for a first page, and cost a third of a first paint.
    from tui.widgets.form import FormView

    return FormView(part, setting.place, setting.drafts, setting.words)


BUILDERS: dict[type[Part], Callable[..., Widget]] = {
    Text: lambda part, _: TextView(part),
    Notice: lambda part, setting: NoticeView(part, setting.words, setting.label),
    Facts: lambda part, setting: FactsView(part, setting.words),
    Listing: lambda part, _: ListingView(part),
    Form: _form,
    Timeline: lambda part, setting: TimelineView(part, setting.words),
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
