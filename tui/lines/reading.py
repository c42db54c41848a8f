"""What a page says, as plain lines: words for kinds and states, counts first, "label: value" for tables."""

from collections.abc import Callable, Iterator
from typing import Any

from tui.locale import Words
from tui.page.parts import (
    Actions,
    Facts,
    Field,
    Form,
    Listing,
    Notice,
    Page,
    Part,
    Text,
    Timeline,
)

SEVERAL = 3
"""As many blocks on one page are told as an outline: a line each, and a number opens one."""

FieldState = Callable[[Form, Field], str]
"""What stands in a field now: what was typed, or else what is stored."""


def outlined(page: Page) -> tuple[Facts, ...]:
    """The blocks of a page that are told as an outline; none where there are few."""
    blocks = tuple(part for part in page.parts if isinstance(part, Facts))
    return blocks if len(blocks) >= SEVERAL else ()


def page_lines(page: Page, words: Words, standing: FieldState) -> list[str]:
    """All that a page says, but for what can be chosen: that stands in the menu."""
    lines = [words("lines.page", title=page.title)]
    if page.step:
        lines.append(f"{page.step}.")
    outline = outlined(page)
    if outline:
        lines.append(words.count("lines.blocks", len(outline)))
    headings = _menu_headings(page)
    for part in page.everything:
        if part not in outline and part not in headings:
            lines += part_lines(part, words, standing)
    if page.status:
        lines += ["", page.status]
    return lines


def part_lines(part: Part, words: Words, standing: FieldState) -> list[str]:
    """One part; an empty line comes before it. Nothing where it only offers things to do."""
    lines = list(READERS[type(part)](part, words, standing))
    return ["", *lines] if lines else []


def block_line(facts: Facts, words: Words) -> str:
    """A block in one line: its title, what it says in short, and its state where that matters."""
    said = facts.summary.rstrip(".").removeprefix(facts.title).lstrip(": \u00a0")
    if not said and facts.groups:
        said = words.count("lines.records", len(facts.groups))
    known = facts.state == "here" or (facts.state == "empty" and said)
    state = "" if known else words(f"lines.state.{facts.state}")
    told = ", ".join(one for one in (said, state) if one)
    return words("said.fact", label=facts.title, value=told) if told else facts.title


def field_value(field: Field, value: str, words: Words) -> str:
    """What stands in a field, as it is said."""
    if field.secret:
        return words("lines.secret")
    if field.kind == "tick":
        return words("lines.yes" if value else "lines.no")
    labels = {option.value: option.label for option in field.options}
    return labels.get(value, value) or words("lines.nothing")


def field_label(field: Field, words: Words) -> str:
    """A field's label, and whether it must be filled in."""
    return words("lines.required", label=field.label) if field.required else field.label


def heading_of(page: Page, facts: Facts) -> str:
    """The heading that stands over this block and its neighbours, said where a first one is offered."""
    before: Part | None = None
    for part in page.parts:
        if part is facts:
            return before.text if isinstance(before, Text) and before.role == "heading" else ""
        before = part
    return ""


def _menu_headings(page: Page) -> list[Part]:
    """Headings over outlined blocks: they are said in the menu."""
    blocks = outlined(page)
    return [
        before
        for before, part in zip(page.parts, page.parts[1:], strict=False)
        if part in blocks and isinstance(before, Text) and before.role == "heading"
    ]


# --- one reader a kind ------------------------------------------------------------------------


def _text(part: Text, _words: Words, _standing: FieldState) -> Iterator[str]:
    if part.text:
        yield part.text


def _notice(part: Notice, words: Words, _standing: FieldState) -> Iterator[str]:
    kind = words(f"lines.notice.{part.kind}")
    yield (
        part.title if part.title.casefold().startswith(kind.casefold()) else f"{kind} {part.title}"
    )
    if part.body:
        yield part.body


def _facts(part: Facts, words: Words, _standing: FieldState) -> Iterator[str]:
    yield part.title
    if part.state != "here":
        yield words("lines.state", state=words(f"lines.state.{part.state}"))
    if len(part.groups) > 1:
        yield words.count("lines.records", len(part.groups)) + "."
    for number, group in enumerate(part.groups, start=1):
        if len(part.groups) > 1:
            yield words("lines.record", number=number, total=len(part.groups))
        for fact in group:
            yield words("said.fact", label=fact.label, value=fact.value)
    if part.note:
        yield part.note
    if part.source:
        yield part.source


def _listing(part: Listing, words: Words, _standing: FieldState) -> Iterator[str]:
    # The items, and the title over them, stand in the menu.
    if said := part.count or ("" if part.items else part.empty):
        yield words("said.fact", label=part.title, value=said)


def _form(part: Form, words: Words, standing: FieldState) -> Iterator[str]:
    if part.title:
        yield part.title
    for field in part.fields:
        value = field_value(field, standing(part, field), words)
        yield words("said.fact", label=field_label(field, words), value=value)
        if field.error:
            yield words("lines.error", error=field.error)


def _timeline(part: Timeline, words: Words, _standing: FieldState) -> Iterator[str]:
    yield part.title
    if part.steps:
        yield words.count("talk.steps", len(part.steps))
    for step in part.steps:
        yield words(f"lines.step.{step.state}", when=step.when, what=step.what)


def _actions(_part: Actions, _words: Words, _standing: FieldState) -> Iterator[str]:
    return iter(())


READERS: dict[type[Part], Callable[[Any, Words, FieldState], Iterator[str]]] = {
    Text: _text,
    Notice: _notice,
    Facts: _facts,
    Listing: _listing,
    Form: _form,
    Timeline: _timeline,
    Actions: _actions,
}
"""How each kind of part is said."""
