"""What a page could not have, and why: remembered until it is there."""

import pytest

from tests.unit.pages import context
from tui.journey.fetching import ask
from tui.portal.errors import NotSignedIn, PortalError, ProfileUnavailable, SourceUnavailable


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
