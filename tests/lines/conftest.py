"""A world of its own for each test, in the language that the test is parametrized with, or else in Dutch."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.simulated import Simulated


@pytest.fixture
def language() -> str:
    return "nl"


@pytest.fixture
async def simulated(home_folder: Path, language: str) -> AsyncIterator[Simulated]:
    simulated = Simulated(home_folder, language)
    try:
        yield simulated
    finally:
        await simulated.close()
