"""What can be chosen on a page, in one numbered list, and which choice an answer means."""

from dataclasses import dataclass, replace
from typing import Literal

from tui.journey.page import (
    Action,
    ActionKind,
    Actions,
    Facts,
    Form,
    Item,
    Listing,
    Notice,
    Page,
    Part,
    Text,
)
from tui.lines.reading import block_line, heading_of, outlined
from tui.locale import Words

Does = Literal["act", "fill", "open", "choose", "go", "close"]


@dataclass(frozen=True)
class Choice:
    """One numbered choice.

    `does` and `part` and `id` say what it leads to: an action by id; a form to fill in; a block to
    open; an item of a listing; a place; or closing the open block. `detail` follows the name in the
    menu. `heading` is said before the first choice of a group. `key` is equal when two choices lead to
    the same.
    """

    name: str
    does: Does
    part: str = ""
    id: str = ""
    detail: str = ""
    heading: str = ""

    @property
    def line(self) -> str:
        """The choice as it stands in the menu."""
        return f"{self.name}{self.detail}"

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.does, self.part, self.id)


def page_menu(page: Page, words: Words) -> tuple[Choice, ...]:
    """Page actions, then blocks and their actions, then items, then the other places."""
    outline = outlined(page)
    own = _in_order(page.parts + page.aside, "", words)
    device = _in_order(page.device, _device_title(page), words)
    # What is waited for stands first: on the page, or else on the device.
    waits_for_device = device and not any(kind == "main" for kind, _ in own)
    found = device + own if waits_for_device else own + device
    choices = [choice for _, choice in found]
    heading = ""
    for facts in outline:
        heading = heading_of(page, facts) or heading
        line = block_line(facts, words)
        choices.append(
            Choice(
                facts.title,
                "open",
                facts.id,
                detail=line.removeprefix(facts.title),
                heading=heading or words("lines.blocks.title"),
            )
        )
    for part in page.everything:
        if isinstance(part, Facts) and part not in outline:
            choices += [_act(action, part.title) for action in part.actions]
    for part in page.everything:
        if isinstance(part, Listing):
            choices += [_item(part, item, words) for item in part.items]
    return (*choices, *places(page, words))


def block_menu(facts: Facts, page: Page, words: Words) -> tuple[Choice, ...]:
    """What can be done with an open block, the way back to its page, and the other places."""
    return (
        *(_act(action) for action in facts.actions),
        Choice(words("lines.block.close"), "close", facts.id),
        *places(page, words),
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


def menu_lines(choices: tuple[Choice, ...], words: Words) -> list[str]:
    """The choices, numbered, each group under its heading."""
    lines: list[str] = []
    heading = ""
    for number, choice in enumerate(choices, start=1):
        if choice.heading != heading:
            # An empty heading ends a group: what follows belongs to the page itself again.
            lines.append(choice.heading or words("lines.page-itself"))
        heading = choice.heading
        lines.append(f"{number}. {choice.line}")
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


_URGENCY: tuple[ActionKind, ...] = ("main", "plain", "danger", "back")
"""What one most likely wants stands first, leaving last; else the order of reading."""


def _in_order(
    parts: tuple[Part, ...], heading: str, words: Words
) -> list[tuple[ActionKind, Choice]]:
    found = [one for part in parts for one in _of_part(part, words)]
    found.sort(key=lambda one: _URGENCY.index(one[0]))
    return [(kind, replace(choice, heading=heading)) for kind, choice in found]


def _of_part(part: Part, words: Words) -> list[tuple[ActionKind, Choice]]:
    if isinstance(part, Actions):
        return [(action.kind, _act(action)) for action in part.items]
    if isinstance(part, Notice):
        return [(action.kind, _act(action)) for action in part.actions]
    if isinstance(part, Form):
        questions = words.count("lines.questions", len(part.fields))
        fill = Choice(part.submit.name, "fill", part.id, detail=f" ({questions})")
        return [("main", fill), *((action.kind, _act(action)) for action in part.others)]
    return []


def _device_title(page: Page) -> str:
    """ "Op uw telefoon": the heading of what the device shows."""
    for part in page.device:
        if isinstance(part, Text) and part.role == "heading":
            return f"{part.text}:"
    return f"{page.device_title}:"


def _act(action: Action, heading: str = "") -> Choice:
    return Choice(action.name, "act", id=action.id, heading=heading)


def _item(listing: Listing, item: Item, words: Words) -> Choice:
    marks = [item.mark] if item.mark else []
    if item.id == listing.chosen:
        marks.append(words("lines.chosen-item"))
    return Choice(
        item.title,
        "choose",
        listing.id,
        item.id,
        detail=f"{''.join(f' ({mark})' for mark in marks)}{f'. {item.detail}' if item.detail else ''}",
        heading=words.count("lines.items", len(listing.items), title=listing.title),
    )
