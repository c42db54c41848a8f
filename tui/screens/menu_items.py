"""The items of the menu and of the overview of a page."""

from tui.locale import Words
from tui.page.commands import Command, in_full_screen
from tui.page.offered import actions_of
from tui.page.parts import Facts, Item, Page
from tui.screens.colours import Forced, colour_items
from tui.screens.queries import outline_name
from tui.widgets.foot import key_sign

PLACE = "go:"
"""The prefix of actions that lead to a place, and of the menu's ids for them."""

OFFER = "act:"
"""The prefix of the menu's ids that press a button of the page."""

THEME = "theme:"
"""The prefix of the menu's ids that choose a theme."""


def menu_items(
    page: Page, words: Words, commands: tuple[Command, ...], theme: str, forced: Forced
) -> tuple[Item, ...]:
    """All places, buttons, commands and themes that can be chosen from a page.

    An id without one of the prefixes is a command's. A citizen who speaks or types words can press each
    button by its full name (WCAG 2.5.3).
    """
    return (
        *(Item(id=PLACE + tab.id, title=tab.label) for tab in page.tabs),
        *(
            Item(id=OFFER + action.id, title=action.name, detail=action.help)
            for action in actions_of(page)
        ),
        *(
            Item(
                id=command.id,
                title=words(f"command.{command.id}"),
                detail=words(f"command.{command.id}.help"),
                mark=" ".join(key_sign(key) for key in command.keys[:1]),
            )
            for command in commands
            if in_full_screen(command) and command.do not in ("palette", "back")
        ),
        *colour_items(words, theme, forced, THEME),
    )


def outline_items(page: Page) -> tuple[Item, ...]:
    """The parts of a page that have a name; an item's id is the part's."""
    return tuple(
        Item(id=part.id, title=name, detail=part.summary if isinstance(part, Facts) else "")
        for part in page.parts + page.aside
        if (name := outline_name(part))
    )
