"""The receipt of signing out: what it says of what stays."""

from typing import Any

import pytest

from tests.journey.steps import find
from tests.unit.pages import KEPT_UNTIL, NOW, page
from tui.page.parts import Facts
from tui.portal.models import Kept, Receipt

CAN_BE_REMOVED = "U kunt het op elk moment verwijderen."
CANNOT_BE_REMOVED = "Uw verzoeken kunt u niet zelf verwijderen."
CAN_BE_WITHDRAWN = "Uw toestemming kunt u op elk moment intrekken."


def note(*kinds: Any, count: int = 2) -> str:
    """What the receipt says of these kinds that stay, so many of each."""
    kept = tuple(Kept(kind=kind, count=count, until=KEPT_UNTIL) for kind in kinds)
    receipt = Receipt(signed_out_at=NOW, removed=(), kept=kept, end_session_url="")
    return find(page("receipt", receipt=receipt), "kept", Facts).note


@pytest.mark.requirement("R45", "R46")
@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        (("contacts",), {CAN_BE_REMOVED}),
        (("requests",), {CANNOT_BE_REMOVED}),
        (("eboxConsent",), {CAN_BE_WITHDRAWN}),
        (("nickname", "addresses", "requests"), {CAN_BE_REMOVED, CANNOT_BE_REMOVED}),
    ],
)
def test_only_what_can_be_removed_is_said_to_be(kinds: tuple[str, ...], says: set[str]) -> None:
    sentences = {CAN_BE_REMOVED, CANNOT_BE_REMOVED, CAN_BE_WITHDRAWN}
    assert {one for one in sentences if one in note(*kinds)} == says
    assert ("twee jaar" in note(*kinds)) or "requests" not in kinds


def test_where_nothing_stays_that_is_said() -> None:
    assert note("contacts", count=0) == "Er blijft niets van u bewaard."
