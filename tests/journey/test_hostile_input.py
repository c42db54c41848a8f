"""Every field of every form takes any text, or says why not; nothing crashes."""

import unicodedata
from collections.abc import Iterator
from typing import Any

import msgspec
import pytest

from tests.journey.filling import KNOWN, errors, forms, good, unclear
from tests.journey.steps import find, until
from tests.pictured import FORMS, PICTURES, Picture, arrive
from tests.simulated import Simulated
from tui.page.offered import is_settled
from tui.page.parts import Facts, Field, Form, Notice, Page
from tui.portal.models import Fault

HOSTILE = {
    "empty": "",
    "blank": " \t\u3164",
    "long": "a" * 10_000,
    "escape": "a\x1b]52;c;cm0=\x07b",
    "nul": "a\x00b",
    "c1": "a\x9b31mb",
    "lines": "een\ntwee\r\ndrie",
    "markup": "[/red]",
    "link": "[@click=app.quit]x[/]",
    "braces": "{0} {naam} %s %(x)s",
    "emoji": "\U0001f469\u200d\U0001f469\u200d\U0001f467 \u2764\ufe0f",
    "turned": "ja\u202eeen\u2066nee",
    "half": "a\ud800b",
}

TOGETHER = {"password-form"}
"""Forms that do not tell which of their fields is wrong: a stranger must not learn which names there are."""

UNSEEN = {"escape", "nul", "c1", "half"}
"""What is no text: it is refused. What only cannot be seen, as in "turned", is left out."""


def texts(value: Any) -> Iterator[str]:
    """Every text in a page, wherever it stands."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from texts([*value, *value.values()])
    elif isinstance(value, list | tuple):
        for one in value:
            yield from texts(one)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            yield from texts(getattr(value, name))


def unsafe(page: Page) -> list[str]:
    """The texts of a page that hold a control character, half a character, or what turns text round."""
    return [
        text
        for text in texts(page)
        for sign in text
        if (unicodedata.category(sign) in ("Cc", "Cs") and sign != "\n")
        or unicodedata.bidirectional(sign) in ("LRO", "RLO", "LRE", "RLE", "LRI", "RLI", "FSI")
    ]


@pytest.mark.parametrize(
    ("picture", "language"),
    [pytest.param(one, one.language, id=one.name) for one in (*PICTURES, *FORMS)],
)
async def test_every_field_takes_anything_or_says_why_not(
    picture: Picture, simulated: Simulated
) -> None:
    navigator = simulated.navigator
    await arrive(simulated, picture)
    start = navigator.page
    for form in forms(start):
        for field in form.fields:
            for name, text in HOSTILE.items():
                navigator.drafts.forget(start.place)
                if picture.place:
                    await simulated.context(picture.place)
                elif not any(one.id == form.id for one in forms(navigator.page)):
                    await picture.prepare(simulated)
                await check(simulated, form.id, field, name, text)


async def check(simulated: Simulated, form_id: str, field: Field, name: str, text: str) -> None:
    """Put this in a field and good things in the others, send it, and see what the page says."""
    navigator, where = simulated.navigator, f"{form_id}.{field.name} with {name}"
    before = navigator.page
    form = find(before, form_id, Form)
    assert field.name in KNOWN[form_id]
    filled = {one.name: good(one) for one in form.fields} | {field.name: text}
    secret = {one.name for one in form.fields if one.secret}
    for one, typed in filled.items():
        if one not in secret:
            navigator.drafts.write(before.place, form_id, one, typed)
    await navigator.submit(form_id, {one: filled[one] for one in secret})
    page = await until(navigator, is_settled, where)
    assert not unsafe(page), where
    assert not [part.id for part in page.everything if part.id == "trouble"], where
    refused = any(one.id == form_id for one in forms(page)) and errors(navigator, form_id)
    # After five wrong answers none is taken for a while.
    paused = any(part.id == "paused" for part in page.everything)
    if refused:
        together = form_id in TOGETHER and set(refused) == set(filled)
        assert together or set(refused) == {field.name}, f"{where}: {refused}"
        assert not unclear(field, refused[field.name]), where
        assert page.focus == f"{form_id}.{next(iter(refused))}", where
        if field.name not in secret:
            assert navigator.drafts.read(page.place, form_id, field.name) == text, where
    elif form_id == "search-form":
        assert page.place.startswith(("privacy", "ebox")), where
    elif form_id == "reader-pin":
        assert find(page, "reader-shows", Notice).kind in ("warning", "error"), where
    elif form_id == "decision-form":  # which is there again, for the next decision
        assert navigator.context().announcements, where
    elif form_id in TOGETHER and paused:
        assert find(page, "failure", Notice).kind in ("warning", "error"), where
    else:
        assert not any(one.id == form_id for one in forms(page)), f"{where}: nothing is said"
    if field.kind != "digits" and form_id != "search-form" and name in UNSEEN:
        assert refused or paused, f"{where} is kept"
    if name in ("empty", "blank"):
        assert bool(refused) == field.required, f"{where}: whether it may be left out"
    elif field.options:
        assert refused, f"{where} is none of the choices"


HOSTILE_PLACES = (
    "privacy?search=%1B%5D52%3Bc%3BcQ%3D%07%E2%80%AE",
    "privacy?section=%1B%5B31m",
    "contact?kind=%00%1B",
    "rights.new?right=access&block=%1B%5B2J%E2%80%AE",
    "rights.new?right=%1B%5B2J&function=%C2%9B",
    "profile.contact?kind=%1B",
    "profile.contact/\x1b[31m",
    "ebox.message/\u202e\x9b",
    "controllers.entry/\x1b]0;x\x07",
    "data.\x1b",
    "nergens\ud800",
    "privacy?search=\ud800",
)


async def test_a_link_full_of_control_characters_brings_none_to_a_page(
    simulated: Simulated,
) -> None:
    await simulated.sign_in()
    for place in HOSTILE_PLACES:
        page = await simulated.context(place)
        assert not unsafe(page), place


async def test_foreign_texts_of_one_line_hold_one_line(simulated: Simulated) -> None:
    """Otherwise they could look like questions of line mode: "Vraag 1 van 1: PIN (verplicht)"."""
    await simulated.earlier(lambda portal: portal.give_ebox_consent())
    for party in ("registers", "ebox"):
        await simulated.portal.set_fault(party, Fault(party=party, kind="hostile"))
    await simulated.sign_in()
    listed = await simulated.context("ebox")
    (message,) = (await simulated.portal.messages()).items[:1]
    opened = await simulated.context(f"ebox.message/{message.message_id}")
    body = find(opened, "message", Facts).letter
    assert body is not None
    letter = body.text
    assert "\nVraag 1 van 1" in letter, "a letter has several lines"
    for page in (listed, opened):
        foreign = [text for text in texts(page) if "Vraag 1 van 1" in text and text != letter]
        assert foreign
        assert [text for text in foreign if "\n" in text] == []
    contents = simulated.navigator.context().holdings.contents.values()
    values = [text for content in contents for text in texts(tuple(content.records))]
    assert not [text for text in values if "\n" in text]
