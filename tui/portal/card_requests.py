"""Card readers in other terminals: the simulation's channel between them and whoever asks a card to sign."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any
from urllib.parse import urlencode

from tui.portal import DEADLINE
from tui.portal.models import Model

_SIMULATION = "/simulation/v1"


class CardRequest(Model, frozen=True):
    """A request as a reader gets it; `program` is what it was sent with, as that names itself."""

    request_id: str
    challenge: str
    origin: str
    program: str = ""


class ReaderState(Model, frozen=True):
    """What waits for a reader, the newest last, and how many readers its person has."""

    version: int
    readers: int
    items: tuple[CardRequest, ...]


class CardRequestState(Model, frozen=True):
    """How a request stands: how many readers listen, what one of them shows, what its card has signed."""

    request_id: str
    version: int
    readers: int
    shows: str = ""
    tries_left: int = 0
    token: dict[str, Any] | None = None


class CardRequests:
    """The channel; `call` sends a request, and `segment` quotes an id in a path."""

    def __init__(self, call: Callable[..., Awaitable[Any]], segment: Callable[[str], str]) -> None:
        self._call = call
        self._segment = segment

    async def listen(
        self, person_id: str, reader: str, after: int | None, wait: float
    ) -> ReaderState:
        """What waits for a reader of this name; with `after` (a version), once that has changed."""
        path = f"{self._of(person_id)}/card-reader?{_query(after, wait, reader=reader)}"
        state: ReaderState = await self._call("GET", path, ReaderState, deadline=DEADLINE + wait)
        return state

    async def put_away(self, person_id: str, reader: str) -> None:
        """This reader listens no more."""
        path = f"{self._of(person_id)}/card-reader?{_query(None, 0, reader=reader)}"
        await self._call("DELETE", path, type(None))

    async def ask(
        self, person_id: str, challenge: str, origin: str, reader: str
    ) -> CardRequestState:
        """Ask the card of this person to sign, at any reader but the own one of this name."""
        wanted = {"challenge": challenge, "origin": origin, "reader": reader}
        path = f"{self._of(person_id)}/card-requests"
        state: CardRequestState = await self._call("POST", path, CardRequestState, wanted)
        return state

    async def request(self, request_id: str, after: int, wait: float) -> CardRequestState:
        """How a request stands, once its version is not `after`. Raises PortalError("notFound")."""
        path = f"{self._about(request_id)}?{_query(after, wait)}"
        state: CardRequestState = await self._call(
            "GET", path, CardRequestState, deadline=DEADLINE + wait
        )
        return state

    async def answer(
        self, request_id: str, shows: str, tries_left: int, token: object = None
    ) -> None:
        """As a reader, tell what is shown, or what was signed. Raises PortalError if it is over."""
        body: dict[str, object] = {"shows": shows, "triesLeft": tries_left}
        if token is not None:
            body["token"] = token
        await self._call("PUT", self._about(request_id), type(None), body)

    async def withdraw(self, request_id: str) -> None:
        """Take a request back."""
        await self._call("DELETE", self._about(request_id), type(None))

    def _of(self, person_id: str) -> str:
        return f"{_SIMULATION}/persons/{self._segment(person_id)}"

    def _about(self, request_id: str) -> str:
        return f"{_SIMULATION}/card-requests/{self._segment(request_id)}"


def _query(after: int | None, wait: float, **members: object) -> str:
    if after is not None:
        members["after"] = after
    if wait:
        members["wait"] = f"{wait:g}"
    return urlencode(members)
