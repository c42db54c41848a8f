"""What the full screen's menus offer beside what the journey finds: commands, settings, parts of a page."""

from msgspec.structs import replace

from tui.journey.finding import once
from tui.locale import Words
from tui.page.commands import Command, in_full_screen
from tui.page.finding import PLACE, Finding, other_words
from tui.page.parts import Facts, Item, Listing, Page
from tui.screens.queries import outline_name

COMMAND = "command:"
"""The prefix of the ids that run a command."""

_NOT_LISTED = ("palette", "back")
"""Commands of which the key is all there is: the menu itself, and Escape, which leaves it."""

_SETTINGS = ("lines",)
"""Commands that stand with the settings."""


def menu_items(
    found: tuple[Finding, ...],
    page: Page,
    words: Words,
    commands: tuple[Command, ...],
    settings: tuple[Finding, ...],
) -> tuple[Finding, ...]:
    """Everything that can be found from a page. A place that has a key says so, and stands once."""
    keys = {_leads(command, page): command for command in commands if in_full_screen(command)}
    places = tuple(_with_key(one, keys[one.id], words) if one.id in keys else one for one in found)
    there = {one.id for one in found}
    more = tuple(
        Finding(
            id=COMMAND + command.id,
            title=words(f"command.{command.id}"),
            detail=words(f"command.{command.id}.help"),
            group="setting" if command.id in _SETTINGS else "program",
            also=other_words(words, command.id),
            key=next(iter(command.keys), ""),
        )
        for leads, command in keys.items()
        if leads not in there and command.do not in _NOT_LISTED
    )
    return once((*places, *settings, *more))


def _leads(command: Command, page: Page) -> str:
    """The id of what a command leads to: a place, or else the command itself."""
    if command.do == "account":
        return PLACE + page.who_place
    if command.do == "device":
        return PLACE + "devices"
    return command.do if command.do.startswith(PLACE) else COMMAND + command.id


def _with_key(finding: Finding, command: Command, words: Words) -> Finding:
    name = words(f"command.{command.id}")
    return replace(
        finding,
        detail=words(f"command.{command.id}.help"),
        also=(*finding.also, *((name,) if name != finding.title else ())),
        key=next(iter(command.keys), ""),
    )


def plain(items: tuple[Item, ...]) -> tuple[Finding, ...]:
    """Items that belong to no group."""
    return tuple(
        Finding(id=item.id, title=item.title, detail=item.detail, mark=item.mark) for item in items
    )


def outline_items(page: Page) -> tuple[Item, ...]:
    """The parts of a page that have a name, and of what is opened beside it; an item's id is the part's."""
    opened = page.opened.parts if page.opened is not None else ()
    return tuple(
        Item(id=part.id, title=name, detail=part.summary if isinstance(part, Facts) else "")
        for part in page.parts + page.aside + opened
        if (name := outline_name(part) or (page.title if isinstance(part, Listing) else ""))
    )
