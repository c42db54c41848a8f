"""What can be chosen on a page, in one numbered list, and which choice an answer means."""

from dataclasses import dataclass, field
from typing import Literal

from tui.journey.page import Action, Actions, Facts, Form, Item, Listing, Notice, Page, Part
from tui.lines.reading import block_line, heading_of, listing_line, outlined
from tui.locale import Words

Does = Literal["act", "fill", "open", "choose", "go", "close"]


@dataclass(frozen=True)
class Choice:
    """One numbered choice.

    `does` and `part` and `id` say what it leads to: an action by id; a form to fill in; a block to
    open; an item of a listing; a place; or closing the open block. `heading` is said before the first
    choice of a group. `key` is equal when two choices lead to the same.
    """

    name: str
    does: Does
    part: str = ""
    id: str = ""
    heading: str = field(default="", compare=False)

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.does, self.part, self.id)


def page_menu(page: Page, words: Words) -> tuple[Choice, ...]:
    """Page actions, then blocks and their actions, then items, then the other places."""
    outline = outlined(page)
    choices: list[Choice] = []
    for part in page.everything:
        choices += _of_part(part)
    heading = ""
    for facts in outline:
        heading = heading_of(page, facts) or heading
        name = block_line(facts, words)
        choices.append(
            Choice(name, "open", facts.id, heading=heading or words("lines.blocks.title"))
        )
    for part in page.everything:
        if isinstance(part, Facts) and part not in outline:
            choices += [_act(action, part.title) for action in part.actions]
    for part in page.everything:
        if isinstance(part, Listing):
            choices += [
                Choice(_item(part, item, words), "choose", part.id, item.id, listing_line(part))
                for item in part.items
            ]
    return (*choices, *places(page, words))


def block_menu(facts: Facts, words: Words) -> tuple[Choice, ...]:
    """What can be done with an open block, and the way back to its page."""
    return (
        *(_act(action) for action in facts.actions),
        Choice(words("lines.block.close"), "close", facts.id),
    )


def places(page: Page, words: Words) -> tuple[Choice, ...]:
    """The portal's main places, and the citizen's own entry."""
    title = words("lines.places")
    found = [
        Choice(
            words("lines.here", title=tab.label) if tab.id == page.tab else tab.label,
            "go",
            id=tab.id,
            heading=title,
        )
        for tab in page.tabs
    ]
    if page.who_place:
        found.append(Choice(page.who, "go", id=page.who_place, heading=title))
    return tuple(found)


def menu_lines(choices: tuple[Choice, ...]) -> list[str]:
    """The choices, numbered, each group under its heading."""
    lines: list[str] = []
    heading = ""
    for number, choice in enumerate(choices, start=1):
        if choice.heading != heading and choice.heading:
            lines.append(choice.heading)
        heading = choice.heading
        lines.append(f"{number}. {choice.name}")
    return lines


def meant(answer: str, names: tuple[str, ...]) -> list[int]:
    """The places of the names that an answer means: by number, whole name, or its first letters."""
    said = _folded(answer)
    if said.isdecimal() and said.isascii():
        # A number beyond the last is none; short it is, so that no digits are turned into a large int.
        number = int(said) if len(said) < 6 else 0
        return [number - 1] if 1 <= number <= len(names) else []
    if not said:
        return []
    whole = [place for place, name in enumerate(names) if _folded(name) == said]
    return whole or [place for place, name in enumerate(names) if _folded(name).startswith(said)]


def _folded(text: str) -> str:
    return " ".join(text.split()).rstrip(".").casefold()


def _of_part(part: Part) -> list[Choice]:
    if isinstance(part, Actions):
        return [_act(action) for action in part.items]
    if isinstance(part, Notice):
        return [_act(action) for action in part.actions]
    if isinstance(part, Form):
        return [Choice(part.submit.name, "fill", part.id), *(_act(one) for one in part.others)]
    return []


def _act(action: Action, heading: str = "") -> Choice:
    return Choice(action.name, "act", id=action.id, heading=heading)


def _item(listing: Listing, item: Item, words: Words) -> str:
    name = words("lines.item.marked", title=item.title, mark=item.mark) if item.mark else item.title
    if item.id == listing.chosen:
        name = words("lines.item.chosen", title=name)
    return f"{name}. {item.detail}" if item.detail else name
