"""People and authorities of a tester's own: what the check takes works, and what it refuses is not there."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, get_args

import pytest

from mock_backends.people.check import checked
from mock_backends.people.loader import LANGUAGES, FieldDefinition, FieldType, load
from mock_backends.people.numbers import company_number
from mock_backends.people.values import fits
from tests.held_devices import devices_in
from tests.journey.steps import become, find, loaded, sign_in_by_itsme, until
from tests.people import ID, NUMBER, folder_with
from tests.services import embedded
from tests.unit.test_people_new import VALUES
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.offered import is_settled
from tui.page.parts import Facts, Listing
from tui.pages.persons import LIST
from tui.portal.client import Portal

TYPES: tuple[FieldType, ...] = get_args(FieldType)
CODES = {"M": dict.fromkeys(LANGUAGES, "man")}
TEXT = dict.fromkeys(LANGUAGES, "Iets")


def toml(value: object) -> str:
    """A value as TOML, which writes its inline tables with an equals sign."""
    if isinstance(value, dict):
        return f"{{ {', '.join(f'{name} = {toml(member)}' for name, member in value.items())} }}"
    if isinstance(value, list):
        return f"[{', '.join(map(toml, value))}]"
    return json.dumps(value, ensure_ascii=False)


def taken(kind: FieldType) -> list[Any]:
    """Of the values that an author may write, those that the check takes for this type."""
    field = FieldDefinition(
        name="value", label={}, type=kind, codes=CODES if kind == "code" else {}
    )
    return [value for value in VALUES if fits(value, field)]


def several(kind: FieldType) -> str:
    """All of them but what is protected, in one list."""
    return toml([one for one in taken(kind) if not (isinstance(one, dict) and "protected" in one)])


def block(kind: FieldType) -> str:
    codes = f"codes = {toml(CODES)}\n" if kind == "code" else ""
    return f"""
[[blocks]]
id = "own-{kind}"
category = "personal"
label = {toml(TEXT)}
description = {toml(TEXT)}
title_field = "title"
[[blocks.fields]]
name = "title"
label = {toml(TEXT)}
[[blocks.fields]]
name = "value"
type = "{kind}"
label = {toml(TEXT)}
{codes}
[[blocks.fields]]
name = "values"
type = "{kind}"
several = true
label = {toml(TEXT)}
{codes}"""


def own_people(folder: Path, more: str = "") -> Path:
    """A folder with an authority that has a block of each type, and somebody with every value that fits."""
    records = [
        f'[[data.own-{kind}]]\ntitle = "{number}"\nvalue = {toml(value)}\nvalues = {several(kind)}\n'
        for kind in TYPES
        for number, value in enumerate(taken(kind))
    ]
    folder_with(folder, records="".join(records) + more)
    (folder / "controllers").mkdir()
    authority = "".join(
        f"{name} = {toml(TEXT)}\n" for name in ("name", "authority", "register", "correction")
    )
    (folder / "controllers" / "own.toml").write_text(
        f'level = "local"\nsupervisor = "VTC"\n{authority}[contact]\n{"".join(map(block, TYPES))}',
        "utf-8",
    )
    return folder


@asynccontextmanager
async def seen(home: Path, people: Path) -> AsyncIterator[tuple[Navigator, Portal]]:
    """The citizen's side before services that know these people, too."""
    async with embedded(home, fixtures=(people,)) as services:
        portal = Portal(services.connect)
        navigator = Navigator(portal, Words("nl"), devices_in(home))
        yield navigator, portal
        await navigator.close()
        await portal.close()


async def test_every_record_that_the_check_takes_is_shown_to_the_citizen(
    home_folder: Path, tmp_path: Path
) -> None:
    people = own_people(tmp_path / "own")
    assert checked((people,)).left_out == ()
    async with seen(home_folder, people) as (navigator, portal):
        await become(navigator, ID)
        await sign_in_by_itsme(navigator)
        for kind in TYPES:
            await navigator.open(f"data.own-{kind}")
            page = await until(navigator, is_settled)
            facts = find(page, f"block-own-{kind}", Facts)
            assert (facts.state, len(facts.groups)) == ("here", len(taken(kind)))
            told = (await portal.block(f"own-{kind}")).records
            assert [record["value"] for record in told] == taken(kind)


@pytest.mark.parametrize(
    ("more", "number", "there"),
    [
        ('[[data.residence]]\npostCode = "1234 AB"\n', NUMBER, True),
        ('[[data.identity]]\nnationality = "BR"\n', NUMBER, True),
        ("", "85041200209", False),
    ],
    ids=["a-foreign-post-code", "an-unknown-code", "a-real-form-number"],
)
async def test_what_the_check_refuses_is_not_there_and_all_else_is(
    home_folder: Path, tmp_path: Path, more: str, number: str, there: bool
) -> None:
    people = folder_with(tmp_path / "own", number=number, records=more)
    async with seen(home_folder, people) as (navigator, _):
        await navigator.open("persons")
        page = await until(navigator, loaded)
        known = {item.id for item in find(page, LIST, Listing).items}
        assert known == {person.id for person in load().personas} | ({ID} if there else set())
        if there:
            await become(navigator, ID)
            await sign_in_by_itsme(navigator)
            await navigator.open("data")
            page = await until(navigator, is_settled)
            # Told to the author, and not to the citizen as the authority's failure.
            facts = [part for part in page.everything if isinstance(part, Facts)]
            assert {part.state for part in facts} == {"empty"}


async def test_two_thousand_messages_of_more_senders_than_a_page_holds_are_all_there(
    home_folder: Path, tmp_path: Path
) -> None:
    senders = [company_number(serial) for serial in range(5000, 5130)]
    sent = "".join(
        f"""
[[messages]]
id = "m{number}"
sender = {toml(dict.fromkeys(LANGUAGES, f"Dienst {number % 130}"))}
sender_number = "{senders[number % 130]}"
received_days_ago = {number % 700}
expires_in_days = 400
read = {toml(number % 3 == 0)}
subject.nl = "Bericht {number}"
body.nl = "Inhoud."
"""
        for number in range(2000)
    )
    async with seen(home_folder, folder_with(tmp_path / "own", records=sent)) as (navigator, _):
        await become(navigator, ID)
        await sign_in_by_itsme(navigator)
        await navigator.open("ebox")
        await navigator.act("to-consent")
        await navigator.act("give")
        messages = find(navigator.page, "messages", Listing)
        assert navigator.page.count == "2000 berichten, 1333 nieuw"
        assert len({item.id for item in messages.items}) == 2000
        from_whom = {item.detail.split(",")[0] for item in messages.items}
        assert len(from_whom) == 130
        assert all("Dienst" in name for name in from_whom)
