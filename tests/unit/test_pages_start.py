"""Start, before and after signing in, drawn from what is held."""

from datetime import timedelta
from typing import Any

import pytest

from tests.journey.steps import find, has, said
from tests.unit.pages import NOW, SESSION, act, context, here, page, profile, rows
from tui.page.parts import Facts, Listing, Meter, Text
from tui.pages.home import EBOX, MOST, POST, QUICK, REQUESTS
from tui.portal.models import EarlierSignIn, Message, Messages, Person, RightsRequest

PERSON = Person(
    person_id="noor", name="Noor Peeters", age=39, language="nl", summary={"nl": "Ouder."}
)


def home(**holdings: Any) -> Any:
    return page("home", **{"session": SESSION, "profile": profile(), "requests": (), **holdings})


def post(count: int, *, read: int = 0) -> Messages:
    """So many messages, of which the first are read."""
    items = tuple(
        Message(
            message_id=f"m{number}",
            subject={"nl": f"Brief {number}"},
            sender_name={"nl": "Stad Mechelen"},
            receipt_date=NOW,
            expiration_date=NOW,
            read_status=number < read,
        )
        for number in range(count)
    )
    return Messages(items=items, total_items=count, unread=count - read)


def request(due: int, state: str = "inProgress") -> RightsRequest:
    """A request that must be answered within so many days."""
    return RightsRequest(
        request_id="r1",
        reference="MBP-2026-ABCDEF",
        right="rectification",
        words="Fout.",
        controller_id="ibz",
        controller_name={"nl": "FOD Binnenlandse Zaken"},
        addressed_to="controller",
        forwarded=False,
        received=NOW,
        due=NOW.date() + timedelta(days=due),
        state=state,  # type: ignore[arg-type]
        steps=(),
        block_id="identity",
    )


def test_before_signing_in_it_is_whole_without_the_people_and_then_shows_each() -> None:
    assert not has(page("start"), "persons")
    people = find(page("start", persons=(PERSON,)), "persons", Listing)
    assert people.title == "Wie speelt u?"
    assert [one.title for one in people.items] == ["Noor Peeters"]


@pytest.mark.parametrize(
    ("due", "left", "term"),
    [
        (30, "nog 30 dagen", "nog 30 dagen, tot 23 dec. 2026"),
        (1, "nog 1 dag", "nog 1 dag, tot 24 nov. 2026"),
        (0, "laatste dag", "laatste dag, tot 23 nov. 2026"),
        (-1, "de termijn is voorbij", "de termijn liep tot 22 nov. 2026"),
    ],
)
def test_a_request_says_how_many_days_are_left(due: int, left: str, term: str) -> None:
    held = (request(due),)
    requests = find(home(requests=held), REQUESTS, Listing)
    (item,) = requests.items
    assert (item.detail, item.when) == ("FOD Binnenlandse Zaken", left)
    assert requests.count == "1 loopt"
    opened = page("rights.request/r1", session=SESSION, requests=held)
    assert find(opened, "term", Meter).words == term


def test_a_request_that_is_done_is_not_among_those_under_way() -> None:
    requests = find(home(requests=(request(9, "done"),)), REQUESTS, Listing)
    assert (requests.items, requests.count) == ((), "")


async def test_only_new_messages_stand_there_and_the_count_says_of_all() -> None:
    shown = find(home(profile=profile("ebox"), messages=post(9, read=2)), POST, Listing)
    assert [item.id for item in shown.items] == [f"m{number}" for number in range(2, 2 + MOST)]
    assert shown.count == "7 nieuw"
    assert await act(context("home"), POST, "m3") == "ebox.message/m3"
    read = find(home(profile=profile("ebox"), messages=post(2, read=2)), POST, Listing)
    assert (read.items, read.count, read.empty) == ((), "", "Er is geen nieuwe post.")


async def test_without_consent_the_way_to_the_ebox_stands_there_and_no_count() -> None:
    (way,) = find(home(messages=post(3)), POST, Listing).items
    assert await act(context("home"), POST, way.id) == EBOX
    assert "nieuw" not in find(home(messages=post(3)), POST, Listing).count


@pytest.mark.parametrize(
    ("method", "how"),
    [("itsme", "itsme"), ("eid", "uw identiteitskaart (eID)"), ("x", "een andere manier")],
)
def test_the_sign_in_before_says_when_and_how(method: str, how: str) -> None:
    before = EarlierSignIn(at=NOW, method=method)
    told = find(home(profile=profile(previousSignIn=before)), "previous-sign-in", Text)
    assert told.text == f"Vorige aanmelding: 23 november 2026 om 10.00 uur, met {how}."
    assert not has(home(), "previous-sign-in")


async def test_each_block_leads_to_itself_in_a_line() -> None:
    shown = home(**here("identity", {"familyName": "Peeters", "givenNames": "Noor Elise"}))
    quick = {item.id: item for item in find(shown, QUICK, Listing).items}
    assert "Noor Elise Peeters" in quick["identity"].detail
    assert await act(context("home"), QUICK, "identity") == "data.identity"


@pytest.mark.parametrize(
    ("failures", "state"), [({}, "loading"), ({"profile": "storeMissing"}, "unavailable")]
)
def test_a_profile_that_is_not_there_is_said_and_the_rest_stands(
    failures: dict[str, str], state: str
) -> None:
    shown = home(profile=None, failures=failures)
    assert find(shown, "own-profile", Facts).state == state
    assert "Deze sessie" in said(shown)


def test_the_profile_is_counted_and_not_told() -> None:
    nickname = {"version": "v", "value": "Nono", "changedAt": NOW}
    contact = {
        "contactId": "1",
        "version": "v",
        "kind": "email",
        "value": "a@b.be",
        "changedAt": NOW,
    }
    shown = home(profile=profile("nickname", nickname=nickname, contacts=[contact]))
    assert rows(find(shown, "own-profile", Facts)) == {
        "Roepnaam": "Nono",
        "Contact": "1 contactgegeven",
    }
