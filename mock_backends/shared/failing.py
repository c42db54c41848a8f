"""Where faults take effect: in front of every party, before it has done anything."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_backends.shared.clock import Clock
from mock_backends.shared.faults import Fault, Faults
from mock_backends.shared.problems import Problem
from mock_backends.shared.wire import content_digest

ALWAYS_ANSWERED = ("/health", "/openapi.yaml")
"""Paths, below a party's own, that no fault hits: they say what the party is, and that it runs."""

_STATE = "mock_backends.fault"


class Failing:
    """A party's app, and the faults that come before it."""

    def __init__(self, app: ASGIApp, party: str, faults: Faults, clock: Clock) -> None:
        self.app = app
        self.party = party
        self.faults = faults
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request as the fault in force says; without one, as the party does."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path in ALWAYS_ANSWERED:
            await self.app(scope, receive, send)
        else:
            await Exchange(self, path, scope, receive, send).go_on()


def fail_on_demand(app: Starlette, party: str, faults: Faults, clock: Clock) -> None:
    """Let faults come before the routes of `app`, inside its exception handlers: errors keep its own form."""
    app.router.middleware_stack = Failing(app.router.middleware_stack, party, faults, clock)


class Exchange:
    """One request that may meet a fault, and then another one."""

    def __init__(
        self, failing: Failing, path: str, scope: Scope, receive: Receive, send: Send
    ) -> None:
        self.failing = failing
        self.scope = scope
        self.send = send
        self._segments = path.split("/")
        self._receive = receive
        self._unread: list[Message] = []

    async def go_on(self, held_by: Fault | None = None) -> None:
        """Meet the fault that is in force now, or let the party answer."""
        fault = self.failing.faults.strike(
            self.failing.party, self._segments, self.scope["method"], held_by
        )
        if fault is None:
            await self.answer(self.send)
        elif fault.kind in EFFECTS:
            await EFFECTS[fault.kind](self, fault)
        else:
            self.scope.setdefault("state", {})[_STATE] = fault  # the party's own: `fault_of`
            await self.answer(self.send)

    async def answer(self, send: Send) -> None:
        """Let the party answer; what was read of the request while it waited is read again."""
        await self.failing.app(self.scope, self._read, send)

    async def wait(self, for_what: Awaitable[None]) -> None:
        """Wait, but not for a client that has gone. Raises Problem 503 when it has."""
        gone = asyncio.ensure_future(self._gone())
        waiting = asyncio.ensure_future(for_what)
        try:
            await asyncio.wait({gone, waiting}, return_when=asyncio.FIRST_COMPLETED)
            if not waiting.done():
                raise Problem(503)
        finally:
            gone.cancel()
            waiting.cancel()
            await asyncio.gather(gone, waiting, return_exceptions=True)

    async def _gone(self) -> None:
        while (message := await self._receive())["type"] != "http.disconnect":
            self._unread.append(message)

    async def _read(self) -> Message:
        return self._unread.pop(0) if self._unread else await self._receive()


def fault_of(request: Request) -> Fault | None:
    """The fault that is left to the content of this request's answer."""
    fault = request.scope.get("state", {}).get(_STATE)
    assert fault is None or isinstance(fault, Fault)
    return fault


# --- what each kind does ------------------------------------------------------------------------


async def _down(exchange: Exchange, fault: Fault) -> None:
    raise Problem(503)


async def _hang(exchange: Exchange, fault: Fault) -> None:
    """Answer nothing until the faults change; then as they are then."""
    await exchange.wait(exchange.failing.faults.changed())
    await exchange.go_on(held_by=fault)


async def _slow(exchange: Exchange, fault: Fault) -> None:
    """Answer so many seconds later, by the world's clock."""
    clock = exchange.failing.clock
    seconds = float(fault.parameters["seconds"])
    await exchange.wait(clock.sleep_until(clock.now() + timedelta(seconds=seconds)))
    await exchange.answer(exchange.send)


async def _malformed(exchange: Exchange, fault: Fault) -> None:
    """Bytes that are no JSON, well wrapped: the digest is that of these bytes (RFC 9530 section 2)."""
    await exchange.answer(_Rewriting(exchange.send, lambda body: b'{"x": [{', digest=True))


async def _truncated(exchange: Exchange, fault: Fault) -> None:
    """Half of the bytes; the digest stays that of the whole."""
    await exchange.answer(_Rewriting(exchange.send, lambda body: body[: len(body) // 2]))


EFFECTS: Mapping[str, Callable[[Exchange, Fault], Awaitable[None]]] = {
    "down": _down,
    "hang": _hang,
    "slow": _slow,
    "malformed": _malformed,
    "truncated": _truncated,
}
"""What a kind of fault does to any answer, whatever is in it."""


class _Rewriting:
    """Holds an answer back until it is whole, and sends other bytes in its place where it succeeds."""

    def __init__(
        self, send: Send, change: Callable[[bytes], bytes], *, digest: bool = False
    ) -> None:
        self._send = send
        self._change = change
        self._digest = digest
        self._start: Message = {}
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._start = message
            return
        self._body += message.get("body", b"")
        if message.get("more_body", False):
            return
        body = bytes(self._body)
        if self._start["status"] == 200:
            body = self._change(body)
            new = {b"content-length": str(len(body)).encode()}
            if self._digest:
                new[b"content-digest"] = content_digest(body).encode()
            self._start["headers"] = [
                (name, new.get(name.lower(), value)) for name, value in self._start["headers"]
            ]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
