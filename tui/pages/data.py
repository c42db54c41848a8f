"""The pages "Uw gegevens": what authorities hold about the citizen, as a list and the block that it opens."""

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition, Place
from tui.journey.fetching import RETRY, again, ask_catalogue, fetch_contents, unavailable_notice
from tui.page.finding import Finding, place_finding
from tui.page.parts import TITLE, Action, Actions, Notice, Pane, Part, Text
from tui.pages.authority import authority_facts, within_sentence
from tui.pages.data_blocks import (
    block_groups,
    block_in_full,
    block_state,
    portion_of,
    restriction,
)
from tui.pages.data_list import LIST, Listed, count_of, list_parts, listed_blocks
from tui.pages.links import go_to
from tui.pages.long_values import portion, portions
from tui.pages.neighbours import neighbours
from tui.portal.errors import PortalError
from tui.portal.models import Catalogue, CatalogueBlock

WHO = "about-controllers"
"""The action at what is known of who is responsible: to who has all the other data."""


# --- the list ---------------------------------------------------------------------------------


def draw_data(context: PageContext) -> PageBody:
    """All blocks by category, each in a line, and beside them the one that was looked at last (R16)."""
    words = context.words
    title = words("data.title")
    catalogue = context.holdings.catalogue
    if catalogue is None:
        return PageBody(title=title, parts=(_no_catalogue(context),), help=words("data.help"))
    listed = listed_blocks(context, catalogue)
    at = context.place.query.get("at", "")
    opened = next((one for one in listed if one.id == at), listed[0] if listed else None)
    return PageBody(
        title=title,
        count=count_of(context, listed),
        parts=list_parts(context, listed, ""),
        opened=_opened(context, listed, opened) if opened else None,
        help=words("data.help"),
        focus=f"{LIST}.{at}" if at else "",
    )


def _opened(context: PageContext, listed: list[Listed], one: Listed) -> Pane:
    """A block beside the list before any was chosen."""
    return Pane(
        title=context.words.local(one.block.label),
        count=_position(context, listed, one),
        parts=(*_block_parts(context, one), *_to_know(context)),
        item=one.id,
    )


def _no_catalogue(context: PageContext) -> Part:
    if "catalogue" in context.holdings.failures:
        return unavailable_notice(context, "catalogue")
    return Text(id="loading", text=context.words("data.loading"), role="hint")


# --- a block ----------------------------------------------------------------------------------


def draw_block(context: PageContext) -> PageBody:
    """A block in full, who is responsible for it, and how to report an error (R6, R20, R22)."""
    words = context.words
    catalogue = context.holdings.catalogue
    if catalogue is None:
        no_block = (_no_catalogue(context),)
        return PageBody(title=words("data.title"), parts=no_block, help=words("data.help"))
    listed = listed_blocks(context, catalogue)
    one = next((one for one in listed if one.id == _block_of(context)), None)
    if one is None:
        unknown = Notice(
            id="unknown", kind="error", title=words("data.unknown"), actions=(_back(context),)
        )
        return PageBody(title=words("data.title"), parts=(unknown,), help=words("data.help"))
    return PageBody(
        title=words.local(one.block.label),
        count=_position(context, listed, one),
        parts=(
            *_block_parts(context, one),
            _ways_on(context, listed, one),
            *_to_know(context),
        ),
        list_of=Pane(
            title=words("data.title"),
            count=count_of(context, listed),
            parts=list_parts(context, listed, one.id),
            item=one.id,
        ),
        help=words("data.block.help"),
        begin=f"block-{one.id}",
        # What is read on begins above, far from the button that was pressed.
        focus=TITLE if set(context.place.query) == {"from"} else "",
    )


def _position(context: PageContext, listed: list[Listed], one: Listed) -> str:
    return context.words(
        "data.position", number=listed.index(one) + 1, total=len(listed), category=one.category
    )


def _block_parts(context: PageContext, one: Listed) -> tuple[Part, ...]:
    words, block = context.words, one.block
    informed = context.place.query.get("about") == "open"
    failed = block_state(context, one.id) in ("unavailable", "refused")
    groups = block_groups(context, block)
    last = portions(groups)
    at = min(portion_of(context), last)
    actions = (
        *((_action(context, "retry", block),) if failed else ()),
        *((_action(context, "further", block),) if at < last else ()),
        *((_action(context, "earlier", block),) if at > 1 else ()),
        _action(context, "info", block, "data.info.close" if informed else "data.info"),
        _action(context, "report", block),
    )
    information: tuple[Part, ...] = ()
    if informed:
        title = words("data.information.title")
        whole = Action(id=WHO, label=words("home.controllers"))
        facts = authority_facts(words, "information", title, one.controller)
        information = (replace(facts, actions=(whole,)),)
    return (
        *restriction(context, one.id),
        block_in_full(context, one.controller, block, portion(words, groups, at), actions),
        *_corrections(context, one),
        *information,
    )


def _corrections(context: PageContext, one: Listed) -> tuple[Part, ...]:
    """That a correction may be missing, because the authority cannot read all its cases."""
    content = context.holdings.contents.get(one.id)
    if content is None or not content.corrections_missing:
        return ()
    words, whom = context.words, within_sentence(context.words, one.controller.authority)
    return (
        Notice(
            id="corrections-missing",
            kind="warning",
            title=words("data.corrections-missing"),
            body=words("data.corrections-missing.why", whom=whom),
        ),
    )


def _to_know(context: PageContext) -> tuple[Part, ...]:
    """That data can be wrong, and what Digitaal Vlaanderen has to do with them (R18, R19, R24-R26)."""
    return (
        Text(id="may-be-wrong", text=context.words("data.wrong"), role="hint"),
        Text(id="role", text=context.words("data.role"), role="hint"),
    )


def _action(context: PageContext, verb: str, block: CatalogueBlock, label: str = "") -> Action:
    words = context.words
    label = words(label or f"data.{verb}")
    title = words.local(block.label)
    return Action(
        id=f"{verb}-{block.block_id}",
        label=label,
        spoken=words("data.action.spoken", action=label, title=title),
        help=words(f"data.{verb}.help"),
    )


def _ways_on(context: PageContext, listed: list[Listed], one: Listed) -> Actions:
    """To the blocks before and after, and back to the list."""
    words = context.words
    blocks = {one.id: one.block for one in listed}
    around = neighbours(list(blocks), one.id)
    return Actions(
        id="ways-on",
        items=(
            *(
                Action(
                    id=way,
                    label=words(f"data.{way}", title=words.local(blocks[around[way]].label)),
                )
                for way in ("previous", "next")
                if way in around
            ),
            _back(context),
        ),
    )


def _back(context: PageContext) -> Action:
    return Action(id="to-data", label=context.words("data.back"), kind="back")


def _block_of(context: PageContext) -> str:
    return context.place.name.partition(".")[2]


# --- what the menu finds ----------------------------------------------------------------------


def find_blocks(context: PageContext) -> tuple[Finding, ...]:
    """The blocks, each with its state; the page by their words while it is not known which there are."""
    words, catalogue = context.words, context.holdings.catalogue
    if catalogue is None or context.holdings.session is None:
        return (place_finding(words, "data", words("tab.data"), known_as="blocks"),)
    return tuple(
        place_finding(
            words,
            f"data.{block.block_id}",
            words.local(block.label),
            group="data",
            detail=words(f"menu.block.{block_state(context, block.block_id)}"),
            also=tuple(words.plain(field.label) for field in block.fields),
        )
        for controller in catalogue.items
        for block in controller.blocks
    )


# --- acts -------------------------------------------------------------------------------------


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    await fetch_contents(context)


async def _choose(_context: PageContext, item: str) -> str | None:
    return f"data.{item}"


async def _info(context: PageContext, action: str) -> str | None:
    """Open or close what is known of who is responsible; the place in the list and in the block stays."""
    query = {name: value for name, value in context.place.query.items() if name == "from"}
    if context.place.query.get("about") != "open":
        query["about"] = "open"
    elif query:
        query["about"] = "closed"  # or else the page would begin at its title again
    return str(Place(f"data.{action.removeprefix('info-')}", query=query))


async def _further(context: PageContext, action: str) -> str | None:
    """To the next portion of values that are very long."""
    return _from(action.removeprefix("further-"), portion_of(context) + 1)


async def _earlier(context: PageContext, action: str) -> str | None:
    """To the portion before."""
    return _from(action.removeprefix("earlier-"), portion_of(context) - 1)


def _from(block_id: str, number: int) -> str:
    return f"data.{block_id}?from={max(1, number)}"


async def _to_list(context: PageContext, _action: str) -> str | None:
    return f"data?at={_block_of(context)}"


async def _turn(context: PageContext, action: str) -> str | None:
    """To the block before or after."""
    if context.holdings.catalogue is None:
        return None
    ids = [one.id for one in listed_blocks(context, context.holdings.catalogue)]
    to = neighbours(ids, _block_of(context)).get(action)
    return f"data.{to}" if to else None


async def _retry(context: PageContext, action: str) -> str | None:
    """Ask the register again; the block is shown as loading until it answers."""
    await _ask_again(context, action.removeprefix("retry-"))
    return None


async def _ask_missing(context: PageContext, _action: str) -> str | None:
    """Ask for every block again that is not available."""
    for block_id in list(context.holdings.blocks):
        if block_state(context, block_id) == "unavailable":
            await _ask_again(context, block_id)
    return None


async def _fetch_again(context: PageContext, _action: str) -> str | None:
    """Ask for every block again that is not on its way already."""
    for block_id in list(context.holdings.blocks):
        if block_state(context, block_id) != "loading":
            await _ask_again(context, block_id)
    return None


async def _ask_again(context: PageContext, block_id: str) -> None:
    """Ask for a block again, which is shown as loading from now on: the answer may come at any moment."""
    holdings = context.holdings
    before = holdings.blocks.get(block_id)
    failure = holdings.failures.pop(f"block.{block_id}", "")
    content = holdings.contents.pop(block_id, None)
    if before is not None:
        holdings.blocks[block_id] = replace(before, state="loading", reason="")
    try:
        await context.portal.refresh(block_id)
    except PortalError:
        if before is not None:
            holdings.blocks[block_id] = before
        if content is not None:
            holdings.contents[block_id] = content
        if failure:
            holdings.failures[f"block.{block_id}"] = failure
        raise


async def _report(_context: PageContext, action: str) -> str | None:
    return f"rights.new?right=rectification&block={action.removeprefix('report-')}"


def _known(catalogue: Catalogue) -> list[str]:
    return [f"data.{block.block_id}" for one in catalogue.items for block in one.blocks]


_ACTS = {
    RETRY: again(_load),
    LIST: _choose,
    "info-*": _info,
    "further-*": _further,
    "earlier-*": _earlier,
    "ask-missing": _ask_missing,
    "retry-*": _retry,
    "report-*": _report,
    "fetch-again": _fetch_again,
    "to-controllers": go_to("controllers"),
    WHO: go_to("controllers"),
}

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="data", draw=draw_data, find=find_blocks, load=_load, acts=_ACTS, tab="data"
    ),
    PageDefinition(
        name="data.*",
        draw=draw_block,
        load=_load,
        acts={**_ACTS, "previous": _turn, "next": _turn, "to-data": _to_list},
        tab="data",
        known=_known,
    ),
)
