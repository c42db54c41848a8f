"""Where a citizen is while they sign in: at the identity provider, or at the pages of itsme behind it.

The identity provider sends them to itsme, and itsme sends them back, by addresses that a browser would
follow. To the journey it stays one sign-in: its state is the provider's or, meanwhile, that of itsme's pages,
and its versions go on growing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec

from tui.portal import DEADLINE
from tui.portal.errors import (
    ContractViolation,
    Diverted,
    InteractionGone,
    PortalError,
    SourceUnavailable,
)

if TYPE_CHECKING:
    from tui.portal.models import Interaction, ItsmePage

T = TypeVar("T")

PROVIDER, ITSME = "/op", "/itsme"
"""The paths of the identity provider and of itsme."""

AWAY = "itsmeAway"
"""The provider's step at which the citizen goes to itsme."""

_PAGES = 1_000_000
"""More than itsme's pages have versions: a version is the provider's times this, and theirs."""

LEAVING = ("back", "abort")
"""What is done at the identity provider: who does it at itsme's pages leaves them, as by a browser's Back."""


class _Visit(msgspec.Struct, eq=False):
    """A visit to itsme's pages: the address that led there, their path, the provider's state meanwhile.

    `page` is the newest state of those pages, `back` the provider's once the citizen was led back.
    """

    address: str
    path: str
    at_provider: Interaction
    page: ItsmePage
    back: Interaction | None = None


class Visits:
    """The sign-in that is under way, if any; `call` sends a request, `segment` quotes an id in a path."""

    def __init__(self, call: Callable[..., Awaitable[Any]], segment: Callable[[str], str]) -> None:
        self._call = call
        self._segment = segment
        self._id = ""
        self._visit: _Visit | None = None
        self._left = ""
        """The address of the last visit that is over: nobody goes there twice."""
        self._moving = asyncio.Lock()

    def begin(self, interaction: Interaction) -> Interaction:
        """Follow this sign-in from now on."""
        self.forget()
        self._id = interaction.interaction_id
        return _of_provider(interaction)

    def forget(self) -> None:
        """Follow none."""
        self._id, self._visit, self._left = "", None, ""

    async def state(self, after: int | None, wait: float) -> Interaction:
        """Where the sign-in stands; with `after`, as soon as it is newer, at the latest after `wait` s."""
        visit = self._visit
        if visit is None:
            known = None if after is None else after // _PAGES
            return await self._onward(await self._provider("GET", _poll(known, wait), wait=wait))
        if self._moving.locked():
            # Somebody follows the way back: where it leads need not be asked for at the pages.
            async with self._moving:
                if visit.back is not None:
                    return _of_provider(visit.back)
        ours = after is not None and after // _PAGES == visit.at_provider.version
        known = None if after is None else after % _PAGES if ours else 0
        return await self._of_pages(visit, "GET", _poll(known, wait), wait=wait)

    async def act(self, body: dict[str, object]) -> Interaction:
        """Take one step, where the citizen is."""
        visit = self._visit
        if visit is not None and body["action"] not in LEAVING:
            return await self._of_pages(visit, "POST", body=body)
        if visit is not None:
            self._end(visit)
            with suppress(PortalError):
                # So that nothing goes on waiting on the phone. Where itsme would lead now, nobody goes.
                await self._pages("POST", visit.path, body={"action": "abort"})
        return await self._onward(await self._provider("POST", body=body))

    async def _onward(self, interaction: Interaction) -> Interaction:
        """The state at the provider or, where it sends the citizen to itsme, of the pages there."""
        address = str(interaction.details.get("authorizationUrl", ""))
        if interaction.step != AWAY or address == self._left:
            return _of_provider(interaction)
        async with self._moving:
            if self._id != interaction.interaction_id or address == self._left:
                return _of_provider(interaction)
            visit = self._visit
            if visit is None or visit.address != address:
                try:
                    page = await self._pages("GET", address)
                except Diverted as diverted:
                    # What is wrong is told to the provider (RFC 6749 section 4.1.2.1).
                    self._left = address
                    return _of_provider(await self._follow(diverted.address))
                except (SourceUnavailable, ContractViolation) as error:
                    # An error page, from which a browser would go back, too.
                    refused = error.reason == "refused"
                    return await self._turn_back(
                        address, "notAccepted" if refused else "unavailable"
                    )
                path = f"{ITSME}/simulator/v1/interactions/{self._segment(page.interaction_id)}"
                visit = self._visit = _Visit(address, path, interaction, page)
        return _joined(visit, visit.page)

    async def _of_pages(
        self, visit: _Visit, method: str, query: str = "", *, body: object = None, wait: float = 0
    ) -> Interaction:
        try:
            page = await self._pages(method, visit.path + query, body=body, wait=wait)
        except InteractionGone:
            return await self._came_back(visit)
        if not page.redirect_to:
            visit.page = max(visit.page, page, key=lambda one: one.version)
            return _joined(visit, page)
        async with self._moving:
            if self._visit is visit:
                visit.back = await self._follow(page.redirect_to)
                self._end(visit)
        # Also for who was overtaken: by now that sign-in may be finished, and nobody may be asked about it.
        return _of_provider(visit.back or await self._provider("GET"))

    async def _came_back(self, visit: _Visit) -> Interaction:
        """Where the sign-in stands after a visit that itsme has forgotten: its end was brought already.

        Raises InteractionGone if it was not, and time is up.
        """
        async with self._moving:
            back = visit.back or await self._provider("GET")
            if back.details.get("authorizationUrl") == visit.address:
                raise InteractionGone("expired")
            if self._visit is visit:
                self._end(visit)
        return _of_provider(back)

    async def _turn_back(self, address: str, code: str) -> Interaction:
        """Back to the choice of methods: itsme's pages do not open, for the reason `code`."""
        from tui.portal.models import Failure

        self._left = address
        back = _of_provider(await self._provider("POST", body={"action": "back"}))
        return msgspec.structs.replace(back, failure=Failure(code=code))

    def _end(self, visit: _Visit) -> None:
        self._visit, self._left = None, visit.address

    async def _follow(self, address: str) -> Interaction:
        """Go back to the identity provider, and nowhere else."""
        from tui.portal.models import Interaction

        back: Interaction = await self._call("GET", address, Interaction, within=f"{PROVIDER}/")
        if back.interaction_id != self._id:
            raise ContractViolation("schema", "itsme leads back to another sign-in")
        return back

    async def _provider(
        self, method: str, query: str = "", *, body: object = None, wait: float = 0
    ) -> Interaction:
        from tui.portal.models import Interaction

        if not self._id:
            raise InteractionGone("unknown")
        path = f"{PROVIDER}/v1/interactions/{self._segment(self._id)}{query}"
        state: Interaction = await self._call(
            method, path, Interaction, body, deadline=DEADLINE + wait
        )
        return state

    async def _pages(
        self, method: str, address: str, *, body: object = None, wait: float = 0
    ) -> ItsmePage:
        from tui.portal.models import ItsmePage

        page: ItsmePage = await self._call(
            method, address, ItsmePage, body, within=f"{ITSME}/", deadline=DEADLINE + wait
        )
        return page


def _of_provider(interaction: Interaction) -> Interaction:
    return msgspec.structs.replace(interaction, version=interaction.version * _PAGES)


def _joined(visit: _Visit, page: ItsmePage) -> Interaction:
    at_provider = visit.at_provider
    return msgspec.structs.replace(
        at_provider,
        version=at_provider.version * _PAGES + page.version,
        step=page.step,
        details=page.details,
        expires_at=page.expires_at,
        step_expires_at=page.step_expires_at,
        latest_at=page.latest_at,
        ending=page.ending,
        failure=page.failure,
    )


def _poll(after: int | None, wait: float) -> str:
    members = [] if after is None else [f"after={after}"]
    if wait:
        members.append(f"wait={wait:g}")
    return f"?{'&'.join(members)}" if members else ""
