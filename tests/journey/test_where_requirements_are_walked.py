"""The table of where each requirement is walked: each that is shown stands there, at a page that opens."""

import re

import pytest

from tests.architecture.test_requirements import ROOT, pending, stated
from tests.journey.steps import has, until
from tui.journey.context import Place
from tui.journey.navigator import Navigator
from tui.page.offered import is_settled

ROW = re.compile(r"^\| ((?:[RD]\d+(?:, )?)+) \| `--page '?([^'`]+)'?` \|$", re.MULTILINE)


def rows() -> list[tuple[list[str], str]]:
    """The numbers and the place of each row."""
    text = (ROOT / "docs" / "requirements.md").read_text(encoding="utf-8")
    return [(numbers.split(", "), place) for numbers, place in ROW.findall(text)]


@pytest.mark.embedded
async def test_every_requirement_begins_at_a_page_that_opens(signed_in: Navigator) -> None:
    walked = [number for numbers, _ in rows() for number in numbers]
    assert len(walked) == len(set(walked))
    assert set(walked) == stated() - pending().keys()
    for _, place in rows():
        await signed_in.open(place)
        page = await until(signed_in, is_settled, place)
        wanted = "home" if place in ("start", "sign-in") else Place.parse(place).name
        assert page.id == wanted, place
        assert not has(page, "trouble"), place
