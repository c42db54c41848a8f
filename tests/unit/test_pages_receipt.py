"""The receipt of signing out: what it says of what was held, of what stays, and of how one can know."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journey.steps import find
from tests.unit.pages import KEPT_UNTIL, NOW, context, draw, page, rows
from tui.page.parts import Facts, Text
from tui.portal.models import Kept, Removed, SignedOut

CAN_BE_REMOVED = "U kunt het op elk moment verwijderen."
CANNOT_BE_REMOVED = "Uw verzoeken kunt u niet zelf verwijderen."
CAN_BE_WITHDRAWN = "Uw toestemming kunt u op elk moment intrekken."


def signed_out(*removed: Removed, **members: Any) -> SignedOut:
    """The receipt of a session that ended an hour after it began."""
    usual: dict[str, Any] = {"kept": (), "end_session_url": "", "proof": "", **members}
    end = usual.pop("signed_out_at", NOW + timedelta(hours=1))
    return SignedOut(started_at=NOW, signed_out_at=end, removed=removed, **usual)


def block(block_id: str, controller: str, minutes: float = 0) -> Removed:
    """A block that was fetched so many minutes after the session began."""
    return Removed(
        kind="block",
        id=block_id,
        controller_id=controller,
        bytes=304,
        fetched_at=NOW + timedelta(minutes=minutes),
    )


IDENTITY, DIPLOMAS = block("identity", "rijksregister"), block("diplomas", "ahovoks")


def removed(*entries: Removed, **members: Any) -> Facts:
    """What the page says was removed."""
    return find(page("receipt", receipt=signed_out(*entries, **members)), "removed", Facts)


@pytest.mark.requirement("R44")
def test_what_was_held_from_whom_and_since_when() -> None:
    part = removed(IDENTITY, DIPLOMAS, Removed(kind="key"), messages=6)
    assert rows(part) == {
        "Identiteit": "FOD Binnenlandse Zaken",
        "Diploma's": "AHOVOKS",
        "eBox-berichten": "6 berichten, alleen in dit programma",
        "Sleutel van uw sessie": "vernietigd",
    }
    assert part.source == "Bij deze overheden opgehaald om 10.00 uur."
    part = removed(IDENTITY, block("diplomas", "ahovoks", 5))
    assert rows(part) == {
        "Identiteit": "FOD Binnenlandse Zaken, opgehaald om 10.00 uur",
        "Diploma's": "AHOVOKS, opgehaald om 10.05 uur",
    }
    assert part.source == ""


def test_a_session_that_passed_midnight_and_a_block_that_nobody_knows() -> None:
    end = NOW + timedelta(hours=20)
    entries = (block("runes", "guild"), Removed(kind="identity"))
    shown = page("receipt", receipt=signed_out(*entries, signed_out_at=end))
    assert find(shown, "lead", Text).text == "U meldde zich af op 24 november 2026 om 6.00 uur."
    part = find(shown, "removed", Facts)
    assert rows(part) == {
        "runes": "guild",
        "Uw identiteit in deze sessie": "sinds u zich aanmeldde op 23 november 2026 om 10.00 uur",
    }
    assert part.source == "Bij deze overheden opgehaald op 23 november 2026 om 10.00 uur."


@pytest.mark.parametrize("embedded", [True, False])
def test_whose_memory_is_not_empty_yet_is_said(embedded: bool) -> None:
    at = context("receipt", receipt=signed_out())
    at.embedded = embedded
    said = find(draw(at), "how-proof", Text).text
    assert ("Alle diensten draaien nu in dit programma." in said) == embedded
    assert "pas leeg als u het programma sluit" in said
    assert "burgerprofiel receipt verify" in said
    assert "make promises" in said


def note(*kinds: Any, count: int = 2) -> str:
    """What the receipt says of these kinds that stay, so many of each."""
    kept = tuple(Kept(kind=kind, count=count, until=KEPT_UNTIL) for kind in kinds)
    part = find(page("receipt", receipt=signed_out(kept=kept)), "kept", Facts)
    assert part.source == ("Bewaard tot 24 november 2028." if count else "")
    return part.note


@pytest.mark.requirement("R45", "R46")
@pytest.mark.parametrize(
    ("kinds", "says"),
    [
        (("contacts",), {CAN_BE_REMOVED}),
        (("requests",), {CANNOT_BE_REMOVED}),
        (("eboxConsent",), {CAN_BE_WITHDRAWN}),
        (("signIns", "requests"), {CANNOT_BE_REMOVED}),
        (("nickname", "addresses", "requests"), {CAN_BE_REMOVED, CANNOT_BE_REMOVED}),
    ],
)
def test_only_what_can_be_removed_is_said_to_be(kinds: tuple[str, ...], says: set[str]) -> None:
    sentences = {CAN_BE_REMOVED, CANNOT_BE_REMOVED, CAN_BE_WITHDRAWN}
    assert {one for one in sentences if one in note(*kinds)} == says
    assert ("twee jaar" in note(*kinds)) or "requests" not in kinds


def test_where_nothing_stays_that_is_said() -> None:
    assert note("contacts", count=0) == "Er blijft niets van u bewaard."
