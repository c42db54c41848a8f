"""The main journey by keys, and what a screen reader would say after each.

The recording (docs/heard.txt) is accepted like a picture: `make snapshots`, once it was read.
"""

from pathlib import Path

import pytest

from tests.accessibility.hearing import complaints
from tests.accessibility.main_journey import main_journey
from tests.accessibility.reader import Reader, spoken
from tests.by_turns import by_turns
from tests.screens.harness import SMALL, USUAL, WIDE
from tests.screens.settled import until
from tests.screens.test_snapshots import updating
from tests.simulated import Simulated
from tui.app import BurgerprofielApp

RECORDING = Path(__file__).parents[2] / "docs" / "heard.txt"


async def walked(home: Path, language: str, size: tuple[int, int]) -> Reader:
    simulated = Simulated(home, language, pictured=True)
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    reader = Reader(simulated, app)
    try:
        async with app.run_test(size=size):
            await until(app, lambda: app.screen.focused is not None)
            await main_journey(reader, simulated)
    finally:
        await simulated.close()
    return reader


async def test_every_key_of_the_journey_is_heard(
    home_folder: Path, request: pytest.FixtureRequest
) -> None:
    reader = await walked(home_folder, "nl", USUAL)
    assert complaints(reader.heard) == []
    told = reader.recording()
    # What must be heard, in any words around it: the place, what was asked, what came of it.
    for words in (
        "U bent op: Aanmelden",
        "U bent op: Dag Noor",
        "Fout: Vul ‘Roepnaam’ in.",
        "Uw roepnaam is bewaard: Nono.",
        "Let op: U krijgt dan geen post meer op papier.",
        "Uw kenmerk is MBP-2026-",
        "Uw sessie eindigt om 10.15 uur.",
        "Afgemeld",
    ):
        assert words in told, words
    if updating(request.config):
        RECORDING.write_text(told, encoding="utf-8")
    assert told == RECORDING.read_text(encoding="utf-8")


@pytest.mark.parametrize(("language", "size"), by_turns([("fr", SMALL), ("en", WIDE)], every=2))
async def test_it_is_heard_in_other_languages_and_sizes(
    home_folder: Path, language: str, size: tuple[int, int]
) -> None:
    reader = await walked(home_folder, language, size)
    assert complaints(reader.heard) == []


def test_frames_are_not_spoken() -> None:
    assert spoken("  ┃▸Roepnaam    ┃ ") == "▸Roepnaam"
