"""`make pictures`: draws docs/pictures anew, from the program itself at a moment that stands still.

Textual writes SVG; `rsvg-convert` (librsvg) turns it into PNG, which shows on every page that a README
is read on. Exit code 1 when that program is not there. `python -m benchmarks.pictures signin` draws only
those whose names begin so.
"""

import asyncio
import shutil
import subprocess
import sys
import tempfile
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image

from tests.accessibility.manners import SIZES
from tests.journey.sign_in_failures import brought_about, commands, give_up_at_once, names, table
from tests.journey.steps import become, sign_in_by_card
from tests.pictured import PICTURES, WALKED, Picture, arrive, at_number, at_phone, then
from tests.screens.harness import SMALL, USUAL, WIDE
from tests.services import embedded
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.journey.navigator import Navigator
from tui.journey.walk import Press
from tui.locale import Words
from tui.looks import THEMES
from tui.pages.devices import REFUSE
from tui.portal.models import Fault
from tui.screens.page_screen import PageScreen


class Subject(NamedTuple):
    """What is drawn of a page of `tests.pictured`: in which windows, and which keys are pressed first.

    A window is its columns, and the theme where it is not the light one ("120-dark").
    """

    name: str
    picture: str
    windows: tuple[str, ...]
    keys: tuple[str, ...] = ()


async def _without_itsme(simulated: Simulated) -> None:
    """itsme does not answer who chooses it."""
    await simulated.portal.set_fault("itsme", Fault(party="itsme", kind="down"))
    await at_number(simulated)


async def _with_revoked_card(simulated: Simulated) -> None:
    """The card of somebody who had it revoked was in the reader, and its PIN was right."""
    await become(simulated.navigator, "karel-luyckx")
    await sign_in_by_card(simulated.navigator, simulated.devices)


FAILURES = (
    Picture("refused", prepare=then(at_phone, Press(REFUSE))),
    Picture("itsme-down", prepare=_without_itsme),
    Picture("card-revoked", prepare=_with_revoked_card),
)
"""Some of what is listed in docs/sign-in-failures.md, that no test compares with a picture."""

FOLDER = Path(__file__).parents[1] / "docs" / "pictures"
EACH = ("120", "80", "40")
HIGH = ("high-contrast-dark", "high-contrast-light")

SUBJECTS = (
    Subject("start-out", "start", (*EACH, "80-dark")),
    Subject("signin-phone", "sign-in-phone", (*EACH, "120-dark")),
    Subject("signin-card", "sign-in-reader", (*EACH, *(f"80-{theme}" for theme in HIGH))),
    Subject("signin-app", "sign-in-app", EACH),
    Subject("signin-sms", "sign-in-sms", EACH),
    Subject("signin-failed-refused", "refused", ("120", "80")),
    Subject("signin-failed-itsme", "itsme-down", ("80", "40")),
    Subject("signin-failed-blocked", "reader-blocked", ("80", "40")),
    Subject("signin-failed-revoked", "card-revoked", ("80",)),
    Subject("signin-failed-code", "code-wrong", ("80",)),
    Subject("start-in", "home", (*EACH, "120-dark")),
    Subject("data", "data", (*EACH, "120-dark", *(f"120-{theme}" for theme in HIGH))),
    Subject("data-block", "data-household", ("80", "40")),
    Subject("data-warn", "data-failing", ("80", "40")),
    Subject("palette", "data", EACH, ("f9", *"auto")),
    Subject("profile", "profile", EACH),
    Subject("form", "rights-new", (*EACH, "80-dark")),
    Subject("ebox", "ebox-message", ("120",)),
    Subject("ebox", "ebox", ("80", "40")),
    Subject("ebox-message", "ebox-message", ("80",)),
    Subject("rights", "rights-request", EACH),
    Subject("rights-answer", "rights-letters", EACH),
    Subject("rights-card", "rights-card", EACH),
    Subject("rights-card-review", "rights-card-review", ("80",)),
    Subject("notices", "notices", EACH),
    Subject("receipt", "receipt", EACH),
)
SIZES_BY_COLUMNS = {str(columns): (columns, rows) for columns, rows in (WIDE, USUAL, SMALL)}

CELL = 10
"""Width of a column in the picture, in pixels."""

THEMED = "profile-address"
"""The page that is drawn in every theme and size, for reviewers: a form has most kinds of colours."""
SMALL_CELL = 6

SIGN_IN = "sign-in"
"""The folder of the pictures of each failure of signing in."""
FAILURE_CELL = 7
FEW = 256
"""Colours: those of a page in one theme, and those between for the edges of its letters."""


async def draw(
    picture: Picture, size: tuple[int, int], theme: str = THEMES[0], keys: tuple[str, ...] = ()
) -> str:
    """The page as SVG, in Dutch, on the morning of 23 November 2026."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("config", "data"):
            (Path(folder) / name).mkdir(mode=0o700)
        simulated = Simulated(Path(folder), picture.language)
        app = BurgerprofielApp(simulated.navigator, simulated.words, theme=theme, settle=0)
        async with app.run_test(size=size) as pilot:
            await arrive(simulated, picture)
            screen = app.screen
            assert isinstance(screen, PageScreen)
            while screen.page != simulated.navigator.page:
                await pilot.pause()
            await pilot.press(*keys)
            for _ in range(4):
                await pilot.pause()
            drawn = app.export_screenshot(title="burgerprofiel")
            await simulated.close()
    return for_librsvg(drawn)


async def draw_failures(convert: str) -> None:
    """What is seen at each failure of docs/sign-in-failures.md, brought about as its test does."""
    (FOLDER / SIGN_IN).mkdir(exist_ok=True)
    called = names()
    for old in (FOLDER / SIGN_IN).glob("*.png"):
        if old.stem not in called.values():
            old.unlink()
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as monkeypatch:
        give_up_at_once(monkeypatch)
        async with embedded(Path(folder) / "home") as services:
            for method, rows in table().items():
                for place, row in enumerate(rows):
                    name = f"{SIGN_IN}/{called[method, place]}.png"

                    async def look(navigator: Navigator, name: str = name) -> None:
                        app = BurgerprofielApp(navigator, Words("nl"), theme=THEMES[0], settle=0)
                        async with app.run_test(size=USUAL) as pilot:
                            await pilot.pause()
                            drawn = app.export_screenshot(title="burgerprofiel")
                        save(convert, for_librsvg(drawn), name, USUAL[0] * FAILURE_CELL)
                        fewer_colours(FOLDER / name)

                    command = next(commands(method, row))
                    await brought_about(services, Path(folder), command, row, look)


def for_librsvg(drawn: str) -> str:
    """The same drawing, as librsvg shows it best."""
    # Librsvg would drop the spaces at the ends of each text, and does not stretch a text to its length: the
    # letters of DejaVu Sans Mono are a little narrower than the cells, and frames would have gaps.
    whole = drawn.replace("<svg ", '<svg xml:space="preserve" ', 1)
    return whole.replace("font-size: 20px", "font-size: 20.27px")


def main() -> int:
    """Draw every picture; the exit code."""
    convert = shutil.which("rsvg-convert")
    if convert is None:
        print("rsvg-convert (librsvg) is needed to draw PNG", file=sys.stderr)
        return 1
    known = {picture.name: picture for picture in (*PICTURES, *WALKED, *FAILURES)}
    begins = tuple(sys.argv[1:]) or ("",)
    for subject in SUBJECTS:
        if not subject.name.startswith(begins):
            continue
        for window in subject.windows:
            columns, _, theme = window.partition("-")
            size = SIZES_BY_COLUMNS[columns]
            page = known[subject.picture]
            svg = asyncio.run(draw(page, size, theme or THEMES[0], subject.keys))
            save(convert, svg, f"{subject.name}-{window}.png", size[0] * CELL)
    if SIGN_IN.startswith(begins):
        asyncio.run(draw_failures(convert))
    if not "themes".startswith(begins):
        return 0
    (FOLDER / "themes").mkdir(exist_ok=True)
    for theme, size in product(THEMES, SIZES):
        svg = asyncio.run(draw(known[THEMED], size, theme))
        save(convert, svg, f"themes/{theme}-{size[0]}x{size[1]}.png", size[0] * SMALL_CELL)
    return 0


def save(convert: str, svg: str, name: str, width: int) -> None:
    """Turn a drawing into a PNG so many pixels wide."""
    command = [
        convert,
        "--width",
        str(width),
        "--keep-aspect-ratio",
        "--output",
        str(FOLDER / name),
    ]
    subprocess.run(command, input=svg.encode(), check=True)
    print(f"docs/pictures/{name}")


def fewer_colours(path: Path) -> None:
    """Make a picture about half as large, as there are many of these."""
    with Image.open(path) as image:
        fewer = image.convert("RGB").quantize(FEW)
    fewer.save(path, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
