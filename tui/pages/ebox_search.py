"""Looking for messages of the eBox, by their title or who sent them."""

from tui.journey.context import Act, PageContext, Place
from tui.page.finding import folded
from tui.page.parts import Action, Field, Form
from tui.portal.models import Message

SEARCH = "search-form"
"""The form, by its part's id."""

LONGEST = 60


def searched(context: PageContext) -> str:
    """What is looked for; "" for nothing yet."""
    return context.place.query.get("search", "")


def found(context: PageContext) -> tuple[Message, ...]:
    """The messages with all the words that are looked for in their title or the name of their sender."""
    messages = context.holdings.messages
    wanted = folded(searched(context)).split()
    return tuple(
        message
        for message in (messages.items if messages else ())
        if all(word in _searchable(context, message) for word in wanted)
    )


def _searchable(context: PageContext, message: Message) -> str:
    local = context.words.local
    return folded(f"{local(message.subject)} {local(message.sender_name)}")


def search_form(context: PageContext) -> Form:
    """The form, with what is looked for in it."""
    words = context.words
    return Form(
        id=SEARCH,
        fields=(
            Field(
                name="words",
                label=words("ebox.search.label"),
                hint=words("ebox.search.hint"),
                stored=searched(context),
                longest=LONGEST,
            ),
        ),
        submit=Action(id="search", label=words("ebox.find")),
        bar=False,
    )


def here(context: PageContext, name: str, subject: str = "", **query: str) -> str:
    """A place of the eBox; what is looked for stays."""
    wanted = searched(context)
    return str(Place(name, subject, {**({"search": wanted} if wanted else {}), **query}))


async def _search(context: PageContext, _action: str) -> str | None:
    typed = " ".join(context.typed(search_form(context))["words"].split())[:LONGEST]
    return str(Place("ebox", query={"search": typed} if typed else {}))


async def _clear(context: PageContext, _action: str) -> str | None:
    context.drafts.forget(str(context.place), SEARCH)
    return "ebox"


ACTS: dict[str, Act] = {"search": _search, "clear": _clear}
