"""The menu: groups and keys, at any size; what it says when it finds nothing; what it forgets."""

import time

from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SMALL, USUAL, WIDE, staged
from tui.page.finding import Finding
from tui.widgets.search_field import CARET


async def test_each_group_has_a_line_or_stands_beside_and_keys_stand_at_the_right() -> None:
    async with staged(pages.DATA, size=WIDE, found=pages.FOUND) as stage:
        await stage.press("f9", *"kind")
        lines = stage.lines()
        assert any("Gegevens ────" in line for line in lines)
        assert any("Post ────" in line for line in lines)
        await stage.resize(*USUAL)
        assert not any("Gegevens ────" in line for line in stage.lines())
        (found,) = (line for line in stage.lines() if "▸" in line)
        assert found.rstrip("┃ ").endswith("nieuw  Post")
        await stage.press("ctrl+u", *"hulp")
        assert any(line.rstrip("┃ ").endswith("F1") for line in stage.lines())


async def test_a_change_of_size_keeps_what_was_typed_and_what_is_marked() -> None:
    async with staged(pages.DATA, found=pages.FOUND) as stage:
        await stage.press("f9", *"kind", "down", "down")
        marked = stage.stop
        for columns, rows in (WIDE, SMALL, USUAL, SMALL, WIDE):
            await stage.resize(columns, rows)
            assert f"kind{CARET}" in stage.text()
            assert stage.stop == marked
            assert stage.app.cursor_position == stage.at
            assert "▸" in stage.cursor_line
        await stage.press("enter")
        assert stage.asked == [("act", marked)]


async def test_of_the_page_only_its_frame_and_title_are_seen() -> None:
    async with staged(pages.DATA, size=WIDE) as stage:
        texts = [line for line in stage.lines()[4:-2] if line.strip()]
        await stage.press("f9")
        after = stage.lines()
        assert pages.DATA.title in after[3]
        assert not [line for line in texts if line in after[4:-2]]


async def test_where_nothing_is_found_it_says_where_was_looked() -> None:
    async with staged(pages.DATA, found=pages.FOUND) as stage:
        await stage.press("f9", *"xyzzy")
        said = stage.said().replace("┃ ┃", "")
        assert "0 van " in said
        assert "Niets gevonden bij ‘xyzzy’." in said
        for group in ("Pagina’s", "Gegevens", "Acties", "Post", "Rechten", "Instellingen"):
            assert group in said
        await stage.press("enter")
        assert not stage.on_page


async def test_a_menu_that_names_what_was_fetched_closes_when_the_session_ends() -> None:
    signed_in = replace(pages.DATA, who_place="sign-out")
    async with staged(signed_in, found=pages.FOUND) as stage:
        assert stage.screen.page.signed_in
        await stage.press("f9", *"kind")
        assert not stage.on_page
        await stage.give(signed_in)
        assert not stage.on_page
        await stage.give(pages.START)
        await stage.until(lambda: stage.on_page)


async def test_a_thousand_messages_do_not_slow_typing() -> None:
    many = tuple(
        Finding(id=f"go:m/{n}", title=f"Brief {n} over uw kind", detail="Overheid", group="post")
        for n in range(1000)
    )

    async def seconds(found: tuple[Finding, ...]) -> float:
        async with staged(pages.DATA, found=found) as stage:
            await stage.press("f9", "b")
            began = time.process_time()
            await stage.press(*"rief", *["backspace"] * 4)
            return time.process_time() - began

    few = await seconds(many[:30])
    assert await seconds(many) < 2 * few


async def test_a_book_that_is_pasted_is_cut_where_no_search_is_so_long() -> None:
    async with staged(pages.DATA, found=pages.FOUND) as stage:
        await stage.press("f9", *"kind")
        began = time.process_time()
        await stage.paste(" een woord" * 300_000)
        assert time.process_time() - began < 2, "a search through all of it took minutes"
        assert CARET in stage.text()
        await stage.press("ctrl+u", *"kind")
        assert f"kind{CARET}" in stage.text()
