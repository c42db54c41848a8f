"""A document as plain text: UTF-8, a line a paragraph, so that any program and any reader wraps it."""

from tui.documents.document import Document, Section


def as_text(document: Document) -> bytes:
    """The document as a text file."""
    blocks = [document.title, *(block for one in document.sections for block in _blocks(one))]
    if document.note:
        blocks.append(document.note)
    return ("\n\n".join(blocks) + "\n").encode()


def _blocks(section: Section) -> list[str]:
    rows = ["\n".join(f"{row.label}: {row.value}" for row in group) for group in section.groups]
    return [*filter(None, (section.heading, *section.paragraphs, *rows))]
