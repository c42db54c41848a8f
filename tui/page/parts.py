"""A page as data: what it says, asks and offers, without knowing a terminal.

Everything here is frozen and compared by value: a renderer redraws a part if the new part is not equal to
the old part, and nothing else. What the citizen is typing is never in a page; it lives in `Drafts`.

Ids are lower-case words joined by hyphens (`[a-z][a-z0-9-]*`), so that they can name widgets. A part's
id is unique on its page and stable over time; an action's id is unique on its page.
"""

from itertools import takewhile
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Role = Literal["lead", "heading", "body", "hint"]
NoticeKind = Literal["info", "good", "warning", "error"]
BlockState = Literal["loading", "here", "empty", "unavailable", "refused", "off"]
FieldKind = Literal["text", "email", "phone", "digits", "long", "choice", "tick"]
ActionKind = Literal["main", "plain", "danger", "back"]
StepState = Literal["done", "now", "next"]
DeviceKind = Literal["phone", "reader"]

Points = tuple[bytes, ...]
"""A square picture in rows of points from the top, each three bytes: red, green, blue."""

TITLE = ":title"
"""The value of a page's `focus` that stands for its title, where Enter does nothing."""

ANNOUNCED = ("session", "trouble", "wrong", "done", "demo")
"""Ids of the notices that may appear on any page; they must be announced even when they are out of view."""


class Action(Struct, frozen=True, kw_only=True):
    """Something the citizen can do on a page, by `Navigator.act(id)`.

    `label` is what is drawn, and need not be unique ("Meld een fout"); `spoken` is the whole name
    where the label alone is not clear ("Meld een fout, Identiteit"), and begins with the label.
    `short` is a word of at most seven letters for it, for the foot of a narrow window ("Opnieuw").
    """

    id: str
    label: str
    spoken: str = ""
    short: str = ""
    help: str = ""
    kind: ActionKind = "plain"

    @property
    def name(self) -> str:
        """The action's full name, for speech, lines and lists."""
        return self.spoken or self.label


class Part(Struct, frozen=True, kw_only=True):
    """A piece of a page. Renderers dispatch on its type."""

    id: str


class Text(Part, frozen=True, kw_only=True):
    """Running text; blank lines separate paragraphs. `foreign`: others wrote it, such as a sender of post."""

    text: str
    role: Role = "body"
    foreign: bool = False


class Notice(Part, frozen=True, kw_only=True):
    """Something that happened or must be known. `targets` are fields to go to ("form.field").

    `short` is the title in fewer words, for a line of a narrow window ("Sessie stopt om 10.15 uur").
    """

    kind: NoticeKind
    title: str
    short: str = ""
    body: str = ""
    targets: tuple[str, ...] = ()
    actions: tuple[Action, ...] = ()


class Fact(Struct, frozen=True, kw_only=True):
    """A label and a value, both as text to be read or copied; `note` says more of the value, in few words."""

    label: str
    value: str
    note: str = ""


class Facts(Part, frozen=True, kw_only=True):
    """A titled block of facts from a single source, in one of six states.

    `groups` holds a tuple of facts for each record (a vehicle, a diploma). `source` is a finished sentence
    that names source, authority and time of fetch; `note` says what the state means and what can be
    done. `expected` is how many rows to reserve while loading; `summary` is the block in a short
    line, for outlines. `own` holds the actions of each record, which stand beside it; () if none has any.
    `count` says how many records there are ("4 mensen"). `table`: they all have the same labels, so that
    they can stand below each other under one head. `letter` is what somebody wrote, with whom and when as
    its facts. `photo` is a picture in several sizes, the largest first: the first that fits is drawn beside
    the facts, which say what is to be seen on it.
    """

    title: str
    groups: tuple[tuple[Fact, ...], ...] = ()
    state: BlockState = "here"
    source: str = ""
    note: str = ""
    summary: str = ""
    count: str = ""
    table: bool = False
    letter: Text | None = None
    photo: tuple[Points, ...] = ()
    expected: int = 0
    own: tuple[tuple[Action, ...], ...] = ()
    actions: tuple[Action, ...] = ()


class Item(Struct, frozen=True, kw_only=True):
    """A choice of a listing, opened by Enter, never by moving to it. `mark` is a word ("nieuw").

    `detail` says the thing itself, or in words the `state` that it is in. `when` is its day or its term, in
    few words. `heading` is what it stands under, with those beside it that have the same. `cells` are what
    stands under the columns of its listing, after the title.
    """

    id: str
    title: str
    detail: str = ""
    mark: str = ""
    when: str = ""
    heading: str = ""
    cells: tuple[str, ...] = ()
    state: BlockState = "here"

    @property
    def said(self) -> str:
        """The detail, what stands under the columns, and the day, as they are read out."""
        cells = ". ".join(cell.rstrip(".") for cell in self.cells if cell)
        return ", ".join(text for text in (self.detail, cells, self.when) if text)


class Verb(Struct, frozen=True):
    """What Enter does, for the foot line: in full ("Lees bericht"), and in at most seven letters ("Lees")."""

    full: str
    short: str


class Listing(Part, frozen=True, kw_only=True):
    """A list to choose from. `count` is a phrase ("6 berichten, 3 nieuw.").

    `chosen` is the id of the item that the aside shows or that is in force. `verb` is what Enter does with an
    item; None: it opens it. `outside`: it is no part of the portal. `columns` are the heads of a table, of
    the titles and of each item's cells, which is one where there is room.
    """

    title: str
    items: tuple[Item, ...] = ()
    count: str = ""
    empty: str = ""
    chosen: str = ""
    verb: Verb | None = None
    outside: bool = False
    columns: tuple[str, ...] = ()


class Option(Struct, frozen=True, kw_only=True):
    """A value of a choice field."""

    value: str
    label: str
    hint: str = ""


class Field(Struct, frozen=True, kw_only=True):
    """A question: label above, hint before the input, error under it.

    A hint is never left out; "" means that there is nothing to say before the citizen types.
    `stored` is the value in force; what is typed lives in the drafts. A tick's value is "yes" or "".
    `purpose` names what the value is for (WCAG 1.3.5), in the words of HTML's autofill tokens.
    `secret` values are never kept in drafts, and are shown as dots unless they are `shown`. Lengths are in
    characters.
    """

    name: str
    label: str
    hint: str
    kind: FieldKind = "text"
    options: tuple[Option, ...] = ()
    required: bool = False
    secret: bool = False
    shown: bool = False
    purpose: str = ""
    stored: str = ""
    error: str = ""
    example: str = ""
    longest: int = 0

    @property
    def masked(self) -> bool:
        """Whether what is typed is not to be seen."""
        return self.secret and not self.shown

    @property
    def counts(self) -> bool:
        """Whether to say how many characters there are, and may be: of a text of several lines."""
        return self.kind == "long" and self.longest > 0


class Form(Part, frozen=True, kw_only=True):
    """Fields and the action that sends them. With a higher `revision`, fields show `stored` again.

    `note` is said beside the buttons: what sending does, or that nothing is sent yet. `bar`: the buttons stay
    in view however long the page is, unless the form is only a piece of it, such as a search.
    """

    title: str = ""
    fields: tuple[Field, ...]
    submit: Action
    others: tuple[Action, ...] = ()
    note: str = ""
    bar: bool = True
    revision: int = 0

    @property
    def actions(self) -> tuple[Action, ...]:
        """The action that sends it, as the main one unless it is of another kind, and the others."""
        main = self.submit.kind == "plain"
        return (replace(self.submit, kind="main") if main else self.submit, *self.others)

    @property
    def is_short(self) -> bool:
        """Whether there is room for the button beside the only field: a search, say."""
        alone = not (self.bar or self.title or self.note or self.others)
        return alone and len(self.fields) == 1

    def says_optional(self, field: Field) -> bool:
        """Whether to say that a field is optional: not of the only one, for which the form is there."""
        return not field.required and len(self.fields) > 1


class Step(Struct, frozen=True, kw_only=True):
    """A moment of a timeline; `note` says more of it, in a short sentence."""

    when: str
    what: str
    note: str = ""
    state: StepState = "done"


class Timeline(Part, frozen=True, kw_only=True):
    """What happened and what will happen, in order."""

    title: str
    steps: tuple[Step, ...]


class Meter(Part, frozen=True, kw_only=True):
    """How much of something has gone by: `value` of `of`, which is at least 1. `words` say it, too."""

    title: str
    value: int
    of: int
    words: str


class Picture(Part, frozen=True, kw_only=True):
    """A picture of dark and light points, and the words that say as much.

    `rows` are of one length, "#" for a dark point. It is drawn where there is room; the words stand below
    it, and alone elsewhere.
    """

    rows: tuple[str, ...]
    words: str


class Actions(Part, frozen=True, kw_only=True):
    """A row of actions.

    `bar`: they decide on what the page shows, and stay in view however long it is, as a form's do.
    """

    items: tuple[Action, ...]
    bar: bool = False


class Device(Part, frozen=True, kw_only=True):
    """A thing that the citizen holds, outside the portal; `parts` are what its display shows.

    `title` says whose it is. `sentence` says in words what the display shows, and never a PIN. Of a phone,
    `clock` is the time on its display ("" for none) and `app` the name of the app that is open; of a reader,
    `card` has the lines on the card in its slot: what it is, its holder, its number, until when it is valid.
    """

    kind: DeviceKind
    title: str
    parts: tuple[Part, ...]
    sentence: str = ""
    clock: str = ""
    app: str = ""
    card: tuple[str, ...] = ()


class Tab(Struct, frozen=True, kw_only=True):
    """A main page of the portal; `id` is the place that it opens, `count` how much is new there."""

    id: str
    label: str
    count: int = 0


class Pane(Struct, frozen=True, kw_only=True):
    """What stands beside a page where there is room: the list that it was opened from, or what a list opens.

    `item` is the item of the list that is open.
    """

    title: str
    count: str = ""
    parts: tuple[Part, ...]
    item: str = ""


class Page(Struct, frozen=True, kw_only=True):
    """Everything that a renderer needs to draw a place.

    `place` is the whole deep link ("ebox.message/3b06…"), `id` the page's name ("ebox.message"). `who` is
    the entry at the top right: "Aanmelden", or the citizen's name; `who_place` is where it leads. `aside`
    is a second column if there is room, and follows the parts otherwise; of an `overview` two narrow
    columns are room enough. `device` is the citizen's own device (phone, card reader) that this page
    needs: a pane where there is room, otherwise shown by a key; line mode asks its questions in place.
    `status` says that loading is done and where the citizen is (R1). `news` says that something
    has come that is to be found elsewhere. `step` says "Stap 2 van 3". `focus`
    names the part ("nickname-form") or field ("nickname-form.nickname") to go to, once. `begin` names the
    part or the field to begin at, if it can be seen together with the title: what is opened, or how to
    try again. `window` names the terminal's window where the title must not, for it holds the citizen's
    name: a window's name is seen beside the terminal, and other programs keep it. `pinned` is what must
    not be scrolled out of view, a line above the page: that the session or the sign-in is about to end.
    Lines say it once, as it comes. `count` says how much there is on the page, beside its title ("8
    blokken, 1 niet beschikbaar"), in phrases with a comma between them. `date` is the day in this world,
    and `until` says until when the session lasts; both for who has room for them. `list_of` is the list
    from which this page was opened: it stands before it where there is room, and nowhere else, for there
    is a way back. Of a list, `opened` is what stands beside it there before anything is chosen; it can be
    chosen everywhere.
    """

    id: str
    place: str
    title: str
    window: str = ""
    parts: tuple[Part, ...]
    aside: tuple[Part, ...] = ()
    overview: bool = False
    count: str = ""
    list_of: Pane | None = None
    opened: Pane | None = None
    device: Device | None = None
    tabs: tuple[Tab, ...] = ()
    tab: str = ""
    status: str = ""
    news: str = ""
    who: str = ""
    who_place: str = ""
    step: str = ""
    date: str = ""
    until: str = ""
    help: str = ""
    focus: str = ""
    begin: str = ""
    busy: bool = False
    pinned: Notice | None = None

    @property
    def everything(self) -> tuple[Part, ...]:
        """All parts in reading order, also those beside the page where there is room; not what is pinned.

        Of a device, what its display shows.
        """
        return leaves(self.pieces)

    @property
    def pieces(self) -> tuple[Part, ...]:
        """The same, with each device as a whole."""
        before = self.list_of.parts if self.list_of else ()
        after = self.opened.parts if self.opened else ()
        above = self.announced if self.list_of else ()
        parts = self.parts[len(above) :]
        return above + before + parts + self.aside + after + self._devices

    @property
    def announced(self) -> tuple[Part, ...]:
        """The notices at the beginning of the page that are announced: they stand above all columns."""
        return tuple(takewhile(lambda part: part.id in ANNOUNCED, self.parts))

    @property
    def own(self) -> tuple[Part, ...]:
        """The parts of the page itself in reading order: main column, aside, device."""
        return leaves(self.own_pieces)

    @property
    def own_pieces(self) -> tuple[Part, ...]:
        """The same, with each device as a whole."""
        return self.parts + self.aside + self._devices

    @property
    def _devices(self) -> tuple[Part, ...]:
        return (self.device,) if self.device else ()

    @property
    def opened_item(self) -> str:
        """The item of its list that is open, on this page or beside it; "" if none is."""
        pane = self.list_of or self.opened
        return pane.item if pane is not None else ""

    @property
    def signed_in(self) -> bool:
        """Whether somebody is signed in: the entry at the top right is a person's name."""
        return self.who_place == "sign-out"


def leaves(parts: tuple[Part, ...]) -> tuple[Part, ...]:
    """These parts, with what its display shows in the place of each device."""
    if not any(isinstance(part, Device) for part in parts):
        return parts
    return tuple(
        leaf for part in parts for leaf in (part.parts if isinstance(part, Device) else (part,))
    )


PART_KINDS: tuple[type[Part], ...] = (
    Text,
    Notice,
    Facts,
    Listing,
    Form,
    Timeline,
    Meter,
    Picture,
    Actions,
    Device,
)
"""Every kind that a renderer must draw; a test holds each renderer to it."""
