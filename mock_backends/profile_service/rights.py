"""The rights desk: takes requests under the GDPR, and gets each to the controller that must answer it.

Digitaal Vlaanderen decides only about its own processings. All other requests go to the controller of the
data, directly or forwarded (R61-R64), and only how far they are comes back. A request names a block and a
field; it never contains a value.
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

import msgspec

from mock_backends.profile_service import notices
from mock_backends.profile_service.catalogue import Catalogue, CatalogueUnavailable
from mock_backends.profile_service.central_profile import withdraw
from mock_backends.profile_service.dates import stamp
from mock_backends.profile_service.entries import POSTAL_ADDRESS_LENGTH, Entries
from mock_backends.profile_service.models import (
    CardSideInput,
    Function,
    InformationInput,
    Localized,
    MailedRequest,
    RequestInput,
    RequestStep,
    Right,
    RightsRequest,
    RightsRequests,
)
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.relaying import headers_for, passed_on
from mock_backends.profile_service.rights_card import pass_on
from mock_backends.profile_service.rights_outbox import AUDIENCE, Delivered, Outbox, take_in
from mock_backends.profile_service.rights_rows import (
    AGAIN,
    DECIDED,
    KIND,
    MAIL,
    PENDING,
    WITHDRAWING,
    Addition,
    Progress,
    Row,
    additions_of,
    heard,
    put,
    request_of,
    requests_in,
    state_of,
    steps_of,
    written,
)
from mock_backends.profile_service.rights_watch import (
    OWN,
    RightsWatch,
    is_followed,
    note_terms,
    term_news,
)
from mock_backends.profile_service.sealed_profiles import Rows, SealedProfiles, in_bytes
from mock_backends.profile_service.sessions import OpenSession
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of
from mock_backends.shared.gateway import Answer, ask
from mock_backends.shared.problems import SIMULATOR, Problem, source_unavailable
from mock_backends.shared.service_tokens import ServiceTokens
from mock_backends.shared.terms import months_after
from mock_backends.shared.turns import Turns

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

OWN_NAME = dict.fromkeys(("nl", "en", "fr", "de"), "Digitaal Vlaanderen")

MOST_ADDITIONS = 20
"""How often a citizen can add something to a request."""

ENDS: tuple[Right, ...] = ("erasure", "withdrawConsent", "object")
"""The rights by which a use that rests on consent ends, and what was kept for it goes."""

BY_ONESELF: tuple[Right, ...] = ("rectification", "restriction")
"""The rights that nobody needs about what they entered themselves: they change or remove it at once."""

PROVIDED: tuple[Function, ...] = ("nickname", "photo", "contacts", "addresses")
"""The functions that keep what the citizen entered."""

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class _Addressed(msgspec.Struct, frozen=True):
    controller_id: str
    to: str

    @property
    def forwarded(self) -> bool:
        return self.to == "digitaalVlaanderen" and self.controller_id != OWN


class RightsDesk:
    """Files, sends and shows requests. Every call may raise ProfileUnavailable.

    `tell` is called once there is news of a request that was not asked for.
    """

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
        tell: Callable[[], None],
    ) -> None:
        self._tell = tell
        self._turns = turns
        self._registers = registers
        self._catalogue = catalogue
        self._profiles = profiles
        self._http = http
        self._clock = clock
        self._tokens = tokens
        self._outbox = Outbox(registers=registers, http=http, clock=clock, tokens=tokens)
        self.watch = RightsWatch(profiles, self._outbox, clock)

    def _reference(self, person: NationalNumber, day: date, before: int) -> str:
        """The reference of a citizen's next request, when there are so many `before` it."""
        chance = self._turns.chance("request", person, day, before)
        return f"MBP-{day.year}-" + "".join(chance.choices(_ALPHABET, k=6))

    async def file(
        self,
        person: NationalNumber,
        signed_in: datetime,
        typed: RequestInput,
    ) -> RightsRequest:
        """Save a request and send it to its controller.

        About an own processing it is decided, and carried out, in the same change that saves it (R59, R62).
        If the controller does not answer, `send_pending` sends the request again. Raises Problem 400, or 503
        if there is no catalogue that says which controller is responsible for the block.
        """
        now = self._clock.now()
        row = await self._row(person, typed, now)
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            request_id = self._put_new(kept.rows, person, row, typed, read=True)
        if PENDING in row:
            done = await self._outbox.deliver(row)
            async with self._profiles.changing(person, day_of(signed_in)) as kept:
                take_in(kept.rows, request_id, done, told=True)
            row = requests_in(kept.rows).get(request_id, row)
        return self._request(request_id, row)

    async def file_mailed(self, person: NationalNumber, mailed: MailedRequest) -> RightsRequest:
        """File a request that came by mail, once for each mail, and forward it to its controller (R64, R66).

        Nobody is signed in: the two years of what is kept go on as they did, or begin with the mail. Raises
        what `file` does.
        """
        known = await self.mailed(person, mailed.mail_id)
        if known is not None:
            return known
        now = self._clock.now()
        asked = min(mailed.received_at, now)
        typed = RequestInput(
            right=mailed.right,
            words=mailed.words,
            block_id=mailed.block_id,
            function=mailed.function,
            addressed_to="digitaalVlaanderen",
        )
        row = await self._row(person, typed, asked) | {MAIL: mailed.mail_id}
        async with self._profiles.changing_by_mail(person, day_of(asked)) as kept:
            request_id = _mailed_in(kept.rows, mailed.mail_id)
            if not request_id:
                request_id = self._put_new(kept.rows, person, row, typed, read=False)
            row = requests_in(kept.rows)[request_id]
        return await self._sent_by_mail(person, request_id, row)

    async def mailed(self, person: NationalNumber, mail_id: str) -> RightsRequest | None:
        """The request that came by this mail, if it is kept; sent to its controller if it still has to be."""
        rows = (await self._profiles.read(person)).rows
        request_id = _mailed_in(rows, mail_id)
        if not request_id:
            return None
        return await self._sent_by_mail(person, request_id, requests_in(rows)[request_id])

    async def _sent_by_mail(
        self, person: NationalNumber, request_id: str, row: Row
    ) -> RightsRequest:
        if PENDING in row and _got_through(done := await self._outbox.deliver(row)):
            day = day_of(datetime.fromisoformat(row["received"]))
            async with self._profiles.changing_by_mail(person, day) as kept:
                take_in(kept.rows, request_id, done)
            row = requests_in(kept.rows).get(request_id, row)
        return self._request(request_id, row)

    async def _row(self, person: NationalNumber, typed: RequestInput, asked: datetime) -> Row:
        """A new request as it is kept. Raises what `file` does."""
        entries = Entries()
        words = entries.words("words", typed.words)
        field = entries.text("field", typed.field, 60, required=False)
        postal = entries.text(
            "postalAddress", typed.postal_address, POSTAL_ADDRESS_LENGTH, required=False
        )
        addressed = await self._addressed(typed, entries)
        if typed.right == "withdrawConsent" and typed.block_id:
            entries.refuse("right", "unknown", "what an authority keeps does not rest on consent")
        if typed.right in BY_ONESELF and typed.function:
            entries.refuse("right", "unknown", "citizens change their own entries themselves")
        entries.done()
        assert addressed is not None
        steps = [RequestStep(at=asked, what="received")]
        decided = own_decision(typed.right, typed.function) if typed.function else None
        if decided is not None:
            steps.append(RequestStep(at=self._clock.now(), what=decided))
        return {
            "right": typed.right,
            "words": words,
            "controllerId": addressed.controller_id,
            # Its present name: when this is read, the catalogue may no longer know the controller.
            "controllerName": msgspec.json.encode(self._name(addressed.controller_id)).decode(),
            "addressedTo": addressed.to,
            "received": stamp(asked),
            "due": months_after(day_of(asked), 1).isoformat(),
            "state": decided or "inProgress",
            "steps": written(steps),
            **{
                name: text
                for name, text in (
                    ("blockId", typed.block_id),
                    ("function", typed.function),
                    ("field", field),
                    ("postalAddress", postal),
                    ("forwarded", "yes" if addressed.forwarded else ""),
                    ("letters", "1" if decided in ("granted", "refused") else ""),
                    (PENDING, "" if addressed.controller_id == OWN else person),
                )
                if text
            },
        }

    def _put_new(
        self, rows: Rows, person: NationalNumber, row: Row, typed: RequestInput, *, read: bool
    ) -> str:
        """Keep a new request, and carry out what is decided at once; returns its id.

        `read`: the citizen is being told, so the notice of it is not new.
        """
        request_id = unguessable.identifier()
        if typed.function and typed.right in ENDS and row["state"] in ("granted", "done"):
            withdraw(typed.function, rows)
        filed = rows.setdefault(KIND, {})
        day = day_of(datetime.fromisoformat(row["received"]))
        row["reference"] = self._reference(person, day, len(filed))
        filed[request_id] = in_bytes(row)
        last = steps_of(row)[-1]
        notices.note(rows, last.at, "request", last.what, request_id, read=read)
        return request_id

    async def all(self, person: NationalNumber, signed_in: datetime) -> RightsRequests:
        """The citizen's requests, newest first, as far as their controllers are with them now."""
        rows, current = await self._followed(person, signed_in)
        return RightsRequests(
            items=tuple(self._request(name, row) for name, row in reversed(rows.items())),
            current=current,
        )

    async def request(
        self, person: NationalNumber, signed_in: datetime, request_id: str
    ) -> RightsRequest:
        """A request of this citizen. Raises Problem 404."""
        rows, _ = await self._followed(person, signed_in)
        return self._request(request_id, _found(rows, request_id))

    async def withdraw(
        self, person: NationalNumber, signed_in: datetime, request_id: str
    ) -> RightsRequest:
        """Withdraw a request; its controller is told, now or as soon as it can be reached.

        Raises Problem 404, or 409 once nobody has to answer it any more.
        """

        def note(row: Row, now: datetime) -> None:
            row["steps"] = written([*steps_of(row), RequestStep(at=now, what="withdrawn")])
            if row["controllerId"] == OWN:
                row["state"] = "withdrawn"
            else:
                row[WITHDRAWING] = "yes"

        return await self._acted(person, signed_in, request_id, note)

    async def add(
        self,
        person: NationalNumber,
        signed_in: datetime,
        request_id: str,
        typed: InformationInput,
    ) -> RightsRequest:
        """Add to a request; its controller gets it, now or as soon as it can be reached.

        Raises Problem 400 or 404, or 409 once nobody has to answer the request any more.
        """
        entries = Entries()
        words = entries.words("words", typed.words)
        entries.done()

        def note(row: Row, now: datetime) -> None:
            additions = additions_of(row)
            if len(additions) >= MOST_ADDITIONS:
                raise Problem(409, SIMULATOR + "tooManyAdditions")
            own = row["controllerId"] == OWN
            new = Addition(information_id=unguessable.identifier(), at=now, words=words, sent=own)
            row["added"] = written([*additions, new])
            row["steps"] = written([*steps_of(row), RequestStep(at=now, what="added")])

        return await self._acted(person, signed_in, request_id, note)

    async def add_card_side(
        self,
        person: NationalNumber,
        signed_in: datetime,
        request_id: str,
        side: str,
        typed: CardSideInput,
    ) -> RightsRequest:
        """Pass a side of the identity card on to the desk that asks for it; nothing of it is kept here.

        Raises Problem 400, 404, 409 unless a copy is asked for, or 503 where the desk cannot be reached.
        """
        rows, _ = await self._followed(person, signed_in)
        progress = await pass_on(self._outbox, person, _found(rows, request_id), side, typed)
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            row = heard(_found(requests_in(kept.rows), request_id), progress)
            put(kept.rows, request_id, row, told=True)
        return self._request(request_id, row)

    async def letters(self, opened: OpenSession, request_id: str) -> Answer:
        """What the controller wrote, as it sealed it for the citizen; nothing of it is held.

        Raises Problem 404, or 503 without an answer to pass on.
        """
        person = await opened.person()
        row = _found(requests_in((await self._profiles.read(person)).rows), request_id)
        if row["controllerId"] == OWN:
            raise Problem(404)
        path = f"/v1/controllers/{row['controllerId']}/requests/{row['reference']}/letters"
        headers = headers_for(await opened.identity(), self._tokens, AUDIENCE)
        return await passed_on(
            ask(self._http, self._clock, "GET", self._registers + quote(path), headers=headers)
        )

    async def send_pending(self) -> bool:
        """Send again what no controller has acknowledged yet; False if nothing got through."""
        news = False
        for person, rows in (await self._profiles.having(KIND, PENDING)).items():
            for request_id, row in requests_in(rows).items():
                if PENDING in row and _got_through(done := await self._outbox.deliver(row)):
                    async with self._profiles.changing_known(person) as kept:
                        take_in(kept.rows, request_id, done)
                    news = True
        return news

    async def _acted(
        self,
        person: NationalNumber,
        signed_in: datetime,
        request_id: str,
        note: Callable[[Row, datetime], None],
    ) -> RightsRequest:
        """Note what the citizen does with a request, and tell its controller."""
        await self._followed(person, signed_in)
        now = self._clock.now()
        async with self._profiles.changing(person, day_of(signed_in)) as kept:
            row = _found(requests_in(kept.rows), request_id)
            if state_of(row) in DECIDED:
                raise Problem(409, SIMULATOR + "requestOver")
            note(row, now)
            if row["controllerId"] != OWN:
                row[PENDING] = person
            put(kept.rows, request_id, row)
        if PENDING in row:
            done = await self._outbox.deliver(row)
            async with self._profiles.changing(person, day_of(signed_in)) as kept:
                take_in(kept.rows, request_id, done, told=True)
            row = requests_in(kept.rows).get(request_id, row)
        return self._request(request_id, row)

    async def _followed(
        self, person: NationalNumber, signed_in: datetime
    ) -> tuple[dict[str, Row], bool]:
        """The citizen's requests with what their controllers say of them, and whether they said it now.

        A controller that has lost a request gets it again.
        """
        rows = requests_in((await self._profiles.read(person)).rows)
        running = {name: row for name, row in rows.items() if is_followed(row)}
        told = await self._outbox.progress(person) if running else ()
        if told is None:
            return rows, False
        news = {name: _news(row, told, person) for name, row in running.items()}
        now = self._clock.now()
        if any(
            row != rows[name] or term_news(row, day_of(now)) for name, row in (rows | news).items()
        ):
            async with self._profiles.changing(person, day_of(signed_in)) as kept:
                there = requests_in(kept.rows)
                for name, row in news.items():
                    if there.get(name) == rows[name]:  # or something else has come meanwhile
                        put(kept.rows, name, row)
                note_terms(kept.rows, now, {one.key for one in told})
            self._tell()
            rows = requests_in(kept.rows)
        return rows, True

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

    def name_in(self, row: Row) -> Localized:
        """The name of the controller of a request."""
        return self._request("", row).controller_name

    def _name(self, controller_id: str) -> Localized | None:
        """The name of a controller in the catalogue, if it is there."""
        for controller in self._catalogue.controllers:
            if controller.controller_id == controller_id:
                return controller.authority
        return OWN_NAME if controller_id == OWN else None

    def _request(self, request_id: str, row: Row) -> RightsRequest:
        return request_of(request_id, row, self._name(row["controllerId"]))


def _mailed_in(rows: Rows, mail_id: str) -> str:
    """The id of the request that came by this mail; "" if none did."""
    found = requests_in(rows).items()
    return next((name for name, row in found if row.get(MAIL) == mail_id), "")


def own_decision(right: Right, function: Function) -> Literal["granted", "refused", "done"] | None:
    """What Digitaal Vlaanderen decides about a processing of its own, at once (R62).

    What rests on consent ends when the citizen wants it to, by whichever right; the cookies are needed for
    as long as a session lasts, and go with it.
    """
    if right == "access":
        return "granted"
    if (
        right == "portability"
    ):  # of what they entered themselves, and allowed to be kept (art. 20(1))
        return "granted" if function in PROVIDED else "refused"
    if right == "withdrawConsent":
        return None if function == "cookies" else "done"
    return "refused" if function == "cookies" else "granted"


def _found(rows: dict[str, Row], request_id: str) -> Row:
    """The request of this id. Raises Problem 404."""
    row = rows.get(request_id)
    if row is None:
        raise Problem(404)
    return row


def _news(row: Row, told: tuple[Progress, ...], person: NationalNumber) -> Row:
    for progress in told:
        if (progress.controller_id, progress.reference) == (row["controllerId"], row["reference"]):
            return heard(row, progress)
    return {**row, AGAIN: "yes", PENDING: person}


def _got_through(done: Delivered) -> bool:
    return done != Delivered()
