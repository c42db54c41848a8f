"""The pages "Uw gegevens": what authorities hold about the citizen, and who answers for each block."""

from msgspec.structs import replace

from tui.journey.asking import RETRY, again, ask_catalogue, fetch_contents, trouble
from tui.journey.authority import authority_facts
from tui.journey.data_blocks import block_state, short_block, whole_block
from tui.journey.page import Action, Actions, Notice, Part, Text
from tui.journey.visit import Drawn, PageDefinition, Visit
from tui.journey.ways import leads_to
from tui.portal.models import Catalogue, CatalogueBlock, CatalogueController

# --- the overview -----------------------------------------------------------------------------


def draw_data(visit: Visit) -> Drawn:
    """All blocks, by category, each short (R16, R18, R19, R22, R24-R26)."""
    words = visit.words
    title = words("data.title")
    catalogue = visit.holdings.catalogue
    if catalogue is None:
        return Drawn(title=title, parts=(_no_catalogue(visit),), help=words("data.help"))
    parts: list[Part] = [
        Text(id="lead", text=words("data.lead"), role="lead"),
        Notice(
            id="may-be-wrong",
            kind="info",
            title=words("data.wrong.title"),
            body=words("data.wrong.body"),
        ),
    ]
    for category_id, label, blocks in _by_category(visit, catalogue):
        parts.append(Text(id=f"category-{category_id}", text=label, role="heading"))
        parts += [
            short_block(visit, controller, block, _overview_actions(visit, block))
            for controller, block in blocks
        ]
    parts.append(Text(id="role", text=words("data.role"), role="hint"))
    aside = _information(visit, catalogue)
    return Drawn(
        title=title,
        parts=tuple(parts),
        aside=aside,
        help=words("data.help"),
        focus="information" if aside else _returning(visit),
    )


def _returning(visit: Visit) -> str:
    """Back at the block whose information was closed."""
    block_id = visit.place.query.get("at", "")
    return f"block-{block_id}" if block_id else ""


def _by_category(
    visit: Visit, catalogue: Catalogue
) -> list[tuple[str, str, list[tuple[CatalogueController, CatalogueBlock]]]]:
    """The blocks under each category's label; a category without blocks is left out."""
    known = {one.category_id: visit.words.local(one.label) for one in catalogue.categories}
    found: dict[str, list[tuple[CatalogueController, CatalogueBlock]]] = {id_: [] for id_ in known}
    for controller in catalogue.items:
        for block in controller.blocks:
            found.setdefault(block.category, []).append((controller, block))
    other = visit.words("data.category.other")
    return [(id_, known.get(id_, other), blocks) for id_, blocks in found.items() if blocks]


def _overview_actions(visit: Visit, block: CatalogueBlock) -> tuple[Action, ...]:
    state = block_state(visit, block.block_id)
    actions = [_action(visit, "info", block)]
    if state == "here":
        actions.append(_action(visit, "open", block))
    if state in ("unavailable", "refused"):
        actions.append(_action(visit, "retry", block))
    return tuple(actions)


def _action(visit: Visit, verb: str, block: CatalogueBlock) -> Action:
    label = visit.words(f"data.{verb}")
    title = visit.words.local(block.label)
    return Action(
        id=f"{verb}-{block.block_id}",
        label=label,
        spoken=visit.words("data.action.spoken", action=label, title=title),
        help=visit.words(f"data.{verb}.help"),
    )


def _information(visit: Visit, catalogue: Catalogue) -> tuple[Part, ...]:
    """What the blue information button shows (R22)."""
    words = visit.words
    found = catalogue.block(visit.place.query.get("info", ""))
    if found is None:
        return ()
    controller, block = found
    title = words("data.information.title", title=words.local(block.label))
    return (
        authority_facts(words, "information", title, controller),
        Actions(
            id="information-actions",
            items=(
                _action(visit, "report", block),
                Action(id="close-information", label=words("data.information.close"), kind="back"),
            ),
        ),
    )


# --- one block --------------------------------------------------------------------------------


def draw_block(visit: Visit) -> Drawn:
    """Everything of one block, who answers for it, and the way to report an error (R6, R20)."""
    words = visit.words
    catalogue = visit.holdings.catalogue
    back = Action(id="to-data", label=words("data.back"), kind="back")
    if catalogue is None:
        no_block = (_no_catalogue(visit),)
        return Drawn(title=words("data.title"), parts=no_block, help=words("data.help"))
    found = catalogue.block(_block_of(visit))
    if found is None:
        unknown = Notice(id="unknown", kind="error", title=words("data.unknown"), actions=(back,))
        return Drawn(title=words("data.title"), parts=(unknown,), help=words("data.help"))
    controller, block = found
    title = words.local(block.label)
    failed = block_state(visit, block.block_id) in ("unavailable", "refused")
    retry = (_action(visit, "retry", block),) if failed else ()
    return Drawn(
        title=title,
        parts=(
            Text(id="lead", text=words.local(block.description), role="lead"),
            whole_block(visit, controller, block, retry),
            authority_facts(
                words, "authority", words("data.authority.title", title=title), controller
            ),
            Text(id="role", text=words("data.role"), role="hint"),
            Actions(
                id="block-actions",
                items=(
                    _action(visit, "report", block),
                    Action(id="to-rights", label=words("data.rights")),
                    back,
                ),
            ),
        ),
        help=words("data.block.help"),
    )


def _no_catalogue(visit: Visit) -> Part:
    if "catalogue" in visit.holdings.failures:
        return trouble(visit, "catalogue")
    return Text(id="loading", text=visit.words("data.loading"), role="hint")


def _block_of(visit: Visit) -> str:
    return visit.place.name.removeprefix("data.")


# --- what they do -----------------------------------------------------------------------------


async def _load(visit: Visit) -> None:
    await ask_catalogue(visit)
    await fetch_contents(visit)


async def _info(visit: Visit, action: str) -> str | None:
    return f"data?info={action.removeprefix('info-')}"


async def _close(visit: Visit, _action: str) -> str | None:
    return f"data?at={visit.place.query.get('info', '')}"


async def _open(visit: Visit, action: str) -> str | None:
    return f"data.{action.removeprefix('open-')}"


async def _retry(visit: Visit, action: str) -> str | None:
    """Ask the register again; the block is loading until it answers."""
    block_id = action.removeprefix("retry-")
    holdings = visit.holdings
    await visit.portal.refresh(block_id)
    holdings.failures.pop(f"block.{block_id}", None)
    status = holdings.blocks.get(block_id)
    if status is not None:
        holdings.blocks[block_id] = replace(status, state="loading", reason="")
    return None


async def _report(visit: Visit, action: str) -> str | None:
    return f"rights.new?right=rectification&block={action.removeprefix('report-')}"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="data",
        draw=draw_data,
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
            "to-rights": leads_to("rights"),
            "to-data": leads_to("data"),
        },
        tab="data",
    ),
)
