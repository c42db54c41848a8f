"""A block of "Uw gegevens" as a part: in short for the overview, in full for its own page."""

from tui.journey.context import PageContext
from tui.journey.fetching import PORTAL, all_else, first_message
from tui.page.parts import Action, BlockState, Fact, Facts
from tui.pages.summaries import summary_of
from tui.pages.values import record_facts
from tui.portal.models import (
    BlockContent,
    BlockStatus,
    CatalogueBlock,
    CatalogueController,
)

SHORT_FACTS = 3
"""How many facts of a single record the overview shows."""

SHORT_RECORDS = 3
"""How many records the overview names when there are several."""

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


def block_in_short(
    context: PageContext,
    controller: CatalogueController,
    block: CatalogueBlock,
    actions: tuple[Action, ...],
) -> Facts:
    """The block in short: its first facts, or the first fact of each record."""
    content = context.holdings.contents.get(block.block_id)
    state = block_state(context, block.block_id)
    groups: tuple[tuple[Fact, ...], ...] = ()
    more = ""
    if content is not None and state == "here":
        groups, more = _short_groups(context, block, content)
    return _block(context, controller, block, groups, more, SHORT_FACTS, actions)


def block_in_full(
    context: PageContext,
    controller: CatalogueController,
    block: CatalogueBlock,
    actions: tuple[Action, ...],
) -> Facts:
    """The block in full; a field that the register leaves empty says so (R18)."""
    content = context.holdings.contents.get(block.block_id)
    groups: tuple[tuple[Fact, ...], ...] = ()
    if content is not None and block_state(context, block.block_id) == "here":
        missing = context.words("data.value.missing")
        groups = tuple(
            record_facts(context.words, block, record, missing=missing)
            for record in content.records
        )
    return _block(context, controller, block, groups, "", len(block.fields), actions)


def _block(
    context: PageContext,
    controller: CatalogueController,
    block: CatalogueBlock,
    groups: tuple[tuple[Fact, ...], ...],
    more: str,
    expected: int,
    actions: tuple[Action, ...],
) -> Facts:
    state = block_state(context, block.block_id)
    return Facts(
        id=f"block-{block.block_id}",
        title=context.words.local(block.label),
        groups=groups,
        state=state,
        source=_source(context, controller, block.block_id),
        note=more if state == "here" else _note(context, controller, block.block_id, state),
        summary=_summary(context, block, state),
        expected=expected,
        actions=actions,
    )


def _short_groups(
    context: PageContext, block: CatalogueBlock, content: BlockContent
) -> tuple[tuple[tuple[Fact, ...], ...], str]:
    words = context.words
    if len(content.records) == 1:
        return (record_facts(words, block, content.records[0])[:SHORT_FACTS],), ""
    groups = []
    for record in content.records[:SHORT_RECORDS]:
        groups.append(_title_first(context, block, record)[:2])
    left = len(content.records) - SHORT_RECORDS
    return tuple(groups), words.count("data.more.records", left) if left > 0 else ""


def _title_first(
    context: PageContext, block: CatalogueBlock, record: dict[str, object]
) -> tuple[Fact, ...]:
    """A record's facts, beginning with its title."""
    titles = [field for field in block.fields if field.name == block.title_field]
    facts = record_facts(context.words, block, record)
    labels = {context.words.local(field.label) for field in titles}
    return (
        *(fact for fact in facts if fact.label in labels),
        *(fact for fact in facts if fact.label not in labels),
    )


def _source(context: PageContext, controller: CatalogueController, block_id: str) -> str:
    """Source, authority, level and time of fetching, in sentences (R6, R42)."""
    words = context.words
    status = context.holdings.blocks.get(block_id)
    sentence = words(
        "data.source",
        register=words.local(controller.register),
        authority=words.local(controller.authority),
        level=words(f"authority.level.{controller.level}"),
    )
    if status is None or status.fetched_at is None:
        return sentence
    return f"{sentence} {words('data.fetched', moment=words.moment(status.fetched_at))}"


def _note(
    context: PageContext, controller: CatalogueController, block_id: str, state: BlockState
) -> str:
    """What a state without data means, and what the citizen can do."""
    words = context.words
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


def _summary(context: PageContext, block: CatalogueBlock, state: BlockState) -> str:
    """The block in a short line."""
    words = context.words
    title = words.local(block.label)
    content = context.holdings.contents.get(block.block_id)
    if state != "here" or content is None:
        return words(f"data.summary.{state}", title=title)
    value = summary_of(words, block, content)
    return words("data.summary.here", title=title, value=value)
