"""A block of "Uw gegevens" as parts: an item of the list, and the block in full."""

from msgspec.structs import replace

from tui.journey.context import PageContext
from tui.journey.fetching import PORTAL, all_else, first_message
from tui.page.parts import Action, BlockState, Fact, Facts, Item, Notice
from tui.pages.authority import within_sentence
from tui.pages.summaries import summary_of
from tui.pages.values import record_facts
from tui.portal.models import BlockStatus, CatalogueBlock, CatalogueController

_NO_ANSWER = ("noAnswer", "error", PORTAL)
"""Reasons why there is no answer. For any other reason, what was sent cannot be read."""


def block_state(context: PageContext, block_id: str) -> BlockState:
    """The state of a block, here and at the portal. A block that does not fit the catalogue is refused."""
    failure = context.holdings.failures.get(f"block.{block_id}")
    if failure is not None:
        return "unavailable" if failure in _NO_ANSWER else "refused"
    status = context.holdings.blocks.get(block_id)
    if status is None:  # not requested, or not yet
        return "loading" if context.holdings.catalogue_state == "loading" else "unavailable"
    if status.state == "here":
        content = context.holdings.contents.get(block_id)
        if content is None:
            return "loading"
        return "here" if content.records else "empty"
    return status.state


def block_item(context: PageContext, block: CatalogueBlock, category: str = "") -> Item:
    """The block in the list: what is in it in a line, or its state in words (R16)."""
    words, state = context.words, block_state(context, block.block_id)
    content = context.holdings.contents.get(block.block_id)
    if state == "here" and content is not None:
        said = summary_of(words, block, content)
    else:
        said = words(f"data.state.{state}")
    return Item(
        id=block.block_id,
        title=words.local(block.label),
        detail=said,
        heading=category,
        mark=words("data.mark.restricted") if content is not None and content.restricted else "",
        state=state,
    )


def portion_of(context: PageContext) -> int:
    """Which portion of very long values the page shows, from 1; as `long_values`."""
    asked = context.place.query.get("from", "")
    return max(1, int(asked)) if asked.isdecimal() and len(asked) < 6 else 1


def block_groups(context: PageContext, block: CatalogueBlock) -> tuple[tuple[Fact, ...], ...]:
    """The facts of each record of a block, with whole values; a field that is empty says so (R18)."""
    words, content = context.words, context.holdings.contents.get(block.block_id)
    if content is None or block_state(context, block.block_id) != "here":
        return ()
    block, missing = _title_first(block), words("data.value.missing")
    return tuple(record_facts(words, block, record, missing=missing) for record in content.records)


def block_in_full(
    context: PageContext,
    controller: CatalogueController,
    block: CatalogueBlock,
    groups: tuple[tuple[Fact, ...], ...],
    actions: tuple[Action, ...],
) -> Facts:
    """The block in full, with these facts of each record."""
    words, state = context.words, block_state(context, block.block_id)
    content = context.holdings.contents.get(block.block_id)
    several = content is not None and len(groups) > 1
    return Facts(
        id=f"block-{block.block_id}",
        title=words.local(block.label),
        groups=groups,
        state=state,
        source=_source(context, controller, block.block_id),
        note=_note(context, controller, block, state),
        count=summary_of(words, block, content) if several and content else "",
        table=several,
        expected=len(block.fields) + 2,  # what it is about comes under them
        actions=actions,
    )


def restriction(context: PageContext, block_id: str) -> tuple[Notice, ...]:
    """That the authority only keeps these data, and until when: the citizen asked for it (GDPR art. 18)."""
    words, content = context.words, context.holdings.contents.get(block_id)
    restricted = content.restricted if content is not None else None
    if restricted is None:
        return ()
    return (
        Notice(
            id="restricted",
            kind="info",
            title=words("data.restricted", until=words.date(restricted.until)),
            body=words("data.restricted.body", since=words.date(restricted.since)),
        ),
    )


def _title_first(block: CatalogueBlock) -> CatalogueBlock:
    """The block with the field first that says which record it is."""
    fields = sorted(block.fields, key=lambda field: field.name != block.title_field)
    return replace(block, fields=tuple(fields)) if block.title_field else block


def _source(context: PageContext, controller: CatalogueController, block_id: str) -> str:
    """Source, authority, level and time of fetching, in sentences (R6, R42)."""
    words = context.words
    status = context.holdings.blocks.get(block_id)
    sentence = words(
        "data.source",
        register=words.local(controller.register),
        authority=within_sentence(words, controller.authority),
        level=words(f"authority.level.{controller.level}"),
    )
    if status is None or status.fetched_at is None:
        return sentence
    return f"{sentence} {words('data.fetched', moment=words.moment(status.fetched_at))}"


def _note(
    context: PageContext, controller: CatalogueController, block: CatalogueBlock, state: BlockState
) -> str:
    """What the block is about; of one without data what that means, and what the citizen can do."""
    words, block_id = context.words, block.block_id
    if state == "here":
        return words.local(block.description)
    status = context.holdings.blocks.get(block_id)
    authority = words.local(controller.authority)
    reason = _reason(context, status, block_id)
    note = first_message(
        words, f"data.note.{state}.{reason}", f"data.note.{state}", authority=authority
    )
    if state == "unavailable" and status is not None and status.since is not None:
        since = words("data.note.since", moment=words.moment(status.since))
        later, rest = words("data.note.try-again"), all_else(context, f"block.{block_id}")
        return f"{note} {since} {later} {rest}".rstrip()
    return note


def _reason(context: PageContext, status: BlockStatus | None, block_id: str) -> str:
    failure = context.holdings.failures.get(f"block.{block_id}")
    if failure is not None:
        # The portal passes on only what is sealed: anything else is the portal's own doing.
        return {"notJson": "unreadable", "coding": "notSealed"}.get(failure, failure)
    return status.reason if status else ""
