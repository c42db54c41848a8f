"""A page's content as plain lines: kinds and states in words, counts first, "label: value" for tables."""

from collections.abc import Callable, Iterator
from typing import Any

from tui.lines.portions import SomeFacts, SomeItems
from tui.lines.wrapping import QUOTED
from tui.locale import Words
from tui.page.parts import (
    Actions,
    Device,
    Facts,
    Field,
    Form,
    Item,
    Listing,
    Meter,
    Notice,
    Page,
    Part,
    Picture,
    Text,
    Timeline,
)

SEVERAL = 3
"""From this many blocks on, a page is read out as an outline: a line for each, and a number to open it."""

OWN = (
    *(f"lines.notice.{kind}" for kind in ("info", "good", "warning", "error")),
    *("lines.page", "lines.choose", "lines.chosen", "lines.news", "lines.find"),
    *("lines.question", "lines.answer", "lines.now", "lines.error"),
)
"""What the program itself begins a line with to ask something, or to tell what happened."""

CurrentValue = Callable[[Form, Field], str]
"""Returns the text that is now in a field: what was typed, or otherwise what is stored."""


def outlined(page: Page) -> tuple[Facts, ...]:
    """The blocks of a page that are read out as an outline; none if there are only a few."""
    blocks = tuple(part for part in page.parts if isinstance(part, Facts))
    return blocks if len(blocks) >= SEVERAL else ()


def page_lines(page: Page, words: Words, value_of: CurrentValue) -> list[str]:
    """All of a page, except what can be chosen: that is in the menu."""
    lines = [words("lines.page", title=page.title)]
    if page.step:
        lines.append(f"{page.step}.")
    if page.count:
        lines.append(f"{page.count}.")
    outline = outlined(page)
    if outline:
        lines.append(words.count("lines.blocks", len(outline)))
    headings = _menu_headings(page)
    outside = False
    for part in page.own_pieces:
        if part in outline or part in headings:
            continue
        said = part_lines(part, words, value_of)
        if isinstance(part, Device) and not outside:
            outside = True
            said.insert(1, words("lines.outside"))
        lines += said
    if page.status:
        lines += ["", f"{page.news} {page.status}".strip()]
    return lines


def part_lines(part: Part, words: Words, value_of: CurrentValue) -> list[str]:
    """A part, after an empty line; no lines for a part that only has actions."""
    kind = next(
        kind for kind in type(part).__mro__ if kind in READERS
    )  # a portion is read as its list
    lines = list(READERS[kind](part, words, value_of))
    return ["", *lines] if lines else []


def block_line(facts: Facts, words: Words) -> str:
    """A block in a line: its title, its summary, and its state if the summary does not say it."""
    summary = facts.summary.rstrip(".").removeprefix(facts.title).lstrip(": \u00a0")
    if not summary and facts.groups:
        summary = words.count("lines.records", _records(facts))
    known = facts.state == "here" or (facts.state == "empty" and summary)
    state = "" if known else words(f"lines.state.{facts.state}")
    value = ", ".join(text for text in (summary, state) if text)
    return words("said.fact", label=facts.title, value=value) if value else facts.title


def field_value(field: Field, value: str, words: Words) -> str:
    """The text in a field, as it is read out."""
    if field.secret:
        return words("lines.secret")
    if field.kind == "tick":
        return words("lines.yes" if value else "lines.no")
    labels = {option.value: option.label for option in field.options}
    return labels.get(value, value) or words("lines.nothing")


def field_label(field: Field, words: Words) -> str:
    """A field's label, and that it is required if it is."""
    return words("lines.required", label=field.label) if field.required else field.label


def heading_of(page: Page, facts: Facts) -> str:
    """The heading directly above this block; "" if there is none."""
    before: Part | None = None
    for part in page.parts:
        if part is facts:
            return before.text if isinstance(before, Text) and before.role == "heading" else ""
        before = part
    return ""


def _menu_headings(page: Page) -> list[Part]:
    """The headings above outlined blocks: the menu shows them instead."""
    blocks = outlined(page)
    return [
        before
        for before, part in zip(page.parts, page.parts[1:], strict=False)
        if part in blocks and isinstance(before, Text) and before.role == "heading"
    ]


# --- a reader for each kind of part ------------------------------------------------------------


def _text(part: Text, _words: Words, _value_of: CurrentValue) -> Iterator[str]:
    if part.text and part.foreign:
        yield "\n".join(f"{QUOTED}{line}" for line in part.text.split("\n"))
    elif part.text:
        yield part.text


def _notice(part: Notice, words: Words, _value_of: CurrentValue) -> Iterator[str]:
    kind = words(f"lines.notice.{part.kind}")
    yield (
        part.title if part.title.casefold().startswith(kind.casefold()) else f"{kind} {part.title}"
    )
    if part.body:
        yield part.body


def _facts(part: Facts, words: Words, _value_of: CurrentValue) -> Iterator[str]:
    if part.title:
        yield _marked(part.title, words)
    if part.state != "here":
        yield words("lines.state", state=words(f"lines.state.{part.state}"))
    total = _records(part)
    if total > 1 or part.count:
        yield _marked(part.count or words.count("lines.records", total), words) + "."
    if isinstance(part, SomeFacts) and part.word:
        yield words.count("portion.found", part.total, word=part.word)
    numbers = part.numbers if isinstance(part, SomeFacts) else range(1, total + 1)
    for number, group in zip(numbers, part.groups, strict=True):
        if total > 1:
            yield words("lines.record", number=number, total=total)
        for fact in group:
            yield _marked(words("said.fact", label=fact.label, value=fact.value), words)
            if fact.note:
                yield _marked(fact.note, words)
    if part.note:
        yield _marked(part.note, words)
    if part.letter:
        yield from _text(part.letter, words, _value_of)
    if part.source:
        yield part.source


def _marked(line: str, words: Words) -> str:
    """A line of a source's own words, marked as a quotation if it begins as one of the program's does."""
    unknown = dict.fromkeys(
        ("error", "label", "name", "number", "title", "total", "value", "what"), "\0"
    )
    begins = (words(own, **unknown).partition("\0")[0].rstrip(" :\u00a0") for own in OWN)
    return (
        f"{QUOTED}{line}" if line.casefold().startswith(tuple(map(str.casefold, begins))) else line
    )


def _records(facts: Facts) -> int:
    """How many records a block has, of which perhaps only some are read out."""
    return facts.records if isinstance(facts, SomeFacts) else len(facts.groups)


def _listing(part: Listing, words: Words, _value_of: CurrentValue) -> Iterator[str]:
    # The menu has the items, and the title or their group above them.
    if count := part.count or ("" if part.items else part.empty):
        yield words("said.fact", label=part.title, value=count) if part.title else count
    if isinstance(part, SomeItems) and any(item.heading for item in part.items):
        yield portion_line(part, words)


def portion_line(part: SomeItems, words: Words) -> str:
    """Which of its items a portion of a listing has, and under which title."""
    title = words("portion.with", title=part.title, word=part.word) if part.word else part.title
    last = part.first + len(part.items) - 1
    return words("portion.items", title=title, first=part.first, last=last, total=part.total)


def item_line(item: Item, words: Words) -> str:
    """An item of a group in a line: "Gezinssamenstelling: 4 mensen"."""
    return words("said.fact", label=item.title, value=item.said) if item.said else item.title


def _form(part: Form, words: Words, value_of: CurrentValue) -> Iterator[str]:
    if part.title:
        yield part.title
    for field in part.fields:
        value = field_value(field, value_of(part, field), words)
        yield words("said.fact", label=field_label(field, words), value=value)
        if field.error:
            yield words("lines.error", error=field.error)
    if part.note:
        yield part.note


def _timeline(part: Timeline, words: Words, _value_of: CurrentValue) -> Iterator[str]:
    yield part.title
    if part.steps:
        yield words.count("talk.steps", len(part.steps))
    for step in part.steps:
        said = words(f"lines.step.{step.state}", when=step.when, what=step.what)
        yield f"{said}. {step.note}" if step.note else said


def _meter(part: Meter, words: Words, _value_of: CurrentValue) -> Iterator[str]:
    yield words("said.fact", label=part.title, value=part.words)


def _picture(part: Picture, _words: Words, _value_of: CurrentValue) -> Iterator[str]:
    yield part.words


def _device(part: Device, words: Words, value_of: CurrentValue) -> Iterator[str]:
    yield f"{part.title}."
    if part.sentence:
        yield part.sentence
    if part.card:
        yield words("lines.slot", card=", ".join(part.card))
    for leaf in part.parts:
        yield from part_lines(leaf, words, value_of)


def _actions(_part: Actions, _words: Words, _value_of: CurrentValue) -> Iterator[str]:
    return iter(())


READERS: dict[type[Part], Callable[[Any, Words, CurrentValue], Iterator[str]]] = {
    Text: _text,
    Notice: _notice,
    Facts: _facts,
    Listing: _listing,
    Form: _form,
    Timeline: _timeline,
    Meter: _meter,
    Picture: _picture,
    Actions: _actions,
    Device: _device,
}
"""The reader of each kind of part."""
