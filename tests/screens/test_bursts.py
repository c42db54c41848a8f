"""Keys that come faster than they are handled are done in their order, and none is lost."""

import pytest
from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, Stage, staged
from tests.screens.settled import key_event
from tui.page.commands import COMMANDS
from tui.page.parts import Action, Actions, Text
from tui.widgets.canvas import Canvas
from tui.widgets.interfaces import reveal_soon


async def burst(stage: Stage, *keys: str) -> None:
    """All of these at once, as a slow line or dictation brings them."""
    driver = stage.app._driver
    assert driver is not None
    for key in keys:
        driver.send_message(key_event(stage.app, key))
    await stage.settle()


async def test_each_key_is_told_of_as_it_comes_so_that_other_work_can_give_way() -> None:
    told: list[str] = []
    async with staged(pages.FORM, on_pressed=lambda: told.append("a key")) as stage:
        await burst(stage, "tab", "a", "b")
        assert len(told) == 3


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("a", "b", "c", "backspace", "d"), "abd"),
        (("a", "b", "left", "x"), "axb"),
        (("a", "home", "x", "end", "y"), "xay"),
    ],
    ids=lambda one: "-".join(one),
)
@pytest.mark.parametrize("field", ["street", "words"])
async def test_editing_keys_keep_their_turn(field: str, keys: tuple[str, ...], left: str) -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus(f"address-form.{field}")
        control = stage.form("address-form").control(field)
        assert control is not None
        control.put("")
        await burst(stage, *keys)
        assert control.read() == left


async def test_what_follows_tab_is_for_the_next_field() -> None:
    async with staged(pages.FORM) as stage:
        await stage.focus("address-form.street")
        stage.text_field("address-form", "street").put("")
        stage.text_field("address-form", "houseNumber").put("")
        await burst(stage, *"abc", "tab", *"12", "shift+tab", "d")
        assert stage.text_field("address-form", "street").value == "abcd"
        assert stage.text_field("address-form", "houseNumber").value == "12"


async def test_what_is_gone_before_it_was_scrolled_to_ends_nothing() -> None:
    """As when Enter follows so fast on Tab that the page has changed before it was drawn."""
    async with staged(pages.START) as stage:
        await stage.press("tab")
        part = stage.app.screen.focused
        assert isinstance(part, Canvas)
        await part.remove()
        part.go(part.stops[0].name)
        reveal_soon(part)
        await stage.settle()


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_tabs_that_come_faster_than_the_page_scrolls_lead_on(size: tuple[int, int]) -> None:
    """To a stop out of view, and from there on: not back to what is still on the screen."""
    rows = tuple(
        part
        for number in range(6)
        for part in (
            Text(id=f"text-{number}", text="\n".join(["Een regel."] * 30)),
            Actions(id=f"row-{number}", items=(Action(id=f"go-{number}", label=f"Rij {number}"),)),
        )
    )
    async with staged(replace(pages.START, parts=rows), size=size) as stage:
        await stage.press("tab")
        await burst(stage, "tab", "tab", "tab")
        there = stage.stop
        await burst(stage, "shift+tab", "shift+tab")
        assert (there, stage.stop) == ("go-3", "go-1")


@pytest.mark.parametrize("size", [USUAL, SMALL])
@pytest.mark.parametrize("count", range(1, 9))
async def test_tabs_in_a_burst_lead_as_far_as_one_by_one(count: int, size: tuple[int, int]) -> None:
    stood = []
    for press in (Stage.press, burst):
        async with staged(pages.FORM, size=size) as stage:
            await stage.focus("address-form.label")
            await press(stage, *["tab"] * count)
            stood.append((stage.focused.id, stage.stop, stage.app.cursor_position))
    assert stood[0] == stood[1]


@pytest.mark.parametrize("size", [USUAL, SMALL])
async def test_what_is_typed_between_tabs_comes_into_its_own_field(size: tuple[int, int]) -> None:
    async with staged(pages.FORM, size=size) as stage:
        await stage.focus("address-form.label")
        await burst(stage, *"ab", "tab", *"cd", "tab", *"ef", "tab", *"gh")
        names = ("label", "street", "houseNumber", "postCode")
        values = [stage.text_field("address-form", name).value for name in names]
        assert values == ["ab", "Molenstraatcd", "ef", "90gh"]


async def test_tabs_within_a_long_part_lead_on() -> None:
    items = tuple(Action(id=f"go-{number}", label=f"Rij {number} " * 6) for number in range(12))
    row = Actions(id="rows", items=items)
    async with staged(replace(pages.START, parts=(row,)), size=SMALL) as stage:
        await stage.focus("rows")
        await burst(stage, *["tab"] * 11)
        assert stage.stop == "go-11"


async def test_a_key_whose_widget_goes_away_holds_up_no_other() -> None:
    async with staged(pages.FORM, pages.DATA) as stage:
        await stage.focus("address-form.street")
        await stage.press("x")
        stage.leading.give(pages.DATA)
        await burst(stage, "y", "tab", "f1")
        await stage.until(lambda: ("act", "go:help") in stage.leading.asked)


@pytest.mark.parametrize("command", [one for one in COMMANDS if one.keys], ids=lambda one: one.id)
async def test_no_field_takes_a_key_of_the_table(command: object) -> None:
    async with staged(pages.FORM) as stage:
        for target in ("street", "words", "kind", "pin"):
            await stage.focus(f"address-form.{target}")
            bound = stage.app.screen.active_bindings
            for key in command.keys:  # type: ignore[attr-defined]
                assert bound[key].node is stage.app, (key, target)
