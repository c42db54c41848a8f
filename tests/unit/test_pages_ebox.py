"""The eBox pages, drawn from what is held."""

from datetime import timedelta
from typing import Any

import msgspec
import pytest

from tests.unit.pages import NOW, actions, context, draw, facts, listing, profile, said
from tui.locale import LANGUAGES
from tui.page.parts import Text
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


POST = Messages(items=(message("a"), message("b", read=True)), total_items=2, unread=1)


@pytest.mark.requirement("R36")
def test_without_consent_there_is_no_message_and_no_count() -> None:
    for place in ("ebox", "ebox.message/a"):
        drawn = draw(context(place, profile=profile(), messages=POST))
        assert "Nu zien we geen enkel bericht." in said(drawn)
        assert "Brief" not in said(drawn)
        assert "bericht," not in said(drawn)
        assert list(actions(drawn)) == ["to-consent"]


@pytest.mark.requirement("R36", "D2")
def test_before_consent_the_page_warns_that_paper_stops_and_names_the_controller() -> None:
    drawn = draw(context("ebox.consent", profile=profile()))
    text = said(drawn)
    assert "U krijgt dan geen papieren post meer." in text
    assert "Voor het tonen in dit portaal: Digitaal Vlaanderen, met uw toestemming" in text
    assert "U kunt uw toestemming altijd weer intrekken." in text
    order = [one.id for one in drawn.parts]
    assert order.index("paper-stops") < order.index("answer")
    assert list(actions(drawn)) == ["give", "to-list"]


@pytest.mark.requirement("R59", "D2")
def test_withdrawing_takes_as_many_steps_as_giving() -> None:
    giving = draw(context("ebox.consent", profile=profile()))
    withdrawing = draw(context("ebox.consent", profile=profile("ebox")))
    assert "U gaf toestemming op 23 november 2026 om 10.00 uur." in said(withdrawing)
    assert "Dit werkt meteen." in said(withdrawing)
    assert list(actions(withdrawing)) == ["to-list", "withdraw"]
    assert len(actions(giving)) == len(actions(withdrawing))
    for held in (profile(), profile("ebox")):
        assert "to-consent" in actions(draw(context("ebox", profile=held, messages=POST)))


@pytest.mark.parametrize(
    ("language", "count", "new"),
    [("nl", "2 berichten, 1 nieuw.", "nieuw"), ("en", "2 messages, 1 new.", "new")],
)
def test_the_list_begins_with_the_count_and_marks_what_is_new(
    language: str, count: str, new: str
) -> None:
    shown = listing(
        draw(context("ebox", language, profile=profile("ebox"), messages=POST)), "messages"
    )
    assert shown.count == count
    assert [(one.id, one.mark) for one in shown.items] == [("a", new), ("b", "")]
    assert shown.items[0].detail.startswith("Stad Gent, 23 ")


def test_one_message_is_counted_as_one() -> None:
    one = Messages(items=(message("a"),), total_items=1, unread=1)
    drawn = draw(context("ebox", profile=profile("ebox"), messages=one))
    assert listing(drawn, "messages").count == "1 bericht, 1 nieuw."


def test_an_empty_box_says_so() -> None:
    none = Messages(items=(), total_items=0, unread=0)
    shown = listing(draw(context("ebox", profile=profile("ebox"), messages=none)), "messages")
    assert (shown.count, shown.empty) == ("", "U hebt geen berichten.")


def test_an_opened_message_stands_beside_the_list() -> None:
    opened = {"a": message("a", read=True, body="Dag.\n\nUw dossier is klaar. [/red]")}
    drawn = draw(context("ebox.message/a", profile=profile("ebox"), messages=POST, opened=opened))
    assert listing(drawn, "messages").chosen == "a"
    assert drawn.focus == "subject"
    text = "\n".join(one.text for one in drawn.aside if hasattr(one, "text"))
    assert text == "Brief a\nDag.\n\nUw dossier is klaar. [/red]"
    assert [(one.label, one.value) for one in facts(drawn, "about").groups[0]] == [
        ("Van", "Stad Gent"),
        ("Ontvangen", "23 november 2026 om 10.00 uur"),
        ("Te lezen tot", "21 februari 2027"),
    ]


@pytest.mark.parametrize(
    ("language", "before", "told"),
    [
        ("nl", "(in het Frans) Votre rendez-vous", "Dit bericht is in het Frans."),
        ("en", "(in French) Votre rendez-vous", "This message is in French."),
        ("fr", "Votre rendez-vous", ""),
        ("de", "(auf Französisch) Votre rendez-vous", "Diese Nachricht ist auf Französisch."),
    ],
)
def test_a_message_in_another_language_says_so_before_its_words(
    language: str, before: str, told: str
) -> None:
    foreign = msgspec.structs.replace(
        message("a"), subject={"fr-BE": "Votre rendez-vous"}, body={"fr-BE": "Bonjour"}
    )
    post = Messages(items=(foreign,), total_items=1, unread=1)
    held: dict[str, Any] = {"profile": profile("ebox"), "messages": post, "opened": {"a": foreign}}
    drawn = draw(context("ebox.message/a", language, **held))
    assert listing(drawn, "messages").items[0].title == before
    texts = [one.text for one in drawn.aside if isinstance(one, Text)]
    assert texts == [before, told, "Bonjour"] if told else [before, "Bonjour"]


def test_a_message_that_is_not_there_says_so() -> None:
    held: dict[str, Any] = {"profile": profile("ebox"), "messages": POST}
    opening = draw(context("ebox.message/x", **held))
    assert "Het bericht wordt geopend." in said(opening)
    gone = draw(context("ebox.message/x", failures={"message.x": "notFound"}, **held))
    assert "Dit bericht is er niet." in said(gone)
    assert "open-again" not in actions(gone)
    silent = draw(context("ebox.message/x", failures={"message.x": "noAnswer"}, **held))
    assert "We kunnen dit bericht nu niet openen." in said(silent)
    assert "open-again" in actions(silent)


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_ebox_that_does_not_answer_leaves_the_consent_in_reach(language: str) -> None:
    drawn = draw(context("ebox", language, profile=profile("ebox"), failures={"ebox": "noAnswer"}))
    assert set(actions(drawn)) == {"retry", "to-consent"}
