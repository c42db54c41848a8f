"""What can be chosen on a page, as a numbered list, and which choice an answer means."""

from collections.abc import Iterator
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from tui.lines.portions import SomeFacts, SomeItems, folded
from tui.lines.reading import block_line, heading_of, item_line, outlined, portion_line
from tui.locale import Words
from tui.page.offered import actions_in, actions_of, asking_device
from tui.page.parts import (
    Action,
    Actions,
    Device,
    Facts,
    Form,
    Item,
    Listing,
    Notice,
    Page,
    Part,
)

Does = Literal["act", "fill", "open", "choose", "go", "close", "more", "earlier", "all", "set"]


class Choice(Struct, frozen=True):
    """A numbered choice.

    `does`, `part` and `id` say what it leads to: an action by id; a form to fill in; a block to open; an
    item of a listing; a place; closing the open block; another portion of a list; or changing a setting
    ("language=en"). `detail` follows the name in the menu. `heading` precedes the first choice of a group.
    `button` is the label of a form's button, which is an answer too. `held`: its name is of something
    fetched, and is not kept when the session ends.
    """

    name: str
    does: Does
    part: str = ""
    id: str = ""
    detail: str = ""
    heading: str = ""
    button: str = ""
    held: bool = False

    @property
    def line(self) -> str:
        """The choice as the menu shows it, without its number."""
        return f"{self.name}{self.detail}"

    @property
    def key(self) -> tuple[str, str, str]:
        """Equal for two choices that do the same."""
        return (self.does, self.part, self.id)


def page_menu(page: Page, words: Words) -> tuple[Choice, ...]:
    """All that the page offers, in the order of the page (and of the full screen); then the other places.

    A device that asks something comes first, as it does on a screen too narrow to show both. Pages see to it
    themselves that no destructive action comes first.
    """
    outline = outlined(page)
    blocks = {choice.part: choice for choice in _blocks(page, outline, words)}
    of_page: list[Choice] = []
    for part in page.parts + page.aside:
        of_page += [blocks[part.id]] if part in outline else _of_part(part, words, page.title)
    of_device = _of_part(page.device, words, page.title) if page.device else []
    both = (*of_device, *of_page) if asking_device(page) else (*of_page, *of_device)
    return (*both, *places(page, words))


def block_menu(facts: Facts, page: Page, words: Words) -> tuple[Choice, ...]:
    """The actions of an open block and of what the page shows beside it; the way back; the places."""
    return (
        *_portions(facts, words),
        *map(_act, actions_in(facts)),
        *(_act(action) for part in page.aside for action in actions_in(part)),
        Choice(words("lines.block.close"), "close", facts.id),
        *places(page, words),
    )


def places(page: Page, words: Words) -> tuple[Choice, ...]:
    """The portal's main places, and the entry with the citizen's name."""
    title = words("lines.places")
    choices = [
        Choice(
            words("lines.here", title=tab.label) if tab.id == page.tab else tab.label,
            "go",
            id=tab.id,
            heading=title,
        )
        for tab in page.tabs
    ]
    # Left out if the page itself has an action with the same name.
    if page.who_place and page.who not in {action.name for action in actions_of(page)}:
        # Signed out, the entry says what it does; signed in, it is a name, which says nothing by itself.
        signed_in = page.signed_in
        name = words("lines.account", name=page.who) if signed_in else page.who
        if page.place == page.who_place:
            name = words("lines.here", title=name)
        choices.append(Choice(name, "go", id=page.who_place, heading=title))
    return tuple(choices)


def menu_lines(choices: tuple[Choice, ...], words: Words) -> list[str]:
    """The choices, numbered, each group under its heading."""
    lines: list[str] = []
    heading = ""
    for number, choice in enumerate(choices, start=1):
        if choice.heading != heading:
            # An empty heading ends a group: the choices after it are the page's own again.
            lines.append(choice.heading or words("lines.page-itself"))
        heading = choice.heading
        lines.append(f"{number}. {choice.line}")
    return lines


def matching(answer: str, names: tuple[str, ...]) -> list[int]:
    """The positions of the names that an answer means, by number, full name or first letters.

    Where no name begins so, a word in it may: "sms" is enough for "Code via sms".
    """
    digits = answer.strip().removesuffix(".")
    if digits.isdecimal() and digits.isascii():
        # Only a short number: converting an endless row of digits would take long.
        number = int(digits) if len(digits) < 6 else 0
        return [number - 1] if 1 <= number <= len(names) else []
    typed = folded(answer)
    if not typed:
        return []
    whole = [place for place, name in enumerate(names) if is_whole_name(answer, name)]
    if whole:
        return whole
    known = [folded(name) for name in names]
    begun = [place for place, name in enumerate(known) if name.startswith(typed)]
    return begun or [place for place, name in enumerate(known) if f" {typed}" in name]


def is_whole_name(answer: str, name: str) -> bool:
    """Whether an answer is this name in full."""
    return folded(answer) == folded(name)


def _blocks(page: Page, outline: tuple[Facts, ...], words: Words) -> Iterator[Choice]:
    """A choice to open each block of the outline."""
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


def _of_part(part: Part, words: Words, page: str) -> list[Choice]:
    if isinstance(part, Device):
        heading = words("said.fact", label=part.title, value="").rstrip()
        return [
            replace(choice, heading=choice.heading or heading)
            for leaf in part.parts
            for choice in _of_part(leaf, words, page)
        ]
    if isinstance(part, Actions):
        return [_act(action) for action in part.items]
    if isinstance(part, Notice):
        return [_act(action) for action in part.actions]
    if isinstance(part, Facts):
        return [*_portions(part, words), *(_act(action, part.title) for action in actions_in(part))]
    if isinstance(part, Listing):
        part = part if part.title else replace(part, title=page)  # the list is the page
        return [*(_item(part, item, words) for item in part.items), *_portions(part, words)]
    if isinstance(part, Form):
        name = words.count("talk.fill", len(part.fields), submit=part.submit.name)
        fill = Choice(name, "fill", part.id, button=part.submit.name)
        return [fill, *map(_act, part.others)]
    return []


def _act(action: Action, heading: str = "") -> Choice:
    return Choice(action.name, "act", id=action.id, heading=heading)


def _item(listing: Listing, item: Item, words: Words) -> Choice:
    marks = [item.mark] if item.mark else []
    if item.id == listing.chosen:
        marks.append(words("lines.chosen-item"))
    marked = "".join(f" ({mark})" for mark in marks)
    if item.heading:
        detail = item_line(item, words).removeprefix(item.title) + marked
    else:
        said = _cells(listing, item, words) or item.said
        detail = marked + (f". {said}" if said else "")
    heading = item.heading or _items_heading(listing, words)
    return Choice(item.title, "choose", listing.id, item.id, detail=detail, heading=heading)


def _cells(listing: Listing, item: Item, words: Words) -> str:
    """What stands under the columns of a table, each after its head: "Leeftijd: 39 jaar. Post: 6"."""
    return ". ".join(
        words("said.fact", label=head, value=cell.rstrip("."))
        for head, cell in zip(listing.columns[1:], item.cells, strict=True)
        if cell
    )


def _items_heading(listing: Listing, words: Words) -> str:
    heading = _heading(listing, words)
    return f"{words('lines.outside')} {heading}" if listing.outside else heading


def _heading(listing: Listing, words: Words) -> str:
    if not isinstance(listing, SomeItems):
        return words.count("lines.items", len(listing.items), title=listing.title)
    return portion_line(listing, words)


def _portions(part: Listing | Facts, words: Words) -> list[Choice]:
    """The ways to the other portions of a list."""
    if not isinstance(part, SomeItems | SomeFacts):
        return []
    here = len(part.items) if isinstance(part, SomeItems) else len(part.groups)
    heading = _items_heading(part, words) if isinstance(part, SomeItems) else part.title
    rest = part.total - (part.first - 1 + here)
    ways: list[tuple[Does, str]] = []
    if rest > 0:
        ways.append(("more", words("portion.more", title=part.title, rest=rest)))
    if part.first > 1:
        ways.append(("earlier", words("portion.earlier", title=part.title)))
    if part.word:
        ways.append(("all", words("portion.all", title=part.title)))
    return [Choice(name, does, part.id, heading=heading) for does, name in ways]
