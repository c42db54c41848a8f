"""Passes a side of the citizen's identity card on to the desk that asked for it (R67, R68).

The citizen's program sealed it to the desk: this service cannot look at it, and keeps nothing of it. Where
the desk cannot be reached, it says so; the citizen has their copy still.
"""

import msgspec

from mock_backends.profile_service.models import CardSideInput
from mock_backends.profile_service.rights_outbox import Outbox
from mock_backends.profile_service.rights_rows import Progress, Row
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input, source_unavailable
from mock_backends.shared.wire import NotUnderstood, decode


class _Issue(msgspec.Struct, frozen=True):
    code: str = ""


class _Refusal(msgspec.Struct, frozen=True):
    issues: tuple[_Issue, ...] = ()


async def pass_on(
    outbox: Outbox, number: str, row: Row, side: str, typed: CardSideInput
) -> Progress:
    """How far the request is once its desk has this side.

    Raises Problem 400 for what the desk cannot read, 404 for no side, 409 unless it waits for one, 503.
    """
    answer = await outbox.card_side(number, row, side, typed.sealed)
    if answer is None:
        raise source_unavailable("noAnswer")
    try:
        match answer.status:
            case 200:
                return decode(answer.body, Progress)
            case 400:
                issues = decode(answer.body, _Refusal).issues or (_Issue("invalidInput"),)
                raise invalid_input(*(("sealed", one.code, "refused") for one in issues))
            case 404 | 409:
                raise Problem(409, SIMULATOR + "copyNotAsked")
    except NotUnderstood as error:
        raise source_unavailable("error") from error
    raise source_unavailable("error")
