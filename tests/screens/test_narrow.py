"""What gives way on forty columns, and what must not."""

import pytest

from tests.screens import pages
from tests.screens.harness import SMALL, staged
from tui.journey.commands import COMMANDS
from tui.journey.page import Notice
from tui.locale import LANGUAGES, Words
from tui.widgets.foot import draw_foot
from tui.widgets.notice import draw_notice

TITLE = "Uw gegevens zijn bewaard en niemand anders ziet ze"


@pytest.mark.parametrize(("width", "indent"), [(38, 2), (80, 8)])
def test_a_notice_does_not_spend_a_narrow_screen_on_its_label(width: int, indent: int) -> None:
    notice = Notice(id="n", kind="good", title=" ".join([TITLE] * 3), body="")
    drawn = draw_notice(notice, width, None, "Gelukt", ()).lines
    lines = [line.plain[2:].rstrip() for line in drawn]
    assert lines[0].startswith("Gelukt: Uw gegevens")
    assert all(len(one) - len(one.lstrip()) == indent for one in lines[1:])
    assert max(line.cell_length for line in drawn) <= width
    said = " ".join(" ".join(lines).split())
    assert said == f"Gelukt: {notice.title}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_key_of_a_device_that_asks_stays_on_the_foot(language: str) -> None:
    words = Words(language)
    asks = draw_foot(COMMANDS, 40, words, "device")
    assert [stop.name for stop in asks.stops] == ["help", "device", "palette", "back", "stop"]
    assert f"F2 {words('command.device')}" in asks.lines[0].plain
    assert asks.lines[0].cell_length <= 40
    quiet = draw_foot(COMMANDS, 40, words).lines[0].plain
    assert "F2" not in quiet
    assert f"F9 {words('command.palette')}" in quiet
    tiny = draw_foot(COMMANDS, 20, words, "device")
    assert tiny.lines[0].cell_length <= 20


async def test_the_foot_follows_what_the_device_does() -> None:
    async with staged(pages.DATA, size=SMALL) as stage:
        assert "F2" not in stage.lines()[-1]
        await stage.give(pages.SIGN_IN)
        assert "F2 Toestel" in stage.lines()[-1]
