"""A document as one HTML file: no script and nothing fetched, for any browser and any screen reader."""

from html import escape

from tui.documents.document import Document, Row, Section

STYLE = """\
:root { color-scheme: light dark; }
body { font: 1rem/1.6 system-ui, sans-serif; max-width: 42rem; margin: 2rem auto; padding: 0 1rem; }
h1, h2 { line-height: 1.3; }
table { border-collapse: collapse; width: 100%; margin: 1rem 0; }
th, td { border-bottom: 1px solid currentColor; padding: .5rem; text-align: left; vertical-align: top; }
th { width: 40%; }
.text { white-space: pre-line; overflow-wrap: anywhere; }
"""


def as_html(document: Document) -> bytes:
    """The document as an HTML file (WCAG 1.3.1, 2.4.2, 2.4.6, 3.1.1)."""
    title = escape(document.title)
    body = "\n".join(_section(one) for one in document.sections)
    note = f"<footer>{_paragraph(document.note)}</footer>\n" if document.note else ""
    return (
        f'<!doctype html>\n<html lang="{escape(document.language)}">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{title}</title>\n<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>{title}</h1>\n{body}\n</main>\n{note}</body>\n</html>\n"
    ).encode()


def _section(section: Section) -> str:
    heading = [f"<h2>{escape(section.heading)}</h2>"] if section.heading else []
    paragraphs = [_paragraph(one) for one in section.paragraphs]
    return "\n".join((*heading, *paragraphs, *(_table(group) for group in section.groups)))


def _paragraph(text: str) -> str:
    return f'<p class="text">{escape(text)}</p>'


def _table(rows: tuple[Row, ...]) -> str:
    lines = (
        f'<tr><th scope="row" class="text">{escape(row.label)}</th>'
        f'<td class="text">{escape(row.value)}</td></tr>'
        for row in rows
    )
    return "<table>\n" + "\n".join(lines) + "\n</table>"
