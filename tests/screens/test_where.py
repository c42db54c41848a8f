"""F12 says on the status line where one is; F11 lists what a reviewer asks of a page."""

import asyncio
import re
import subprocess
import sys
from collections.abc import AsyncIterator

import pytest
from msgspec.structs import replace as changed

from tests.accessibility.contrast import faint
from tests.accessibility.walk import LONGEST_ROUND, segments, strips
from tests.captured import Capture, Captured
from tests.pictured import WALKED, Picture
from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, USUAL, WIDE, Stage, staged
from tests.screens.telling import Due, due_at, missing
from tui.locale import Words
from tui.page.offered import actions_of
from tui.page.parts import Item, Listing, Page, Text
from tui.screens.contrast import contrast
from tui.screens.menu_screen import MenuScreen
from tui.screens.page_screen import PageScreen
from tui.screens.where_am_i import where_am_i
from tui.widgets.listing import ListingView
from tui.widgets.tabs import TabBar

ASKED = (
    "Pagina Een adres toevoegen, stap 1 van 2. "
    "Invoerveld Straat, verplicht, waarde Molenstraatx, veld 2 van 8."
)


def flat(text: str) -> str:
    """`text` on one line."""
    return " ".join(text.split())


@pytest.mark.parametrize("size", SIZES, ids=str)
async def test_where_one_is_stands_on_the_status_line_until_the_next_key(
    size: tuple[int, int],
) -> None:
    async with staged(pages.FORM, size=size) as stage:
        await stage.focus("address-form.street")
        await stage.press("x")
        held = stage.focused
        await stage.press("f12")
        assert ASKED in flat(stage.text())
        # A reader of only the cursor's line would not know of it otherwise.
        assert stage.lines()[stage.app.cursor_position.y].startswith(" Pagina ")
        assert not faint(segments(strips(stage)), 4.5, 3.0)
        assert held is stage.text_field("address-form", "street")
        assert stage.at.y in range(size[1])
        assert stage.screen.body.region.contains_region(held.region)
        await stage.press("f12")
        assert ASKED in flat(stage.text()), "asked again, it is said again"
        await stage.press("end")
        assert stage.app.cursor_position == stage.at
        assert ASKED not in flat(stage.text())
        assert flat(pages.FORM.status) in flat(stage.text())
        assert stage.focused is held


async def test_the_device_is_called_as_it_is_drawn() -> None:
    async with staged(pages.SIGN_IN, size=USUAL) as stage:
        stage.screen.set_focus(stage.screen.body.call)
        await stage.settle()
        await stage.press("f12")
        assert f"Knop {stage.screen.body.call.said.rstrip('.')}" in flat(stage.text())
        assert f"[▸{stage.screen.body.call.said} ]" in stage.text()


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
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.pin")
        await stage.press(*"8153", "f12")
        assert "4 tekens getypt" in flat(stage.text())
        assert "8153" not in stage.text()


@pytest.mark.parametrize("picture", WALKED, ids=lambda one: one.name)
def test_every_stop_of_every_page_can_be_told(picture: Picture, captured: Capture) -> None:
    """Page, step, role, name, states and position, as the page itself has them."""
    there = captured(picture, "nl")
    told, wrong = asyncio.run(tell_all(there))
    assert wrong == []
    assert {one.id for one in actions_of(there.page)} <= {stop for stop, _ in told}
    sentences = [sentence for _, sentence in told]
    assert len(sentences) == len(set(sentences)), "no two places are told the same"


async def tell_all(there: Captured) -> tuple[list[tuple[str, str]], list[str]]:
    """Each stop with what F12 says of it, by Tab and through each list by arrows; and what that lacks."""
    words = Words("nl")
    told: list[tuple[str, str]] = []
    wrong: list[str] = []
    async with staged(there.page, size=WIDE, drafts=there.drafts) as stage:

        async def ask() -> None:
            due = due_at(stage, there, words)
            await stage.press("f12")
            said = stage.screen.status.said
            told.append((stage.stop, said))
            wrong.extend(f"{said!r} lacks {one!r}" for one in missing(said, there.page, words, due))

        screen = stage.screen
        screen.set_focus(screen.head)
        await stage.settle()
        for _ in range(LONGEST_ROUND):
            focused = stage.focused
            steps = 0
            if isinstance(focused, ListingView | TabBar):
                focused.go(focused.stops[0].name)
                steps = len(focused.stops) - 1
            await ask()
            for _ in range(steps):
                await stage.press("right")
                await ask()
            await stage.press("tab")
            if stage.focused is screen.head:
                return told, wrong
    raise AssertionError("Tab does not come round")


def test_what_a_sentence_leaves_out_is_found() -> None:
    words, page = Words("nl"), pages.FORM
    due = Due("invoerveld", "Straat", ("verplicht", "fout: leeg"), "veld 2 van 8")
    pieces = (
        "Pagina Een adres toevoegen, stap 1 van 2. Invoerveld Straat",
        *due.states,
        due.position,
    )
    whole = ", ".join(pieces) + "."
    assert missing(whole, page, words, due) == []
    for piece in (
        "Een adres toevoegen",
        "stap 1 van 2",
        due.role,
        due.name,
        *due.states,
        due.position,
    ):
        assert missing(re.sub(piece, "", whole, flags=re.I), page, words, due), piece


# --- the reviewer's list ----------------------------------------------------------------------


def listed(stage: Stage) -> tuple[Item, ...]:
    """What the reviewer's list says."""
    screen = stage.app.screen
    assert isinstance(screen, MenuScreen)
    return screen.listing.part.items


async def test_the_reviewer_sees_the_focus_first() -> None:
    async with staged(pages.FORM, size=WIDE) as stage:
        await stage.focus("address-form.street")
        held, at = stage.focused, stage.focused.region
        around = [
            contrast(style)
            for row, column, signs, style in segments(strips(stage))
            if at.contains(column, row) and re.search(r"\w", signs)
        ]
        await stage.press("f11")
        first = listed(stage)[0]
        assert first.title == "Hier staat u: Invoerveld Straat"
        told = re.search(r"contrast van de tekst (\d+),(\d) op 1", first.detail)
        assert told is not None
        assert float(".".join(told.groups())) == int(min(around) * 10) / 10
        for one in (
            "verplicht, waarde Molenstraat",
            f"kolom {at.x + 1}, regel {at.y + 1}, {at.width} bij {at.height} cellen",
            "tabplaats 5 van 13",
        ):
            assert one in first.detail
        await stage.press("escape")
        assert isinstance(stage.app.screen, PageScreen)
        assert stage.focused is held


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
async def test_the_reviewers_list_is_the_way_that_tab_goes(page: Page) -> None:
    async with staged(page, size=WIDE) as stage:
        stage.screen.set_focus(stage.screen.head)
        await stage.settle()
        walked = []
        for _ in range(60):
            await stage.press("f11")
            items = listed(stage)
            walked.append(items[0].title)
            await stage.press("escape", "tab")
            if stage.focused is stage.screen.head:
                break
        total = len(walked)
        places = [one for one in items[1:] if one.mark]
        assert [f"Hier staat u: {one.title}" for one in places] == walked
        assert [one.mark for one in places] == [f"{n} van {total}" for n in range(1, total + 1)]
        named = {part.id for part in page.everything}
        assert len(items) - 1 >= len(named), "what Tab passes by is listed, too"


async def test_enter_on_the_reviewers_list_goes_there() -> None:
    async with staged(pages.FORM) as stage:
        await stage.press("f11", *"niet", "space", *"bewaren", "enter")
        assert stage.stop == "cancel"
    async with staged(pages.DATA) as stage:
        await stage.press("f11", *"tabblad", "enter")
        assert stage.focused is stage.screen.tabs
        await stage.press("f11", "enter")
        assert stage.focused is stage.screen.tabs
    async with staged(pages.REQUEST, size=SMALL) as stage:
        assert "Bewaar uw kenmerk" not in stage.text()
        await stage.press("f11", *"kenmerk", "enter")
        assert "Bewaar uw kenmerk" in stage.text()


async def test_the_reviewers_list_has_titles_items_and_choices() -> None:
    async with staged(pages.FORM, size=WIDE) as stage:
        await stage.focus("address-form.kind")
        await stage.press("down", "f11")
        items = [(one.title, one.detail, one.mark) for one in listed(stage)]
        assert ("Titel Een adres toevoegen", "", "") in items
        field = "Waarvoor dient het adres?"
        assert [one for one in items if one[0].startswith("Optie ")] == [
            (f"Optie Voor brieven, 1 van 2, {field}", "", ""),
            (f"Optie Om te verblijven, 2 van 2, {field}", "gekozen", ""),
        ]
    async with staged(pages.MESSAGE, size=WIDE) as stage:
        await stage.press("f11")
        found = [(one.title, one.detail) for one in listed(stage) if one.title.startswith("Regel ")]
        assert found == [
            (
                "Regel Uw Groeipakket verandert vanaf januari, 1 van 3, Uw berichten",
                "nieuw, gekozen",
            ),
            ("Regel Afspraak op het stadhuis, 2 van 3, Uw berichten", ""),
            ("Regel Aanslagbiljet, 3 van 3, Uw berichten", ""),
        ]
    async with staged(pages.SIGN_IN, size=WIDE) as stage:
        await stage.press("f11")
        assert {"Titel Aanmelden met itsme", "Titel Uw telefoon"} <= {
            one.title for one in listed(stage)
        }


async def test_from_the_reviewers_list_one_comes_to_an_item_a_choice_and_the_title() -> None:
    """And nothing is chosen by that."""
    async with staged(pages.MESSAGE, size=WIDE) as stage:
        await stage.press("f11", *"aanslagbiljet", "enter")
        assert stage.focused is stage.view("messages")
        assert stage.stop == "m-3"
        await stage.press("f11", *"titel", "space", *"ebox", "enter")
        assert stage.focused is stage.screen.body.heading
        assert stage.leading.asked == []
    async with staged(pages.FORM, size=SMALL) as stage:
        await stage.press("f11", *"optie", "space", *"om", "enter")
        assert stage.stop == "option:stay"
        assert stage.focused.read() == ""  # type: ignore[attr-defined]
        assert "Om te verblijven" in stage.text()


async def test_what_removes_or_stops_something_says_so_after_its_name() -> None:
    """Its colour is not seen by everybody, and no colour at all is sent where none is wanted."""
    async with staged(pages.EBOX) as stage:
        await stage.focus("withdraw")
        await stage.press("f12")
        told = "Knop Toestemming intrekken, om iets te verwijderen of te stoppen, 1 van 1."
        assert told in flat(stage.text())
        await stage.press("f11")
        details = {one.title: one.detail for one in listed(stage)}
        assert details["Knop Toestemming intrekken"] == "om iets te verwijderen of te stoppen"


async def test_from_the_menu_both_can_be_asked_for() -> None:
    async with staged(pages.DATA) as stage:
        await stage.press("f9", *"waar", "space", *"ben", "enter")
        assert "Pagina Uw gegevens. " in stage.text()
        await stage.press("f9", *"nazicht", "enter")
        assert listed(stage)[0].id == "focus"


async def test_without_colour_no_contrast_is_invented() -> None:
    async with staged(pages.DATA, no_color=True) as stage:
        await stage.press("f11")
        assert "de terminal kiest de kleuren" in listed(stage)[0].detail


def test_neither_is_loaded_before_it_is_asked_for() -> None:
    code = """
import sys, tui.app
print(sorted({"tui.screens.where_am_i", "tui.screens.review", "tui.screens.contrast",
              "tui.page.description"} & set(sys.modules)))
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert answer.stdout.strip() == "[]"


LONG = "Kies een naam die u zelf graag hoort, en die niemand anders hier gebruikt. " * 4


@pytest.fixture
async def long_answer() -> AsyncIterator[Stage]:
    """At 40 by 12, on a field about which more is said than has room."""
    field = changed(pages.ADDRESS.fields[1], error=LONG)
    form = changed(pages.ADDRESS, fields=(field, *pages.ADDRESS.fields[2:]))
    async with staged(changed(pages.FORM, parts=(form,)), size=SMALL) as stage:
        await stage.focus("address-form.street")
        yield stage


async def test_an_answer_that_is_too_long_is_said_in_parts(long_answer: Stage) -> None:
    stage = long_answer
    whole = where_am_i(stage.screen)
    said = []
    for _ in range(3):
        await stage.press("f12")
        at = stage.app.cursor_position.y
        said.append(" ".join(line.strip() for line in stage.lines()[at:-1]))
        if not said[-1].endswith("…"):
            break
    assert len(said) > 1
    assert " ".join(one.removesuffix(" …") for one in said) == whole
    await stage.press("f12")
    assert said[0] in " ".join(line.strip() for line in stage.lines())
    await stage.press("tab", "f12")
    assert "Huisnummer" in " ".join(stage.lines())


async def test_another_key_ends_an_answer_that_goes_on(long_answer: Stage) -> None:
    stage = long_answer
    await stage.press("f12")
    first = stage.lines()[stage.app.cursor_position.y]
    await stage.press("right", "f12")
    assert stage.lines()[stage.app.cursor_position.y] == first
