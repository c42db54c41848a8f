"""Signing in: all calls to the identity provider, and what the citizen's devices must do meanwhile."""

from __future__ import annotations

import asyncio
from asyncio import sleep
from collections.abc import Awaitable, Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Protocol

from tui.devices.held import Devices
from tui.journey.context import Place
from tui.journey.demonstration import Demonstration
from tui.journey.long_poll import WAIT, LongPolls
from tui.journey.registry import method_of, sign_in_act, step_of
from tui.journey.session_watch import Host, SessionWatch
from tui.journey.sign_in import OVER, SignIn
from tui.page.offered import actions_in
from tui.portal.client import Portal
from tui.portal.errors import InteractionGone, PortalError, ServiceDown, SignInFailed

if TYPE_CHECKING:
    from tui.journey.sign_in_method import SignInStep
    from tui.portal.models import Interaction


LOOKS = 5.0
"""Seconds after which a device that shows nothing is not waited for any more."""


GLANCE = 1.0
"""Seconds after which a device that waits for the next code looks at the clock again, which may be moved."""

GOODBYE = 1.0
"""Seconds that the end of the program may wait to say so."""

Later = Callable[[Devices, Portal], Awaitable[float | None]]

REQUESTS, MESSAGES, READER = "phone", "messages", "reader"
"""The names of the long polls for what comes to a phone, or to a card reader, that is looked at for its own
sake."""


class SignInHost(Host, Protocol):
    """What `SignInFlow` needs of the navigator: what a session needs, and to report how signing in ended."""

    async def arrived(self) -> None:
        """The citizen has just signed in."""

    async def stepped_up(self, place: Place) -> None:
        """They have just signed in anew, because of what they want to do at `place`."""

    def demonstrated(self) -> None:
        """In a demonstration the devices have signed the citizen in by themselves."""

    async def turned_back(self, place: Place | None) -> None:
        """The citizen has stopped signing in, or signing in anew because of `place`."""


class SignInFlow:
    """The only writer of `Holdings.interaction`: actions, the long poll and extensions all come here.

    In a `demonstration` the devices answer by themselves.
    """

    def __init__(
        self,
        portal: Portal,
        devices: Devices,
        session: SessionWatch,
        host: SignInHost,
        long_polls: LongPolls,
        demonstration: Demonstration | None,
    ) -> None:
        self._portal = portal
        self._devices = devices
        self._session = session
        self._host = host
        self._long_polls = long_polls
        self._demonstration = demonstration
        self._answering: set[tuple[str, int, str]] = set()
        """The answers that a device is about to give, by interaction, its version and action."""
        self._looked = asyncio.Event()
        """The device has just fetched what it was sent."""
        self._cut_off: set[str] = set()
        """The long polls of these that cannot reach whom they ask."""
        self._sign_in = SignIn()
        self._finishing: asyncio.Task[None] | None = None
        self.steps_up_at: Place | None = None
        """The place because of which the citizen signs in anew, if that is why they do."""
        self._poll: Callable[[Devices, Portal], Awaitable[bool]] | None = None
        self._left: Callable[[Devices, Portal], Awaitable[None]] | None = None

    async def begin(self) -> None:
        """Start a sign-in, unless one is under way or the citizen is signed in."""
        if self._finishing is not None:
            await asyncio.shield(self._finishing)
        holdings = self._session.holdings
        if holdings.session is not None or holdings.interaction is not None:
            return
        answer = await self._portal.begin_sign_in()
        if self._session.holdings.session is None:
            self._sign_in.begin(answer.interaction_id)
            await self._take(answer)

    async def step_up(self) -> None:
        """Start to sign in anew at a higher level, unless that is under way; the session goes on."""
        if self._session.holdings.session is None or self._sign_in.interaction is not None:
            return
        answer = await self._portal.begin_sign_in(level="high")
        self.steps_up_at = self._host.context().place
        self._sign_in.begin(answer.interaction_id)
        await self._take(answer)

    async def act(self, action: str, **members: object) -> Interaction:
        """Take a step at the identity provider; member names are those of its OpenAPI document.

        Returns its answer, which may no longer be the latest state.
        """
        answer = await self._portal.interact(action, **members)
        await self._take(answer)
        return answer

    async def refresh(self) -> None:
        """Take in where the sign-in stands now, because a device has just answered it.

        The long poll would bring it as well, but perhaps only after what the act did has been read out.
        """
        if self._sign_in.interaction is None:
            return
        try:
            answer = await self._portal.interaction()
        except InteractionGone:
            if self._sign_in.interaction is not None:
                raise
            if self._finishing is not None:  # the long poll was first, and brings the citizen back
                await asyncio.shield(self._finishing)
        else:
            await self._take(answer)

    def stop(self) -> None:
        """Abandon this sign-in."""
        self._long_polls.stop("device", "interaction")
        self._sign_in.stop()
        self.steps_up_at = None
        self._show()

    async def close(self) -> None:
        """The program ends: the card reader listens no more, which whoever asks is told at once."""
        listening = self._devices.listening
        if listening is not None and listening.heard:
            with suppress(PortalError, TimeoutError):
                async with asyncio.timeout(GOODBYE):
                    await listening.put_away(self._portal)

    def attend(self) -> None:
        """Keep polling the state of the sign-in, and let the devices do their part, while it lasts.

        At its end no long poll is cancelled: the end is a change, so the services answer all of them.
        """
        interaction = self._sign_in.interaction
        if self._phone_in_hand:
            self._long_polls.repeat(REQUESTS, self._ask_phone)
        if self._messages_in_sight:
            self._long_polls.repeat(MESSAGES, self._ask_messages)
        if self._reader_listens:
            self._long_polls.repeat(READER, self._ask_reader)
        step = step_of(interaction) if interaction is not None else None
        self._leave(step)
        if interaction is None:
            if not self._reader_listens:
                self._devices.reader.ask_no_more()
            if not (self._phone_in_hand or self._messages_in_sight):
                self._devices.put_phone_away()
            return
        self._long_polls.repeat("interaction", self._ask)
        if step is not None and step.poll is not None:
            if step.poll is not self._poll:
                self._long_polls.stop("device")
                self._poll = step.poll
            self._long_polls.repeat("device", self._ask_device)
        if step is not None and step.ask is not None:
            step.ask(self._devices, interaction)
        elif not self._reader_listens:
            self._devices.reader.ask_no_more()

    def _leave(self, step: SignInStep | None) -> None:
        """Let whoever the last step asked know that nobody waits, unless it is asked at this step, too."""
        left, self._left = self._left, step.left if step is not None else None
        if left is None or left is self._left:
            return

        async def tell() -> None:
            await left(self._devices, self._portal)

        self._long_polls.run("left", tell)

    async def _ask(self) -> bool:
        """A long poll for the state of the sign-in."""
        before = self._sign_in.interaction
        if before is None:
            return False
        try:
            answer = await self._portal.interaction(before.version, WAIT)
        except InteractionGone as error:
            known = self._sign_in.interaction
            if known is not None and known.interaction_id == before.interaction_id:
                self._host.say(error, self._session.holdings)
            raise
        await self._take(answer)
        return self._sign_in.interaction is not None

    async def _take(self, answer: Interaction) -> None:
        """Take in an answer from any source; at the end, wait until the citizen has arrived.

        Finishing is a task of its own: cancelling the long poll that reported the end does not cancel it.
        """
        if (step := step_of(answer)) is not None and step.details is not None:
            answer.details_as(step.details)
        if self._sign_in.take(answer):
            if answer.step in OVER:
                # The last step stays on the page until the citizen has arrived: another page in between
                # would be read out, and would move the focus.
                self._finishing = self._long_polls.run("finish", lambda: self._finish(answer))
                self._finishing.add_done_callback(self._finished)
            else:
                later = self._later(answer)
                self._devices.waits = "next" if later is not None else ""
                self._show()
                if later is not None:
                    self._long_polls.run("later", partial(self._answer_later, answer, later))
                elif answer.failure is None:
                    await self._answer_by_device()
        if self._finishing is not None:
            await asyncio.shield(self._finishing)

    def _show(self) -> None:
        self._session.holdings.interaction = self._sign_in.interaction
        self.attend()
        self._host.redraw()

    @property
    def finishing(self) -> bool:
        """Whether the identity provider's answer is on its way to the portal."""
        return self._finishing is not None

    def _finished(self, task: asyncio.Task[None]) -> None:
        if self._finishing is task:
            self._finishing = None

    async def _finish(self, end: Interaction) -> None:
        """Bring the identity provider's answer to the portal."""
        holdings, asked_at = self._session.holdings, self.steps_up_at
        if asked_at is not None:
            self._session.pause()
        try:
            if end.step == "ended" and not end.redirect_to:
                raise InteractionGone("expired")
            session = await self._portal.finish_sign_in(end)
        except PortalError as error:
            self._show()
            if asked_at is not None:
                self._session.go_on()
            if isinstance(error, SignInFailed) and error.reason == "access_denied":
                self.steps_up_at = None
                await self._host.turned_back(asked_at)  # the citizen asked for it
            else:
                self._host.say(error, holdings)
            return
        self.steps_up_at = None
        same = self._session.begin(session)
        self._devices.waits = ""
        self._show()
        if asked_at is not None and same:
            await self._host.stepped_up(asked_at)
        else:
            await self._host.arrived()
        if self._demonstration is not None:
            self._host.demonstrated()

    # --- the devices --------------------------------------------------------------------------

    @property
    def _phone_in_hand(self) -> bool:
        """Whether the citizen looks at their phone, for its own sake: then it shows whoever asks."""
        phone = self._devices.phone
        place = self._host.context().place.name
        return phone is not None and phone.itsme and place in ("devices", "phone")

    @property
    def _messages_in_sight(self) -> bool:
        """Whether the citizen looks at their whole phone, which has a number that codes are sent to."""
        phone, keys = self._devices.phone, self._devices.keys
        place = self._host.context().place.name
        return phone is not None and keys is not None and bool(keys.sms) and place == "phone"

    async def _ask_messages(self) -> bool:
        """A long poll for text messages, for as long as the whole phone is looked at."""
        keys = self._devices.keys
        if keys is None or not self._messages_in_sight:
            return False
        gets = await self._reach(MESSAGES, keys.look_for_messages)
        return gets is not False and keys is self._devices.keys and self._messages_in_sight

    @property
    def _reader_listens(self) -> bool:
        """Whether the card reader is there for who asks from elsewhere: no sign-in here asks it."""
        listening, interaction = self._devices.listening, self._sign_in.interaction
        if listening is None:
            return False
        step = step_of(interaction) if interaction is not None else None
        asked_here = step is not None and step.ask is not None
        return not asked_here and (listening.alone or self._host.context().place.name == "card")

    async def _ask_reader(self) -> bool:
        """A long poll for what the reader is asked, for as long as it is looked at."""
        listening, reader = self._devices.listening, self._devices.reader
        if listening is None or not self._reader_listens:
            return False
        await self._reach(READER, lambda portal, wait: listening.look(portal, reader, wait))
        if listening is self._devices.listening and self._reader_listens:
            return True
        await listening.put_away(self._portal)
        return False

    @property
    def cut_off(self) -> str:
        """The device that is looked at and cannot reach those that it asks, if any: "phone" or "reader"."""
        if READER in self._cut_off and self._reader_listens:
            return "reader"
        in_sight = self._phone_in_hand or self._messages_in_sight
        return "phone" if self._cut_off - {READER} and in_sight else ""

    async def _reach(self, poll: str, look: Callable[[Portal, float], Awaitable[object]]) -> object:
        """Have an app look for what has come; after it reached nobody, it is answered at once."""
        try:
            answer = await look(self._portal, 0 if poll in self._cut_off else WAIT)
        except ServiceDown as error:
            if error.reason != "noAnswer":  # a poll that timed out tells nothing
                self._cut_off.add(poll)
            raise
        else:
            self._cut_off.discard(poll)
            return answer
        finally:
            self._host.redraw()

    async def _ask_phone(self) -> bool:
        """A long poll for what the phone shows, for as long as it is looked at."""
        phone = self._devices.phone
        if phone is None or not self._phone_in_hand:
            return False
        await self._reach(REQUESTS, phone.look)
        return phone is self._devices.phone and self._phone_in_hand

    async def _ask_device(self) -> bool:
        """A long poll for what a device shows."""
        poll = self._poll
        if poll is None or not await poll(self._devices, self._portal):
            return False
        self._looked.set()
        await self._answer_by_device(looked=True)
        self._host.redraw()
        return self._sign_in.interaction is not None

    def _later(self, answer: Interaction) -> Later | None:
        """What a device that answers by itself waits for after this failure, if it can answer later."""
        if answer.failure is None or not (self._demonstration or self._devices.by_themselves):
            return None
        method = method_of(answer.method)
        return method.later.get(answer.failure.code) if method is not None else None

    async def _answer_later(self, answer: Interaction, later: Later) -> None:
        """Answer again as soon as the device can, unless something else has come of it."""
        while self._sign_in.interaction is answer:
            try:
                seconds = await later(self._devices, self._portal)
            except PortalError as error:
                self._host.say(error, self._session.holdings)
                return
            if seconds is None:
                self._devices.waits = "still"
                self._host.redraw()
                return
            if seconds <= 0:
                await self._answer_by_device(again=True)
                return
            await sleep(min(seconds, GLANCE))

    async def _answer_by_device(self, *, looked: bool = False, again: bool = False) -> None:
        """In a demonstration, let the device do by itself what its holder would do.

        `looked`: it has just fetched what it was sent; `again`: it has waited in order to answer once more.
        """
        demonstration, interaction = self._demonstration, self._sign_in.interaction
        if interaction is None:
            return
        if demonstration is None:
            if not again:
                return
            demonstration = Demonstration()
        method = method_of(interaction.method)
        for answer in method.answers if method else ():
            act = sign_in_act(interaction, answer.action)
            about = (interaction.interaction_id, interaction.version, answer.action)
            if not answer.on_device or act is None or about in self._answering:
                continue
            self._answering.add(about)
            try:
                if (demonstration.tells or answer.aside) and not await self._is_seen(
                    interaction, answer.action, looked or answer.aside
                ):
                    continue
                await demonstration.tell(answer.told)
                if self._sign_in.interaction is not interaction:
                    return  # the citizen was faster, or has stopped
                secrets = answer.secrets(self._devices) if answer.secrets else None
                await act(self._host.context(secrets), answer.action)
            except PortalError as error:
                self._host.say(error, self._session.holdings)
                return
            finally:
                self._answering.discard(about)
            self._host.redraw()

    async def _is_seen(self, interaction: Interaction, action: str, looked: bool) -> bool:
        """Whether the device of this step shows this action, once it can show what it was sent."""
        step = step_of(interaction)
        if step is None or step.device is None:
            return False
        for _ in range(2):
            device = step.device.draw(self._host.context())
            if any(one.id == action for part in device.parts for one in actions_in(part)):
                return True
            if step.poll is None or looked:
                break
            self._looked.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self._looked.wait(), LOOKS)
        return False
