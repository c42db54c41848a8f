"""What the eBox says where it has nothing to show; its journeys show the rest (`tests/journey`)."""

from typing import Any

import pytest

from tests.journey.steps import find, has, offers, said
from tests.unit.pages import page, profile
from tui.page.offered import actions_of
from tui.page.parts import Listing, Page
from tui.portal.models import Messages


def shown(place: str, **held: Any) -> Page:
    """A page of the eBox of somebody who consented, with no message in it unless others are held."""
    empty = Messages(items=(), total_items=0, unread=0)
    return page(place, **{"profile": profile("ebox"), "messages": empty, **held})


def test_an_empty_box_says_so_and_counts_nothing() -> None:
    empty = shown("ebox")
    assert (empty.count, find(empty, "messages", Listing).empty) == ("", "U hebt geen berichten.")
    assert not has(empty, "search-form"), "there is nothing to look through"


def test_an_ebox_that_lost_what_was_read_says_so() -> None:
    for complete in (True, False):
        messages = Messages(items=(), total_items=0, unread=0, read_status_complete=complete)
        lost = "De eBox weet niet meer van elk bericht of u het al las." in said(
            shown("ebox", messages=messages)
        )
        assert lost is not complete


@pytest.mark.parametrize(
    ("failures", "says", "again"),
    [
        ({}, "Het bericht wordt geopend.", False),
        ({"message.x": "notFound"}, "Dit bericht bestaat niet.", False),
        ({"message.x": "noAnswer"}, "We kunnen dit bericht nu niet openen.", True),
    ],
)
def test_a_message_that_is_not_there_says_why(
    failures: dict[str, str], says: str, again: bool
) -> None:
    missing = shown("ebox.message/x", failures=failures)
    assert says in said(missing)
    assert offers(missing, "open-again") is again


def test_an_ebox_that_does_not_answer_leaves_the_consent_in_reach() -> None:
    silent = shown("ebox", messages=None, failures={"ebox": "noAnswer"})
    assert {action.id for action in actions_of(silent)} == {"retry", "to-consent"}
