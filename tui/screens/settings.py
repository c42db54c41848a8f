"""The menu's settings: languages, colours, motion and mouse, or why there is nothing to choose."""

from typing import Literal

from msgspec import Struct

from tui.locale import Words
from tui.looks import THEMES
from tui.page.finding import SETTING, Finding, language_findings, other_words

Forced = Literal["", "no-color"]
"""Why the terminal's own colours are used whatever was chosen: NO_COLOR; "" if they are not."""


class Current(Struct, frozen=True):
    """The settings as they are now; `forced` says why no colours can be chosen."""

    theme: str
    motion: bool = False
    mouse: bool = True
    forced: Forced = ""


def setting_items(words: Words, current: Current) -> tuple[Finding, ...]:
    """Everything that can be set here."""
    return (
        *language_findings(words),
        *_colours(words, current),
        _switch(words, "motion", current.motion),
        _switch(words, "mouse", current.mouse),
    )


def _colours(words: Words, current: Current) -> tuple[Finding, ...]:
    return tuple(
        Finding(
            id=f"{SETTING}theme={name}",
            title=words("colours.entry", theme=words(f"colours.{name}")),
            detail=words(f"colours.forced.{current.forced}")
            if current.forced
            else words(f"colours.{name}.detail"),
            mark=words("colours.current") if name == current.theme else "",
            group="setting",
            also=(*other_words(words, f"colours.{name}"), *other_words(words, "colours")),
        )
        for name in THEMES
        if not current.forced or name == current.theme
    )


def _switch(words: Words, name: str, on: bool) -> Finding:
    """A setting that is on or off, called by what choosing it does."""
    to = "off" if on else "on"
    return Finding(
        id=f"{SETTING}{name}={to}",
        title=words(f"menu.{name}.{to}"),
        detail=words(f"menu.{name}.detail"),
        group="setting",
        also=other_words(words, name),
    )
