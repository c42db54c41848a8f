"""The rights desk: takes requests under the GDPR, and gets each to the controller that must answer it.

Digitaal Vlaanderen decides only about its own processings. All other requests go to the controller of the
data, directly or forwarded (R61-R64). A request names a block and a field; it never contains a value.
"""

from datetime import date, datetime
from typing import TYPE_CHECKING

import msgspec

from mock_backends.profile_service.catalogue import Catalogue, CatalogueUnavailable
from mock_backends.profile_service.central_profile import withdraw
from mock_backends.profile_service.dates import one_month_after, stamp
from mock_backends.profile_service.entries import Entries
from mock_backends.profile_service.models import (
    Function,
    Localized,
    RequestInput,
    RequestStep,
    RightsRequest,
)
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.sealed_profiles import (
    Rows,
    SealedProfiles,
    in_bytes,
    in_text,
)
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.problems import Problem, source_unavailable
from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.shared.turns import Turns
from mock_backends.shared.wire import NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient
from mock_backends.shared.days import day_of

OWN = "digitaal-vlaanderen"
"""The controller of this service itself, even if no register says so."""

OWN_NAME = dict.fromkeys(("nl", "en", "fr", "de"), "Digitaal Vlaanderen")

KIND = "request"
_PENDING = "nationalNumber"
"""The field with the citizen's number, which a request keeps until its controller has acknowledged it."""

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"
_AUDIENCE = "registers"


class _Receipt(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    receipt: str


class _Addressed(msgspec.Struct, frozen=True):
    controller_id: str
    to: str

    @property
    def forwarded(self) -> bool:
        return self.to == "digitaalVlaanderen" and self.controller_id != OWN


class RightsDesk:
    """Files, sends and shows requests. Every call may raise ProfileUnavailable."""

    def __init__(
        self,
        *,
        registers: str,
        catalogue: Catalogue,
        profiles: SealedProfiles,
        http: "AsyncClient",
        clock: Clock,
        tokens: ServiceTokens,
        turns: Turns,
    ) -> None:
        self._turns = turns
        self._registers = registers
        self._catalogue = catalogue
        self._profiles = profiles
        self._http = http
        self._clock = clock
        self._tokens = tokens

    def _reference(self, person: NationalNumber, day: date, before: int) -> str:
        """The reference of a citizen's next request, when there are so many `before` it."""
        chance = self._turns.chance("request", person, day, before)
        return f"MBP-{day.year}-" + "".join(chance.choices(_ALPHABET, k=6))

    async def file(
        self,
        person: NationalNumber,
        signed_in: datetime,
        typed: RequestInput,
        *,
        withdraws: Function | None = None,
    ) -> RightsRequest:
        """Save a request and send it to its controller.

        If it `withdraws` a consent, that happens in the same change that saves the request as done. If the
        controller does not answer, `send_pending` sends the request again. Raises Problem 400, or 503 if
        there is no catalogue that says which controller is responsible for the block.
        """
        entries = Entries()
        words = entries.words("words", typed.words)
        field = entries.text("field", typed.field, 60, required=False)
        addressed = await self._addressed(typed, entries)
        entries.done()
        assert addressed is not None
        now = self._clock.now()
        steps = [RequestStep(at=now, what="received")]
        if withdraws is not None:
            steps.append(RequestStep(at=now, what="done"))
        row = {
            "right": typed.right,
            "words": words,
            "controllerId": addressed.controller_id,
            # Its present name: when this is read, the catalogue may no longer know the controller.
            "controllerName": msgspec.json.encode(self._name(addressed.controller_id)).decode(),
            "addressedTo": addressed.to,
            "received": stamp(now),
            "due": one_month_after(day_of(now)).isoformat(),
            "state": "inProgress" if withdraws is None else "done",
            "steps": _written(steps),
            **{
                name: text
                for name, text in (
                    ("blockId", typed.block_id),
                    ("function", typed.function),
                    ("field", field),
                    ("forwarded", "yes" if addressed.forwarded else ""),
                    (_PENDING, "" if addressed.controller_id == OWN else person),
                )
                if text
            },
        }
        request_id = unguessable.identifier()
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            if withdraws is not None:
                withdraw(withdraws, kept.rows)
            filed = kept.rows.setdefault(KIND, {})
            row["reference"] = self._reference(person, day_of(now), len(filed))
            filed[request_id] = in_bytes(row)
        if _PENDING in row and (step := await self._sent(row)):
            async with self._profiles.changing(person, day_of(signed_in)) as kept:
                _take_in(kept.rows, request_id, step)
            row = _requests(kept.rows).get(request_id, row)
        return self._request(request_id, row)

    async def all(self, person: NationalNumber) -> tuple[RightsRequest, ...]:
        """The citizen's requests, newest first."""
        rows = _requests((await self._profiles.read(person)).rows)
        return tuple(self._request(name, row) for name, row in reversed(rows.items()))

    async def request(self, person: NationalNumber, request_id: str) -> RightsRequest:
        """A request of this citizen. Raises Problem 404."""
        row = _requests((await self._profiles.read(person)).rows).get(request_id)
        if row is None:
            raise Problem(404)
        return self._request(request_id, row)

    async def send_pending(self) -> None:
        """Send the requests again that no controller has acknowledged yet."""
        for person, rows in (await self._profiles.having(KIND, _PENDING)).items():
            for request_id, row in _requests(rows).items():
                if _PENDING in row and (step := await self._sent(row)):
                    async with self._profiles.changing_known(person) as kept:
                        _take_in(kept.rows, request_id, step)

    async def _sent(self, row: dict[str, str]) -> RequestStep | None:
        """Send a request; returns the step that this adds, or None if the controller did not accept it."""
        body = {
            "reference": row["reference"],
            "right": row["right"],
            "words": row["words"],
            "receivedAt": row["received"],
            **({"blockId": row["blockId"]} if "blockId" in row else {}),
        }
        try:
            answer = await ask(
                self._http,
                self._clock,
                "POST",
                f"{self._registers}/v1/controllers/{row['controllerId']}/requests",
                headers={
                    "Authorization": f"Bearer {self._tokens.token(_AUDIENCE)}",
                    "X-INSZ": row[_PENDING],
                    "X-Correlation-Id": unguessable.identifier(),
                    "Content-Type": "application/json",
                },
                body=msgspec.json.encode(body),
            )
            if answer.status != 201:
                return None
            receipt = decode(answer.body, _Receipt).receipt
        except (Unanswered, TooLarge, NotUnderstood):
            return None
        return RequestStep(
            at=self._clock.now(),
            what="forwarded" if "forwarded" in row else "acknowledged",
            receipt=receipt,
        )

    async def _addressed(self, typed: RequestInput, entries: Entries) -> _Addressed | None:
        if bool(typed.block_id) == bool(typed.function):
            entries.refuse("blockId", "required", "one of blockId and function must be given")
            return None
        if typed.function:
            # Decided by what is known already: withdrawing a consent never waits for a register.
            controllers = self._catalogue.controllers
            own = [
                controller.controller_id
                for controller in controllers
                if typed.function in controller.functions
            ]
            return _Addressed(own[0] if own else OWN, "digitaalVlaanderen")
        controller_id = self._catalogue.controller_of(typed.block_id)
        if controller_id is None:  # if the block is known, nothing waits for a register
            try:
                await self._catalogue.fetch()
            except CatalogueUnavailable as error:
                raise source_unavailable(error.reason) from error
            controller_id = self._catalogue.controller_of(typed.block_id)
        if controller_id is None:
            entries.refuse("blockId", "unknown", "there is no such block")
            return None
        return _Addressed(controller_id, typed.addressed_to or "controller")

    def _name(self, controller_id: str) -> Localized | None:
        """The name of a controller in the catalogue, if it is there."""
        for controller in self._catalogue.controllers:
            if controller.controller_id == controller_id:
                return controller.authority
        return OWN_NAME if controller_id == OWN else None

    def _request(self, request_id: str, row: dict[str, str]) -> RightsRequest:
        name = self._name(row["controllerId"])
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
                "state": row["state"],
                "steps": msgspec.json.decode(row["steps"]),
                "blockId": row.get("blockId", ""),
                "function": row.get("function", ""),
                "field": row.get("field", ""),
            },
            RightsRequest,
        )


def _requests(rows: Rows) -> dict[str, dict[str, str]]:
    return {request_id: in_text(row) for request_id, row in rows.get(KIND, {}).items()}


def _take_in(rows: Rows, request_id: str, step: RequestStep) -> None:
    row = _requests(rows).get(request_id)
    # Erased meanwhile, or sent twice at the same time: the controller gave both the same receipt.
    if row is None or _PENDING not in row:
        return
    row["steps"] = _written([*msgspec.json.decode(row["steps"], type=list[RequestStep]), step])
    if step.what == "forwarded":
        row["state"] = "forwarded"
    # The citizen's number was needed only to send the request.
    del row[_PENDING]
    rows[KIND][request_id] = in_bytes(row)


def _written(steps: list[RequestStep]) -> str:
    return msgspec.json.encode(steps).decode()
