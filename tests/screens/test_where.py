"""F12 says on the status line where the focus is; F11 lists what a reviewer asks of a page."""

import asyncio
import re
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace

from tests.accessibility.contrast import faint
from tests.accessibility.walk import LONGEST_ROUND, segments, strips
from tests.by_turns import by_turns
from tests.captured import Capture, Captured
from tests.pictured import WALKED, Picture
from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, USUAL, WIDE, Stage, staged
from tui.locale import Words
from tui.page.description import title_and_step
from tui.page.offered import actions_of
from tui.page.parts import Item, Listing, Page, Text
from tui.screens.contrast import contrast
from tui.screens.review import review
from tui.screens.where_am_i import where_am_i
from tui.widgets.interfaces import FieldControl
from tui.widgets.listing import ListingView
from tui.widgets.tabs import TabBar

ASKED = (
    "Pagina Een adres toevoegen, stap 1 van 2. "
    "Invoerveld Straat, verplicht, waarde Molenstraatx, veld 2 van 8."
)


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_where_one_is_stands_on_the_status_line_until_the_next_key(
    size: tuple[int, int],
) -> None:
    async with staged(pages.FORM, size=size, at="address-form.street") as stage:
        await stage.press("x")
        held = stage.focused
        await stage.press("f12")
        assert ASKED in stage.said()
        # A reader of only the cursor's line would not know of it otherwise.
        assert stage.cursor_line.startswith(" Pagina ")
        assert not faint(segments(strips(stage)), 4.5, 3.0)
        assert held is stage.field("address-form.street")
        assert stage.at.y in range(size[1])
        assert stage.screen.body.region.contains_region(held.region)
        await stage.press("f12")
        assert ASKED in stage.said(), "asked again, it is said again"
        await stage.press("end")
        assert stage.app.cursor_position == stage.at
        assert ASKED not in stage.said()
        assert (
            f"{pages.FORM.title}, geladen" if size == SMALL else pages.FORM.status
        ) in stage.said()
        assert stage.focused is held


async def test_the_device_is_called_as_it_is_drawn() -> None:
    async with staged(pages.SIGN_IN, size=SMALL) as stage:
        await stage.focus(stage.screen.body.call)
        await stage.press("f12")
        assert f"Knop {stage.screen.body.call.said.rstrip('.')}" in stage.said()
        assert f"▸ {stage.screen.body.call.said}" in stage.said()


async def test_the_page_stays_where_it_is_while_what_is_asked_takes_its_last_lines() -> None:
    """As long as the place of the focus can be seen: its title is not scrolled away for an answer."""
    lead = Text(id="lead", text="\n".join(["Een regel."] * 12))
    rows = tuple(Item(id=f"item-{number}", title=f"Bericht {number}") for number in range(6))
    listing = Listing(id="list", title="Berichten van overheden aan u", items=rows)
    async with staged(pages.page("long", "Een lange lijst", lead, listing)) as stage:
        assert stage.stop == "item-0"
        await stage.press("f12")
        assert stage.screen.status.outer_size.height > 1
        assert stage.screen.body.scroll_y == 0
        assert stage.at.y in range(*stage.screen.body.region.line_span)


async def test_another_page_ends_it_and_what_comes_on_the_same_page_does_not() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f12")
        assert "Pagina Uw gegevens. " in stage.text()
        await stage.give(pages.page("data", "Uw gegevens", *pages.DATA.parts[:2]))
        assert "Pagina Uw gegevens. " in stage.text()
        await stage.give(pages.EBOX)
        assert "Pagina" not in stage.lines()[-2]


async def test_a_secret_is_counted_and_never_said() -> None:
    async with staged(pages.FORM, at="address-form.pin") as stage:
        await stage.press(*"8153", "f12")
        assert "4 tekens getypt" in stage.said()
        assert "8153" not in stage.text()


@pytest.mark.parametrize("picture", by_turns(WALKED, every=3), ids=lambda picture: picture.name)
def test_every_stop_of_every_page_can_be_told(picture: Picture, captured: Capture) -> None:
    """By its page, its name and its position; what else is said of it, `test_description.py` shows.

    On each third page, in the long form on all: one function tells every stop.
    That F12 says it on the status line, the tests above show.
    """
    there = captured(picture, "nl")
    told = asyncio.run(tell_all(there))
    assert {action.id for action in actions_of(there.page)} <= {stop for stop, *_ in told}
    page = f"Pagina {title_and_step(there.page, Words('nl'))}. "
    for _, name, sentence in told:
        assert sentence.startswith(page)
        assert name in sentence
        alone = name in ("", there.page.who)
        assert alone or re.search(r"\d van \d+\.$", sentence), sentence
    sentences = [sentence for *_, sentence in told]
    assert len(sentences) == len(set(sentences)), "no two places are told the same"


async def tell_all(there: Captured) -> list[tuple[str, str, str]]:
    """Each stop by Tab, and by arrows through each list: its id, its name and what is said of it."""
    page, told = there.page, []
    names = {action.id: action.name for action in actions_of(page)}
    tabs = {tab.id: tab.label for tab in page.tabs}
    listings = [part for part in page.everything if isinstance(part, Listing)]
    names |= {item.id: item.title for listing in listings for item in listing.items}
    async with staged(page, size=WIDE, drafts=there.drafts) as stage:
        await stage.focus(stage.screen.head)
        for _ in range(LONGEST_ROUND):
            focused, stops = stage.focused, [stage.stop]
            if isinstance(focused, ListingView | TabBar):
                stops = [stop.name for stop in focused.stops]
                focused.go(stops[0])
            for stop in stops:
                name = (tabs if isinstance(focused, TabBar) else names).get(stop, "")
                if isinstance(focused, FieldControl):
                    name = focused.field.label
                if focused is stage.screen.head:
                    name = page.who
                told.append((stop, name, where_am_i(stage.screen)))
                if stop != stops[-1]:
                    await stage.press("right")
            await stage.press("tab")
            if stage.focused is stage.screen.head:
                return told
    raise AssertionError("Tab does not come round")


# --- the reviewer's list ----------------------------------------------------------------------


async def test_the_reviewer_sees_the_focus_first() -> None:
    async with staged(pages.FORM, size=WIDE, at="address-form.street") as stage:
        held, at = stage.focused, stage.focused.region
        around = [
            contrast(style)
            for row, column, signs, style in segments(strips(stage))
            if at.contains(column, row) and re.search(r"\w", signs)
        ]
        await stage.press("f11")
        first = stage.offered[0]
        assert first.title == "Hier staat u: Invoerveld Straat"
        told = re.search(r"contrast van de tekst (\d+),(\d) op 1", first.detail)
        assert told is not None
        assert float(".".join(told.groups())) == int(min(around) * 10) / 10
        for detail in (
            "verplicht, waarde Molenstraat",
            f"kolom {at.x + 1}, regel {at.y + 1}, {at.width} bij {at.height} cellen",
            "tabstop 5 van 13",
        ):
            assert detail in first.detail
        await stage.press("escape")
        assert stage.on_page
        assert stage.focused is held


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_the_reviewers_list_is_the_way_that_tab_goes(page: Page) -> None:
    async with staged(page, size=WIDE) as stage:
        await stage.focus(stage.screen.head)
        walked: list[str] = []
        for _ in range(LONGEST_ROUND):
            (here, *items), _ = review(stage.screen)
            walked.append(here.title)
            await stage.press("tab")
            if stage.focused is stage.screen.head:
                break
        await stage.press("f11")
        assert [item.title for item in stage.offered] == [walked[0], *(one.title for one in items)]
        total = len(walked)
        places = [item for item in items if item.mark]
        assert [f"Hier staat u: {item.title}" for item in places] == walked
        assert [item.mark for item in places] == [f"{n} van {total}" for n in range(1, total + 1)]
        assert len(items) >= len(page.everything), "what Tab passes by is listed, too"


@pytest.mark.parametrize(
    ("page", "size", "typed", "stop", "there"),
    [
        (pages.FORM, USUAL, "niet bewaren", "cancel", "[▸Niet bewaren ]"),
        (pages.FORM, SMALL, "optie om", "option:stay", "Om te verblijven"),
        (pages.DATA, USUAL, "tabblad", "data", "[Uw gegevens]"),
        (pages.MESSAGE, WIDE, "aanslagbiljet", "m-3", "Aanslagbiljet"),
        (pages.MESSAGE, WIDE, "titel ebox", "", "eBox"),
    ],
    ids=["button", "choice", "tab", "item", "title"],
)
async def test_enter_on_the_reviewers_list_goes_there_and_chooses_nothing(
    page: Page, size: tuple[int, int], typed: str, stop: str, there: str
) -> None:
    async with staged(page, size=size) as stage:
        assert there not in stage.cursor_line
        await stage.press("f11", *typed, "enter")
        assert stage.stop == stop
        assert there in stage.cursor_line
        assert stage.asked == []
        assert stage.leading.drafts.form(page.place, "address-form") == {}


async def test_enter_on_what_tab_passes_by_brings_it_into_view() -> None:
    async with staged(pages.REQUEST, size=SMALL) as stage:
        assert "Bewaar uw kenmerk" not in stage.text()
        await stage.press("f11", *"kenmerk", "enter")
        assert "Bewaar uw kenmerk" in stage.text()


FIELD, LIST = "Waarvoor dient het adres?", "Uw berichten"


@pytest.mark.parametrize(
    ("page", "role", "listed"),
    [
        (pages.FORM, "Titel", {"Een adres toevoegen": ""}),
        (pages.SIGN_IN, "Titel", {"Aanmelden met itsme": "", "Uw telefoon, van Noor Peeters": ""}),
        (
            pages.FORM,
            "Optie",
            {
                f"Voor brieven, 1 van 2, {FIELD}": "",
                f"Om te verblijven, 2 van 2, {FIELD}": "gekozen",
            },
        ),
        (
            pages.MESSAGE,
            "Regel",
            {
                f"Uw Groeipakket verandert vanaf januari, 1 van 3, {LIST}": "nieuw, gekozen",
                f"Afspraak op het stadhuis, 2 van 3, {LIST}": "",
                f"Aanslagbiljet, 3 van 3, {LIST}": "",
            },
        ),
    ],
    ids=["title", "titles", "choices", "items"],
)
async def test_the_reviewers_list_has_titles_items_and_choices(
    page: Page, role: str, listed: dict[str, str]
) -> None:
    async with staged(page, size=WIDE, typed={"address-form.kind": "stay"}) as stage:
        await stage.press("tab", "f11")
        _, *items = stage.offered
        found = {item.title: item.detail for item in items if not item.mark}
        assert {f"{role} {title}": detail for title, detail in listed.items()}.items() <= (
            found.items()
        )


async def test_what_removes_or_stops_something_says_so_after_its_name() -> None:
    """Its colour is not seen by everybody, and no colour at all is sent where none is wanted."""
    async with staged(pages.EBOX, at="withdraw") as stage:
        await stage.press("f12")
        told = "Knop Toestemming intrekken, om iets te verwijderen of te stoppen, 1 van 1."
        assert told in stage.said()
        await stage.press("f11")
        details = {item.title: item.detail for item in stage.offered}
        assert details["Knop Toestemming intrekken"] == "om iets te verwijderen of te stoppen"


async def test_without_colour_no_contrast_is_invented() -> None:
    async with staged(pages.DATA, no_color=True) as stage:
        await stage.press("f11")
        assert "de terminal kiest de kleuren" in stage.offered[0].detail


# --- an answer that is too long ---------------------------------------------------------------


@pytest.fixture
async def long_answer() -> AsyncIterator[Stage]:
    """At 40 by 12, on a field about which more is said than has room."""
    error = "Kies een naam die u zelf graag hoort, en die niemand anders hier gebruikt. " * 4
    field = replace(pages.ADDRESS.fields[1], error=error)
    form = replace(pages.ADDRESS, fields=(field, *pages.ADDRESS.fields[2:]))
    page = replace(pages.FORM, parts=(form,))
    async with staged(page, size=SMALL, at="address-form.street") as stage:
        yield stage


async def test_an_answer_that_is_too_long_is_said_in_parts(long_answer: Stage) -> None:
    stage = long_answer
    said: list[str] = []
    while not said or said[-1].endswith("…"):
        await stage.press("f12")
        shown = stage.lines()[stage.app.cursor_position.y : -1]
        said.append(" ".join(line.strip() for line in shown))
    assert len(said) > 1
    assert " ".join(part.removesuffix(" …") for part in said) == where_am_i(stage.screen)
    await stage.press("f12")
    assert said[0] in stage.said()
    await stage.press("tab", "f12")
    assert "Huisnummer" in stage.said()


async def test_another_key_ends_an_answer_that_goes_on(long_answer: Stage) -> None:
    stage = long_answer
    await stage.press("f12")
    first = stage.cursor_line
    await stage.press("right", "f12")
    assert stage.cursor_line == first
