"""What pages say; and the privacy statement, contact, complaints and help, which anyone can read."""

from typing import Any

import pytest

from tests.journey.steps import find, has, offers, said
from tests.unit.pages import BLOCKS, SESSION, act, context, draw, form, page, profile, rows, typed
from tui.journey.context import PageContext, Place
from tui.locale import Words
from tui.page.commands import COMMANDS
from tui.page.offered import actions_of
from tui.page.parts import Facts, Listing, Notice, Text
from tui.pages.contact import KINDS, MAIL, OFFICER
from tui.pages.help import QUESTIONS, key_name
from tui.pages.privacy import COOKIES
from tui.pages.statement import SECTIONS
from tui.pages.statement_reading import search

ORDER = (
    "general access data wrong processor controller cookies sharing retention security rights "
    "complaints faq"
)
"""The portal's own statement has these subjects, in this order (R10)."""

CONTROLLERS = {controller.supervisor: controller.controller_id for controller, _ in BLOCKS}
"""A controller under each supervisory authority."""


WRITTEN = {"kind": "rights", "subject": "Mijn adres", "message": "Klopt niet."}
"""A mail to the officer, as it was composed."""

ABOUT = {"id": "m" * 32, "right": "access", "about": "block:vehicles"}
"""What else belongs to it: by what it is known, and what the request is about."""


def with_mail(place: str, kind: str = "rights", **held: Any) -> PageContext:
    """A place once a mail of this kind was composed."""
    at = context(place, **held)
    at.pending[MAIL] = {**WRITTEN, **ABOUT, "kind": kind}
    return at


# --- what they say ----------------------------------------------------------------------------

SAYS = (
    # requirement, section of the statement, what it must say
    ("R4", "general", "Digitaal Vlaanderen|agentschap van de Vlaamse overheid|gemaakt|beheert"),
    ("R5", "general", "toont alleen wat er al is|verandert niets in de bron|eenvoudige manier"),
    ("R6", "general", "gemeente|Vlaanderen|federale overheid|samen op één plaats|open"),
    ("R7", "general", "persoonsgegevens verwerken|Algemene Verordening Gegevensbescherming|AVG"),
    ("R8", "general", "Persoonsgegevens zijn gegevens|weten wie u bent|als persoon kan verbinden"),
    ("R9", "general", "federale en Vlaamse regels|neemt uw rechten ernstig"),
    ("R11", "general", f"functionaris voor gegevensbescherming|{OFFICER}"),
    ("R12", "general", "vraag|opmerkingen|suggesties|rechten"),
    ("R13", "access", "rechtsboven|‘Aanmelden’ of ‘Mijn Burgerprofiel’|geen persoonsgegevens zien"),
    ("R14", "access", "itsme|eID met een kaartlezer|mobiele app|sms|op alle vier de manieren"),
    ("R17", "access", "uw naam rechtsboven|nieuwe meldingen|geen getal"),
    ("R16", "data", "in categorieën|bij één categorie|Persoonlijk: Identiteit"),
    ("R18", "wrong", "fout, verouderd of onvolledig|zelf geen juiste gegevens"),
    ("R19", "wrong", "niet in het portaal"),
    ("R20", "wrong", "bevoegde dienst vragen|eerst controleren|Alleen die dienst|past niets aan"),
    ("R22", "wrong", "‘Uw gegevens’|knop ‘Informatie’|‘Wie heeft uw gegevens’"),
    ("R24", "processor", "meeste functies|Uw gegevens tonen: Verwerker|doorsturen: Verwerker"),
    ("R25", "processor", "Een verwerker werkt met gegevens voor een ander|zij beslissen"),
    ("R26", "processor", "Elke verwerking|dienstverlening|actieve openbaarheid"),
    ("R27", "processor", "toetredingsovereenkomst|Open de toetredingsovereenkomst"),
    ("R28", "controller", "zelf het doel en de middelen|zelf verwerkingsverantwoordelijke|cookies"),
    ("R30", "controller", "roepnaam|profielfoto|contactgegevens|adressen|volledig vrij|aangenamer"),
    (
        "R35",
        "controller",
        "geeft u toestemming|centraal profiel|en wanneer|wijzigen en verwijderen",
    ),
    ("R36", "controller", "eBox alleen als u daarvoor toestemming geeft|Ook voor die berichten"),
    ("R38", "cookies", "kleine bestanden|mobiel toestel|goed werken|nergens anders voor"),
    ("R40", "sharing", "niet door aan derden|strikt persoonlijk|alleen uw eigen gegevens"),
    ("R42", "retention", "als u zich aanmeldt|Niet vroeger|zolang u aangemeld bent|automatisch"),
    ("R45", "retention", "zolang u deze dienst wilt gebruiken|twee jaar|databanken|de oude waarde"),
    ("R48", "retention", "roepnaam|profielfoto|bewaarde adressen|om u meldingen te sturen"),
    ("R49", "security", "niet versleuteld zijn|wie het systeem beheert|op het netwerk|opgevolgd"),
    ("R53", "security", "een reden en na goedkeuring|regelmatig veiligheidstests|gaat er niets"),
    ("R55", "rights", "Inzage|Verbetering|Verwijdering|Toestemming intrekken|Bezwaar"),
    ("R62", "rights", "aan de verwerkingsverantwoordelijke|enkele eigen|niet beslissen"),
    ("R64", "rights", "altijd door naar de bevoegde dienst|de datum en het ontvangstbewijs"),
    ("R65", "rights", f"functionaris voor gegevensbescherming|{OFFICER}|verzoek op per mail"),
    ("R67", "rights", "voorkant en de achterkant van uw identiteitskaart|alleen om te weten"),
    ("R69", "complaints", f"verschillende dingen|{OFFICER}|altijd een klacht|toezichthouder"),
    ("R72", "faq", "vragen en antwoorden|Naar de veelgestelde vragen"),
)
"""The facts and promises of the statement in Dutch; that the other languages say them, readers judge."""


PROCESSOR = "hier verwerker.|verwerkingsverantwoordelijken|hun plicht om zelf informatie"
SUPERVISORS = "Vlaamse Toezichtcommissie|Gegevensbeschermingsautoriteit"


@pytest.mark.requirement("R3", "R4", "R5", "R7", "R8", "R9", "R11", "R12", "R18", "R19", "R24")
@pytest.mark.requirement(
    "R25", "R26", "R28", "R30", "R38", "R46", "R59", "R62", "R65", "R69", "R70", "R71"
)
@pytest.mark.parametrize(
    ("place", "held", "facts"),
    [
        *((f"privacy?section={section}", {}, facts) for _, section, facts in SAYS),
        ("data", {}, "fout, verouderd of onvolledig|de bevoegde overheid zelf niet de juiste"),
        *(
            (place, {}, PROCESSOR)
            for place in ("data", "data.identity", "controllers.entry/identity")
        ),
        ("controllers", {}, "De simulator maakte deze lijst zelf."),
        (
            "rights",
            {"requests": ()},
            "Inzage|Verbetering|Verwijdering|Toestemming intrekken|Bezwaar"
            "|U hebt nog geen verzoek verstuurd."
            "|Digitaal Vlaanderen beslist alleen over gegevens van het portaal zelf."
            "|U kunt altijd een klacht indienen.",
        ),
        ("profile", {"profile": profile()}, "Niets is verplicht|Nu is dat op 24 november 2028."),
        ("cookies", {}, "computer of mobiel toestel|alleen in het geheugen|is verwerkingsver"),
        ("privacy.app", {}, "eigen privacyverklaring"),
        # Without the overview of controllers the rest is still there.
        ("privacy?section=data", {"catalogue": None}, "nu niet te bereiken|categorieën"),
        ("complaint?controller=x", {"catalogue": None}, SUPERVISORS),
        (
            "complaint",
            {},
            f"{SUPERVISORS}|{OFFICER}|op elk moment|naar een verzonnen dienst|Stap 3|Leuvenseweg 86"
            "|Koning Albert II-laan 15, 1210 Brussel (na te kijken)"
            "|Drukpersstraat 35, 1000 Brussel (na te kijken)"
            "|Voorwaarden: U meldde het probleem eerst schriftelijk"
            "|Voorwaarden: U gebruikte eerst uw rechten",
        ),
        (MAIL, {}, "nog geen mail"),
        ("contact", {}, "Daar volgt u het op zodra u bent aangemeld."),
        ("contact", {"session": SESSION}, "komt ook bij ‘Rechten’. Daar volgt u het op."),
        ("help", {}, "U bent niet aangemeld."),
        ("help", {"session": SESSION}, "U bent aangemeld als Noor Peeters.|10.15 uur"),
    ],
)
def test_a_page_says(place: str, held: dict[str, Any], facts: str) -> None:
    text = said(page(place, **held))
    assert [fact for fact in facts.split("|") if fact not in text] == []


def test_the_contents_and_the_whole_have_every_section_in_its_order() -> None:
    contents = find(page("privacy"), "contents", Listing)
    assert " ".join(item.id for item in contents.items) == ORDER
    assert contents.count == "13 delen"
    whole = page("privacy?section=all")
    headings = [part for part in whole.parts if isinstance(part, Text) and part.role == "heading"]
    assert [part.text for part in headings] == [item.title for item in contents.items]
    # Line mode makes an outline of many tables; here each row is text.
    assert not any(isinstance(part, Facts) for part in whole.parts)
    assert "Bezwaar: U mag bezwaar maken tegen een verwerking." in said(whole)


@pytest.mark.requirement("R29", "R37", "R38", "R39")
def test_each_cookie_is_listed_with_purpose_and_duration_and_all_are_functional() -> None:
    shown = page("cookies")
    cookies = find(shown, "list", Facts)
    labels = {"Naam", "Doel", "Duur", "Soort", "Geplaatst door"}
    for group, (name, _) in enumerate(COOKIES):
        cookie = rows(cookies, group)
        assert cookie.keys() == labels
        assert cookie["Naam"] == name
        assert cookie["Soort"].startswith("Functioneel")
    assert cookies.note == f"Er zijn {len(COOKIES)} cookies."


def test_help_lists_every_command_from_the_one_table() -> None:
    shown, words = page("help"), Words("nl")
    text = said(shown)
    for command in COMMANDS:
        assert all(key_name(key) in text for key in command.keys)
        assert words(f"command.{command.id}") in text
        assert words(f"command.{command.id}.help") in text
    letters = rows(find(shown, "letters", Facts))
    assert list(letters) == [command.letter for command in COMMANDS if command.letter]
    assert letters["o"].endswith("Bekijk naar welke pagina’s u kunt gaan.")
    assert rows(find(shown, "keys", Facts))["F6"].endswith("Bekijk wat er op deze pagina staat.")
    assert [key_name(key) for key in ("f1", "escape", "ctrl+p")] == ["F1", "Esc", "Ctrl+P"]


# --- where they lead --------------------------------------------------------------------------


@pytest.mark.requirement("R3", "R10", "R66", "R70", "R71", "R72")
@pytest.mark.parametrize(
    ("place", "action", "item", "leads"),
    [
        ("privacy", actions_of(page("privacy"))[0].id, "", "privacy.app"),
        ("privacy.app", actions_of(page("privacy.app"))[0].id, "", "privacy"),
        ("privacy", "search", "", "privacy"),
        ("privacy?search=a+b", "clear", "", "privacy"),
        ("privacy?search=a+b", "contents", "faq", "privacy?search=a+b&section=faq"),
        ("privacy?section=faq", "open-faq-faq", "", "faq"),
        ("privacy?section=faq", "previous", "", "privacy?section=complaints"),
        ("privacy?section=faq", "to-contents", "", "privacy"),
        ("complaint", "open-officer-disagree", "", "contact?kind=complaint"),
        ("complaint", "about", "ahovoks", "complaint?controller=ahovoks"),
        (MAIL, "change", "", "contact"),
    ],
)
async def test_a_link_leads(place: str, action: str, item: str, leads: str) -> None:
    assert await act(context(place), action, item) == leads


async def test_the_sections_are_read_one_after_the_other() -> None:
    place, read = "privacy?section=general", ["general"]
    while any(action.id == "next" for action in actions_of(page(place))):
        place = await act(context(place), "next") or ""
        read.append(Place.parse(place).query["section"])
    assert read == [section.id for section in SECTIONS]
    assert page(place).step == "Deel 13 van 13"
    assert page("privacy?section=nonsense").everything == page("privacy").everything


@pytest.mark.requirement("R71")
@pytest.mark.parametrize(("supervisor", "controller"), CONTROLLERS.items())
def test_only_the_competent_authority_is_explained(supervisor: str, controller: str) -> None:
    aside = page(f"complaint?controller={controller}").aside
    explained = [part.id for part in aside if isinstance(part, Facts)]
    assert explained == [supervisor.lower(), f"{supervisor.lower()}-steps"]


@pytest.mark.requirement("R72")
async def test_each_question_has_an_answer() -> None:
    words = Words("nl")
    for question, _ in QUESTIONS:
        answered = page(await act(context("faq"), "questions", question) or "")
        for which in ("question", "answer"):
            assert find(answered, which, Text).text == words(f"faq.{question}.{which}")


# --- searching the statement ------------------------------------------------------------------


@pytest.mark.requirement("R10")
@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("derden", {"sharing"}),
        ("TWEE JAAR", {"retention"}),
        ("een plaats", {"general"}),  # "één plaats": accents do not matter
        ("identiteit persoonlijk", {"data"}),
        ("kaartlezer", {"access"}),
    ],
)
def test_searching_finds_the_sections_with_all_the_words(sought: str, found: set[str]) -> None:
    assert {section.id for section in search(context("privacy"), sought)} >= found


@pytest.mark.requirement("R10")
async def test_searching_filters_the_contents_and_says_what_was_found() -> None:
    place = await act(
        typed(context("privacy"), "search-form", words="  derden   bedrijven "), "search"
    )
    assert place == "privacy?search=derden+bedrijven"
    shown = page(place)
    contents = find(shown, "contents", Listing)
    assert [item.id for item in contents.items] == ["sharing"]
    assert contents.count == "1 deel gevonden voor ‘derden bedrijven’."
    assert "derden" in contents.items[0].detail
    assert form(shown).fields[0].stored == "derden bedrijven"


async def test_searching_in_vain_says_so_and_too_much_is_cut() -> None:
    shown = page("privacy?search=zzz+%7B0%7D")
    assert not has(shown, "contents")
    assert find(shown, "nothing", Notice).title == "Niets gevonden voor ‘zzz {0}’"
    assert shown.focus == "search-form.words"
    long = await act(typed(context("privacy"), "search-form", words="x" * 10_000), "search")
    assert len(Place.parse(long or "").query["search"]) == 60


# --- writing to the officer -------------------------------------------------------------------


@pytest.mark.requirement("R11", "R12", "R65")
@pytest.mark.parametrize("kind", KINDS)
def test_each_kind_of_mail_says_what_it_is_about_and_one_about_rights_who_decides(
    kind: str,
) -> None:
    text, words = said(draw(with_mail(MAIL, kind))), Words("nl")
    for fact in (words(f"contact.kind.{kind}"), OFFICER, "Mijn adres", "Klopt niet."):
        assert fact in text
    for fact in (words("right.access"), "FOD Mobiliteit en Vervoer"):
        assert (fact in text) is (kind == "rights")


async def test_a_mail_can_be_changed_or_begun_anew_and_is_sent_by_somebody() -> None:
    page_of_mail = draw(with_mail(MAIL))
    assert offers(page_of_mail, "to-persons")
    assert not offers(page_of_mail, "send-mail"), "nobody has been chosen"
    stored = {field.name: field.stored for field in form(draw(with_mail("contact"))).fields}
    assert stored == WRITTEN
    at = with_mail("contact.request")
    for about in ("block:vehicles", "function:cookies"):
        typed(at, "request-form", right="withdrawConsent", about=about)
        assert await act(at, "next") is None
        assert [one.error for one in form(draw(at)).fields if one.error]
    at = with_mail(MAIL)
    assert await act(at, "another") == "contact"
    assert at.pending == {}


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({}, {"kind", "subject", "message"}),
        ({"kind": "question", "subject": "x" * 101, "message": "y" * 2001}, {"subject", "message"}),
        ({"kind": "nonsense", "subject": "a", "message": "b"}, {"kind"}),
    ],
)
async def test_what_is_missing_or_too_long_is_said_and_what_was_typed_stays(
    written: dict[str, str], wrong: set[str]
) -> None:
    at = typed(context("contact"), "contact-form", **written)
    assert await act(at, "compose") is None
    assert {field.name for field in form(draw(at)).fields if field.error} == wrong
    assert at.drafts.form("contact", "contact-form") == written
    assert at.pending == {}


@pytest.mark.parametrize(("kind", "stored"), [("rights", "rights"), ("nonsense", "")])
def test_a_link_can_say_what_the_message_is_about(kind: str, stored: str) -> None:
    assert form(page(f"contact?kind={kind}")).fields[0].stored == stored
