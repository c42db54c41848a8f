"""The room that 40 columns leave each name on a page: its headings, tabs, labels and buttons."""

from collections.abc import Iterator

from tests.screens.harness import SMALL
from tui.page.offered import actions_of
from tui.page.parts import Facts, Form, Listing, Page, Text, Timeline
from tui.widgets.content import wrapped

COLUMNS = SMALL[0]
PAGE = COLUMNS - 1 - 4
"""Cells between a page's margins, beside the scrollbar; a test measures them."""

BLOCK = PAGE - 1
"""Cells inside a block of facts: without a frame, but with a gutter for the mark of the focus."""

SIGNS = 4
"""Cells that a button spends on `[▸` and ` ]`."""

OPTION_SIGNS = 5
"""Cells that a choice spends on `▸(•) `, one of them in the margin."""

MOST_LINES = 2
"""Lines that a name may take; three are a paragraph."""


def narrow_names(page: Page) -> Iterator[tuple[str, int]]:
    """Each name of ours with the cells it has in a line.

    What a sender calls a message is theirs, and not among them: it wraps as it must.
    """
    yield page.title, PAGE
    yield from ((tab.label, COLUMNS - 2) for tab in page.tabs)
    for part in page.everything:
        match part:
            case Text(role="heading") if part not in page.aside:
                yield part.text, PAGE
            case Facts():
                yield part.title, BLOCK
                yield from ((one.label, BLOCK) for group in part.groups for one in group)
            case Listing() | Timeline():
                yield part.title, PAGE
            case Form():
                yield part.title, PAGE
                yield from ((one.label, PAGE) for one in part.fields)
                for option in (option for one in part.fields for option in one.options):
                    yield option.label, PAGE + 1 - OPTION_SIGNS
    inside = {one.id for part in page.everything if isinstance(part, Facts) for one in part.actions}
    for action in actions_of(page):
        yield action.label, (BLOCK if action.id in inside else PAGE) - SIGNS


def too_wide(name: str, room: int) -> bool:
    """Whether a name must break a word there, or needs more lines than a name may take."""
    lines = wrapped(name, room)
    return len(lines) > MOST_LINES or any(len(word) > room for word in name.split(" "))
