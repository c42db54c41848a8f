"""From an action to the next page: where the citizen is, what is held, and what changes meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping

from tui.devices.hand import Hand
from tui.journey import data, devices, frame
from tui.journey.drafts import Drafts
from tui.journey.following import WAIT, Followers
from tui.journey.page import Action, Actions, Facts, Form, Notice, Page, Part
from tui.journey.registry import act_of, page_of
from tui.journey.troubles import TRY_AGAIN, ended_sentence, trouble_notice, unknown_place
from tui.journey.visit import Act, Holdings, PageDefinition, Place, Visit
from tui.locale import Words
from tui.portal.client import Portal
from tui.portal.errors import (
    InteractionGone,
    NotSignedIn,
    PortalError,
    SignInFailed,
)
from tui.portal.models import Interaction

MOST_HISTORY = 50


class Navigator:
    """One citizen at one terminal. Renderers come and go; this stays.

    `devices` is what the tester holds. With `demo` the devices answer by themselves and the session
    goes on by itself. All methods belong to one event loop.
    """

    def __init__(self, portal: Portal, words: Words, devices: Hand, *, demo: bool = False) -> None:
        self.words = words
        self.drafts = Drafts()
        self._portal = portal
        self._hand = devices
        self._demo = demo
        self._holdings = Holdings()
        self._place = Place("start")
        self._history: list[Place] = []
        self._wanted: Place | None = None
        self._owner = ""
        self._errors: dict[str, dict[str, str]] = {}
        self._pending: dict[str, dict[str, str]] = {}
        self._revisions: dict[tuple[str, str], int] = {}
        self._trouble: Notice | None = None
        self._done = ""
        self._ended = ""
        self._running: list[str] = []
        self._loading: list[str] = []
        self._version: int | None = None
        self._followers = Followers(self._crash)
        self._crashed: BaseException | None = None
        self._closed = False
        self._moved = asyncio.Event()
        self._page = self._drawn()

    # --- what renderers see ---------------------------------------------------------------------

    @property
    def page(self) -> Page:
        """The page as it is now."""
        return self._page

    @property
    def session_notice(self) -> str:
        """That the session is about to end, or has ended: the only words that may interrupt a prompt."""
        return self._ended or frame.ending_sentence(self.words, self._holdings.session)

    def changes(self) -> AsyncIterator[Page]:
        """Each page that differs from the last one told here, until `close`; pages missed are left out."""
        return self._changes(self._page)

    async def _changes(self, seen: Page) -> AsyncIterator[Page]:
        while True:
            moved = self._moved
            if self._crashed is not None:
                raise self._crashed
            if self._page is not seen:
                seen = self._page
                yield seen
            elif self._closed:
                return
            else:
                await moved.wait()

    async def close(self) -> None:
        """Stop what runs beside, and end every `changes`."""
        self._closed = True
        await self._followers.close()
        self._tell()

    # --- what renderers do ----------------------------------------------------------------------

    async def open(self, place: str) -> None:
        """Go to a place; by way of signing in where it needs a session."""
        self._forget_notices()
        await self._go(Place.parse(place))

    async def back(self) -> None:
        """Take the page's own way back, or else return to the place before."""
        own = next((one for one in _actions(self._page) if one.kind == "back"), None)
        if own is not None:
            await self.act(own.id)
            return
        self._forget_notices()
        before = self._history.pop() if self._history else Place("start")
        await self._go(before, remember=False)

    async def act(self, action_id: str) -> None:
        """Do an action of the page, or "go:PLACE". One that is already running is not begun again."""
        if action_id.startswith("go:"):
            await self.open(action_id.removeprefix("go:"))
            return
        action = next((one for one in _actions(self._page) if one.id == action_id), None)
        if action is None:
            return  # the page has moved on since it was drawn
        if action_id == TRY_AGAIN:
            await self._once(action_id, lambda: self._go(self._place, remember=False))
            return
        if (act := self._act_of(action_id)) is None:
            raise LookupError(f"{self._page.place} offers {action_id!r}, and nothing does it")
        await self._do(action_id, act, self._visit(), is_back=action.kind == "back")

    async def choose(self, part_id: str, item_id: str) -> None:
        """Open an item of a listing. An item with the id "go:PLACE" leads there."""
        if item_id.startswith("go:"):
            await self.open(item_id.removeprefix("go:"))
            return
        act = self._act_of(part_id)
        if act is None:
            raise LookupError(f"{self._page.place} has no act for the listing {part_id!r}")
        await self._do(item_id, act, self._visit(), running=f"{part_id} {item_id}")

    async def submit(self, form_id: str, secrets: Mapping[str, str] | None = None) -> None:
        """Send a form. What was typed is forgotten when it was taken, and stays when it was not."""
        form = _form(self._page, form_id)
        if form is None:
            return
        act = self._act_of(form.submit.id)
        if act is None:
            raise LookupError(f"{self._page.place} has no act for the form {form_id!r}")
        place = str(self._place)
        self._errors.pop(form_id, None)
        taken = await self._do(form.submit.id, act, self._visit(dict(secrets or {})))
        if taken and not any(self._errors.get(form_id, {}).values()):
            self.drafts.forget(place, form_id)
            key = (place, form_id)
            self._revisions[key] = self._revisions.get(key, 0) + 1
            self._redraw()

    def tell(self, sentence: str) -> None:
        """Say a finished sentence on the page, as after something was done; gone at the next action."""
        self._done = sentence
        self._redraw()

    # --- moving ---------------------------------------------------------------------------------

    async def _go(self, place: Place, *, remember: bool = True) -> None:
        place = self._allowed(place)
        definition = page_of(place.name)
        if definition is None:
            self._trouble = unknown_place(self.words)
            place = self._allowed(Place("start"))
            definition = page_of(place.name)
            assert definition is not None
        if str(place) != str(self._place):
            self._errors.clear()
            if remember:
                self._remember(place)
        self._place = place
        self._redraw()
        if definition.load is not None:
            await self._load(definition)

    def _remember(self, place: Place) -> None:
        """Going where one has just come from is going back; else there is one place more to go back to.

        What a link chooses on a page (its query) makes no other place of it.
        """
        if _same(self._place, place):
            return
        if self._history and _same(self._history[-1], place):
            self._history.pop()
        else:
            self._history = [*self._history, self._place][-MOST_HISTORY:]

    def _allowed(self, place: Place) -> Place:
        """`place`, or where one must be first."""
        signed_in = self._holdings.session is not None
        definition = page_of(place.name)
        if signed_in and place.name in ("start", "sign-in"):
            return Place("home")
        if signed_in or definition is None or definition.public:
            if place.name == "start":
                self._wanted = None
            return place
        self._wanted = place
        return Place("sign-in")

    async def _load(self, definition: PageDefinition) -> None:
        assert definition.load is not None
        visit, where = self._visit(), str(self._place)
        self._loading.append(where)
        self._redraw()
        try:
            await definition.load(visit)
        except PortalError as error:
            self._say(error, visit.holdings)
        finally:
            self._loading.remove(where)
            await self._settle(visit.holdings)

    # --- doing ----------------------------------------------------------------------------------

    def _act_of(self, name: str) -> Act | None:
        page = page_of(self._place.name)
        own = act_of(page, name) if page else None
        return own or devices.ACTS.get(name) or _OWN.get(name)

    async def _do(
        self,
        action_id: str,
        act: Act,
        visit: Visit,
        *,
        is_back: bool = False,
        running: str = "",
    ) -> bool:
        """Run an act and go where it leads; whether it ended without an error."""
        taken = False

        async def run() -> None:
            nonlocal taken
            self._forget_notices()
            self._redraw()
            where = str(self._place)
            try:
                following = await act(visit, action_id)
                taken = True
            except PortalError as error:
                self._say(error, visit.holdings)
                return
            self._done = visit.done
            await self._settle(visit.holdings)
            if following is not None and str(self._place) == where:
                self._after(following, is_back)
                # From a session that is over there is no way back into it.
                remember = not is_back and visit.holdings is self._holdings
                await self._go(Place.parse(following), remember=remember)

        await self._once(running or action_id, run)
        return taken

    def _after(self, following: str, is_back: bool) -> None:
        # A way back leads to where one was: what lies behind it is no longer before one.
        if is_back:
            there = Place.parse(following)
            for at, one in enumerate(self._history):
                if _same(one, there):
                    self._history = self._history[:at]
                    return

    async def _once(self, name: str, work: Callable[[], Awaitable[None]]) -> None:
        if name in self._running:
            return
        self._running.append(name)
        try:
            await work()
        finally:
            self._running.remove(name)
            self._redraw()

    def _say(self, error: PortalError, holdings: Holdings) -> None:
        """Turn an error into words on the page, and into what else follows from it."""
        if holdings is not self._holdings:
            return  # it concerns a session that is over, and that was told
        if isinstance(error, NotSignedIn) and self._holdings.session is not None:
            self._session_over(error)
            return
        if isinstance(error, InteractionGone | SignInFailed):
            self._holdings.interaction = None
            self._follow_sign_in()
        self._trouble = trouble_notice(self.words, error)
        self._redraw()

    def _forget_notices(self) -> None:
        self._trouble = None
        self._done = ""
        self._ended = ""

    # --- the session ----------------------------------------------------------------------------

    async def _settle(self, holdings: Holdings) -> None:
        """After anything was done: see whether one is now signing in, signed in, or signed out."""
        if holdings is not self._holdings:
            return  # done for a session that is over
        if holdings.receipt is not None and holdings.session is not None:
            self._signed_out()
        if self._demo:
            await self._answer_by_card(holdings)
        interaction = holdings.interaction
        if interaction is not None and interaction.step in ("done", "ended"):
            await self._finish(interaction)
        self._follow_sign_in()
        self._redraw()

    async def _finish(self, interaction: Interaction) -> None:
        """Take the identity provider's answer to the portal, once."""
        holdings = self._holdings
        holdings.interaction = None
        self._put_devices_away()
        try:
            if interaction.step == "ended" and not interaction.redirect_to:
                raise InteractionGone("expired")
            holdings.session = await self._portal.finish_sign_in(interaction)
        except PortalError as error:
            if isinstance(error, SignInFailed) and error.reason == "access_denied":
                await self._go(Place("start"), remember=False)  # what the citizen asked for
            else:
                self._say(error, holdings)
            return
        self._begin_session()
        wanted, self._wanted = self._wanted, None
        if self._place.name in ("start", "sign-in", "persons", "devices"):
            self._history = [Place("home")] if wanted and wanted.name != "home" else []
            await self._go(wanted or Place("home"), remember=False)

    def _begin_session(self) -> None:
        session, person = self._holdings.session, self._hand.person
        assert session is not None
        owner = f"{person.person_id if person else ''} {session.citizen.name}"
        if owner != self._owner:
            self._pending.clear()
        self._owner = owner
        self.drafts.belong_to(owner)
        self._holdings.receipt = None
        self._version = None
        self._followers.follow("session", self._ask_session)

    def _session_over(self, error: NotSignedIn) -> None:
        """The session ended by itself: what was held is gone, what was typed stays for who typed it."""
        self._wanted = self._place if not _public(self._place) else None
        self._forget_notices()
        self._ended = ended_sentence(self.words, error)
        self._leave_session()
        self._place = Place("start")
        self._redraw()

    def _signed_out(self) -> None:
        """The citizen signed out: nothing of theirs is left here, but for the receipt."""
        receipt = self._holdings.receipt
        self._leave_session()
        self._holdings.receipt = receipt
        self._wanted = None
        self._owner = ""
        self._pending.clear()
        self._revisions.clear()
        self.drafts.destroy()

    def _leave_session(self) -> None:
        self._followers.stop("session")
        self._holdings = Holdings(
            catalogue=self._holdings.catalogue, persons=self._holdings.persons
        )
        self._history = []
        self._errors.clear()
        self._put_devices_away()

    async def _ask_session(self) -> bool:
        """One open question to the portal: blocks that come, and the session that nears its end."""
        holdings = self._holdings
        try:
            await self._take_changes(holdings)
        except NotSignedIn as error:
            # Signing out wakes this question too; the receipt is then on its way.
            if error.reason != "signedOut" or not self._running:
                self._say(error, holdings)
            raise
        return holdings is self._holdings

    async def _take_changes(self, holdings: Holdings) -> None:
        changes = await self._portal.changes(self._version, 0 if self._version is None else WAIT)
        if holdings is not self._holdings:
            return
        self._version = changes.version
        holdings.session = changes.session
        for status in changes.blocks:
            known = holdings.blocks.get(status.block_id)
            if known is not None and known.fetched_at != status.fetched_at:
                holdings.contents.pop(status.block_id, None)
            holdings.blocks[status.block_id] = status
        self._redraw()
        if self._demo and changes.session.state == "ending":
            holdings.session = await self._portal.extend()
        await data.fetch_contents(self._visit())
        self._redraw()

    # --- signing in -----------------------------------------------------------------------------

    def _follow_sign_in(self) -> None:
        """Keep asking how the sign-in stands, and what the phone shows, as long as it lasts."""
        interaction = self._holdings.interaction
        if interaction is None:
            self._followers.stop("interaction", "phone")
            self._put_devices_away()
            return
        self._followers.follow("interaction", self._ask_interaction)
        if self._hand.phone is not None and interaction.step == "itsmeWaiting":
            self._followers.follow("phone", self._ask_phone)
        if interaction.eid is not None:
            self._hand.reader.ask(interaction.eid.challenge, interaction.eid.origin)
        else:
            self._hand.reader.ask_no_more()

    async def _ask_interaction(self) -> bool:
        before = self._holdings.interaction
        if before is None:
            return False
        try:
            after = await self._portal.interaction(before.version, WAIT)
        except InteractionGone as error:
            if self._holdings.interaction is not None:
                self._say(error, self._holdings)
            raise
        now = self._holdings.interaction
        if now is None or now.interaction_id != after.interaction_id:
            return False
        if after.version > now.version:
            self._holdings.interaction = after
            await self._settle(self._holdings)
        return self._holdings.interaction is not None

    async def _ask_phone(self) -> bool:
        phone = self._hand.phone
        if phone is None or self._holdings.interaction is None:
            return False
        await phone.look(self._portal, WAIT)
        if self._demo and phone.request is not None:
            await phone.answer(self._portal, phone.request.request_id, "approve")
        self._redraw()
        return True

    async def _answer_by_card(self, holdings: Holdings) -> None:
        """In a demonstration: the card goes into the reader and its PIN is typed."""
        card, interaction = self._hand.card, holdings.interaction
        if card is None or interaction is None or interaction.eid is None:
            return
        reader = self._hand.reader
        reader.ask(interaction.eid.challenge, interaction.eid.origin)
        try:
            reader.insert(card)
            await devices.enter_pin(self._visit(), card.pin)
        except PortalError as error:
            self._say(error, holdings)

    def _put_devices_away(self) -> None:
        self._hand.reader.ask_no_more()
        if self._hand.phone is not None:
            self._hand.phone.put_away()

    # --- drawing --------------------------------------------------------------------------------

    def _visit(self, secrets: Mapping[str, str] | None = None) -> Visit:
        return Visit(
            place=self._place,
            portal=self._portal,
            words=self.words,
            drafts=self.drafts,
            hand=self._hand,
            holdings=self._holdings,
            errors=self._errors,
            pending=self._pending,
            secrets=secrets or {},
        )

    def _drawn(self) -> Page:
        definition = page_of(self._place.name)
        assert definition is not None
        visit = self._visit()
        here = str(self._place)
        return frame.frame(
            definition.draw(visit),
            definition,
            visit,
            frame.Surroundings(
                trouble=self._trouble,
                done=self._done,
                ended=self._ended,
                busy=bool(self._running) or here in self._loading,
                device=() if self._place.name == "devices" else devices.beside(visit),
                revisions={
                    form: times for (place, form), times in self._revisions.items() if place == here
                },
            ),
        )

    def _redraw(self) -> None:
        page = self._drawn()
        if page != self._page:
            self._page = page
            self._tell()

    def _tell(self) -> None:
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    def _crash(self, error: BaseException) -> None:
        self._crashed = error
        self._tell()


async def _extend(visit: Visit, _action: str) -> str | None:
    visit.holdings.session = await visit.portal.extend()
    visit.done = visit.words("session.extended")
    return None


_OWN: dict[str, Act] = {frame.EXTEND: _extend}
"""What can be done on any page."""


def _same(one: Place, other: Place) -> bool:
    return (one.name, one.subject) == (other.name, other.subject)


def _public(place: Place) -> bool:
    definition = page_of(place.name)
    return definition is None or definition.public


def _actions(page: Page) -> list[Action]:
    """Every action that the page offers, in reading order."""
    found: list[Action] = []
    for part in page.everything:
        match part:
            case Actions():
                found += part.items
            case Notice() | Facts():
                found += part.actions
            case Form():
                found += (part.submit, *part.others)
            case Part():
                pass
    return found


def _form(page: Page, form_id: str) -> Form | None:
    return next(
        (part for part in page.everything if isinstance(part, Form) and part.id == form_id), None
    )
