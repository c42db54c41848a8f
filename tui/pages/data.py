"""The pages "Uw gegevens": what authorities hold about the citizen, and who is responsible for it."""

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_catalogue, fetch_contents, unavailable_notice
from tui.page.finding import Finding, place_finding
from tui.page.parts import Action, Actions, Notice, Part, Text
from tui.pages.authority import authority_facts
from tui.pages.data_blocks import block_in_full, block_in_short, block_state
from tui.pages.links import go_to
from tui.portal.models import Catalogue, CatalogueBlock, CatalogueController

# --- the overview -----------------------------------------------------------------------------


def draw_data(context: PageContext) -> PageBody:
    """All blocks in short, by category (R16, R18, R19, R22, R24-R26)."""
    words = context.words
    title = words("data.title")
    catalogue = context.holdings.catalogue
    if catalogue is None:
        return PageBody(title=title, parts=(_no_catalogue(context),), help=words("data.help"))
    parts: list[Part] = [
        Text(id="lead", text=words("data.lead"), role="lead"),
        Notice(
            id="may-be-wrong",
            kind="info",
            title=words("data.wrong.title"),
            body=words("data.wrong.body"),
        ),
    ]
    for category_id, label, blocks in _by_category(context, catalogue):
        parts.append(Text(id=f"category-{category_id}", text=label, role="heading"))
        parts += [
            block_in_short(context, controller, block, _overview_actions(context, block))
            for controller, block in blocks
        ]
    parts.append(Text(id="role", text=words("data.role"), role="hint"))
    aside = _information(context, catalogue)
    return PageBody(
        title=title,
        parts=tuple(parts),
        aside=aside,
        help=words("data.help"),
        focus="" if aside else _returning(context),
        begin="information" if aside else "",
    )


def _returning(context: PageContext) -> str:
    """The part to return to: the block whose information was closed."""
    block_id = context.place.query.get("at", "")
    return f"block-{block_id}" if block_id else ""


def _by_category(
    context: PageContext, catalogue: Catalogue
) -> list[tuple[str, str, list[tuple[CatalogueController, CatalogueBlock]]]]:
    """Each category's id, label and blocks; categories without blocks are left out."""
    known = {
        category.category_id: context.words.local(category.label)
        for category in catalogue.categories
    }
    found: dict[str, list[tuple[CatalogueController, CatalogueBlock]]] = {id_: [] for id_ in known}
    for controller in catalogue.items:
        for block in controller.blocks:
            found.setdefault(block.category, []).append((controller, block))
    other = context.words("data.category.other")
    return [(id_, known.get(id_, other), blocks) for id_, blocks in found.items() if blocks]


def _overview_actions(context: PageContext, block: CatalogueBlock) -> tuple[Action, ...]:
    state = block_state(context, block.block_id)
    info = _action(context, "info", block)
    if state == "here":
        return info, _action(context, "open", block)
    if state in ("unavailable", "refused"):
        return _action(context, "retry", block), info
    return (info,)


def _action(context: PageContext, verb: str, block: CatalogueBlock) -> Action:
    label = context.words(f"data.{verb}")
    title = context.words.local(block.label)
    return Action(
        id=f"{verb}-{block.block_id}",
        label=label,
        spoken=context.words("data.action.spoken", action=label, title=title),
        help=context.words(f"data.{verb}.help"),
    )


def _information(context: PageContext, catalogue: Catalogue) -> tuple[Part, ...]:
    """What the information button of a block shows (R22)."""
    words = context.words
    found = catalogue.block(context.place.query.get("info", ""))
    if found is None:
        return ()
    controller, block = found
    title = words("data.information.title", title=words.local(block.label))
    return (
        authority_facts(words, "information", title, controller),
        Actions(
            id="information-actions",
            items=(
                _action(context, "report", block),
                Action(id="close-information", label=words("data.information.close"), kind="back"),
            ),
        ),
    )


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


# --- a block ----------------------------------------------------------------------------------


def draw_block(context: PageContext) -> PageBody:
    """A block in full, who is responsible for it, and how to report an error (R6, R20)."""
    words = context.words
    catalogue = context.holdings.catalogue
    back = Action(id="to-data", label=words("data.back"), kind="back")
    if catalogue is None:
        no_block = (_no_catalogue(context),)
        return PageBody(title=words("data.title"), parts=no_block, help=words("data.help"))
    found = catalogue.block(_block_of(context))
    if found is None:
        unknown = Notice(id="unknown", kind="error", title=words("data.unknown"), actions=(back,))
        return PageBody(title=words("data.title"), parts=(unknown,), help=words("data.help"))
    controller, block = found
    title = words.local(block.label)
    failed = block_state(context, block.block_id) in ("unavailable", "refused")
    retry = (_action(context, "retry", block),) if failed else ()
    return PageBody(
        title=title,
        parts=(
            Text(id="lead", text=words.local(block.description), role="lead", foreign=True),
            block_in_full(context, controller, block, retry),
            authority_facts(
                words, "authority", words("data.authority.title", title=title), controller
            ),
            Text(id="role", text=words("data.role"), role="hint"),
            Actions(
                id="block-actions",
                items=(
                    _action(context, "report", block),
                    Action(id="to-rights", label=words("data.rights")),
                    back,
                ),
            ),
        ),
        help=words("data.block.help"),
    )


def _no_catalogue(context: PageContext) -> Part:
    if "catalogue" in context.holdings.failures:
        return unavailable_notice(context, "catalogue")
    return Text(id="loading", text=context.words("data.loading"), role="hint")


def _block_of(context: PageContext) -> str:
    return context.place.name.removeprefix("data.")


# --- acts -------------------------------------------------------------------------------------


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    await fetch_contents(context)


async def _info(context: PageContext, action: str) -> str | None:
    return f"data?info={action.removeprefix('info-')}"


async def _close(context: PageContext, _action: str) -> str | None:
    return f"data?at={context.place.query.get('info', '')}"


async def _open(context: PageContext, action: str) -> str | None:
    return f"data.{action.removeprefix('open-')}"


async def _retry(context: PageContext, action: str) -> str | None:
    """Ask the register again; the block is shown as loading until it answers."""
    block_id = action.removeprefix("retry-")
    holdings = context.holdings
    await context.portal.refresh(block_id)
    holdings.failures.pop(f"block.{block_id}", None)
    status = holdings.blocks.get(block_id)
    if status is not None:
        holdings.blocks[block_id] = replace(status, state="loading", reason="")
    return None


async def _report(context: PageContext, action: str) -> str | None:
    return f"rights.new?right=rectification&block={action.removeprefix('report-')}"


def _known(catalogue: Catalogue) -> list[str]:
    return [f"data.{block.block_id}" for one in catalogue.items for block in one.blocks]


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="data",
        draw=draw_data,
        find=find_blocks,
        load=_load,
        acts={
            RETRY: again(_load),
            "info-*": _info,
            "open-*": _open,
            "retry-*": _retry,
            "report-*": _report,
            "close-information": _close,
        },
        tab="data",
    ),
    PageDefinition(
        name="data.*",
        draw=draw_block,
        load=_load,
        acts={
            RETRY: again(_load),
            "retry-*": _retry,
            "report-*": _report,
            "to-rights": go_to("rights"),
            "to-data": go_to("data"),
        },
        tab="data",
        known=_known,
    ),
)
