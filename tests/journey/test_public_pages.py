"""The statement, contact, complaints and help in a real world, signed out and signed in."""

import pytest

from tests.journey.filling import sign_out
from tests.journey.steps import find, has, loaded, said, sign_in_by_itsme, until
from tests.services import Services
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.commands import COMMANDS
from tui.page.parts import Facts, Form
from tui.pages.authority import within_sentence
from tui.pages.privacy import COOKIES
from tui.pages.statement_proofs import OWNER, PROOFS
from tui.portal.client import Portal
from tui.portal.cookies import CookieJar
from tui.portal.http import Http


@pytest.mark.requirement("R73")
async def test_contact_is_one_command_away_on_every_page(navigator: Navigator) -> None:
    go = next(one.do for one in COMMANDS if one.id == "contact")
    for place in ("start", "sign-in", "persons", "help", "data", "profile", "rights", "sign-out"):
        if place == "data":
            await sign_in_by_itsme(navigator)
        await navigator.open(place)
        await until(navigator, loaded)
        await navigator.act(go)
        assert navigator.page.id == "contact"


@pytest.mark.requirement("R16")
async def test_the_statement_names_every_category_and_block(
    navigator: Navigator, services: Services
) -> None:
    await navigator.open("privacy?section=data")
    page = await until(navigator, lambda page: has(page, "data-table") and loaded(page))
    told = {one.label: one.value for one in find(page, "data-table", Facts).groups[0]}
    assert list(told) == [one.label["nl"] for one in services.people.categories]
    for controller in services.people.controllers:
        for block in controller.blocks:
            assert sum(block.label["nl"] in value for value in told.values()) == 1


@pytest.mark.requirement("R71")
async def test_each_controller_leads_to_its_supervisory_authority(
    navigator: Navigator, services: Services
) -> None:
    words = Words("nl")
    await navigator.open("complaint")
    await until(navigator, lambda page: has(page, "about"))
    for controller in services.people.controllers:
        await navigator.choose("about", controller.id)
        answer = said(navigator.page)
        assert (
            words(
                "complaint.answer",
                controller=within_sentence(words, controller.authority),
                supervisor=words(f"complaint.{controller.supervisor}.name"),
            )
            in answer
        )


@pytest.mark.requirement("R11", "R66")
async def test_a_mail_is_composed_and_gone_after_signing_out(signed_in: Navigator) -> None:
    await signed_in.open("contact")
    for field, text in (("kind", "question"), ("subject", "Kanarie"), ("message", "Geel [b]{x}")):
        signed_in.drafts.write("contact", "contact-form", field, text)
    await signed_in.submit("contact-form")
    mail = said(signed_in.page)
    assert "privacy@digitaal.vlaanderen.be" in mail
    assert "Geel [b]{x}" in mail
    await sign_out(signed_in)
    await signed_in.open("contact.mail")
    assert "Kanarie" not in said(signed_in.page)
    await signed_in.open("contact")
    assert not any(one.stored for one in find(signed_in.page, "contact-form", Form).fields)


@pytest.mark.requirement("R17")
async def test_unread_messages_stand_beside_the_name_once_showing_them_was_consented_to(
    signed_in: Navigator, devices: Devices
) -> None:
    assert signed_in.page.who == "Noor Peeters"
    await signed_in.open("ebox.consent")
    await until(signed_in, loaded)
    await signed_in.act("give")
    page = await until(signed_in, lambda page: page.who != "Noor Peeters")
    assert devices.person is not None
    unread = page.who.removeprefix("Noor Peeters, ")
    assert unread.endswith(" nieuw")
    await sign_out(signed_in)
    assert signed_in.page.who == "Aanmelden"
    await sign_in_by_itsme(signed_in)
    assert (await until(signed_in, loaded)).who == f"Noor Peeters, {unread}"


@pytest.mark.requirement("R37", "R39")
async def test_the_cookies_listed_are_all_the_cookies_placed(
    services: Services, devices: Devices
) -> None:
    """A whole visit, from signing in to signing out: what answers set is what the page tells."""
    placed: set[str] = set()

    class Noting(CookieJar):
        def take(self, header: str, request_path: str) -> None:
            placed.add(header.partition("=")[0])
            super().take(header, request_path)

    async def connect() -> Http:
        http = await services.connect()
        http.cookies = Noting()
        return http

    portal = Portal(connect)
    navigator = Navigator(portal, Words("nl"), devices)
    await sign_in_by_itsme(navigator)
    for place in ("data", "ebox", "profile", "rights"):
        await navigator.open(place)
        await until(navigator, loaded)
    await sign_out(navigator)
    await navigator.close()
    await portal.close()
    assert placed == {name for name, _ in COOKIES}


async def test_what_the_statement_promises_leads_to_where_it_is_seen_kept(
    navigator: Navigator,
) -> None:
    for proof in PROOFS:
        await navigator.open(f"privacy?section={proof.section}")
        await navigator.choose(f"{OWNER}{proof.section}", proof.id)
        assert navigator.page.place.startswith((proof.place, "sign-in"))
