"""What a tester has set to go wrong in a world."""

import asyncio
from typing import Literal

from msgspec import Struct
from starlette.requests import Request

from mock_backends.shared.problems import Problem

FaultKind = Literal[
    "down", "hang", "malformed", "truncated", "wrongPerson", "wrongSchema", "hostile"
]

HOSTILE = (
    "\x1b[2J\x1b[31mred",  # clears a terminal's screen and colours what follows (ECMA-48)
    "\x1b]52;c;c3RvbGVu\x07clipboard",  # writes to the clipboard (xterm, OSC 52)
    "\x1b]0;title\x1b\\title",  # renames the window
    "\x9b2Jone byte",  # the same as ESC [, in one C1 character
    "\u202etxt.exe\u2066",  # turns the reading direction round (Unicode bidi controls)
    "[/red][@click=app.quit]markup[/]",  # Textual's own markup
    "line\r\n\x08\x00\x7fend",
)
"""Texts that do harm when a terminal, or a renderer with a markup, takes them at their word."""


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

        Raises Problem 503 when it is down. When it hangs, returns only once it no longer does; once
        whoever asked has gone it raises Problem 503, so that nothing is done for nobody.
        """
        while (fault := self.of(controller)) is not None and fault.kind == "hang":
            gone = asyncio.ensure_future(_gone(request))
            changed = asyncio.ensure_future(self._changed.wait())
            try:
                await asyncio.wait({gone, changed}, return_when=asyncio.FIRST_COMPLETED)
                if gone.done():
                    raise Problem(503)
            finally:
                gone.cancel()
                changed.cancel()
        if fault is not None and fault.kind == "down":
            raise Problem(503)
        return fault

    def _wake(self) -> None:
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()


async def _gone(request: Request) -> None:
    while (await request.receive())["type"] != "http.disconnect":
        pass
