"""Every fault that the simulation accepts happens, at each party that it can be set for."""

import asyncio
from collections.abc import Awaitable, Callable
from itertools import product

import pytest

from mock_backends.shared.faults import (
    KINDS,
    NEVER_FAILS,
    PROVIDERS,
    REFUSED_BY_ITSME,
    FaultKind,
)
from mock_backends.shared.long_poll import LONGEST_WAIT
from mock_backends.world import PARTIES
from tests.services import Services
from tui.devices.phone import Phone
from tui.journey.navigator import Navigator
from tui.portal.client import Portal
from tui.portal.errors import PortalError
from tui.portal.models import Fault

A_MOMENT = 0.2
"""Seconds in which what is held must not be answered; only that waits for them."""


async def provider(services: Services, _portal: Portal) -> object:
    url = services.addresses["identity_provider"] + "/.well-known/openid-configuration"
    answer = await services.http.get(url)
    return answer.status_code, answer.content


async def itsme(services: Services, _portal: Portal) -> object:
    url = services.addresses["itsme"] + "/v2/.well-known/openid-configuration"
    answer = await services.http.get(url)
    return answer.status_code, answer.content


async def by_itsme(services: Services, _portal: Portal) -> object:
    """Somebody else's sign-in by itsme, as far as the portal: how it ended."""
    portal = Portal(services.connect)
    phone = Phone(await portal.issue_phone("amir-haddad"))
    await portal.begin_sign_in()
    state = await portal.interact("chooseMethod", method="itsme")
    if state.failure is None:
        await portal.interact("sendNumber", phoneNumber=phone.number)
        await phone.look(portal)
        await phone.answer(portal, phone.requests[0].request_id, "approve")
        state = await portal.interaction()
    if state.failure is not None:
        return state.failure.code
    return (await portal.finish_sign_in(state)).method


async def service(_services: Services, portal: Portal) -> object:
    return await portal.catalogue(anew=True)


async def registers(_services: Services, portal: Portal) -> object:
    await portal.refresh("identity")
    changes = await portal.changes()
    while (status := changes.blocks[0]).state == "loading":
        changes = await portal.changes(changes.version, LONGEST_WAIT)
    assert status.block_id == "identity"
    content = await portal.block("identity") if status.state == "here" else None
    return status.state, status.reason, content and content.records


async def ebox(_services: Services, portal: Portal) -> object:
    return await portal.messages()


async def address_register(_services: Services, portal: Portal) -> object:
    return await portal.find_addresses("Fabelstraat", "1", "", "9000", "")


async def offices(_services: Services, portal: Portal) -> object:
    return await portal.correspondence("noor-peeters")


ASKED: dict[str, Callable[[Services, Portal], Awaitable[object]]] = {
    "identity_provider": provider,
    "itsme": itsme,
    "profile_service": service,
    "registers": registers,
    "ebox": ebox,
    "address_register": address_register,
    "offices": offices,
}
"""What is asked of each party, through the portal where it answers nobody else."""


async def came(
    services: Services, portal: Portal, party: str, kind: FaultKind, *, held: bool = False
) -> str:
    """What came of asking a party: an answer, or an error; with `held` nothing, while time stands still."""
    of_sign_in = kind.parties and party in (*PROVIDERS, "profile_service")
    asked = by_itsme if of_sign_in else ASKED[party]
    asking = asyncio.ensure_future(asked(services, portal))
    if held:
        done, _ = await asyncio.wait({asking}, timeout=A_MOMENT)
        assert not done
        asking.cancel()
        await asyncio.gather(asking, return_exceptions=True)
        return "nothing"
    try:
        return repr(await asking)
    except PortalError as error:
        return f"{type(error).__name__} {error.reason}"


ELSEWHERE = (
    *("keyRotated", "smsLate", "smsLost", "cardNotTrusted", "signatureInvalid"),
    *REFUSED_BY_ITSME,
)
"""Kinds after which an answer is as before: the first below, as those with which itsme refuses; messages by
tests/contract, those of cards by the table of what can fail when signing in (test_sign_in_failures.py)."""


def can_be_set(party: str, kind: FaultKind) -> bool:
    """Whether this party can fail so."""
    return party in kind.parties if kind.parties else party != NEVER_FAILS


async def set_fault(services: Services, party: str, kind: FaultKind) -> int:
    """Have it fail so, and give the status of the answer."""
    fault = {"party": party, "kind": kind.id, "parameters": dict.fromkeys(kind.parameters, 60)}
    url = services.addresses["simulation"] + "/v1/faults/it"
    return (await services.http.put(url, json=fault)).status_code


@pytest.mark.parametrize("party", PROVIDERS)
async def test_a_key_that_is_changed_in_the_middle_is_fetched_and_one_is_signed_in(
    party: str, services: Services, portal: Portal
) -> None:
    assert await by_itsme(services, portal) == "itsme"
    await portal.set_fault("it", Fault(party, "keyRotated"))
    assert await by_itsme(services, portal) == "itsme"


async def test_each_error_that_itsme_documents_is_told_as_such(
    services: Services, portal: Portal
) -> None:
    unasked = {"loginRequired", "interactionRequired"}
    for kind in REFUSED_BY_ITSME:
        await portal.set_fault("it", Fault("itsme", kind))
        told = "notIdentified" if kind in unasked else "notAccepted"
        assert await by_itsme(services, portal) == told, kind
    await services.mend()
    assert await by_itsme(services, portal) == "itsme"


async def test_what_a_party_cannot_fail_by_is_refused(services: Services) -> None:
    for party, kind in product([party.name for party in PARTIES], KINDS):
        if not can_be_set(party, kind):
            assert await set_fault(services, party, kind) == 400, (party, kind.id)


@pytest.mark.parametrize(
    ("party", "kind"),
    [
        pytest.param(party.name, kind, id=f"{party.name}-{kind.id}")
        for party, kind in product(PARTIES, KINDS)
        if kind.id not in ELSEWHERE and can_be_set(party.name, kind)
    ],
)
async def test_what_can_be_set_happens(
    party: str, kind: FaultKind, services: Services, signed_in: Navigator, portal: Portal
) -> None:
    await portal.give_ebox_consent()
    before = await came(services, portal, party, kind)
    assert await set_fault(services, party, kind) == 204
    held = kind.id in ("hang", "slow")
    assert await came(services, portal, party, kind, held=held) != before
    await services.mend()
    if not held:  # or what was held is still on its way
        assert await came(services, portal, party, kind) == before
