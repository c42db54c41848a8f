"""What of all that is drawn has too little contrast (1.4.3, 1.4.6, 1.4.11)."""

from collections.abc import Iterable

from rich.style import Style

from tui.screens.contrast import DRAWN, contrast


def faint(
    drawn: Iterable[tuple[int, int, str, Style]], text: float, border: float
) -> list[tuple[int, int, str, float]]:
    """What has too little contrast: row, column, signs, and the contrast they have."""
    return [
        (row, column, signs, round(contrast(style), 2))
        for row, column, signs, style in drawn
        if contrast(style) < (border if DRAWN.match(signs) else text)
    ]
