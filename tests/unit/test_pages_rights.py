"""The rights pages, drawn from what is held."""

import re
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.unit.pages import (
    NOW,
    actions,
    catalogue,
    context,
    draw,
    facts,
    form,
    here,
    listing,
    profile,
    said,
)
from tests.unit.test_pages_data import IDENTITY
from tests.unit.test_pages_profile import act, typed
from tui.page.parts import Timeline
from tui.pages.rights_subject import RIGHTS
from tui.portal.models import RequestStep, RightsRequest

BLOCKS = [(one, block) for one in catalogue().items for block in one.blocks]


def request(**members: Any) -> RightsRequest:
    """A request to correct one's identity, sent through Digitaal Vlaanderen."""
    return RightsRequest(
        **{
            "request_id": "r1",
            "reference": "MBP-2026-A1B2C3",
            "right": "rectification",
            "block_id": "identity",
            "field": "givenNames",
            "words": "Mijn voornaam is [/red] fout.",
            "controller_id": "rijksregister",
            "controller_name": {"nl": "De FOD Binnenlandse Zaken"},
            "addressed_to": "digitaalVlaanderen",
            "forwarded": True,
            "received": NOW,
            "due": date(2026, 12, 23),
            "state": "forwarded",
            "steps": (
                RequestStep(at=NOW, what="received"),
                RequestStep(at=NOW + timedelta(minutes=1), what="forwarded", receipt="RR-7"),
            ),
            **members,
        }
    )


@pytest.mark.requirement("R55", "R56", "R57", "R58", "R59", "R60")
def test_the_five_rights_stand_on_one_page_with_a_form_for_each() -> None:
    drawn = draw(context("rights", catalogue=catalogue(), requests=()))
    items = listing(drawn, "rights").items
    assert [one.title for one in items] == [
        "Inzage in uw gegevens",
        "Verbetering van uw gegevens",
        "Wissen van uw gegevens",
        "Toestemming intrekken",
        "Bezwaar tegen gebruik",
    ]
    assert all(one.detail for one in items)
    assert listing(drawn, "requests").empty == "U hebt nog geen verzoek verstuurd."


@pytest.mark.requirement("R62", "R63", "R69")
async def test_the_page_says_who_decides_and_where_to_complain() -> None:
    a_visit = context("rights", catalogue=catalogue(), requests=())
    drawn = draw(a_visit)
    assert "Digitaal Vlaanderen beslist alleen over gegevens van het portaal zelf." in said(drawn)
    assert "U kunt altijd klacht indienen." in said(drawn)
    assert f"Onder ‘{actions(drawn)['to-complaint'].label}’ staat bij wie." in said(drawn)
    assert await act(a_visit, "to-complaint") == "complaint"
    assert draw(context("complaint")).title == actions(drawn)["to-complaint"].label


@pytest.mark.requirement("R61", "R62", "R63")
@pytest.mark.parametrize(
    ("controller", "block"), BLOCKS, ids=lambda one: getattr(one, "block_id", "")
)
def test_a_request_about_a_block_goes_to_its_controller_who_decides(
    controller: Any, block: Any
) -> None:
    place = f"rights.new?right=rectification&block={block.block_id}"
    drawn = draw(context(place, catalogue=catalogue()))
    shown = facts(drawn, "decides")
    assert ("Wie beslist", controller.authority["nl"]) in [
        (one.label, one.value) for one in shown.groups[0]
    ]
    assert shown.note == (
        f"{controller.authority['nl']} beslist over uw verzoek. Digitaal Vlaanderen beslist hier niet."
    )
    assert [one.value for one in form(drawn).fields[-1].options] == [
        "controller",
        "digitaalVlaanderen",
    ]


@pytest.mark.requirement("R62")
@pytest.mark.parametrize("function", ["nickname", "contacts", "addresses", "ebox", "cookies"])
def test_about_its_own_functions_digitaal_vlaanderen_decides_itself(function: str) -> None:
    place = f"rights.new?right=object&function={function}"
    drawn = draw(context(place, catalogue=catalogue()))
    assert "Digitaal Vlaanderen beslist daarom zelf." in facts(drawn, "decides").note
    assert [one.name for one in form(drawn).fields] == ["words"], "no other way than straight"


def test_the_first_step_offers_every_right_and_subject_with_its_controller() -> None:
    drawn = draw(context("rights.new?block=vehicles", catalogue=catalogue()))
    right, about = form(drawn).fields
    assert [one.value for one in right.options] == list(RIGHTS)
    assert about.stored == "block:vehicles"
    assert {one.value for one in about.options} == {
        *(f"block:{block.block_id}" for _, block in BLOCKS),
        *(f"function:{one}" for one in ("nickname", "contacts", "addresses", "ebox", "cookies")),
    }
    assert all(one.hint for one in about.options)
    assert drawn.step == "Stap 1 van 3"


@pytest.mark.parametrize(
    "query",
    [
        {"right": "rectification"},
        {"right": "nonsense", "block": "identity"},
        {"right": "access", "block": "nothing"},
        {"right": "access", "function": "photo"},
        {"right": "withdrawConsent", "block": "identity"},
        {"right": "withdrawConsent", "function": "cookies"},
    ],
)
def test_a_link_that_fits_nothing_begins_at_the_first_step(query: dict[str, str]) -> None:
    drawn = draw(context(f"rights.new?{urlencode(query)}", catalogue=catalogue()))
    assert drawn.step == "Stap 1 van 3"


async def test_the_first_step_leads_to_the_second() -> None:
    a_visit = typed(
        context("rights.new", catalogue=catalogue()),
        "subject-form",
        right="access",
        about="block:vehicles",
    )
    assert await act(a_visit, "next") == "rights.new?right=access&block=vehicles"


async def test_a_first_step_without_choices_is_told_at_both_fields() -> None:
    a_visit = context("rights.new", catalogue=catalogue())
    assert await act(a_visit, "next") is None
    assert [one.error for one in form(draw(a_visit)).fields] == [
        "Kies iets bij ‘Recht’.",
        "Kies iets bij ‘Gaat over’.",
    ]


@pytest.mark.requirement("R59")
async def test_consent_cannot_be_withdrawn_where_it_was_never_asked() -> None:
    a_visit = typed(
        context("rights.new", catalogue=catalogue()),
        "subject-form",
        right="withdrawConsent",
        about="block:identity",
    )
    assert await act(a_visit, "next") is None
    assert "steunt niet op uw toestemming" in form(draw(a_visit)).fields[1].error


async def test_before_sending_the_request_is_shown_and_that_no_value_goes_with_it() -> None:
    held = here("identity", IDENTITY)
    place = "rights.new?right=rectification&block=identity"
    a_visit = typed(
        context(place, **held),
        "words-form",
        words="Mijn naam is fout.\nGraag verbeteren. 👍 [/red]",
        field="givenNames",
        way="digitaalVlaanderen",
    )
    assert draw(a_visit).step == "Stap 2 van 3"
    assert await act(a_visit, "check") is None
    drawn = draw(a_visit)
    assert drawn.step == "Stap 3 van 3"
    assert [(one.label, one.value) for one in facts(drawn, "review").groups[0]] == [
        ("Gegeven", "Voornamen"),
        ("Uw vraag", "Mijn naam is fout.\nGraag verbeteren. 👍 [/red]"),
        ("Verzending", "Via Digitaal Vlaanderen"),
    ]
    assert "De gegevens zelf sturen we nooit mee." in said(drawn)
    assert list(actions(drawn)) == ["save", "change", "cancel"]
    for value in IDENTITY.values():
        assert not re.search(rf"\b{re.escape(value)}\b", said(drawn))


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("", "Vul ‘Uw vraag’ in."),
        (" \n ", "Vul ‘Uw vraag’ in."),
        ("a" * 2001, "Gebruik hoogstens 2000 tekens."),
        ("a\x07b", "tekens die u niet ziet"),
    ],
)
async def test_words_that_cannot_be_sent_are_told_and_stay(words: str, says: str) -> None:
    a_visit = typed(
        context("rights.new?right=access&block=vehicles", catalogue=catalogue()),
        "words-form",
        words=words,
    )
    assert await act(a_visit, "check") is None
    assert a_visit.pending == {}
    field = next(one for one in form(draw(a_visit)).fields if one.name == "words")
    assert says in field.error


@pytest.mark.requirement("R59")
async def test_withdrawing_consent_warns_that_it_happens_at_once() -> None:
    a_visit = typed(
        context(
            "rights.new?right=withdrawConsent&function=nickname",
            catalogue=catalogue(),
            profile=profile("nickname"),
        ),
        "words-form",
        words="Ik trek in.",
    )
    before = facts(draw(a_visit), "decides")
    assert before.note == (
        "Digitaal Vlaanderen voert dit meteen uit. Niemand hoeft erover te beslissen."
    )
    assert "Wie beslist" not in {one.label for one in before.groups[0]}
    await act(a_visit, "check")
    assert "beslist" not in said(draw(a_visit))
    assert "We voeren dit meteen uit." in said(draw(a_visit))
    assert "U trekt uw toestemming in voor: Uw roepnaam." in said(draw(a_visit))


async def test_another_subject_can_be_chosen_from_the_second_step() -> None:
    a_visit = context("rights.new?right=access&block=vehicles", catalogue=catalogue())
    other = await act(a_visit, "other-subject")
    assert other == "rights.new?right=access&block=vehicles&change=yes"
    first = draw(context(other, catalogue=catalogue()))
    assert first.step == "Stap 1 van 3"
    assert [one.stored for one in form(first).fields] == ["access", "block:vehicles"]


# --- requests ---------------------------------------------------------------------------------


def test_the_citizen_s_requests_are_listed_with_reference_and_due_date() -> None:
    drawn = draw(context("rights", catalogue=catalogue(), requests=(request(),)))
    (item,) = listing(drawn, "requests").items
    assert listing(drawn, "requests").count == "1 verzoek."
    assert item.title == "Verbetering van uw gegevens: Identiteit"
    assert item.detail == (
        "MBP-2026-A1B2C3, verstuurd op 23 november 2026, antwoord uiterlijk op 23 december 2026"
    )
    assert item.mark == "doorgestuurd"


@pytest.mark.requirement("R61", "R63", "R64", "D1")
def test_a_forwarded_request_shows_to_whom_when_and_with_what_receipt() -> None:
    drawn = draw(context("rights.request/r1", catalogue=catalogue(), requests=(request(),)))
    text = said(drawn)
    assert "Doorgestuurd naar de FOD Binnenlandse Zaken op 23 november 2026 om 10.01 uur." in text
    assert "Ontvangstbewijs: RR-7." in text
    assert "De FOD Binnenlandse Zaken beslist. Digitaal Vlaanderen beslist hier niet." in text
    rows = {one.label: one.value for one in facts(drawn, "about").groups[0]}
    assert rows["Kenmerk"] == "MBP-2026-A1B2C3"
    assert rows["Antwoord uiterlijk op"] == "23 december 2026"
    assert rows["Gericht aan"] == "Digitaal Vlaanderen"
    assert rows["Wie beslist"] == "De FOD Binnenlandse Zaken"
    assert rows["Gegeven"] == "Voornamen"
    assert "Mijn voornaam is [/red] fout." in text
    assert "De gegevens zelf staan er niet in." in text


def test_the_timeline_ends_in_the_answer_that_is_due() -> None:
    drawn = draw(context("rights.request/r1", catalogue=catalogue(), requests=(request(),)))
    (timeline,) = (one for one in drawn.parts if isinstance(one, Timeline))
    assert [(one.what, one.state) for one in timeline.steps] == [
        ("Ontvangen door Digitaal Vlaanderen", "done"),
        ("Doorgestuurd naar de FOD Binnenlandse Zaken", "done"),
        ("De FOD Binnenlandse Zaken geeft antwoord", "next"),
    ]


def test_a_request_that_went_straight_says_so() -> None:
    straight = request(
        addressed_to="controller",
        forwarded=False,
        state="inProgress",
        steps=(
            RequestStep(at=NOW, what="received"),
            RequestStep(at=NOW, what="acknowledged", receipt="RR-8"),
        ),
    )
    text = said(draw(context("rights.request/r1", catalogue=catalogue(), requests=(straight,))))
    assert "De FOD Binnenlandse Zaken kreeg uw verzoek op 23 november 2026 om 10.00 uur." in text
    assert "Ontvangstbewijs: RR-8." in text


@pytest.mark.parametrize("forwarded", [True, False])
def test_a_request_that_its_controller_has_not_taken_in_says_so(forwarded: bool) -> None:
    waiting = request(
        forwarded=forwarded, state="inProgress", steps=(RequestStep(at=NOW, what="received"),)
    )
    text = said(draw(context("rights.request/r1", catalogue=catalogue(), requests=(waiting,))))
    assert "De FOD Binnenlandse Zaken kan uw verzoek nu niet ontvangen." in text
    assert "Doorgestuurd naar de FOD Binnenlandse Zaken op" not in text


def test_a_request_that_is_done_says_so() -> None:
    done = request(
        block_id="",
        function="nickname",
        field="",
        controller_name={"nl": "Digitaal Vlaanderen"},
        forwarded=False,
        addressed_to="controller",
        right="withdrawConsent",
        state="done",
        steps=(RequestStep(at=NOW, what="received"), RequestStep(at=NOW, what="done")),
    )
    drawn = draw(context("rights.request/r1", catalogue=catalogue(), requests=(done,)))
    assert "We hebben uw verzoek uitgevoerd." in said(drawn)
    labels = {one.label for one in facts(drawn, "about").groups[0]}
    assert not labels & {"Antwoord uiterlijk op", "Wie beslist"}, "nothing is waited for"
    (item,) = listing(
        draw(context("rights", catalogue=catalogue(), requests=(done,))), "requests"
    ).items
    assert item.detail == "MBP-2026-A1B2C3, verstuurd op 23 november 2026"
    (timeline,) = (one for one in drawn.parts if isinstance(one, Timeline))
    assert [one.what for one in timeline.steps] == [
        "Ontvangen door Digitaal Vlaanderen",
        "Uitgevoerd",
    ]


def test_an_unknown_request_and_requests_out_of_reach() -> None:
    assert "Dit verzoek is er niet." in said(
        draw(context("rights.request/x", catalogue=catalogue(), requests=(request(),)))
    )
    failed = draw(context("rights", catalogue=catalogue(), failures={"requests": "keyMissing"}))
    assert "Uw verzoeken zijn nu niet beschikbaar." in said(failed)
    assert "zet het bestand profile.key terug" in said(failed)
    assert len(listing(failed, "rights").items) == 5, "the rights stay in reach"


@pytest.mark.parametrize(
    ("language", "way", "decides"),
    [
        ("nl", "Rechtstreeks naar de gemeente waar u woont", "De gemeente waar u woont"),
        ("en", "Directly to the municipality where you live", "The municipality where you live"),
    ],
)
def test_an_article_is_small_within_a_sentence(language: str, way: str, decides: str) -> None:
    drawn = draw(
        context("rights.new?right=access&block=household", language, catalogue=catalogue())
    )
    field = next(one for one in form(drawn).fields if one.name == "way")
    assert field.options[0].label == way
    assert facts(drawn, "decides").groups[0][2].value == decides
