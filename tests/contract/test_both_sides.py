"""What the services say is what the citizen's side reads: two sets of models, held against each other."""

from collections.abc import AsyncIterator
from pathlib import Path

import msgspec
import pytest

from mock_backends.people.loader import Persona, load
from mock_backends.registers import app as registers
from mock_backends.shared.faults import HOSTILE, Fault
from mock_backends.simulation import app as simulation
from tests.contract.neighbours import Source
from tests.contract.openapi import contract_of
from tui.locale import Words
from tui.pages.profile import MOST
from tui.pages.values import fact
from tui.portal.checking import checked
from tui.portal.cleaning import clean_all, clean_line
from tui.portal.errors import ContractViolation
from tui.portal.models import (
    BlockContent,
    Catalogue,
    CatalogueBlock,
    IssuedCard,
    IssuedPhone,
    Person,
)

PEOPLE = load().personas


@pytest.fixture
def sources(tmp_path: Path) -> Source:
    return Source(tmp_path, registers.PARTY)


async def read(
    here: Source, people: tuple[Persona, ...] = PEOPLE[:1]
) -> AsyncIterator[tuple[CatalogueBlock, BlockContent]]:
    """Each block that the catalogue names, of each of these people, as the citizen's side reads it."""
    said = await here.call("GET", "/v1/controllers")
    for controller in msgspec.json.decode(said.content, type=Catalogue).items:
        for block in controller.blocks:
            path = f"/v1/controllers/{controller.controller_id}/blocks/{block.block_id}"
            for person in people:
                reply = await here.call("GET", path, person.national_number)
                yield block, msgspec.convert(clean_all(reply.json()), BlockContent)


async def test_every_block_of_everybody_is_what_its_catalogue_says(
    sources: Source,
) -> None:
    seen = 0
    async for block, content in read(sources, PEOPLE):
        # Nothing is left out on the way: no field is unknown there.
        assert checked(content, block).records == content.records
        seen += len(content.records)
    assert seen == sum(len(kept) for person in PEOPLE for kept in person.data.values())


async def test_values_of_other_types_are_refused_for_every_block(sources: Source) -> None:
    sources.faults.set("it", Fault(party="registers", kind="wrongSchema"))
    async for block, content in read(sources):
        with pytest.raises(ContractViolation):
            checked(content, block)


async def test_hostile_values_come_through_as_plain_text(sources: Source) -> None:
    sources.faults.set("it", Fault(party="registers", kind="hostile"))
    marks = {clean_line(text) for text in HOSTILE}
    carried: set[str] = set()
    async for block, content in read(sources):
        records = checked(content, block).records
        signs = ("\x1b", "\\x1b", "\\x9b", "\\x07", "\\u202e", "\\x00")
        assert not any(sign in str(records) for sign in signs)
        for record in records:
            for field in block.fields:
                said = fact(Words("nl"), field, record.get(field.name, "")).value
                carried |= {field.type} if any(mark in said for mark in marks) else set()
    assert carried == {"text", "address", "link", "masked", "date", "dateTime", "period"}


def test_as_much_of_a_kind_is_kept_as_the_profile_says() -> None:
    kept = contract_of("profile_service").document["components"]["schemas"]["Profile"]["properties"]
    assert [kept[kind]["maxItems"] for kind in ("contacts", "addresses")] == [MOST, MOST]


async def test_persons_and_what_they_hold_are_read(tmp_path: Path) -> None:
    tester = Source(tmp_path, simulation.PARTY)
    items = (await tester.call("GET", "/v1/persons")).json()["items"]
    persons = msgspec.convert(items, tuple[Person, ...])
    assert any(person.phone and person.identity_card for person in persons)
    for person in persons:
        path = f"/v1/persons/{person.person_id}"
        if person.phone is not None:
            phone = await tester.call("POST", path + "/phone")
            issued = msgspec.json.decode(phone.content, type=IssuedPhone)
            assert issued.number == person.phone.number
        if person.identity_card is not None:
            card = await tester.call("POST", path + "/identity-card")
            held = msgspec.json.decode(card.content, type=IssuedCard)
            assert held.card_number == person.identity_card.number
            assert len(held.certificates) == 3
