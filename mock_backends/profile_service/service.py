"""What the profile service does, without HTTP: sign in, fetch, keep, send, forget."""

import asyncio
from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING

import msgspec
from msgspec import UNSET

from mock_backends.profile_service import notices, sign_ins
from mock_backends.profile_service.address_search import AddressSearch
from mock_backends.profile_service.catalogue import Catalogue, CatalogueUnavailable
from mock_backends.profile_service.central_profile import TABLES, CentralProfile, due_profile
from mock_backends.profile_service.contact_codes import ContactCodes
from mock_backends.profile_service.ebox_access import EboxAccess
from mock_backends.profile_service.fetching import Fetching
from mock_backends.profile_service.ledger import LedgerFile
from mock_backends.profile_service.models import (
    BlockStatus,
    Changes,
    CodeInput,
    CodeSent,
    DueProfiles,
    MailedRequest,
    OwnData,
    Profile,
    RequestInput,
    RightsRequest,
    Session,
    SignInInput,
)
from mock_backends.profile_service.notice_sending import NoticeSending
from mock_backends.profile_service.notices import Notices
from mock_backends.profile_service.own_data import own_data, provided
from mock_backends.profile_service.profile_key import NationalNumber, ProfileKeyFile
from mock_backends.profile_service.rights import PROVIDED, RightsDesk
from mock_backends.profile_service.sealed_profiles import Rows, SealedProfiles
from mock_backends.profile_service.sessions import (
    ENDING,
    NEVER,
    OpenSession,
    SessionEnded,
    Sessions,
)
from mock_backends.profile_service.sign_in import CLIENT_ID, identity, registration
from mock_backends.profile_service.store import ProfileUnavailable
from mock_backends.profile_service.store_sqlite import FILE_NAME, SqliteProfileStore
from mock_backends.profile_service.vault_memory import MemorySessionVault
from mock_backends.shared.clock import limit
from mock_backends.shared.environment import Environment
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.keys import p256_key
from mock_backends.shared.oidc.relying_party import RelyingParty, SignInRefused
from mock_backends.shared.problems import invalid_input, source_unavailable
from mock_backends.shared.retention import Retention
from mock_backends.shared.sealed_answers import public_key
from mock_backends.shared.service_tokens import ServiceTokenCheck, ServiceTokens

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient
from mock_backends.shared.days import day_of

NAME = "profile_service"
"""The name by which the registers and the eBox know this party."""

SEND_AGAIN = timedelta(minutes=5)
"""After this long, what did not reach its controller is sent again, and the desks are asked for news."""


class ProfileService:
    """The whole service: connects its parts, and does whatever needs more than one of them."""

    def __init__(self, environment: Environment) -> None:
        self.clock = environment.clock
        self._http: AsyncClient = environment.http
        addresses = environment.addresses
        self._registers = addresses["registers"]
        key = p256_key(environment.home, "profile-service")
        self.tokens = ServiceTokens(NAME, key, self.clock)
        self.relying_party = RelyingParty(
            issuer=addresses["identity_provider"],
            registration=registration(addresses[NAME]),
            sign=ServiceTokens(CLIENT_ID, key, self.clock).token,
            http=self._http,
            clock=self.clock,
            time_limits=environment.time_limits,
        )
        self.sessions = Sessions(
            MemorySessionVault(), self.clock, time_limits=environment.time_limits
        )
        self.catalogue = Catalogue(registers=self._registers, http=self._http, clock=self.clock)
        self.fetching = Fetching(
            registers=self._registers,
            catalogue=self.catalogue,
            http=self._http,
            clock=self.clock,
            tokens=self.tokens,
        )
        self.profiles = SealedProfiles(
            SqliteProfileStore(environment.home.data / FILE_NAME),
            ProfileKeyFile(environment.home),
            LedgerFile(environment.home),
            today=lambda: day_of(self.clock.machine()),
        )
        self._testers = ServiceTokenCheck(
            audience=NAME,
            issuer="simulation",
            keys_url=addresses["simulation"] + "/v1/keys",
            http=self._http,
            clock=self.clock,
        )
        self.profile = CentralProfile(self.profiles, self.clock)
        self.codes = ContactCodes(self.clock, environment.turns, limited=environment.time_limits)
        self._simulation = addresses["simulation"]
        self.addresses = AddressSearch(
            register=addresses["address_register"], http=self._http, clock=self.clock
        )
        self.ebox = EboxAccess(
            ebox=addresses["ebox"],
            profile=self.profile,
            http=self._http,
            clock=self.clock,
            tokens=self.tokens,
        )
        self.rights = RightsDesk(
            registers=self._registers,
            catalogue=self.catalogue,
            profiles=self.profiles,
            http=self._http,
            clock=self.clock,
            tokens=self.tokens,
            turns=environment.turns,
            tell=self._tell,
        )
        self._authorities = ServiceTokenCheck(
            audience=NAME,
            issuer="registers",
            keys_url=self._registers + "/v1/keys",
            http=self._http,
            clock=self.clock,
        )
        self._officer = ServiceTokenCheck(
            audience=NAME,
            issuer="offices",
            keys_url=addresses["offices"] + "/v1/keys",
            http=self._http,
            clock=self.clock,
        )
        self.notices = Notices(self.profiles, self.clock, is_block=self._is_block, tell=self._tell)
        self.sending = NoticeSending(
            profiles=self.profiles,
            carrier=self._simulation,
            http=self._http,
            clock=self.clock,
            tokens=self.tokens,
            label=self.catalogue.label_of,
        )
        self.retention = Retention(
            self.profiles.erase_until, self.clock, unavailable=ProfileUnavailable
        )
        self._asked_to_look = asyncio.Event()
        self._running: list[asyncio.Task[None]] = []

    async def start(self) -> None:
        """Erase what is due, then start the background work, on the world's clock.

        That sweeps sessions and profiles, sends rights requests, and fetches the catalogue.
        """
        # The portal works without profiles: only requests for a profile are told why there is none.
        with suppress(ProfileUnavailable):
            await self.retention.sweep()
        self._running = [
            asyncio.create_task(work())
            for work in (
                self.sessions.run,
                self.retention.run,
                self.notices.run,
                self.sending.run,
                self._send_requests,
                self._fetch_catalogue,
            )
        ]

    async def stop(self) -> None:
        """Destroy every session, and stop the background work."""
        await self.sessions.end_all()
        await self.profiles.break_off()
        for task in self._running:
            task.cancel()
        await asyncio.gather(*self._running, return_exceptions=True)
        self._running = []
        self.codes.clear()

    async def begin_sign_in(self, typed: SignInInput) -> tuple[str, str]:
        """Where the citizen goes to sign in, and the transaction's token for their cookie.

        The key to seal to goes along, and comes back in the ID token. For a higher level, only the ways in
        that have it are asked for. Raises Problem 400 for what is no such key, Unanswered or TooLarge.
        """
        try:
            public_key(typed.seal_to)
        except ValueError as error:
            raise invalid_input(
                ("sealTo", "schemaViolation", "an X25519 public key, as 43 characters of base64url")
            ) from error
        return await self.relying_party.begin(
            anew="" if typed.level is UNSET else typed.level, seal_to=typed.seal_to
        )

    async def sign_in(
        self, transaction: str, parameters: list[tuple[str, str]], earlier: OpenSession | None
    ) -> tuple[str, OpenSession]:
        """Finish a sign-in and open a session, for which fetching may begin. Raises SignInRefused.

        Returns the session's token, which is only for the citizen's cookie, and the opened session. A browser
        has one session, so the `earlier` one ends (no fixation, no forgotten session): also where its citizen
        only signs in at a higher level. If then somebody else does, they get none: they wanted to go on with
        what another had begun, and whoever sits there has shown that it is not that other any more.
        """
        signed_in = await self.relying_party.finish(transaction, parameters)
        who = identity(signed_in)
        if signed_in.anew and earlier is not None:
            with suppress(SessionEnded):
                if await earlier.person() != who.national_number:
                    await self.sessions.end(earlier.held, "otherPerson")
                    raise SignInRefused("other_person")
        token, opened = await self.sessions.open(who, signed_in.life)
        if earlier is not None:
            await self.sessions.end(earlier.held, "signedOut")
        with suppress(ProfileUnavailable):
            # If this citizen's two years are over, their profile is erased before the sign-in is recorded, or
            # it stays due.
            await self.retention.sweep()
            await self._record(opened, self.retention.last_day, begins=True)
        return token, opened

    async def session(self, opened: OpenSession) -> Session:
        """The session as its citizen sees it. Raises SessionEnded."""
        identity = await opened.identity()
        try:
            nickname, unread = await self.profile.by_the_name(
                NationalNumber(identity.national_number)
            )
        except ProfileUnavailable:
            nickname, unread = "", 0
        held, now = opened.held, self.clock.now()
        left = held.ends_at - now
        ends = held.ends_at != NEVER
        return Session(
            sealed_name=identity.sealed_name,
            nickname=nickname,
            unread_notices=unread,
            method=identity.method,
            level=identity.level,
            started_at=held.started_at,
            idle_expires_at=held.idle_expires_at if ends else None,
            expires_at=held.expires_at if ends else None,
            latest_at=held.latest_at if ends else None,
            now=now,
            state="ending" if left <= ENDING else "active",
            seconds_left=max(0, int(left.total_seconds())) if ends else None,
        )

    async def changes(self, token: str, after: int | None, wait: timedelta) -> Changes:
        """What has changed since version `after`: at once if anything has, otherwise within `wait`.

        Raises SessionEnded.
        """
        opened = await self.sessions.enter(token, stay=False)
        # Moving the clock counts as a change too: it may bring a session near its end. Otherwise a request
        # made just after the move would wait for a change that has already happened.
        known = None if after is None else after - self.clock.version
        await opened.local.changes.newer_than(known, wait, clock=self.clock)
        opened = await self.sessions.enter(token, stay=False)  # it may have ended meanwhile
        await self.fetching.go_on(opened)
        # Read first: whatever changes while the rest is read gets a newer version, so the next poll sees it.
        version = opened.local.changes.version + self.clock.version
        catalogue = opened.local.catalogue
        return Changes(
            version=version,
            session=await self.session(opened),
            catalogue=catalogue,
            blocks=await self.fetching.statuses(opened),
        )

    async def blocks(self, opened: OpenSession) -> tuple[BlockStatus, ...]:
        """The status of every block, in the catalogue's order. Requests blocks that had to wait until now."""
        await self.fetching.go_on(opened)
        return await self.fetching.statuses(opened)

    async def due(self, authorization: str, *, erase: bool) -> DueProfiles:
        """What is due to be erased and waits, or has now been erased: for the tester. Raises Problem 401."""
        await self._testers.check(authorization)
        day = self.retention.last_day
        due = await self.profiles.due(day)
        if erase:
            await self.profiles.erase_until(day)
        return DueProfiles(items=tuple(map(due_profile, due)))

    async def keep(self, opened: OpenSession) -> None:
        """Count this sign-in for a profile that is due to be erased: its citizen wants to keep it."""
        await self._record(opened, unless_until=date.min)

    async def record(self, opened: OpenSession) -> None:
        """Record this sign-in with the citizen's profile, if there is one that is not due to be erased."""
        await self._record(opened, unless_until=self.retention.last_day)

    async def _record(
        self, opened: OpenSession, unless_until: date, *, begins: bool = False
    ) -> None:
        identity, began = await opened.identity(), opened.held.started_at
        name = opened.held.name
        others = await self.sessions.names() - {name} if begins else set()

        def note(rows: Rows) -> None:
            elsewhere = bool(sign_ins.sessions(rows) & others)
            if sign_ins.note(rows, began, identity.method, name):
                notices.note_sign_in(rows, began, identity.method, elsewhere=elsewhere)

        person = NationalNumber(identity.national_number)
        await self.profiles.signed_in(person, day_of(began), note, unless_until)
        self._tell()

    async def file_request(self, opened: OpenSession, typed: RequestInput) -> RightsRequest:
        """File a rights request."""
        filed = await self.rights.file(await opened.person(), opened.held.started_at, typed)
        self.sessions.tell()  # it may have been passed on, which is new
        return filed

    async def own_data(self, opened: OpenSession, function: str | None) -> OwnData:
        """Everything that this service holds of the citizen, or what they entered for one function.

        Raises Problem 400 for a function for which nothing is entered, and ProfileUnavailable.
        """
        rows = (await self.profiles.read(await opened.person())).rows
        if function is not None:
            table = next((TABLES[one] for one in PROVIDED if one == function), "")
            if not table:
                raise invalid_input(
                    ("function", "unknown", f"One of {', '.join(PROVIDED)}"), place="query"
                )
            return provided(rows, table, self.clock.now())
        blocks = await self.fetching.statuses(opened)
        return await own_data(opened, rows, blocks, self.clock.now())

    async def check_authority(self, authorization: str) -> None:
        """Raise Problem 401 unless it is the registers that ask, 503 while that cannot be known."""
        await self._authorities.check(authorization)

    def look(self) -> None:
        """Ask the desks at once how far all requests are: one of them says that there is news."""
        self._asked_to_look.set()

    async def check_officer(self, authorization: str) -> None:
        """Raise Problem 401 unless the data protection officer asks, 503 while that cannot be known."""
        await self._officer.check(authorization)

    async def file_mailed(self, person: NationalNumber, mailed: MailedRequest) -> RightsRequest:
        """File a rights request that came by mail."""
        filed = await self.rights.file_mailed(person, mailed)
        self.sessions.tell()
        return filed

    async def _is_block(self, block_id: str) -> bool:
        if self.catalogue.controller_of(block_id) is None:
            try:
                await self.catalogue.fetch()
            except CatalogueUnavailable as error:
                raise source_unavailable(error.reason) from error
        return self.catalogue.controller_of(block_id) is not None

    async def send_code(self, opened: OpenSession, row: str) -> CodeSent:
        """Send a code to a contact detail. Raises Problem 404, 429, or 503 if nobody takes it over."""
        person = await opened.person()
        kind, value = await self.profile.contact(person, row)
        code, ends_at = self.codes.make(person, row, value)
        sent = {"kind": kind, "to": value, "code": code, "sentAt": self.clock.now()}
        until = limit(ends_at)
        headers = {
            "Authorization": f"Bearer {self.tokens.token('simulation')}",
            "Content-Type": "application/json",
            "X-INSZ": person,
        }
        try:
            answer = await ask(
                self._http,
                self.clock,
                "POST",
                self._simulation + "/v1/deliveries",
                headers=headers,
                body=msgspec.json.encode(sent | ({"expiresAt": until} if until else {})),
            )
        except (Unanswered, TooLarge) as error:
            raise source_unavailable("noAnswer") from error
        if answer.status != 204:
            raise source_unavailable("error")
        return CodeSent(sent_at=self.clock.now(), expires_at=until)

    async def verify(self, opened: OpenSession, row: str, typed: CodeInput) -> Profile:
        """Take the code of a contact detail. Raises Problem 400 or 404."""
        person = await opened.person()
        _, value = await self.profile.contact(person, row)
        if wrong := self.codes.wrong(row, value, "".join(typed.code.split())):
            raise invalid_input(("code", wrong, "is not the code that was sent last"))
        return await self.profile.verified(person, opened.held.started_at, row, value)

    def _tell(self) -> None:
        """Tell who is signed in that there may be notices, and send them to who wants that."""
        self.sessions.tell()
        self.sending.wake()

    async def _fetch_catalogue(self) -> None:
        # So that the first session does not have to wait for it. If it is late, that session fetches it.
        with suppress(CatalogueUnavailable):
            await self.catalogue.fetch()

    async def _send_requests(self) -> None:
        """Send what did not get through, and follow all requests, for ever."""
        while True:
            self.codes.sweep()  # as often as this, too
            self._asked_to_look.clear()
            with suppress(ProfileUnavailable):
                sent, news = await self.rights.send_pending(), await self.rights.watch.look()
                if sent or news:
                    self._tell()
            with suppress(TimeoutError):
                again = SEND_AGAIN.total_seconds()
                await self.clock.within(again, self._asked_to_look.wait())
