"""Which parts of a page stand in which column.

Everywhere `beside` says whether a list stands beside what it opens.
"""

from msgspec.structs import replace

from tui.page.parts import Listing, Page, Part


def has_panes(page: Page) -> bool:
    """Whether a list may stand beside what it opens."""
    return page.list_of is not None or page.opened is not None


def above(page: Page, beside: bool) -> tuple[Part, ...]:
    """What stands above both columns: who reads a line at a time would hear pieces of one among the other."""
    return page.announced if beside else ()


def left(page: Page, beside: bool) -> tuple[Part, ...]:
    """The parts of the main column: the list that opened the page, or its own; what is open is marked."""
    if page.list_of is not None:
        return page.list_of.parts
    if page.opened is None or not beside:
        return page.parts
    parts = page.parts[len(above(page, beside)) :]
    return tuple(_with_chosen(part, page.opened.item) for part in parts)


def right(page: Page, beside: bool) -> tuple[Part, ...]:
    """The parts of the second column."""
    if page.list_of is not None:
        return page.parts[len(above(page, beside)) :] + page.aside
    return page.aside + (page.opened.parts if page.opened is not None else ())


def _with_chosen(part: Part, item: str) -> Part:
    """The list with the item marked that stands beside it; any other part as it is."""
    if isinstance(part, Listing) and any(one.id == item for one in part.items):
        return replace(part, chosen=item)
    return part
