"""The rights pages, drawn from what is held."""

from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.journey.steps import find, has, said
from tests.unit.pages import BLOCKS, NOW, act, context, draw, form, here, page, profile, rows, typed
from tests.unit.test_pages_data import IDENTITY
from tui.page.offered import actions_of
from tui.page.parts import Facts, Listing, Notice, Page, Timeline
from tui.pages.authority import OWN_FUNCTIONS
from tui.pages.rights_subject import RIGHTS
from tui.portal.models import RequestStep, RightsRequest

# --- making a request -------------------------------------------------------------------------


@pytest.mark.requirement("R55", "R56", "R57", "R58", "R59", "R60", "R62", "R63", "R69")
async def test_the_rights_stand_on_one_page_that_says_who_decides_and_where_to_complain() -> None:
    shown = page("rights", requests=())
    items = find(shown, "rights", Listing).items
    assert [item.title.partition(" ")[0] for item in items] == [
        "Inzage",
        "Verbetering",
        "Wissen",
        "Toestemming",
        "Bezwaar",
    ]
    assert all(item.detail for item in items)
    text = said(shown)
    assert "U hebt nog geen verzoek verstuurd." in text
    assert "Digitaal Vlaanderen beslist alleen over gegevens van het portaal zelf." in text
    complaint = page(await act(context("rights"), "to-complaint") or "").title
    assert f"U kunt altijd klacht indienen. Onder ‘{complaint}’ staat bij wie." in text


def test_the_first_step_offers_every_right_and_subject_with_its_controller() -> None:
    shown = page("rights.new?block=vehicles")
    right, about = form(shown).fields
    assert [option.value for option in right.options] == list(RIGHTS)
    assert about.stored == "block:vehicles"
    assert [option.value for option in about.options] == [
        *(f"block:{block.block_id}" for _, block in BLOCKS),
        *(f"function:{function}" for function in OWN_FUNCTIONS),
    ]
    assert all(option.hint for option in about.options)
    assert shown.step == "Stap 1 van 3"


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
    assert page(f"rights.new?{urlencode(query)}").step == "Stap 1 van 3"


async def test_the_first_step_leads_to_the_second_and_back() -> None:
    empty = context("rights.new")
    assert await act(empty, "next") is None
    assert [field.error for field in form(draw(empty)).fields] == [
        "Kies iets bij ‘Recht’.",
        "Kies iets bij ‘Gaat over’.",
    ]
    chosen = typed(context("rights.new"), "subject-form", right="access", about="block:vehicles")
    second = "rights.new?right=access&block=vehicles"
    assert await act(chosen, "next") == second
    first = page(await act(context(second), "other-subject") or "")
    assert first.step == "Stap 1 van 3"
    assert [field.stored for field in form(first).fields] == ["access", "block:vehicles"]


@pytest.mark.requirement("R61", "R62", "R63")
@pytest.mark.parametrize(
    ("controller", "block"), BLOCKS, ids=lambda one: getattr(one, "block_id", "")
)
def test_a_request_about_a_block_goes_to_its_controller_who_decides(
    controller: Any, block: Any
) -> None:
    shown = page(f"rights.new?right=rectification&block={block.block_id}")
    who = controller.authority["nl"]
    decides = find(shown, "decides", Facts)
    assert rows(decides)["Wie beslist"] == who
    assert decides.note == f"{who} beslist over uw verzoek. Digitaal Vlaanderen beslist hier niet."
    direct, forwarded = form(shown).fields[-1].options
    assert (direct.value, forwarded.value) == ("controller", "digitaalVlaanderen")
    # Within a sentence an article is small: "naar de gemeente waar u woont".
    assert direct.label.casefold() == f"rechtstreeks naar {who}".casefold()
    assert not direct.label.startswith("Rechtstreeks naar De ")


@pytest.mark.requirement("R62")
@pytest.mark.parametrize("function", OWN_FUNCTIONS)
def test_about_its_own_functions_digitaal_vlaanderen_decides_itself(function: str) -> None:
    shown = page(f"rights.new?right=object&function={function}")
    assert "Digitaal Vlaanderen beslist daarom zelf." in find(shown, "decides", Facts).note
    assert [field.name for field in form(shown).fields] == ["words"], "no other way than straight"


@pytest.mark.requirement("R40")
async def test_before_sending_the_request_is_shown_and_that_no_value_goes_with_it() -> None:
    words = "Mijn naam is fout.\nGraag verbeteren. 👍 [/red]"
    at = typed(
        context("rights.new?right=rectification&block=identity", **here("identity", IDENTITY)),
        "words-form",
        words=words,
        field="givenNames",
        way="digitaalVlaanderen",
    )
    assert draw(at).step == "Stap 2 van 3"
    assert await act(at, "check") is None
    shown = draw(at)
    assert shown.step == "Stap 3 van 3"
    assert rows(find(shown, "review", Facts)) == {
        "Gegeven": "Voornamen",
        "Uw vraag": words,
        "Verzending": "Via Digitaal Vlaanderen",
    }
    assert "De gegevens zelf sturen we nooit mee." in said(shown)
    assert [action.id for action in actions_of(shown)] == ["save", "change", "cancel"]
    assert not [value for value in IDENTITY.values() if len(value) > 2 and value in said(shown)]


@pytest.mark.requirement("R59")
async def test_withdrawing_consent_warns_that_it_happens_at_once() -> None:
    place = "rights.new?right=withdrawConsent&function=nickname"
    at = typed(context(place, profile=profile("nickname")), "words-form", words="Ik trek in.")
    decides = find(draw(at), "decides", Facts)
    assert decides.note.startswith("Digitaal Vlaanderen voert dit meteen uit. Niemand hoeft")
    assert "Wie beslist" not in rows(decides)
    await act(at, "check")
    text = said(draw(at))
    assert "beslist" not in text
    assert "We voeren dit meteen uit." in text
    assert "U trekt uw toestemming in voor: Uw roepnaam." in text


# --- requests ---------------------------------------------------------------------------------


REQUEST: dict[str, Any] = {
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
}
DONE = {
    **REQUEST,
    "right": "withdrawConsent",
    "block_id": "",
    "function": "nickname",
    "field": "",
    "controller_name": {"nl": "Digitaal Vlaanderen"},
    "state": "done",
    "steps": tuple(RequestStep(at=NOW, what=what) for what in ("received", "done")),
}


def requested(place: str, **request: Any) -> Page:
    """A page of the rights where one request was sent."""
    return page(place, requests=(RightsRequest(**request),))


@pytest.mark.requirement("D1")
def test_a_request_says_where_it_is_and_since_when() -> None:
    shown = requested("rights.request/r1", **REQUEST)
    route = find(shown, "route", Notice)
    # Within a sentence an article is small.
    forwarded = "Doorgestuurd naar de FOD Binnenlandse Zaken"
    assert route.title == f"{forwarded} op 23 november 2026 om 10.01 uur."
    assert "De FOD Binnenlandse Zaken beslist." in route.body
    assert find(shown, "timeline", Timeline).steps[1].what == forwarded
    assert rows(find(shown, "about", Facts))["Gegeven"] == "Voornamen"
    assert "De gegevens zelf staan er niet in." in said(shown)
    (item,) = find(requested("rights", **REQUEST), "requests", Listing).items
    assert (item.title, item.mark) == ("Verbetering van uw gegevens: Identiteit", "doorgestuurd")
    assert item.detail == (
        "MBP-2026-A1B2C3, verstuurd op 23 november 2026, antwoord uiterlijk op 23 december 2026"
    )


def test_after_a_request_that_is_done_nothing_is_waited_for() -> None:
    shown = requested("rights.request/r1", **DONE)
    assert not rows(find(shown, "about", Facts)).keys() & {"Antwoord uiterlijk op", "Wie beslist"}
    steps = [one.what for one in find(shown, "timeline", Timeline).steps]
    assert steps == ["Ontvangen door Digitaal Vlaanderen", "Uitgevoerd"]
    (item,) = find(requested("rights", **DONE), "requests", Listing).items
    assert item.detail == "MBP-2026-A1B2C3, verstuurd op 23 november 2026"


def test_an_unknown_request_and_requests_out_of_reach() -> None:
    assert "Dit verzoek is er niet." in said(requested("rights.request/x", **REQUEST))
    failed = page("rights", failures={"requests": "keyMissing"})
    assert "Uw verzoeken zijn nu niet beschikbaar." in said(failed)
    assert "zet het bestand profile.key terug" in said(failed)
    assert has(failed, "rights"), "the rights stay in reach"
