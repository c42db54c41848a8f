"""The five rights against the real desk: addressed, forwarded, kept, and nothing fetched in them."""

import pytest

from tests.journey.filling import errors, fill_in, save, sign_out
from tests.journey.requests import WORDS, about, ask
from tests.journey.steps import become, find, has, said, sign_in_by_itsme, until
from tui.journey.navigator import Navigator
from tui.journey.time_left import EXTEND
from tui.page.offered import is_settled
from tui.page.parts import Facts, Listing, Meter, Notice, Timeline
from tui.portal.client import Portal


@pytest.mark.requirement("R55", "R56", "R57", "R58", "R60", "R61", "R63", "D1")
@pytest.mark.parametrize("right", ["access", "rectification", "erasure", "object"])
async def test_a_request_goes_to_the_controller_of_the_data(
    signed_in: Navigator, right: str
) -> None:
    await ask(signed_in, right, "block:vehicles")
    page = signed_in.page
    assert page.id == "rights.request"
    rows = about(signed_in)
    assert rows["Kenmerk"].startswith("MBP-2026-")
    assert rows["Kenmerk"] in find(page, "done", Notice).title
    assert rows["Gericht aan"] == "FOD Mobiliteit en Vervoer"
    assert rows["Wie beslist"] == "FOD Mobiliteit en Vervoer"
    assert rows["Uw eigen woorden"] == WORDS
    term = find(page, "term", Meter)
    assert (term.words, term.value, term.of) == ("nog 30 dagen, tot 23 dec. 2026", 0, 30)
    sent, taken_in, now, answer = find(page, "timeline", Timeline).steps
    assert [one.state for one in (sent, taken_in, now, answer)] == ["done", "done", "now", "next"]
    assert taken_in.when == "23 nov. 2026, 10.00 uur"
    assert taken_in.note.startswith("Ontvangstbewijs ")
    assert now.what == "FOD Mobiliteit en Vervoer heeft uw verzoek en beslist"
    assert (answer.when, answer.note) == (
        "23 dec. 2026",
        "Met een reden mag dat twee maanden later.",
    )


async def test_a_sent_request_is_announced_once(
    signed_in: Navigator,
) -> None:
    await ask(signed_in, "object", "block:vehicles")
    notices = [part for part in signed_in.page.everything if isinstance(part, Notice)]
    assert [one.id for one in notices if one.kind == "good"] == ["done"]


@pytest.mark.served
@pytest.mark.requirement("R63", "R64")
async def test_a_request_through_digitaal_vlaanderen_is_forwarded_with_a_receipt(
    signed_in: Navigator,
) -> None:
    await ask(signed_in, "rectification", "block:household", way="digitaalVlaanderen")
    assert about(signed_in)["Gericht aan"] == "Digitaal Vlaanderen"
    steps = find(signed_in.page, "timeline", Timeline).steps
    assert [one.what for one in steps] == [
        "Ontvangen door Digitaal Vlaanderen",
        # Within a sentence the article of an authority's name is small.
        "Doorgestuurd naar de gemeente waar u woont",
        "De gemeente waar u woont heeft uw verzoek en beslist",
        "De gemeente waar u woont moet antwoord geven",
    ]
    assert steps[1].note.startswith("Ontvangstbewijs ")
    assert steps[2].note == "Digitaal Vlaanderen beslist hier niet."


@pytest.mark.requirement("R59")
async def test_withdrawing_consent_is_done_at_once(signed_in: Navigator) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await signed_in.act(EXTEND)  # the session itself knows the nickname from now on
    assert "Nono" in signed_in.page.who
    await ask(signed_in, "withdraw-consent", "function:nickname")
    assert signed_in.page.who == "Noor Peeters"
    assert about(signed_in)["Status"] == "uitgevoerd"
    assert "Wie beslist" not in about(signed_in)
    assert not has(signed_in.page, "term")
    assert find(signed_in.page, "timeline", Timeline).steps[-1].what == "Uitgevoerd"
    await signed_in.open("profile")
    assert find(signed_in.page, "nickname", Facts).state == "empty"


@pytest.mark.requirement("R59", "D2")
async def test_withdrawing_consent_for_the_ebox_by_request_is_done_at_once(
    signed_in: Navigator,
) -> None:
    await signed_in.open("ebox.consent")
    await signed_in.act("give")
    assert has(signed_in.page, "messages")
    await ask(signed_in, "withdraw-consent", "function:ebox")
    await signed_in.open("ebox")
    assert not has(signed_in.page, "messages")


async def test_consent_of_a_source_cannot_be_withdrawn(signed_in: Navigator) -> None:
    await signed_in.open("rights.new")
    await fill_in(signed_in, "subject-form", right="withdrawConsent", about="block:identity")
    assert "steunt niet op uw toestemming" in errors(signed_in, "subject-form")["about"]


async def test_what_one_entered_oneself_is_no_request_for_correction(signed_in: Navigator) -> None:
    await signed_in.open("rights.new")
    await fill_in(signed_in, "subject-form", right="rectification", about="function:nickname")
    assert "U past ze zelf aan" in errors(signed_in, "subject-form")["about"]


async def test_requests_are_listed_newest_first_and_survive_signing_out(
    signed_in: Navigator,
) -> None:
    await ask(signed_in, "access", "block:vehicles")
    await ask(signed_in, "erasure", "block:diplomas")
    await sign_out(signed_in)
    await sign_in_by_itsme(signed_in)
    await signed_in.open("rights")
    requests = find(signed_in.page, "requests", Listing)
    assert signed_in.page.count == "2 verzoeken, 2 lopen"
    assert [one.title.partition(":")[0] for one in requests.items] == ["Verwijdering", "Inzage"]
    assert {(one.heading, one.when) for one in requests.items} == {("Loopt", "nog 30 dagen")}
    await signed_in.choose("requests", requests.items[0].id)
    await signed_in.act("next")
    assert signed_in.page.count == "verzoek 2 van 2"
    assert about(signed_in)["Uw eigen woorden"] == WORDS
    await signed_in.back()
    assert signed_in.page.id == "rights"
    assert signed_in.page.focus == f"requests.{requests.items[1].id}"


async def test_what_is_carried_out_stands_below_what_waits_for_an_answer(
    signed_in: Navigator,
) -> None:
    await ask(signed_in, "access", "block:vehicles")
    await ask(signed_in, "withdraw-consent", "function:nickname")
    await signed_in.open("rights")
    requests = find(signed_in.page, "requests", Listing).items
    assert [(one.heading, one.when) for one in requests] == [
        ("Loopt", "nog 30 dagen"),
        ("Klaar", "23 nov. 2026"),
    ]
    assert signed_in.page.opened_item == requests[0].id


@pytest.mark.requirement("R40", "R61")
async def test_no_fetched_value_is_in_a_request(signed_in: Navigator, portal: Portal) -> None:
    await signed_in.open("data.identity")
    page = await until(signed_in, is_settled)
    values = {
        fact.value
        for group in find(page, "block-identity", Facts).groups
        for fact in group
        if len(fact.value) > 3
    }
    assert values
    await signed_in.act("report-identity")
    await fill_in(signed_in, "words-form", words="Mijn voornaam is fout.", field="givenNames")
    assert "De gegevens zelf sturen we nooit mee." in said(signed_in.page)
    await signed_in.act("save")
    assert about(signed_in)["Gegeven"] == "Voornamen"
    (request,) = (await portal.rights_requests()).items
    assert (request.block_id, request.field) == ("identity", "givenNames")
    assert not [one for one in values if one in repr(request)]


async def test_the_longest_words_are_sent_whole_and_longer_ones_are_told(
    signed_in: Navigator,
) -> None:
    await signed_in.open("rights.new?right=access&block=vehicles")
    await fill_in(signed_in, "words-form", words="é" * 2001)
    assert list(errors(signed_in, "words-form")) == ["words"]
    await ask(signed_in, "access", "block:vehicles", words="é" * 2000)
    assert about(signed_in)["Uw eigen woorden"] == "é" * 2000


async def test_escape_goes_step_by_step_and_keeps_the_words(signed_in: Navigator) -> None:
    await signed_in.open("rights")
    await signed_in.choose("rights", "access")
    await fill_in(signed_in, "subject-form", about="block:vehicles")
    await fill_in(signed_in, "words-form", words=WORDS)
    await signed_in.back()
    assert signed_in.page.step.startswith("Stap 2 van 3")
    place = signed_in.page.place
    assert signed_in.drafts.read(place, "words-form", "words") == WORDS
    await signed_in.back()
    assert signed_in.page.step.startswith("Stap 1 van 3")
    await signed_in.submit("subject-form")
    assert signed_in.page.place == place
    assert signed_in.drafts.read(place, "words-form", "words") == WORDS
    await signed_in.back()
    await signed_in.back()
    assert signed_in.page.id == "rights"


@pytest.mark.requirement("R41")
async def test_another_citizen_s_request_does_not_open(navigator: Navigator) -> None:
    await sign_in_by_itsme(navigator)
    await ask(navigator, "access", "block:vehicles")
    place = navigator.page.place
    await sign_out(navigator)
    await become(navigator, "amir-haddad")
    await sign_in_by_itsme(navigator)
    await navigator.open(place)
    assert "Dit verzoek bestaat niet." in said(navigator.page)
    assert WORDS not in said(navigator.page)
