"""How much time is left, as the portal counts it at the moment of asking."""

from datetime import timedelta

import pytest

from tests.journey.steps import choose_method
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.portal.client import Portal
from tui.portal.errors import SourceUnavailable


async def test_signed_out_nothing_ends(navigator: Navigator) -> None:
    assert await navigator.time_left() == "Niemand is aangemeld. Er eindigt dus niets."


async def test_signing_in_has_an_end_of_its_own(navigator: Navigator) -> None:
    await choose_method(navigator, "itsme")
    said = await navigator.time_left()
    assert said.startswith("U meldt zich aan. Dat kan tot 10.")


async def test_both_ends_are_told_as_they_stand_now(
    signed_in: Navigator, portal: Portal, services: Services
) -> None:
    assert await signed_in.time_left() == (
        "Doet u niets, dan eindigt uw sessie om 10.15 uur. Dat is over 15 minuten. "
        "Verlengt u niet, dan eindigt uw sessie ten laatste om 11.00 uur."
    )
    await services.move(timedelta(minutes=10))
    # Asking is not an activity: the idle time runs on.
    assert "om 10.15 uur. Dat is over 5 minuten. " in await signed_in.time_left()
    # A request to the portal is.
    await portal.profile()
    assert "om 10.25 uur. " in await signed_in.time_left()


async def test_near_the_limit_only_the_limit_is_told(
    signed_in: Navigator, portal: Portal, services: Services
) -> None:
    for _ in range(5):
        await services.move(timedelta(minutes=10))
        await portal.profile()
    assert await signed_in.time_left() == (
        "Verlengt u niet, dan eindigt uw sessie ten laatste om 11.00 uur."
    )


async def test_a_session_that_has_ended_meanwhile_is_told(
    signed_in: Navigator, services: Services
) -> None:
    await services.move(timedelta(minutes=16))
    assert await signed_in.time_left() == "Niemand is aangemeld. Er eindigt dus niets."
    assert signed_in.session_notice == "Uw sessie is geëindigd. U deed 15 minuten niets."


async def test_a_portal_that_does_not_answer_leaves_what_it_told_last(
    signed_in: Navigator, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def silent() -> None:
        raise SourceUnavailable("noAnswer")

    monkeypatch.setattr(portal, "session", silent)
    assert "om 10.15 uur. Verlengt u niet" in await signed_in.time_left()


@pytest.mark.parametrize("time_limits", [False])
async def test_without_time_limits_nothing_ends(signed_in: Navigator) -> None:
    assert await signed_in.time_left() == "Ook als u niets doet, loopt uw sessie door."
