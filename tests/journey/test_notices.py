"""Notices against the real services: they come while the program runs, and lead to what they are about."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.held_devices import devices_in
from tests.journey.filling import save, sign_out
from tests.journey.steps import find, has, offers, said, sign_in_by_itsme, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.offered import is_settled
from tui.page.parts import Facts, Listing
from tui.portal.client import Portal

NEW = {"street": "Verbeterde Straat", "houseNumber": "1", "postCode": "9000"}


async def correct(services: Services) -> None:
    """A clerk of the National Register corrects where the first person lives."""
    person = services.people.personas[0].id
    answer = await services.http.put(
        f"{services.addresses['simulation']}/v1/persons/{person}"
        "/controllers/rijksregister/blocks/residence/records",
        json={"records": [NEW]},
    )
    assert answer.status_code == 204


@pytest.mark.served
@pytest.mark.requirement("R17", "R21", "R42", "R43")
async def test_what_an_authority_changes_is_told_while_the_program_runs_and_never_its_value(
    services: Services, signed_in: Navigator, portal: Portal
) -> None:
    assert "nieuw" not in signed_in.page.who, "without anything new no count"
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Noortje")
    await signed_in.open("rights")
    before = signed_in.page
    await correct(services)
    page = await until(signed_in, lambda page: bool(page.news))
    assert (page.news, page.who) == ("1 nieuwe melding.", "Noortje (Noor Peeters), 1 nieuw")
    assert (page.place, page.parts) == (before.place, before.parts), "nothing moves"

    await signed_in.open("home")
    page = await until(signed_in, is_settled)
    (item,) = find(page, "notices", Listing).items
    assert (item.title, page.news) == ("Wijziging: Hoofdverblijfplaats", "")
    await signed_in.choose("notices", item.id)
    page = await until(signed_in, lambda page: is_settled(page) and "nieuw" not in page.who)
    assert (page.id, page.title) == ("notices.notice", item.title)
    assert "Het portaal weet niet wat er wijzigde." in said(page)
    told = str(await portal.notices())
    assert not [value for value in (*NEW.values(), "Noortje") if f"'{value}'" in told]
    await signed_in.act("to-subject")
    assert signed_in.page.place == "data.residence"


@pytest.mark.requirement("R17", "R62", "R64")
async def test_a_request_that_is_passed_on_later_is_new_and_all_can_be_read_and_removed(
    services: Services, signed_in: Navigator, portal: Portal
) -> None:
    """One that is passed on at once is not: whoever files it is told so there."""
    await services.fail("rijksregister", "down")
    request = await portal.file_request(
        "access", "Alles.", block_id="identity", addressed_to="digitaalVlaanderen"
    )
    await services.mend()
    await portal.advance_clock(5 * 60)
    await until(signed_in, lambda page: bool(page.news))
    await signed_in.open("notices")
    page = await until(signed_in, is_settled)
    assert page.count == "2 meldingen, 1 nieuw"
    newest = find(page, "notices", Listing).items[0]
    assert (newest.title, newest.detail) == ("Uw verzoek is doorgestuurd", "Inzage: Identiteit")
    await signed_in.choose("notices", newest.id)
    await signed_in.act("to-subject")
    assert signed_in.page.place == f"rights.request/{request.request_id}"
    await signed_in.open("notices")
    await until(signed_in, is_settled)
    assert not offers(signed_in.page, "read-all"), "it was opened"
    await signed_in.act("to-remove-read")
    await signed_in.act("keep-read")
    assert len(find(signed_in.page, "notices", Listing).items) == 2
    await signed_in.act("to-remove-read")
    assert "2 gelezen meldingen verwijderen?" in said(signed_in.page)
    await signed_in.act("remove-read")
    assert "2 meldingen zijn verwijderd." in said(signed_in.page)
    assert find(signed_in.page, "notices", Listing).items == ()


@pytest.mark.requirement("R17", "R46")
async def test_they_are_counted_at_sign_out_and_over_after_ninety_days(
    services: Services, signed_in: Navigator, portal: Portal
) -> None:
    await portal.set_nickname("Noortje")
    await sign_out(signed_in)
    (facts,) = find(signed_in.page, "kept", Facts).groups
    (value,) = [one.value for one in facts if one.label == "Uw meldingen"]
    assert value.startswith("2 meldingen.")
    assert "21 februari 2027" in value
    await services.move(timedelta(days=91))
    await sign_in_by_itsme(signed_in)
    await signed_in.open("notices")
    page = await until(signed_in, is_settled)
    assert [item.title for item in find(page, "notices", Listing).items] == ["Aangemeld met itsme"]
    assert has(page, "kept")


TERM = (
    # the days that go by, and what is told then
    (23, "Een antwoord moet er snel zijn"),
    (8, "Het antwoord is te laat"),
    (15, "Uw verzoek is toegekend"),
)


@pytest.mark.served
@pytest.mark.requirement("R17", "D1")
@pytest.mark.parametrize("time_limits", [False])
async def test_a_term_and_an_answer_are_told_while_the_program_runs(
    services: Services, signed_in: Navigator, portal: Portal
) -> None:
    await portal.file_request("access", "Alles.", block_id="driving-licence")
    await signed_in.open("contact")
    for day, title in TERM:
        await services.move(timedelta(days=day))
        page = await until(signed_in, lambda page: bool(page.news), title)
        assert page.id == "contact", "nothing moves"
        (new, *_) = [one for one in (await portal.notices()).items if not one.read]
        await signed_in.open(f"notices.notice/{new.notice_id}")
        page = await until(signed_in, lambda page: is_settled(page) and not page.news)
        assert page.title == title
        assert offers(page, "complain") is ("laat" in title)
        await signed_in.act("complain" if "laat" in title else "to-subject")
        assert signed_in.page.id in ("complaint", "rights.request")
        await signed_in.open("contact")


@pytest.mark.requirement("R17")
async def test_a_sign_in_elsewhere_is_told_to_the_session_that_is_open(
    services: Services, signed_in: Navigator, portal: Portal, tmp_path: Path
) -> None:
    await portal.set_nickname("Noortje")
    await sign_out(signed_in)
    await sign_in_by_itsme(signed_in)
    await signed_in.open("contact")
    assert "nieuw" not in signed_in.page.who, "signing in again, after signing out, is no news"
    other = Portal(services.connect)
    elsewhere = Navigator(other, Words("nl"), devices_in(tmp_path), embedded=services.embedded)
    await sign_in_by_itsme(elsewhere)
    await until(signed_in, lambda page: bool(page.news))
    await sign_out(elsewhere)
    await elsewhere.close()
    await other.close()
    first = (await portal.notices()).items[0]
    assert (first.kind, first.what, first.read) == ("signIn", "elsewhere", False)
