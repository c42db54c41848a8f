"""Where the focus stands before anybody has pressed anything, and where a page that moved leaves it."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events

import tui.app
from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, staged
from tests.screens.leading import Leading
from tests.screens.pages import LONG, buttons, with_parts
from tui.app import BurgerprofielApp
from tui.locale import Words
from tui.page.parts import TITLE, Action, Item, Listing, Notice, Part, Text
from tui.widgets.buttons import MARK

METHODS = Listing(
    id="methods",
    title="Kies hoe u zich aanmeldt",
    items=(
        Item(id="itsme", title="itsme", detail="Met de app op uw telefoon. Niveau hoog."),
        Item(id="eid", title="eID en kaartlezer", detail="Met uw identiteitskaart."),
    ),
)
SIGN_IN = with_parts(pages.START, METHODS, id="sign-in", place="sign-in", title="Aanmelden")
FETCHING = with_parts(SIGN_IN, busy=True)


class FirstPicture(BurgerprofielApp):
    """Keeps what stood on the screen when the first page was painted."""

    CSS_PATH = Path(tui.app.__file__).with_name("app.tcss")
    picture = ""

    def _display(self, screen: object, renderable: object) -> None:
        super()._display(screen, renderable)  # type: ignore[arg-type]
        drawn = "\n".join(
            "".join(segment.text for segment in strip)
            for strip in self.screen._compositor.render_strips()
        )
        if not self.picture and pages.START.title in drawn:
            self.picture = drawn


async def test_the_focus_stands_in_the_very_first_picture() -> None:
    app = FirstPicture(Leading(pages.START), Words("nl"))
    async with app.run_test(size=USUAL) as pilot:
        await pilot.pause()
        assert f"[{MARK}Aanmelden ]" in app.picture


async def test_a_key_that_comes_before_the_focus_is_settled_finds_it_settled() -> None:
    async with staged(pages.START) as stage:
        screen = stage.screen
        screen.set_focus(None)
        screen.initial_focus.give(lambda: screen.page_focus.settle(""))
        await stage.app.on_event(events.Key("tab", None))
        await stage.settle()
        assert stage.stop == "go-persons"


async def test_a_page_that_was_still_fetched_gives_its_first_stop_the_focus_later() -> None:
    async with staged(FETCHING) as stage:
        assert stage.focused is stage.screen.body.heading
        await stage.give(SIGN_IN)
        assert stage.stop == "itsme"


async def test_a_form_in_the_place_of_what_was_chosen_has_the_focus_in_its_first_field() -> None:
    """The fields of a form come a moment after the form itself."""
    async with staged(SIGN_IN) as stage:
        assert stage.stop == "itsme"
        await stage.give(with_parts(SIGN_IN, pages.ADDRESS, title="Aanmelden met itsme"))
        assert stage.focused is stage.field("address-form.label")


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=str)
@pytest.mark.parametrize(
    ("parts", "stop"), [((METHODS, LONG), "itsme"), ((LONG,), "")], ids=["stop", "title"]
)
async def test_the_next_step_is_read_from_its_beginning(
    parts: tuple[Part, ...], stop: str, size: tuple[int, int]
) -> None:
    check, save = buttons("check", {"check": "Kijk na"}), buttons("save", {"save": "Bewaar"})
    first = with_parts(SIGN_IN, *parts, check, step="Stap 1 van 2")
    async with staged(first, size=size, at="check") as stage:
        assert stage.screen.body.scroll_y > 0
        await stage.give(with_parts(first, *parts, save, step="Stap 2 van 2"))
        assert stage.screen.body.scroll_y <= 1
        assert stage.stop == stop
        assert (stage.focused is stage.screen.body.heading) == (not stop)
        assert "Stap 2 van 2" in stage.text()


async def test_who_pressed_something_keeps_the_focus_when_the_parts_come() -> None:
    more = buttons("more", {"stop-it": "Niet aanmelden"})
    async with staged(with_parts(FETCHING, more)) as stage:
        await stage.press("tab")
        stood = stage.focused
        await stage.give(with_parts(SIGN_IN, METHODS, more))
        assert stage.focused is stood


async def test_the_first_stop_has_the_focus_where_its_first_line_is_in_view() -> None:
    lead = Text(id="lead", text="Kies hieronder hoe u zich wilt aanmelden. Dat kan op twee wijzen.")
    async with staged(with_parts(SIGN_IN, lead, METHODS), size=SMALL) as stage:
        assert stage.stop == "itsme"
        assert "Aanmelden" in "\n".join(stage.lines()[1:3])
        await stage.press("down")
        assert stage.stop == "eid"


async def test_where_there_is_room_for_the_title_alone_enter_goes_on_as_tab_does() -> None:
    lead = Text(id="lead", text="Typ het nummer van uw telefoon. " * 4)
    page = with_parts(SIGN_IN, lead, pages.ADDRESS)
    for key in ("enter", "tab"):
        async with staged(page, size=SMALL) as stage:
            assert stage.focused is stage.screen.body.heading
            assert page.title in stage.lines()[1]
            assert stage.lines()[-1].strip().startswith("Tab Verder")
            await stage.press(key)
            assert stage.app.focused is stage.field("address-form.label")
            assert "Naam van het adres" in stage.text()


async def test_down_from_a_title_reads_on_and_then_takes_the_first_stop() -> None:
    async with staged(with_parts(SIGN_IN, LONG, METHODS)) as stage:
        assert stage.focused is stage.screen.body.heading
        await stage.press("down")
        assert stage.screen.body.scroll_y == 1
        for _ in range(120):
            if stage.focused is not stage.screen.body.heading:
                break
            await stage.press("down")
        assert stage.stop == "itsme"


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
async def test_tab_after_page_down_goes_on_where_one_reads(key: str) -> None:
    a, x, b, c = (buttons(name, {f"act-{name}": f"Knop {name}"}) for name in "axbc")
    page = with_parts(SIGN_IN, a, x, LONG, b, replace(LONG, id="more"), c)
    async with staged(page, size=USUAL) as stage:
        assert stage.stop == "act-a"
        for _ in range(40):
            if "Knop b" in stage.text():
                break
            await stage.press("pagedown")
        await stage.press(key)
        assert stage.stop == "act-b"


async def test_the_entry_of_the_page_where_one_is_leads_into_it() -> None:
    async with staged(SIGN_IN) as stage:
        for key in ("enter", "f8"):
            await stage.focus(stage.screen.head)
            await stage.press(key)
            assert stage.stop == "itsme"


async def test_a_page_that_asks_for_what_cannot_have_the_focus_still_has_one() -> None:
    page = with_parts(pages.EBOX, LONG, *pages.EBOX.parts, focus="long")
    async with staged(page) as stage:
        assert stage.focused.has_focus


async def test_a_page_may_begin_at_its_title_where_enter_does_nothing() -> None:
    async with staged(replace(pages.START, focus=TITLE)) as stage:
        assert stage.focused is stage.screen.body.heading
        await stage.press("enter", "enter")
        assert stage.asked == []
        await stage.press("tab")
        assert stage.stop == "go-sign-in"


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=str)
@pytest.mark.parametrize(
    ("lines", "begins"), [(2, True), (60, False)], ids=["in view", "too far down"]
)
async def test_a_page_begins_at_what_is_most_use_if_its_title_stays_in_view(
    lines: int, begins: bool, size: tuple[int, int]
) -> None:
    again = Action(id="try-again", label="Probeer opnieuw", kind="main")
    down = Notice(id="trouble", kind="error", title="Niet bereikbaar", actions=(again,))
    far = Text(id="far", text="\n\n".join(["Regel."] * (lines // 2)))
    page = with_parts(SIGN_IN, METHODS, far, down, begin="trouble")
    if begins:
        page = with_parts(SIGN_IN, down, METHODS, begin="trouble")
    async with staged(page, size=size) as stage:
        assert SIGN_IN.title in "\n".join(stage.lines()[1:4])
        assert stage.stop == ("try-again" if begins else "itsme")
    async with staged(with_parts(SIGN_IN, far, METHODS), size=size, at="methods") as stage:
        await stage.give(page)
        assert stage.stop == ("try-again" if begins else "itsme"), "as well where it fails later"
        assert SIGN_IN.title in "\n".join(stage.lines()[1:4])


async def test_who_types_is_not_taken_away_by_what_failed() -> None:
    again = Action(id="try-again", label="Probeer opnieuw", kind="main")
    down = Notice(id="trouble", kind="error", title="Niet bereikbaar", actions=(again,))
    async with staged(pages.FORM, at="address-form.street") as stage:
        field = stage.focused
        await stage.give(with_parts(pages.FORM, down, *pages.FORM.parts, begin="trouble"))
        assert stage.focused is field
