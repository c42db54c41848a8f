"""Both renderers say and offer the same: every page, part by part, against the page itself."""

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from msgspec.structs import replace

from tests.accessibility.parity import EVERYTHING, check_lines, check_screen, said, type_in
from tests.lines.journey import WrittenJourney
from tests.pictured import PICTURES, Picture, arrive
from tests.screens import pages
from tests.screens.harness import staged
from tests.screens.settled import settled
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.lines import menu, reading
from tui.lines.menu import Choice
from tui.page.parts import PART_KINDS, Action, Actions, Form, Page, Part, Text
from tui.screens.page_screen import PageScreen
from tui.widgets import actions, bar, buttons, facts, listing, notice, prose, views
from tui.widgets.canvas import Drawing
from tui.widgets.content import as_content

Patch = pytest.MonkeyPatch


@pytest.mark.parametrize(
    ("picture", "language"), [pytest.param(one, one.language, id=one.name) for one in PICTURES]
)
async def test_both_renderers_give_the_whole_page(picture: Picture, simulated: Simulated) -> None:
    navigator = simulated.navigator
    app = BurgerprofielApp(navigator, simulated.words, settle=0)

    async def compare() -> None:
        await settled(app)
        assert isinstance(app.screen, PageScreen)
        check_screen(app.screen, navigator)
        check_lines(await said(navigator), navigator)

    await arrive(simulated, picture)
    async with app.run_test(size=EVERYTHING):
        await compare()
        # Once more with what is wrong, where something can be: nothing was filled in.
        forms = [part for part in navigator.page.everything if isinstance(part, Form)]
        for form in forms[:1]:
            assert isinstance(app.screen, PageScreen)
            for field in form.fields:
                type_in(app.screen, form.id, field.name, "")
            await navigator.submit(form.id)
            await compare()


# --- the comparison itself: what is dropped or added is found ---------------------------------


def with_kind(kind: type[Part]) -> Page:
    """A page made by hand that has a part of this kind with something in it."""
    return next(
        page
        for page in (*pages.ALL, pages.DEVICES)
        if any(type(part) is kind for part in (*page.everything, *page.parts))
    )


async def drawn(page: Page) -> None:
    """Compare the full screen with a page."""
    async with staged(page, size=EVERYTHING) as stage:
        check_screen(stage.screen, WrittenJourney(page))


async def told(page: Page) -> None:
    """Compare line mode with a page."""
    journey = WrittenJourney(page)
    check_lines(await said(journey), journey)


@pytest.mark.parametrize("page", [*pages.ALL, pages.DEVICES], ids=lambda page: page.id)
async def test_pages_made_by_hand_are_whole_in_both(page: Page) -> None:
    await drawn(page)
    await told(page)


@pytest.mark.parametrize("kind", [kind for kind in PART_KINDS if kind is not Actions])
async def test_a_kind_that_a_renderer_leaves_out_is_found(
    kind: type[Part], monkeypatch: Patch
) -> None:
    page = with_kind(kind)
    monkeypatch.setitem(reading.READERS, kind, lambda *_: iter(()))
    if kind.__name__ not in ("Listing", "Facts", "Form"):  # those are in menu or questions, too
        with pytest.raises(AssertionError):
            await told(page)
    monkeypatch.setitem(
        views.BUILDERS, kind, lambda part, _: prose.TextView(Text(id=part.id, text=""))
    )
    with pytest.raises(AssertionError):
        await drawn(page)


@pytest.mark.parametrize("room", [actions, facts, notice, bar], ids=lambda room: room.__name__)
@pytest.mark.parametrize(
    ("drawn_so", "complaint"),
    [(slice(None, -1), ""), (slice(None, None, -1), "in this order")],
    ids=["without-the-last", "reversed"],
)
async def test_buttons_that_are_not_drawn_or_in_another_order_are_found(
    room: object, drawn_so: slice, complaint: str, monkeypatch: Patch
) -> None:
    whole = buttons.draw_buttons

    def wrong(items: tuple[Action, ...], width: int, mark: str | None) -> Drawing:
        return whole(items[drawn_so], width, mark)

    monkeypatch.setattr(room, "draw_buttons", wrong)
    found: list[str] = []
    for page in pages.ALL:
        try:
            await drawn(page)
        except AssertionError as error:
            found.append(str(error))
    assert found
    assert all(complaint in error for error in found)


async def test_an_item_that_is_not_drawn_and_a_word_too_many_are_found(monkeypatch: Patch) -> None:
    whole = listing.draw_item
    monkeypatch.setattr(listing, "draw_item", lambda *given: whole(*given)[:1])
    with pytest.raises(AssertionError):
        await drawn(pages.EBOX)
    monkeypatch.setattr(listing, "draw_item", lambda *given: [*whole(*given), as_content("bedrog")])
    with pytest.raises(AssertionError, match="bedrog"):
        await drawn(pages.EBOX)


def in_lines(monkeypatch: Patch, name: str, menu_of: Callable[..., tuple[Choice, ...]]) -> None:
    """Let this give the choices, in lines and where they are judged."""
    for room in ("tests.accessibility.parity", "tui.lines.conversation"):
        monkeypatch.setattr(f"{room}.{name}", menu_of)


WRONG = "in this order|lacks|too many|says of itself|has no menu"


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_a_choice_that_lines_leave_out_add_or_swap_is_found(
    page: Page, monkeypatch: Patch
) -> None:
    whole = menu.page_menu(page, WrittenJourney(page).words)
    places = range(len(whole))
    less = [(*whole[:place], *whole[place + 1 :]) for place in places]
    swapped = [
        (*whole[:place], later, earlier, *whole[place + 2 :])
        for place, (earlier, later) in enumerate(pairwise(whole))
    ]
    for choices in (*less, *swapped, (*whole, Choice("Alles wissen", "act", id="erase-all"))):
        in_lines(monkeypatch, "page_menu", lambda *_, it=choices: it)
        with pytest.raises(AssertionError, match=WRONG):
            await told(page)


async def test_choices_of_a_block_in_another_order_are_found_in_lines(monkeypatch: Patch) -> None:
    whole = menu.block_menu
    in_lines(monkeypatch, "block_menu", lambda *given: whole(*given)[::-1])
    with pytest.raises(AssertionError, match="in this order"):
        await told(pages.DATA)


async def test_parts_in_another_order_are_found_in_lines(monkeypatch: Patch) -> None:
    whole = reading.page_lines

    def reversed_(page: Page, *given: Any) -> list[str]:
        return whole(replace(page, parts=page.parts[::-1]), *given)

    monkeypatch.setattr("tui.lines.conversation.page_lines", reversed_)
    for page in pages.ALL:
        if len(page.parts) > 2 and not reading.outlined(page):
            with pytest.raises(AssertionError, match="in its place"):
                await told(page)
