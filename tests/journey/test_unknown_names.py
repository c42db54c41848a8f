"""A page, person, method, party or block that nobody knows, in a link or a message: a clear answer."""

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from msgspec.structs import replace

from tests.journey.steps import has, offers, said, until
from tests.services import Services
from tui.deep_link import CannotFollow, follow
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.offered import is_settled
from tui.portal.client import Portal
from tui.portal.errors import PortalError
from tui.portal.http import Http
from tui.portal.models import Failure, Fault, Interaction


@pytest.mark.parametrize(
    ("link", "page", "says"),
    [
        ("nowhere", "home", "Deze pagina bestaat niet."),
        ("data.nothing", "data.nothing", "Dit blok met gegevens bestaat niet."),
        ("data?info=nothing", "data", "Identiteit"),
        ("controllers.entry/nobody", "controllers.entry", "Wie heeft uw gegevens"),
        ("ebox.message/nothing", "ebox.message", "Nu zien we geen enkel bericht."),
        ("rights.new?right=flying", "rights.new", "Stap 1 van 3"),
        ("rights.new?right=access&block=nothing", "rights.new", "Stap 1 van 3"),
        ("rights.request/nothing", "rights.request", "Dit verzoek bestaat niet."),
        ("profile.contact?kind=pigeon", "profile.contact", "Wat wilt u toevoegen?"),
        ("profile.contact/nothing", "profile.contact", "Dit staat niet meer in uw profiel."),
        ("profile.remove/nothing", "profile.remove", "Dit staat niet meer in uw profiel."),
        ("privacy?section=nothing", "privacy", "Kies een onderwerp."),
        ("faq?question=nothing", "faq", "Veelgestelde vragen"),
    ],
)
async def test_a_link_with_a_name_that_nobody_knows(
    signed_in: Navigator, link: str, page: str, says: str
) -> None:
    await signed_in.open(link)
    shown = await until(signed_in, is_settled)
    assert shown.id == page
    assert says in said(shown)


@pytest.mark.parametrize(
    ("person", "method", "reason", "known"),
    [
        ("nobody", "", "person", "noor-peeters"),
        ("noor-peeters", "pigeon", "refused", ""),
        ("", "pigeon", "refused", ""),
    ],
)
async def test_a_link_for_a_person_or_a_method_that_nobody_knows(
    navigator: Navigator, devices: Devices, person: str, method: str, reason: str, known: str
) -> None:
    with pytest.raises(CannotFollow) as caught:
        await follow(navigator, devices, person=person, method=method, place="contact")
    assert (caught.value.reason, caught.value.what) == (reason, method or person)
    assert known in (*caught.value.known, "")


Call = Callable[[Portal], Awaitable[object]]


@pytest.mark.parametrize(
    ("call", "reason"),
    [
        (lambda portal: portal.refresh("nothing"), "notFound"),
        (lambda portal: portal.block("nothing"), "schema"),
        (lambda portal: portal.message("nothing"), "consentRequired"),
        (lambda portal: portal.issue_phone("nobody"), "notFound"),
        (lambda portal: portal.issue_card("nobody"), "notFound"),
        (lambda portal: portal.add_contact("pigeon", "x"), "invalidInput"),
        (lambda portal: portal.file_request("flying", "x", block_id="identity"), "invalidInput"),
        (lambda portal: portal.file_request("access", "x", block_id="nothing"), "invalidInput"),
        (lambda portal: portal.file_request("access", "x", function="nothing"), "invalidInput"),
        (
            lambda portal: portal.file_request("access", "x", "identity", addressed_to="nobody"),
            "invalidInput",
        ),
        (lambda portal: portal.set_fault("it", Fault(party="nobody", kind="down")), "invalidInput"),
        (lambda portal: portal.set_fault("it", Fault(party="ebox", kind="tired")), "invalidInput"),
        (
            lambda portal: portal.set_fault(
                "it", Fault(party="registers", target="nobody", kind="down")
            ),
            "notFound",
        ),
    ],
)
async def test_a_message_to_a_party_with_a_name_that_nobody_knows(
    signed_in: Navigator, portal: Portal, call: Call, reason: str
) -> None:
    with pytest.raises(PortalError) as caught:
        await call(portal)
    assert caught.value.reason == reason
    assert (await portal.session()).state == "active", "the session goes on"


@pytest.mark.parametrize(
    ("changed", "there"),
    [
        ({"step": "somersault"}, "unknown-method"),
        ({"method": "pigeon", "step": "somersault", "details": {"a": 3}}, "unknown-method"),
        ({"method": "pigeon"}, "methods"),
        ({"failure": Failure(code="feathersWet")}, "failure"),
    ],
    ids=str,
)
async def test_a_message_from_the_identity_provider_with_a_name_that_nobody_knows(
    services: Services, devices: Devices, changed: dict[str, Any], there: str
) -> None:
    async def connect() -> Http:
        http = await services.connect()
        call = http.call

        async def changing(method: str, address: str, kind: type[Any], **how: Any) -> Any:
            answer = await call(method, address, kind, **how)
            return replace(answer, **changed) if isinstance(answer, Interaction) else answer

        http.call = changing  # type: ignore[method-assign]
        return http

    portal = Portal(connect)
    navigator = Navigator(portal, Words("nl"), devices)
    await navigator.open("sign-in")
    page = await until(navigator, is_settled)
    assert page.id == "sign-in"
    assert has(page, there)
    assert offers(page, "stop-sign-in")
    await navigator.close()
    await portal.close()
