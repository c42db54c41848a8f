"""Sends new notices by the channel that the citizen chose for their kind, as mail or text message (R17, R31).

A notice that is to be sent is marked in its own row, sealed with all else, so that it is sent however often
the program stops; the carrier knows it by its id and brings it once. What is sent says what happened, and of
a block which one and on which day: never a value, as the notice itself. What was read or withdrawn meanwhile
is not sent any more.
"""

import asyncio
from collections.abc import Callable
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import msgspec

from mock_backends.profile_service import channels
from mock_backends.profile_service.models import Localized
from mock_backends.profile_service.sealed_profiles import (
    CHANNEL,
    NOTICE,
    SEND,
    Rows,
    SealedProfiles,
    in_text,
)
from mock_backends.profile_service.store import ProfileUnavailable
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.service_tokens import ServiceTokens

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

AUDIENCE = "simulation"

AGAIN_AFTER = timedelta(minutes=5)
"""How long to wait before what nobody took over is sent again."""


class NoticeSending:
    """The task that sends. `label` gives the name of a block; {} if it is not known."""

    def __init__(
        self,
        *,
        profiles: SealedProfiles,
        carrier: str,
        http: "AsyncClient",
        clock: Clock,
        tokens: ServiceTokens,
        label: Callable[[str], Localized],
    ) -> None:
        self._profiles = profiles
        self._url = carrier + "/v1/deliveries"
        self._http = http
        self._clock = clock
        self._tokens = tokens
        self._label = label
        self._news = asyncio.Event()

    def wake(self) -> None:
        """Look at once: something may have been marked."""
        self._news.set()

    async def run(self) -> None:
        """Send what is marked, for ever."""
        while True:
            self._news.clear()
            with suppress(ProfileUnavailable):
                await self.send()
            with suppress(TimeoutError):
                await self._clock.within(AGAIN_AFTER.total_seconds(), self._news.wait())

    async def send(self) -> None:
        """Send what is marked; what is not taken over stays marked. May raise ProfileUnavailable."""
        for person, rows in (await self._profiles.having(NOTICE, SEND)).items():
            done = [
                name
                for name, row in rows[NOTICE].items()
                if SEND in row and await self._sent(rows, name)
            ]
            if done:
                async with self._profiles.changing_known(person) as kept:
                    for name in done:
                        kept.rows.get(NOTICE, {}).get(name, {}).pop(SEND, None)

    async def _sent(self, rows: Rows, name: str) -> bool:
        """Whether nothing is left to do for this notice."""
        message = message_of(rows, name, self._label)
        if message is None:
            return True
        person = in_text(rows[CHANNEL][message["notice"]["kind"]])[channels.PERSON]
        try:
            answer = await ask(
                self._http,
                self._clock,
                "POST",
                self._url,
                headers={
                    "Authorization": f"Bearer {self._tokens.token(AUDIENCE)}",
                    "Content-Type": "application/json",
                    "X-INSZ": person,
                },
                body=msgspec.json.encode(message),
            )
        except (Unanswered, TooLarge):
            return False
        return answer.status in (204, 400, 404)  # sent again, it would be refused again


def message_of(rows: Rows, name: str, label: Callable[[str], Localized]) -> dict[str, Any] | None:
    """What is sent of a notice, and to where; None where it is not to be sent, or not any more."""
    notice = in_text(rows[NOTICE][name])
    channel = channels.chosen(rows, notice["kind"])
    row = channels.preferred(rows).get(channel or "")
    if row is None or "read" in notice:
        return None
    said: dict[str, Any] = {"kind": notice["kind"], "what": notice["what"]}
    if "day" in notice:
        said["day"] = notice["day"]
    if notice["kind"] == "block" and (named := label(notice["subject"])):
        said["about"] = named
    to = in_text(rows["contact"][row])["value"]
    return {"messageId": name, "kind": channel, "to": to, "notice": said, "sentAt": notice["at"]}
