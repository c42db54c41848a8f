"""Mail to the officer, requests by mail, and complaints: each to its answer, outside the portal."""

from datetime import timedelta

import pytest

from tests.journey.filling import fill_in, sign_out
from tests.journey.requests import about, ask
from tests.journey.steps import find, has, offers, said, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import is_settled
from tui.page.parts import Facts, Form, Listing, Page, Timeline

pytestmark = pytest.mark.parametrize("time_limits", [False])
"""Nobody is signed out while weeks go by."""

WORDS = {"subject": "Kanarie", "message": "Geel [b]{x}\nen een tweede regel."}


async def compose(navigator: Navigator, kind: str, **about_: str) -> None:
    """Write to the officer, up to the mail that can be looked over."""
    await navigator.open("contact")
    await fill_in(navigator, "contact-form", kind=kind, **WORDS)
    if about_:
        await fill_in(navigator, "request-form", **about_)
    page = await until(navigator, is_settled)
    assert page.id == "contact.mail"
    assert "privacy@digitaal.vlaanderen.be" in said(page)


async def later(navigator: Navigator, services: Services, days: float) -> Page:
    """Let so many days go by, and look at the same conversation again."""
    place = navigator.page.place
    await services.move(timedelta(days=days))
    await navigator.open("mailbox")
    await navigator.open(place)
    return await until(navigator, is_settled)


def replies(page: Page) -> list[str]:
    """What the office wrote, the newest first."""
    return [part.title for part in page.parts if part.id.startswith("reply-")]  # type: ignore[attr-defined]


def steps(page: Page) -> list[str]:
    return [one.what for one in find(page, "timeline", Timeline).steps if one.state == "done"]


@pytest.mark.served
@pytest.mark.requirement("R11", "R12", "R66", "R73")
async def test_a_mail_to_the_officer_is_sent_and_answered_signed_in_or_not(
    navigator: Navigator, services: Services
) -> None:
    await compose(navigator, "question")
    await navigator.act("send-mail")
    page = await until(navigator, is_settled)
    assert page.id == "mailbox.mail"
    assert about(navigator)["Nummer"].startswith("DPO-2026-")
    assert WORDS["message"] in said(page)
    assert replies(page) == ["Ontvangen"]
    page = await later(navigator, services, 2)
    assert about(navigator)["Status"] == "in behandeling"
    page = await later(navigator, services, 1.1)
    assert replies(page) == ["Antwoord", "Ontvangen"]
    assert about(navigator)["Nummer"] in said(page)
    assert not offers(page, "withdraw-mail")
    await navigator.open("contact.mail")
    assert "Kanarie" not in said(navigator.page), "it is sent, and not composed any more"


@pytest.mark.served
@pytest.mark.requirement("R64", "R65", "R66")
async def test_a_request_by_mail_is_forwarded_once_though_its_controller_is_down_for_a_week(
    navigator: Navigator, services: Services, signed_in: Navigator
) -> None:
    await services.fail("mobility", "down")
    await compose(signed_in, "rights", right="access", about="block:vehicles")
    await signed_in.act("send-mail")
    page = await until(signed_in, is_settled)
    reference = about(signed_in)["Referentie van het verzoek"]
    assert reference.startswith("MBP-2026-")
    assert replies(page) == ["Uw verzoek is geregistreerd", "Ontvangen"]
    for _ in range(7):
        page = await later(signed_in, services, 1)
    assert replies(page) == ["Uw verzoek is geregistreerd", "Ontvangen"]
    await services.mend()
    page = await later(signed_in, services, 0)
    assert replies(page)[0] == "Uw verzoek is doorgestuurd"
    (receipt,) = (
        row.value
        for row in find(page, "reply-3", Facts).groups[0]
        if row.label == "Ontvangstbewijs"
    )
    cases = (await services.http.get(services.addresses["simulation"] + "/v1/cases")).json()
    assert [one["reference"] for one in cases["items"]] == [reference]
    await signed_in.open("rights")
    page = await until(signed_in, is_settled)
    (item,) = find(page, "requests", Listing).items
    await signed_in.choose("requests", item.id)
    assert about(signed_in)["Kenmerk"] == reference
    assert receipt in said(signed_in.page)
    assert "per mail" in said(signed_in.page)


@pytest.mark.served
@pytest.mark.requirement("R69", "R70", "R71")
async def test_from_a_late_request_each_way_to_complain_ends_in_an_answer(
    signed_in: Navigator, services: Services
) -> None:
    await ask(signed_in, "access", "block:driving-licence")
    reference = about(signed_in)["Kenmerk"]
    place = signed_in.page.place
    await services.move(timedelta(days=32))
    for office, after, answer, title in (
        ("DPO", 4, "beantwoord", "Klacht bij de functionaris"),
        ("GBA", 76, "gegrond", "Klacht bij de GBA"),
        ("OMB", 26, "gegrond", "Klacht bij de ombudsdienst"),
    ):
        await signed_in.open("rights")
        await signed_in.open(place)
        if not offers(signed_in.page, "complain"):  # it was answered, late
            await signed_in.open(f"complaint.write?to=ombudsman&request={place.split('/')[1]}")
        else:
            await signed_in.act("complain")
        page = await until(signed_in, is_settled)
        assert page.title == title
        await fill_in(signed_in, "complaint-form")
        await signed_in.act("save")
        page = await until(signed_in, is_settled)
        told = about(signed_in)
        assert told["Nummer"].startswith(office)
        assert told["Referentie van het verzoek"] == reference
        page = await later(signed_in, services, 0)
        assert offers(page, "withdraw-mail")
        page = await later(signed_in, services, after)
        assert about(signed_in)["Status"] == answer


@pytest.mark.requirement("R66")
async def test_a_mail_that_cannot_go_waits_in_the_mailbox_and_outlives_the_session(
    signed_in: Navigator, services: Services
) -> None:
    await services.fail("offices", "down")
    await compose(signed_in, "remark")
    await signed_in.act("send-mail")
    page = await until(signed_in, is_settled)
    assert page.id == "mailbox"
    assert has(page, "unsent")
    await sign_out(signed_in)
    await services.mend()
    await signed_in.open("mailbox")
    page = await until(signed_in, is_settled)
    assert not has(page, "unsent")
    (item,) = find(page, "conversations", Listing).items
    await signed_in.choose("conversations", item.id)
    assert WORDS["message"] in said(await until(signed_in, is_settled))


@pytest.mark.requirement("R71")
async def test_what_an_office_asks_first_is_said_before_and_answered_after(
    navigator: Navigator, services: Services
) -> None:
    await navigator.open("complaint?controller=municipality")
    await until(navigator, is_settled)
    await navigator.act("write-vtc")
    assert has(await until(navigator, is_settled), "not-yet")
    await fill_in(navigator, "complaint-form", words="Mijn adres klopt niet.")
    assert has(navigator.page, "not-yet"), "it is said where it is sent, too"
    await navigator.act("save")
    await until(navigator, is_settled)
    page = await later(navigator, services, 4)
    assert about(navigator)["Status"] == "kan niet"
    await navigator.act("go-on")
    page = await until(navigator, is_settled)
    assert page.title == "Klacht bij de functionaris"
    assert not has(page, "not-yet")
    (field,) = find(page, "complaint-form", Form).fields
    assert field.stored == "Mijn adres klopt niet.", "nothing is asked again"
    await navigator.submit("complaint-form")
    await navigator.act("save")
    await until(navigator, is_settled)
    page = await later(navigator, services, 4)
    await navigator.act("go-on")
    page = await until(navigator, is_settled)
    assert page.title == "Klacht bij de VTC"
    assert not has(page, "not-yet")


async def test_from_a_refusal_one_step_leads_to_a_complaint_that_says_what_it_is_about(
    signed_in: Navigator, services: Services
) -> None:
    await ask(signed_in, "erasure", "block:identity")
    place, reference = signed_in.page.place, about(signed_in)["Kenmerk"]
    await services.move(timedelta(days=9))
    await signed_in.open("rights")
    await signed_in.open(place)
    await signed_in.act("complain")
    page = await until(signed_in, is_settled)
    assert reference in find(page, "complaint-form", Form).fields[0].stored
    await signed_in.submit("complaint-form")
    await signed_in.act("save")
    assert reference in about(signed_in).values()
    await signed_in.open("complaint")
    page = await until(signed_in, is_settled)
    assert [item.title for item in find(page, "conversations", Listing).items] == [
        f"Klacht: {reference}"
    ]
