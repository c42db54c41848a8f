"""Keys that come faster than they are handled are done in their order, and none is lost."""

from typing import Any

import pytest
from msgspec.structs import replace
from textual.content import Content
from textual.geometry import Offset
from textual.strip import Strip

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, Stage, staged
from tests.screens.pages import LONG, buttons, with_parts
from tui.page.commands import COMMANDS
from tui.page.parts import Text
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.interfaces import reveal_soon
from tui.widgets.listing import ListingView


async def test_each_key_is_told_of_as_it_comes_so_that_other_work_can_give_way() -> None:
    told: list[str] = []

    def press(key: str) -> bool:
        told.append(key)
        return key == "b"

    async with staged(pages.FORM, on_pressed=press, at="address-form.label") as stage:
        await stage.burst("a", "b", "c")
        assert told == ["a", "b", "c"]
        # What was for somebody else means nothing here.
        assert stage.field("address-form.label").read() == "ac"


@pytest.mark.parametrize(
    ("keys", "left"),
    [
        (("a", "b", "c", "backspace", "d"), "abd"),
        (("a", "b", "left", "x"), "axb"),
        (("a", "home", "x", "end", "y"), "xay"),
    ],
    ids="-".join,
)
@pytest.mark.parametrize("field", ["label", "words"])
async def test_editing_keys_keep_their_turn(field: str, keys: tuple[str, ...], left: str) -> None:
    async with staged(pages.FORM, at=f"address-form.{field}") as stage:
        await stage.burst(*keys)
        assert stage.field(f"address-form.{field}").read() == left


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_what_is_typed_between_tabs_comes_into_its_own_field(size: tuple[int, int]) -> None:
    async with staged(pages.FORM, size=size, at="address-form.label") as stage:
        await stage.burst(*"ab", "tab", *"cd", "tab", *"ef", "tab", *"gh", "shift+tab", "i")
        names = ("label", "street", "houseNumber", "postCode")
        values = [stage.field(f"address-form.{name}").read() for name in names]
        assert values == ["ab", "Molenstraatcd", "efi", "90gh"]


async def test_what_is_gone_before_it_was_scrolled_to_ends_nothing() -> None:
    """As when Enter follows so fast on Tab that the page has changed before it was drawn."""
    async with staged(pages.START, at="more") as stage:
        part = stage.focused
        assert isinstance(part, Canvas)
        await part.remove()
        part.go(part.stops[0].name)
        reveal_soon(part)
        await stage.settle()


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_tabs_that_come_faster_than_the_page_scrolls_lead_on(size: tuple[int, int]) -> None:
    """To a stop out of view, and from there on: not back to what is still on the screen."""
    rows = [
        part
        for n in range(6)
        for part in (
            Text(id=f"text-{n}", text=LONG.text),
            buttons(f"row-{n}", {f"go-{n}": f"Rij {n}"}),
        )
    ]
    async with staged(with_parts(pages.START, *rows), size=size) as stage:
        await stage.press("tab")
        await stage.burst("tab", "tab", "tab")
        assert stage.stop == "go-3"
        await stage.burst("shift+tab", "shift+tab")
        assert stage.stop == "go-1"


@pytest.mark.parametrize("size", [USUAL, SMALL], ids=str)
async def test_tabs_in_a_burst_lead_as_far_as_one_by_one(size: tuple[int, int]) -> None:
    def where(stage: Stage) -> tuple[str | None, str, Offset]:
        return stage.focused.id, stage.stop, stage.app.cursor_position

    counts, one_by_one = (2, 3, 5, 8), []
    async with staged(pages.FORM, size=size, at="address-form.label") as stage:
        for _ in range(max(counts)):
            await stage.press("tab")
            one_by_one.append(where(stage))
    for count in counts:
        async with staged(pages.FORM, size=size, at="address-form.label") as stage:
            await stage.burst(*["tab"] * count)
            assert where(stage) == one_by_one[count - 1]


async def test_tabs_within_a_long_part_lead_on() -> None:
    row = buttons("rows", {f"go-{n}": f"Rij {n} " * 6 for n in range(12)})
    async with staged(with_parts(pages.START, row), size=SMALL, at="rows") as stage:
        await stage.burst(*["tab"] * 11)
        assert stage.stop == "go-11"


async def test_a_key_whose_widget_goes_away_holds_up_no_other() -> None:
    async with staged(pages.FORM, pages.DATA, at="address-form.street") as stage:
        await stage.press("x")
        stage.leading.give(pages.DATA)
        await stage.burst("y", "tab", "f1")
        await stage.until(lambda: ("act", "go:help") in stage.asked)


@pytest.mark.parametrize("field", ["street", "words", "kind", "pin"])
async def test_no_field_takes_a_key_of_the_table(field: str) -> None:
    async with staged(pages.FORM, at=f"address-form.{field}") as stage:
        bound = stage.app.screen.active_bindings
        for key in (key for command in COMMANDS for key in command.keys):
            assert bound[key].node is stage.app, key


async def test_of_a_list_of_thousands_only_what_is_in_view_is_drawn(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A key took half a second, and opening a message two more: it was drawn out of sight, at no width."""
    items = tuple(replace(pages.MESSAGES.items[0], id=f"m-{number}") for number in range(2000))
    messages = replace(pages.MESSAGES, items=items)
    opened = replace(messages, chosen="m-1")
    to_strips, draw = Content.render_strips, ListingView.draw
    drawn: list[int] = []
    widths: list[int] = []

    def counted(self: Content, *args: Any) -> list[Strip]:
        strips = to_strips(self, *args)
        drawn.append(len(strips))
        return strips

    def measured(self: ListingView, width: int, mark: str | None) -> Drawing:
        widths.append(width)
        return draw(self, width, mark)

    monkeypatch.setattr(ListingView, "draw", measured)
    first = replace(pages.EBOX, parts=(messages, pages.WITHDRAW))
    second = replace(pages.MESSAGE, parts=(opened, pages.WITHDRAW))
    async with staged(first, second, at="messages") as stage:
        monkeypatch.setattr(Content, "render_strips", counted)
        await stage.press("down", "tab", "shift+tab")
        await stage.press("enter")
        assert stage.screen.page == second
        assert max(drawn) <= USUAL[1]
        assert min(widths) > USUAL[0] / 2
