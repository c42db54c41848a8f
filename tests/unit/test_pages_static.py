"""The pages that stand still: the privacy statement and what belongs to it, contact, complaints, help."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.unit.pages import NoSignIn
from tui.devices.held import Devices
from tui.journey.context import Holdings, PageBody, PageContext, PageDefinition, Place
from tui.journey.registry import act_of, page_of
from tui.locale import LANGUAGES, Words
from tui.page.commands import COMMANDS
from tui.page.drafts import Drafts
from tui.page.parts import Action, Actions, Facts, Form, Listing, Notice, Part, Text, Timeline
from tui.pages import contact, glossary, privacy
from tui.pages import help as help_pages
from tui.pages.contact import KINDS, OFFICER
from tui.pages.help import QUESTIONS, key_name
from tui.pages.links import TARGETS
from tui.pages.statement import SECTIONS
from tui.pages.statement_reading import draw_section, search
from tui.portal.client import Portal
from tui.portal.http import Http
from tui.portal.models import (
    Catalogue,
    CatalogueBlock,
    CatalogueCategory,
    CatalogueController,
    Citizen,
    ControllerContact,
    Session,
)

DEFINITIONS: dict[str, PageDefinition] = {
    one.name: one for one in (*privacy.PAGES, *contact.PAGES, *help_pages.PAGES, *glossary.PAGES)
}
WRITTEN = {"contact.mail": {"kind": "rights", "subject": "Mijn adres", "message": "Klopt niet."}}


def _controller(name: str, supervisor: Any, *blocks: CatalogueBlock) -> CatalogueController:
    text = {"nl": name.title(), "en": name.title()}
    return CatalogueController(
        controller_id=name,
        name=text,
        level="federal" if supervisor == "GBA" else "flemish",
        authority=text,
        register=text,
        contact=ControllerContact(),
        correction=text,
        supervisor=supervisor,
        blocks=blocks,
    )


CATALOGUE = Catalogue(
    categories=(
        CatalogueCategory(category_id="personal", label={"nl": "Persoonlijk", "en": "Personal"}),
    ),
    items=(
        _controller(
            "rijksregister",
            "GBA",
            CatalogueBlock(
                block_id="identity",
                category="personal",
                label={"nl": "Identiteit", "en": "Identity"},
                description={"nl": "Wie u bent.", "en": "Who you are."},
                fields=(),
            ),
        ),
        _controller("ahovoks", "VTC"),
    ),
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
SESSION = Session(
    citizen=Citizen(given_name="Noor", family_name="Peeters"),
    method="itsme",
    started_at=NOW,
    idle_expires_at=NOW,
    expires_at=NOW,
    now=NOW,
    state="active",
    seconds_left=900,
)


class Heard(Words):
    """Words that remember which were asked for."""

    def __init__(self, language: str) -> None:
        super().__init__(language)
        self.keys: set[str] = set()

    def __call__(self, key: str, **values: Any) -> str:
        self.keys.add(key)
        return super().__call__(key, **values)

    def count(self, key: str, n: int, **values: Any) -> str:
        self.keys.add(key)
        return super().count(key, n, **values)


async def nobody() -> Http:
    """These pages are drawn from what is held: nothing is asked."""
    raise AssertionError("a page that stands still asked a service")


def context(
    place: str,
    words: Words | None = None,
    *,
    catalogue: Catalogue | None = CATALOGUE,
    session: Session | None = None,
    written: dict[str, dict[str, str]] | None = None,
) -> PageContext:
    """A look at `place`, signed out, with the catalogue at hand."""
    return PageContext(
        place=Place.parse(place),
        portal=Portal(nobody),
        words=words or Words("nl"),
        drafts=Drafts(),
        devices=Devices(Path("unused")),
        holdings=Holdings(catalogue=catalogue, session=session),
        sign_in=NoSignIn(),
        errors={},
        pending={name: dict(values) for name, values in (written or {}).items()},
    )


def draw(looked: PageContext) -> PageBody:
    """What the page at the visit's place shows."""
    return DEFINITIONS[looked.place.name].draw(looked)


def actions_of(drawn: PageBody) -> Iterator[Action]:
    """All actions on a page."""
    for part in (*drawn.parts, *drawn.aside):
        if isinstance(part, Actions):
            yield from part.items
        elif isinstance(part, Form):
            yield part.submit
            yield from part.others
        elif isinstance(part, Notice | Facts):
            yield from part.actions


def said(parts: tuple[Part, ...]) -> str:
    """Everything that these parts say, in one text."""
    lines: list[str] = []
    for part in parts:
        match part:
            case Text():
                lines.append(part.text)
            case Notice():
                lines += [part.title, part.body]
            case Facts():
                lines += [part.title, part.source, part.note]
                lines += [f"{one.label}: {one.value}" for group in part.groups for one in group]
            case Listing():
                lines += [part.title, part.count or part.empty]
                lines += [f"{one.title}. {one.detail} {one.mark}" for one in part.items]
            case Form():
                lines += [part.title, part.submit.label]
                lines += [f"{one.label}. {one.hint}" for one in part.fields]
                lines += [option.label for one in part.fields for option in one.options]
            case Timeline():
                lines += [part.title, *(f"{one.when}: {one.what}" for one in part.steps)]
            case Actions():
                lines += [one.name for one in part.items]
    return "\n".join(lines)


def everything(looked: PageContext) -> str:
    """All that the page at the visit's place says."""
    drawn = draw(looked)
    return said((Text(id="title", text=drawn.title), *drawn.parts, *drawn.aside))


def section(name: str, language: str) -> str:
    """One section of the statement as it is read."""
    return everything(context(f"privacy?section={name}", Words(language)))


PLACES: tuple[str, ...] = (
    "privacy",
    "privacy?search=cookies",
    "privacy?search=zzz",
    *(f"privacy?section={one.id}" for one in SECTIONS),
    "privacy?section=all",
    "privacy.app",
    "privacy.agreement",
    "cookies",
    "contact",
    "contact?kind=rights",
    "contact.mail",
    "complaint",
    "complaint?controller=rijksregister",
    "complaint?controller=ahovoks",
    "help",
    "faq",
    *(f"faq?question={one}" for one, _ in QUESTIONS),
    "glossary",
)

# --- the statement ----------------------------------------------------------------------------


@pytest.mark.requirement("R10")
def test_every_section_of_the_statement_is_there_in_its_order() -> None:
    titles = [
        "Algemeen",
        "Toegang",
        "Verwerkte gegevens",
        "Foute gegevens",
        "Digitaal Vlaanderen als verwerker",
        "Digitaal Vlaanderen als verwerkingsverantwoordelijke",
        "Cookies",
        "Doorgeven van gegevens",
        "Bewaartermijn",
        "Beveiliging van gegevens",
        "Uw rechten",
        "Klachten",
        "Veelgestelde vragen",
    ]
    contents = next(one for one in draw(context("privacy")).parts if isinstance(one, Listing))
    assert [one.title for one in contents.items] == titles
    assert contents.count == "13 delen."
    whole = [
        one.text
        for one in draw(context("privacy?section=all")).parts
        if isinstance(one, Text) and one.role == "heading"
    ]
    assert whole == titles


def test_reading_everything_leaves_nothing_to_be_opened() -> None:
    """Lines tell many tables as an outline; here each row is text."""
    drawn = draw(context("privacy?section=all"))
    assert not [one for one in drawn.parts if isinstance(one, Facts)]
    assert "Verzet: U mag zich verzetten tegen een verwerking." in said(drawn.parts)


FACTS = [
    # requirement, section, what must be said in Dutch, and in English
    pytest.param(
        "general",
        ("Digitaal Vlaanderen", "agentschap van de Vlaamse overheid", "gemaakt", "beheert"),
        ("Digitaal Vlaanderen", "agency of the Flemish government", "built", "manages"),
        marks=pytest.mark.requirement("R4"),
        id="R4",
    ),
    pytest.param(
        "general",
        ("toont alleen wat er al is", "verandert niets in de bron", "eenvoudige manier"),
        ("only shows what is already there", "changes nothing in the source", "simple way"),
        id="R5",
    ),
    pytest.param(
        "general",
        ("gemeente", "Vlaanderen", "federale overheid", "samen op één plaats", "open"),
        ("municipality", "Flanders", "federal government", "together in one place", "open"),
        id="R6",
    ),
    pytest.param(
        "general",
        ("persoonsgegevens verwerken", "Algemene Verordening Gegevensbescherming", "AVG", "GDPR"),
        ("process personal data", "General Data Protection Regulation", "GDPR", "AVG"),
        marks=pytest.mark.requirement("R7"),
        id="R7",
    ),
    pytest.param(
        "general",
        ("Persoonsgegevens zijn gegevens", "weten wie u bent", "als persoon kan verbinden"),
        ("Personal data are data", "who you are", "linked to you as a person"),
        marks=pytest.mark.requirement("R8"),
        id="R8",
    ),
    pytest.param(
        "general",
        ("federale en Vlaamse regels", "neemt uw rechten ernstig"),
        ("federal and Flemish rules", "takes your rights seriously"),
        marks=pytest.mark.requirement("R9"),
        id="R9",
    ),
    pytest.param(
        "general",
        (
            "functionaris voor gegevensbescherming",
            OFFICER,
            "vraag",
            "opmerkingen",
            "suggesties",
            "rechten",
        ),
        ("data protection officer", OFFICER, "question", "remarks", "suggestions", "rights"),
        marks=pytest.mark.requirement("R11", "R12"),
        id="R11-R12",
    ),
    pytest.param(
        "access",
        ("rechtsboven", "‘Aanmelden’ of ‘Mijn Burgerprofiel’", "geen persoonsgegevens zien"),
        ("top right", "‘My Citizen Profile’", "cannot see any personal data"),
        id="R13-R15",
    ),
    pytest.param(
        "access",
        ("itsme", "eID met een kaartlezer", "mobiele app", "sms", "app en sms komen later"),
        ("itsme", "eID with a card reader", "mobile app", "text message", "come later"),
        id="R14",
    ),
    pytest.param(
        "access",
        ("uw naam rechtsboven", "nieuwe meldingen", "geen getal"),
        ("your name stands at the top right", "new notices", "no number"),
        id="R17",
    ),
    pytest.param(
        "data",
        ("in categorieën", "bij één categorie", "Persoonlijk: Identiteit"),
        ("in categories", "to one category", "Personal: Identity"),
        id="R16",
    ),
    pytest.param(
        "wrong",
        ("fout, verouderd of onvolledig", "zelf geen juiste gegevens", "niet in het portaal"),
        ("wrong, outdated or incomplete", "not have the right data itself", "not in the portal"),
        id="R18-R19",
    ),
    pytest.param(
        "wrong",
        ("bevoegde dienst vragen", "eerst controleren", "Alleen die dienst", "past niets aan"),
        ("ask the competent authority", "check your question first", "Only that authority"),
        id="R20-R21",
    ),
    pytest.param(
        "wrong",
        ("‘Uw gegevens’", "knop ‘Informatie’", "‘Wie heeft uw gegevens’"),
        ("‘Your data’", "button ‘Information’", "‘Who has your data’"),
        id="R22-R23",
    ),
    pytest.param(
        "processor",
        ("meeste functies", "verwerker", "Uw gegevens tonen: Verwerker", "doorsturen: Verwerker"),
        ("most functions", "processor", "Showing your data: Processor"),
        marks=pytest.mark.requirement("R24"),
        id="R24",
    ),
    pytest.param(
        "processor",
        ("Een verwerker werkt met gegevens voor een ander", "zij beslissen over de gegevens"),
        ("A processor works with data for someone else", "they decide about the data"),
        marks=pytest.mark.requirement("R25"),
        id="R25",
    ),
    pytest.param(
        "processor",
        ("Elke verwerking", "dienstverlening", "actieve openbaarheid"),
        ("Each processing", "services", "active publicity"),
        marks=pytest.mark.requirement("R26"),
        id="R26",
    ),
    pytest.param(
        "processor",
        ("toetredingsovereenkomst", "Open de toetredingsovereenkomst"),
        ("accession agreement", "Open the accession agreement"),
        id="R27",
    ),
    pytest.param(
        "controller",
        ("zelf het doel en de middelen", "zelf verwerkingsverantwoordelijke", "cookies", "eBox"),
        ("the purpose and the means", "itself is the controller", "cookies", "eBox"),
        marks=pytest.mark.requirement("R28"),
        id="R28",
    ),
    pytest.param(
        "controller",
        ("roepnaam", "profielfoto", "contactgegevens", "adressen", "volledig vrij", "aangenamer"),
        ("nickname", "profile photo", "contact details", "addresses", "wholly yours", "pleasant"),
        id="R30-R35",
    ),
    pytest.param(
        "controller",
        ("geeft u toestemming", "centraal profiel", "en wanneer", "wijzigen en verwijderen"),
        ("give consent", "central profile", "and when", "change and delete"),
        id="R35",
    ),
    pytest.param(
        "controller",
        ("eBox alleen als u daarvoor toestemming geeft", "Ook voor die berichten"),
        ("eBox only when you consent", "for those messages too"),
        id="R36",
    ),
    pytest.param(
        "cookies",
        ("kleine bestanden", "computer of mobiel toestel", "goed werken", "nergens anders voor"),
        ("small files", "computer or mobile device", "work well", "no other purpose"),
        marks=pytest.mark.requirement("R38"),
        id="R37-R39",
    ),
    pytest.param(
        "sharing",
        ("niet door aan derden", "strikt persoonlijk", "alleen uw eigen gegevens"),
        ("not pass your personal data on to third parties", "strictly personal"),
        id="R40-R41",
    ),
    pytest.param(
        "retention",
        ("als u zich aanmeldt", "Niet vroeger", "zolang u aangemeld bent", "automatisch"),
        ("when you sign in", "Not before", "while you are signed in", "automatically"),
        id="R42-R44",
    ),
    pytest.param(
        "retention",
        ("zolang u deze dienst wilt gebruiken", "twee jaar", "databanken", "de oude waarde"),
        ("as long as you want to use this service", "two years", "databases", "the old value"),
        id="R45-R47",
    ),
    pytest.param(
        "retention",
        (
            "roepnaam",
            "profielfoto",
            "bewaarde adressen",
            "contactgegevens",
            "om meldingen te krijgen",
        ),
        ("nickname", "profile photo", "saved addresses", "contact details", "to receive notices"),
        id="R48",
    ),
    pytest.param(
        "security",
        (
            "niet versleuteld zijn",
            "wie het systeem beheert",
            "op het netwerk",
            "gevolgd en opgevolgd",
        ),
        ("not encrypted", "manage the system", "on the network", "watched and followed up"),
        id="R49-R52",
    ),
    pytest.param(
        "security",
        ("een reden en na goedkeuring", "regelmatig veiligheidstesten", "reist er niets"),
        ("a reason and after approval", "security tests on a regular basis", "nothing travels"),
        id="R53-R54",
    ),
    pytest.param(
        "rights",
        ("Inzage", "Verbetering", "Verwijdering", "Toestemming intrekken", "Verzet"),
        ("Access", "Rectification", "Erasure", "Withdrawing consent", "Objection"),
        id="R55-R60",
    ),
    pytest.param(
        "rights",
        ("aan de verwerkingsverantwoordelijke", "alleen over de enkele eigen", "niet beslissen"),
        ("to the controller", "only about its own few kinds of processing", "cannot decide"),
        marks=pytest.mark.requirement("R62"),
        id="R61-R63",
    ),
    pytest.param(
        "rights",
        ("altijd door naar de bevoegde dienst", "de datum en het ontvangstbewijs"),
        ("always forwards it to the competent authority", "the date and the receipt"),
        id="R64",
    ),
    pytest.param(
        "rights",
        ("functionaris voor gegevensbescherming", OFFICER, "verzoek op per mail"),
        ("data protection officer", OFFICER, "request by mail"),
        marks=pytest.mark.requirement("R65"),
        id="R65-R66",
    ),
    pytest.param(
        "rights",
        ("de voorkant en de achterkant van uw identiteitskaart", "alleen om te weten wie u bent"),
        ("the front and the back of your identity card", "only to know who you are"),
        id="R67-R68",
    ),
    pytest.param(
        "complaints",
        ("verschillende dingen", OFFICER, "altijd een klacht", "bevoegde toezichthouder"),
        ("several things", OFFICER, "at any time", "competent supervisory authority"),
        marks=pytest.mark.requirement("R69"),
        id="R69-R71",
    ),
    pytest.param(
        "faq",
        ("vragen en antwoorden", "Naar de veelgestelde vragen"),
        ("questions and answers", "Go to the frequently asked questions"),
        id="R72",
    ),
]


@pytest.mark.parametrize(("name", "dutch", "english"), FACTS)
def test_the_statement_says_every_fact_and_promise(
    name: str, dutch: tuple[str, ...], english: tuple[str, ...]
) -> None:
    for language, facts in (("nl", dutch), ("en", english)):
        text = section(name, language)
        assert [fact for fact in facts if fact not in text] == []


@pytest.mark.requirement("R3")
async def test_the_app_has_a_statement_of_its_own_with_a_link_back() -> None:
    first = draw(context("privacy")).parts[0]
    assert isinstance(first, Actions)
    assert await done("privacy", first.items[0].id) == "privacy.app"
    app = draw(context("privacy.app"))
    back = app.parts[0]
    assert isinstance(back, Actions)
    assert await done("privacy.app", back.items[0].id) == "privacy"
    assert "eigen privacyverklaring" in said(app.parts)


async def test_the_parts_are_read_one_after_the_other() -> None:
    place, read = "privacy?section=general", ["general"]
    while any(one.id == "next" for one in actions_of(draw(context(place)))):
        place = await done(place, "next") or ""
        read.append(Place.parse(place).query["section"])
    assert read == [one.id for one in SECTIONS]
    assert await done(place, "previous") == "privacy?section=complaints"
    assert await done(place, "to-contents") == "privacy"
    assert draw(context(place)).step == "Deel 13 van 13"


def test_an_unknown_part_shows_the_contents() -> None:
    assert draw(context("privacy?section=nonsense")) == draw(context("privacy"))


def test_the_statement_is_there_when_the_overview_of_controllers_is_not() -> None:
    text = everything(context("privacy?section=data", catalogue=None))
    assert "nu niet te bereiken" in text
    assert "categorieën" in text


# --- searching it -----------------------------------------------------------------------------


@pytest.mark.requirement("R10")
@pytest.mark.parametrize(
    ("sought", "found"),
    [
        ("derden", {"sharing"}),
        ("TWEE JAAR", {"retention"}),
        ("een plaats", {"general"}),  # "één plaats": accents do not matter
        ("identiteit persoonlijk", {"data"}),
        ("kaartlezer", {"access"}),
        ("zzz", set()),
    ],
)
def test_searching_finds_the_parts_with_all_the_words(sought: str, found: set[str]) -> None:
    looked = context("privacy")
    assert {one.id for one in search(looked, sought)} >= found
    if not found:
        assert search(looked, sought) == ()


@pytest.mark.requirement("R10")
async def test_searching_filters_the_contents_and_says_what_was_found() -> None:
    looked = context("privacy")
    looked.drafts.write("privacy", "search-form", "words", "  derden   bedrijven ")
    place = await act(looked, "search")
    assert place == "privacy?search=derden+bedrijven"
    drawn = draw(context(place))
    contents = next(one for one in drawn.parts if isinstance(one, Listing))
    assert [one.id for one in contents.items] == ["sharing"]
    assert contents.count == "1 deel gevonden voor ‘derden bedrijven’."
    assert "derden" in contents.items[0].detail
    form = next(one for one in drawn.parts if isinstance(one, Form))
    assert form.fields[0].stored == "derden bedrijven"
    assert await done(place, "clear") == "privacy"
    chosen = await done(place, "contents", "sharing")
    assert Place.parse(chosen or "").query == {"search": "derden bedrijven", "section": "sharing"}


@pytest.mark.parametrize(
    ("language", "says"),
    [("nl", "Niets gevonden voor ‘zzz {0}’"), ("en", "Nothing found for ‘zzz {0}’")],
)
def test_searching_in_vain_says_so(language: str, says: str) -> None:
    drawn = draw(context("privacy?search=zzz+%7B0%7D", Words(language)))
    assert not any(isinstance(one, Listing) for one in drawn.parts)
    notice = next(one for one in drawn.parts if isinstance(one, Notice))
    assert notice.title == says
    assert drawn.focus == "search-form.words"


async def test_searching_for_nothing_shows_everything_and_for_too_much_is_cut() -> None:
    looked = context("privacy")
    assert await act(looked, "search") == "privacy"
    looked.drafts.write("privacy", "search-form", "words", "x" * 10_000)
    assert len(Place.parse(await act(looked, "search") or "").query["search"]) == 60


# --- cookies ----------------------------------------------------------------------------------


@pytest.mark.requirement("R29", "R37", "R38", "R39")
def test_each_cookie_is_listed_with_purpose_and_duration_and_all_are_functional() -> None:
    drawn = draw(context("cookies"))
    cookies = next(one for one in drawn.parts if isinstance(one, Facts))
    told = [{one.label: one.value for one in group} for group in cookies.groups]
    assert [one["Naam"] for one in told] == [
        "__Secure-mbp_sessie",
        "__Secure-mbp_aanmelding",
        "__Secure-acm_interactie",
    ]
    for cookie in told:
        assert cookie.keys() == {"Naam", "Doel", "Duur", "Soort", "Geplaatst door"}
        assert cookie["Soort"].startswith("Functioneel")
    assert cookies.note == "Er zijn 3 cookies."
    text = said(drawn.parts)
    for fact in ("kleine bestanden", "computer of mobiel toestel", "alleen in het geheugen"):
        assert fact in text
    assert "Digitaal Vlaanderen plaatst deze cookies en is verwerkingsverantwoordelijke" in text


# --- contact ----------------------------------------------------------------------------------


@pytest.mark.requirement("R11", "R12", "R65", "R66")
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_kind_of_message_becomes_a_mail_that_is_not_sent(
    language: str, kind: str
) -> None:
    looked = context("contact", Words(language))
    for field, text in (
        ("kind", kind),
        ("subject", "Mijn {adres}"),
        ("message", "Regel een.\nTwee."),
    ):
        looked.drafts.write("contact", "contact-form", field, text)
    assert await act(looked, "compose") == "contact.mail"
    mail = draw(context("contact.mail", Words(language), written=looked.pending))
    notice = mail.parts[0]
    assert isinstance(notice, Notice)
    assert notice.kind == "warning"
    not_sent = {
        "nl": "Niet verstuurd: dit is een simulator",
        "en": "Not sent: this is a simulator",
        "fr": "Pas envoyé : ceci est un simulateur",
        "de": "Nicht gesendet: Das ist ein Simulator",
    }
    assert notice.title == not_sent[language]
    text = said(mail.parts)
    words = Words(language)
    subject = words(
        "contact.mail.subject-line", kind=words(f"contact.kind.{kind}"), subject="Mijn {adres}"
    )
    for expected in (OFFICER, subject, "Regel een.\nTwee."):
        assert expected in text
    assert (words("contact.mail.card-copy") in text) is (kind == "rights")


async def test_a_mail_can_be_changed_or_begun_anew() -> None:
    looked = context("contact.mail", written=WRITTEN)
    assert await act(looked, "change") == "contact"
    stored = {one.name: one.stored for one in form_of(context("contact", written=WRITTEN)).fields}
    assert stored == WRITTEN["contact.mail"]
    assert await act(looked, "another") == "contact"
    assert looked.pending == {}


def test_a_mail_names_who_is_signed_in() -> None:
    assert "Noor Peeters" in everything(context("contact.mail", session=SESSION, written=WRITTEN))
    assert "Noor Peeters" not in everything(context("contact.mail", written=WRITTEN))


def test_without_a_mail_its_place_leads_to_the_form() -> None:
    assert "nog geen mail" in everything(context("contact.mail"))


@pytest.mark.parametrize(
    ("written", "wrong"),
    [
        ({}, {"kind", "subject", "message"}),
        ({"kind": "question", "subject": "  ", "message": "Dag"}, {"subject"}),
        ({"kind": "question", "subject": "x" * 101, "message": "y" * 2001}, {"subject", "message"}),
        ({"kind": "nonsense", "subject": "a", "message": "b"}, {"kind"}),
        ({"kind": "question", "subject": "a\x1b[31m", "message": "b\x00"}, {"subject", "message"}),
    ],
)
async def test_what_is_missing_or_too_long_is_said_and_what_was_typed_stays(
    written: dict[str, str], wrong: set[str]
) -> None:
    looked = context("contact")
    for field, text in written.items():
        looked.drafts.write("contact", "contact-form", field, text)
    assert await act(looked, "compose") is None
    assert {one.name for one in form_of(looked).fields if one.error} == wrong
    assert looked.drafts.form("contact", "contact-form") == written
    assert looked.pending == {}


def test_a_link_can_say_what_it_is_about() -> None:
    assert form_of(context("contact?kind=rights")).fields[0].stored == "rights"
    assert form_of(context("contact?kind=nonsense")).fields[0].stored == ""


@pytest.mark.requirement("R73")
def test_contact_is_one_key_away_from_every_page_signed_in_or_out() -> None:
    assert DEFINITIONS["contact"].public
    assert [one.do for one in COMMANDS if one.id == "contact"] == ["go:contact"]


def test_who_is_signed_in_is_not_asked_to_sign_in() -> None:
    assert "Meld u dan aan en ga naar ‘Rechten’." in everything(context("contact"))
    signed_in = everything(context("contact", session=SESSION))
    assert "Meld u dan aan" not in signed_in
    assert "Verstuur het dan via ‘Rechten’." in signed_in


# --- complaints -------------------------------------------------------------------------------


@pytest.mark.requirement("R69", "R70", "R71")
async def test_who_disagrees_is_offered_the_officer_and_the_supervisory_authorities() -> None:
    text = everything(context("complaint"))
    for fact in (
        OFFICER,
        "op elk moment",
        "Vlaamse Toezichtcommissie",
        "Koning Albert II-laan 15, 1210 Brussel (na te kijken)",
        "Gegevensbeschermingsautoriteit",
        "Drukpersstraat 35, 1000 Brussel (na te kijken)",
        "Stap 3",
        "Voorwaarden",
        "verstuurt geen klacht",
    ):
        assert fact in text
    assert await done("complaint", "open-officer-disagree") == "contact?kind=complaint"


@pytest.mark.requirement("R71")
@pytest.mark.parametrize(
    ("controller", "competent", "other"),
    [
        ("rijksregister", "Gegevensbeschermingsautoriteit", "Toezichtcommissie"),
        ("ahovoks", "Vlaamse Toezichtcommissie", "Gegevensbeschermingsautoriteit"),
    ],
)
async def test_the_competent_authority_follows_from_the_controller(
    controller: str, competent: str, other: str
) -> None:
    assert await done("complaint", "about", controller) == f"complaint?controller={controller}"
    aside = said(draw(context(f"complaint?controller={controller}")).aside)
    assert competent in aside
    assert other not in aside


@pytest.mark.parametrize(
    ("supervisor", "condition"),
    [("vtc", "U meldde het probleem eerst schriftelijk"), ("gba", "U gebruikte eerst uw rechten")],
)
def test_what_must_hold_before_a_complaint_is_no_step(supervisor: str, condition: str) -> None:
    drawn = draw(context("complaint"))
    told = {part.id: part for part in drawn.aside if isinstance(part, Facts)}
    conditions = {one.label: one.value for one in told[supervisor].groups[0]}["Voorwaarden"]
    assert conditions.startswith(condition)
    steps = [one.value for one in told[f"{supervisor}-steps"].groups[0]]
    assert not any("eerst" in one or one.startswith("Het gaat over") for one in steps)


def test_complaints_are_explained_without_the_overview_too() -> None:
    text = everything(context("complaint?controller=ahovoks", catalogue=None))
    assert "Vlaamse Toezichtcommissie" in text
    assert "Gegevensbeschermingsautoriteit" in text


# --- help -------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_tells_every_command_from_the_one_table(language: str) -> None:
    words = Words(language)
    text = everything(context("help", words))
    for command in COMMANDS:
        assert all(key_name(key) in text for key in command.keys)
        assert words(f"command.{command.id}") in text
        assert words(f"command.{command.id}.help") in text
    letters = next(one for one in draw(context("help", words)).parts if one.id == "letters")
    assert isinstance(letters, Facts)
    assert [one.label for one in letters.groups[0]] == [
        one.letter for one in COMMANDS if one.letter
    ]


def test_help_says_of_each_letter_what_it_does_in_lines() -> None:
    told = {part.id: part for part in draw(context("help")).parts if isinstance(part, Facts)}
    letters = {one.label: one.value for one in told["letters"].groups[0]}
    keys = {one.label: one.value for one in told["keys"].groups[0]}
    assert letters["o"].endswith("Bekijk naar welke pagina’s u kunt gaan.")
    assert keys["F6"].endswith("Bekijk wat er op deze pagina staat.")


def test_key_names_are_those_on_a_keyboard() -> None:
    assert [key_name(one) for one in ("f1", "escape", "ctrl+p")] == ["F1", "Esc", "Ctrl+P"]


def test_help_says_where_one_is() -> None:
    assert "U bent niet aangemeld." in everything(context("help"))
    signed_in = everything(context("help", session=SESSION))
    assert "U bent aangemeld als Noor Peeters." in signed_in
    assert "10.00 uur" in signed_in


@pytest.mark.requirement("R72")
async def test_the_statement_closes_with_the_questions_and_each_has_an_answer() -> None:
    assert SECTIONS[-1].id == "faq"
    assert await done("privacy?section=faq", "open-faq-faq") == "faq"
    for question, _ in QUESTIONS:
        place = await done("faq", "questions", question)
        answer = said(draw(context(place or "")).aside)
        assert Words("nl")(f"faq.{question}.question") in answer
        assert Words("nl")(f"faq.{question}.answer") in answer


# --- all of them ------------------------------------------------------------------------------


@pytest.mark.requirement("R2")
def test_all_these_pages_are_there_signed_in_and_signed_out() -> None:
    assert all(one.public for one in DEFINITIONS.values())
    for place in PLACES:
        assert draw(context(place)).parts
        assert draw(context(place, session=SESSION)).parts


@pytest.mark.parametrize("name", sorted(DEFINITIONS))
def test_the_navigator_knows_these_pages(name: str) -> None:
    assert page_of(name) is DEFINITIONS[name]


@pytest.mark.parametrize("target", sorted(TARGETS.values()))
def test_links_lead_to_pages_that_exist(target: str) -> None:
    assert page_of(Place.parse(target).name) is not None


@pytest.mark.parametrize("place", PLACES)
async def test_whatever_can_be_done_leads_somewhere(place: str) -> None:
    """Every action and item of the page does something, and where it leads is a page."""
    drawn = draw(context(place, written=WRITTEN))
    for action in actions_of(drawn):
        following = await act(context(place, written=WRITTEN), action.id)
        if following is not None:
            assert page_of(Place.parse(following).name), action.id
    for part in (*drawn.parts, *drawn.aside):
        if isinstance(part, Listing):
            for item in part.items:
                assert await act(context(place), part.id, item.id), item.id


@pytest.mark.parametrize("place", PLACES)
def test_ids_are_unique_and_can_name_widgets(place: str) -> None:
    drawn = draw(context(place, written=WRITTEN))
    for ids in (
        [part.id for part in (*drawn.parts, *drawn.aside)],
        [action.id for action in actions_of(drawn)],
    ):
        assert len(ids) == len(set(ids))
        assert all(one.replace("-", "").isalnum() and one.lower() == one for one in ids)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_word_of_these_pages_is_shown_somewhere(language: str) -> None:
    """A key that no page shows is a promise that nobody reads."""
    words = Heard(language)
    for place in PLACES:
        for catalogue in (CATALOGUE, None):
            draw(context(place, words, catalogue=catalogue, written=WRITTEN))
            draw(context(place, words, catalogue=catalogue, session=SESSION))
    draw(
        context(
            "contact.mail",
            words,
            written={"contact.mail": WRITTEN["contact.mail"] | {"kind": "remark"}},
        )
    )
    stems = (
        "privacy.",
        "privacy-app.",
        "agreement.",
        "cookies.",
        "contact.",
        "complaint.",
        "help.",
        "faq.",
        "glossary.",
    )
    ours = {key for key in _keys(language) if key.startswith(stems)}
    assert ours - words.keys == set()


def _keys(language: str) -> set[str]:
    import gettext

    from tui.locale import HERE

    with (HERE / f"{language}.mo").open("rb") as file:
        entries = vars(gettext.GNUTranslations(file))["_catalog"]
    return {key if isinstance(key, str) else key[0] for key in entries}


def test_sections_begin_with_their_heading() -> None:
    for one in SECTIONS:
        heading = draw_section(context("privacy"), one)[0]
        assert isinstance(heading, Text)
        assert heading.role == "heading"


def form_of(looked: PageContext) -> Form:
    """The form on the page."""
    return next(one for one in draw(looked).parts if isinstance(one, Form))


async def act(looked: PageContext, action: str, item: str = "") -> str | None:
    """Do an action (or choose an item of a listing) where the visit is."""
    doing = act_of(DEFINITIONS[looked.place.name], action)
    assert doing is not None, f"{looked.place} has nothing for {action!r}"
    return await doing(looked, item or action)


async def done(place: str, action: str, item: str = "") -> str | None:
    """Where an action leads, from a fresh look at `place`."""
    return await act(context(place), action, item)


@pytest.mark.parametrize("language", LANGUAGES)
async def test_each_empty_text_of_a_mail_is_refused_with_an_example(language: str) -> None:
    a_visit = context("contact", Words(language))
    form = next(part for part in draw(a_visit).parts if isinstance(part, Form))
    texts = [field for field in form.fields if field.kind != "choice"]
    assert texts
    assert all(field.example for field in texts)
