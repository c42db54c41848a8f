"""What page functions and actions get to work with, and how a page is registered."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Protocol
from urllib.parse import parse_qsl, urlencode

from msgspec import Struct

from tui.devices.held import Devices
from tui.journey.announcements import Announcement
from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.drafts import Drafts
from tui.page.parts import Field, Form, Pane, Part
from tui.page.typed import line, lines
from tui.portal.cleaning import clean_line
from tui.portal.client import Portal

if TYPE_CHECKING:
    from datetime import datetime

    from tui.devices.card_copy import CardCopy
    from tui.page.finding import Finding, Group
    from tui.portal.models import (
        BlockContent,
        BlockStatus,
        Catalogue,
        CatalogueState,
        ChairCases,
        FoundAddress,
        Interaction,
        KeptNotices,
        Letters,
        Message,
        Messages,
        Person,
        Profile,
        RemovedProfile,
        RightsRequest,
        Session,
        SignedOut,
    )
    from tui.portal.photos import ChosenPhoto, DrawnPhoto


class Place(Struct, frozen=True):
    """A place in the portal: a page's name, its subject, and choices made on the way there.

    Written as "rights.new?block=identity" or "ebox.message/3b06011b".
    """

    name: str
    subject: str = ""
    query: Mapping[str, str] = {}

    @classmethod
    def parse(cls, text: str) -> Place:
        """The place that a deep link names. The link is cleaned, because anybody can write one."""
        path, _, query = clean_line(text).partition("?")
        name, _, subject = path.partition("/")
        return cls(
            name, subject, {clean_line(key): clean_line(value) for key, value in parse_qsl(query)}
        )

    def __str__(self) -> str:
        subject = f"/{self.subject}" if self.subject else ""
        query = f"?{urlencode(self.query, errors='replace')}" if self.query else ""
        return f"{self.name}{subject}{query}"


class SiteVisit(Struct, frozen=True):
    """A visit to a site beside the portal: who is signed in there, and since when.

    Without `since` one has gone from there to sign in, and has not come back yet.
    """

    name: str = ""
    since: datetime | None = None


class LookedUp(Struct, frozen=True):
    """What the address register has for what is `typed` (by field); `taken` was chosen of it."""

    typed: Mapping[str, str]
    items: tuple[FoundAddress, ...] = ()
    taken: FoundAddress | None = None


class Holdings(Struct):
    """What the citizen's side holds at this moment; all but the catalogue is gone when the session ends.

    None means "not fetched yet". `catalogue_state` says whether the portal knows, in this session, which
    blocks there are; `catalogue` is the latest that it sent. `heard_at` is what time it was in this world
    when it was last asked outside a session. `photo` is that of the profile, `chosen_photo` one that is not
    saved; `card_copy` are the sides of an identity card that are not sent. `letters` are those of the
    requests that were opened, and `requests_current` says whether their controllers said how far they are.
    `removed_profile` says that all was removed in this session.
    `looked_up` is what the address register found last. `notices_seen` is how many new notices there were
    when the citizen last saw that. `interaction` is written only by the engine's sign-in. `failures` has the
    reasons why things could not be fetched: a key such as "profile" or "ebox", and the error's reason.
    `desks` are what a tester sees of all cases at the controllers' desks.
    """

    catalogue: Catalogue | None = None
    heard_at: datetime | None = None
    persons: tuple[Person, ...] = ()
    interaction: Interaction | None = None
    session: Session | None = None
    catalogue_state: CatalogueState = "loading"
    blocks: dict[str, BlockStatus] = {}
    contents: dict[str, BlockContent] = {}
    profile: Profile | None = None
    photo: DrawnPhoto | None = None
    chosen_photo: ChosenPhoto | None = None
    card_copy: dict[str, CardCopy] = {}
    messages: Messages | None = None
    opened: dict[str, Message] = {}
    requests: tuple[RightsRequest, ...] | None = None
    requests_current: bool = True
    letters: dict[str, Letters] = {}
    desks: ChairCases | None = None
    notices: KeptNotices | None = None
    notices_seen: int = 0
    looked_up: LookedUp | None = None
    receipt: SignedOut | None = None
    removed_profile: RemovedProfile | None = None
    failures: dict[str, str] = {}

    @property
    def held_messages(self) -> int:
        """How many eBox messages are held here, the only place where they can be read."""
        listed = self.messages.items if self.messages is not None else ()
        return len({message.message_id for message in listed} | set(self.opened))


class SigningIn(Protocol):
    """The sign-in as pages and their actions work with it; its state is in the holdings."""

    @property
    def finishing(self) -> bool:
        """Whether the identity provider's answer is on its way to the portal."""

    async def begin(self) -> None:
        """Start a sign-in, unless one is under way or the citizen is signed in."""

    async def step_up(self) -> None:
        """Start to sign in anew at a higher level of assurance; it ends at this place again."""

    async def act(self, action: str, **members: object) -> Interaction:
        """Take a step at the identity provider, and return its answer. Member names are the provider's."""

    async def refresh(self) -> None:
        """Take in where the sign-in stands now, because a device has just answered it."""

    def stop(self) -> None:
        """Abandon the sign-in that is under way."""


FieldError = Callable[[Words, Field], str]
"""Says what is wrong with a field, and how to put it right, of the field as it is now."""


class PageContext(Struct):
    """Everything that a page function reads and an action works with, at a place.

    `done` is a finished sentence about what has just been done; the navigator shows it once, as a good
    notice. With `finished`, an act says that what the place was for is done or given up: a sent form is not
    gone back to. `errors` are by form and field. `pending` keeps what a page must remember
    between its steps (a checked form before it is sent), under a name that the page chooses;
    it is lost by stopping, which the citizen is asked about. `noted` is what they remember besides.
    `sites` are the visits to sites beside the portal, by the names of their pages; they are no part of the
    session.
    `announcements` are those of this run, newest first. `looks` explains the program's present appearance,
    for the help; "" if there is nothing to explain. `embedded`: all services run inside this program.
    """

    place: Place
    portal: Portal
    words: Words
    drafts: Drafts
    devices: Devices
    holdings: Holdings
    sign_in: SigningIn
    errors: dict[str, dict[str, FieldError]]
    pending: dict[str, dict[str, str]]
    secrets: Mapping[str, str] = {}
    noted: dict[str, str] = {}
    sites: dict[str, SiteVisit] = {}
    done: str = ""
    finished: bool = False
    commands: tuple[Command, ...] = COMMANDS
    announcements: tuple[Announcement, ...] = ()
    looks: str = ""
    embedded: bool = True

    def typed(self, form: Form) -> dict[str, str]:
        """The text in each field of `form`: the draft, the secret, or the stored value; tidied."""
        return {
            field.name: (lines if field.kind == "long" else line)(
                self.secrets.get(field.name, "")
                if field.secret
                else _or(self.drafts.read(str(self.place), form.id, field.name), field.stored)
            )
            for field in form.fields
        }

    def error(self, form: str, field: Field) -> str:
        """The error under a field, or ""."""
        error = self.errors.get(form, {}).get(field.name)
        return error(self.words, field) if error is not None else ""

    def refuse(self, form: str, errors: Mapping[str, FieldError]) -> None:
        """Show these errors under the fields of `form`; what was typed stays."""
        self.errors[form] = dict(errors)
        self.drafts.refuse(str(self.place), form, errors)


class PageBody(Struct, frozen=True, kw_only=True):
    """What a page function returns; the navigator adds tabs, name, status, device and notices.

    `count`, `list_of` and `opened` are those of the page.
    `focus` names where to go, unless a form has a wrong field: then the first of these. `begin` names the
    part to begin at where that can be seen with the title, unless something can be tried again.
    `window` names the terminal's window where the title holds the citizen's name. `overview`: the aside
    stands beside the parts wherever there is room for two narrow columns.
    """

    title: str
    window: str = ""
    parts: tuple[Part, ...]
    aside: tuple[Part, ...] = ()
    overview: bool = False
    count: str = ""
    list_of: Pane | None = None
    opened: Pane | None = None
    step: str = ""
    help: str
    focus: str = ""
    begin: str = ""


Draw = Callable[[PageContext], PageBody]
"""Draws a page from what is held. Pure: raises no errors and does no I/O."""

Find = Callable[[PageContext], "tuple[Finding, ...]"]
"""What of a page's own the menu finds: blocks, messages, requests. Pure, as `Draw`."""

Load = Callable[[PageContext], Awaitable[None]]
"""Fetches what a page needs into the holdings, when the page is opened."""

Act = Callable[[PageContext, str], Awaitable[str | None]]
"""Does an action, by its id (or the chosen item's); returns the next place, or None to stay.

May raise PortalError: then the navigator explains it on the page, and what was typed is kept.
"""


Known = Callable[["Catalogue"], Iterable[str]]
"""The places of a page that a catalogue knows, each with its subject: "data.identity"."""


class PageDefinition(Struct, frozen=True, kw_only=True):
    """A page of the journey.

    `acts` maps an action's id, a form's submit id, or a listing's part id to what it does. A key that ends
    in "-*" stands for all action ids with that prefix ("remove-*"). `tab` is the page's tab. `public` pages
    need no session. `known` is there where the catalogue says which places there are. `title` is the key of
    the words by which the menu finds the page, in `group`; "" if it needs a subject, or is a tab.
    `typed` is called while something is typed there: with the newest text, once the call before has ended.
    `elsewhere`: it is a page of another site, without the portal's tabs; who signs in from there comes back.
    """

    name: str
    draw: Draw
    title: str = ""
    group: Group = "page"
    find: Find | None = None
    load: Load | None = None
    typed: Load | None = None
    acts: Mapping[str, Act] = {}
    tab: str = ""
    public: bool = False
    elsewhere: bool = False
    known: Known | None = None


def _or(draft: str | None, stored: str) -> str:
    return stored if draft is None else draft
