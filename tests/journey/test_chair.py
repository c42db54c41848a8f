"""The tester's chair: outside the portal a case is decided, and the citizen sees it where they asked."""

from datetime import timedelta

import pytest

from tests.journey.filling import errors, fill_in
from tests.journey.requests import about, ask
from tests.journey.steps import find, has, said, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import is_settled
from tui.page.parts import Facts, Form, Listing, Notice
from tui.pages.chair import FORM, LIST

pytestmark = pytest.mark.parametrize("time_limits", [False])
"""Nobody is signed out while weeks go by."""


async def at_the_desk(navigator: Navigator, right: str, block: str) -> str:
    """Ask, and open the case from the list in the chair; the place of the request."""
    await ask(navigator, right, f"block:{block}")
    place, reference = navigator.page.place, about(navigator)["Kenmerk"]
    await navigator.open("chair")
    assert find(navigator.page, LIST, Listing).outside
    await navigator.choose(LIST, reference)
    return place


def may(navigator: Navigator) -> list[str]:
    """What can be decided now."""
    (state, *_) = find(navigator.page, FORM, Form).fields
    return [option.value for option in state.options]


async def decide(navigator: Navigator, state: str, **texts: str) -> None:
    """Decide this, and be told so."""
    await fill_in(navigator, FORM, state=state, **texts)
    assert find(navigator.page, "done", Notice).title.startswith("Beslist: ")


async def answer(navigator: Navigator, place: str) -> str:
    """What the citizen sees and reads of it, back in the portal."""
    await navigator.open("rights")
    await navigator.open(place)
    status = about(navigator)["Status"]
    await navigator.act("read-letters")
    return f"{status}\n{said(await until(navigator, is_settled))}"


@pytest.mark.served
@pytest.mark.requirement("R57", "R63")
async def test_a_case_goes_from_hand_to_hand_and_its_citizen_sees_each_answer(
    signed_in: Navigator, services: Services
) -> None:
    place = await at_the_desk(signed_in, "rectification", "diplomas")
    case = signed_in.page.place
    assert may(signed_in) == ["identityChecked", "identityMissing"]
    await fill_in(signed_in, FORM, state="identityMissing")
    assert "Reden" in errors(signed_in, FORM)["reason"]
    await decide(signed_in, "identityMissing", reason="Wie bent u?")
    assert "Wie bent u?" in await answer(signed_in, place)
    await signed_in.open(case)
    for state in ("identityChecked", "inTreatment"):
        await decide(signed_in, state)
    await decide(signed_in, "extended", reason="Het archief is ver weg.")
    assert "Het archief is ver weg." in await answer(signed_in, place)
    await signed_in.open(case)
    await decide(signed_in, "refused", reason="Het klopt.")
    assert not has(signed_in.page, FORM), "it closes by itself"
    seen = await answer(signed_in, place)
    assert seen.startswith("geweigerd")
    assert "Het klopt." in seen
    await services.move(timedelta(days=31))
    await signed_in.open(case)
    facts = find(signed_in.page, "case", Facts).groups[0]
    assert "afgesloten" in [fact.value for fact in facts]


@pytest.mark.requirement("R58")
async def test_of_an_erasure_in_part_the_part_is_named_and_an_extension_comes_in_time(
    signed_in: Navigator, services: Services
) -> None:
    place = await at_the_desk(signed_in, "erasure", "diplomas")
    for state in ("identityChecked", "inTreatment"):
        await decide(signed_in, state)
    case = signed_in.page.place
    await services.move(timedelta(days=40))
    await signed_in.open(case)
    await fill_in(signed_in, FORM, state="extended", reason="Te laat.")
    assert errors(signed_in, FORM)["state"] == "Verlengen kan alleen in de eerste maand."
    await fill_in(signed_in, FORM, state="partlyGranted", reason="Enkel het eerste.")
    assert "record" in errors(signed_in, FORM)
    await decide(signed_in, "partlyGranted", reason="Enkel het eerste.", record="1")
    assert "Enkel het eerste." in await answer(signed_in, place)
