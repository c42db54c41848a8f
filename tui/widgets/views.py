"""The widget that draws each kind of part."""

from collections.abc import Callable
from typing import Any, Protocol

from textual.widget import Widget

from tui.locale import Words
from tui.page.commands import Command
from tui.page.drafts import Drafts
from tui.page.parts import (
    Actions,
    Device,
    Facts,
    Form,
    Listing,
    Meter,
    Notice,
    Part,
    Picture,
    Text,
    Timeline,
)
from tui.widgets.actions import ActionsView
from tui.widgets.interfaces import PartView
from tui.widgets.prose import TextView


class ViewContext(Protocol):
    """What a view may know about its page."""

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

    @property
    def bar(self) -> Widget:
        """The buttons below the page, which belong to one of its parts."""

    def label(self, target: str) -> str:
        """The name of a part or a field of the page."""


# Most kinds of parts are not on the first page, and a form's Input and TextArea would make up a third of the
# time to paint it: they are imported when first drawn, or ahead of that by `tui.opening.load_ahead`.


def _notice(part: Notice, context: ViewContext) -> PartView[Notice]:
    from tui.widgets.notice import NoticeView

    return NoticeView(part, context.words, context.label)


def _facts(part: Facts, context: ViewContext) -> PartView[Facts]:
    from tui.widgets.facts import FactsView

    return FactsView(part, context.words)


def _listing(part: Listing, context: ViewContext) -> PartView[Listing]:
    from tui.widgets.listing import ListingView

    if part.outside:
        from tui.widgets.outside_listing import OutsideListing

        return OutsideListing(part, context.words)
    return ListingView(part)


def _form(part: Form, context: ViewContext) -> PartView[Form]:
    from tui.widgets.form import FormView

    return FormView(part, context.place, context.drafts, context.words)


def _timeline(part: Timeline, context: ViewContext) -> PartView[Timeline]:
    from tui.widgets.timeline import TimelineView

    return TimelineView(part, context.words)


def _meter(part: Meter, _context: ViewContext) -> PartView[Meter]:
    from tui.widgets.meter import MeterView

    return MeterView(part)


def _picture(part: Picture, _context: ViewContext) -> PartView[Picture]:
    from tui.widgets.picture import PictureView

    return PictureView(part)


def _device(part: Device, context: ViewContext) -> PartView[Device]:
    from tui.widgets.device import DeviceView

    return DeviceView(part, context, signed=True)


BUILDERS: dict[type[Part], Callable[..., PartView[Any]]] = {
    Text: lambda part, _: TextView(part),
    Notice: _notice,
    Facts: _facts,
    Listing: _listing,
    Form: _form,
    Timeline: _timeline,
    Meter: _meter,
    Picture: _picture,
    Actions: lambda part, _: ActionsView(part),
    Device: _device,
}
"""A builder for each kind in `PART_KINDS`."""


def build(part: Part, context: ViewContext) -> PartView[Any]:
    """The widget for a part; it has the class `part-<id>`."""
    widget = BUILDERS[type(part)](part, context)
    # Not styled here: mounting does that.
    widget.add_class(f"part-{part.id}", update=False)
    return widget
