"""The simulator's own page for choosing which invented person to be."""

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.registry import usable_methods
from tui.locale import Words, as_sentence
from tui.page.parts import Action, Actions, Item, Listing, Notice, Part, Text, Verb
from tui.pages import sites
from tui.pages.digital_keys import SEE, TO_CARD, TO_MAILBOX, TO_PHONE, device_links
from tui.pages.links import go_to
from tui.portal.models import Person

LIST, TO_CHAIR = "persons", "to-chair"

COLUMNS = ("name", "age", "what", "ways", "post")
"""What stands of each person, in the order in which it is told."""


def draw_persons(context: PageContext) -> PageBody:
    """The invented people: with what each signs in, and how many messages they have."""
    words, holdings = context.words, context.holdings
    title = words("persons.title")
    if holdings.session is not None:
        # No change of person while signed in: another person needs another session.
        stay = Notice(
            id="signed-in",
            kind="info",
            title=words("persons.signed-in", name=holdings.session.citizen.name),
            body=words("persons.signed-in.way"),
        )
        ways = Actions(id="sites-links", items=(_to_chair(words),))
        return PageBody(title=title, parts=(stay, ways), help=words("persons.help"))
    parts: tuple[Part, ...] = (
        Text(id="lead", text=words("persons.lead"), role="lead"),
        persons_listing(context, words("persons.list")),
        *device_links(context),
        _ways_on(context),
    )
    return PageBody(title=title, parts=parts, help=words("persons.help"))


def _ways_on(context: PageContext) -> Actions:
    """To the sites that one can begin at, and to the controllers' desks."""
    to_sites = sites.links(context)
    return replace(to_sites, items=(*to_sites.items, _to_chair(context.words)))


def _to_chair(words: Words) -> Action:
    return Action(id=TO_CHAIR, label=words("chair.open"))


def persons_listing(context: PageContext, title: str) -> Listing:
    """Who one can be; who one is, is chosen."""
    words, person = context.words, context.devices.person
    return Listing(
        id=LIST,
        verb=Verb(words("foot.person"), words("foot.choose")),
        title=title,
        outside=True,
        columns=tuple(words(f"persons.column.{name}") for name in COLUMNS),
        items=tuple(_item(context, person) for person in context.holdings.persons),
        empty=words("persons.loading"),
        chosen=person.person_id if person else "",
    )


def _item(context: PageContext, person: Person) -> Item:
    words = context.words
    unborn = person.age is None
    return Item(
        id=person.person_id,
        title=person.name,
        cells=(
            words("persons.unborn") if unborn else words("persons.age", age=person.age),
            as_sentence(words.local(person.summary)),
            _signs_in(words, person),
            words.count("persons.messages", person.messages),
        ),
    )


def _signs_in(words: Words, person: Person) -> str:
    """With what this person can sign in."""
    keys = {method: f"persons.way.{method}" for method in usable_methods(person)}
    ways = ", ".join(words(key) if key in words else method for method, key in keys.items())
    return words("persons.ways", ways=ways) if ways else words("persons.no-way")


async def load_persons(context: PageContext) -> None:
    """Fetch the invented people, once."""
    if not context.holdings.persons:
        context.holdings.persons = await context.portal.persons()


async def take(context: PageContext, person_id: str) -> str | None:
    """Be this person from now on, and go to the sign-in; not while somebody is signed in."""
    if context.holdings.session is not None:
        return None
    person = next(
        (person for person in context.holdings.persons if person.person_id == person_id), None
    )
    if person is None:
        return None
    await context.devices.take(person, context.portal)
    context.sites.clear()  # they were another's
    context.sign_in.stop()
    return "sign-in"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="persons",
        title="persons.title",
        group="outside",
        draw=draw_persons,
        load=load_persons,
        acts={
            LIST: take,
            **sites.GOES,
            TO_CHAIR: go_to("chair"),
            **{
                name: go_to(name.removeprefix("to-"))
                for name in (SEE, TO_PHONE, TO_CARD, TO_MAILBOX)
            },
        },
        public=True,
    ),
)
