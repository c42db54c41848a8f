"""What the offices do, without HTTP: take what citizens write, answer it, and hand over rights requests."""

import asyncio
from contextlib import suppress
from datetime import timedelta

import msgspec

from mock_backends.offices.case_states import next_states
from mock_backends.offices.cases import Case, offices, planned
from mock_backends.offices.handing_over import HandingOver
from mock_backends.offices.letters import replies
from mock_backends.offices.models import Conversation, Correspondence, NewMail, Step
from mock_backends.people.loader import Controller, Fixtures
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import day_of
from mock_backends.shared.problems import SIMULATOR, Problem, invalid_input
from mock_backends.shared.sealed_cases import CasesUnavailable, SealedCases
from mock_backends.shared.turns import Turns
from mock_backends.shared.typed import is_text, line, lines

LONGEST_SUBJECT, LONGEST_TEXT = 100, 2000
"""Characters."""

MOST = 200
"""How much a citizen can write to all offices together."""

AGAIN = timedelta(minutes=5)
"""After which a rights request that Digitaal Vlaanderen did not take over is handed over again."""

_ALPHABET = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"


class Offices:
    """The desks of all offices. Every call may raise CasesUnavailable."""

    def __init__(
        self,
        fixtures: Fixtures,
        store: SealedCases[Case],
        clock: Clock,
        turns: Turns,
        portal: HandingOver,
    ) -> None:
        self._controllers = {one.id: one for one in fixtures.controllers}
        self._store = store
        self._clock = clock
        self._turns = turns
        self._portal = portal
        self._cases: dict[tuple[str, str], Case] | None = None
        self._changing = asyncio.Lock()
        self._running: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Open the desks, and hand over what waits."""
        self._store.begin()
        self._running = asyncio.create_task(self._run())

    async def stop(self) -> None:
        """Close the desks; their cases are read again when they open."""
        if self._running is not None:
            self._running.cancel()
            await asyncio.gather(self._running, return_exceptions=True)
            self._running = None
        await self._store.break_off()
        self._cases = None

    async def receive(self, number: str, mail: NewMail) -> Conversation:
        """Take a citizen's mail; the same `mail_id` is always the same case. Raises Problem 400 or 409."""
        mail = self._checked(mail)
        async with self._changing:
            cases = await self._all()
            case = cases.get((number, mail.mail_id))
            if case is None:
                earlier = [one for (whose, _), one in cases.items() if whose == number]
                if len(earlier) >= MOST:
                    raise Problem(409, SIMULATOR + "tooManyMails")
                now = self._clock.now()
                plan, reason = planned(mail, now, earlier)
                case = Case(
                    national_number=number,
                    number=self._number(number, mail, len(earlier)),
                    mail=mail,
                    steps=(Step(at=now, state="received"),),
                    plan=plan,
                    reason=reason,
                )
                await self._keep(case)
        return self._conversation(await self._followed(case))

    async def of_citizen(self, number: str) -> Correspondence:
        """All that a citizen wrote, and what was answered until now."""
        own = [case for (whose, _), case in (await self._all()).items() if whose == number]
        return Correspondence(
            items=tuple([self._conversation(await self._followed(case)) for case in own])
        )

    async def withdraw(self, number: str, named: str) -> Conversation:
        """Let a citizen withdraw what they wrote; what was withdrawn stays so. Raises Problem 404 or 409."""
        async with self._changing:
            found = [one for (whose, _), one in (await self._all()).items() if whose == number]
            case = next((one for one in found if one.number == named), None)
            if case is None:
                raise Problem(404)
            now = self._clock.now()
            if case.state(now) != "withdrawn":
                of_request = case.mail.kind == "rights"
                if of_request or "withdrawn" not in next_states(case.state(now), "citizen"):
                    raise Problem(409, SIMULATOR + "notPossibleNow")
                case = await self._keep(case.moved(Step(at=now, state="withdrawn"), now))
        return self._conversation(case)

    # ---------------------------------------------------------------------------------------------

    async def _run(self) -> None:
        while True:
            with suppress(CasesUnavailable):
                for case in tuple((await self._all()).values()):
                    if case.waits:
                        await self._followed(case)
            await self._clock.sleep_until(self._clock.now() + AGAIN)

    async def _followed(self, case: Case) -> Case:
        """The case of a rights request with what Digitaal Vlaanderen says of it now, if it does."""
        if not self._portal.has_news(case):
            return case
        known = await self._portal.ask(case)
        async with self._changing:
            case = (await self._all()).get(_key(case), case)
            now = self._clock.now()
            if known is None:
                return case
            if known is False:  # it cannot be registered
                if case.waits:
                    case = await self._keep(case.moved(Step(at=now, state="inadmissible"), now))
                return case
            if case.waits:
                case = case.moved(Step(at=now, state="registered"), now)
            if case.registered != known:
                case = await self._keep(msgspec.structs.replace(case, registered=known))
        return case

    def _checked(self, mail: NewMail) -> NewMail:
        """The mail in one form. Raises Problem 400."""
        wrong = []
        subject, text = line(mail.subject), lines(mail.text)
        for name, value, most in (
            ("subject", subject, LONGEST_SUBJECT),
            ("text", text, LONGEST_TEXT),
        ):
            if not value:
                wrong.append((name, "required", "cannot be empty"))
            elif len(value) > most:
                wrong.append((name, "tooLong", f"{most} characters at most"))
            elif not is_text(value):
                wrong.append((name, "invalidInput", "characters that are no text"))
        if mail.kind not in offices()[mail.office].takes:
            wrong.append(("kind", "invalidInput", "this office does not take it"))
        if mail.controller_id and mail.controller_id not in self._controllers:
            wrong.append(
                ("controllerId", "referencedResourceNotFound", "there is no such authority")
            )
        if len(mail.reference) > 40 or line(mail.reference) != mail.reference:
            wrong.append(("reference", "invalidInput", "40 characters at most, on one line"))
        if max(map(len, (mail.right, mail.block_id, mail.function))) > 64:
            wrong.append(("right", "invalidInput", "no such right, block or function"))
        if mail.kind == "rights" and not (
            mail.right and bool(mail.block_id) != bool(mail.function)
        ):
            wrong.append(("right", "required", "which right, and a block or a function"))
        if wrong:
            raise invalid_input(*wrong)
        return msgspec.structs.replace(mail, subject=subject, text=text)

    def _number(self, person: str, mail: NewMail, before: int) -> str:
        day = day_of(self._clock.now())
        chance = self._turns.chance("office", person, day, before)
        prefix = offices()[mail.office].prefix
        return f"{prefix}-{day.year}-" + "".join(chance.choices(_ALPHABET, k=6))

    async def _all(self) -> dict[tuple[str, str], Case]:
        if self._cases is None:
            loaded = await self._store.load()
            if self._cases is None:
                self._cases = {_key(case): case for case in loaded.cases}
        return self._cases

    async def _keep(self, case: Case) -> Case:
        """Keep a case on disk first: what is told as done is kept."""
        cases = await self._all()
        await self._store.save(case)
        cases[_key(case)] = case
        return case

    def _conversation(self, case: Case) -> Conversation:
        now, mail = self._clock.now(), case.mail
        history = case.history(now)
        return Conversation(
            number=case.number,
            mail_id=mail.mail_id,
            office=mail.office,
            kind=mail.kind,
            subject=mail.subject,
            text=mail.text,
            sent_at=case.steps[0].at,
            state=history[-1].state,
            steps=history,
            replies=replies(case, self._about(case), now),
            controller_id=mail.controller_id,
            ground=mail.ground,
            reference=mail.reference,
            due=None if mail.due is msgspec.UNSET else mail.due,
            request=case.registered,
        )

    def _about(self, case: Case) -> Controller | None:
        return self._controllers.get(case.about)


def _key(case: Case) -> tuple[str, str]:
    return case.national_number, case.mail.mail_id
