"""The notices without any, with one and with many, and what each leads to."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journey.steps import find, has, offers, said
from tests.unit.pages import NOW, SESSION, page
from tui.page.offered import actions_of, bar_of
from tui.page.parts import Facts, Listing, Page
from tui.pages.notice_parts import KINDS, TO_SUBJECT, place_of
from tui.pages.notices import FILTER, LIST
from tui.portal.models import KeptNotice, KeptNotices


def notice(number: int = 0, kind: str = "request", **other: Any) -> KeptNotice:
    given = {"what": "forwarded", "subject": f"s{number}", "at": NOW - timedelta(hours=number)}
    return KeptNotice(notice_id=f"n{number}", kind=kind, **{**given, **other})


def shown(*notices: KeptNotice, place: str = "notices") -> Page:
    held = KeptNotices(items=notices, most=50, days=90)
    return page(place, session=SESSION, notices=held, requests=())


def test_without_any_it_says_when_they_come_and_offers_nothing() -> None:
    none = shown()
    assert find(none, LIST, Listing).empty.startswith("U hebt geen meldingen.")
    assert (none.count, bar_of(none), none.opened) == ("", None, None)


def test_a_single_new_one_can_be_read_and_not_yet_removed() -> None:
    one = shown(notice())
    assert one.count == "1 melding, 1 nieuw"
    assert [item.mark for item in find(one, LIST, Listing).items] == ["nieuw"]
    assert offers(one, "read-all")
    assert not offers(one, "to-remove-read")
    assert not offers(shown(notice(), place="notices?remove=ask"), "remove-read")
    assert not offers(one, "choose-kind")


@pytest.mark.requirement("R17")
def test_many_stand_under_new_and_read_and_can_be_chosen_by_kind() -> None:
    many = [notice(number, KINDS[number % 5], read=number % 3 > 0) for number in range(60)]
    everything = shown(*many)
    assert everything.count == "60 meldingen, 20 nieuw"
    items = find(everything, LIST, Listing).items
    assert [item.heading for item in items] == ["Nieuw"] * 20 + ["Gelezen"] * 40
    assert offers(everything, "choose-kind")
    assert not has(everything, FILTER)
    blocks = shown(*many, place="notices?kind=block")
    assert has(blocks, FILTER)
    assert {item.id for item in find(blocks, LIST, Listing).items} == {
        one.notice_id for one in many if one.kind == "block"
    }


def test_one_that_was_new_stays_among_the_new_while_it_is_open() -> None:
    many = [notice(0), notice(1, read=True), notice(2)]
    opened = shown(*many, place="notices.notice/n1?new=yes")
    assert [one.id for one in find(opened, LIST, Listing).items] == ["n0", "n1", "n2"]
    assert opened.count == "melding 2 van 3"
    later = shown(*many, place="notices.notice/n1")
    assert [one.id for one in find(later, LIST, Listing).items] == ["n0", "n2", "n1"]


@pytest.mark.requirement("R17")
@pytest.mark.parametrize("kind", [*KINDS, "of-tomorrow"])
def test_each_says_what_happened_and_leads_to_what_it_is_about(kind: str) -> None:
    one = notice(kind=kind, what="of-tomorrow", subject="s-1")
    opened = shown(one, place="notices.notice/n0")
    assert opened.title == find(opened, "notice", Facts).title != ""
    assert offers(opened, TO_SUBJECT) is bool(place_of(one)) is (kind in KINDS)


def test_one_that_is_gone_says_so_and_leads_back() -> None:
    gone = shown(notice(), place="notices.notice/other")
    assert "Deze melding is er niet meer." in said(gone)
    assert "to-list" in {action.id for action in actions_of(gone)}


def test_one_about_a_block_says_that_the_portal_does_not_know_what_changed() -> None:
    one = notice(kind="block", what="changed", subject="gone-block", day=NOW.date())
    opened = shown(one, place="notices.notice/n0")
    assert opened.title == "Wijziging: gone-block"
    assert "Het portaal weet niet wat er wijzigde." in said(opened)
