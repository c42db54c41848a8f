"""Facts in lines: a value of several lines is shown whole, at any width, and so is a note."""

import pytest

from tui.locale import Words
from tui.page.parts import Fact
from tui.widgets.records import draw_groups


@pytest.mark.parametrize("table", [False, True])
@pytest.mark.parametrize("width", [36, 60])
def test_all_lines_of_a_value_and_its_note_are_shown(width: int, table: bool) -> None:
    group = (Fact(label="Uw eigen woorden", value="Een.\n\nTwee."), Fact(label="Bus", value=""))
    drawn = [line.plain for line in draw_groups([group, group], table, width, Words("nl"))]
    assert not any("\n" in line for line in drawn)
    noted = [(Fact(label="Bus", value="3", note="Zo gekend."),)] * 2
    assert str(draw_groups(noted, table, width, Words("nl"))).count("Zo gekend.") == 2
    assert [word for line in drawn for word in line.split() if word[-1] == "."] == [
        "Een.",
        "Twee.",
    ] * 2
