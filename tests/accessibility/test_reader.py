"""The main journey by keys, and what a screen reader would say after each.

The recording (docs/heard.txt) is accepted like a picture: `make snapshots`, once it was read.
"""

from pathlib import Path

import pytest

from tests.accessibility.reader import Reader, spoken
from tests.screens.harness import USUAL
from tests.screens.settled import until
from tests.screens.test_snapshots import updating
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField

RECORDING = Path(__file__).parents[2] / "docs" / "heard.txt"


async def journey(reader: Reader) -> None:
    """Sign in by itsme, see a block, set a nickname, sign out: by Tab, arrows, letters, Enter and F keys."""
    await reader.listen("start")
    await reader.choose("to-sign-in")
    await reader.choose("itsme", "down")
    await reader.go(lambda one: isinstance(one, TextField))
    await reader.press("enter")
    await reader.press("f2")
    await reader.choose("phone-approve")
    await reader.arrive("home")
    await reader.press("f9", *"gegevens", "enter")
    await reader.choose("open-identity")
    await reader.press("f12", "escape")
    await reader.press("f9", *"profiel", "enter")
    await reader.choose("add-nickname")
    await reader.go(lambda one: isinstance(one, TextField | LongField))
    await reader.press(*"Nono", "enter")
    await reader.choose("save")
    await reader.press("f8")
    await reader.choose("sign-out-now")


@pytest.fixture
async def reader(home_folder: Path) -> Reader:
    """What was heard on the whole journey."""
    simulated = Simulated(home_folder)
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    reader = Reader(simulated, app)
    try:
        async with app.run_test(size=USUAL):
            await until(app, lambda: app.screen.focused is not None)
            await journey(reader)
    finally:
        await simulated.close()
    return reader


async def test_every_key_of_the_journey_is_heard(
    reader: Reader, request: pytest.FixtureRequest
) -> None:
    before = ""
    for heard in reader.heard:
        # In an empty field the cursor's line is blank: what is asked is then heard as a change.
        assert heard.changed or heard.cursor not in ("", before), f"{heard.key}: nothing is heard"
        before = heard.cursor
    told = reader.recording()
    # What must be heard, whatever the words around it: where one is, what was asked, what came of it.
    for words in ("U bent op: Aanmelden", "Nono", "U bent afgemeld"):
        assert words in told, words
    if updating(request.config):
        RECORDING.write_text(told, encoding="utf-8")
    assert told == RECORDING.read_text(encoding="utf-8")


def test_frames_are_not_spoken() -> None:
    assert spoken("  ┃▸Roepnaam    ┃ ") == "▸Roepnaam"
