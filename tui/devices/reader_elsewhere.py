"""Card readers in other terminals: what a sign-in here asks of them, and what this reader is asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from tui.portal.errors import PortalError

if TYPE_CHECKING:
    from tui.devices.card_reader import CardReader
    from tui.devices.identity_card import WebEidToken
    from tui.portal.card_requests import CardRequest
    from tui.portal.client import Portal

OVER = ("notFound", "requestOver")
"""The reasons for which a request cannot be answered any more."""


def new_name() -> str:
    """A name for the reader of this program, by which it is not asked itself."""
    return os.urandom(12).hex()  # noqa: TID251 - no screen shows it


class AskedElsewhere:
    """What a sign-in here asks of the readers of `person_id`, while its own reader, `name`, is empty.

    `readers` is how many listen; `shows` is the state that one of them reports, with its `tries_left`.
    `gone`: there was one, and there is none any more.
    """

    def __init__(self, person_id: str, name: str) -> None:
        self._person_id = person_id
        self._name = name
        self._asked = ("", "")
        self._request_id = ""
        self._version = 0
        self._forget()

    def _forget(self) -> None:
        self.readers, self.shows, self.tries_left, self.gone = 0, "", 0, False

    async def look(
        self, portal: Portal, challenge: str, origin: str, wait: float
    ) -> dict[str, Any] | None:
        """Ask, or see how it stands, at the latest after `wait` s; returns the token that was signed."""
        if (challenge, origin) != self._asked:
            await self.withdraw(portal)
            state = await portal.cards.ask(self._person_id, challenge, origin, self._name)
            self._asked, self._request_id = (challenge, origin), state.request_id
        else:
            try:
                state = await portal.cards.request(self._request_id, self._version, wait)
            except PortalError as error:
                if error.reason not in OVER:
                    raise
                self._asked, self._request_id = ("", ""), ""  # the world began anew: ask again
                return None
        self.gone = (self.gone or self.readers > 0) and not state.readers
        self._version, self.readers = state.version, state.readers
        self.shows, self.tries_left = state.shows, state.tries_left
        return state.token

    async def withdraw(self, portal: Portal) -> None:
        """Ask no more."""
        request_id, self._request_id, self._asked = self._request_id, "", ("", "")
        if request_id:
            await portal.cards.withdraw(request_id)

    async def leave(self, portal: Portal) -> None:
        """The sign-in is over, or asks for something else."""
        self._forget()
        await self.withdraw(portal)


class Listening:
    """What the reader of this program, `name`, is asked from elsewhere.

    `request` is the newest, `more` how many wait besides, `others` how many readers of the person there are
    besides. `alone`: it listens wherever one looks, for it is all that this program is.
    """

    def __init__(self, person_id: str, name: str, *, alone: bool) -> None:
        self._person_id = person_id
        self._name = name
        self.alone = alone
        self.request: CardRequest | None = None
        self.more = 0
        self.others = 0
        self._version: int | None = None
        self._told: tuple[str, str, int] = ("", "", 0)

    @property
    def heard(self) -> bool:
        """Whether it has been heard by those who ask."""
        return self._version is not None

    async def look(self, portal: Portal, reader: CardReader, wait: float) -> None:
        """See what waits, as soon as it changes, or after `wait` s; the reader then asks for that."""
        try:
            state = await portal.cards.listen(self._person_id, self._name, self._version, wait)
        except PortalError:
            self._version = None
            raise
        self._version, self.others = state.version, max(state.readers - 1, 0)
        self.request, self.more = (state.items or (None,))[-1], max(len(state.items) - 1, 0)
        if self.request is None:
            reader.ask_no_more()
        else:
            reader.ask(self.request.challenge, self.request.origin)
        await self.tell(portal, reader)

    async def tell(self, portal: Portal, reader: CardReader) -> None:
        """Tell whoever asks what the reader shows, where that is news."""
        if self.request is None or reader.state == "ready":
            return
        told = (self.request.request_id, reader.state, reader.tries_left)
        if told != self._told:
            self._told = told
            try:
                await portal.cards.answer(*told)
            except PortalError as error:
                if error.reason not in OVER:
                    raise

    async def sign(self, portal: Portal, reader: CardReader, token: WebEidToken) -> bool:
        """Send what the card has signed; False if nobody waits for it any more."""
        request, self.request = self.request, None
        if request is None:
            return False
        try:
            await portal.cards.answer(request.request_id, reader.state, reader.tries_left, token)
        except PortalError as error:
            if error.reason not in OVER:
                raise
            return False
        return True

    async def put_away(self, portal: Portal) -> None:
        """Listen no more."""
        self.request, self.more, self.others, self._version = None, 0, 0, None
        await portal.cards.put_away(self._person_id, self._name)
