"""An item of a list on a page of its own, beside its list, with the ways to those before and after it."""

from collections.abc import Callable, Sequence

from tui.journey.context import PageBody
from tui.locale import Words
from tui.page.parts import Action, Actions, Notice, Pane, Part


def neighbours(ids: Sequence[str], chosen: str) -> dict[str, str]:
    """The ids of the items after and before the chosen one, under "next" and "previous".

    What there is not is left out; {} if the chosen one is not in the list.
    """
    if chosen not in ids:
        return {}
    at = ids.index(chosen)
    around = {"next": ids[at + 1 : at + 2], "previous": ids[max(at - 1, 0) : at]}
    return {way: there[0] for way, there in around.items() if there}


def ways_on(
    ids: Sequence[str], chosen: str, name: Callable[[str], str], back: Action
) -> tuple[Action, ...]:
    """To the items after and before, with the names of these ways, and back to the list."""
    return (*(Action(id=way, label=name(way)) for way in neighbours(ids, chosen)), back)


def opened_page(
    words: Words,
    list_of: Pane,
    ids: Sequence[str],
    opened: tuple[str, tuple[Part, ...]] | None,
    ways: tuple[Action, ...],
    *,
    stem: str,
    position: str,
    begin: str,
) -> PageBody:
    """The page of the item of `list_of`: its title and parts, or that it is gone, and the ways on from there.

    `stem` is of its words (".title", ".help", ".unknown"), `position` the word for which one it is.
    """
    window = words(f"{stem}.title")
    gone = Notice(id="unknown", kind="error", title=words(f"{stem}.unknown"))
    title, parts = opened or (window, (gone, Actions(id="gone-actions", items=ways)))
    at = ids.index(list_of.item) + 1 if opened else 0
    return PageBody(
        title=title,
        window=window,
        count=words(position, number=at, total=len(ids)) if opened else "",
        parts=parts,
        list_of=list_of,
        help=words(f"{stem}.help"),
        begin=begin if opened else "",
    )
