"""Requests to their answers: what a controller's desk does in its time, and what the citizen sees of it."""

import json
from datetime import timedelta
from pathlib import Path

import pytest

from mock_backends.people.loader import load
from tests.journey.filling import fill_in, save
from tests.journey.requests import WORDS, about, ask, in_the_chair
from tests.journey.steps import become, find, has, offers, said, sign_in_by_itsme, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import is_settled
from tui.page.parts import Facts, Listing, Meter, Notice, Page, Timeline
from tui.pages.data_list import LIST
from tui.pages.keeping import FORM

pytestmark = pytest.mark.parametrize("time_limits", [False])
"""Nobody is signed out while weeks go by."""

GONE = "1-XTS-002"
"""The plate of the car that was sold long ago, and stands there still."""


async def days(navigator: Navigator, services: Services, number: float) -> Page:
    """Let so many days go by, and look at the request again."""
    place = navigator.page.place
    await services.move(timedelta(days=number))
    await navigator.open("rights")
    await navigator.open(place)
    return navigator.page


def happened(page: Page) -> list[str]:
    """What has happened to the request, without who did it."""
    return [step.what for step in find(page, "timeline", Timeline).steps if step.state == "done"]


async def plates(navigator: Navigator) -> str:
    """What the page of the vehicles says."""
    await navigator.open("data.vehicles")
    return said(await until(navigator, is_settled))


async def plates_anew(navigator: Navigator) -> str:
    """The same, once it is fetched again."""
    await navigator.open("data")
    await navigator.act("fetch-again")
    return await plates(navigator)


@pytest.mark.served
@pytest.mark.requirement("R21", "R57", "D1")
async def test_a_granted_correction_is_in_the_register_and_shows_at_the_next_fetch(
    signed_in: Navigator, services: Services
) -> None:
    await ask(signed_in, "rectification", "block:vehicles")
    place = signed_in.page.place
    page = await days(signed_in, services, 8)
    assert about(signed_in)["Status"] == "wordt onderzocht"
    assert not offers(page, "read-letters")
    assert GONE in await plates(signed_in)
    await signed_in.open(place)
    page = await days(signed_in, services, 1.1)
    assert about(signed_in)["Status"] == "toegekend"
    assert happened(page)[-1] == "FOD Mobiliteit en Vervoer kent uw verzoek toe"
    assert not has(page, "term")
    # What was fetched before stays as it is until it is fetched anew.
    assert GONE in await plates(signed_in)
    assert GONE not in await plates_anew(signed_in)
    await signed_in.open(place)
    await signed_in.act("read-letters")
    assert "Onze gegevens waren fout." in said(await until(signed_in, is_settled))
    await signed_in.back()
    await days(signed_in, services, 31)
    assert about(signed_in)["Status"] == "afgesloten: toegekend"
    await signed_in.open("home")
    assert not find(signed_in.page, "requests", Listing).items, "it is no news any more"


async def kept(navigator: Navigator, name: str) -> Navigator:
    """Keep the page that is open as a document of this name."""
    await fill_in(navigator, FORM, path=name)
    return navigator


def saved(navigator: Navigator) -> str:
    """What is in the file that was just saved, and is the citizen's alone."""
    name = find(navigator.page, "done", Notice).title
    path = next(one for one in Path().iterdir() if str(one.absolute()) in name)
    assert path.stat().st_mode & 0o077 == 0
    return path.read_text("utf-8")


CASES = (
    # right, block, the days that go by, the state, what the letter says
    ("access", "identity", 13, "toegekend", "Wij doen wat u vraagt."),
    ("access", "growth-package", 15, "deels toegekend", "gegevens van de andere ouder"),
    ("erasure", "identity", 9, "geweigerd", "de Gegevensbeschermingsautoriteit"),
    ("rectification", "identity", 10, "geweigerd", "kloppen met de stukken"),
    ("object", "civil-status", 9, "geweigerd", "naar de rechter"),
    ("restriction", "vehicles", 4, "toegekend", "Dat geldt tot "),
    ("restriction", "identity", 7, "deels toegekend", "Andere overheden hebben deze gegevens"),
    ("portability", "vehicles", 8, "geweigerd", "taak van algemeen belang"),
    ("portability", "appointments", 6, "toegekend", "die u ons zelf gaf"),
)


@pytest.mark.requirement("R56", "R57", "R58", "R60")
@pytest.mark.parametrize(("right", "block", "after", "state", "letter"), CASES)
async def test_a_request_gets_its_answer_in_a_letter(
    signed_in: Navigator,
    services: Services,
    right: str,
    block: str,
    after: int,
    state: str,
    letter: str,
) -> None:
    await ask(signed_in, right, f"block:{block}")
    page = await days(signed_in, services, after)
    assert about(signed_in)["Status"] == state
    assert letter not in said(page), "the letter is not with the portal"
    await signed_in.open("home")
    assert find(signed_in.page, "requests", Listing).items[0].mark == state
    await signed_in.open(page.place)
    await signed_in.act("read-letters")
    assert letter in said(await until(signed_in, is_settled))
    await signed_in.open("rights")
    (item,) = find(signed_in.page, "requests", Listing).items
    assert (item.heading, item.mark) == ("Klaar", state)


@pytest.mark.requirement("R56")
async def test_access_comes_with_a_copy_of_the_data_that_can_be_kept(
    signed_in: Navigator,
    services: Services,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await ask(signed_in, "access", "block:identity")
    await days(signed_in, services, 13)
    await signed_in.act("read-letters")
    page = await until(signed_in, is_settled)
    shown = {fact.label: fact.value for fact in find(page, "copy", Facts).groups[0]}
    assert shown["Naam"] == "Peeters"
    monkeypatch.chdir(tmp_path_factory.mktemp("saved"))
    assert saved(await kept(signed_in, "answer.html")).count("Peeters")
    assert "Wij doen wat u vraagt." in saved(await kept(signed_in, "answer.txt"))
    await signed_in.act("save-data")
    data = json.loads(saved(signed_in))
    assert data["records"][0]["familyName"] == "Peeters"


@pytest.mark.requirement("R56", "R62")
async def test_digitaal_vlaanderen_gives_access_to_all_that_it_holds_itself(
    signed_in: Navigator,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await ask(signed_in, "access", "function:nickname")
    assert about(signed_in)["Status"] == "toegekend"
    await signed_in.act("read-letters")
    page = await until(signed_in, is_settled)
    assert "Nono" in said(page)
    assert WORDS in said(page)
    held = signed_in.context().holdings.notices
    assert held is not None
    assert len(find(page, "own-notices", Facts).groups[0]) == len(held.items)
    monkeypatch.chdir(tmp_path_factory.mktemp("saved"))
    assert "Nono" in saved(await kept(signed_in, "answer.html"))
    await signed_in.act("save-data")
    data = json.loads(saved(signed_in))
    assert data["kept"]["nickname"][""]["value"] == "Nono"
    (request,) = data["kept"]["request"].values()
    assert request["words"] == WORDS, "line breaks are not lost"


async def test_what_was_entered_can_be_taken_along_and_nothing_else_is_in_the_file(
    signed_in: Navigator,
    tmp_path_factory: pytest.TempPathFactory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await ask(signed_in, "portability", "function:nickname")
    assert about(signed_in)["Status"] == "toegekend"
    await signed_in.act("read-letters")
    page = await until(signed_in, is_settled)
    assert [part.id for part in page.parts if isinstance(part, Facts)] == ["letter-1", "nickname"]
    monkeypatch.chdir(tmp_path_factory.mktemp("saved"))
    await signed_in.act("save-data")
    data = json.loads(saved(signed_in))
    assert {kind: list(rows) for kind, rows in data["kept"].items()} == {"nickname": [""]}
    assert (data["session"], data["blocks"]) == ({}, [])
    await signed_in.open("profile")
    assert find(signed_in.page, "nickname", Facts).state == "here", "taking along removes nothing"
    await ask(signed_in, "portability", "function:ebox")
    assert about(signed_in)["Status"] == "geweigerd"


@pytest.mark.served
async def test_a_block_says_that_its_use_is_restricted_until_that_is_lifted(
    signed_in: Navigator, services: Services
) -> None:
    await ask(signed_in, "restriction", "block:vehicles")
    await days(signed_in, services, 4)
    assert about(signed_in)["Status"] == "toegekend"
    await plates_anew(signed_in)
    assert find(signed_in.page, "restricted", Notice).title.startswith("Beperkt gebruik tot ")
    await signed_in.open("data")
    (vehicles,) = (one for one in find(signed_in.page, LIST, Listing).items if one.mark)
    assert (vehicles.id, vehicles.mark) == ("vehicles", "beperkt")
    await services.move(timedelta(days=30))
    await plates_anew(signed_in)
    assert not has(signed_in.page, "restricted")


async def test_who_asks_for_data_and_for_their_erasure_gets_them_before_they_go(
    navigator: Navigator, services: Services
) -> None:
    """The desk would have erased on day 4, and given on day 6."""
    with_some = next(one for one in load().personas if one.data.get("appointments"))
    await become(navigator, with_some.id)
    await sign_in_by_itsme(navigator)
    signed_in = navigator
    await ask(signed_in, "erasure", "block:appointments")
    erasure = signed_in.page.place
    await ask(signed_in, "access", "block:appointments")
    await days(signed_in, services, 7)
    assert about(signed_in)["Status"] == "toegekend"
    await signed_in.act("read-letters")
    assert find(await until(signed_in, is_settled), "copy", Facts).groups
    await signed_in.open(erasure)
    assert about(signed_in)["Status"] == "wordt onderzocht"
    await days(signed_in, services, 7)
    assert about(signed_in)["Status"] == "toegekend"
    await signed_in.open("data")
    await signed_in.act("fetch-again")
    await signed_in.open("data.appointments")
    await until(signed_in, is_settled)
    assert find(signed_in.page, "block-appointments", Facts).state == "empty"


@pytest.mark.requirement("R58", "R60", "R62")
@pytest.mark.parametrize("right", ["erasure", "object"])
async def test_digitaal_vlaanderen_ends_at_once_what_rests_on_consent(
    signed_in: Navigator, right: str
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await ask(signed_in, right, "function:nickname")
    assert about(signed_in)["Status"] == "toegekend"
    assert not has(signed_in.page, "term")
    await signed_in.open("profile")
    assert find(signed_in.page, "nickname", Facts).state == "empty"
    await ask(signed_in, right, "function:cookies")
    assert about(signed_in)["Status"] == "geweigerd"
    await signed_in.act("read-letters")
    assert "U kunt een klacht indienen." in said(await until(signed_in, is_settled))


@pytest.mark.requirement("D1")
async def test_a_controller_that_needs_more_time_says_so_in_the_first_month(
    signed_in: Navigator, services: Services
) -> None:
    await ask(signed_in, "rectification", "block:diplomas", field="schoolYear")
    page = await days(signed_in, services, 21)
    assert about(signed_in)["Status"] == "wordt onderzocht, met meer tijd"
    assert find(page, "term", Meter).words.endswith("tot 23 feb. 2027")
    await signed_in.act("read-letters")
    assert "bij de school" in said(await until(signed_in, is_settled))
    await signed_in.back()
    page = await days(signed_in, services, 50)
    assert not has(page, "late")
    await days(signed_in, services, 5)
    assert about(signed_in)["Status"] == "toegekend"
    await signed_in.act("read-letters")
    page = await until(signed_in, is_settled)
    assert "Dit is aangepast: Schooljaar begonnen in." in said(page)
    assert [part.id for part in page.parts if isinstance(part, Facts)] == ["letter-2", "letter-1"]


@pytest.mark.requirement("D1")
async def test_the_day_after_the_last_the_citizen_is_told_and_offered_the_way_on(
    signed_in: Navigator, services: Services
) -> None:
    await ask(signed_in, "access", "block:driving-licence")
    place = signed_in.page.place
    page = await days(signed_in, services, 30)
    assert find(page, "term", Meter).words.startswith("laatste dag")
    assert not has(page, "late")
    page = await days(signed_in, services, 1)
    late = find(page, "late", Notice)
    assert "div@mobiliteit.example" in late.body
    await signed_in.open("rights")
    assert find(signed_in.page, "requests", Listing).items[0].mark == "te laat"
    await signed_in.open(place)
    await signed_in.act("complain")
    assert signed_in.page.id == "complaint.write"
    await signed_in.open(place)
    page = await days(signed_in, services, 15)
    assert about(signed_in)["Status"] == "toegekend"
    assert not has(page, "late")


async def test_a_request_that_runs_is_withdrawn_and_gets_no_answer(
    signed_in: Navigator, services: Services
) -> None:
    await ask(signed_in, "rectification", "block:vehicles")
    place = signed_in.page.place
    await signed_in.act("to-withdrawal")
    await signed_in.act("to-request")
    assert about(signed_in)["Status"] == "in behandeling"
    await signed_in.act("to-withdrawal")
    await signed_in.act("withdraw")
    assert signed_in.page.place == place
    assert happened(signed_in.page)[-1] == "U trok uw verzoek in"
    page = await days(signed_in, services, 20)
    assert about(signed_in)["Status"] == "ingetrokken"
    assert not offers(page, "to-withdrawal")
    await signed_in.open(place.replace("request", "withdraw"))
    assert has(signed_in.page, "over")
    assert GONE in await plates_anew(signed_in)


@pytest.mark.served
@pytest.mark.requirement("R63")
async def test_a_tester_takes_the_controllers_chair_and_no_one_elses(
    signed_in: Navigator, services: Services
) -> None:
    await ask(signed_in, "rectification", "block:vehicles")
    reference = about(signed_in)["Kenmerk"]
    refused = await in_the_chair(
        services, "digitaal-vlaanderen", reference, state="identityChecked"
    )
    assert (refused.status_code, refused.json()["type"].rpartition(":")[2]) == (403, "notCompetent")
    asks = await in_the_chair(
        services, "mobility", reference, state="identityMissing", reason="Welke auto?"
    )
    assert asks.status_code == 200, asks.text
    await until(
        signed_in, lambda page: bool(page.news), "told at once, and not when they next look"
    )
    page = await days(signed_in, services, 0)
    assert about(signed_in)["Status"] == "wacht op u"
    assert has(page, "your-turn")
    await signed_in.act("add-information")
    await fill_in(signed_in, "add-form", words="De Fabel, die ik verkocht.")
    await signed_in.act("save")
    assert (
        find(signed_in.page, "additions", Facts).groups[0][0].value == "De Fabel, die ik verkocht."
    )
    (case,) = (await services.http.get(services.addresses["simulation"] + "/v1/cases")).json()[
        "items"
    ]
    assert case["information"][0]["words"] == "De Fabel, die ik verkocht."
    assert case["state"] == "received"
    page = await days(signed_in, services, 9.1)
    assert about(signed_in)["Status"] == "toegekend"
    await signed_in.act("read-letters")
    assert "Welke auto?" in said(await until(signed_in, is_settled))
