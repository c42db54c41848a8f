"""The list of the blocks of data, by category: as the page "Uw gegevens", and beside the block it opens."""

from collections import Counter

from msgspec import Struct

from tui.journey.context import PageContext
from tui.page.parts import Action, Actions, BlockState, Listing, Notice, Part, Text, Verb
from tui.pages.authority import within_sentence
from tui.pages.data_blocks import block_item, block_state
from tui.portal.models import Catalogue, CatalogueBlock, CatalogueController

LIST = "blocks"
"""The list of blocks, by its part's id."""


class Listed(Struct, frozen=True):
    """A block in the list: its controller, and the name of its category."""

    controller: CatalogueController
    block: CatalogueBlock
    category: str

    @property
    def id(self) -> str:
        """The block's id."""
        return self.block.block_id


def listed_blocks(context: PageContext, catalogue: Catalogue) -> list[Listed]:
    """The blocks in the order of their categories; one of an unknown category comes last."""
    names = {
        category.category_id: context.words.local(category.label)
        for category in catalogue.categories
    }
    order = {category: place for place, category in enumerate(names)}
    other = context.words("data.category.other")
    found = [
        Listed(controller, block, names.get(block.category, other))
        for controller in catalogue.items
        for block in controller.blocks
    ]
    return sorted(found, key=lambda one: order.get(one.block.category, len(order)))


def list_parts(context: PageContext, listed: list[Listed], chosen: str) -> tuple[Part, ...]:
    """The list, which of its sources give nothing now, and what can be done with all of it."""
    words = context.words
    items = tuple(block_item(context, one.block, one.category) for one in listed)
    return (
        Listing(
            id=LIST,
            title="",
            items=items,
            empty=words("data.none"),
            chosen=chosen,
            verb=Verb(words("data.verb"), words("data.verb.short")),
        ),
        *_missing(context, listed),
        Text(id="lead", text=words("data.lead"), role="hint"),
        Actions(
            id="data-actions",
            items=(
                Action(id="fetch-again", label=words("data.again"), help=words("data.again.help")),
                Action(id="to-controllers", label=words("data.controllers")),
            ),
        ),
    )


def count_of(context: PageContext, listed: list[Listed]) -> str:
    """How many blocks there are, and in words how many of them have nothing to show."""
    words = context.words
    states = Counter(block_state(context, one.id) for one in listed)
    others: tuple[BlockState, ...] = ("unavailable", "refused", "empty", "loading")
    return ", ".join(
        (
            words.count("data.count", len(listed)),
            *(
                words.count(f"data.count.{state}", states[state])
                for state in others
                if states[state]
            ),
        )
    )


def _missing(context: PageContext, listed: list[Listed]) -> tuple[Part, ...]:
    """Which sources give nothing now, and how many blocks do not suffer from it; () if all answer."""
    words = context.words
    failing = [one for one in listed if block_state(context, one.id) == "unavailable"]
    if not failing:
        return ()
    sources = {one.controller.controller_id: one.controller for one in failing}
    names = [within_sentence(words, source.authority) for source in sources.values()]
    others = len(listed) - len(failing)
    body = words("data.missing.sources", sources=", ".join(names))
    if others:
        body = f"{body} {words.count('data.missing.others', others)}"
    return (
        Notice(
            id="missing",
            kind="error",
            title=words.count("data.missing", len(sources)),
            body=body,
            actions=(
                Action(id="ask-missing", label=words("data.retry"), help=words("data.retry.help")),
            ),
        ),
    )
