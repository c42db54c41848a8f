"""The menu's entries for the colours: an entry for each theme, or why there is nothing to choose."""

from typing import Literal

from tui.locale import Words
from tui.looks import THEMES
from tui.page.parts import Item

Forced = Literal["", "no-color"]
"""Why the terminal's own colours are used whatever was chosen: NO_COLOR; "" if they are not."""


def colour_items(words: Words, current: str, forced: Forced, prefix: str) -> tuple[Item, ...]:
    """The themes that can be chosen; an item's id is `prefix` and the theme's id."""
    return tuple(
        Item(
            id=prefix + name,
            title=words("colours.entry", theme=words(f"colours.{name}")),
            detail=words(f"colours.forced.{forced}") if forced else words(f"colours.{name}.detail"),
            mark=words("colours.current") if name == current else "",
        )
        for name in THEMES
        if not forced or name == current
    )
