"""A page that changes while the citizen is at it: no letter, focus or scroll position is lost."""

import pytest
from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, staged
from tui.page.parts import Action, Actions, Facts, Form, Notice, Page, Part, Text
from tui.widgets.canvas import Canvas
from tui.widgets.status import Status

NICKNAME = Form(
    id="nickname-form",
    fields=(replace(pages.ADDRESS.fields[0], name="nickname", label="Roepnaam"),),
    submit=Action(id="save", label="Bewaren"),
)


def with_parts(page: Page, *parts: Part) -> Page:
    """The same page with other parts."""
    return replace(page, parts=parts)


def blocks(count: int, state: str = "here", rows: int = 4) -> tuple[Facts, ...]:
    """So many blocks of facts, with a number of rows each."""
    return tuple(
        replace(
            pages.IDENTITY,
            id=f"block-{number}",
            title=f"Blok {number}",
            groups=(pages.IDENTITY.groups[0][:rows],),
            actions=(Action(id=f"do-{number}", label="Meld een fout"),),
            state=state,
        )
        for number in range(count)
    )


async def test_a_letter_typed_while_a_block_arrives_is_kept() -> None:
    loading = with_parts(pages.DATA, pages.LOADING, NICKNAME)
    async with staged(loading) as stage:
        await stage.focus("nickname-form.nickname")
        for number, letter in enumerate("Zonnetje"):
            # The page changes between the key and whatever the key leads to.
            stage.leading.give(with_parts(pages.DATA, *blocks(number), pages.LOADING, NICKNAME))
            await stage.pilot.press(letter)
            stage.leading.give(with_parts(pages.DATA, *blocks(number + 1), NICKNAME))
        await stage.settle()
        field = stage.text_field("nickname-form", "nickname")
        assert stage.focused is field
        assert field.value == "Zonnetje"
        assert stage.leading.drafts.read("data", "nickname-form", "nickname") == "Zonnetje"


async def test_the_draft_holds_a_letter_before_any_message_is_handled() -> None:
    async with staged(with_parts(pages.DATA, NICKNAME)) as stage:
        field = stage.text_field("nickname-form", "nickname")
        field.insert_text_at_cursor("M")
        assert stage.leading.drafts.read("data", "nickname-form", "nickname") == "M"


async def test_the_cursor_in_a_field_stays_when_an_error_comes_above() -> None:
    async with staged(with_parts(pages.DATA, NICKNAME)) as stage:
        await stage.focus("nickname-form.nickname")
        await stage.press(*"Noortje", "left", "left")
        wrong = replace(NICKNAME, fields=(replace(NICKNAME.fields[0], error="Te lang."),))
        notice = Notice(id="wrong", kind="error", title="Er klopt iets niet")
        await stage.give(with_parts(pages.DATA, notice, wrong))
        field = stage.text_field("nickname-form", "nickname")
        assert (field.value, field.cursor_position) == ("Noortje", 5)
        assert stage.focused is field
        assert "Fout: Te lang." in stage.text()


async def test_a_focused_block_stays_in_view_while_blocks_arrive_above() -> None:
    parts = blocks(6)
    async with staged(with_parts(pages.DATA, *parts), size=USUAL) as stage:
        await stage.focus("block-5")
        row = stage.focused.region.y
        for more in range(1, 5):
            above = tuple(replace(one, id=f"new-{one.id}") for one in blocks(more, rows=5))
            await stage.give(with_parts(pages.DATA, *above, *parts))
            assert stage.focused.has_class("part-block-5")
            assert stage.focused.region.y == row


async def test_what_is_read_stays_where_it_is_while_the_page_grows_above() -> None:
    text = Text(id="long", text="\n\n".join(f"Alinea {number}" for number in range(40)))
    async with staged(with_parts(pages.DATA, text)) as stage:
        await stage.press(*["pagedown"] * 2)
        seen = stage.view("long").region.y
        notice = Notice(id="news", kind="info", title="Er is nieuws")
        await stage.give(with_parts(pages.DATA, notice, text))
        assert stage.view("long").region.y == seen


async def test_rows_are_reserved_for_what_is_still_to_come() -> None:
    after = Actions(id="after", items=(Action(id="go", label="Verder"),))
    async with staged(with_parts(pages.DATA, replace(pages.LOADING, expected=9), after)) as stage:
        before = stage.view("after").region.y
        here = replace(pages.IDENTITY, id=pages.LOADING.id, actions=(), source="Bron: hier.")
        await stage.give(with_parts(pages.DATA, here, after))
        assert abs(stage.view("after").region.y - before) <= 2


async def test_the_focus_moves_on_before_its_part_and_a_neighbour_go() -> None:
    parts = blocks(5)
    async with staged(with_parts(pages.DATA, *parts)) as stage:
        await stage.focus("block-1")
        await stage.give(with_parts(pages.DATA, parts[0], *parts[3:]))
        assert stage.focused.has_class("part-block-3")
        assert stage.focused.is_attached
        await stage.give(with_parts(pages.DATA, parts[0]))
        assert stage.focused.has_class("part-block-0")


async def test_the_focus_finds_a_place_when_all_parts_go() -> None:
    async with staged(with_parts(pages.DATA, *blocks(2))) as stage:
        await stage.focus("block-1")
        await stage.give(with_parts(pages.DATA, Text(id="gone", text="Alles is weg.")))
        assert stage.focused.is_attached
        assert stage.focused.has_class("heading")
        again = Actions(id="again", items=(Action(id="go", label="Verder"),))
        await stage.give(with_parts(pages.DATA, again))
        await stage.press("tab")
        assert stage.stop == "go"


async def test_parts_that_change_places_keep_their_widgets() -> None:
    parts = blocks(4)
    async with staged(with_parts(pages.DATA, *parts)) as stage:
        widgets = {one: stage.view(one.id) for one in parts}
        await stage.give(with_parts(pages.DATA, *parts[::-1]))
        assert [stage.view(one.id) for one in parts] == [widgets[one] for one in parts]
        drawn = list(stage.screen.body.main.children)
        assert drawn == [widgets[one] for one in parts[::-1]]


async def test_the_mark_in_a_list_stays_on_its_item_when_messages_arrive() -> None:
    async with staged(pages.EBOX) as stage:
        await stage.focus("messages")
        await stage.press("down")
        assert stage.stop == "m-2"
        newer = replace(pages.MESSAGES.items[0], id="m-0", title="Nieuw bericht")
        longer = replace(pages.MESSAGES, items=(newer, *pages.MESSAGES.items))
        await stage.give(with_parts(pages.EBOX, longer))
        assert stage.stop == "m-2"


async def test_a_page_asks_for_the_focus_once() -> None:
    page = replace(with_parts(pages.DATA, NICKNAME, *blocks(2)), focus="nickname-form.nickname")
    async with staged(page) as stage:
        assert stage.focused is stage.text_field("nickname-form", "nickname")
        await stage.focus("block-0")
        await stage.give(replace(page, status="Iets anders is geladen."))
        assert stage.focused.has_class("part-block-0")
        await stage.give(replace(page, focus="block-1"))
        assert stage.focused.has_class("part-block-1")


@pytest.mark.parametrize("size", [(40, 12), (80, 24), (120, 40), (200, 60)])
async def test_resizing_keeps_what_is_typed_and_the_focus(size: tuple[int, int]) -> None:
    async with staged(pages.FORM, size=USUAL) as stage:
        await stage.focus("address-form.street")
        await stage.press(*" 12", "left")
        field = stage.text_field("address-form", "street")
        for width, height in (size, SMALL, size):
            await stage.pilot.resize_terminal(width, height)
            await stage.settle()
            assert stage.focused is field
            assert (field.value, field.cursor_position) == ("Molenstraat 12", 13)
            assert stage.screen.body.region.contains_region(field.region)


async def test_an_equal_page_redraws_nothing() -> None:
    async with staged(pages.DATA) as stage:
        views = list(stage.screen.body.views())
        await stage.give(replace(pages.DATA))
        assert list(stage.screen.body.views()) == views


async def test_what_is_told_above_is_also_in_the_status_line_only_where_it_is_out_of_view() -> None:
    done = Notice(id="done", kind="good", title="Uw adres is bewaard.")
    text = Text(id="text", text=" ".join(["Een zin."] * 200))
    ways = Actions(id="ways", items=(Action(id="on", label="Verder"),))
    for size, parts, times in (
        (USUAL, (ways,), 1),
        (USUAL, (text, ways), 0),
        (SMALL, (text, ways), 0),
    ):
        async with staged(with_parts(pages.DATA, *parts), size=size) as stage:
            await stage.focus("ways")
            await stage.give(with_parts(pages.DATA, done, *parts))
            assert stage.screen.body.scroll_y > 0 or times
            assert stage.text().count(f"Gelukt: {done.title}") == times
            assert stage.text().count(done.title) == 1
            status = " ".join(stage.screen.status.render().plain.split())
            assert status.startswith(done.title) == (not times)
            await stage.give(with_parts(pages.DATA, *parts))
            assert done.title not in stage.text()


async def test_what_is_told_out_of_view_stands_whole_in_the_status_line() -> None:
    done = Notice(id="done", kind="good", title=" ".join(["Uw adres is nu bewaard."] * 6))
    text = Text(id="text", text=" ".join(["Een zin."] * 200))
    ways = Actions(id="ways", items=(Action(id="on", label="Verder"),))
    async with staged(with_parts(pages.DATA, text, ways), size=SMALL) as stage:
        await stage.focus("ways")
        await stage.give(with_parts(pages.DATA, done, text, ways))
        flat = " ".join(stage.text().split())
        assert f"{done.title} {pages.DATA.status}" in flat
        assert "[▸Verder ]" in flat, "the room that it took was not the focus's"


async def test_that_it_is_busy_is_said_once_and_then_once_that_it_is_done(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    busy = replace(
        with_parts(pages.DATA, pages.LOADING), busy=True, status="De pagina wordt geladen."
    )
    said: list[str] = []

    def redraw(status: Status, layout: bool = True) -> None:
        Canvas.redraw(status, layout)
        said.append(status.render().plain.strip())

    async with staged(pages.EBOX) as stage:
        monkeypatch.setattr(Status, "redraw", redraw)
        await stage.give(busy)
        await stage.give(with_parts(busy, *blocks(1), pages.LOADING))
        assert said == ["Even geduld. De pagina wordt geladen."]
        await stage.give(with_parts(pages.DATA, *blocks(2)))
        assert said[1:] == [pages.DATA.status]
        assert "Even geduld" not in stage.text()
