"""A document as a value, and the document that a page makes."""

from datetime import datetime

from msgspec import Struct

from tui.page.parts import Facts, Listing, Notice, Part, Text, Timeline


class Row(Struct, frozen=True):
    """A name and what belongs to it."""

    label: str
    value: str


class Section(Struct, frozen=True, kw_only=True):
    """A part of a document: paragraphs, then groups of rows. Only the first of a document has no heading."""

    heading: str = ""
    paragraphs: tuple[str, ...] = ()
    groups: tuple[tuple[Row, ...], ...] = ()


class Document(Struct, frozen=True, kw_only=True):
    """A document in one language.

    `language` is a BCP 47 tag. `made` is when it was made, on the world's clock, if that is known; `note`
    stands under everything.
    """

    title: str
    language: str
    sections: tuple[Section, ...]
    made: datetime | None = None
    note: str = ""


def sections_of(parts: tuple[Part, ...]) -> tuple[Section, ...]:
    """What these parts of a page say, without what one can do there."""
    found: list[Section] = []

    def add(section: Section) -> None:
        last = found[-1] if found else None
        if section.heading or last is None:
            found.append(section)
            return
        found[-1] = Section(
            heading=last.heading,
            paragraphs=(*last.paragraphs, *section.paragraphs),
            groups=(*last.groups, *section.groups),
        )

    for part in parts:
        match part:
            case Text(role="heading"):
                add(Section(heading=part.text))
            case Text():
                add(Section(paragraphs=tuple(part.text.split("\n\n"))))
            case Notice():
                add(Section(paragraphs=tuple(filter(None, (part.title, part.body)))))
            case Facts():
                groups = tuple(
                    tuple(Row(fact.label, _with(fact.value, fact.note)) for fact in group)
                    for group in part.groups
                )
                letter = () if part.letter is None else tuple(part.letter.text.split("\n\n"))
                told = (*letter, *filter(None, (part.source, part.note)))
                add(Section(heading=part.title, paragraphs=told, groups=groups))
            case Listing():
                rows = tuple(Row(item.title, _with(item.detail, item.when)) for item in part.items)
                told = () if rows else tuple(filter(None, (part.empty,)))
                add(Section(heading=part.title, paragraphs=told, groups=(rows,) if rows else ()))
            case Timeline():
                rows = tuple(Row(step.when, _with(step.what, step.note)) for step in part.steps)
                add(Section(heading=part.title, groups=(rows,)))
            case _:
                pass  # what one does on the page: buttons, forms, devices
    return tuple(found)


def _with(text: str, more: str) -> str:
    return f"{text} ({more})" if text and more else text or more
