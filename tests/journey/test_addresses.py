"""Saved addresses: which is the main one, and that a request is filled in with it (R31, R35)."""

from datetime import timedelta

import pytest

from tests.journey.filling import GOOD, save
from tests.journey.requests import about, ask
from tests.journey.steps import find, said, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import actions_in, is_settled
from tui.page.parts import Facts, Form, Notice
from tui.pages.addresses import address_field

FIRST, SECOND = "Denkbeeldlaan 14, 9000 Gent", "Fabelstraat 3, 9000 Gent"


async def add(navigator: Navigator, **texts: str) -> None:
    await navigator.open("profile.address")
    usual = {name: GOOD[name] for name in ("street", "house-number", "post-code", "municipality")}
    await save(navigator, "address-form", **{**usual, **texts})


def main(navigator: Navigator) -> list[str]:
    """The addresses of which the page says that they are the main one."""
    groups = find(navigator.page, "addresses", Facts).groups
    return [facts[0].value for facts in groups if facts[0].note.startswith("Hoofdadres.")]


async def press(navigator: Navigator, verb: str) -> None:
    """Press the first button that does this to an address."""
    offered = actions_in(find(navigator.page, "addresses", Facts))
    await navigator.act(next(one.id for one in offered if one.id.startswith(f"{verb}-address-")))


@pytest.mark.requirement("R31", "R35")
async def test_one_address_is_the_main_one_and_another_takes_its_place(
    signed_in: Navigator,
) -> None:
    await add(signed_in)
    assert main(signed_in) == [FIRST]
    await add(signed_in, street="Fabelstraat", **{"house-number": "3"})
    assert main(signed_in) == [FIRST]
    await press(signed_in, "main")
    assert main(signed_in) == [SECOND]
    await press(signed_in, "change")
    await save(signed_in, "address-form", label="oma")
    await press(signed_in, "main")
    assert main(signed_in) == [FIRST]
    await press(signed_in, "change")
    await save(signed_in, "address-form", label="thuis")
    assert main(signed_in) == [FIRST], "it stays the main one when it is changed"
    await press(signed_in, "remove")
    await signed_in.act("remove")
    assert find(signed_in.page, "done", Notice).title.endswith(f"hoofdadres is nu {SECOND}.")
    assert main(signed_in) == [SECOND]


@pytest.mark.parametrize("time_limits", [False])
@pytest.mark.requirement("R31")
async def test_a_request_is_filled_in_with_the_main_address_and_the_letter_carries_it(
    signed_in: Navigator, services: Services
) -> None:
    await add(signed_in)
    await add(signed_in, street="Fabelstraat", **{"house-number": "3"})
    await press(signed_in, "main")
    await ask(signed_in, "access", "block:identity")
    assert about(signed_in)["Uw adres op de brief"] == SECOND
    place = signed_in.page.place
    await services.move(timedelta(days=13))
    await signed_in.open("rights")
    await signed_in.open(place)
    await signed_in.act("read-letters")
    assert SECOND in said(await until(signed_in, is_settled))

    await ask(signed_in, "access", "block:identity", address="")
    assert "Uw adres op de brief" not in about(signed_in), "who wants none sends none"


async def test_a_form_offers_every_saved_address_and_asks_for_none_where_none_is_saved(
    signed_in: Navigator,
) -> None:
    place = "rights.new?right=access&block=identity"
    await signed_in.open(place)
    assert "address" not in {one.name for one in find(signed_in.page, "words-form", Form).fields}
    await add(signed_in)
    await add(signed_in, street="Fabelstraat", **{"house-number": "3"})
    (field,) = address_field(signed_in.context())
    await signed_in.open(place)
    assert field in find(signed_in.page, "words-form", Form).fields
    assert [option.label for option in field.options] == [FIRST, SECOND, "Geen adres"]
