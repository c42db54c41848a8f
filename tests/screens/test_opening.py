"""Every page opens at its title, or at what went wrong, in small windows too, while it is still fetched."""

import asyncio
from itertools import cycle

import pytest
from msgspec.structs import replace

from tests.by_turns import by_turns
from tests.captured import Capture
from tests.pictured import WALKED, Picture
from tests.screens.harness import SMALL, USUAL, staged
from tui.page.parts import TITLE, Text

FETCHING = (Text(id="loading", text="Even geduld.", role="hint"),)


@pytest.mark.parametrize(
    ("picture", "size"),
    by_turns(zip(WALKED, cycle((USUAL, SMALL, SMALL)), strict=False), every=2),
    ids=lambda one: one.name if isinstance(one, Picture) else str(one),
)
def test_a_page_opens_at_its_title_unless_it_leads_elsewhere(
    picture: Picture, size: tuple[int, int], captured: Capture
) -> None:
    there = captured(picture, picture.language)
    led = there.page.focus not in ("", TITLE)

    async def opened() -> None:
        first = replace(there.page, busy=True, parts=FETCHING, aside=(), device=None, focus="")
        async with staged(first, size=size, drafts=there.drafts) as stage:
            await stage.give(there.page)
            await stage.settle()
            screen = stage.screen
            assert screen.focused is not None
            title, scroller = screen.body.heading, screen.viewport.scroller_of(screen.focused)
            if not led and scroller in title.ancestors:
                assert screen.viewport.shows_first_line(title), title.region
            assert not screen.viewport.is_scrolled_away(screen.focused)

    asyncio.run(opened())
