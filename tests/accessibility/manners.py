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
    """Those of the page with this number: the smallest window, where most goes wrong; each third on another.

    The other comes in another language and theme; over all pages each comes with each.
    """
    languages, themes = len(LANGUAGES), len(THEMES)
    language, theme = number // 3, 2 * number + number // 8
    found = [Manner(SIZES[1], LANGUAGES[language % languages], THEMES[theme % themes])]
    if number % 3 == 0:
        others, each = (SIZES[0], *SIZES[2:]), number // 3
        language += 1 + each // 3 % (languages - 1)
        theme += 1 + each // 2 % (themes - 1)
        size = others[each // 2 % len(others)]
        found.append(Manner(size, LANGUAGES[language % languages], THEMES[theme % themes]))
    return found
