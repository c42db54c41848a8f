"""What must hold of every page, judged from a record of it: each gate names what is wrong, or nothing.

A gate is a function from a `Walk` to complaints. WCAG 2.2 numbers stand beside each.
"""

from collections.abc import Callable
from functools import lru_cache

from rich.color import ColorSystem
from rich.style import Style

from tests.accessibility.contrast import faint
from tests.accessibility.walk import Walk

TEXT, BORDER = 4.5, 3.0
ENHANCED = 7.0
"""What high contrast promises of text (1.4.6)."""

Gate = Callable[[Walk], list[str]]


def contrast(walk: Walk) -> list[str]:
    """Every cell, at rest and with the focus at each stop (1.4.3, 1.4.6, 1.4.11).

    A theme without colours must have none at all: the terminal's own are not ours to reckon (G148).
    """
    frames = (walk.opened, *walk.frames, *walk.backwards)
    if walk.colourless:
        styles = (style for frame in frames for *_, style in frame.segments())
        return sorted({f"{style} has a colour" for style in styles if style.color or style.bgcolor})
    text = ENHANCED if walk.theme.startswith("high-contrast") else TEXT
    return [
        f"{frame.stop}: {found}"
        for frame in frames
        for found in faint(frame.segments(), text, BORDER)[:3]
    ]


def contrast_of_256(walk: Walk) -> list[str]:
    """The same where the terminal has 256 colours, as Rich picks them out of the palette (1.4.3)."""
    if walk.colourless:
        return []
    return [
        f"{frame.stop} in 256 colours: {found}"
        for frame in (walk.opened, *walk.frames)
        for found in faint(
            ((y, x, signs, downgraded(style)) for y, x, signs, style in frame.segments()),
            TEXT,
            BORDER,
        )[:3]
    ]


@lru_cache(1024)
def downgraded(style: Style) -> Style:
    """A style with its colours out of the palette of 256."""
    assert style.color is not None
    assert style.bgcolor is not None
    return Style(
        color=style.color.downgrade(ColorSystem.EIGHT_BIT),
        bgcolor=style.bgcolor.downgrade(ColorSystem.EIGHT_BIT),
    )


def focus_changes_a_sign(walk: Walk) -> list[str]:
    """A move of the focus is told by a sign, and not by colour alone (2.4.7, 1.4.1)."""
    steps = zip(walk.frames, walk.frames[1:], strict=False)
    return [
        f"{before.stop} and {after.stop} look the same"
        for before, after in steps
        if before.lines == after.lines
    ]


def cursor_on_focus(walk: Walk) -> list[str]:
    """The cursor's place lies in what has the focus, and so in view (2.4.11, EN 301 549 11.5.2.13)."""
    frames = (walk.opened, *walk.frames, *walk.backwards)
    return [f"the cursor is not on {frame.stop}" for frame in frames if not frame.on_focus]


def closed_cycle(walk: Walk) -> list[str]:
    """Tab comes round, and stops nowhere twice (2.1.2)."""
    stops = [frame.stop for frame in walk.frames]
    if stops[0] != stops[-1]:
        return [f"Tab does not come round in {len(stops)} steps"]
    twice = {one for one in stops[1:] if stops[1:].count(one) > 1}
    return [f"Tab comes twice to {one}" for one in sorted(twice)]


def exact_reverse(walk: Walk) -> list[str]:
    """Shift+Tab goes the same way back (2.4.3)."""
    there = [frame.stop for frame in walk.frames[:-1]][::-1]
    back = [frame.stop for frame in walk.backwards]
    return [] if there == back else [f"there {there}, back {back}"]


def reading_order(walk: Walk) -> list[str]:
    """Tab goes from left to right and from top to bottom, column by column (1.3.2, 2.4.3)."""
    orders = [frame.order for frame in walk.frames[:-1]]
    return [] if orders == sorted(set(orders)) else [f"the stops stand at {orders}"]


def nothing_sideways(walk: Walk) -> list[str]:
    """Nothing scrolls sideways (1.4.10)."""
    return ["something scrolls sideways"] if walk.sideways else []


GATES: tuple[Gate, ...] = (
    contrast,
    contrast_of_256,
    focus_changes_a_sign,
    cursor_on_focus,
    closed_cycle,
    exact_reverse,
    reading_order,
    nothing_sideways,
)


def complaints(walk: Walk) -> list[str]:
    """All that is wrong with a page in one manner."""
    return [f"{gate.__name__}: {one}" for gate in GATES for one in gate(walk)]
