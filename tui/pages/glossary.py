"""The glossary: difficult words and abbreviations, each explained in a sentence (WCAG 3.1.3, 3.1.4)."""

import unicodedata

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.locale import Words
from tui.page.parts import Fact, Facts, Text
from tui.pages.links import Link, draw_links, follow

TERMS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        "signing-in",
        ("itsme", "eid", "kids-id", "pin", "reader", "sms", "qr", "session", "access-management"),
    ),
    (
        "data",
        (
            "personal-data",
            "source",
            "address-register",
            "national-number",
            "ebox",
            "consent",
            "encrypted",
            "cookie",
            "receipt",
        ),
    ),
    (
        "who",
        (
            "controller",
            "processor",
            "processing",
            "accession",
            "digitaal-vlaanderen",
            "agency",
            "officer",
            "supervisor",
            "competent",
            "administrator",
            "mandate",
            "third-parties",
        ),
    ),
    (
        "rights",
        (
            "access",
            "rectification",
            "erasure",
            "objection",
            "withdrawing",
            "publicity",
            "mediation",
        ),
    ),
    (
        "program",
        (
            "simulator",
            "portal",
            "terminal",
            "lines",
            "screen-reader",
            "braille",
            "certificate",
            "variable",
        ),
    ),
    (
        "short",
        (
            "ahovoks",
            "avg",
            "gba",
            "vtc",
            "fod",
            "bosa",
            "pdf",
            "png",
            "jpeg",
            "webp",
            "megabyte",
            "wcag",
            "en",
        ),
    ),
)
"""The groups of terms, by the stems of their catalogue keys; a page sorts each group alphabetically."""


def draw_glossary(context: PageContext) -> PageBody:
    """The terms by subject, so that line mode can offer each subject by name; abbreviations come last."""
    words = context.words
    return PageBody(
        title=words("glossary.title"),
        help=words("glossary.help"),
        parts=(
            Text(id="lead", text=words("glossary.lead"), role="lead"),
            *(_group(words, group, terms) for group, terms in TERMS),
            draw_links(
                words,
                (Link("faq", "privacy.link.faq"), Link("privacy", "help.link.privacy")),
                "end",
            ),
        ),
    )


def _group(words: Words, group: str, terms: tuple[str, ...]) -> Facts:
    explained = (
        Fact(label=words(f"glossary.{term}.word"), value=words(f"glossary.{term}.meaning"))
        for term in terms
    )
    return Facts(
        id=group,
        title=words(f"glossary.{group}"),
        groups=(tuple(sorted(explained, key=_alphabetical)),),
        summary=words.count("glossary.count", len(terms)),
    )


def _alphabetical(fact: Fact) -> str:
    """A sort key: the alphabet, then accents."""
    return unicodedata.normalize("NFD", fact.label.casefold())


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="glossary",
        draw=draw_glossary,
        title="glossary.title",
        acts={"open-*": follow},
        public=True,
    ),
)
