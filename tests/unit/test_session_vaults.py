"""What every session vault must do. A new implementation adds a line to `stores.py`, and no test here."""

import asyncio
from datetime import timedelta

import msgspec
import pytest

from mock_backends.profile_service.vault import HeldSession, SessionVault
from tests.conftest import START
from tests.unit.stores import VAULTS

NOOR = HeldSession(
    name="noor",
    started_at=START,
    expires_at=START + timedelta(hours=1),
    idle_expires_at=START + timedelta(minutes=15),
    latest_at=START + timedelta(hours=12),
    term=timedelta(hours=1),
)
AMIR = msgspec.structs.replace(NOOR, name="amir")
LATER = START + timedelta(minutes=20)


@pytest.fixture(params=VAULTS)
async def vault(request: pytest.FixtureRequest) -> SessionVault:
    """A vault that holds two sessions."""
    vault = VAULTS[request.param]()
    for session in (NOOR, AMIR):
        await vault.open(session)
    return vault


async def test_a_session_is_kept_as_it_is(vault: SessionVault) -> None:
    assert await vault.session("noor") == NOOR
    assert set(await vault.sessions()) == {NOOR, AMIR}
    assert await vault.session("nobody") is None
    assert await vault.why("noor") is None


def test_a_session_is_nothing_but_values() -> None:
    """So that a vault in another process can keep it."""
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(NOOR), type=HeldSession) == NOOR


@pytest.mark.parametrize(
    "given", [{"expires_at": LATER}, {"idle_expires_at": LATER}, {"warned": True}, {}]
)
async def test_what_is_given_changes_and_the_rest_stays(
    vault: SessionVault, given: dict[str, object]
) -> None:
    changed = await vault.change("noor", **given)  # type: ignore[arg-type]
    assert changed == await vault.session("noor") == msgspec.structs.replace(NOOR, **given)
    assert await vault.session("amir") == AMIR
    assert (await vault.change("noor", warned=False)) is not None
    assert (await vault.session("noor") or NOOR).warned is False


async def test_changes_at_the_same_time_are_all_kept(vault: SessionVault) -> None:
    await asyncio.gather(
        vault.change("noor", expires_at=LATER),
        vault.change("noor", idle_expires_at=LATER),
        vault.change("noor", warned=True),
    )
    changed = {"expires_at": LATER, "idle_expires_at": LATER, "warned": True}
    assert await vault.session("noor") == msgspec.structs.replace(NOOR, **changed)


async def test_bytes_are_kept_by_session_kind_and_item(vault: SessionVault) -> None:
    whatever = bytes(range(256)) * 1000
    for item in ("b", "a", "c", "b"):
        assert await vault.put("noor", "block", item, item.encode() + whatever)
    assert await vault.put("noor", "message", "a", b"")
    assert await vault.get("noor", "block", "b") == b"b" + whatever
    assert await vault.get("noor", "message", "a") == b""
    assert await vault.get("noor", "message", "b") is None
    assert await vault.get("amir", "block", "b") is None
    assert await vault.items("noor", "block") == ("b", "a", "c")
    assert await vault.items("amir", "block") == ()


@pytest.mark.parametrize(
    ("dropped", "left"),
    [(("block", "a"), ("b",)), (("block", "c"), ("a", "b")), (("block",), ()), ((), ("a", "b"))],
)
async def test_what_is_dropped_is_gone(
    vault: SessionVault, dropped: tuple[str, ...], left: tuple[str, ...]
) -> None:
    for kind in ("block", "message"):
        for item in ("a", "b"):
            await vault.put("noor", kind, item, f"sealed {kind} {item}".encode())
    if dropped:
        assert await vault.drop("noor", *dropped) == 2 - len(left)
    assert await vault.items("noor", "block") == left
    assert await vault.items("noor", "message") == ("a", "b")
    for item in ("a", "b"):
        assert (f"sealed block {item}" in repr(vars(vault))) == (item in left)
    assert await vault.drop("amir", "block") == 0


@pytest.mark.requirement("R44")
async def test_a_session_that_has_ended_is_gone_and_takes_nothing_in(vault: SessionVault) -> None:
    await vault.put("noor", "identity", "", b"sealed bytes")
    assert "sealed bytes" in repr(vars(vault)), "the control: it would be found"
    assert await vault.end("noor", "idle", LATER)
    assert not await vault.end("noor", "signedOut", LATER)
    assert not await vault.put("noor", "block", "a", b"sealed bytes")
    assert await vault.change("noor", expires_at=LATER) is None
    assert await vault.session("noor") is None
    assert await vault.get("noor", "identity", "") is None
    assert await vault.items("noor", "identity") == ()
    assert "sealed bytes" not in repr(vars(vault))
    assert await vault.sessions() == (AMIR,)
    assert await vault.why("noor") == "idle", "the first reason stays"


@pytest.mark.requirement("R44")
async def test_what_comes_while_a_session_ends_is_not_left(vault: SessionVault) -> None:
    await asyncio.gather(
        vault.put("noor", "block", "a", b"sealed bytes"),
        vault.end("noor", "signedOut", LATER),
        vault.put("noor", "block", "b", b"sealed bytes"),
    )
    assert "sealed bytes" not in repr(vars(vault))


async def test_why_it_ended_is_remembered_for_a_while(vault: SessionVault) -> None:
    await vault.end("noor", "limit", LATER)
    await vault.forget(LATER - timedelta(seconds=1))
    assert await vault.why("noor") == "limit"
    await vault.forget(LATER)
    assert await vault.why("noor") is None
    assert "noor" not in repr(vars(vault))
