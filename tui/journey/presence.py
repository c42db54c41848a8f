"""Whether the citizen is away, signing in or signed in: what is held meanwhile, and how it ends."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Protocol

from tui.devices.held import Devices
from tui.journey.context import Holdings, PageContext
from tui.journey.fetching import fetch_contents
from tui.journey.long_poll import WAIT, LongPolls
from tui.journey.registry import device_pages
from tui.journey.time_left import time_sentence
from tui.locale import Words
from tui.page.drafts import Drafts
from tui.portal.client import Portal
from tui.portal.errors import InteractionGone, NotSignedIn, PortalError, SignInFailed

if TYPE_CHECKING:
    from datetime import datetime

    from tui.portal.models import Interaction

SELDOM = timedelta(minutes=1)
"""By the world's clock: the portal is told no more often that the citizen is there."""


class Host(Protocol):
    """What a presence needs of the navigator that shows it."""

    @property
    def acting(self) -> bool:
        """Whether something is being done for the citizen at this moment."""

    def context(self) -> PageContext:
        """A look at the place where the citizen is."""

    def redraw(self) -> None:
        """Show what is held now."""

    def say(self, error: PortalError, holdings: Holdings) -> None:
        """Tell in words what went wrong while working with `holdings`."""

    async def arrived(self) -> None:
        """The citizen has just signed in."""

    async def turned_back(self) -> None:
        """The citizen has stopped signing in."""


class Presence:
    """One citizen's sign-in and session, one after the other, as the services tell them.

    `pending` and the drafts are the citizen's own: they outlive a session that ended by itself, for the
    person who typed them, and nobody else. With `demo` the devices answer by themselves.
    """

    def __init__(
        self,
        portal: Portal,
        devices: Devices,
        drafts: Drafts,
        host: Host,
        long_polls: LongPolls,
        demo: bool,
    ) -> None:
        self.holdings = Holdings()
        self.pending: dict[str, dict[str, str]] = {}
        self._portal = portal
        self._devices = devices
        self._drafts = drafts
        self._host = host
        self._long_polls = long_polls
        self._demo = demo
        self._owner = ""
        self._version: int | None = None
        self._stayed: datetime | None = None
        self._finishing = False

    async def settle(self, holdings: Holdings) -> None:
        """After anything was done: see whether one is now signing in, signed in, or signed out."""
        if holdings is not self.holdings:
            return  # done for a session that is over
        if holdings.receipt is not None and holdings.session is not None:
            self._signed_out()
        if self._demo:
            await self._answer_by_card()
        interaction = self.holdings.interaction
        if interaction is not None and interaction.step in ("done", "ended"):
            self._finishing = True
            try:
                await self._finish(interaction)
            finally:
                self._finishing = False
        self._follow_sign_in()
        self._host.redraw()

    # --- the session --------------------------------------------------------------------------

    async def time_left(self, words: Words) -> str:
        """Until when one can go on, in words.

        The portal is asked, for it counts anew at each thing one does; asking is no such thing. Where it
        does not answer, what it told last is said: a session then lasts at least as long.
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
        """The citizen opens a page or types: tell the portal that they are there, without waiting for it.

        A page of which everything is held asks the portal nothing, nor does typing: who reads, or fills in
        a form, would seem to do nothing.
        """
        session = self.holdings.session
        if session is None or session.idle_expires_at is None:
            return
        if session.now - (self._stayed or session.started_at) >= SELDOM:
            self._stayed = session.now
            self._long_polls.follow("stay", self._tell_stay)

    async def _tell_stay(self) -> bool:
        holdings = self.holdings
        try:
            session = await self._portal.stay()
        except PortalError:
            return False  # nobody asked for this; the open question finds out what is wrong
        if holdings is self.holdings:
            holdings.session = session
            self._host.redraw()
        return False

    def session_over(self) -> None:
        """The session ended by itself: what was held is gone, what was typed stays for who typed it."""
        self._leave_session()

    def _signed_out(self) -> None:
        """The citizen signed out: nothing of theirs is left here, but for the receipt."""
        receipt = self.holdings.receipt
        self._leave_session()
        self.holdings.receipt = receipt
        self._owner = ""
        self.pending.clear()
        self._drafts.destroy()

    def _leave_session(self) -> None:
        self._long_polls.stop("session")
        self.holdings = Holdings(catalogue=self.holdings.catalogue, persons=self.holdings.persons)
        self._put_devices_away()

    def _begin_session(self) -> None:
        session, person = self.holdings.session, self._devices.person
        assert session is not None
        owner = f"{person.person_id if person else ''} {session.citizen.name}"
        if owner != self._owner:
            self.pending.clear()
        self._owner = owner
        self._drafts.belong_to(owner)
        self.holdings.receipt = None
        self._version = None
        self._stayed = None
        self._long_polls.follow("session", self._ask_session)

    async def _ask_session(self) -> bool:
        """One open question to the portal: blocks that come, and the session that nears its end."""
        holdings = self.holdings
        try:
            await self._take_changes(holdings)
        except NotSignedIn as error:
            # Signing out wakes this question too; the receipt is then on its way.
            if error.reason != "signedOut" or not self._host.acting:
                self._host.say(error, holdings)
            raise
        return holdings is self.holdings

    async def _take_changes(self, holdings: Holdings) -> None:
        changes = await self._portal.changes(self._version, 0 if self._version is None else WAIT)
        if holdings is not self.holdings:
            return
        self._version = changes.version
        holdings.session = changes.session
        for status in changes.blocks:
            known = holdings.blocks.get(status.block_id)
            if known is not None and known.fetched_at != status.fetched_at:
                holdings.contents.pop(status.block_id, None)
            holdings.blocks[status.block_id] = status
        self._host.redraw()
        await fetch_contents(self._host.context())
        self._host.redraw()

    # --- signing in ---------------------------------------------------------------------------

    async def _finish(self, interaction: Interaction) -> None:
        """Take the identity provider's answer to the portal, once."""
        holdings = self.holdings
        holdings.interaction = None
        try:
            if interaction.step == "ended" and not interaction.redirect_to:
                raise InteractionGone("expired")
            holdings.session = await self._portal.finish_sign_in(interaction)
        except PortalError as error:
            if isinstance(error, SignInFailed) and error.reason == "access_denied":
                await self._host.turned_back()  # what the citizen asked for
            else:
                self._host.say(error, holdings)
            return
        self._begin_session()
        await self._host.arrived()

    def stop_signing_in(self) -> None:
        """This sign-in leads nowhere any more."""
        self.holdings.interaction = None
        self._follow_sign_in()

    def _follow_sign_in(self) -> None:
        """Keep asking how the sign-in stands, and what the phone shows, as long as it lasts."""
        interaction = self.holdings.interaction
        if interaction is None:
            # Whoever answered on the phone comes here while the other question is being finished.
            self._long_polls.stop("phone", *(() if self._finishing else ("interaction",)))
            self._put_devices_away()
            return
        self._long_polls.follow("interaction", self._ask_interaction)
        if self._devices.phone is not None and interaction.step == "itsmeWaiting":
            self._long_polls.follow("phone", self._ask_phone)
        if interaction.eid is not None:
            self._devices.reader.ask(interaction.eid.challenge, interaction.eid.origin)
        else:
            self._devices.reader.ask_no_more()

    async def _ask_interaction(self) -> bool:
        before = self.holdings.interaction
        if before is None:
            return False
        try:
            after = await self._portal.interaction(before.version, WAIT)
        except InteractionGone as error:
            if self.holdings.interaction is not None:
                self._host.say(error, self.holdings)
            raise
        now = self.holdings.interaction
        if now is None or now.interaction_id != after.interaction_id:
            return False
        if after.version > now.version:
            self.holdings.interaction = after
            await self.settle(self.holdings)
        return self.holdings.interaction is not None

    # --- the devices --------------------------------------------------------------------------

    async def _ask_phone(self) -> bool:
        phone = self._devices.phone
        if phone is None or self.holdings.interaction is None:
            return False
        await phone.look(self._portal, WAIT)
        if self._demo and phone.request is not None:
            await phone.answer(self._portal, phone.request.request_id, "approve")
        self._host.redraw()
        return True

    async def _answer_by_card(self) -> None:
        """In a demonstration: the card goes into the reader and its PIN is typed."""
        card, interaction = self._devices.card, self.holdings.interaction
        if card is None or interaction is None or interaction.eid is None:
            return
        self._devices.reader.ask(interaction.eid.challenge, interaction.eid.origin)
        try:
            self._devices.reader.insert(card)
            await device_pages().enter_pin(self._host.context(), card.pin)
        except PortalError as error:
            self._host.say(error, self.holdings)

    def _put_devices_away(self) -> None:
        self._devices.reader.ask_no_more()
        if self._devices.phone is not None:
            self._devices.phone.put_away()
