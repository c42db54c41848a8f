"""A page walked by Tab, all the way round and back, with what stood on the screen at each stop.

Walking costs; judging does not. So each page is walked once in each manner, and all that must hold of it
(`tests.accessibility.gates`) is judged from the record.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

from rich.style import Style
from textual.strip import Strip
from textual.widget import Widget

from tests.screens.harness import Stage, staged
from tui.journey.page import Page
from tui.widgets.theme import LIGHT, TERMINAL

LONGEST_ROUND = 120
"""More stops than any page has: a round that does not close is an error."""


def segments(strips: tuple[Strip, ...]) -> Iterator[tuple[int, int, str, Style]]:
    """Row, column, signs and style of all that is drawn in one style and is not blank."""
    for row, strip in enumerate(strips):
        column = 0
        for segment in strip:
            if segment.style is not None and segment.text.strip():
                yield row, column, segment.text, segment.style
            column += segment.cell_length


def strips(stage: Stage) -> tuple[Strip, ...]:
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
    strips: tuple[Strip, ...]

    @property
    def lines(self) -> list[str]:
        """The signs alone."""
        return [strip.text for strip in self.strips]

    def segments(self) -> Iterator[tuple[int, int, str, Style]]:
        """What is drawn."""
        return segments(self.strips)


@dataclass(frozen=True)
class Walk:
    """A page in one manner: as it opens, Tab all the way round, and Shift+Tab back."""

    page: Page
    size: tuple[int, int]
    opened: Frame
    """The first picture, where the focus stands as the page opens."""
    frames: list[Frame] = field(default_factory=list)
    backwards: list[Frame] = field(default_factory=list)
    theme: str = LIGHT.name
    colourless: bool = False
    """Whether the page is drawn in the terminal's own colours."""
    sideways: bool = False
    """Whether anything on the page scrolls sideways."""


def frame(stage: Stage) -> Frame:
    """What stands on the screen now."""
    screen, focused, at = stage.screen, stage.focused, stage.at
    columns = screen.body.columns
    column = next((n for n, one in enumerate(columns, 1) if one in focused.ancestors), 0)
    inside = at.y - focused.region.y
    depth = screen._depth(focused) + inside if screen.body in focused.ancestors else at.y - 1000
    under, _ = stage.app.screen.get_widget_at(at.x, at.y)
    return Frame(
        stop=(str(list(screen.walk_children(Widget)).index(focused)), stage.stop),
        order=(column, depth, at.x),
        on_focus=under is focused,
        strips=strips(stage),
    )


async def walk(
    page: Page, size: tuple[int, int], *, theme: str = LIGHT.name, no_color: bool = False
) -> Walk:
    """Walk a page by Tab from the head until it comes round, then back by Shift+Tab."""
    async with staged(page, size=size, theme=theme, no_color=no_color) as stage:
        widgets = stage.screen.walk_children(Widget)
        sideways = any(one.show_horizontal_scrollbar for one in widgets)
        colourless = stage.app.theme == TERMINAL.name
        walked = Walk(
            page, size, frame(stage), theme=theme, colourless=colourless, sideways=sideways
        )
        stage.screen.set_focus(stage.screen.head)
        await stage.settle()
        walked.frames.append(frame(stage))
        while len(walked.frames) < LONGEST_ROUND:
            await stage.press("tab")
            walked.frames.append(frame(stage))
            if walked.frames[-1].stop == walked.frames[0].stop:
                break
        for _ in walked.frames[1:]:
            await stage.press("shift+tab")
            walked.backwards.append(frame(stage))
        return walked
