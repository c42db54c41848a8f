"""Requests to another party, with a deadline on the world's clock and a limit on the answer's size."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from mock_backends.shared.clock import Clock
from mock_backends.shared.http import NoAnswer, Request

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

DEADLINE = 8.0
"""Seconds of the world's time for a whole answer."""

LARGEST_ANSWER = 1024 * 1024
"""Bytes of the largest answer that is accepted."""


class Unanswered(Exception):
    """The party did not answer in time, or could not be reached."""


class TooLarge(Exception):
    """The answer exceeds the limit."""


class Answer(Struct, frozen=True):
    """A party's answer: status, headers (names in lower case) and the whole body, not parsed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


async def ask(
    http: "AsyncClient",
    clock: Clock,
    method: str,
    url: str,
    *,
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
    body: bytes | None = None,
    limit: int = LARGEST_ANSWER,
    deadline: float = DEADLINE,
) -> Answer:
    """Send a request, and read the answer up to `limit` bytes. Raises Unanswered or TooLarge.

    `deadline` (seconds of the world's time) covers the whole answer, so a slow trickle is cut off too. The
    body is as the party made it: no content coding is requested.
    """

    request = Request(
        method,
        url,
        headers={"Accept-Encoding": "identity", **(headers or {})},
        data=dict(form) if form is not None else None,
        content=body,
    )

    async def whole() -> Answer:
        response = await http.exchange(request)
        try:
            read = bytearray()
            async for piece in response.aiter_raw():
                read += piece
                if len(read) > limit:
                    raise TooLarge(url)
            return Answer(response.status_code, dict(response.headers), bytes(read))
        finally:
            await response.aclose()

    try:
        return await clock.within(deadline, whole())
    except (TimeoutError, NoAnswer) as error:
        raise Unanswered(url) from error
