"""What can be chosen on a page, in one numbered list, and which choice an answer means."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from tui.lines.reading import block_line, heading_of, outlined
from tui.lines.spelling import spelled
from tui.locale import Words
from tui.page.offered import actions_of, asking_device, offered_by
from tui.page.parts import (
    Action,
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

Does = Literal["act", "fill", "open", "choose", "go", "close"]


@dataclass(frozen=True)
class Choice:
    """One numbered choice.

    `does` and `part` and `id` say what it leads to: an action by id; a form to fill in; a block to
    open; an item of a listing; a place; or closing the open block. `detail` follows the name in the
    menu. `heading` is said before the first choice of a group. `button` is how a form's button is called,
    which is an answer too. `key` is equal when two choices lead to the same.
    """

    name: str
    does: Does
    part: str = ""
    id: str = ""
    detail: str = ""
    heading: str = ""
    button: str = ""

    @property
    def line(self) -> str:
        """The choice as it stands in the menu."""
        return f"{self.name}{self.detail}"

    @property
    def key(self) -> tuple[str, str, str]:
        return (self.does, self.part, self.id)


def page_menu(page: Page, words: Words) -> tuple[Choice, ...]:
    """All that the page offers, in its own order, which is the screen's; then the other places.

    A device that asks something comes first, as it does on a screen that has no room beside the page.
    That nothing which destroys stands first is seen to where the pages are made.
    """
    outline = outlined(page)
    blocks = {one.part: one for one in _blocks(page, outline, words)}
    device = words("said.fact", label=_device_title(page), value="").rstrip()
    own: list[Choice] = []
    for part in page.parts + page.aside:
        own += [blocks[part.id]] if part in outline else _of_part(part, words)
    held = [
        replace(one, heading=one.heading or device)
        for part in page.device
        for one in _of_part(part, words)
    ]
    both = (*held, *own) if asking_device(page) else (*own, *held)
    return (*both, *places(page, words))


def block_menu(facts: Facts, page: Page, words: Words) -> tuple[Choice, ...]:
    """What can be done with an open block and with what it shows beside the page; back; the places."""
    return (
        *map(_act, facts.actions),
        *(_act(action) for part in page.aside for action in offered_by(part)),
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
    # Where the page itself offers it by that name, once is enough.
    if page.who_place and page.who not in {action.name for action in actions_of(page)}:
        # Signed out the entry says what it does; signed in it is a name, which alone says nothing.
        signed_in = page.who_place == "sign-out"
        name = words("lines.account", name=page.who) if signed_in else page.who
        if page.place == page.who_place:
            name = words("lines.here", title=name)
        found.append(Choice(name, "go", id=page.who_place, heading=title))
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
    figures = answer.strip().removesuffix(".")
    if figures.isdecimal() and figures.isascii():
        # A number beyond the last is none; short it is, so that no digits are turned into a large int.
        number = int(figures) if len(figures) < 6 else 0
        return [number - 1] if 1 <= number <= len(names) else []
    said = _folded(answer)
    if not said:
        return []
    whole = [place for place, name in enumerate(names) if is_called(answer, name)]
    return whole or [place for place, name in enumerate(names) if _folded(name).startswith(said)]


def is_called(answer: str, name: str) -> bool:
    """Whether an answer is this whole name."""
    return _folded(answer) == _folded(name)


def _folded(text: str) -> str:
    """`text` as it is compared: "één" is found by "een", too, as a plain keyboard types it."""
    return spelled(" ".join(text.split()).rstrip(".").casefold(), "ascii")


def _blocks(page: Page, outline: tuple[Facts, ...], words: Words) -> Iterator[Choice]:
    """The blocks that are told as an outline, each to be opened."""
    heading = ""
    for facts in outline:
        heading = heading_of(page, facts) or heading
        line = block_line(facts, words)
        yield Choice(
            facts.title,
            "open",
            facts.id,
            detail=line.removeprefix(facts.title),
            heading=heading or words("lines.blocks.title"),
        )


def _of_part(part: Part, words: Words) -> list[Choice]:
    if isinstance(part, Actions):
        return [_act(action) for action in part.items]
    if isinstance(part, Notice):
        return [_act(action) for action in part.actions]
    if isinstance(part, Facts):
        return [_act(action, part.title) for action in part.actions]
    if isinstance(part, Listing):
        return [_item(part, item, words) for item in part.items]
    if isinstance(part, Form):
        name = words.count("talk.fill", len(part.fields), submit=part.submit.name)
        fill = Choice(name, "fill", part.id, button=part.submit.name)
        return [fill, *map(_act, part.others)]
    return []


def _device_title(page: Page) -> str:
    """ "Op uw telefoon": the heading of what the device shows."""
    for part in page.device:
        if isinstance(part, Text) and part.role == "heading":
            return part.text
    return page.device_title


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
