"""Where one is in a menu, in words: what it is called, what was typed, and which item is marked."""

from tui.locale import Words
from tui.page.description import LONGEST_VALUE, Described
from tui.page.parts import Listing

ENDS = (".", "?", "!")


def where_in_menu(menu: Listing, words: Words, stop: str, typed: str) -> str:
    """The menu's title and that one chooses from it, what was typed there, and the item at `stop`."""
    found = item_of_menu(menu, words, stop).told if menu.items else menu.empty
    told = [_ended(words("where.menu", title=menu.title)), words("where.menu.what")]
    if typed:
        told.append(_ended(words("screen.menu.typed", typed=typed[:LONGEST_VALUE])))
    return " ".join((*told, found))


def item_of_menu(menu: Listing, words: Words, stop: str) -> Described:
    """An item of a menu; the menu itself where nothing was found."""
    for number, item in enumerate(menu.items, start=1):
        if item.id == stop:
            states = tuple(one.rstrip(".") for one in (item.mark, item.detail) if one)
            place = words("where.place.item", number=number, total=len(menu.items))
            return Described(words("where.role.choosable"), item.title, states, place)
    return Described(words("where.role.list"), menu.title, (menu.empty,))


def _ended(said: str) -> str:
    return said if said.endswith(ENDS) else f"{said}."
