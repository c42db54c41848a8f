"""Applies faults in front of every party, before it does anything."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_backends.shared.clock import Clock
from mock_backends.shared.faults import Fault, Faults
from mock_backends.shared.problems import Problem
from mock_backends.shared.wire import content_digest

ALWAYS_ANSWERED = (
    *("/health", "/openapi.yaml"),
    *("/simulator/v1/apps", "/v1/text-messages/phones"),
)
"""Paths below a party's base that no fault hits: its health, its contract, and where the simulation fetches
what it puts on a person's phone. A citizen has that phone already, whoever fails.
"""

MALFORMED = b'{"x": [{'
"""A body that is no JSON."""

_STATE = "mock_backends.fault"


class Failing:
    """ASGI middleware: a party's app behind its faults."""

    def __init__(self, app: ASGIApp, party: str, faults: Faults, clock: Clock) -> None:
        self.app = app
        self.party = party
        self.faults = faults
        self.clock = clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Handle a request as the active fault says; without a fault, pass it to the party."""
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        if scope["type"] != "http" or path in ALWAYS_ANSWERED:
            await self.app(scope, receive, send)
        else:
            await Exchange(self, path, scope, receive, send).go_on()


def fail_on_demand(app: Starlette, party: str, faults: Faults, clock: Clock) -> None:
    """Put faults before the routes of `app`, within its exception handlers: errors keep its own form."""
    app.router.middleware_stack = Failing(app.router.middleware_stack, party, faults, clock)


class Exchange:
    """A request that may meet one fault after another."""

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
        """Apply the fault that is active now, or let the party answer."""
        fault = self.failing.faults.strike(
            self.failing.party, self._segments, self.scope["method"], held_by
        )
        if fault is None:
            await self.answer(self.send)
        else:
            self.scope.setdefault("state", {})[_STATE] = fault  # for the party itself: `fault_of`
            await EFFECTS.get(fault.kind, _by_the_party)(self, fault)

    async def answer(self, send: Send) -> None:
        """Let the party answer; replay what was read of the request meanwhile."""
        await self.failing.app(self.scope, self._read, send)

    async def wait(self, for_what: Awaitable[None]) -> None:
        """Wait, unless the client disconnects: then raise Problem 503."""
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
    """The active fault that the party itself must apply to this answer's content."""
    fault = request.scope.get("state", {}).get(_STATE)
    assert fault is None or isinstance(fault, Fault)
    return fault


def fault_kind_of(request: Request) -> str:
    """The kind of that fault; "" without one."""
    fault = fault_of(request)
    return fault.kind if fault else ""


# --- what each kind does ------------------------------------------------------------------------


async def _down(exchange: Exchange, fault: Fault) -> None:
    raise Problem(503)


async def _hang(exchange: Exchange, fault: Fault) -> None:
    """Do not answer until the faults change; then apply what is active by then."""
    await exchange.wait(exchange.failing.faults.changed())
    await exchange.go_on(held_by=fault)


async def _slow(exchange: Exchange, fault: Fault) -> None:
    """Answer after a delay in seconds of the world's time."""
    clock = exchange.failing.clock
    seconds = float(fault.parameters["seconds"])
    await exchange.wait(clock.sleep_until(clock.now() + timedelta(seconds=seconds)))
    await exchange.answer(exchange.send)


async def _malformed(exchange: Exchange, fault: Fault) -> None:
    """Send invalid JSON with a matching digest (RFC 9530 section 2).

    A content coding is left alone: what makes it puts the invalid JSON inside (`fault_of`).
    """
    await exchange.answer(_Rewriting(exchange.send, lambda body: MALFORMED, content_only=True))


async def _truncated(exchange: Exchange, fault: Fault) -> None:
    """Send half of the bytes under the digest of the whole."""
    await exchange.answer(_Rewriting(exchange.send, lambda body: body[: len(body) // 2]))


async def _by_the_party(exchange: Exchange, fault: Fault) -> None:
    await exchange.answer(exchange.send)


EFFECTS: dict[str, Callable[[Exchange, Fault], Awaitable[None]]] = {
    "down": _down,
    "hang": _hang,
    "slow": _slow,
    "malformed": _malformed,
    "truncated": _truncated,
}
"""The kinds of fault that work on any answer, whatever its content."""


class _Rewriting:
    """Buffers an answer until it is complete, and replaces the body of a successful answer."""

    def __init__(
        self, send: Send, change: Callable[[bytes], bytes], *, content_only: bool = False
    ) -> None:
        self._send = send
        self._change = change
        self._content_only = content_only
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
        coded = any(name.lower() == b"content-encoding" for name, _ in self._start["headers"])
        if self._start["status"] < 300 and body and not (coded and self._content_only):
            body = self._change(body)
            new = {b"content-length": str(len(body)).encode()}
            if self._content_only:
                new[b"content-digest"] = content_digest(body).encode()
            self._start["headers"] = [
                (name, new.get(name.lower(), value)) for name, value in self._start["headers"]
            ]
        await self._send(self._start)
        await self._send({"type": "http.response.body", "body": body})
