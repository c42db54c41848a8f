"""Saved addresses: which is the main one, and that a request is filled in with it (R31, R35)."""

from datetime import timedelta

import pytest

from tests.journey.filling import GOOD, errors, save, type_in
from tests.journey.requests import about, ask
from tests.journey.steps import find, has, said, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import actions_in, is_settled
from tui.page.parts import Facts, Form, Listing, Notice
from tui.pages.address_search import FORM, FOUND
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


async def press(navigator: Navigator, verb: str, at: int = 0) -> None:
    """Press this one of the buttons that do this to an address."""
    offered = actions_in(find(navigator.page, "addresses", Facts))
    await navigator.act([one.id for one in offered if one.id.startswith(f"{verb}-address-")][at])


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
    await press(signed_in, "change", 1)
    await save(signed_in, "address-form", label="oma")
    assert main(signed_in) == [SECOND], "it stays the main one when it is changed"
    await press(signed_in, "main")
    assert main(signed_in) == [FIRST]
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

    await ask(signed_in, "access", "function:addresses")
    await signed_in.act("read-letters")
    held = await until(signed_in, is_settled)
    own = find(held, "own-requests", Facts).groups
    assert SECOND in {fact.value for request in own for fact in request}, "who asks is told of it"

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


def listed(navigator: Navigator) -> list[str]:
    return [item.title for item in find(navigator.page, FOUND, Listing).items]


@pytest.mark.served
@pytest.mark.requirement("R35")
async def test_an_address_is_found_while_it_is_typed_and_can_be_typed_without_the_register(
    signed_in: Navigator, services: Services
) -> None:
    await signed_in.open("profile.address")
    type_in(signed_in, FORM, street="fabelstr", house_number="12", post_code="900")
    assert not has(signed_in.page, FOUND), "not before there is enough of it"
    type_in(signed_in, FORM, post_code="9000")
    await until(signed_in, lambda page: has(page, FOUND))
    assert "Fabelstraat 12, 9000 Gent" in listed(signed_in)
    await signed_in.choose(FOUND, "found-1")
    assert signed_in.page.focus == f"{FORM}.label"
    assert not has(signed_in.page, FOUND)
    await signed_in.submit(FORM)
    await signed_in.act("save")
    assert main(signed_in) == ["Fabelstraat 12, 9000 Gent"]

    await services.fail("address_register", "down")
    await signed_in.open("profile.address")
    type_in(signed_in, FORM, street="Nergensstraat", house_number="1", municipality="Gent")
    await signed_in.act("find-address")
    notice = find(signed_in.page, "no-register", Notice)
    assert notice.title == "Het adressenregister antwoordt niet."
    await save(signed_in, FORM, post_code="9000")
    assert "Nergensstraat 1, 9000 Gent" in said(signed_in.page)


async def test_looking_up_asks_for_what_is_needed_and_says_where_nothing_is_found(
    signed_in: Navigator,
) -> None:
    await signed_in.open("profile.address")
    await signed_in.act("find-address")
    assert set(errors(signed_in, FORM)) == {"street", "post-code"}
    type_in(signed_in, FORM, street="Qqqqq", municipality="Gent")
    await signed_in.act("find-address")
    assert listed(signed_in) == []
    type_in(signed_in, FORM, street="wolkenl")
    await signed_in.act("find-address")
    await signed_in.choose(FOUND, "found-1")
    assert signed_in.page.focus == f"{FORM}.house-number", "a street lacks a number"
