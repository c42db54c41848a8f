"""Drawing a section of the privacy statement, and searching the statement."""

from tui.journey.context import PageContext
from tui.locale import Words
from tui.page.finding import folded
from tui.page.parts import Fact, Facts, Listing, Part, Text
from tui.pages.links import draw_links
from tui.pages.statement import SECTIONS, Section, Table
from tui.pages.statement_proofs import draw_proofs


def draw_section(context: PageContext, section: Section) -> tuple[Part, ...]:
    """A section's heading, texts, tables, hint, how one can know that it holds, and links.

    Part and action ids begin with its id, those of the list with `OWNER`.
    """
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
    parts += draw_proofs(words, section.id)
    if section.links:
        parts.append(draw_links(words, section.links, section.id))
    return tuple(parts)


def as_running_text(words: Words, part: Part) -> Part:
    """A table or a list as paragraphs, for the statement as a whole.

    Line mode would make an outline of so many.
    """
    if isinstance(part, Facts):
        rows = [fact_sentence(words, fact) for group in part.groups for fact in group]
        lines = (*rows, part.note)
    elif isinstance(part, Listing):
        lines = (part.title, *(f"{item.title} {item.detail}" for item in part.items))
    else:
        return part
    return Text(id=part.id, text="\n\n".join(filter(None, lines)))


def fact_sentence(words: Words, fact: Fact) -> str:
    """A fact as a line of running text."""
    return words("said.fact", label=fact.label, value=fact.value)


def draw_table(words: Words, table: Table) -> Facts:
    """A table of a section as a group of facts."""
    rows = tuple(Fact(label=words(row), value=words(f"{row}-value")) for row in table.rows)
    return Facts(id=table.id, title=words(table.title), groups=(rows,))


def search(context: PageContext, searched: str) -> tuple[Section, ...]:
    """The sections that contain all the words of `searched`, ignoring case and accents."""
    wanted = folded(searched).split()
    return tuple(
        section
        for section in SECTIONS
        if all(word in folded(" ".join(section_texts(context, section))) for word in wanted)
    )


def excerpt(context: PageContext, section: Section, searched: str) -> str:
    """The first sentence of a section that contains a word of `searched`, or its short description."""
    wanted = folded(searched).split()
    for text in section_texts(context, section)[1:]:
        for sentence in text.replace("\n", " ").split(". "):
            if any(word in folded(sentence) for word in wanted):
                return sentence if sentence.endswith((".", "?", ":")) else f"{sentence}."
    return context.words(section.short)


def section_texts(context: PageContext, section: Section) -> list[str]:
    """All texts of a section, title first, without its links."""
    found = [context.words(section.title), context.words(section.short)]
    for part in draw_section(context, section)[1:]:
        if isinstance(part, Text):
            found.append(part.text)
        elif isinstance(part, Facts):
            found += [part.title, part.note]
            found += [fact_sentence(context.words, fact) for group in part.groups for fact in group]
        elif isinstance(part, Listing):
            found += [text for item in part.items for text in (item.title, item.detail)]
    return found


def _paragraphs(words: Words, keys: tuple[str, ...]) -> str:
    return "\n\n".join(words(key) for key in keys)
