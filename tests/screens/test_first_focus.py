"""Where the focus stands before anybody has pressed anything, and where a page that moved leaves it."""

from pathlib import Path

import pytest
from msgspec.structs import replace
from textual import events

import tui.app
from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, Stage, staged
from tests.screens.leading import Leading
from tui.app import BurgerprofielApp
from tui.locale import Words
from tui.page.parts import TITLE, Action, Actions, Field, Form, Item, Listing, Text
from tui.screens.page_screen import PageScreen
from tui.widgets.buttons import MARK
from tui.widgets.prose import Heading

METHODS = Listing(
    id="methods",
    title="Kies hoe u zich aanmeldt",
    items=(
        Item(id="itsme", title="itsme", detail="Met de app op uw telefoon. Niveau hoog."),
        Item(id="eid", title="eID en kaartlezer", detail="Met uw identiteitskaart."),
    ),
)
SIGN_IN = replace(
    pages.START,
    id="sign-in",
    place="sign-in",
    title="Aanmelden",
    who="Aanmelden",
    who_place="sign-in",
    parts=(METHODS,),
)
FETCHING = replace(SIGN_IN, parts=(), busy=True)
LONG = Text(id="long", text="\n\n".join(["Een zin die u moet lezen."] * 30))


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
        assert isinstance(stage.focused, Heading)
        await stage.give(SIGN_IN)
        assert stage.stop == "itsme"


async def test_a_form_in_the_place_of_what_was_chosen_has_the_focus_in_its_first_field() -> None:
    """The fields of a form come a moment after the form itself."""
    number = Field(name="number", label="Mobiel nummer", hint="Tien cijfers.")
    form = Form(id="number", fields=(number,), submit=Action(id="go-on", label="Verder"))
    async with staged(SIGN_IN) as stage:
        assert stage.stop == "itsme"
        await stage.give(replace(SIGN_IN, title="Aanmelden met itsme", parts=(form,)))
        assert stage.focused is stage.text_field("number", "number")


@pytest.mark.parametrize("size", [SMALL, USUAL, WIDE], ids=str)
async def test_the_next_step_is_read_from_its_beginning(size: tuple[int, int]) -> None:
    go_on = Actions(id="ways", items=(Action(id="go-on", label="Ga verder"),))
    first = replace(SIGN_IN, step="Stap 1 van 2", parts=(METHODS, LONG, go_on))
    async with staged(first, size=size) as stage:
        await stage.press("tab")
        assert stage.stop == "go-on"
        await stage.give(replace(first, step="Stap 2 van 2"))
        assert stage.stop == "itsme"
        assert "Stap 2 van 2" in stage.text()


async def test_who_pressed_something_keeps_the_focus_when_the_parts_come() -> None:
    more = Actions(id="more", items=(Action(id="stop-it", label="Niet aanmelden"),))
    async with staged(replace(FETCHING, parts=(more,))) as stage:
        await stage.press("tab")
        stood = stage.focused
        await stage.give(replace(SIGN_IN, parts=(METHODS, more)))
        assert stage.focused is stood


async def test_the_first_stop_has_the_focus_where_its_first_line_is_in_view() -> None:
    lead = Text(id="lead", text="Kies hieronder hoe u zich wilt aanmelden. Dat kan op twee wijzen.")
    async with staged(replace(SIGN_IN, parts=(lead, METHODS)), size=SMALL) as stage:
        assert stage.stop == "itsme"
        assert "Aanmelden" in "\n".join(stage.lines()[1:3])
        await stage.press("down")
        assert stage.stop == "eid"


async def test_down_from_a_title_reads_on_and_then_takes_the_first_stop() -> None:
    async with staged(replace(SIGN_IN, parts=(LONG, METHODS)), size=USUAL) as stage:
        assert isinstance(stage.focused, Heading)
        await stage.press("down")
        assert stage.screen.body.scroll_y == 1
        for _ in range(80):
            if not isinstance(stage.focused, Heading):
                break
            await stage.press("down")
        assert stage.stop == "itsme"


@pytest.mark.parametrize("key", ["tab", "shift+tab"])
async def test_tab_after_page_down_goes_on_where_one_reads(key: str) -> None:
    def row(name: str) -> Actions:
        return Actions(id=name, items=(Action(id=f"act-{name}", label=f"Knop {name}"),))

    page = replace(
        SIGN_IN, parts=(row("a"), row("x"), LONG, row("b"), replace(LONG, id="more"), row("c"))
    )
    async with staged(page, size=SMALL) as stage:
        assert stage.stop == "act-a"
        for _ in range(40):
            if "Knop b" in stage.text():
                break
            await stage.press("pagedown")
        await stage.press(key)
        assert stage.stop == "act-b"


async def test_the_entry_of_the_page_where_one_is_leads_into_it() -> None:
    async with staged(SIGN_IN) as stage:
        for press in (["enter"], ["f8"]):
            stage.screen.set_focus(stage.screen.head)
            await stage.settle()
            await stage.press(*press)
            assert stage.stop == "itsme"


async def _devices_from(stage: Stage) -> None:
    stage.screen.do("go:devices")
    await stage.settle()


async def test_every_way_to_the_devices_leads_to_the_pane_that_shows_them() -> None:
    way = Actions(id="way", items=(Action(id="go:devices", label="Uw toestellen"),))
    page = replace(pages.SIGN_IN, parts=(*pages.SIGN_IN.parts, way))
    async with staged(page, size=WIDE) as stage:
        await stage.focus("way")
        await stage.press("enter")
        assert stage.stop == "phone-approve"
        stage.screen.set_focus(stage.screen.head)
        await _devices_from(stage)
        assert stage.stop == "phone-approve"
        assert stage.leading.asked == []
    async with staged(page, size=USUAL) as stage:
        assert isinstance(stage.screen, PageScreen)
        await _devices_from(stage)
        assert stage.leading.asked == [("act", "go:devices")]


async def test_a_page_that_asks_for_what_cannot_have_the_focus_still_has_one() -> None:
    page = replace(pages.EBOX, parts=(LONG, *pages.EBOX.parts), focus="long")
    async with staged(page) as stage:
        assert stage.app.screen.focused is not None


async def test_a_page_may_begin_at_its_title_where_enter_does_nothing() -> None:
    async with staged(replace(pages.START, focus=TITLE)) as stage:
        assert isinstance(stage.focused, Heading)
        await stage.press("enter", "enter")
        assert stage.leading.asked == []
        await stage.press("tab")
        assert stage.stop == "go-sign-in"


async def test_the_next_step_of_a_page_is_read_from_its_title() -> None:
    check = Actions(id="check", items=(Action(id="check-it", label="Kijk na"),))
    save = Actions(id="save", items=(Action(id="save-it", label="Bewaar"),))
    first = replace(SIGN_IN, parts=(LONG, check), step="Stap 1 van 2")
    async with staged(first, size=SMALL) as stage:
        await stage.focus("check")
        assert stage.screen.body.scroll_y > 0
        await stage.give(replace(first, parts=(LONG, save), step="Stap 2 van 2"))
        assert stage.screen.body.scroll_y == 0
        assert isinstance(stage.focused, Heading)
