"""What a page could not have, and why: remembered until it is there."""

from typing import Any
from unittest.mock import AsyncMock

import msgspec
import pytest

from tests.unit.pages import catalogue, context
from tui.journey.fetching import ask, renew_catalogue
from tui.portal.errors import NotSignedIn, PortalError, ProfileUnavailable, SourceUnavailable
from tui.portal.models import BlockStatus, Catalogue


async def answer(error: PortalError | None = None) -> str:
    """What a service says, or how it fails."""
    if error is not None:
        raise error
    return "here"


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (ProfileUnavailable("keyMissing"), "keyMissing"),
        (SourceUnavailable("noAnswer"), "noAnswer"),
        (PortalError("notFound"), "notFound"),
        (SourceUnavailable(), "error"),
    ],
)
async def test_a_failure_is_remembered_until_the_answer_comes(
    error: PortalError, reason: str
) -> None:
    a_visit = context("profile")
    assert await ask(a_visit, "profile", answer(error)) is None
    assert a_visit.holdings.failures == {"profile": reason}
    assert await ask(a_visit, "profile", answer()) == "here"
    assert a_visit.holdings.failures == {}


async def test_the_end_of_a_session_is_no_failure_of_the_page() -> None:
    a_visit = context("profile")
    with pytest.raises(NotSignedIn):
        await ask(a_visit, "profile", answer(NotSignedIn("idle")))
    assert a_visit.holdings.failures == {}


OURS = catalogue()
FEWER = msgspec.structs.replace(OURS, items=OURS.items[:2])


@pytest.mark.parametrize(
    ("held", "asked_for", "members", "renewed"),
    [
        (OURS, OURS, {}, False),
        (FEWER, OURS, {}, True),
        (OURS, FEWER, {}, True),
        (None, OURS, {}, True),
        (FEWER, OURS, {"catalogue_state": "loading"}, False),
        (None, FEWER, {"catalogue_state": "unavailable"}, False),
    ],
)
async def test_the_catalogue_is_asked_for_anew_when_the_portal_asks_for_other_blocks(
    monkeypatch: pytest.MonkeyPatch,
    held: Catalogue | None,
    asked_for: Catalogue,
    members: dict[str, Any],
    renewed: bool,
) -> None:
    blocks = {
        block.block_id: BlockStatus(block_id=block.block_id, controller_id="x", state="loading")
        for controller in asked_for.items
        for block in controller.blocks
    }
    a_visit = context(
        "data", catalogue=held, blocks=blocks, **{"catalogue_state": "here", **members}
    )
    portal = AsyncMock(return_value=asked_for)
    monkeypatch.setattr(a_visit.portal, "catalogue", portal)
    await renew_catalogue(a_visit)
    assert portal.called == renewed
    assert a_visit.holdings.catalogue == (asked_for if renewed else held)
    portal.side_effect = SourceUnavailable("noAnswer")
    await renew_catalogue(a_visit)
    assert a_visit.holdings.catalogue == (asked_for if renewed else held)
