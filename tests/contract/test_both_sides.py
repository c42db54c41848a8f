"""What the services say is what the citizen's side reads: two sets of models, held against each other."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from mock_backends.registers import app as registers
from mock_backends.shared.faults import Fault
from mock_backends.simulation import app as simulation
from tests.contract.neighbours import Neighbourhood
from tui.portal.checking import checked
from tui.portal.cleaning import clean_all
from tui.portal.errors import ContractViolation
from tui.portal.models import BlockContent, Catalogue, IssuedCard, IssuedPhone, Person


@pytest.fixture
def sources(tmp_path: Path) -> Neighbourhood:
    return Neighbourhood(tmp_path, registers.PARTY)


@pytest.fixture
def tester(tmp_path: Path) -> Neighbourhood:
    return Neighbourhood(tmp_path, simulation.PARTY)


async def catalogue(here: Neighbourhood) -> Catalogue:
    reply = await here.call("GET", "/v1/controllers")
    return msgspec.json.decode(reply.content, type=Catalogue)


async def block(here: Neighbourhood, controller: str, block_id: str, person: str) -> BlockContent:
    token = here.tokens.token("registers")
    reply = await here.call(
        "GET",
        f"/v1/controllers/{controller}/blocks/{block_id}",
        headers={"Authorization": f"Bearer {token}", "X-INSZ": person},
    )
    return msgspec.convert(clean_all(reply.json()), BlockContent)


async def test_every_block_of_everybody_is_what_its_catalogue_says(
    sources: Neighbourhood,
) -> None:
    known = await catalogue(sources)
    seen = 0
    for controller in known.items:
        for definition in controller.blocks:
            for person in sources.fixtures.personas:
                content = await block(
                    sources, controller.controller_id, definition.block_id, person.national_number
                )
                # Nothing is left out on the way: no field is unknown there.
                assert checked(content, definition).records == content.records
                seen += len(content.records)
    assert seen == sum(
        len(kept) for person in sources.fixtures.personas for kept in person.data.values()
    )


async def test_values_of_other_types_are_refused_for_every_block(sources: Neighbourhood) -> None:
    known = await catalogue(sources)
    sources.faults.set("it", Fault(party="registers", kind="wrongSchema"))
    for controller in known.items:
        for definition in controller.blocks:
            content = await block(
                sources, controller.controller_id, definition.block_id, "87661421604"
            )
            with pytest.raises(ContractViolation):
                checked(content, definition)


async def test_hostile_values_come_through_as_plain_text(sources: Neighbourhood) -> None:
    known = await catalogue(sources)
    sources.faults.set("it", Fault(party="registers", kind="hostile"))
    for controller in known.items:
        for definition in controller.blocks:
            content = await block(
                sources, controller.controller_id, definition.block_id, "87661421604"
            )
            words = str(checked(content, definition).records)
            assert not any(
                sign in words for sign in ("\x1b", "\\x1b", "\\x9b", "\\x07", "\\u202e", "\\x00")
            )


async def test_persons_and_what_they_hold_are_read(tester: Neighbourhood) -> None:
    reply = await tester.call("GET", "/v1/persons")
    items: list[dict[str, Any]] = reply.json()["items"]
    persons = msgspec.convert(items, tuple[Person, ...])
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
    assert any(person.phone and person.identity_card for person in persons)
