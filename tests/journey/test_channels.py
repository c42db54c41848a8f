"""Notices by mail and text message: the citizen chooses by kind, and withdraws it; no value is in them."""

import asyncio
from datetime import timedelta

import pytest

from tests.journey.filling import fill_in, sign_out
from tests.journey.steps import find, has, said, until
from tests.journey.test_contacts import add, verify
from tests.journey.test_notices import NEW, correct
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import is_settled
from tui.page.parts import Facts, Form
from tui.pages.profile_channels import FORM
from tui.portal.client import Portal
from tui.portal.models import Delivery

MAIL = "noor@example.test"


async def arrived(services: Services, portal: Portal, number: int) -> list[Delivery]:
    """What has come to the first person beside codes, once there are so many."""
    async with asyncio.timeout(10):
        while True:
            all_ = await portal.deliveries(services.people.personas[0].id)
            found = [one for one in all_ if one.notice is not None]
            if len(found) >= number:
                assert len(found) == number
                return found
            await asyncio.sleep(0)


@pytest.mark.served
@pytest.mark.requirement("R17", "R31", "R42", "R48")
@pytest.mark.parametrize("time_limits", [False])
async def test_chosen_kinds_are_sent_also_to_who_is_signed_out_until_consent_is_withdrawn(
    services: Services, signed_in: Navigator, portal: Portal
) -> None:
    await signed_in.open("profile.channels")
    assert has(signed_in.page, "none"), "nothing can be reached yet"
    await add(signed_in, "email", MAIL)
    await verify(signed_in)
    await signed_in.act("to-channels")
    options = [option.value for option in find(signed_in.page, FORM, Form).fields[0].options]
    assert options == ["here", "email"], "only what is verified can be chosen"
    await fill_in(signed_in, FORM, request="email", term="email", block="email")
    assert "U krijgt nu 3 soorten meldingen per mail of sms." in said(signed_in.page)

    await portal.file_request("rectification", "Fout.", block_id="vehicles")
    await correct(services)
    (mail,) = await arrived(services, portal, 1)
    assert (mail.kind, mail.to) == ("email", MAIL)
    told = str(mail)
    assert not [value for value in (NEW["street"], NEW["postCode"], "Fout") if value in told]
    await signed_in.open("mailbox")
    facts = find(signed_in.page, f"mail-{mail.delivery_id}", Facts).groups[0]
    assert "Wijziging: Hoofdverblijfplaats" in [fact.value for fact in facts]

    await signed_in.open("home")
    await sign_out(signed_in)
    await services.move(timedelta(days=10))
    answer = (await arrived(services, portal, 2))[-1].notice
    assert answer is not None
    assert (answer.kind, answer.what) == ("request", "granted")


@pytest.mark.requirement("R31", "R48")
async def test_withdrawing_is_one_act_and_goes_with_the_contact_detail(
    signed_in: Navigator, portal: Portal
) -> None:
    await add(signed_in, "email", MAIL)
    await verify(signed_in)
    for act in ("stop-channels", "remove-contact"):
        await portal.choose_channels({"block": "email", "request": "email"})
        signed_in.context().holdings.profile = None
        await signed_in.open("profile.channels")
        await until(signed_in, is_settled)
        if act == "stop-channels":
            await signed_in.act(act)
        else:
            (contact,) = (await portal.profile()).contacts
            await portal.remove_contact(contact.contact_id, contact.version)
        assert (await portal.profile()).channels == ()
