"""Signing in, by both methods, and every way in which it fails; all parties are real."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.held_devices import devices_in
from tests.journey.filling import errors, fill_in
from tests.journey.steps import (
    become,
    choose_method,
    find,
    has,
    is_signed_in,
    offers,
    said,
    sign_in_by_card,
    sign_in_by_itsme,
    take,
    until,
)
from tests.services import Services
from tests.unit.pages import rows
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.journey.registry import method_of
from tui.journey.time_left import EXTEND
from tui.journey.walk import Press, Wait
from tui.locale import Words
from tui.page.parts import TITLE, Facts, Form, Notice, Text
from tui.pages import card_reader, walks
from tui.pages import devices as device_pages
from tui.pages.phone_codes import FILL_CODE, FILL_PASSWORD, LOOK
from tui.pages.sign_in.itsme import NUMBER_FORM
from tui.pages.sign_in.page import AGAIN as BEGIN_AGAIN
from tui.pages.sign_in.parts import BACK, STOP
from tui.pages.sign_in.password import CODE_FORM, PASSWORD_FORM, SHOW, SHOWN
from tui.pages.sign_in.sms import AGAIN
from tui.pages.sign_out import SIGN_OUT
from tui.portal.client import Portal
from tui.portal.models import Fault


@pytest.mark.served
@pytest.mark.requirement("R1", "R15", "R17")
async def test_by_itsme_the_name_stands_at_the_top_right(navigator: Navigator) -> None:
    assert navigator.page.who == "Aanmelden"
    await sign_in_by_itsme(navigator)
    assert navigator.page.place == "home"
    assert navigator.page.who == "Noor Peeters"
    assert navigator.page.status == "Gedaan met laden. U bent op: Dag Noor"


@pytest.mark.served
@pytest.mark.requirement("R14")
@pytest.mark.parametrize(
    ("method", "person", "name", "way"),
    [
        ("eid", "noor-peeters", "Noor Peeters", "uw identiteitskaart (eID)"),
        ("eid", "lotte-janssens", "Lotte Janssens", "uw identiteitskaart (eID)"),
        ("itsme", "jade-willems", "Jade Willems", "itsme"),
        ("app", "milan-dubois", "Milan Dubois", "een code via een app"),
        ("sms", "sofie-lambert", "Sofie Lambert", "een code via sms"),
    ],
)
async def test_by_each_way_somebody_is_signed_in_a_minor_as_well(
    navigator: Navigator, devices: Devices, method: str, person: str, name: str, way: str
) -> None:
    await become(navigator, person)
    page = await take(navigator, *walks.sign_in(method, devices))
    assert (page.place, page.who) == ("home", name)
    await navigator.open("sign-out")
    session = navigator.context().holdings.session
    promised = method_of(method)
    assert session is not None
    assert promised is not None
    told = {"high": "niveau hoog", "substantial": "niveau gewoon"}[promised.assurance]
    assert session.level == promised.assurance, "as promised at the choice"
    assert f"{way}, {told}" in said(navigator.page)


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("place", ["data", "ebox", "profile", "rights", "data.identity", "home"])
async def test_a_place_that_needs_a_session_comes_after_signing_in(
    navigator: Navigator, place: str
) -> None:
    await navigator.open(place)
    assert navigator.page.id == "sign-in"
    await sign_in_by_itsme(navigator)
    assert navigator.page.place == place


# --- codes ------------------------------------------------------------------------------------


async def at_code(navigator: Navigator, method: str) -> None:
    """As far as the code, which the phone shows."""
    await choose_method(navigator, method)
    await take(navigator, Press(FILL_PASSWORD), Wait(action=FILL_CODE))


@pytest.mark.requirement("R14")
async def test_what_is_typed_by_hand_signs_in_too_and_what_is_wrong_stands_at_its_field(
    navigator: Navigator, devices: Devices
) -> None:
    await choose_method(navigator, "app")
    keys = devices.keys
    assert keys is not None
    await navigator.submit(PASSWORD_FORM, {"password": "zonnebloem"})
    assert errors(navigator, PASSWORD_FORM).keys() == {"userName", "password"}
    await navigator.act(SHOW)
    shown = find(navigator.page, PASSWORD_FORM, Form).fields[1]
    assert (shown.secret, shown.masked) == (True, False)
    await navigator.submit(PASSWORD_FORM, {"password": keys.password})
    await until(navigator, lambda page: offers(page, FILL_CODE))
    for text, wrong in (("12345", "Een code heeft zes cijfers."), ("000000", "Deze code klopt")):
        await fill_in(navigator, CODE_FORM, code=text)
        assert errors(navigator, CODE_FORM)["code"].startswith(wrong)
    await fill_in(navigator, CODE_FORM, code=f" {keys.code[:3]} {keys.code[3:]} ")
    assert is_signed_in(await until(navigator, is_signed_in))
    assert SHOWN not in {name for name, value in navigator.context().noted.items() if value}


async def test_a_code_of_the_app_signs_in_once_and_the_next_one_again(
    navigator: Navigator, services: Services
) -> None:
    await at_code(navigator, "app")
    assert "10.00.30 uur" in said(navigator.page), (
        "until when it is shown, and no clock that counts"
    )
    await navigator.act(FILL_CODE)
    await navigator.open("sign-out")
    await navigator.act(SIGN_OUT)
    await at_code(navigator, "app")
    await navigator.act(FILL_CODE)
    assert await failed(navigator) == "U gebruikte deze code al."
    assert "Wacht op de volgende code op uw telefoon." in said(navigator.page)
    await services.move(timedelta(seconds=30))
    await navigator.act(LOOK)
    assert "10.01.00 uur" in said(navigator.page)
    await navigator.act(FILL_CODE)
    assert is_signed_in(await until(navigator, is_signed_in))


@pytest.mark.parametrize("kind", ["smsLost", "smsLate"])
async def test_a_message_that_does_not_come_can_be_sent_again(
    navigator: Navigator, portal: Portal, services: Services, kind: str
) -> None:
    late = {"seconds": 60.0} if kind == "smsLate" else {}
    fault = Fault(party="identity_provider", kind=kind, times=1, parameters=late)
    await portal.set_fault("sms", fault)
    await choose_method(navigator, "sms")
    await take(navigator, Press(FILL_PASSWORD), Wait(action=AGAIN))
    assert "Er is nog geen sms." in said(navigator.page)
    await navigator.act(AGAIN)
    assert find(navigator.page, "done", Notice).title.startswith("Er is een nieuwe sms verstuurd.")
    await until(navigator, lambda page: offers(page, FILL_CODE), "the new message")
    await services.move(timedelta(seconds=60))
    if kind == "smsLate":
        page = await until(navigator, lambda page: has(page, "phone-message-2"), "the late one")
        late_code = rows(find(page, "phone-message-2", Facts))["Code"]
        await fill_in(navigator, CODE_FORM, code=late_code)
        assert await failed(navigator) == "Dit is de code uit een eerdere sms."
    await navigator.act(FILL_CODE)
    assert is_signed_in(await until(navigator, is_signed_in))


async def test_the_phone_fills_in_the_code_of_the_last_message_or_says_that_it_is_not_there(
    navigator: Navigator, portal: Portal
) -> None:
    await choose_method(navigator, "sms")
    await take(navigator, Press(FILL_PASSWORD), Wait(action=FILL_CODE))
    await portal.set_fault("it", Fault("identity_provider", "smsLost", times=1))
    await navigator.act(AGAIN)
    await navigator.act(FILL_CODE)
    assert errors(navigator, CODE_FORM) == {"code": "De laatste sms is er nog niet. Wacht even."}
    await navigator.act(AGAIN)
    await navigator.act(FILL_CODE)
    assert is_signed_in(await until(navigator, is_signed_in))


async def test_a_message_to_an_old_number_never_comes_and_another_way_does(
    navigator: Navigator,
) -> None:
    await become(navigator, "jade-willems")
    await choose_method(navigator, "sms")
    await take(navigator, Press(FILL_PASSWORD), Wait(action=AGAIN))
    assert "** 09" in find(navigator.page, "lead", Text).text
    assert "Er is nog geen sms." in said(navigator.page)
    await sign_in_by_itsme(navigator)
    assert navigator.page.who == "Jade Willems"


async def test_a_message_lapses_with_a_warning_and_a_new_one_signs_in(
    navigator: Navigator, services: Services
) -> None:
    await at_code(navigator, "sms")
    await services.move(timedelta(minutes=3))
    page = await until(navigator, lambda page: has(page, "session"), "the warning")
    assert find(page, "session", Notice).title == "De code uit de sms werkt tot 10.05 uur."
    await services.move(timedelta(minutes=2))
    assert await failed(navigator) == "De tijd van de code uit de sms is voorbij."
    await navigator.act(AGAIN)
    page = await until(navigator, lambda page: "10.05.00 uur" in said(page), "the new message")
    await navigator.act(FILL_CODE)
    assert is_signed_in(await until(navigator, is_signed_in))


async def test_after_five_wrong_codes_one_reads_until_when_to_wait(
    navigator: Navigator, services: Services
) -> None:
    await at_code(navigator, "app")
    for _ in range(5):
        await fill_in(navigator, CODE_FORM, code="000000")
    assert await failed(navigator) == "U gaf vijf keer een fout antwoord."
    assert find(navigator.page, "paused", Text).text == "U kunt opnieuw proberen vanaf 10.05 uur."
    assert offers(navigator.page, BACK)
    await services.move(timedelta(minutes=5))
    await take(navigator, *walks.sign_in("app", navigator.context().devices)[1:])
    assert is_signed_in(navigator.page)


# --- itsme ------------------------------------------------------------------------------------


async def waiting(navigator: Navigator) -> None:
    await choose_method(navigator, "itsme")
    await navigator.submit(NUMBER_FORM)
    await until(navigator, lambda page: offers(page, device_pages.APPROVE), "the request")


async def failed(navigator: Navigator) -> str:
    """Wait until the page says that signing in failed; gives how."""
    page = await until(navigator, lambda page: has(page, "failure"), "a failure")
    assert not is_signed_in(page)
    return find(page, "failure", Notice).title


async def test_a_refused_request_is_said_with_the_way_on(navigator: Navigator) -> None:
    await waiting(navigator)
    await navigator.act(device_pages.REFUSE)
    assert await failed(navigator) == "U weigerde de vraag op uw telefoon."
    await sign_in_by_itsme(navigator)
    assert is_signed_in(navigator.page)


async def test_a_request_that_is_not_answered_lapses(
    navigator: Navigator, services: Services
) -> None:
    await waiting(navigator)
    await services.move(timedelta(minutes=5))
    assert await failed(navigator) == "Er kwam geen antwoord van uw telefoon."
    await until(navigator, lambda page: not offers(page, device_pages.APPROVE), "a quiet phone")


async def test_the_citizen_is_warned_and_the_phone_waits_on(
    navigator: Navigator, services: Services
) -> None:
    await waiting(navigator)
    await services.move(timedelta(minutes=3))
    page = await until(navigator, lambda page: has(page, "session"), "the warning")
    notice = find(page, "session", Notice)
    assert (
        notice.title == navigator.session_notice == "De vraag op uw telefoon eindigt om 10.05 uur."
    )
    assert [action.id for action in notice.actions] == [EXTEND]
    await navigator.act(EXTEND)
    assert not has(navigator.page, "session")
    await until(navigator, lambda page: "10.08" in str(page.device), "the phone")
    await services.move(timedelta(minutes=4))
    await navigator.act(device_pages.APPROVE)
    assert is_signed_in(await until(navigator, is_signed_in))


async def test_signing_in_can_take_two_hours(navigator: Navigator, services: Services) -> None:
    await choose_method(navigator, "itsme")
    for _ in range(13):
        await services.move(timedelta(minutes=8))
        page = await until(navigator, lambda page: has(page, "session"), "the warning")
        assert find(page, "session", Notice).title.startswith(
            "Uw tijd om u aan te melden eindigt om"
        )
        await navigator.act(EXTEND)
        assert not has(navigator.page, "session")
    await services.move(timedelta(minutes=8))
    await navigator.act(EXTEND)
    await services.move(timedelta(minutes=6))
    page = await until(navigator, lambda page: has(page, "session"), "the warning")
    notice = find(page, "session", Notice)
    assert (notice.title, notice.actions) == (
        "Uw tijd om u aan te melden eindigt om 12.00 uur.",
        (),
    )
    await sign_in_by_itsme(navigator)
    assert is_signed_in(navigator.page)


@pytest.mark.parametrize("time_limits", [False])
async def test_without_time_limits_signing_in_waits(
    navigator: Navigator, services: Services
) -> None:
    """A presenter may talk about the sign-in page for as long as it takes."""
    await choose_method(navigator, "itsme")
    await services.move(timedelta(hours=5))
    assert (await navigator.time_left()).endswith("Daarvoor is er geen tijdslimiet.")
    await waiting(navigator)
    assert not has(navigator.page, "until")
    await services.move(timedelta(hours=5))
    await navigator.act(device_pages.APPROVE)
    assert is_signed_in(await until(navigator, is_signed_in))


async def test_a_sign_in_left_alone_is_over_after_ten_minutes(
    navigator: Navigator, services: Services
) -> None:
    await choose_method(navigator, "itsme")
    await services.move(timedelta(minutes=11))
    page = await until(navigator, lambda page: has(page, "trouble"))
    assert find(page, "trouble", Notice).title == "Het aanmelden duurde te lang."
    await navigator.act(BEGIN_AGAIN)
    assert navigator.page.step == "Stap 1 van 3"


async def test_help_keeps_the_phone_waiting_and_each_step_back_leads_towards_the_start(
    navigator: Navigator,
) -> None:
    await choose_method(navigator, "itsme")
    navigator.drafts.write("sign-in", NUMBER_FORM, "number", "0400 00 00 01")
    await navigator.submit(NUMBER_FORM)
    await until(navigator, lambda page: offers(page, device_pages.APPROVE), "the request")
    assert navigator.page.step == "Stap 3 van 3"
    assert navigator.drafts.form("sign-in", NUMBER_FORM) == {}, "the number was taken"
    await navigator.open("help")
    await navigator.back()
    assert offers(navigator.page, device_pages.APPROVE)
    await navigator.back()
    assert find(navigator.page, "done", Notice).title == "De vraag op uw telefoon is ingetrokken."
    assert navigator.page.step == "Stap 1 van 3"
    await navigator.back()
    assert navigator.page.place == "start"


async def test_what_could_not_be_sent_is_still_there(
    navigator: Navigator, services: Services
) -> None:
    await choose_method(navigator, "itsme")
    navigator.drafts.write("sign-in", NUMBER_FORM, "number", "0400 00 00 01")
    services.vanish()
    await navigator.submit(NUMBER_FORM)
    assert has(navigator.page, "trouble")
    typed = navigator.drafts.form("sign-in", NUMBER_FORM)
    assert typed == {"number": "0400 00 00 01"}


# --- the card ---------------------------------------------------------------------------------


async def reader_ready(navigator: Navigator) -> None:
    await choose_method(navigator, "eid")
    await navigator.act(card_reader.INSERT)


@pytest.mark.requirement("D3")
async def test_three_wrong_pins_block_the_card_also_after_a_restart(
    navigator: Navigator, services: Services, home_folder: Path
) -> None:
    await reader_ready(navigator)
    seen = []
    for _ in range(3):
        await navigator.submit(card_reader.PIN_FORM, {"pin": "0000"})
        seen.append(find(navigator.page, "reader-shows", Notice).title)
    assert seen == [
        "De PIN is fout. U hebt nog 2 pogingen.",
        "De PIN is fout. U hebt nog 1 poging.",
        "Uw kaart is geblokkeerd.",
    ]
    assert not has(navigator.page, card_reader.PIN_FORM)
    assert "gemeente" in find(navigator.page, "reader-shows", Notice).body
    await navigator.close()

    later = Navigator(Portal(services.connect), Words("nl"), devices_in(home_folder))
    await reader_ready(later)
    assert find(later.page, "reader-shows", Notice).title == "Uw kaart is geblokkeerd."
    blocked = find(later.page, "blocked", Notice)
    assert blocked.kind == "error"
    assert blocked.body.startswith("De drie pogingen zijn op. Uw gemeente kan helpen.")
    assert not has(later.page, card_reader.PIN_FORM)
    await later.act(BACK)
    await sign_in_by_itsme(later)
    assert is_signed_in(later.page)
    await later.close()


TROUBLES: tuple[tuple[tuple[str, ...], str, tuple[str, ...]], ...] = (
    ((card_reader.ELSE, card_reader.UNPLUG), "Er is geen kaartlezer.", (card_reader.PLUG,)),
    ((card_reader.ELSE, card_reader.TURN), "De kaart zit verkeerd in de lezer.", ()),
    ((card_reader.ELSE, card_reader.HALFWAY), "De lezer leest uw kaart.", ()),
    (
        (card_reader.INSERT, card_reader.ELSE, card_reader.UNPLUG),
        "Er is geen kaartlezer.",
        (card_reader.PLUG,),
    ),
    ((card_reader.INSERT, card_reader.REMOVE), "De kaart ging te vroeg uit de lezer.", ()),
    (
        (card_reader.INSERT, card_reader.ELSE, card_reader.SWAP),
        "Dit is een andere kaart: die van",
        (),
    ),
)
"""What goes wrong with card and reader: how it comes about, what is told, and what else puts it right."""


async def test_what_goes_wrong_with_card_or_reader_is_told_with_the_ways_on(
    navigator: Navigator, devices: Devices
) -> None:
    await choose_method(navigator, "eid")
    for steps, told, way_back in TROUBLES:
        for step in steps:
            await navigator.act(step)
        notice = find(navigator.page, "reader-trouble", Notice)
        assert notice.title.startswith(told)
        assert "een andere manier" in notice.body
        assert offers(navigator.page, BACK)
        assert not has(navigator.page, card_reader.PIN_FORM)
        for step in (*way_back, card_reader.INSERT):
            await navigator.act(step)
        assert not has(navigator.page, "reader-trouble")
        assert has(navigator.page, card_reader.PIN_FORM)
        await navigator.act(card_reader.REMOVE)
    await navigator.act(card_reader.INSERT)
    # Nor is anything done of which one thinks better.
    await navigator.act(card_reader.ELSE)
    await navigator.act(card_reader.NOTHING)
    assert devices.card is not None
    await navigator.submit(card_reader.PIN_FORM, {"pin": devices.card.pin})
    assert is_signed_in(navigator.page)


async def test_with_the_certificate_for_signatures_nobody_is_signed_in(
    navigator: Navigator, devices: Devices
) -> None:
    await reader_ready(navigator)
    assert devices.card is not None
    pin = {"pin": devices.card.pin}
    await navigator.act(card_reader.ELSE)
    await navigator.act(card_reader.CERTIFICATE)
    await navigator.submit(card_reader.PIN_FORM, pin)
    assert await failed(navigator) == "U koos het certificaat om te tekenen."
    await navigator.submit(card_reader.PIN_FORM, pin)
    assert is_signed_in(navigator.page)


IN_TROUBLE = {
    "wout-hermans": "Aanmelden met een kaart kan pas vanaf 12 jaar.",
    "ines-delvaux": "Deze kaart is vervallen.",
    "karel-luyckx": "Deze kaart is ingetrokken.",
    "elif-yilmaz": "Deze kaart is als verloren gemeld.",
    "maria-vranckx": "De certificaten van deze kaart zijn vervallen.",
    "anna-schmitz": "We kunnen nu niet nagaan of deze kaart nog geldig is.",
}
"""Who cannot sign in with their card, and what they are told."""


async def test_each_trouble_of_a_card_is_a_person_one_can_be(
    navigator: Navigator, devices: Devices
) -> None:
    for person, told in IN_TROUBLE.items():
        await become(navigator, person)
        await sign_in_by_card(navigator, devices)
        assert await failed(navigator) == told, person
    await become(navigator, "jan-smets")
    await reader_ready(navigator)
    assert find(navigator.page, "blocked", Notice).body
    assert offers(navigator.page, card_reader.NEW_CARD)
    await navigator.act(card_reader.NEW_CARD)
    await sign_in_by_card(navigator, devices)
    assert is_signed_in(navigator.page)


async def test_a_pin_is_never_kept_and_need_not_be_typed(navigator: Navigator) -> None:
    """WCAG 3.3.8: nothing has to be copied by hand."""
    await reader_ready(navigator)
    await navigator.submit(card_reader.PIN_FORM, {"pin": "9999"})
    assert navigator.drafts.form("sign-in", card_reader.PIN_FORM) == {}
    assert "9999" not in said(navigator.page)
    await navigator.act(card_reader.FILL_PIN)
    assert is_signed_in(await until(navigator, is_signed_in))


async def test_taking_the_card_out_and_in_again_changes_nothing(
    navigator: Navigator, devices: Devices
) -> None:
    await reader_ready(navigator)
    await navigator.submit(card_reader.PIN_FORM, {"pin": "0000"})
    await navigator.act(card_reader.REMOVE)
    assert not has(navigator.page, card_reader.PIN_FORM)
    await navigator.act(card_reader.INSERT)
    await navigator.submit(card_reader.PIN_FORM, {"pin": "0000"})
    assert "nog 1 poging" in find(navigator.page, "reader-shows", Notice).title


async def test_devices_have_a_page_of_their_own(navigator: Navigator, devices: Devices) -> None:
    """Where there is no room beside the page, the citizen goes to the device, answers, and comes back."""
    await waiting(navigator)
    await navigator.open("devices")
    assert navigator.page.place == "devices"
    await navigator.act(device_pages.REFUSE)
    await failed(navigator)
    assert navigator.page.place == "sign-in"
    await choose_method(navigator, "eid")
    await navigator.open("devices")
    await navigator.act(card_reader.INSERT)
    await navigator.submit(card_reader.PIN_FORM, {"pin": "0000"})
    assert navigator.page.place == "devices"
    assert devices.card is not None
    await navigator.submit(card_reader.PIN_FORM, {"pin": devices.card.pin})
    page = await until(navigator, is_signed_in)
    assert page.place == "home"


# --- stopping and going back ------------------------------------------------------------------


async def test_stopping_leads_to_the_start_page(navigator: Navigator) -> None:
    await choose_method(navigator, "itsme")
    assert navigator.page.step == "Stap 2 van 3"
    await navigator.back()
    assert not has(navigator.page, "done"), "nothing was asked of the phone"
    assert navigator.page.step == "Stap 1 van 3"
    await navigator.act(STOP)
    assert navigator.page.place == "start"
    assert not has(navigator.page, "trouble")
    await sign_in_by_itsme(navigator)
    assert is_signed_in(navigator.page)


async def test_a_citizen_who_is_signed_in_stays_the_same_person(
    signed_in: Navigator, devices: Devices
) -> None:
    await signed_in.open("persons")
    assert find(signed_in.page, "signed-in", Notice).title.startswith("U bent aangemeld als")
    assert devices.person is not None
    assert devices.person.person_id == "noor-peeters"


async def test_a_citizen_who_is_led_to_the_sign_in_is_told_why(navigator: Navigator) -> None:
    await navigator.open("profile")
    assert navigator.page.place == "sign-in"
    told = find(navigator.page, "sign-in-first", Notice)
    assert (told.kind, told.title) == ("info", "Meld u eerst aan.")
    assert told.body == "Daarna ziet u de pagina die u koos."
    await sign_in_by_itsme(navigator)
    assert navigator.page.place == "profile"
    assert not has(navigator.page, "sign-in-first")
    await navigator.open("messages")
    assert "Meld u eerst aan." not in said(navigator.page)


@pytest.mark.parametrize("goes", ["persons", "eid", "by choice"])
async def test_why_a_citizen_is_at_the_sign_in_is_said_until_the_next_act_and_to_no_other(
    navigator: Navigator, goes: str
) -> None:
    await navigator.open("sign-in" if goes == "by choice" else "profile")
    if goes == "persons":
        await navigator.act("to-persons")
    elif goes == "eid":
        await choose_method(navigator, "eid")
    assert not has(navigator.page, "sign-in-first")


async def test_while_a_device_is_asked_the_page_begins_at_its_title(navigator: Navigator) -> None:
    """Not at the buttons that lead away: a second Enter would take one."""
    await choose_method(navigator, "eid")
    assert navigator.page.focus == TITLE
    await navigator.act(BACK)
    await choose_method(navigator, "itsme")
    await navigator.submit(NUMBER_FORM)
    assert navigator.page.focus == TITLE
