"""The parties that contract tests meet most: the identity provider, and the profile service on its stage."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.contract.relying_party import Provider
from tests.contract.stand_ins import Browser, Stage, staged


@pytest.fixture
def provider(home_folder: Path) -> Provider:
    """An identity provider, whose browser and portal belong to the test."""
    return Provider(home_folder)


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    """A profile service among stand-ins."""
    async with staged(tmp_path) as stage:
        yield stage


@pytest.fixture
async def browser(stage: Stage) -> Browser:
    """The browser of a citizen who has signed in, and whose blocks have all come."""
    return await stage.signed_in()
