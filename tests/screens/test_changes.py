"""A page that changes while the citizen is at it: no letter, focus or scroll position is lost."""

import pytest
from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, staged
from tests.screens.pages import buttons, with_parts
from tui.page.parts import Action, Facts, Form, Notice, Part, Text
from tui.widgets.canvas import Canvas
from tui.widgets.status import Status
from tui.widgets.text_field import TextField

NICKNAME = Form(
    id="nickname-form",
    fields=(replace(pages.ADDRESS.fields[0], name="nickname", label="Roepnaam"),),
    submit=Action(id="save", label="Bewaren"),
)


def blocks(count: int, rows: int = 4, name: str = "block") -> tuple[Facts, ...]:
    """So many blocks of facts, with a number of rows each."""
    return tuple(
        replace(
            pages.IDENTITY,
            id=f"{name}-{number}",
            title=f"Blok {number}",
            groups=(pages.IDENTITY.groups[0][:rows],),
            actions=(Action(id=f"do-{number}", label="Meld een fout"),),
        )
        for number in range(count)
    )


async def test_a_letter_typed_while_a_block_arrives_is_kept() -> None:
    loading = with_parts(pages.DATA, pages.LOADING, NICKNAME)
    async with staged(loading, at="nickname-form.nickname") as stage:
        for number, letter in enumerate("Zonnetje"):
            # The page changes between the key and whatever the key leads to.
            stage.leading.give(with_parts(pages.DATA, *blocks(number), pages.LOADING, NICKNAME))
            await stage.pilot.press(letter)
            stage.leading.give(with_parts(pages.DATA, *blocks(number + 1), NICKNAME))
        await stage.settle()
        field = stage.field("nickname-form.nickname")
        assert stage.focused is field
        assert field.read() == "Zonnetje"
        assert stage.draft("nickname-form.nickname") == "Zonnetje"


async def test_the_draft_holds_a_letter_before_any_message_is_handled() -> None:
    async with staged(with_parts(pages.DATA, NICKNAME)) as stage:
        field = stage.field("nickname-form.nickname")
        assert isinstance(field, TextField)
        field.insert_text_at_cursor("M")
        assert stage.draft("nickname-form.nickname") == "M"


async def test_the_cursor_in_a_field_stays_when_an_error_comes_above() -> None:
    async with staged(with_parts(pages.DATA, NICKNAME), at="nickname-form.nickname") as stage:
        await stage.press(*"Noortje", "left", "left")
        wrong = replace(NICKNAME, fields=(replace(NICKNAME.fields[0], error="Te lang."),))
        notice = Notice(id="wrong", kind="error", title="Er klopt iets niet")
        await stage.give(with_parts(pages.DATA, notice, wrong))
        assert "Fout: Te lang." in stage.text()
        await stage.press("x")
        assert stage.field("nickname-form.nickname").read() == "Noortxje"


async def test_a_focused_block_stays_in_view_while_blocks_arrive_above() -> None:
    parts = blocks(6)
    async with staged(with_parts(pages.DATA, *parts), size=USUAL, at="block-5") as stage:
        row = stage.focused.region.y
        for more in range(1, 5):
            above = blocks(more, rows=5, name="new")
            await stage.give(with_parts(pages.DATA, *above, *parts))
            assert stage.focused.has_class("part-block-5")
            assert stage.focused.region.y == row


async def test_what_is_read_stays_where_it_is_while_the_page_grows_above() -> None:
    async with staged(with_parts(pages.DATA, pages.LONG)) as stage:
        await stage.press(*["pagedown"] * 2)
        seen = stage.view("long").region.y
        notice = Notice(id="news", kind="info", title="Er is nieuws")
        await stage.give(with_parts(pages.DATA, notice, pages.LONG))
        assert stage.view("long").region.y == seen


async def test_rows_are_reserved_for_what_is_still_to_come() -> None:
    after = buttons("after", {"go": "Verder"})
    async with staged(with_parts(pages.DATA, replace(pages.LOADING, expected=9), after)) as stage:
        before = stage.view("after").region.y
        here = replace(pages.IDENTITY, id=pages.LOADING.id, actions=(), source="Bron: hier.")
        await stage.give(with_parts(pages.DATA, here, after))
        assert abs(stage.view("after").region.y - before) <= 2


async def test_the_focus_moves_on_before_its_part_and_a_neighbour_go() -> None:
    parts = blocks(5)
    async with staged(with_parts(pages.DATA, *parts), at="block-1") as stage:
        await stage.give(with_parts(pages.DATA, parts[0], *parts[3:]))
        assert stage.focused.has_class("part-block-3")
        assert stage.focused.is_attached
        await stage.give(with_parts(pages.DATA, parts[0]))
        assert stage.focused.has_class("part-block-0")


async def test_the_focus_finds_a_place_when_all_parts_go() -> None:
    async with staged(with_parts(pages.DATA, *blocks(2)), at="block-1") as stage:
        await stage.give(with_parts(pages.DATA, Text(id="gone", text="Alles is weg.")))
        assert stage.focused.is_attached
        assert stage.focused.has_class("heading")
        await stage.give(with_parts(pages.DATA, buttons("again", {"go": "Verder"})))
        await stage.press("tab")
        assert stage.stop == "go"


async def test_parts_that_change_places_keep_their_widgets() -> None:
    parts = blocks(4)
    async with staged(with_parts(pages.DATA, *parts)) as stage:
        views = [stage.view(part.id) for part in parts]
        await stage.give(with_parts(pages.DATA, *parts[::-1]))
        assert list(stage.screen.body.main.children) == views[::-1]


async def test_the_mark_in_a_list_stays_on_its_item_when_messages_arrive() -> None:
    async with staged(pages.EBOX, at="messages") as stage:
        await stage.press("down")
        assert stage.stop == "m-2"
        newer = replace(pages.MESSAGES.items[0], id="m-0", title="Nieuw bericht")
        longer = replace(pages.MESSAGES, items=(newer, *pages.MESSAGES.items))
        await stage.give(with_parts(pages.EBOX, longer))
        assert stage.stop == "m-2"


async def test_a_page_asks_for_the_focus_once() -> None:
    page = replace(with_parts(pages.DATA, NICKNAME, *blocks(2)), focus="nickname-form.nickname")
    async with staged(page) as stage:
        assert stage.focused is stage.field("nickname-form.nickname")
        await stage.focus("block-0")
        await stage.give(replace(page, status="Iets anders is geladen."))
        assert stage.focused.has_class("part-block-0")
        await stage.give(replace(page, focus="block-1"))
        assert stage.focused.has_class("part-block-1")


async def test_resizing_keeps_what_is_typed_and_the_focus() -> None:
    async with staged(pages.FORM, size=USUAL, at="address-form.street") as stage:
        await stage.press(*" 12", "left")
        field = stage.field("address-form.street")
        for width, height in (SMALL, USUAL, SMALL, (120, 40), SMALL, (200, 60)):
            await stage.resize(width, height)
            assert stage.focused is field
            assert stage.screen.body.region.contains_region(field.region)
        await stage.press("x")
        assert field.read() == "Molenstraat 1x2"


async def test_an_equal_page_redraws_nothing() -> None:
    async with staged(pages.DATA) as stage:
        views = list(stage.screen.body.views())
        await stage.give(replace(pages.DATA))
        assert list(stage.screen.body.views()) == views


WAYS = buttons("ways", {"on": "Verder"})


@pytest.mark.parametrize(
    ("size", "parts", "in_view"),
    [
        (USUAL, (WAYS,), True),
        (USUAL, (pages.LONG, WAYS), False),
        (SMALL, (pages.LONG, WAYS), False),
    ],
)
async def test_what_is_told_above_is_also_in_the_status_line_only_where_it_is_out_of_view(
    size: tuple[int, int], parts: tuple[Part, ...], in_view: bool
) -> None:
    done = Notice(id="done", kind="good", title="Uw adres is bewaard.")
    async with staged(with_parts(pages.DATA, *parts), size=size, at="ways") as stage:
        await stage.give(with_parts(pages.DATA, done, *parts))
        assert stage.screen.body.scroll_y > 0 or in_view
        assert stage.text().count(f"Gelukt: {done.title}") == in_view
        assert stage.text().count(done.title) == 1
        status = " ".join(stage.screen.status.render().plain.split())
        assert status.startswith(done.title) != in_view
        await stage.give(with_parts(pages.DATA, *parts))
        assert done.title not in stage.text()


async def test_what_is_told_out_of_view_stands_whole_in_the_status_line() -> None:
    done = Notice(id="done", kind="good", title=" ".join(["Uw adres is nu bewaard."] * 6))
    async with staged(with_parts(pages.DATA, pages.LONG, WAYS), size=SMALL, at="ways") as stage:
        await stage.give(with_parts(pages.DATA, done, pages.LONG, WAYS))
        assert f"{done.title} {pages.DATA.status}" in stage.said()
        assert "[▸Verder ]" in stage.said(), "the room that it took was not the focus's"


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
