"""The overview of controllers: who is responsible for which data, signed in or out (R23)."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_catalogue, unavailable_notice
from tui.page.parts import Action, Actions, Item, Listing, Part, Text
from tui.pages.authority import authority_facts, own_controller, own_functions
from tui.portal.models import Catalogue, CatalogueController

OWN = "own-"
"""The prefix of the entries for the portal's own functions ("own-nickname")."""


def draw_controllers(context: PageContext) -> PageBody:
    """An entry for each block and for each of the portal's own functions; the chosen entry in the aside."""
    words = context.words
    catalogue = context.holdings.catalogue
    if catalogue is None:
        missing: Part = (
            unavailable_notice(context, "catalogue")
            if "catalogue" in context.holdings.failures
            else Text(id="loading", text=words("data.loading"), role="hint")
        )
        return PageBody(
            title=words("controllers.title"), parts=(missing,), help=words("controllers.help")
        )
    chosen = context.place.subject
    aside = _entry(context, catalogue, chosen)
    return PageBody(
        title=words("controllers.title"),
        parts=(
            Text(id="lead", text=words("controllers.lead"), role="lead"),
            _blocks(context, catalogue, chosen),
            _functions(context, catalogue, chosen),
            Text(id="simulator", text=words("controllers.simulator"), role="hint"),
        ),
        aside=aside,
        help=words("controllers.help"),
        focus="" if aside else context.place.query.get("at", ""),
        begin="entry" if aside else "",
    )


def _blocks(context: PageContext, catalogue: Catalogue, chosen: str) -> Listing:
    """Every block with its competent authority, in the order of the categories."""
    words = context.words
    order = [category.category_id for category in catalogue.categories]
    entries = sorted(
        ((controller, block) for controller in catalogue.items for block in controller.blocks),
        key=lambda entry: (
            order.index(entry[1].category) if entry[1].category in order else len(order)
        ),
    )
    items = tuple(
        Item(
            id=block.block_id,
            title=words.local(block.label),
            detail=words(
                "controllers.detail",
                authority=words.local(controller.authority),
                level=words(f"authority.level.{controller.level}"),
            ),
        )
        for controller, block in entries
    )
    return Listing(
        id="blocks",
        title=words("controllers.blocks"),
        items=items,
        count=words.count("controllers.count", len(items)),
        chosen=chosen,
    )


def _functions(context: PageContext, catalogue: Catalogue, chosen: str) -> Listing:
    """What Digitaal Vlaanderen itself is the controller of (R28)."""
    words = context.words
    own = own_controller(catalogue)
    items = tuple(
        Item(
            id=f"{OWN}{function}",
            title=words(f"function.{function}"),
            detail=words.local(own.authority) if own else "",
        )
        for function in own_functions(catalogue)
    )
    return Listing(
        id="functions",
        title=words("controllers.functions"),
        items=items,
        count=words.count("controllers.functions.count", len(items)),
        chosen=chosen,
    )


def _entry(context: PageContext, catalogue: Catalogue, chosen: str) -> tuple[Part, ...]:
    """Who is responsible for the chosen entry, and the role of Digitaal Vlaanderen."""
    words = context.words
    close = Actions(
        id="entry-actions",
        items=(Action(id="close-entry", label=words("controllers.close"), kind="back"),),
    )
    controller: CatalogueController | None
    if chosen.startswith(OWN):
        function, controller = chosen.removeprefix(OWN), own_controller(catalogue)
        if controller is None or function not in own_functions(catalogue):
            return ()
        facts = authority_facts(
            words,
            "entry",
            words("data.authority.title", title=words(f"function.{function}")),
            controller,
            register=False,
        )
        purpose = Text(id="purpose", text=words(f"function.{function}.purpose"))
        return facts, purpose, Text(id="role", text=words("controllers.own-role")), close
    found = catalogue.block(chosen)
    if found is None:
        return ()
    controller, block = found
    title = words("data.authority.title", title=words.local(block.label))
    return (
        authority_facts(words, "entry", title, controller),
        Text(id="role", text=words("data.role")),
        close,
    )


async def _choose(context: PageContext, item: str) -> str | None:
    return f"controllers.entry/{item}"


async def _close(context: PageContext, _action: str) -> str | None:
    part = "functions" if context.place.subject.startswith(OWN) else "blocks"
    return f"controllers?at={part}"


def _entries(catalogue: Catalogue) -> list[str]:
    blocks = [block.block_id for controller in catalogue.items for block in controller.blocks]
    own = [f"{OWN}{function}" for function in own_functions(catalogue)]
    return ["controllers.entry", *(f"controllers.entry/{one}" for one in (*blocks, *own))]


PAGES: tuple[PageDefinition, ...] = tuple(
    PageDefinition(
        name=name,
        draw=draw_controllers,
        load=ask_catalogue,
        acts={
            RETRY: again(ask_catalogue),
            "blocks": _choose,
            "functions": _choose,
            "close-entry": _close,
        },
        public=True,
        known=known,
        title=title,
    )
    for name, known, title in (
        ("controllers", None, "controllers.title"),
        ("controllers.entry", _entries, ""),
    )
)
