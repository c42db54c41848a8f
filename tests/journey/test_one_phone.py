"""Several programs, one person, one phone: each request says whose it is, and is answered for itself."""

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.held_devices import devices_in
from tests.journey.filling import errors
from tests.journey.steps import choose_method, find, has, is_signed_in, said, take, until
from tests.services import Services
from tui.deep_link import hold
from tui.journey.long_poll import WAIT
from tui.journey.navigator import BESIDE, Navigator
from tui.journey.walk import Fill, Go, Press, Send, Wait, walk
from tui.locale import Words
from tui.options import CannotFollow
from tui.page.finding import PLACE
from tui.page.parts import Facts, Notice, Page, Text
from tui.pages import walks
from tui.pages.devices import APPROVE, CODE_FORM, RENEW, USE_CODE
from tui.pages.phone_codes import FILL_PASSWORD, LOOK
from tui.pages.sign_in import password
from tui.pages.sign_in.itsme import NUMBER_FORM
from tui.pages.sign_out import SIGN_OUT
from tui.portal.client import Portal
from tui.portal.models import Fault

REPLACED = "Uw vraag is vervallen: er kwam een nieuwere op uw telefoon."
WAITED = "Er wachtte al een vraag op uw telefoon."


@asynccontextmanager
async def program(services: Services, folder: Path, phone_of: str = "") -> AsyncIterator[Navigator]:
    """Another program at the same services, of the first person; or the phone of somebody alone."""
    portal, devices = Portal(services.connect), devices_in(folder)
    navigator = Navigator(
        portal, Words("nl"), devices, embedded=services.embedded, alone="phone" if phone_of else ""
    )
    if phone_of:
        await hold("phone", navigator, devices, portal, phone_of)
    yield navigator
    await navigator.close()
    await portal.close()


async def ask(navigator: Navigator) -> str:
    """Send a request to the phone; the control number on the page, once the phone here shows the same."""
    await choose_method(navigator, "itsme")
    await take(navigator, Send(NUMBER_FORM))
    page = await until(navigator, lambda page: has(page, "control") and has(page, "phone-request"))
    number = find(page, "control", Text).text.split()[3].rstrip(".")
    asked = find(page, "phone-request", Facts)
    assert asked.title == "Meldt u zich nu aan bij Mijn Burgerprofiel?"
    shown = {fact.label: fact.value for fact in asked.groups[0]}
    assert shown["Controlegetal"] == number
    assert shown["Gevraagd"] == "10.00 uur"
    assert shown["Programma"] == "burgerprofiel"
    return number


def told(sentence: str, page: Page) -> bool:
    return sentence in said(page)


@pytest.mark.served
@pytest.mark.requirement("R14")
async def test_of_three_programs_the_last_signs_in_and_the_others_are_told(
    services: Services, tmp_path: Path
) -> None:
    async with AsyncExitStack() as stack:
        programs = [
            await stack.enter_async_context(program(services, tmp_path / str(number)))
            for number in range(3)
        ]
        numbers = []
        for number, one in enumerate(programs):
            numbers.append(await ask(one))
            assert told(WAITED, one.page) == (number > 0)
            for earlier in programs[:number]:
                await until(earlier, lambda page: told(REPLACED, page))
        assert len(set(numbers)) == 3
        first, second, last = programs
        await last.act(APPROVE)
        await until(last, is_signed_in)
        for other in (first, second):
            assert not other.page.signed_in
            assert told(REPLACED, other.page)


@pytest.mark.parametrize("first", ["asked", "opened"])
async def test_the_phone_answers_whoever_asks_for_its_person(
    services: Services, tmp_path: Path, first: str
) -> None:
    """A request of another program is shown on the page of the devices, also when it comes later."""
    async with (
        program(services, tmp_path / "a") as asking,
        program(services, tmp_path / "b") as holding,
    ):
        await walk(holding, walks.become("noor-peeters"))
        if first == "opened":
            await holding.open("devices")
            assert not has(holding.page, "phone-request")
        control = await ask(asking)
        await holding.open("devices")
        await until(holding, lambda page: has(page, "phone-request"))
        await holding.act(f"{APPROVE}-{control}")
        await until(asking, is_signed_in)
        assert not has(holding.page, "phone-request")
        assert not holding.page.signed_in


@pytest.mark.served
@pytest.mark.requirement("R14")
async def test_a_phone_alone_serves_who_signs_in_elsewhere_in_three_ways(
    services: Services, tmp_path: Path
) -> None:
    """In another terminal: a request of itsme, a text message and the code of the authenticator app."""
    async with (
        program(services, tmp_path / "a") as asking,
        program(services, tmp_path / "b", "noor-peeters") as phone,
    ):
        assert (phone.page.id, phone.page.tabs, phone.page.who) == ("phone", (), "")
        control = await ask(asking)
        await until(phone, lambda page: has(page, "phone-request"))
        await phone.act(f"{APPROVE}-{control}")
        await until(asking, is_signed_in)
        assert not has(phone.page, "phone-request")
        for method, shown in (("sms", "phone-message-1"), ("app", "phone-code")):
            await take(asking, Go("sign-out"), Press(SIGN_OUT))
            await choose_method(asking, method)
            await take(asking, Press(FILL_PASSWORD), Wait(action=password.SEND_CODE))
            if method == "app":
                await phone.act(LOOK)
            await until(phone, lambda page, shown=shown: has(page, shown))  # type: ignore[misc]
            code = find(phone.page, shown, Facts).groups[0][0].value
            await take(asking, Fill(password.CODE_FORM, {"code": code}), Send(password.CODE_FORM))
            await until(asking, is_signed_in)


async def test_a_phone_that_reaches_nobody_says_so_until_it_does(
    services: Services, tmp_path: Path, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tui.journey.long_poll.PAUSE", 0)
    async with program(services, tmp_path, "noor-peeters") as phone:
        assert (phone.page.pinned, phone.session_notice) == (None, "")
        await portal.set_fault("it", Fault(party="itsme", kind="down"))
        await services.move(timedelta(seconds=WAIT))  # the long poll that was open ends
        page = await until(phone, lambda page: page.pinned is not None)
        assert page.pinned is not None
        assert page.pinned.title == "Uw telefoon heeft geen verbinding."
        assert page.pinned.title in phone.session_notice
        await portal.clear_faults()
        await until(phone, lambda page: page.pinned is None)
        assert phone.session_notice == ""


async def test_a_phone_alone_is_no_portal(services: Services, tmp_path: Path) -> None:
    async with program(services, tmp_path, "sofie-lambert") as phone:
        for place in ("home", "sign-in", "persons", "data"):
            await phone.open(place)
            assert phone.page.place == "phone"
        led = {one.id for one in phone.findings() if one.id.startswith(PLACE)}
        assert led == {f"{PLACE}{name}" for name in ("phone", *BESIDE)}
        portal = Portal(services.connect)
        with pytest.raises(CannotFollow) as refused:
            await hold("phone", phone, devices_in(tmp_path), portal, "nobody")
        assert (refused.value.reason, "noor-peeters" in refused.value.known) == ("person", True)


async def test_who_approves_what_has_been_replaced_signs_nobody_else_in(
    services: Services, tmp_path: Path
) -> None:
    """Whatever the phone has received meanwhile, the answer is to the request that was on the page."""
    async with (
        program(services, tmp_path / "a") as ours,
        program(services, tmp_path / "b") as theirs,
    ):
        await ask(ours)
        await ask(theirs)
        await until(ours, lambda page: told(REPLACED, page))
        await ours.act(APPROVE)
        assert not theirs.page.signed_in
        assert has(theirs.page, "control")


@pytest.mark.requirement("R14")
async def test_the_code_is_taken_too_and_three_wrong_ones_block_until_itsme_is_set_up_anew(
    services: Services, tmp_path: Path
) -> None:
    async with program(services, tmp_path / "a") as ours:
        await ask(ours)
        await ours.act(USE_CODE)
        assert ours.page.focus == f"{CODE_FORM}.code"
        phone = ours.context().devices.phone
        assert phone is not None
        wrong = f"{(int(phone.code) + 1) % 100_000:05}"
        for typed, said_of_it in (
            ("1234", "Typ 5 cijfers. Dit kostte geen poging."),
            (wrong, "De code is fout. U hebt nog 2 pogingen."),
            (wrong, "De code is fout. U hebt nog 1 poging."),
        ):
            await ours.submit(CODE_FORM, {"code": typed})
            assert errors(ours, CODE_FORM) == {"code": said_of_it}
        await ours.submit(CODE_FORM, {"code": wrong})
        assert find(ours.page, "failure", Notice).title == "Uw itsme is geblokkeerd."
        assert has(ours.page, "phone-blocked")
        await ours.act(RENEW)
        await take(ours, Send(NUMBER_FORM))
        await until(ours, lambda page: has(page, "phone-request"))
        await ours.act(USE_CODE)
        await ours.submit(CODE_FORM, {"code": phone.code})
        await until(ours, is_signed_in)
