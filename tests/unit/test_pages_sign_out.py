"""The receipt of signing out: what it says of what stays."""

import pytest

from tests.unit.pages import KEPT_UNTIL, NOW, context, draw, facts
from tui.locale import LANGUAGES
from tui.portal.models import Kept, Receipt

CAN_BE_REMOVED = "U kunt het op elk moment verwijderen."
CANNOT_BE_REMOVED = "Uw verzoeken kunt u niet zelf verwijderen."
CAN_BE_WITHDRAWN = "Uw toestemming kunt u op elk moment intrekken."


def _note(*kept: Kept, language: str = "nl") -> str:
    receipt = Receipt(signed_out_at=NOW, removed=(), kept=kept, end_session_url="")
    return facts(draw(context("receipt", language, receipt=receipt)), "kept").note


def _kept(kind: str, count: int = 2) -> Kept:
    return Kept(kind=kind, count=count, until=KEPT_UNTIL)  # type: ignore[arg-type]  # one of its kinds


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
    note = _note(*map(_kept, kinds))
    assert {
        one for one in (CAN_BE_REMOVED, CANNOT_BE_REMOVED, CAN_BE_WITHDRAWN) if one in note
    } == says


@pytest.mark.parametrize("language", LANGUAGES)
def test_requests_stay_until_two_years_after_the_last_sign_in(language: str) -> None:
    years = {"nl": "twee jaar", "en": "two years", "fr": "deux ans", "de": "zwei Jahre"}
    assert years[language] in _note(_kept("requests"), language=language)


def test_where_nothing_stays_that_is_said() -> None:
    assert _note(_kept("contacts", 0)) == "Er blijft niets van u bewaard."
