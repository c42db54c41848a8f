"""A document is whole in each kind of file, whatever its texts say, and a program of others reads it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from html.parser import HTMLParser
from io import BytesIO

import pikepdf
import pytest

from tui.documents.document import Document, Row, Section, sections_of
from tui.documents.html import as_html
from tui.documents.pdf import as_pdf
from tui.documents.text import as_text
from tui.page.parts import (
    Action,
    Actions,
    Fact,
    Facts,
    Item,
    Listing,
    Notice,
    Part,
    Step,
    Text,
    Timeline,
)

HOSTILE = '#panic("x") *vet* <b>x</b> &amp; $a$ \\ [l](http://x) @ref `c` “é” ‮'

DOCUMENT = Document(
    title=f"Titel {HOSTILE}",
    language="nl",
    made=datetime(2028, 2, 29, 23, 59, tzinfo=UTC),
    sections=(
        Section(paragraphs=("Eerste.", HOSTILE)),
        Section(heading="Kop", groups=((Row("Naam", HOSTILE), Row("Leeg", "")),)),
    ),
    note="Verzonnen.",
)


def told(parts: tuple[Part, ...]) -> list[str]:
    document = Document(title="T", language="nl", sections=sections_of(parts))
    return as_text(document).decode().split("\n")[2:-1]


@pytest.mark.parametrize(
    ("part", "expected"),
    [
        (Text(id="a", text="Een.\n\nTwee."), ["Een.", "", "Twee."]),
        (Notice(id="a", kind="info", title="Let op", body="Dit."), ["Let op", "", "Dit."]),
        (
            Facts(
                id="a",
                title="Kop",
                groups=((Fact(label="A", value="1", note="n"),),),
                source="Bron",
            ),
            ["Kop", "", "Bron", "", "A: 1 (n)"],
        ),
        (
            Listing(id="a", title="Lijst", items=(Item(id="i", title="A", detail="d"),)),
            ["Lijst", "", "A: d"],
        ),
        (Listing(id="a", title="Lijst", empty="Niets."), ["Lijst", "", "Niets."]),
        (Timeline(id="a", title="Tijd", steps=(Step(when="Nu", what="W"),)), ["Tijd", "", "Nu: W"]),
        (Actions(id="a", items=(Action(id="x", label="Doe"),)), []),
    ],
    ids=lambda one: type(one).__name__ if isinstance(one, Part) else "",
)
def test_a_document_says_what_the_page_says_and_not_what_one_does_there(
    part: Part, expected: list[str]
) -> None:
    assert told((part,)) == expected


def test_parts_without_a_heading_stay_under_the_one_before() -> None:
    heading, more = Text(id="h", text="Kop", role="heading"), Text(id="t", text="Meer")
    assert sections_of((heading, more)) == (Section(heading="Kop", paragraphs=("Meer",)),)


class Read(HTMLParser):
    """The elements of a file in order, and the text in it."""

    def __init__(self, content: bytes) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(content.decode())

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data


def test_an_html_file_has_a_language_a_title_and_headings_and_no_text_is_markup() -> None:
    read = Read(as_html(DOCUMENT))
    names = [name for name, _ in read.elements]
    assert dict(read.elements)["html"]["lang"] == "nl"
    assert names.count("title") == names.count("h1") == names.count("main") == 1
    assert names.count("h2") == 1
    assert {more.get("scope") for name, more in read.elements if name == "th"} == {"row"}
    assert not {"b", "a", "script", "link", "img"} & set(names)
    assert read.text.count(HOSTILE) == 4


def kinds(node: pikepdf.Object) -> Iterator[str]:
    """The kinds of the elements of a PDF's structure (ISO 32000-1, 14.7), from the top."""
    if isinstance(node, pikepdf.Array):
        for inner in node:
            yield from kinds(inner)
    elif isinstance(node, pikepdf.Dictionary):
        if "/S" in node:
            yield str(node.S)
        if "/K" in node:
            yield from kinds(node.K)


def test_a_pdf_is_tagged_and_has_a_language_a_title_and_a_date() -> None:
    with pikepdf.open(BytesIO(as_pdf(DOCUMENT))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang) == DOCUMENT.language
        with pdf.open_metadata() as metadata:
            assert metadata["pdfuaid:part"] == "1"
            assert metadata["dc:title"] == DOCUMENT.title
            assert metadata["xmp:CreateDate"].startswith("2028-02-29T23:59")
        found = list(kinds(pdf.Root.StructTreeRoot))
    assert [found.count(kind) for kind in ("/H1", "/H2", "/L", "/LI")] == [1, 1, 1, 2]


def test_letters_that_no_font_has_are_not_left_out_unsaid() -> None:
    nowhere = Document(title="\U000f0000", language="nl", sections=())
    with pytest.raises(ValueError, match="font"):
        as_pdf(nowhere)
