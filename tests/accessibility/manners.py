"""In which manners each page is walked: in a few on every build, which over all pages make every pair."""

from itertools import product

from tests.accessibility.walk import Manner
from tui.locale import LANGUAGES
from tui.widgets.theme import THEMES as ALL_THEMES

SIZES = ((80, 24), (40, 12), (120, 40), (200, 60))
"""80 by 24; the same at 200 %; and two larger ones."""

THEMES = tuple(theme.name for theme in ALL_THEMES)
"""The last is the terminal's own, which NO_COLOR takes too."""


def every_manner() -> list[Manner]:
    """All combinations, for the nightly form."""
    return [Manner(*one) for one in product(SIZES, LANGUAGES, THEMES)]


def manners(number: int) -> list[Manner]:
    """Those of the page with this number: on the smallest window, where most goes wrong, and on another.

    Each comes in another language and theme; over the pages each size, language and theme comes with each.
    """
    smallest, others = SIZES[1], (SIZES[0], *SIZES[2:])
    return [
        Manner(
            size,
            LANGUAGES[(row + number // 3) % len(LANGUAGES)],
            THEMES[(row + 2 * number + number // 8) % len(THEMES)],
        )
        for row, size in enumerate((smallest, others[number % len(others)]))
    ]
