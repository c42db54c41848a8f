"""The eBox pages, drawn from what is held."""

from datetime import timedelta

import msgspec
import pytest

from tests.journey.steps import find, offers, said
from tests.unit.pages import NOW, page, profile, rows
from tui.locale import LANGUAGES
from tui.page.offered import actions_of
from tui.page.parts import Facts, Listing, Page, Text
from tui.portal.models import Message, Messages


def message(id_: str, *, read: bool = False, body: str = "") -> Message:
    """A message; opened when it has a body."""
    return Message(
        message_id=id_,
        subject={"nl": f"Brief {id_}"},
        sender_name=dict.fromkeys(LANGUAGES, "Stad Gent"),
        receipt_date=NOW,
        expiration_date=NOW + timedelta(days=90),
        read_status=read,
        body={"nl": body} if body else {},
    )


A, B = message("a"), message("b", read=True)


def post(*messages: Message) -> Messages:
    """What is in the box."""
    unread = sum(not one.read_status for one in messages)
    return Messages(items=messages, total_items=len(messages), unread=unread)


def shown(place: str, language: str = "nl", *consents: str, **held: object) -> Page:
    """A page of the eBox with two messages, unless others are held."""
    return page(place, language, **{"profile": profile(*consents), "messages": post(A, B), **held})


@pytest.mark.requirement("R36")
@pytest.mark.parametrize("place", ["ebox", "ebox.message/a"])
def test_without_consent_there_is_no_message_and_no_count(place: str) -> None:
    without = shown(place)
    text = "\n".join(part.text for part in without.everything if isinstance(part, Text))
    assert "Nu zien we geen enkel bericht." in text
    assert "Brief" not in text
    assert [action.id for action in actions_of(without)] == ["to-consent"]


@pytest.mark.requirement("R36", "R59", "D2")
def test_withdrawing_takes_as_many_steps_as_giving_which_warns_that_paper_stops() -> None:
    giving, withdrawing = shown("ebox.consent"), shown("ebox.consent", "nl", "ebox")
    text = said(giving)
    assert "Voor het tonen in dit portaal: Digitaal Vlaanderen, met uw toestemming" in text
    assert "U kunt uw toestemming altijd weer intrekken." in text
    ids = [part.id for part in giving.parts]
    assert ids.index("paper-stops") < ids.index("answer")
    assert "U gaf toestemming op 23 november 2026 om 10.00 uur." in said(withdrawing)
    assert "Dit werkt meteen." in said(withdrawing)
    assert [action.id for action in actions_of(giving)] == ["give", "to-list"]
    assert [action.id for action in actions_of(withdrawing)] == ["to-list", "withdraw"]
    assert all(offers(shown("ebox", "nl", *consents), "to-consent") for consents in ((), ("ebox",)))


@pytest.mark.parametrize(
    ("messages", "count", "empty"),
    [
        ((A, B), "2 berichten, 1 nieuw.", "U hebt geen berichten."),
        ((A,), "1 bericht, 1 nieuw.", "U hebt geen berichten."),
        ((), "", "U hebt geen berichten."),
    ],
)
def test_the_list_is_counted_and_marks_what_is_new(
    messages: tuple[Message, ...], count: str, empty: str
) -> None:
    listing = find(shown("ebox", "nl", "ebox", messages=post(*messages)), "messages", Listing)
    assert (listing.count, listing.empty) == (count, empty)
    marks = [(one.message_id, "" if one.read_status else "nieuw") for one in messages]
    assert [(item.id, item.mark) for item in listing.items] == marks
    assert all(item.detail.startswith("Stad Gent, 23 ") for item in listing.items)


def test_an_opened_message_stands_beside_the_list() -> None:
    opened = message("a", read=True, body="Dag.\n\nUw dossier is klaar. [/red]")
    beside = shown("ebox.message/a", "nl", "ebox", opened={"a": opened})
    assert find(beside, "messages", Listing).chosen == "a"
    assert beside.focus == "subject"
    texts = [part.text for part in beside.aside if isinstance(part, Text)]
    assert texts == ["Brief a", "Dag.\n\nUw dossier is klaar. [/red]"]
    assert rows(find(beside, "about", Facts)) == {
        "Van": "Stad Gent",
        "Ontvangen": "23 november 2026 om 10.00 uur",
        "Te lezen tot": "21 februari 2027",
    }


@pytest.mark.parametrize(
    ("language", "texts"),
    [
        ("nl", ["(in het Frans) Votre rendez-vous", "Dit bericht is in het Frans.", "Bonjour"]),
        ("fr", ["Votre rendez-vous", "Bonjour"]),
    ],
)
def test_a_message_in_another_language_says_so_before_its_words(
    language: str, texts: list[str]
) -> None:
    foreign = msgspec.structs.replace(
        A, subject={"fr-BE": "Votre rendez-vous"}, body={"fr-BE": "Bonjour"}
    )
    held = {"messages": post(foreign), "opened": {"a": foreign}}
    beside = shown("ebox.message/a", language, "ebox", **held)
    assert find(beside, "messages", Listing).items[0].title == texts[0]
    assert [part.text for part in beside.aside if isinstance(part, Text)] == texts


@pytest.mark.parametrize(
    ("failures", "says", "again"),
    [
        ({}, "Het bericht wordt geopend.", False),
        ({"message.x": "notFound"}, "Dit bericht is er niet.", False),
        ({"message.x": "noAnswer"}, "We kunnen dit bericht nu niet openen.", True),
    ],
)
def test_a_message_that_is_not_there_says_why(
    failures: dict[str, str], says: str, again: bool
) -> None:
    missing = shown("ebox.message/x", "nl", "ebox", failures=failures)
    assert says in said(missing)
    assert offers(missing, "open-again") is again


def test_an_ebox_that_does_not_answer_leaves_the_consent_in_reach() -> None:
    silent = shown("ebox", "nl", "ebox", messages=None, failures={"ebox": "noAnswer"})
    assert {action.id for action in actions_of(silent)} == {"retry", "to-consent"}
