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


async def fetch(picture: Picture, language: str, home: Path) -> Captured:
    """The page of a picture, from services in a prepared home folder of their own."""
    simulated = Simulated(home, language, pictured=True)
    try:
        await arrive(simulated, picture)
        drafts = simulated.navigator.drafts
        drafts._on_typed = None  # the navigator, which is not part of the page
        return Captured(simulated.navigator.page, deepcopy(drafts))
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
            file = shared / "-".join(key)
            if not file.exists():
                home = prepared(tmp_path_factory.mktemp("captured"), made_keys)
                written = home / "page"
                written.write_bytes(pickle.dumps(asyncio.run(fetch(picture, language, home))))
                written.replace(file)  # whole, or not at all
            known[key] = pickle.loads(file.read_bytes())
        return known[key]

    return capture
