"""A document as a tagged PDF (PDF/UA-1, ISO 14289-1), set by Typst, which is an extra for its size."""

from importlib.util import find_spec
from pathlib import Path

from msgspec import json

from tui.documents.document import Document

TEMPLATE = Path(__file__).with_name("document.typ")


def is_available() -> bool:
    """Whether `burgerprofiel[pdf]` is installed; looks only, and loads nothing."""
    return find_spec("typst") is not None


def as_pdf(document: Document) -> bytes:
    """The document as a PDF file.

    Its texts reach Typst as data, so that no sign in them is markup. Raises ValueError for letters that no
    font on this machine has (ISO 14289-1, 7.21.8 forbids to leave them out), and ImportError where
    `is_available` is false.
    """
    import typst

    made = document.made
    date = made and (made.year, made.month, made.day, made.hour, made.minute, made.second)
    given = json.encode({"document": document, "date": date}).decode()
    inputs = {"given": given}
    try:
        return typst.compile(str(TEMPLATE), sys_inputs=inputs, format="pdf", pdf_standards=["ua-1"])
    except typst.TypstError as error:
        raise ValueError(str(error)) from error
