"""All that the portal keeps is removed at once: what is said, the receipt, and beginning anew (R47)."""

import pytest

from tests.journey.filling import save
from tests.journey.requests import about, ask
from tests.journey.steps import find, has, offers, said, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import is_settled
from tui.page.parts import Facts, Listing
from tui.pages.keeping import FORM
from tui.pages.profile_removal import REMOVE


def labelled(navigator: Navigator, part: str) -> dict[str, str]:
    """The facts of a part, by their labels."""
    return {row.label: row.value for row in find(navigator.page, part, Facts).groups[0]}


@pytest.mark.served
@pytest.mark.requirement("R47")
async def test_all_goes_at_once_and_a_receipt_shows_it_and_what_stays(
    signed_in: Navigator, services: Services
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await ask(signed_in, "access", "block:vehicles")
    reference = about(signed_in)["Kenmerk"]
    await signed_in.open("profile")
    await until(signed_in, is_settled)
    await signed_in.act("to-removal")
    page = await until(signed_in, is_settled)
    assert labelled(signed_in, "goes")["Roepnaam"] == "1 roepnaam."
    assert reference in said(page), "the answer can only be asked for by its reference"
    await signed_in.act("to-profile")
    assert find(await until(signed_in, is_settled), "nickname", Facts).state == "here"

    await signed_in.open("profile.removal")
    await until(signed_in, is_settled)
    await signed_in.act(REMOVE)
    assert signed_in.page.id == "profile.removed"
    counts = labelled(signed_in, "counts")
    assert (counts["Roepnaam"], counts["Sleutel van uw profiel"]) == (
        *("eerst 1, nu 0", "vernietigd"),
    )
    assert reference in said(signed_in.page)
    assert has(signed_in.page, FORM)
    session = signed_in.context().holdings.session
    assert session is not None
    assert session.nickname == ""

    await signed_in.open("rights")
    assert not find(await until(signed_in, is_settled), "requests", Listing).items
    cases = await services.http.get(services.addresses["simulation"] + "/v1/cases")
    assert reference in cases.text, "the controller has its case"
    await signed_in.open("profile.removal")
    assert not offers(await until(signed_in, is_settled), REMOVE), "there is nothing"
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nina")
    await signed_in.open("profile")
    assert "Nina" in said(await until(signed_in, is_settled)), "one can begin anew"
