"""From an action to the next page: the only object that renderers talk to."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from typing import TYPE_CHECKING

from tui.devices.held import Devices
from tui.journey import frame, time_left
from tui.journey.context import (
    Act,
    FieldError,
    Holdings,
    PageContext,
    PageDefinition,
    Place,
    SiteVisit,
)
from tui.journey.demonstration import Demonstration
from tui.journey.feedback import Feedback
from tui.journey.fetching import ask_catalogue
from tui.journey.history import History
from tui.journey.long_poll import LongPolls
from tui.journey.places import meant, needs_catalogue
from tui.journey.registry import act_of, page_of, sign_in_act, step_of
from tui.journey.session_watch import SessionWatch
from tui.journey.sign_in_flow import SignInFlow
from tui.journey.troubles import (
    RECONNECT,
    TRY_AGAIN,
    cut_off_notice,
    ended_sentence,
    in_a_sentence,
    lost_notice,
    notice_of,
    sign_in_first,
    still_signed_in,
    unknown_place,
)
from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.drafts import Drafts
from tui.page.offered import actions_of, form_of
from tui.page.parts import Device, Listing, Notice, Page
from tui.portal.client import Portal
from tui.portal.errors import (
    InteractionGone,
    NotSignedIn,
    PortalError,
    SignInFailed,
)

if TYPE_CHECKING:
    from datetime import datetime

    from tui.page.finding import Finding

_LEFT_WHEN_SIGNED_IN = ("start", "sign-in", "persons", "devices", "phone", "card")
"""Pages that the citizen leaves for the place they wanted, once signed in."""

BESIDE = ("help", "messages", "glossary")
"""All that there is beside a device that stands alone."""


class Navigator:
    """The journey of a citizen at a terminal. Renderers come and go; this stays.

    `devices` are those of the person who is being played. In a
    `demonstration` they answer by themselves.
    `embedded`: all services run inside this program. `alone` is the place of a device of the citizen's that
    is looked at, if no portal stands around it.
    `commands` is the table that the help page shows. All methods must be called on the same event loop.
    """

    def __init__(
        self,
        portal: Portal,
        words: Words,
        devices: Devices,
        *,
        demonstration: Demonstration | None = None,
        embedded: bool = True,
        alone: str = "",
        commands: tuple[Command, ...] = COMMANDS,
    ) -> None:
        self.words = words
        self.drafts = Drafts(self._typed)
        self._portal = portal
        self._devices = devices
        self._commands = commands
        self._embedded = embedded
        self._alone = alone
        self._history = History()
        self._wanted: Place | None = None
        self._sites: dict[str, SiteVisit] = {}
        self._errors: dict[str, dict[str, FieldError]] = {}
        self._revisions: dict[tuple[str, str], int] = {}
        self._notices = Feedback(words)
        self._looks = ""
        self._opening = False
        self._typed_since = self._following = False
        self._unseen = False
        self._running: list[str] = []
        self._loading: list[str] = []
        self._begun = ""
        self._long_polls = LongPolls(
            self._crash, lambda poll, error: self._session.hear(poll, error)
        )
        self._session = SessionWatch(portal, devices, self.drafts, self, self._long_polls)
        self._demonstration = demonstration
        if demonstration is not None:
            demonstration.on_change = self.redraw
        self._sign_in = SignInFlow(
            portal, devices, self._session, self, self._long_polls, demonstration
        )
        self._crashed: BaseException | None = None
        self._closed = False
        self._moved = asyncio.Event()
        self._page = self._shown = self._drawn()

    # --- what renderers see ---------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page as it is now."""
        return self._page

    @property
    def session_notice(self) -> str:
        """What interrupts a prompt: time runs out, the session has ended, the portal cannot be reached."""
        if self._session.lost and not self._notices.ended:
            return in_a_sentence(lost_notice(self.words))
        if (device := self._sign_in.cut_off) and not self._notices.ended:
            return in_a_sentence(cut_off_notice(self.words, device))
        return self._notices.ended or time_left.ending_sentence(self.words, self._session.holdings)

    @property
    def unsent(self) -> bool:
        """Whether something was filled in that is neither sent nor saved, and so is lost by stopping."""
        return bool(self._session.pending) or self.drafts.unsent(self._page)

    def findings(self) -> "tuple[Finding, ...]":
        """Everything that the menu finds from here."""
        from tui.journey.finding import findings  # a first page has no menu
        from tui.page.finding import PLACE

        found = findings(self.context(), self._page)
        if not self._alone:
            return found
        there = {f"{PLACE}{name}" for name in (self._alone, *BESIDE)}
        return tuple(one for one in found if one.id in there or not one.id.startswith(PLACE))

    async def time_left(self) -> str:
        """How long the citizen can go on, in words. This asks the portal, but does not extend the session."""
        return await self._session.time_left(self.words)

    def changes(self) -> AsyncIterator[Page]:
        """Each new page that is to be seen, until `close`; if several come at once, only the latest."""
        return self._changes(self._shown, lambda: self._shown)

    def moves(self) -> AsyncIterator[Page]:
        """The same, with the pages that nobody sees while the portal opens by itself."""
        return self._changes(self._page, lambda: self._page)

    async def _changes(self, seen: Page, latest: Callable[[], Page]) -> AsyncIterator[Page]:
        while True:
            moved = self._moved
            if self._crashed is not None:
                raise self._crashed
            if latest() is not seen:
                seen = latest()
                yield seen
            elif self._closed:
                return
            else:
                await moved.wait()

    async def close(self) -> None:
        """Stop the background tasks, and end every `changes`."""
        self._closed = True
        await self._long_polls.close()
        await self._sign_in.close()
        self._tell()

    # --- what renderers do ----------------------------------------------------------------------

    def tell(self, sentence: str) -> None:
        """Say a finished sentence on the page until the next action, like the result of an action.

        For `tui.deep_link`, which must tell the citizen that they have been signed in.
        """
        # It may contain the citizen's name, so it is not recorded.
        self._notices.done = sentence
        self.redraw()

    def warn(self, sentences: Sequence[str]) -> None:
        """Record what was wrong before the portal opened, and say on the page that it can be read."""
        self._notices.say_at_start(sentences)
        self.redraw()

    def caution(self, title: str, body: str) -> None:
        """Say something on the page that is shown, and record it."""
        self._notices.say(lambda _: Notice(id="trouble", kind="warning", title=title, body=body))
        self.redraw()

    def hear_time(self, now: "datetime") -> None:
        """Take in what time it is in this world, which a page names by its day."""
        self._session.holdings.heard_at = now
        self.redraw()

    def keep(self, sentence: str) -> None:
        """Record a sentence that a renderer has shown by itself, so that it can be read again."""
        self._notices.keep(sentence)
        self.redraw()

    def speak(self, words: Words) -> None:
        """Go on in another language. Where the citizen is, what was typed and what is wrong with it stays."""
        self.words = words
        self._notices.speak(words)
        self.redraw()

    def explain_looks(self, sentence: str) -> None:
        """Set what the help page says about the new renderer's appearance; "" for nothing."""
        if sentence != self._looks:
            self._looks = sentence
            self.redraw()

    @contextmanager
    def opening(self) -> Iterator[None]:
        """Show the page as incomplete while the services start and an automatic sign-in runs.

        Where the sign-in leads is seen at its end: nobody can read the pages in between, and drawing them
        would take as long as the sign-in itself.
        """
        self._opening = True
        self.redraw()
        self._unseen = True
        try:
            yield
        finally:
            self._opening = self._unseen = False
            self.redraw()

    def begin(self, place: str) -> None:
        """Show a place before the services are there; `open` then fetches what it needs."""
        self._stand(Place.parse(place), remember=True)
        self._begun = self._page.place
        self.redraw()

    async def look_ahead(self) -> None:
        """Fetch what the first page shows besides what it begins with, which is all that it promises."""
        place = self._place
        definition = page_of(place.name)
        if definition is not None and definition.load is not None:
            await definition.load(self.context())
            self.redraw()

    async def meant(self, place: str) -> tuple[str, ...] | None:
        """The names that a link may have meant that leads to no place; None if it leads to one, or may.

        Where only the catalogue says which places there are, it is asked for.
        """
        wanted, context = Place.parse(place), self.context()
        if needs_catalogue(wanted):
            await ask_catalogue(context)
        return meant(wanted, context.holdings.catalogue)

    async def open(self, place: str) -> None:
        """Go to a place; if it needs a session, sign in first."""
        self._notices.clear()
        await self._go(Place.parse(place))

    async def back(self) -> None:
        """Take the page's own way back, or otherwise return to the previous place."""
        own = next((action for action in actions_of(self._page) if action.kind == "back"), None)
        if own is not None:
            await self.act(own.id)
            return
        self._notices.clear()
        await self._go(self._history.back(), remember=False)

    async def act(self, action_id: str) -> None:
        """Do an action of the page, EXTEND, or "go:PLACE"; do nothing if the action is already running."""
        if action_id.startswith("go:"):
            await self.open(action_id.removeprefix("go:"))
            return
        if action_id == RECONNECT or (action_id == time_left.EXTEND and self._session.lost):
            await self._once(RECONNECT, self._reconnect)
            return
        if action_id == time_left.EXTEND:  # a command, so every page has it
            await self._do(action_id, _extend, self.context())
            return
        action = next((action for action in actions_of(self._page) if action.id == action_id), None)
        if action is None:
            return  # the page has moved on since it was drawn
        if action_id == TRY_AGAIN:
            await self._once(action_id, self._try_again)
            return
        is_back = action.kind == "back"
        await self._do(action_id, self._act_of(action_id), self.context(), is_back=is_back)

    async def choose(self, part_id: str, item_id: str) -> None:
        """Open an item of a listing. An item with the id "go:PLACE" leads there."""
        if item_id.startswith("go:"):
            await self.open(item_id.removeprefix("go:"))
            return
        if not any(
            isinstance(part, Listing) and part.id == part_id for part in self._page.everything
        ):
            return  # the page has moved on since it was drawn
        name = f"{part_id} {item_id}"
        await self._do(item_id, self._act_of(part_id), self.context(), running=name)

    async def submit(self, form_id: str, secrets: Mapping[str, str] | None = None) -> None:
        """Send a form. What was typed is dropped if the form is accepted, and kept otherwise."""
        form = form_of(self._page, form_id)
        if form is None:
            return  # the page has moved on since it was drawn
        place = str(self._place)
        self._errors.pop(form_id, None)
        taken = await self._do(
            form.submit.id, self._act_of(form.submit.id), self.context(secrets or {})
        )
        if taken and not any(self._errors.get(form_id, {}).values()):
            self.drafts.forget(place, form_id)
            key = (place, form_id)
            self._revisions[key] = self._revisions.get(key, 0) + 1
            self.redraw()

    # --- moving ---------------------------------------------------------------------------------

    @property
    def _place(self) -> Place:
        return self._history.place

    async def _go(self, place: Place, *, remember: bool = True) -> None:
        definition = self._stand(place, remember=remember)
        self._session.stay()
        if definition.load is not None:
            await self._load(definition)

    def _stand(self, place: Place, *, remember: bool) -> PageDefinition:
        """Move to `place`, or to where the citizen must go first; fetch nothing yet."""
        requested, place = place, self._allowed(place)
        self._notices.diverted = place != requested and place.name == "sign-in"
        if page_of(place.name) is None:
            self._notices.say(unknown_place)
            place = self._allowed(Place("start"))
        if str(place) != str(self._place):
            self._errors.clear()
            self._session.hear_news()
        self._begun = ""
        self._history.move(place, remember=remember)
        self.redraw()
        definition = page_of(place.name)
        assert definition is not None
        return definition

    def _allowed(self, place: Place) -> Place:
        """`place`, or where the citizen must go first."""
        if self._alone and place.name not in BESIDE:
            return Place(self._alone)
        held = self._session.holdings
        signed_in, anew = held.session is not None, held.interaction is not None
        definition = page_of(place.name)
        if signed_in and (place.name == "start" or (place.name == "sign-in" and not anew)):
            return Place("home")
        if signed_in or definition is None or definition.public:
            if place.name == "start":
                self._wanted = None
            elif place.name == "sign-in":
                self._sign_in_from(self._place)
            return place
        self._wanted = place
        return Place("sign-in")

    def _sign_in_from(self, place: Place) -> None:
        """Note whether the citizen signs in from another site, so that they come back to it."""
        definition = page_of(place.name)
        if definition is not None and definition.elsewhere:
            self._wanted, self._sites[place.name] = place, SiteVisit()

    async def _load(self, definition: PageDefinition) -> None:
        assert definition.load is not None
        context, where = self.context(), str(self._place)
        self._loading.append(where)
        self.redraw()
        try:
            await definition.load(context)
        except PortalError as error:
            self.say(error, context.holdings, here=str(self._place) == where)
        finally:
            self._loading.remove(where)
        self._settle(context.holdings)
        self.redraw()

    async def _reconnect(self) -> None:
        self.redraw()
        await self._session.reconnect()

    async def _try_again(self) -> None:
        self._notices.clear()
        await self._go(self._place, remember=False)

    # --- doing ----------------------------------------------------------------------------------

    def _act_of(self, name: str) -> Act:
        page = page_of(self._place.name)
        act = (act_of(page, name) if page else None) or sign_in_act(
            self._session.holdings.interaction, name
        )
        if act is None:
            raise LookupError(f"{self._page.place} offers {name!r}, and nothing does it")
        return act

    async def _do(
        self,
        action_id: str,
        act: Act,
        context: PageContext,
        *,
        is_back: bool = False,
        running: str = "",
    ) -> bool:
        """Run an act and go where it leads; returns whether it ended without an error."""
        taken = False

        async def run() -> None:
            nonlocal taken
            self._notices.clear()
            self.redraw()
            where = str(self._place)
            try:
                following = await act(context, action_id)
            except PortalError as error:
                self.say(error, context.holdings)
                return
            taken = True
            self._notices.done = context.done or self._notices.done
            self._settle(context.holdings)
            in_force = context.holdings is self._session.holdings
            if not in_force:
                self._left()
                if self._session.holdings.receipt is not None:
                    self._notices.keep(self.words("messages.signed-out"))
            elif context.done:
                self._notices.keep(context.done)
            moved = str(self._place) != where
            if context.finished and in_force:
                self._history.finish(context.place)
            if following is not None and not moved:
                if is_back:
                    self._history.back_to(following)
                # If the session is over, no way back may lead into it.
                await self._go(Place.parse(following), remember=in_force and not is_back)

        await self._once(running or action_id, run)
        return taken

    def _settle(self, holdings: Holdings) -> None:
        """After an act or a load, check whether the citizen has signed out or used a device."""
        if holdings is not self._session.holdings:
            return  # it was for a session that is over
        if holdings.receipt is not None and holdings.session is not None:
            self._sign_in.stop()
            self._session.sign_out()
        self._sign_in.attend()

    async def _once(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        if name in self._running:
            return
        self._running.append(name)
        try:
            await work()
        finally:
            self._running.remove(name)
            self.redraw()

    def _typed(self) -> None:
        """Tell the page what is typed, too, if it wants to know."""
        self._session.stay()
        definition = page_of(self._place.name)
        if definition is not None and definition.typed is not None:
            self._typed_since = True
            if not self._following:
                self._following = True
                self._long_polls.run("typed", self._follow)

    async def _follow(self) -> None:
        """One call at a time, each with what is typed by then: a fast typist asks no more for it."""
        try:
            while self._typed_since and not self._closed:
                self._typed_since = False
                definition = page_of(self._place.name)
                if definition is not None and definition.typed is not None:
                    with suppress(PortalError):  # the act says what is wrong
                        await definition.typed(self.context())
                    self.redraw()
        finally:
            self._following = False

    # --- what the sign-in and the session need --------------------------------------------------

    @property
    def fetching(self) -> bool:
        """Whether an authority has not answered yet, so that there will be news."""
        held = self._session.holdings
        return held.session is not None and (
            held.catalogue_state == "loading"
            or any(status.state == "loading" for status in held.blocks.values())
        )

    @property
    def acting(self) -> bool:
        """Whether an action is running."""
        return bool(self._running)

    def context(self, secrets: Mapping[str, str] | None = None) -> PageContext:
        """The context of the current place, for pages and actions."""
        return PageContext(
            place=self._place,
            portal=self._portal,
            words=self.words,
            drafts=self.drafts,
            devices=self._devices,
            holdings=self._session.holdings,
            sign_in=self._sign_in,
            errors=self._errors,
            pending=self._session.pending,
            noted=self._session.noted,
            sites=self._sites,
            secrets=secrets or {},
            commands=self._commands,
            announcements=self._notices.announcements,
            looks=self._looks,
            embedded=self._embedded,
        )

    def say(self, error: PortalError, holdings: Holdings, *, here: bool = True) -> None:
        """Explain an error on the page, and do whatever else follows from it.

        If the citizen has left the place meanwhile (not `here`), the error is not explained.
        """
        if holdings is not self._session.holdings:
            return  # it is about a session that is over, which the page says already
        if isinstance(error, NotSignedIn) and holdings.session is not None:
            # Whatever else is asked while one signs out fails too; then the receipt is on its way.
            if not self._portal.signing_out:
                self._session_over(error)
            return
        explained = notice_of
        if isinstance(error, SignInFailed) and error.reason == "other_person":
            self._session_over(NotSignedIn("otherPerson"))
            return
        if isinstance(error, InteractionGone | SignInFailed):
            asked_at = self._sign_in.steps_up_at
            self._sign_in.stop()
            if holdings.session is not None:
                explained = still_signed_in
            if asked_at is not None:
                self._return_to(asked_at)
        if here:
            said = partial(explained, kind=type(error), reason=error.reason, typed=self.unsent)
            self._notices.say(said)
        self.redraw()

    async def arrived(self) -> None:
        """Go on to the place that the citizen wanted, now that they are signed in."""
        wanted, self._wanted = self._wanted or Place("home"), None
        if self._place.name in _LEFT_WHEN_SIGNED_IN:
            self._history.begin_anew(*(() if wanted.name == "home" else ("home",)))
            await self._go(wanted, remember=False)

    async def stepped_up(self, place: Place) -> None:
        """Go back to the place that wanted a higher level, where all is as it was."""
        self._return_to(place)
        self.tell(self.words("step-up.done"))

    def _return_to(self, place: Place) -> None:
        """Go back to a place whose contents are held, unless the citizen has gone elsewhere meanwhile."""
        if self._place.name in _LEFT_WHEN_SIGNED_IN:
            self._history.back_to(str(place))
            self._stand(place, remember=False)

    def demonstrated(self) -> None:
        """Say that the devices have signed the citizen in by themselves."""
        self.tell(self.words("demo.done"))

    async def turned_back(self, place: Place | None) -> None:
        """Go back to `place`, the start page, or the site from which the citizen came: they have stopped."""
        if place is not None:
            self._return_to(place)
            return
        came_from = page_of(self._wanted.name) if self._wanted is not None else None
        site = self._wanted if came_from is not None and came_from.elsewhere else None
        await self._go(site or Place("start"), remember=False)

    def _session_over(self, error: NotSignedIn) -> None:
        definition = page_of(self._place.name)
        go_on = definition is not None and not definition.public and definition.name != "sign-out"
        self._wanted = self._place if go_on else None
        self._notices.clear()
        self._notices.end(partial(ended_sentence, reason=error.reason))
        self._sign_in.stop()
        self._session.end()
        self._left()
        self._history.move(Place("start"), remember=False)
        self.redraw()

    def _left(self) -> None:
        """Forget everything that could lead back into a session that is over."""
        self._errors.clear()
        self._revisions.clear()
        self._notices.destroy_record()
        self._history.begin_anew()

    # --- drawing --------------------------------------------------------------------------------

    def redraw(self) -> None:
        """Draw the page from what is held now, and publish it if it differs."""
        ended = self._notices.ended
        self._notices.session_ends(time_left.ending_notice(self.context(), ended))
        page = self._drawn()
        if page != self._page:
            self._page = page
            self._tell()
        # A device that waits may do so for half a minute, and it is read why.
        if self._shown is not self._page and (self._devices.waits or not self._unseen):
            self._shown = self._page
            self._tell()

    def _drawn(self) -> Page:
        definition = page_of(self._place.name)
        assert definition is not None
        context = self.context()
        here, notices = str(self._place), self._notices
        step = self._demonstration_notice()
        return frame.frame(
            definition.draw(context),
            definition,
            context,
            frame.PageState(
                trouble=notices.trouble or self._sign_in_first(),
                done=notices.done,
                ended=notices.ended,
                lost=self._session.lost,
                cut_off=self._sign_in.cut_off,
                demo=step,
                busy=not step
                and (
                    self.acting
                    or self._opening
                    or here in self._loading
                    or (here == self._begun and definition.load is not None)
                ),
                device=_device_beside(context),
                alone=bool(self._alone),
                revisions={
                    form: times for (place, form), times in self._revisions.items() if place == here
                },
            ),
        )

    def _demonstration_notice(self) -> Notice | None:
        """What a demonstration is about to do, and how to go on; None while nothing waits."""
        shown = self._demonstration
        if shown is None or not shown.step:
            return None
        how = self.words(f"demo.{shown.speed}")
        return Notice(id="demo", kind="info", title=self.words(shown.step), body=how)

    def _sign_in_first(self) -> Notice | None:
        """Why this is the sign-in and not the requested page; None during an automatic sign-in."""
        if not self._notices.diverted or self._opening:
            return None
        return sign_in_first(self.words)

    def _tell(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    def _crash(self, error: BaseException) -> None:
        self._crashed = error
        self._tell()


async def _extend(context: PageContext, _action: str) -> str | None:
    held = context.holdings
    if held.interaction is not None and time_left.ends_signing_in(held):
        await context.sign_in.act("extend")
    elif held.session is not None:
        held.session = await context.portal.extend()
    context.done = time_left.extended_sentence(context.words, held)
    return None


def _device_beside(context: PageContext) -> Device | None:
    """The device that the sign-in needs at this step, if any."""
    interaction = context.holdings.interaction
    if interaction is None or context.place.name != "sign-in":
        return None
    step = step_of(interaction)
    return step.device.draw(context) if step is not None and step.device is not None else None
