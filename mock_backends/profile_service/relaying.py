"""What this service carries from a source to the citizen: sealed, so that it can check the outside only."""

from collections.abc import Awaitable
from typing import Any

from mock_backends.profile_service.sessions import Identity
from mock_backends.shared import unguessable
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered
from mock_backends.shared.problems import Problem, source_unavailable
from mock_backends.shared.sealed_answers import CODING
from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.shared.wire import content_digest


def headers_for(
    citizen: Identity, tokens: ServiceTokens, audience: str, **claims: Any
) -> dict[str, str]:
    """The headers of a request for this citizen to the source `audience`; `claims` go into its token.

    The ID token proves to the source that the citizen signed in, and names the key to seal to.
    """
    token = tokens.token(audience, id_token=citizen.id_token, **claims)
    return {
        "Authorization": f"Bearer {token}",
        "Accept-Encoding": CODING,
        "X-INSZ": citizen.national_number,
        "X-Correlation-Id": unguessable.identifier(),
    }


def is_sealed(answer: Answer) -> bool:
    """Whether the answer has the content coding that was asked for."""
    return answer.headers.get("content-encoding", "") == CODING


def is_whole(answer: Answer) -> bool:
    """Whether the bytes are those that were sent (RFC 9530 section 2)."""
    digests = answer.headers.get("content-digest", "").split(",")
    return content_digest(answer.body) in [digest.strip() for digest in digests]


async def passed_on(asked: Awaitable[Answer]) -> Answer:
    """The source's answer, if it can be passed on. Raises Problem 404, or 503 with the reason."""
    try:
        answer = await asked
    except TooLarge as error:
        raise source_unavailable("tooLarge") from error
    except Unanswered as error:
        raise source_unavailable("noAnswer") from error
    if answer.status == 404:
        raise Problem(404)
    if answer.status == 401:
        raise source_unavailable("notAccepted")
    if answer.status != 200:
        raise source_unavailable("error")
    if not is_sealed(answer):
        raise source_unavailable("notSealed")
    if not is_whole(answer):
        raise source_unavailable("cutOff")
    return answer
