"""A citizen's request as it is kept: a sealed row of texts, and the message that is made of it.

Beside the citizen's own words it holds a reference, a state and dates: never what an authority answers, and
never a fetched value.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Literal

import msgspec

from mock_backends.profile_service import notices
from mock_backends.profile_service.models import (
    CardCopy,
    Localized,
    RequestAddition,
    RequestStep,
    RightsRequest,
)
from mock_backends.profile_service.sealed_profiles import Rows, in_bytes, in_text

KIND = "request"
PENDING = "nationalNumber"
"""The field with the citizen's number, which a request keeps while something of it is still to be sent."""

AGAIN = "again"
"""Set where the controller's desk does not know a request any more that it has acknowledged."""

WITHDRAWING = "withdrawing"
"""Set where the citizen withdrew a request, and the desk does not know it yet."""

MAIL = "mailId"
"""The field with the id of the mail by which a request came."""

STRUCTURED = ("controllerName", "steps", "deskSteps", "added", "copy")
"""The fields whose text is JSON of our own; any other is as the citizen wrote it, whatever it looks like."""

Row = dict[str, str]

TAKEN_IN = ("forwarded", "acknowledged")
"""The steps by which the controller has the request."""

_NOTED: Mapping[str, Literal["own", "new"]] = {
    "withdrawn": "own",
    "added": "own",
    **dict.fromkeys(TAKEN_IN, "new"),
    **dict.fromkeys(("identityMissing", "extended", "granted", "partlyGranted", "refused"), "new"),
}
"""The steps that become a notice of the citizen: those that they took themselves, and those that are new."""

DECIDED = ("granted", "partlyGranted", "refused", "withdrawn", "closed", "done", "notTaken")
"""The states in which nobody has to answer any more."""


class Addition(msgspec.Struct, frozen=True, kw_only=True):
    """What the citizen added, and whether the desk has it."""

    information_id: str
    at: datetime
    words: str
    sent: bool = False


class DeskStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the case, as the desk tells it."""

    at: datetime
    state: str


class Progress(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """How far a request is, as its controller's desk tells it; of its letters only how many there are."""

    controller_id: str
    reference: str
    receipt: str
    state: str
    due: date
    steps: tuple[DeskStep, ...]
    letters: int = 0
    copy: CardCopy | None = None

    @property
    def key(self) -> tuple[str, str]:
        """What the desk knows it by: controller and reference."""
        return self.controller_id, self.reference


class ProgressOfAll(msgspec.Struct, frozen=True, kw_only=True):
    """How far all requests of a citizen are."""

    items: tuple[Progress, ...]


def requests_in(rows: Rows) -> dict[str, Row]:
    """The requests among what is kept of a citizen, by id, oldest first."""
    return {request_id: in_text(row) for request_id, row in rows.get(KIND, {}).items()}


def put(rows: Rows, request_id: str, row: Row, *, told: bool = False) -> None:
    """Keep a request in this form; what has happened to it since is a notice.

    `told`: it is not new to the citizen, whom the answer to what they do tells it.
    """
    before = rows[KIND].get(request_id)
    known = {_known_by(step) for step in _steps(in_text(before))} if before else set()
    rows[KIND][request_id] = in_bytes(row)
    for step in _steps(row):
        if step.what in _NOTED and _known_by(step) not in known:
            read = told or _NOTED[step.what] == "own"
            notices.note(rows, step.at, "request", step.what, request_id, read=read)


def steps_of(row: Row) -> list[RequestStep]:
    """What happened to the request at the portal itself."""
    return msgspec.json.decode(row["steps"], type=list[RequestStep])


def additions_of(row: Row) -> list[Addition]:
    """What the citizen added to it."""
    return msgspec.json.decode(row.get("added", "[]"), type=list[Addition])


def written(items: Sequence[object]) -> str:
    """A list as the text of a field."""
    return msgspec.json.encode(items).decode()


def has_it(row: Row) -> bool:
    """Whether the controller's desk has the request."""
    return AGAIN not in row and any(step.what in TAKEN_IN for step in steps_of(row))


def heard(row: Row, progress: Progress) -> Row:
    """The row with what the desk tells of the request."""
    news = {
        "deskState": progress.state,
        "deskSteps": written(progress.steps),
        "due": progress.due.isoformat(),
        "letters": str(progress.letters),
    }
    if progress.copy is not None:
        news["copy"] = msgspec.json.encode(progress.copy).decode()
    return {**row, **news}


def state_of(row: Row) -> str:
    """The state of the request: the desk's, once it has begun."""
    if WITHDRAWING in row:
        return "withdrawn"
    desk = row.get("deskState", "received")
    return row["state"] if desk == "received" else desk


def request_of(request_id: str, row: Row, name: Localized | None) -> RightsRequest:
    """The request as its citizen sees it; `name` is the controller's, if the catalogue knows it."""
    if name is None and "controllerName" in row:
        name = msgspec.json.decode(row["controllerName"], type=Localized)
    # The fields were valid when they were sealed; msgspec checks that they still are.
    return msgspec.convert(
        {
            "requestId": request_id,
            "reference": row["reference"],
            "right": row["right"],
            "words": row["words"],
            "controllerId": row["controllerId"],
            "controllerName": name or {"nl": row["controllerId"]},
            "addressedTo": row["addressedTo"],
            "forwarded": "forwarded" in row,
            "received": datetime.fromisoformat(row["received"]),
            "due": date.fromisoformat(row["due"]),
            "state": state_of(row),
            "steps": _steps(row),
            "blockId": row.get("blockId", ""),
            "function": row.get("function", ""),
            "field": row.get("field", ""),
            "postalAddress": row.get("postalAddress", ""),
            "letters": int(row.get("letters", "0")),
            "mailed": MAIL in row,
            "additions": [
                RequestAddition(at=one.at, words=one.words, sent=one.sent)
                for one in additions_of(row)
            ],
            "copy": msgspec.json.decode(row["copy"], type=CardCopy) if "copy" in row else None,
        },
        RightsRequest,
        from_attributes=True,
    )


def _known_by(step: RequestStep) -> tuple[str, datetime | None]:
    """What makes a step the same; that the citizen withdrew the request, the desk says in its own time."""
    return step.what, None if step.what == "withdrawn" else step.at


def _steps(row: Row) -> list[RequestStep]:
    """What happened at the portal and at the desk, in order of time."""
    own = steps_of(row)
    desk = msgspec.json.decode(row.get("deskSteps", "[]"), type=list[DeskStep])
    told = {step.state for step in desk}
    # That the desk got it the acknowledgement says; that it has it again, after it waited, does not.
    later = [
        {"at": step.at, "what": "resumed" if step.state == "received" else step.state}
        for step in desk[1:]
    ]
    of_desk = msgspec.convert(later, list[RequestStep])
    kept = [step for step in own if step.what != "withdrawn" or "withdrawn" not in told]
    return sorted([*kept, *of_desk], key=lambda step: step.at)
