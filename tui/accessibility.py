"""`burgerprofiel accessibility`: the accessibility statement, after the official model, as plain lines."""

from collections.abc import Iterator
from textwrap import wrap

from tui.locale import Words
from tui.options import VERSION

WIDEST = 78
"""Characters per line."""

CHAPTERS = (
    ("status", ("text",)),
    ("features", ("lines", "keys", "focus", "colours", "calm", "time")),
    ("limits", ("roles", "language", "people")),
    (
        "trips",
        (
            "aids",
            "voice",
            "twice",
            "cursor",
            "first-stop",
            "order",
            "narrow",
            "targets",
            "low-buttons",
            "focus",
            "colours",
            "words",
            "translations",
            "standard",
        ),
    ),
    ("how", ("text", "made")),
    ("contact", ("text",)),
)
"""Each heading with its paragraphs, which are numbered if there are several."""


def statement(words: Words) -> Iterator[str]:
    """The statement, line by line: how accessible the program is, how we know, and whom to contact."""
    yield words("accessibility.title")
    yield ""
    yield from _wrapped(words("accessibility.lead"))
    for chapter, paragraphs in CHAPTERS:
        yield ""
        yield words(f"accessibility.{chapter}")
        for number, paragraph in enumerate(paragraphs, start=1):
            text = words(f"accessibility.{chapter}.{paragraph}", version=VERSION)
            yield from _wrapped(text if len(paragraphs) == 1 else f"{number}. {text}")


def _wrapped(text: str) -> list[str]:
    return wrap(text, WIDEST, break_on_hyphens=False)
