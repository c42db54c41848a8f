"""A fault hits the requests that it is about, as often as it says, and holds nobody longer than it must."""

import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest
from starlette.types import Message, Receive, Scope, Send

from mock_backends.shared.clock import Clock
from mock_backends.shared.failing import EFFECTS, Failing
from mock_backends.shared.faults import KINDS, Fault, Faults, mistakes
from mock_backends.shared.problems import Problem
from mock_backends.shared.wire import content_digest
from tests.conftest import START

BODY = b'{"answer": "whole"}'
ASKED: Message = {"type": "http.request", "body": b"typed", "more_body": False}
GONE: Message = {"type": "http.disconnect"}


class Asking:
    """One request to a party that answers BODY, and what came of it."""

    def __init__(self, faults: Faults, clock: Clock | None = None) -> None:
        self.app = Failing(self.answer, "registers", faults, clock or Clock(START, frozen=True))
        self.received: list[Message] = []
        self.sent: list[Message] = []

    async def answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        self.received.append(await receive())
        headers = [
            (b"content-length", str(len(BODY)).encode()),
            (b"content-digest", content_digest(BODY).encode()),
        ]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": BODY[:4], "more_body": True})
        await send({"type": "http.response.body", "body": BODY[4:]})

    async def ask(
        self,
        path: str = "/v1/controllers/mobility/blocks/vehicles",
        method: str = "GET",
        messages: Sequence[Message] = (ASKED,),
    ) -> None:
        left = list(messages)

        async def receive() -> Message:
            if left:
                return left.pop(0)
            await asyncio.Event().wait()
            raise AssertionError("nothing more comes")

        async def send(message: Message) -> None:
            self.sent.append(message)

        scope = {"type": "http", "path": "/registers" + path, "root_path": "/registers"}
        await self.app({**scope, "method": method}, receive, send)

    @property
    def body(self) -> bytes:
        return b"".join(message.get("body", b"") for message in self.sent)

    @property
    def headers(self) -> dict[bytes, bytes]:
        return dict(self.sent[0]["headers"])


def down(**members: object) -> Fault:
    return Fault(**{"party": "registers", "kind": "down", **members})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("fault", "path", "fails"),
    [
        (down(), "/v1/controllers", True),
        (down(party="ebox"), "/v1/controllers", False),
        (down(target="mobility"), "/v1/controllers/mobility/blocks/vehicles", True),
        (down(target="vehicles"), "/v1/controllers/mobility/blocks/vehicles", True),
        (down(target="mobility"), "/v1/controllers/mobility-of-others/blocks/x", False),
        (down(target="registers"), "/v1/controllers", False),  # the party's own path is no target
        (down(method="GET"), "/v1/controllers", True),
        (down(method="POST"), "/v1/controllers", False),
        (down(), "/health", False),
        (down(), "/openapi.yaml", False),
    ],
)
async def test_a_fault_hits_the_requests_that_it_is_about(
    fault: Fault, path: str, fails: bool
) -> None:
    faults = Faults()
    faults.set("it", fault)
    asking = Asking(faults)
    try:
        await asking.ask(path)
        assert not fails
        assert asking.body == BODY
    except Problem:
        assert fails


@pytest.mark.parametrize("kind", ["wrongPerson", "wrongSchema", "hostile", "unsealed", "otherKey"])
def test_what_changes_data_from_within_hits_and_counts_requests_for_data_alone(kind: str) -> None:
    faults, fault = Faults(), down(kind=kind, times=1)
    faults.set("it", fault)
    data = ["v1", "controllers", "mobility", "blocks", "vehicles"]
    for segments, method in ((["v1", "controllers"], "GET"), ([*data, "records"], "PUT")):
        assert faults.strike("registers", segments, method) is None
    assert faults.strike("registers", data, "GET") is fault


async def test_a_fault_fails_as_often_as_it_says() -> None:
    faults = Faults()
    faults.set("it", down(after=1, times=2))

    async def answered() -> list[bool]:
        came = []
        for _ in range(5):
            try:
                await Asking(faults).ask()
                came.append(True)
            except Problem:
                came.append(False)
        return came

    assert await answered() == [True, False, False, True, True]
    faults.set("other", down(party="ebox"))
    assert await answered() == [True] * 5  # another fault does not make it count anew
    faults.set("it", down(after=1, times=2))
    assert await answered() == [True, False, False, True, True]


@pytest.mark.parametrize(
    ("kind", "body", "digested"),
    [("malformed", b'{"x": [{', b'{"x": [{'), ("truncated", BODY[: len(BODY) // 2], BODY)],
)
async def test_an_answer_is_spoiled_on_its_way(kind: str, body: bytes, digested: bytes) -> None:
    faults = Faults()
    faults.set("it", down(kind=kind))
    asking = Asking(faults)
    await asking.ask()
    assert asking.body == body
    assert asking.headers[b"content-length"] == str(len(body)).encode()
    assert asking.headers[b"content-digest"] == content_digest(digested).encode()


async def settled() -> None:
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_party_that_hangs_answers_once_the_fault_is_taken_away() -> None:
    faults = Faults()
    faults.set("it", down(kind="hang", times=1))
    faults.set("other", down(party="ebox", kind="hang"))
    asking = Asking(faults)
    waits = asyncio.ensure_future(asking.ask())
    await settled()
    # Another one that goes does not free it, nor use it up; a process that follows hears of all anew.
    faults.replace({"it": down(kind="hang", times=1)})
    await settled()
    assert not waits.done()
    faults.clear("it")
    async with asyncio.timeout(5):
        await waits
    assert (asking.body, asking.received) == (BODY, [ASKED])  # nothing of the request was lost
    assert asyncio.all_tasks() == {asyncio.current_task()}


async def test_a_slow_party_answers_later_by_the_worlds_clock() -> None:
    faults, clock = Faults(), Clock(START, frozen=True)
    faults.set("it", down(kind="slow", parameters={"seconds": 60}))
    asking = Asking(faults, clock)
    waits = asyncio.ensure_future(asking.ask())
    await settled()
    assert not waits.done()
    clock.move(timedelta(seconds=60))
    async with asyncio.timeout(5):
        await waits
    assert asking.body == BODY


@pytest.mark.parametrize("kind", ["hang", "slow"])
async def test_nothing_is_done_for_a_client_that_has_gone(kind: str) -> None:
    faults = Faults()
    faults.set("it", down(kind=kind, parameters={"seconds": 60} if kind == "slow" else {}))
    asking = Asking(faults)
    with pytest.raises(Problem):
        await asking.ask(messages=(ASKED, GONE))
    assert asking.received == []


def test_each_kind_is_known_to_somebody_who_can_do_it() -> None:
    from mock_backends.ebox import distortions as of_the_ebox
    from mock_backends.identity_provider import faulty_tokens
    from mock_backends.identity_provider.service import SENT_BACK
    from mock_backends.itsme.requests import DEMANDED
    from mock_backends.registers import distortions as of_the_registers
    from mock_backends.shared.oidc import distortions as of_tokens

    sealing = {"unsealed", "otherKey"}
    own = {
        "ebox": sealing | of_the_ebox.CHANGES.keys(),
        # Held by tests/contract/test_identity_provider_methods.py, each of them.
        "itsme": {"wrongSignature", "wrongKey", "notEncrypted", "keyRotated"}
        | {"invalidGrant", "invalidClient", "replaced", *DEMANDED}
        | of_tokens.CHANGES.keys(),
        "registers": sealing | {"wrongPerson"} | of_the_registers.CHANGES.keys(),
        # Messages are held by tests/contract/test_identity_provider_codes.py.
        "identity_provider": {"smsLate", "smsLost", "invalidGrant"}
        | {"personUnknown", "cardNotTrusted", "signatureInvalid"}
        | {*faulty_tokens.KINDS, *SENT_BACK},
        "profile_service": {"tooManySignIns"},
    }
    for kind in KINDS:
        if kind.id not in EFFECTS:
            assert {party for party in own if kind.id in own[party]} == {*kind.parties}


@pytest.mark.parametrize(
    ("fault", "member"),
    [
        (down(kind="tired"), "kind"),
        (down(party="ebox", kind="wrongPerson"), "party"),
        (down(party="simulation"), "party"),
        (down(kind="slow"), "parameters.seconds"),
        (down(kind="slow", parameters={"seconds": -1}), "parameters.seconds"),
        (down(kind="slow", parameters={"seconds": "long"}), "parameters.seconds"),
        (down(parameters={"seconds": 1}), "parameters.seconds"),
        (down(method="PAINT"), "method"),
        (down(kind="wrongPerson", method="PUT"), "method"),
        (down(party="itsme", kind="wrongNonce", method="GET"), "method"),
        (down(party="itsme", kind="wrongNonce", target="token"), "target"),
        (down(party="itsme", target="tokens"), "target"),
    ],
)
def test_a_fault_that_cannot_be_is_named(fault: Fault, member: str) -> None:
    assert [name for name, _ in mistakes(fault, ("registers", "ebox", "itsme", "simulation"))] == [
        member
    ]
