"""A menu over the page, walked from its first item to its last: a record that the gates of a page judge."""

from dataclasses import replace

from msgspec.structs import replace as replace_part
from textual.widget import Widget

from tests.accessibility import gates
from tests.accessibility.drawn import PageBody, begun, cut, drawn, overlong, written
from tests.accessibility.walk import Frame, Manner, Walk, restless, strips
from tests.screens import pages
from tests.screens.harness import Stage, staged
from tui.screens.menu_screen import MenuScreen

OPENED_BY = ("f9", "f6", "f11", "f10")
"""The commands, the parts of the page, what a reviewer asks of it, and the question before stopping."""

HALF_FILLED = {"elsewhere.field": "Kerkstra"}
"""Without anything typed, the program stops without a question."""

OF_PAGES = (
    gates.names_fit_forty_columns,
    gates.closed_cycle,
    gates.exact_reverse,
    gates.reading_order,
    gates.names_are_whole,
    gates.page_says_where_one_is,
)
"""The gates that hold of pages alone: they are about its parts, or its Tab order."""


def complaints(walked: Walk) -> list[str]:
    of_menus = (gate for gate in gates.GATES if gate not in OF_PAGES)
    return [one for gate in of_menus for one in gates.complaints_of(gate, walked)]


async def walk_menu(key: str, manner: Manner) -> Walk:
    """Open a menu by its key, go down through it, press Tab, which is to stay in it, and Escape."""
    size, language, theme = manner
    async with staged(
        pages.DATA, size=size, language=language, theme=theme, typed=HALF_FILLED
    ) as stage:
        await stage.press(key)
        menu = menu_of(stage)
        widgets = list(menu.walk_children(Widget))
        part = replace_part(menu.listing.part, title=menu.box.titled or menu.listing.part.title)
        walked = Walk(
            pages.page("menu", part.title, part),
            manner,
            frame(stage),
            sideways=any(one.show_horizontal_scrollbar for one in widgets),
            written={part.id: f"{menu.box.titled} {written(menu.listing)}"},
            resting=tuple(strip for lines in drawn(widgets).values() for strip in lines),
            overlong=tuple(line for one in widgets for line in overlong(one)),
            cut=tuple(line for one in widgets for line in cut(one)),
            begun=tuple(line for one in widgets for line in begun(one)),
            restless=tuple(restless(stage)),
            keys=frozenset(menu.active_bindings) | everywhere(stage),
        )
        # The first item has the mark from the beginning: leave it, to see the mark come.
        await stage.press("down")
        for key in ("up", *("down" for _ in menu.listing.stops[1:])):
            before = drawn([menu.listing])
            await stage.press(key)
            walked.frames.append(frame(stage, before))
        await stage.press("tab")
        walked.backwards.append(frame(stage))
        asked = tuple(stage.leading.asked)
        await stage.press("escape")
        left = stage.app.screen is stage.screen
        opened = replace(walked.opened, before=walked.frames[0].before)
        return replace(walked, opened=opened, asked=asked, escaped=(("back",),) if left else ())


def everywhere(stage: Stage) -> frozenset[str]:
    """The keys that the app takes before any screen."""
    return frozenset(one.key for _, one in stage.app._bindings if one.priority)


def menu_of(stage: Stage) -> MenuScreen:
    menu = stage.app.screen
    assert isinstance(menu, MenuScreen)
    return menu


def frame(stage: Stage, before: PageBody | None = None) -> Frame:
    """What stands on the screen now, and which item is marked; `before` is how all was drawn before that."""
    menu = menu_of(stage)
    listing, scroller = menu.listing, menu.listing.parent
    assert isinstance(scroller, Widget)
    region, room, at = listing.focus_region, scroller.region, stage.app.cursor_position
    under, _ = menu.get_widget_at(at.x, at.y)
    held = room.contains_region(region)
    return Frame(
        stop=("menu", listing.stop),
        order=(0, region.y, 0),
        on_focus=menu.focused is under is listing and region.contains_point(at),
        whole=region.height > room.height or held,
        area=region.intersection(room),
        control=region,
        strips=strips(stage),
        before=((listing.region, before[listing]),) if before else (),
    )
