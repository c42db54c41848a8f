"""Every page as a picture, with the same picture as plain text beside it.

`make snapshots` accepts new ones. Look at each difference first; the commit says what changed and why.
"""

import os
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Protocol

import pytest
from textual.pilot import Pilot

from tests.captured import Capture
from tests.pictured import LONGEST_LANGUAGE, PICTURES, Picture
from tests.screens.harness import SMALL, USUAL, WIDE
from tests.screens.leading import Leading
from tests.screens.pages import DATA, FOUND
from tests.screens.settled import press, settled, until
from tui.app import BurgerprofielApp, Left
from tui.journey.registry import pages
from tui.locale import Words

TWINS = Path(__file__).with_name("twins")
ROOT = Path(__file__).parents[2]


class SnapCompare(Protocol):
    """pytest-textual-snapshot's fixture."""

    def __call__(
        self,
        app: BurgerprofielApp,
        *,
        terminal_size: tuple[int, int],
        run_before: Callable[[Pilot[Left]], Awaitable[None]],
    ) -> bool: ...


CASES = [
    pytest.param(picture, size, id=f"{picture.name}-{size[0]}x{size[1]}")
    for picture in PICTURES
    for size in picture.sizes
]


def text_of(app: BurgerprofielApp) -> str:
    """What stands on the screen, as lines of text."""
    strips = app.screen._compositor.render_strips()
    return "\n".join(strip.text.rstrip() for strip in strips) + "\n"


@pytest.mark.parametrize(("picture", "size"), CASES)
@pytest.mark.requirement("R1", "R15")
def test_page(
    picture: Picture,
    size: tuple[int, int],
    captured: Capture,
    snap_compare: SnapCompare,
    request: pytest.FixtureRequest,
) -> None:
    """The page looks, and reads, as it was accepted."""
    there = captured(picture, picture.language)
    leading = Leading(there.page)
    leading.drafts = there.drafts
    app = BurgerprofielApp(leading, Words(picture.language))
    look(app, size, picture.name, (), snap_compare, request)


MENU_CASES = [
    pytest.param(language, size, id=f"menu-{language}-{size[0]}x{size[1]}")
    for language, size in (("nl", WIDE), ("nl", USUAL), ("nl", SMALL), (LONGEST_LANGUAGE, SMALL))
]


@pytest.mark.parametrize(("language", "size"), MENU_CASES)
def test_menu(
    language: str, size: tuple[int, int], snap_compare: SnapCompare, request: pytest.FixtureRequest
) -> None:
    """The menu over a page, with what it found by a word that is no title."""
    leading = Leading(DATA)
    leading.words = Words(language)
    leading.found = FOUND
    app = BurgerprofielApp(leading, leading.words)
    look(app, size, f"menu-{language}", ("f9", *"kind"), snap_compare, request)


def look(
    app: BurgerprofielApp,
    size: tuple[int, int],
    name: str,
    keys: tuple[str, ...],
    snap_compare: SnapCompare,
    request: pytest.FixtureRequest,
) -> None:
    """The app looks and reads as it was accepted under this name, after these keys."""
    seen: list[str] = []

    async def before(_: Pilot[Left]) -> None:
        await until(app, lambda: app.screen.focused is not None)
        await settled(app)
        await press(app, *keys)
        seen.append(text_of(app))

    same = snap_compare(app, terminal_size=size, run_before=before)
    twin = TWINS / f"{name}-{size[0]}x{size[1]}.txt"
    if updating(request.config):
        twin.parent.mkdir(exist_ok=True)
        twin.write_text(seen[0], encoding="utf-8")
    assert seen[0] == twin.read_text(encoding="utf-8")
    assert same


def updating(config: pytest.Config) -> bool:
    """Whether new pictures are being accepted."""
    return bool(config.getoption("--snapshot-update", default=False))


def test_every_page_is_drawn() -> None:
    """A page of the registry that nobody pictured is named here."""
    drawn = {picture.place.partition("?")[0].partition("/")[0] for picture in PICTURES}
    by_doing = {
        "chair.case",
        "contact.mail",
        "contact.request",
        "mailbox.mail",
        "profile.removed",
        "profile.verify",
        "receipt",
        "rights.add",
        "rights.letters",
        "rights.card",
        "rights.card.files",
    }
    names = {page.name for page in pages()}
    assert {
        name
        for name in names - drawn - by_doing
        if not (name.endswith("*") and any(place.startswith(name[:-1]) for place in drawn))
    } == set()


def test_no_picture_is_left_of_a_page_that_is_gone() -> None:
    """Each picture has its twin, and nothing else stands beside them."""
    pages_of, menus = {case.id for case in CASES}, {case.id for case in MENU_CASES}
    assert {path.stem for path in TWINS.iterdir()} == pages_of | menus
    drawn = Path(__file__).with_name("__snapshots__") / "test_snapshots"
    assert {path.name for path in drawn.iterdir()} == {
        *(f"test_page[{name}].svg" for name in pages_of),
        *(f"test_menu[{name}].svg" for name in menus),
    }


DRAWN = """
from textual.app import App

def test_picture(snap_compare):
    assert snap_compare(App())
"""


@pytest.mark.parametrize(("ci", "kept", "code"), [("1", True, 4), ("", False, 0)])
def test_a_picture_that_is_not_accepted_stays_as_it_was(
    ci: str, kept: bool, code: int, tmp_path: Path
) -> None:
    """Asked of a pytest of its own: what a test may do comes after syrupy has decided what to write."""
    (tmp_path / "test_drawn.py").write_text(DRAWN)
    picture = tmp_path / "__snapshots__" / "test_drawn" / "test_picture.svg"
    picture.parent.mkdir(parents=True)
    picture.write_text("<svg/>")
    asked = ("-p", "tests.conftest", "-p", "no:cacheprovider", "--snapshot-update")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", *asked, str(tmp_path)],
        cwd=ROOT,
        env={**os.environ, "CI": ci},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stdout + done.stderr
    assert (picture.read_text() == "<svg/>") is kept
