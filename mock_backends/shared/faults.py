"""What a tester has set to go wrong in a world."""

import asyncio
from typing import Literal

from msgspec import Struct
from starlette.requests import Request

from mock_backends.shared.problems import Problem

FaultKind = Literal[
    "down", "hang", "malformed", "truncated", "wrongPerson", "wrongSchema", "hostile"
]


class Fault(Struct, frozen=True, kw_only=True):
    """One way for a controller's register to fail, until it is taken away."""

    kind: FaultKind


class Faults:
    """The faults in force, by controller id. One object a world, handed to whoever must obey it."""

    def __init__(self) -> None:
        self._by_controller: dict[str, Fault] = {}
        self._changed = asyncio.Event()

    def of(self, controller: str) -> Fault | None:
        """The fault of this controller, if one is set."""
        return self._by_controller.get(controller)

    def all(self) -> dict[str, Fault]:
        """Every fault in force."""
        return dict(self._by_controller)

    def set(self, controller: str, fault: Fault) -> None:
        """Let this controller fail from now on."""
        self._by_controller[controller] = fault
        self._wake()

    def clear(self, controller: str | None = None) -> None:
        """Take one controller's fault away, or all of them."""
        if controller is None:
            self._by_controller.clear()
        else:
            self._by_controller.pop(controller, None)
        self._wake()

    async def obey(self, controller: str, request: Request) -> Fault | None:
        """Fail as this controller must: the fault in force that is left to the answer's content.

        Raises Problem 503 when it is down. When it hangs, returns only once it no longer does, or once
        whoever asked has gone.
        """
        gone = asyncio.ensure_future(_gone(request))
        try:
            while (fault := self.of(controller)) is not None and fault.kind == "hang":
                woken = asyncio.ensure_future(self._changed.wait())
                await asyncio.wait({gone, woken}, return_when=asyncio.FIRST_COMPLETED)
                woken.cancel()
                if gone.done():
                    return None
        finally:
            gone.cancel()
        if fault is not None and fault.kind == "down":
            raise Problem(503)
        return fault

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
