"""How a section of the privacy statement is drawn, and how the statement is searched."""

import unicodedata

from tui.journey.context import PageContext
from tui.locale import Words
from tui.page.parts import Fact, Facts, Part, Text
from tui.pages.links import draw_links
from tui.pages.statement import SECTIONS, Section, Table


def draw_section(context: PageContext, section: Section) -> tuple[Part, ...]:
    """A section's heading, texts, tables, hint and ways on. Part and action ids begin with its id."""
    words = context.words
    parts: list[Part] = [
        Text(id=f"{section.id}-heading", text=words(section.title), role="heading"),
        Text(id=f"{section.id}-text", text=_paragraphs(words, section.paragraphs)),
    ]
    if section.table is not None:
        parts.append(draw_table(words, section.table))
    if section.facts is not None:
        parts += section.facts(context)
    if section.after:
        parts.append(Text(id=f"{section.id}-after", text=_paragraphs(words, section.after)))
    if section.hint:
        parts.append(Text(id=f"{section.id}-hint", text=words(section.hint), role="hint"))
    if section.links:
        parts.append(draw_links(words, section.links, section.id))
    return tuple(parts)


def as_running_text(words: Words, part: Part) -> Part:
    """A table as paragraphs: where all sections follow each other, nothing is left to be opened."""
    if not isinstance(part, Facts):
        return part
    rows = [said_fact(words, fact) for group in part.groups for fact in group]
    return Text(id=part.id, text="\n\n".join(one for one in (*rows, part.note) if one))


def said_fact(words: Words, fact: Fact) -> str:
    """A fact as one line of running text."""
    return words("said.fact", label=fact.label, value=fact.value)


def draw_table(words: Words, table: Table) -> Facts:
    """A table of a section as one group of facts."""
    rows = tuple(Fact(label=words(row), value=words(f"{row}-value")) for row in table.rows)
    return Facts(id=table.id, title=words(table.title), groups=(rows,))


def search(context: PageContext, sought: str) -> tuple[Section, ...]:
    """The sections that hold all the words of `sought`, whatever their case or accents."""
    wanted = _plain(sought).split()
    return tuple(
        section
        for section in SECTIONS
        if all(word in _plain(" ".join(texts(context, section))) for word in wanted)
    )


def excerpt(context: PageContext, section: Section, sought: str) -> str:
    """The first sentence of a section that holds a word of `sought`, or its short description."""
    wanted = _plain(sought).split()
    for text in texts(context, section)[1:]:
        for sentence in text.replace("\n", " ").split(". "):
            if any(word in _plain(sentence) for word in wanted):
                return sentence if sentence.endswith((".", "?", ":")) else f"{sentence}."
    return context.words(section.short)


def texts(context: PageContext, section: Section) -> list[str]:
    """All that a section says, title first, without its ways on."""
    said = [context.words(section.title), context.words(section.short)]
    for part in draw_section(context, section)[1:]:
        if isinstance(part, Text):
            said.append(part.text)
        elif isinstance(part, Facts):
            said += [part.title, part.note]
            said += [said_fact(context.words, fact) for group in part.groups for fact in group]
    return said


def _paragraphs(words: Words, keys: tuple[str, ...]) -> str:
    return "\n\n".join(words(key) for key in keys)


def _plain(text: str) -> str:
    """Lower case without accents, so that "verzoeken" is found by VERZOEKEN and "een" finds "één"."""
    parted = unicodedata.normalize("NFKD", text.casefold())
    return "".join(one for one in parted if not unicodedata.combining(one))
