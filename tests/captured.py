"""Pages of the journey, each fetched once from the real services: a page is a value, drawn often."""

import asyncio
import os
import pickle
from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.conftest import prepared
from tests.pictured import Picture, arrive
from tests.simulated import Simulated
from tui.locale import LANGUAGES, Words
from tui.page.drafts import Drafts
from tui.page.parts import Page


@dataclass(frozen=True)
class Captured:
    """A page as the navigator gave it, and what was typed on the way there."""

    page: Page
    typed: Drafts

    @property
    def drafts(self) -> Drafts:
        """A copy, to be written in."""
        return deepcopy(self.typed)


Capture = Callable[[Picture, str], Captured]


async def fetch(picture: Picture, language: str, home: Path) -> dict[str, Captured]:
    """The page of a picture, from services in a prepared home folder of their own.

    In this language, and in all others unless it tells what was said before. To arrive takes longer than to
    say it again in another.
    """
    simulated = Simulated(home, language, pictured=True)
    navigator = simulated.navigator
    try:
        await arrive(simulated, picture)
        navigator.drafts._on_typed = None  # the navigator, which is not part of the page
        drafts = deepcopy(navigator.drafts)
        pages = {language: Captured(navigator.page, drafts)}
        if not navigator._notices.done and navigator.page.id != "messages":
            for other in LANGUAGES:
                if other != language:
                    navigator.speak(Words(other))
                    pages[other] = Captured(navigator.page, drafts)
        return pages
    finally:
        await simulated.close()


@pytest.fixture(scope="session")
def captured(made_keys: Path, tmp_path_factory: pytest.TempPathFactory) -> Capture:
    """A function from a picture and a language to its page; each is fetched once, whoever asks first."""
    base = tmp_path_factory.getbasetemp()
    # The processes of a run have their folders in one that is the run's own.
    shared = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "captured"
    shared.mkdir(exist_ok=True)
    known: dict[tuple[str, str], Captured] = {}

    def capture(picture: Picture, language: str) -> Captured:
        key = picture.name, language
        if key not in known:
            file = shared / f"{picture.name}-{language}"
            if not file.exists():
                home = prepared(tmp_path_factory.mktemp("captured"), made_keys)
                for spoken, page in asyncio.run(fetch(picture, language, home)).items():
                    written = home / "page"
                    written.write_bytes(pickle.dumps(page))
                    written.replace(shared / f"{picture.name}-{spoken}")  # whole, or not at all
            known[key] = pickle.loads(file.read_bytes())
        return known[key]

    return capture
