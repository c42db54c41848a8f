"""The citizen's session: what is held while it lasts, what the portal says about it, and how it ends."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tui.devices.held import Devices
from tui.journey.context import Holdings, PageContext
from tui.journey.fetching import fetch_contents, renew_catalogue
from tui.journey.long_poll import WAIT, LongPolls
from tui.journey.time_left import time_sentence
from tui.locale import Words
from tui.page.drafts import Drafts
from tui.portal.client import Portal
from tui.portal.errors import NotSignedIn, PortalError, ServiceDown

if TYPE_CHECKING:
    from datetime import datetime

    from tui.portal.models import Session

POLL = "session"
"""The name of the long poll."""

STAY = "stay"
"""The name of what tells the portal that the citizen is active."""

SELDOM = timedelta(minutes=1)
"""The minimum time, by the world's clock, between two messages to the portal that the citizen is active."""


class Host(Protocol):
    """What `SessionWatch` needs of the navigator."""

    def context(self, secrets: Mapping[str, str] | None = None) -> PageContext:
        """The context of the current place, for pages and actions."""

    def redraw(self) -> None:
        """Draw the page from what is held now."""

    def say(self, error: PortalError, holdings: Holdings) -> None:
        """Explain an error that occurred while working with `holdings`."""


class SessionWatch:
    """A citizen's successive sessions, as the portal reports them.

    `holdings` is replaced when a session ends. `pending` and the drafts belong to the citizen: they outlive
    a session that ended by itself, but only for the person who typed them. `noted` is what pages remember
    that was not filled in.
    """

    def __init__(
        self, portal: Portal, devices: Devices, drafts: Drafts, host: Host, long_polls: LongPolls
    ) -> None:
        self.holdings = Holdings()
        self.pending: dict[str, dict[str, str]] = {}
        self.noted: dict[str, str] = {}
        self._portal = portal
        self._devices = devices
        self._drafts = drafts
        self._host = host
        self._long_polls = long_polls
        self._owner = ""
        self._version: int | None = None
        self._waits = False
        self._stayed: datetime | None = None
        self.lost = False
        """Whether the portal could not be reached when it was last asked for news of the session."""

    def begin(self, session: Session) -> bool:
        """Watch this session, because the citizen is signed in; whether it is who was signed in last.

        Of what is held of one nothing is left for another: a session may have ended without a word, and
        somebody else have signed in anew in its place.
        """
        person = self._devices.person
        owner = _known_by(f"{person.person_id if person else ''} {session.citizen.name}")
        same = owner == self._owner
        if not same:
            self._forget()
            if self.holdings.session is not None:
                self._drop()
        self.holdings.session, self.holdings.receipt = session, None
        self.holdings.notices_seen = session.unread_notices
        self._owner = owner
        self._drafts.belong_to(owner)
        self._version = None
        self._stayed = None
        self.lost = False
        self._long_polls.repeat(POLL, self._ask)
        return same

    def pause(self) -> None:
        """Ask for no news: this session is about to give way to another of the same citizen."""
        self._long_polls.stop(POLL, STAY)

    def go_on(self) -> None:
        """Ask for news again: it has not given way."""
        self._long_polls.repeat(POLL, self._ask)

    def end(self) -> None:
        """Drop what was held, because the session ended by itself; what was typed stays for its citizen."""
        self._long_polls.stop(POLL)
        self.lost = False
        self._portal.drop_key()
        self._drop()
        self._devices.put_away()

    def _drop(self) -> None:
        """Hold nothing of the citizen any more."""
        held = self.holdings
        self.holdings = Holdings(
            catalogue=held.catalogue,
            persons=held.persons,
            heard_at=held.session.now if held.session is not None else held.heard_at,
        )

    def sign_out(self) -> None:
        """Drop everything of a citizen who has signed out, except the receipt."""
        receipt = self.holdings.receipt
        self.end()
        self.holdings.receipt = receipt
        self._owner = ""
        self._forget()
        self._drafts.destroy()

    def _forget(self) -> None:
        # New ones: what is still at work for who has gone writes into theirs, which nobody reads.
        self.pending, self.noted = {}, {}

    async def time_left(self, words: Words) -> str:
        """How long the citizen can go on, in words.

        This asks the portal, which restarts the idle time whenever the citizen does something; asking does
        not restart it. If the portal does not answer, its last answer is used: a session lasts at least that
        long.
        """
        holdings, fresh = self.holdings, False
        if holdings.session is not None:
            try:
                holdings.session = await self._portal.session()
                fresh = True
            except PortalError as error:
                if isinstance(error, NotSignedIn):
                    self._host.say(error, holdings)
            self._host.redraw()
        return time_sentence(words, self.holdings, fresh=fresh)

    def stay(self) -> None:
        """Tell the portal that the citizen is active, without waiting for it: they opened a page or typed.

        Otherwise somebody who reads, or fills in a form, would seem idle: typing sends nothing to the portal,
        nor does a page whose contents are all held.
        """
        session = self.holdings.session
        if session is None or session.idle_expires_at is None:
            return
        if session.now - (self._stayed or session.started_at) >= SELDOM:
            self._stayed = session.now
            self._long_polls.repeat(STAY, self._tell_stay)

    async def _tell_stay(self) -> bool:
        holdings, before = self.holdings, self.holdings.session
        try:
            session = await self._portal.stay()
        except PortalError:
            return (
                False  # not something that the citizen did; the long poll will report what is wrong
            )
        if holdings is self.holdings:
            self._hold(session, before)
            self._host.redraw()
        return False

    def _hold(self, session: Session, before: Session | None) -> None:
        """Take in this answer, to what was asked when `before` was held.

        Another answer may have come meanwhile. Then the one that lets the session last longer is the newer:
        a warning that the citizen has already answered must not come again.
        """
        held = self.holdings.session
        if held is before or held is None or _until(held) <= _until(session):
            self.holdings.session = session

    def hear_news(self) -> None:
        """Take the notices that have come as told: the citizen has read on since."""
        if self.holdings.session is not None:
            self.holdings.notices_seen = self.holdings.session.unread_notices

    def hear(self, poll: str, error: PortalError | None) -> None:
        """Take in that the long poll was answered, or could not be: then the next one is answered at once.

        One that waited in vain tells nothing: in a world whose time stands still, all do. But who does not
        answer the next one either, which waits for nothing, cannot be reached.
        """
        if poll != POLL:
            return
        if error is not None and error.reason == "noAnswer" and self._waits:
            self._version = None
            return
        lost = isinstance(error, ServiceDown) and self.holdings.session is not None
        if lost != self.lost:
            self.lost = lost
            self._version = None
            self._host.redraw()

    async def reconnect(self) -> None:
        """Ask the portal at once whether it can be reached again."""
        holdings = self.holdings
        self._version = None
        try:
            await self._take_changes(holdings)
        except PortalError as error:
            if isinstance(error, NotSignedIn):
                self._host.say(error, holdings)
            else:
                self.hear(POLL, error)
        else:
            self.hear(POLL, None)

    async def _ask(self) -> bool:
        """A long poll for blocks that arrive, and for a session that is about to end."""
        holdings = self.holdings
        try:
            await self._take_changes(holdings)
        except NotSignedIn as error:
            self._host.say(error, holdings)
            raise
        return holdings is self.holdings

    async def _take_changes(self, holdings: Holdings) -> None:
        before = holdings.session
        self._waits = self._version is not None
        changes = await self._portal.changes(self._version, WAIT if self._waits else 0)
        if holdings is not self.holdings:
            return
        self._version = changes.version
        self._hold(changes.session, before)
        news = changes.catalogue != holdings.catalogue_state
        holdings.catalogue_state = changes.catalogue
        for status in changes.blocks:
            known = holdings.blocks.get(status.block_id)
            if known is not None and known.fetched_at != status.fetched_at:
                holdings.contents.pop(status.block_id, None)
            holdings.blocks[status.block_id] = status
        self._host.redraw()
        if news:
            await renew_catalogue(self._host.context())
        await fetch_contents(self._host.context())
        self._host.redraw()


def _until(session: Session) -> tuple[datetime, ...]:
    """Until when the session lasts, and when that was said."""
    ends = (session.idle_expires_at, session.expires_at)
    return (*(end or session.now for end in ends), session.now)


def _known_by(citizen: str) -> str:
    """A sign of a citizen, not their name: it stands beside what they typed, which outlives a session."""
    from hashlib import sha256  # not before the first paint

    return sha256(citizen.encode()).hexdigest()
