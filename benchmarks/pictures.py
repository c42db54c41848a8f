"""`make pictures`: draws docs/pictures anew, from the program itself at a moment that stands still.

Textual writes SVG; `rsvg-convert` (librsvg) turns it into PNG, which shows on every page that a README
is read on. Exit code 1 when that program is not there.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.world import WorldOptions, open_world
from tui.app import BurgerprofielApp
from tui.deep_link import follow
from tui.devices.hand import Hand
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.portal.client import Portal
from tui.portal.http import Http

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
SIZE = (100, 30)
WIDTH = 1200
"""Of a picture, in pixels."""

PICTURES: tuple[tuple[str, str, str], ...] = (
    ("start", "", "start"),
    ("data", "noor-peeters", "data"),
)
"""Name, person signed in ("" is nobody) and place of each."""


async def draw(person: str, place: str) -> str:
    """The page as SVG, in Dutch, on the morning of 23 November 2026."""
    with tempfile.TemporaryDirectory() as folder:
        home = Path(folder)
        clock = Clock(datetime(2026, 11, 23, 9, 0, tzinfo=UTC), frozen=True)
        options = WorldOptions(home=Home(home / "config", home / "data"), clock=clock)
        world = await open_world(options)

        async def connect() -> Http:
            return Http.inside(world.app)

        portal, hand, words = Portal(connect), Hand(home / "data"), Words("nl")
        navigator = Navigator(portal, words, hand)
        app = BurgerprofielApp(navigator, words, settle=0)
        async with app.run_test(size=SIZE) as pilot:
            await follow(navigator, hand, person=person, method="itsme" if person else "")
            await navigator.open(place)
            while navigator.page.busy:
                await pilot.pause()
            await pilot.pause(0.5)
            # Librsvg would drop the spaces at the ends of each text.
            preserve = '<svg xml:space="preserve" '
            picture = app.export_screenshot(title="burgerprofiel").replace("<svg ", preserve, 1)
        await navigator.close()
        await portal.close()
        await world.stop()
    return picture


def main() -> int:
    """Draw every picture; the exit code."""
    convert = shutil.which("rsvg-convert")
    if convert is None:
        print("rsvg-convert (librsvg) is needed to draw PNG", file=sys.stderr)
        return 1
    for name, person, place in PICTURES:
        svg = asyncio.run(draw(person, place))
        target = FOLDER / f"{name}.png"
        subprocess.run(
            [convert, "--width", str(WIDTH), "--keep-aspect-ratio", "--output", target],
            input=svg.encode(),
            check=True,
        )
        print(target.relative_to(Path.cwd()) if target.is_relative_to(Path.cwd()) else target)
    return 0


if __name__ == "__main__":
    sys.exit(main())
