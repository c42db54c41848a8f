"""A page walked by Tab, all the way round and back, with what stood on the screen at each stop.

Walking costs; judging does not. So each page is walked once in each manner, and all that must hold of it
(`tests.accessibility.gates`) is judged from the record.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from rich.style import Style
from textual.geometry import Offset, Region
from textual.widget import Widget

from tests.accessibility.drawn import Lines, PageBody, begun, cut, drawn, overlong, written
from tests.screens.harness import Stage, staged
from tui.page.drafts import Drafts
from tui.page.parts import Page
from tui.screens.queries import is_displayed
from tui.screens.review import review
from tui.widgets.canvas import Canvas
from tui.widgets.field import DrawnField
from tui.widgets.long_field import LongField
from tui.widgets.photo import POINT
from tui.widgets.prose import Heading
from tui.widgets.text_field import TextField
from tui.widgets.theme import LIGHT

LONGEST_ROUND = 200
"""More stops than any page has: a round that does not close is an error."""


class Manner(NamedTuple):
    """How a page is shown."""

    size: tuple[int, int] = (80, 24)
    language: str = "nl"
    theme: str = LIGHT.name

    def __str__(self) -> str:
        columns, rows = self.size
        return f"{columns}x{rows} {self.language} {self.theme}"


def segments(strips: Lines) -> Iterator[tuple[int, int, str, Style]]:
    for row, strip in enumerate(strips):
        column = 0
        for segment in strip:
            # Of a photo every point has the colour that it has; what is to be seen on it, words say (1.4.11).
            if segment.style is not None and segment.text.strip(f" {POINT}"):
                yield row, column, segment.text, segment.style
            column += segment.cell_length


def strips(stage: Stage) -> Lines:
    """What stands on the screen, also where a menu stands over the page."""
    return tuple(stage.app.screen._compositor.render_strips())


@dataclass(frozen=True)
class Frame:
    """What stood on the screen while the focus stood at one stop."""

    stop: tuple[str, str]
    """Which widget of the page, and where in it."""
    order: tuple[int, int, int]
    """Where it stands in reading order: column, line of the page, cell."""
    on_focus: bool
    """Whether the widget under the hardware cursor is the one that has the focus."""
    whole: bool
    """Whether all of what has the focus is in view, as far as there is room for it."""
    area: Region
    """Where on the screen the focus is shown, as far as in view: the stop, or a field with its label."""
    control: Region | None
    """What is operated, in view or not: the stop, or the field. None for a title, which is no control."""
    strips: Lines
    before: tuple[tuple[Region, Lines], ...] = ()
    """What shows that the focus is there: where it stands, and how it was drawn while the focus was not.

    In view then or not, so that it is known whatever was scrolled as the focus came.
    """

    @property
    def lines(self) -> list[str]:
        return [strip.text for strip in self.strips]

    def segments(self) -> Iterator[tuple[int, int, str, Style]]:
        return segments(self.strips)


@dataclass(frozen=True, repr=False)
class Walk:
    """A page in one manner: as it opens, Tab all the way round, and Shift+Tab back.

    Without a repr: `asyncio.run` makes one of its result, in vain, and this one would be a tenth of a second.
    """

    page: Page
    manner: Manner
    opened: Frame
    """The first picture, where the focus stands as the page opens."""
    frames: list[Frame] = field(default_factory=list)
    backwards: list[Frame] = field(default_factory=list)
    sideways: bool = False
    """Whether anything on the page scrolls sideways."""
    written: dict[str, str] = field(default_factory=dict)
    """What each part that is shown draws in all, in view or not."""
    resting: Lines = ()
    """All that is drawn on the page, in view or not, while the focus is elsewhere."""
    overlong: tuple[str, ...] = ()
    """Lines that are longer than the widget that draws them."""
    cut: tuple[str, ...] = ()
    """What can never be seen: lines a widget has no room for, and what reaches out of what holds it."""
    begun: tuple[str, ...] = ()
    """Every line of every part and heading that is drawn, in view or not, from its first sign on."""
    targets: tuple[tuple[str, Region], ...] = ()
    """What can be pressed with the mouse: its name, and where it stands in the page."""
    main: tuple[tuple[str, Region], ...] = ()
    """Of these the main buttons, with the blank lines next to them that are theirs."""
    headings: int = 1
    """How many titles of a page can be seen; that of a device beside the page is its own."""
    names: tuple[tuple[str, str], ...] = ()
    """Role and name of each thing that Tab or an arrow comes to, for a reviewer, and where it leads."""
    restless: tuple[str, ...] = ()
    """Timers that run while nothing is done."""
    keys: frozenset[str] = frozenset()
    """The keys that do something, wherever the focus is."""
    window: str = ""
    """What the terminal's window is called."""
    asked: tuple[tuple[str, ...], ...] = ()
    """What the navigation was asked for while the focus moved."""
    answered: tuple[tuple[str, ...], ...] = ()
    """What it was asked for while something was typed or chosen in each field."""
    escaped: tuple[tuple[str, ...], ...] = ()
    """What it was asked for when Escape was pressed after that."""

    def pictures(self) -> Iterator[tuple[str, Lines]]:
        """All there is to see, by name: the page at rest, in view or not, and the screen at each stop."""
        yield "at rest", self.resting
        for one in (self.opened, *self.frames, *self.backwards):
            yield str(one.stop), one.strips

    def segments(self) -> Iterator[tuple[str, Style]]:
        for _, strips in self.pictures():
            for *_, signs, style in segments(strips):
                yield signs, style


def _bearer(focused: Widget) -> Widget:
    """What shows that the focus is there: what has it, or a field with what stands around it."""
    typed, parent = isinstance(focused, TextField | LongField), focused.parent
    return parent if typed and isinstance(parent, Widget) else focused


def bearing(stage: Stage) -> list[Widget]:
    """The same, as what draws it."""
    bearer = _bearer(stage.focused)
    return list(bearer.children) or [bearer]


def at_rest(stage: Stage) -> PageBody:
    """All that is drawn on the page, in view or not, but for what shows that the focus is there."""
    apart = bearing(stage)
    return drawn(one for one in stage.screen.walk_children(Widget) if one not in apart)


def frame(stage: Stage, before: PageBody | None = None) -> Frame:
    """What stands on the screen now; `before` is how all was drawn before the focus came."""
    screen, focused, at = stage.screen, stage.focused, stage.at
    columns = screen.body.columns
    column = next((n for n, one in enumerate(columns, 1) if one in focused.ancestors), 0)
    inside = at.y - focused.region.y
    depth = (
        screen.viewport.depth_of(focused) + inside
        if screen.body in focused.ancestors
        else at.y - 1000
    )
    if focused is screen.bar:  # it belongs to the main column, at its end
        column, depth = 1, depth + 100_000
    under, _ = stage.app.screen.get_widget_at(at.x, at.y)
    scroller = screen.viewport.scroller_of(focused)
    room = scroller.region if scroller in focused.ancestors else screen.region
    stop = focused.marked() if isinstance(focused, Canvas) else None
    bearer = _bearer(focused)
    region = focused.focus_region if stop and isinstance(focused, Canvas) else focused.region
    return Frame(
        stop=(str(list(screen.walk_children(Widget)).index(focused)), stage.stop),
        order=(column, depth, at.x),
        on_focus=under is focused,
        whole=region.height > room.height or room.contains_region(region),
        area=(region if bearer is focused else bearer.region).intersection(room),
        control=None if isinstance(focused, Heading) else region,
        strips=strips(stage),
        before=tuple((one.region, before[one]) for one in bearing(stage) if one.region)
        if before
        else (),
    )


def _targets(stage: Stage) -> Iterator[tuple[str, Region]]:
    """What can be pressed. What the page holds is taken where it stands in the page, far below the frame."""
    body = stage.screen.body
    for widget in stage.screen.walk_children(Widget):
        if not is_displayed(widget) or not widget.region:
            continue
        below = Offset(0, 1000) if body in widget.ancestors else Offset(0, 0)
        if isinstance(widget, Canvas):
            for stop in widget.stops:
                area = widget.reach_of(stop) + below
                yield f"{widget.id or widget.css_identifier}.{stop.name}", area
        elif widget.focusable:
            yield widget.id or widget.css_identifier, widget.region + below


def _main(stage: Stage) -> Iterator[tuple[str, Region]]:
    """The main buttons of the page, and how much of what is round them presses them, too."""
    bar = stage.screen.bar
    leaves = [one for one in stage.screen.body.walk_children(Widget) if _presses_itself(one)]
    for widget in [*leaves, bar]:
        if not isinstance(widget, Canvas) or not is_displayed(widget):
            continue
        for stop in widget.stops:
            if not stop.main:
                continue
            area = widget.reach_of(stop)
            rows = [
                row
                for row in range(area.y, area.bottom)
                if widget is bar  # what is scrolled under it does not take from it
                or not any(
                    one is not widget and one.region.overlaps(Region(area.x, row, area.width, 1))
                    for one in leaves
                )
            ]
            yield stop.name, Region(area.x, rows[0], area.width, len(rows))


def _presses_itself(widget: Widget) -> bool:
    return bool(widget.region) and (widget.can_focus or isinstance(widget, Canvas))


def _headings(stage: Stage) -> Iterator[Heading]:
    body = stage.screen.body
    for heading in stage.screen.query(Heading):
        beside = body.device is not None and not body.device_view
        own = beside and body.device is not None and heading is body.device.view.heading
        if is_displayed(heading) and heading.region and not own:
            yield heading


def _names(stage: Stage) -> Iterator[tuple[str, str]]:
    """The ids of what leads to a place say so: go:sign-in in the head, to-sign-in on the page."""
    screen = stage.screen
    items, entries = review(screen)
    for item, entry in zip(items[-len(entries) :], entries, strict=True):
        if entry.tab or entry.inside:
            head = entry.widget is screen.head
            leads = f"go:{screen.page.who_place}" if head else entry.stop or str(entry.widget.id)
            yield item.title, re.sub(r"^(go|to)[:-]", "", leads)


async def _answer(stage: Stage) -> None:
    """Type or choose something in each field."""
    for widget in list(stage.screen.walk_children(Widget)):
        if isinstance(widget, TextField | LongField | DrawnField) and is_displayed(widget):
            stage.screen.set_focus(widget)
            await stage.press("x", *(("down", "space") if isinstance(widget, DrawnField) else ()))


def restless(stage: Stage) -> Iterator[str]:
    for pump in (stage.app, *stage.app.screen.walk_children(with_self=True)):
        for timer in pump._timers:
            task = timer._task
            going: tuple[bool, ...] = (timer._active.is_set(), task is not None and not task.done())
            if all(going):
                yield f"{pump}: {timer}"


async def walk(
    page: Page, manner: Manner, drafts: Drafts | None = None, *, device: bool = False
) -> Walk:
    """Walk a page by Tab from the head until it comes round, then back by Shift+Tab.

    With `device` the citizen's own device is walked, in the page's place: the size must leave it no other.
    """
    size, language, theme = manner
    async with staged(page, size=size, language=language, theme=theme, drafts=drafts) as stage:
        if device:
            await stage.press("f2")
            assert stage.screen.body.device_view
        widgets = list(stage.screen.walk_children(Widget))
        views = list(stage.screen.body.views())
        parts = {
            part.id: [view for view in views if view.has_class(f"part-{part.id}")]
            for part in page.everything
        }
        walked = Walk(
            page,
            manner,
            frame(stage),
            sideways=any(one.show_horizontal_scrollbar for one in widgets),
            written={part: " ".join(map(written, shown)) for part, shown in parts.items() if shown},
            overlong=tuple(line for one in widgets for line in overlong(one)),
            cut=tuple(line for one in widgets for line in cut(one)),
            begun=tuple(line for one in widgets for line in begun(one)),
            targets=tuple(_targets(stage)),
            main=tuple(_main(stage)),
            headings=len(list(_headings(stage))),
            names=tuple(_names(stage)),
            restless=tuple(restless(stage)),
            keys=frozenset(stage.app.screen.active_bindings),
            window=stage.app.window_name(page),
        )
        rest = at_rest(stage)
        first = [(one.region, one) for one in bearing(stage) if one.region]
        stage.screen.set_focus(stage.screen.head)
        await stage.settle()
        walked.frames.append(frame(stage, rest))
        rest |= at_rest(stage)
        while len(walked.frames) < LONGEST_ROUND:
            before = rest | drawn(bearing(stage))
            await stage.press("tab")
            walked.frames.append(frame(stage, before))
            if walked.frames[-1].stop == walked.frames[0].stop:
                break
        for _ in walked.frames[1:]:
            await stage.press("shift+tab")
            walked.backwards.append(frame(stage))
        asked = tuple(stage.leading.asked)
        await _answer(stage)
        answered = tuple(stage.leading.asked[len(asked) :])
        stage.screen.set_focus(
            stage.screen.head
        )  # from a device, Escape leads back to the page first
        if device:
            await stage.press("escape")
        so_far = len(stage.leading.asked)
        await stage.press("escape")
        escaped = tuple(stage.leading.asked[so_far:])
        return replace(
            walked,
            opened=replace(walked.opened, before=tuple((where, rest[one]) for where, one in first)),
            resting=tuple(strip for strips in rest.values() for strip in strips),
            asked=asked,
            answered=answered,
            escaped=escaped,
        )
