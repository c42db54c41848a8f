"""What people type and paste: one table (`tests/typed.toml`), to which both sides are held."""

import tomllib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest

from mock_backends.profile_service.entries import NICKNAME_LENGTH, Entries
from mock_backends.profile_service.models import AddressInput, ContactInput
from mock_backends.shared import typed as at_the_service
from mock_backends.shared.problems import Problem
from tests.unit.pages import act, context, draw, form, profile, typed
from tui.page import typed as at_the_citizen
from tui.pages.forms import error_words
from tui.pages.rules import international
from tui.portal.cleaning import clean_all

TABLE = Path(__file__).parents[1] / "typed.toml"
ADDRESS = {"street": "Kerkstraat", "post-code": "9000", "municipality": "Gent"}


def cases() -> Iterator[Any]:
    for kind, entries in tomllib.loads(TABLE.read_text(encoding="utf-8")).items():
        for entry in entries:
            yield pytest.param(kind, entry, id=f"{kind} {entry['typed']!a}"[:60])


def outcome(entry: dict[str, str]) -> tuple[str, str]:
    """What is kept, and why it is refused: one of the two is ""."""
    wrong = entry.get("wrong", "")
    return "" if wrong else entry.get("kept", entry["typed"]), wrong


def shown(kept: str, *, several: bool) -> object:
    """What the citizen's side shows of a text that the service kept."""
    return clean_all({"text": kept}, lambda _: several)["text"]


def address(name: str, member: str) -> Callable[[Entries, str], str]:
    def take(entries: Entries, text: str) -> str:
        members = {one.replace("-", "_"): value for one, value in (ADDRESS | {name: text}).items()}
        return entries.address(AddressInput(**members))[member]

    return take


def contact(kind: Any) -> Callable[[Entries, str], str]:
    return lambda entries, text: entries.contact(ContactInput(kind=kind, value=text))["value"]


SERVICE: dict[str, Callable[[Entries, str], str]] = {
    "nickname": lambda entries, text: entries.text("value", text, NICKNAME_LENGTH),
    "words": lambda entries, text: entries.words("words", text),
    "email": contact("email"),
    "phone": contact("phone"),
    "house-number": address("house-number", "houseNumber"),
    "post-code": address("post-code", "postCode"),
    "municipality": address("municipality", "municipality"),
}


@pytest.mark.parametrize(("kind", "entry"), cases())
def test_the_service_takes_it_so(kind: str, entry: dict[str, str]) -> None:
    entries, wrong, kept = Entries(), "", ""
    try:
        kept = SERVICE[kind](entries, entry["typed"])
        entries.done()
    except Problem as refused:
        (issue,) = refused.extra["issues"]
        kept, wrong = "", issue["code"]
    assert (kept, wrong) == outcome(entry)


FORMS = {
    "nickname": ("profile.nickname", "nickname"),
    "words": ("rights.new?right=object&function=cookies", "words"),
    "email": ("profile.contact?kind=email", "value"),
    "phone": ("profile.contact?kind=phone", "value"),
    "house-number": ("profile.address", "house-number"),
    "post-code": ("profile.address", "post-code"),
    "municipality": ("profile.address", "municipality"),
}


@pytest.mark.parametrize(("kind", "entry"), cases())
async def test_the_citizen_s_side_takes_it_so(kind: str, entry: dict[str, str]) -> None:
    place, name = FORMS[kind]
    at = context(place, profile=profile())
    asked = form(draw(at))
    filled = (ADDRESS if "address" in place else {}) | {name: entry["typed"]}
    typed(at, asked.id, **filled)
    await act(at, "check")
    kept, wrong = outcome(entry)
    field = next(one for one in asked.fields if one.name == name)
    says = error_words(at.words, field, wrong) if wrong else ""
    sent = at.pending.get(str(at.place), {}).get(name, "")
    error = at.errors.get(asked.id, {}).get(name)
    assert (error(at.words, field) if error else "") == says
    assert (international(sent) if kind == "phone" and sent else sent) == kept
    assert shown(sent, several=kind == "words") == sent


SIGNS = (*range(0x3500), *range(0xA000, 0xAC00), *range(0xD7B0, 0xD800), *range(0xE000, 0xE010))
MORE_SIGNS = (*range(0xF8F0, 0x20000), *range(0xE0000, 0xE1000))
ALIKE = ("Lo", "Cn")
"""Letters without case, and what is no sign yet: so many are alike that each sixteenth stands for all."""


@pytest.mark.parametrize("around", ["a{}b", "é{}é", "1{}\u20e3", "a\u200b{}é", "\n{}\u0301 "])
def test_no_sign_is_taken_in_two_ways_or_shown_in_another(around: str) -> None:
    """All but ideographs, Hangul syllables and private use, which no rule speaks of."""
    for code in (*SIGNS, *MORE_SIGNS):
        if category(chr(code)) in ALIKE and code % 16:
            continue
        text = around.format(chr(code))
        for one in ("line", "lines"):
            here, there = getattr(at_the_citizen, one), getattr(at_the_service, one)
            kept = here(text)
            assert kept == there(text) == here(kept), ascii(text)
            assert at_the_citizen.is_text(kept) == at_the_service.is_text(kept), ascii(text)
            if at_the_service.is_text(kept):
                assert shown(kept, several=one == "lines") == kept, ascii(text)
