"""Takes requests to the desk of their controller: each exactly once, however often it has to be sent.

What could not be delivered stays in its row, sealed, with the number that it is sent for; the desk knows a
request by its reference, and what was added to it by an id, so that sending again does no harm (R64).
"""

from base64 import b64encode
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from mock_backends.profile_service.models import RequestStep
from mock_backends.profile_service.rights_rows import (
    AGAIN,
    PENDING,
    TAKEN_IN,
    WITHDRAWING,
    Progress,
    ProgressOfAll,
    Row,
    additions_of,
    has_it,
    heard,
    put,
    requests_in,
    steps_of,
    written,
)
from mock_backends.profile_service.sealed_profiles import Rows
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import Answer, TooLarge, Unanswered, ask
from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.shared.wire import NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

AUDIENCE = "registers"

FOLLOWED_WITHIN = 2.0
"""Seconds that the desks may take to say how far requests are, while the citizen waits for the list."""


MOST_AT_ONCE = 200
"""Requests of which the desks say at once how far they are (`maxItems` of their contract)."""


REFUSED = (400, 413, 415)
"""Answers of a desk after which sending the same request again would change nothing."""


class Delivered(msgspec.Struct):
    """What came of sending: the step of the desk that took the request in, and what else it took.

    Or its step is that no desk takes such a request: an earlier build filed one about a consent.
    """

    step: RequestStep | None = None
    additions: set[str] = msgspec.field(default_factory=set)
    withdrawn: bool = False
    too_late: bool = False
    unknown: bool = False
    progress: Progress | None = None


class Outbox:
    """Sends to the desks, and asks them how far requests are. Raises nothing: an answer comes, or not."""

    def __init__(
        self, *, registers: str, http: "AsyncClient", clock: Clock, tokens: ServiceTokens
    ) -> None:
        self._registers = registers
        self._http = http
        self._clock = clock
        self._tokens = tokens

    async def deliver(self, row: Row) -> Delivered:
        """Send what of this request is still to be sent, in order; what fails stays for another time."""
        done = Delivered()
        if not has_it(row):
            answer = await self._send("POST", row, "", _request(row))
            if answer is not None and answer.status in REFUSED:
                done.step = RequestStep(at=self._clock.now(), what="notTaken")
                return done
            if answer is None or answer.status != 201 or not self._take(answer, done):
                return done
            assert done.progress is not None
            done.step = RequestStep(
                at=self._clock.now(),
                what="forwarded" if "forwarded" in row else "acknowledged",
                receipt=done.progress.receipt,
            )
        at = f"/{row['reference']}"
        for addition in additions_of(row):
            if addition.sent:
                continue
            words = {"informationId": addition.information_id, "words": addition.words}
            answer = await self._send("POST", row, f"{at}/information", words)
            if answer is None or answer.status not in (200, 404, 409):
                return done
            done.unknown |= answer.status == 404
            if answer.status == 200:
                self._take(answer, done)
            if answer.status != 404:  # what comes too late is not sent again either
                done.additions.add(addition.information_id)
        if WITHDRAWING in row:
            answer = await self._send("DELETE", row, at, None)
            if answer is not None:
                done.withdrawn = answer.status == 200 and self._take(answer, done)
                done.too_late = answer.status == 409
                done.unknown |= answer.status == 404
        return done

    async def card_side(self, number: str, row: Row, side: str, sealed: bytes) -> Answer | None:
        """What the desk says to a side of the identity card; None where it cannot be reached."""
        requests = f"/v1/controllers/{row['controllerId']}/requests"
        path = f"{requests}/{row['reference']}/identity-card/{quote(side, '')}"
        return await self._ask("PUT", path, number, {"sealed": b64encode(sealed).decode()})

    async def progress(self, number: str) -> tuple[Progress, ...] | None:
        """How far all requests of a citizen are; None if the desks do not say."""
        answer = await self._ask("GET", "/v1/requests", number, None, FOLLOWED_WITHIN)
        if answer is None or answer.status != 200:
            return None
        try:
            return decode(answer.body, ProgressOfAll).items
        except NotUnderstood:
            return None

    async def progress_of(
        self, requests: Sequence[tuple[str, str]]
    ) -> dict[tuple[str, str], Progress] | None:
        """How far these are, by controller and reference; None if the desks do not say.

        What they do not know is left out.
        """
        told: dict[tuple[str, str], Progress] = {}
        for begin in range(0, len(requests), MOST_AT_ONCE):
            asked = [
                {"controllerId": controller_id, "reference": reference}
                for controller_id, reference in requests[begin : begin + MOST_AT_ONCE]
            ]
            answer = await self._ask("POST", "/v1/requests/progress", "", {"items": asked})
            if answer is None or answer.status != 200:
                return None
            try:
                items = decode(answer.body, ProgressOfAll).items
            except NotUnderstood:
                return None
            told |= {one.key: one for one in items}
        return told

    def _take(self, answer: Answer, done: Delivered) -> bool:
        try:
            done.progress = decode(answer.body, Progress)
        except NotUnderstood:
            return False
        return True

    async def _send(
        self, method: str, row: Row, path: str, body: Mapping[str, str] | None
    ) -> Answer | None:
        whole = f"/v1/controllers/{row['controllerId']}/requests{path}"
        return await self._ask(method, whole, row[PENDING], body)

    async def _ask(
        self,
        method: str,
        path: str,
        number: str,
        body: Mapping[str, object] | None,
        deadline: float | None = None,
    ) -> Answer | None:
        headers = {
            "Authorization": f"Bearer {self._tokens.token(AUDIENCE)}",
            "X-Correlation-Id": unguessable.identifier(),
        }
        if number:
            headers["X-INSZ"] = number
        if body is not None:
            headers["Content-Type"] = "application/json"
        limits = {} if deadline is None else {"deadline": deadline}
        try:
            return await ask(
                self._http,
                self._clock,
                method,
                self._registers + path,
                headers=headers,
                body=None if body is None else msgspec.json.encode(body),
                **limits,  # type: ignore[arg-type] # only the deadline
            )
        except (Unanswered, TooLarge):
            return None


def take_in(rows: Rows, request_id: str, done: Delivered, *, told: bool = False) -> None:
    """Note what came of sending in the request's row, if it is still there.

    `told`: the citizen, who has just done something with it, is told so at once.
    """
    row = requests_in(rows).get(request_id)
    if row is None or PENDING not in row:
        return  # erased meanwhile, or another has sent it at the same time
    steps = steps_of(row)
    if done.step is not None and done.step.what == "notTaken":
        row["state"], row["steps"] = "notTaken", written([*steps, done.step])
        for name in (PENDING, AGAIN, WITHDRAWING, "deskState"):
            row.pop(name, None)
        put(rows, request_id, row, told=told)
        return
    if done.step is not None:
        row.pop(AGAIN, None)
        if not any(step.what in TAKEN_IN for step in steps):
            steps.append(done.step)
            if done.step.what == "forwarded":
                row["state"] = "forwarded"
    if done.unknown:
        row[AGAIN] = "yes"
    additions = [
        msgspec.structs.replace(one, sent=one.sent or one.information_id in done.additions)
        for one in additions_of(row)
    ]
    if additions:
        row["added"] = written(additions)
    if done.withdrawn or done.too_late:
        row.pop(WITHDRAWING, None)
    if done.too_late:  # the desk answered first: its answer holds
        steps = [step for step in steps if step.what != "withdrawn"]
    row["steps"] = written(steps)
    if done.progress is not None:
        row = heard(row, done.progress)
    if has_it(row) and WITHDRAWING not in row and all(one.sent for one in additions):
        # The citizen's number was needed only to send the request.
        del row[PENDING]
    put(rows, request_id, row, told=told)


def _request(row: Row) -> dict[str, str]:
    body = {
        "reference": row["reference"],
        "right": row["right"],
        "words": row["words"],
        "receivedAt": row["received"],
        "blockId": row.get("blockId", ""),
        "field": row.get("field", ""),
        "postalAddress": row.get("postalAddress", ""),
    }
    return {name: text for name, text in body.items() if text}
