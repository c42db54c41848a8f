"""A session opens by its citizen's token alone, and holds nothing once it has ended."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import msgspec
import pytest

from mock_backends.profile_service.sessions import (
    Identity,
    LocalSession,
    OpenSession,
    SessionEnded,
    Sessions,
)
from mock_backends.profile_service.vault import HeldSession
from mock_backends.profile_service.vault_memory import MemorySessionVault
from mock_backends.shared.clock import Clock
from mock_backends.shared.sealing import KEY_BYTES, SealBroken, derive_key, unseal
from tests.conftest import START
from tests.unit.stores import VAULTS

NOOR = Identity(
    national_number="87661421604",
    sealed_name="a sealed name",
    method="itsme",
    level="high",
    id_token="a token",
)
HOUR = timedelta(hours=1)


@pytest.fixture(params=VAULTS)
def sessions(request: pytest.FixtureRequest) -> Sessions:
    return Sessions(VAULTS[request.param](), Clock(START, frozen=True))


@pytest.mark.requirement("R50")
async def test_only_its_own_token_opens_a_session(sessions: Sessions) -> None:
    """Not another's, and nothing that is kept here (the session's key follows from the token)."""
    token, opened = await sessions.open(NOOR, HOUR)
    other, _ = await sessions.open(NOOR, HOUR)
    name, place = opened.held.name, ("identity", "")
    sealed = await sessions._vault.get(name, *place)
    assert sealed is not None
    entered = await sessions.enter(token, stay=False)
    assert await entered.identity() == NOOR
    kept = [*texts_in(sessions), bytes(KEY_BYTES)]
    assert sealed in kept, "the control: what is kept is looked through"
    keys = [derive_key(one, purpose="burgerprofiel session") for one in (other.encode(), *kept)]
    keys += [one for one in kept if len(one) == KEY_BYTES]
    for key in keys:
        with pytest.raises(SealBroken):
            unseal(key, sealed, name, *place)
    for secret in (token, NOOR.national_number, NOOR.sealed_name, NOOR.id_token):
        assert [one for one in kept if secret.encode() in one] == []
    stranger = await sessions.enter(other, stay=False)
    crossed = OpenSession(opened.held, opened.local, sessions._vault, stranger._key)
    with pytest.raises(SealBroken):
        await crossed.identity()


def texts_in(value: Any) -> Iterator[bytes]:
    """All texts and bytes in a value, also within what it holds."""
    match value:
        case str():
            yield value.encode()
        case bytes():
            yield value
        case dict():
            yield from texts_in([*value.keys(), *value.values()])
        case list() | tuple() | set():
            for one in value:
                yield from texts_in(one)
        case HeldSession():
            yield from texts_in(msgspec.structs.asdict(value))
        case Sessions() | LocalSession() | MemorySessionVault():
            yield from texts_in(vars(value))


@pytest.mark.requirement("R44")
async def test_a_session_that_has_ended_takes_nothing_in(sessions: Sessions) -> None:
    token, opened = await sessions.open(NOOR, HOUR)
    assert await opened.put("block", "identity", b"bytes")
    assert await opened.get("block", "identity") == b"bytes"
    await sessions.end(opened.held, "signedOut")
    assert not await opened.put("block", "identity", b"late")
    assert await opened.items("block") == ()
    with pytest.raises(SessionEnded):
        await opened.identity()
    with pytest.raises(SessionEnded, match="signedOut"):
        await sessions.extend(opened)
    with pytest.raises(SessionEnded, match="signedOut"):
        await sessions.enter(token, stay=True)
    assert sessions._local == {}


@pytest.mark.requirement("R44")
async def test_a_clock_that_is_set_back_leaves_no_session_without_an_end() -> None:
    clock = Clock(START, frozen=True)
    sessions = Sessions(MemorySessionVault(), clock)
    token, _ = await sessions.open(NOOR, HOUR)
    clock.set(Clock(START - timedelta(days=365), frozen=True).setting)
    with pytest.raises(SessionEnded, match="limit"):
        await sessions.enter(token, stay=True)
