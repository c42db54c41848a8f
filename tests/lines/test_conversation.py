"""The talk itself, on pages written by hand: what is said, asked, kept and refused."""

from collections.abc import AsyncIterator, Mapping
from typing import NamedTuple

import pytest
from msgspec.structs import replace

from tests.lines.journey import Talk, WrittenJourney, after, whole
from tui.lines.questions import question_lines
from tui.lines.reading import READERS
from tui.locale import Words
from tui.page.parts import (
    PART_KINDS,
    Action,
    Actions,
    Fact,
    Facts,
    Field,
    Form,
    Item,
    Listing,
    Notice,
    Option,
    Page,
    Part,
    Step,
    Tab,
    Text,
    Timeline,
)

TABS = (Tab(id="home", label="Start"), Tab(id="ebox", label="eBox"))


def page(*parts: Part, place: str = "home", title: str = "Start", **more: object) -> Page:
    """A page with tabs and a name."""
    return Page(
        id=place.partition("/")[0],
        place=place,
        title=title,
        parts=parts,
        tabs=TABS,
        tab=place,
        who="Noor Peeters",
        who_place="sign-out",
        **more,  # type: ignore[arg-type]
    )


HELLO = page(
    Text(id="lead", text="Dag Noor.", role="lead"),
    Notice(id="note", kind="warning", title="Uw kaart vervalt", body="Vraag een nieuwe aan."),
    Timeline(
        id="steps",
        title="Uw verzoek",
        steps=(
            Step(when="1 mei", what="Ontvangen"),
            Step(when="2 mei", what="Bezorgd", state="now"),
            Step(when="1 juni", what="Antwoord", state="next"),
        ),
    ),
    Listing(
        id="messages",
        title="Berichten",
        count="2 berichten, 1 nieuw.",
        items=(
            Item(id="a", title="Uw aanslag", detail="3 mei", mark="nieuw"),
            Item(id="b", title="Uw diploma", detail="2 april"),
        ),
        chosen="b",
    ),
    Actions(
        id="actions",
        items=(
            Action(id="leave", label="Weg", kind="back"),
            Action(id="start", label="Begin", kind="main"),
        ),
    ),
    status="Gedaan met laden. U bent op: Start",
    step="Stap 2 van 3",
)

SAVED = page(Text(id="ok", text="Bewaard."), title="Klaar")
FORM = Form(
    id="form",
    title="Uw adres",
    fields=(
        Field(
            name="street",
            label="Straat",
            hint="Zonder nummer.",
            required=True,
            stored="Kerkstraat",
            example="Dorpsstraat",
        ),
        Field(
            name="kind",
            label="Soort",
            hint="",
            kind="choice",
            options=(
                Option(value="home", label="Thuis", hint="Waar u woont."),
                Option(value="work", label="Werk"),
            ),
        ),
        Field(name="pin", label="PIN", hint="", secret=True),
        Field(name="agree", label="Akkoord", hint="", kind="tick"),
    ),
    submit=Action(id="save", label="Bewaren", kind="main"),
    others=(Action(id="cancel", label="Annuleren", kind="back"),),
)


def asking(*fields: Field, before: tuple[Part, ...] = ()) -> Page:
    """A page with a form of these fields, whose answers stand in the drafts under its place."""
    return page(*before, replace(FORM, fields=fields), place="profile.address", title="Adres")


STREET, KIND, PIN, AGREE = FORM.fields
LONG = Field(name="words", label="Uw vraag", hint="", kind="long")
WHICH = Field(
    name="field",
    label="Gegeven",
    hint="",
    kind="choice",
    options=(Option(value="", label="Ik weet het niet"), Option(value="name", label="Naam")),
)
ASKING = asking(*FORM.fields)


def drafts_of(journey: WrittenJourney) -> Mapping[str, str]:
    return journey.drafts.form("profile.address", "form")


def block(name: str, **more: object) -> Facts:
    """A block of one fact."""
    return Facts(
        id=name,
        title=name.title(),
        groups=((Fact(label="Naam", value="Peeters"),),),
        source="Bron: Rijksregister.",
        summary="Noor Peeters",
        actions=(Action(id=f"report-{name}", label="Meld een fout"),),
        **more,  # type: ignore[arg-type]
    )


DATA = page(
    Text(id="personal", text="Persoonlijk", role="heading"),
    block("identiteit"),
    block("woonplaats", state="loading"),
    Text(id="mobile", text="Vervoer", role="heading"),
    block("auto", state="unavailable", note="De dienst antwoordt niet."),
    title="Uw gegevens",
)

LETTERS = "Of typ: h Hulp, o Overzicht, t Tijd, l Verleng, z Zoek, v Terug, s Stoppen."

TIME = "Uw sessie eindigt ten laatste om 10.00 uur."

WHOLE = f"""\
Regelmodus staat aan (door een proef). Dit is een simulator met verzonnen
  mensen. De taal is Nederlands.

Pagina: Start
Stap 2 van 3.

Dag Noor.

Let op: Uw kaart vervalt
Vraag een nieuwe aan.

Uw verzoek
3 stappen.
Klaar: 1 mei, Ontvangen
Nu: 2 mei, Bezorgd
Later: 1 juni, Antwoord

Berichten: 2 berichten, 1 nieuw.

Gedaan met laden. U bent op: Start

U hebt 7 keuzes:
Berichten, 2 keuzes:
1. Uw aanslag (nieuw). 3 mei
2. Uw diploma (gekozen). 2 april
Op deze pagina:
3. Weg
4. Begin
Andere pagina's:
5. Start (u bent hier)
6. eBox
7. Account: Noor Peeters
{LETTERS}
Uw keuze: s
Het programma stopt. Tot ziens.
"""


def test_every_kind_of_part_can_be_said() -> None:
    assert set(READERS) == set(PART_KINDS)


async def test_a_page_is_said_whole_then_one_menu() -> None:
    assert await whole(WrittenJourney(HELLO), "s") == WHOLE


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("1", "messages: a"),
        ("1.", "messages: a"),
        (" 1. ", "messages: a"),
        ("begin", "start"),
        ("BEG", "start"),
        ("w", "leave"),
        ("3", "leave"),
        ("4", "start"),
        ("uw d", "messages: b"),
        ("6", "go:ebox"),
        ("eb", "go:ebox"),
        ("acc", "go:sign-out"),
        ("v", "back"),
        ("V", "back"),
        ("/v", "back"),
        ("terug", "back"),
        ("Hulp", "go:help"),
        ("t", "time"),
        ("tijd", "time"),
    ],
)
async def test_numbers_and_first_letters_choose(answer: str, asked: str) -> None:
    journey = WrittenJourney(HELLO)
    await whole(journey, answer)
    assert journey.calls == [asked]


@pytest.mark.parametrize("answer", ["0", "8", "-1", "99999999999999999999", "xyz", "٣", "1.5"])
async def test_an_answer_that_is_no_choice_is_told_what_is_possible(answer: str) -> None:
    journey = WrittenJourney(HELLO)
    said = await whole(journey, answer)
    assert f"‘{answer}’ is geen keuze. Typ een nummer van 1 tot 7" in " ".join(said.split())
    assert journey.calls == []


# --- a talk for each rule -----------------------------------------------------------------------


def cars(makes: tuple[str, ...], number: int = 1) -> Facts:
    """A block with a record for each make."""
    records = tuple((Fact(label="Merk", value=make),) for make in makes)
    return Facts(id=f"cars-{number}", title=f"Voertuigen {number}", groups=records)


class Case(NamedTuple):
    """A page, the answers to it (with " | " between them), and all that comes of them.

    `says`, with " ... " between its pieces, and `never`: on one line or over several. `asked` is all that the
    journey was asked, `kept` the whole form at the end, `counts` how often something is said.
    """

    page: Page
    answers: str | None
    says: str = ""
    asked: str = ""
    never: str = "\0"
    kept: Mapping[str, str] = {}
    leads: Mapping[str, Page] = {}
    counts: Mapping[str, int] = {}


END = "Er komt geen invoer meer.\nHet programma stopt. Tot ziens.\n"
NOTHING_SENT = "U hebt het formulier verlaten. Er is niets verstuurd."
CARS = ("Verzinsel", "Fabel")
DONE = Notice(id="done", kind="good", title="Het is begonnen.")
SIGN_IN = Actions(id="acts", items=(Action(id="go-in", label="Aanmelden", kind="main"),))
OWN_BACK = Actions(id="acts", items=(Action(id="own-way-back", label="Terug", kind="back"),))
BACK_HELP = (
    "/v gaat een vraag terug. Bij de eerste vraag verlaat /v het formulier zonder te versturen. "
    "/o doet dat bij elke vraag. /h geeft hulp."
)
LONG_ANSWER = "z" * 10_000
SHORT_HELP = "/v verlaat het formulier zonder te versturen. /h geeft hulp."
OPTIONS = "2 keuzes:\n1. Thuis. Waar u woont.\n2. Werk\n"
PLACES = range(len(FORM.fields))

CASES = {
    "records are counted first": Case(
        page(cars(CARS)),
        None,
        "\nVoertuigen 1\n2 delen.\nDeel 1 van 2:\nMerk: Verzinsel\nDeel 2 van 2:\nMerk: Fabel\n",
    ),
    "a single record is not counted": Case(
        page(cars(CARS[:1])), None, "\nVoertuigen 1\nMerk: Verzinsel\n"
    ),
    "records are counted in an outline": Case(
        page(*(cars(CARS, n) for n in (1, 2, 3))), None, "\n1. Voertuigen 1: 2 delen\n"
    ),
    "several choices that fit are named": Case(
        HELLO, "uw", "‘uw’ past bij meer dan één keuze: 1. Uw aanslag, 2. Uw diploma."
    ),
    "a word in a name is enough where none begins so": Case(
        HELLO, "aanslag", "Gekozen: Uw aanslag", "messages: a"
    ),
    "of two items with one name none is opened": Case(
        page(
            Listing(
                id="messages",
                title="Berichten",
                items=(Item(id="a", title="Uw aanslag"), Item(id="b", title="Uw aanslag")),
            )
        ),
        "uw aanslag",
        "‘uw aanslag’ past bij meer dan één keuze: 1. Uw aanslag, 2. Uw aanslag.",
    ),
    "of a long answer the beginning is quoted": Case(
        HELLO, "x" * 5000, f"‘{'x' * 60}…’ is geen keuze."
    ),
    "only what changed is said": Case(
        HELLO,
        "begin",
        "Gekozen: Begin\n\nGelukt: Het is begonnen.\n",
        "start",
        leads={"start": replace(HELLO, parts=(DONE, *HELLO.parts))},
        counts={"Dag Noor.": 1},
    ),
    "another place is said whole": Case(
        HELLO,
        "eb",
        "Gekozen: eBox\n\nPagina: eBox\n\nUw post.\n",
        "go:ebox",
        leads={"go:ebox": page(Text(id="lead", text="Uw post."), place="ebox", title="eBox")},
    ),
    "the overview leads everywhere, and back": Case(
        HELLO,
        "o | privacy | o | ",
        "Overzicht. U bent op de pagina: Start",
        "go:privacy",
        counts={"Dag Noor.": 2},
    ),
    "an answer that is no choice stays in the overview": Case(
        HELLO, "o | xyz | privacy", "‘xyz’ is geen keuze.", "go:privacy", counts={"Pagina: ": 1}
    ),
    "help says the page's help and the letters": Case(
        replace(HELLO, help="Hier begint u."), "h", "Hier begint u.", "go:help", counts={LETTERS: 2}
    ),
    "the time is told at once": Case(
        HELLO,
        "t | begin",
        f"Uw keuze: t\n{TIME}\nUw keuze: begin\nGekozen: Begin\n",
        "time | start",
    ),
    "the first page has none before it": Case(
        page(cars(CARS)),
        "v",
        "Er is geen pagina om naar terug te gaan.",
        "back",
        never="Er is niets veranderd.",
    ),
    "an earlier step of the page is no first page": Case(
        HELLO, "v", asked="back", never="Hier begint u"
    ),
    "an entry of the page is offered once": Case(
        replace(page(SIGN_IN), who="Aanmelden", who_place="sign-in"), "s", counts={". Aanmelden": 1}
    ),
    "signed out the entry says what it does": Case(
        replace(HELLO, who="Aanmelden", who_place="sign-in"),
        None,
        "\n7. Aanmelden\n",
        never="Account",
    ),
    "a choice of the page comes before a command": Case(
        page(OWN_BACK), "terug", asked="own-way-back"
    ),
    "the full screen is only offered where there is one": Case(
        replace(HELLO, parts=()),
        "w",
        f"Hier is geen volledig scherm. ... {END}",
        never="Volledig scherm",
    ),
    "without a full screen its letter is no answer": Case(
        ASKING, "bewaren | /w | /v", "Hier is geen volledig scherm.\n\nVraag 1 van 4"
    ),
    "the end of input in the overview stops": Case(HELLO, "o", f"keuze:\n{END}"),
    "a choice by number is named": Case(
        ASKING,
        "bewaren |  | 1 | 1234 | ja",
        "Uw antwoord: 1\nGekozen: Thuis\n",
        "send form",
        never="Gekozen: ja",
        kept={"kind": "home", "agree": "yes"},
    ),
    "a choice by first letters is named": Case(
        ASKING, "bewaren |  | th", "Uw antwoord: th\nGekozen: Thuis\n", kept={"kind": "home"}
    ),
    "empty keeps and a marked word clears": Case(
        ASKING, "bewaren |  | /wis |  | ", asked="send form", kept={"kind": ""}
    ),
    **{
        f"{letter} without its mark is an answer": Case(
            ASKING, f"bewaren | {letter}", kept={"street": letter}
        )
        for letter in ("v", "s", "h", "o", "wis")
    },
    **{
        f"{back} goes back to the question before and on again": Case(
            ASKING,
            f"bewaren | Molenstraat | {back} |  | werk | 1234 | ja",
            f"\nUw antwoord: {back}\n\nVraag 1 van 4: Straat (verplicht)\nUitleg: Zonder nummer.\n"
            + "Nu: Molenstraat\nUw antwoord:\n\nVraag 2 van 4: Soort\n",
            "send form",
            kept={"street": "Molenstraat", "kind": "work", "agree": "yes"},
        )
        for back in ("/v", "/V", "/terug")
    },
    "another answer can be given on the way back": Case(
        ASKING,
        "bewaren | Molenstraat | werk | /v | thuis | /v | /v | /wis | /v",
        kept={"street": "", "kind": "home"},
    ),
    **{
        f"a form can be left by {' '.join(way)} at question {place + 1}": Case(
            ASKING,
            " | ".join(("bewaren", *[""] * place, *way)),
            counts={NOTHING_SENT: 1, "Vraag 1 van 4": 2 if place and way[0] == "/v" else 1},
        )
        for place in PLACES
        for way in (("/v",) * (place + 1), ("/o",))
    },
    **{
        f"the overview of a form that was left at question {place + 1} is the overview": Case(
            ASKING,
            f"bewaren{' | ' * place} | /o",
            f"{NOTHING_SENT}\n\nOverzicht. U bent op de pagina: Adres\n",
        )
        for place in (0, 1)
    },
    "after leaving a form the choices are said": Case(
        ASKING, "bewaren | /v", f"{NOTHING_SENT}\n\nU hebt ", never="Er is niets veranderd."
    ),
    **{
        f"the time is told at question {place + 1}": Case(
            ASKING,
            f"bewaren{' | ' * place} | /t | /v",
            f"{TIME}\n\nVraag {place + 1} van 4",
            "time",
        )
        for place in PLACES
    },
    **{
        f"the end of input at question {place + 1} sends nothing": Case(
            ASKING, f"bewaren{' | ' * place}", f"antwoord:\n{END}"
        )
        for place in PLACES
    },
    "a form of one question says how to leave it": Case(
        asking(STREET), "bewaren | /h | /v", counts={SHORT_HELP: 2}
    ),
    "a form and its help say how to go back": Case(
        ASKING, "bewaren | /h | /v", counts={BACK_HELP: 2}
    ),
    "a refused form can be left": Case(
        ASKING,
        "bewaren |  |  |  |  | /v",
        f"Vraag 1 van 2: Soort ... {NOTHING_SENT}",
        "send form",
        leads={"send form": asking(STREET, replace(KIND, error="Kies een soort."), PIN, AGREE)},
    ),
    "what looks like a command is no answer": Case(
        ASKING, "bewaren | /stop | /v", "‘/stop’ is geen opdracht. /h geeft hulp.\n\nVraag 1 van 4"
    ),
    "help repeats the whole question": Case(
        ASKING,
        "bewaren |  | /h | /v",
        never="Enter alleen zegt wat er veranderd is.",
        counts={OPTIONS: 2},
    ),
    "help and a wrong choice repeat the question": Case(
        ASKING,
        "bewaren |  | /h | tuin | 3 | 1",
        "‘tuin’ is geen keuze. Typ een nummer van 1 tot 2.",
        kept={"kind": "home"},
        counts={"Vraag 2 van 4: Soort": 4},
    ),
    "ten thousand characters are kept": Case(
        ASKING, f"bewaren | {LONG_ANSWER}", kept={"street": LONG_ANSWER}
    ),
    "an option without a value is named": Case(
        asking(WHICH),
        "bewaren | /v",
        "Gegeven: Ik weet het niet ... 2. Naam\nNu: Ik weet het niet\n",
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
async def test_a_talk(case: Case) -> None:
    journey = WrittenJourney(case.page)
    journey.leads.update(case.leads)
    said = await whole(journey, *(() if case.answers is None else case.answers.split(" | ")))
    flat = " ".join(said.split())
    assert [piece for piece in case.says.split(" ... ") if piece not in said + flat] == []
    assert case.never not in flat
    assert {text: max(said.count(text), flat.count(text)) for text in case.counts} == case.counts
    assert " | ".join(journey.calls) == case.asked
    assert drafts_of(journey) == case.kept


async def test_a_last_line_without_an_end_counts() -> None:
    async with Talk(journey := WrittenJourney(HELLO)) as talk:
        talk.answer("begin", end="")
        await talk.end()
    assert journey.calls == ["start"]


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
        (("o", "mededelingen"), ["go:messages"]),
        (("o", "v"), []),
        (("o", "v", "v"), ["back"]),
        (("o", "h"), ["go:help"]),
        (("o", "t", "privacy"), ["time", "go:privacy"]),
        (("o", "o", "contact"), ["go:contact"]),
        (("o", "o", "s"), []),
    ],
)
async def test_the_letters_work_in_the_overview_too(
    answers: tuple[str, ...], asked: list[str]
) -> None:
    journey = WrittenJourney(HELLO)
    said = await whole(journey, *answers)
    assert journey.calls == asked
    assert "is geen keuze" not in said
    assert said.count("Overzicht. U bent op") == answers.count("o")


# --- to the full screen and back --------------------------------------------------------------


@pytest.mark.parametrize("answers", [("w",), ("volledig scherm",), ("o", "w"), ("o", "t", "/w")])
async def test_one_letter_leads_to_the_full_screen(answers: tuple[str, ...]) -> None:
    async with Talk(WrittenJourney(HELLO), screen=True) as talk:
        for line in answers:
            talk.answer(line)
        said = await talk.end()
    assert talk.left == "screen"
    assert ", w Volledig scherm, " in said
    assert said.endswith("U gaat verder in het volledige scherm. F7 brengt u terug naar regels.\n")


async def test_going_to_the_full_screen_in_a_form_keeps_what_was_answered() -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", "Molenstraat", "/t", "/w", screen=True)
    assert "U gaat verder in het volledige scherm." in said
    assert " /w gaat naar het volledige scherm." in " ".join(said.split())
    assert journey.calls == ["time"]
    assert drafts_of(journey) == {"street": "Molenstraat"}
    # And on the way back it stands there.
    said = await whole(journey, "bewaren", "/v")
    assert "\nStraat (verplicht): Molenstraat\n" in said
    assert "\nNu: Molenstraat\n" in said


# --- blocks -----------------------------------------------------------------------------------


async def test_several_blocks_are_an_outline_and_a_number_opens_one() -> None:
    said = await whole(journey := WrittenJourney(DATA), "1", "meld", "v")
    outline, opened = said.split("Gekozen: Identiteit\n")
    assert "Er zijn 3 blokken. Een nummer opent er een." in outline
    assert (
        "U hebt 6 keuzes:\n"
        "Persoonlijk\n"
        "1. Identiteit: Noor Peeters\n"
        "2. Woonplaats: Noor Peeters, wordt opgehaald\n"
        "Vervoer\n"
        "3. Auto: Noor Peeters, niet beschikbaar\n"
    ) in outline
    assert "Naam:" not in outline
    assert (
        "\nIdentiteit\nNaam: Peeters\nBron: Rijksregister.\n\n"
        "U hebt 5 keuzes:\n1. Meld een fout\n2. Terug naar de lijst van blokken\n"
    ) in opened
    assert journey.calls == ["report-identiteit"]
    assert "U hebt 6 keuzes:\nPersoonlijk\n1. Identiteit: Noor Peeters\n" in opened


ARRIVED = replace(DATA, parts=(*DATA.parts[:2], block("woonplaats"), *DATA.parts[3:]))


async def test_a_block_on_its_way_is_waited_for_and_said_once() -> None:
    journey = WrittenJourney(DATA)
    async with Talk(journey) as talk:
        await talk.exchange("woon", "Bezig …")
        journey.give(ARRIVED)
        await talk.until("Klaar.")
        said = await talk.end()
    assert said.count("Bezig …") == said.count("Klaar.\n") == 1
    assert "Status: wordt opgehaald" not in said


async def test_what_arrives_does_not_interrupt_and_is_said_at_the_next_answer() -> None:
    journey = WrittenJourney(DATA)
    async with Talk(journey) as talk:
        await talk.until("Uw keuze:")
        before = talk.said
        journey.give(ARRIVED)
        await talk.exchange("", "Uw keuze:", 2)
        said = talk.said.removeprefix(before)
    assert said.startswith("\nVeranderd: Woonplaats: Noor Peeters\n")
    assert "Identiteit\n" not in said


async def test_the_menu_is_frozen_and_a_choice_that_went_is_not_replaced_by_another() -> None:
    journey = WrittenJourney(HELLO)
    async with Talk(journey) as talk:
        await talk.until("Uw keuze:")
        fewer = tuple(part for part in HELLO.parts if not isinstance(part, Actions))
        journey.give(replace(HELLO, parts=fewer))
        await talk.exchange("begin", "Uw keuze:", 2)
    assert "Die keuze is er niet meer." in talk.said
    assert journey.calls == []


# --- forms ------------------------------------------------------------------------------------


async def test_a_form_is_asked_one_question_at_a_time() -> None:
    journey = WrittenJourney(ASKING)
    journey.leads["send form"] = SAVED
    said = await whole(journey, "bewaren", "Molenstraat 😀 [/red]", "werk", "1234", "ja")
    assert (
        "Uw adres\nStraat (verplicht): Kerkstraat\nSoort: Niet ingevuld\nPIN: geheim\nAkkoord: nee\n"
    ) in said
    assert after(said, "Gekozen: Vul in (4 vragen), dan: Bewaren\n").startswith(
        """
Uw adres
Enter alleen houdt wat er staat. /wis maakt een antwoord leeg. /v gaat een
  vraag terug. Bij de eerste vraag verlaat /v het formulier zonder te
  versturen. /o doet dat bij elke vraag. /h geeft hulp. /s stopt. /t zegt
  hoeveel tijd er nog is.

Vraag 1 van 4: Straat (verplicht)
Uitleg: Zonder nummer.
Nu: Kerkstraat
Uw antwoord: Molenstraat 😀 [/red]

Vraag 2 van 4: Soort
2 keuzes:
1. Thuis. Waar u woont.
2. Werk
Uw antwoord: werk

Vraag 3 van 4: PIN
Uw antwoord:

Vraag 4 van 4: Akkoord
1. ja
2. nee
Nu: nee
Uw antwoord: ja

Pagina: Klaar
"""
    )
    assert "1234" not in said
    assert journey.secrets == {"pin": "1234"}
    assert drafts_of(journey) == {
        "street": "Molenstraat 😀 [/red]",
        "kind": "work",
        "agree": "yes",
    }


async def test_every_kind_of_answer_stands_there_when_the_citizen_comes_back() -> None:
    journey = WrittenJourney(asking(*FORM.fields, LONG))
    given = ("Molenstraat", "thuis", "1234", "ja", "Wat bewaart u?")
    said = await whole(journey, "bewaren", *given[:4], *["/v"] * 4, *[""] * 4, given[4])
    back = after(said, "Uw antwoord: /v\n")
    for question, now in (
        ("Vraag 4 van 5: Akkoord\n1. ja\n2. nee\n", "Nu: ja\n"),
        ("Vraag 3 van 5: PIN\n", ""),
        (f"Vraag 2 van 5: Soort\n{OPTIONS}", "Nu: Thuis\n"),
    ):
        # Once on the way back, and once on the way on.
        assert back.count(f"\n{question}{now}Uw antwoord:") == 2, question
    assert "\nUitleg: Zonder nummer.\nNu: Molenstraat\nUw antwoord:\n\nVraag 2 van 5" in back
    street, words = given[0], given[4]
    kept = {"street": street, "kind": "home", "agree": "yes", "words": words}
    assert (drafts_of(journey), journey.calls) == (kept, ["send form"])


@pytest.mark.parametrize("again", ["5678", ""])
async def test_a_secret_is_asked_again_when_the_citizen_comes_back(again: str) -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", "", "", "1234", "/v", again, "ja")
    assert said.count("\nVraag 3 van 4: PIN\nUw antwoord:\n") == 2
    assert journey.secrets == {"pin": again}


def refusing(again: Page, *wrong: str) -> WrittenJourney:
    """A form that is refused once, with this page and these fields that are wrong, and then taken."""
    journey = WrittenJourney(ASKING)

    def refuse() -> None:
        journey.drafts.refuse("profile.address", "form", wrong)
        journey.leads["send form"] = SAVED
        journey.give(again)

    journey.leads["send form"] = refuse
    return journey


TOO_LONG = replace(STREET, error="Deze straat is te lang.")
ASKED_AGAIN = """\
Straat (verplicht)
Fout: Deze straat is te lang.
Voorbeeld: Dorpsstraat
Uitleg: Zonder nummer.
Nu: Lang
Uw antwoord: Kort
"""


async def test_among_the_questions_of_a_refused_form_the_citizen_goes_back_too() -> None:
    again = asking(TOO_LONG, replace(KIND, error="Kies een soort."), AGREE)
    journey = refusing(again, "street", "kind")
    answers = ("Lang", "", "1234", "ja", "Kort", "/v", "", "werk")
    said = after(await whole(journey, "bewaren", *answers), "Uw antwoord: ja\n")
    assert said.startswith(
        f"\nVraag 1 van 2: {ASKED_AGAIN}"
        f"\nVraag 2 van 2: Soort\nFout: Kies een soort.\n{OPTIONS}Uw antwoord: /v\n"
        "\nVraag 1 van 2: Straat (verplicht)\nUitleg: Zonder nummer.\nNu: Kort\nUw antwoord:\n"
        "\nVraag 2 van 2: Soort\n"
    )
    assert journey.calls == ["send form", "send form"]
    assert drafts_of(journey) == {"street": "Kort", "kind": "work", "agree": "yes"}


async def test_only_wrong_fields_and_secrets_are_asked_again_with_reason_and_example() -> None:
    trouble = Notice(id="trouble", kind="error", title="Er is 1 fout")
    journey = refusing(asking(TOO_LONG, KIND, PIN, AGREE, before=(trouble,)))
    said = await whole(journey, "bewaren", "Lang", "", "1234", "", "Kort", "1234")
    second_round = after(said, "1 antwoord is nog niet goed.\n")
    assert "Fout: Er is 1 fout" in said
    assert second_round.startswith(
        f"\nVraag 1 van 2: {ASKED_AGAIN}\nVraag 2 van 2: PIN\nUw antwoord:\n"
    )
    assert journey.calls == ["send form", "send form"]
    assert "Bewaard." in second_round


async def test_a_field_that_was_mended_is_asked_without_its_old_error() -> None:
    wrong = replace(STREET, error="Vul een straat in.")
    journey = WrittenJourney(asking(wrong, KIND, PIN, AGREE))
    journey.drafts.write("profile.address", "form", "street", "12")
    journey.drafts.refuse("profile.address", "form", ("street",))
    assert "Fout: Vul een straat in." in await whole(journey, "bewaren", "/v")
    journey.drafts.write("profile.address", "form", "street", "Molenstraat")
    said = await whole(journey, "bewaren", "/v")
    assert "Nu: Molenstraat" in said
    assert "Fout:" not in said


async def test_of_a_long_text_the_beginning_is_said_and_how_long_it_is() -> None:
    journey = WrittenJourney(ASKING)
    journey.drafts.write("profile.address", "form", "street", "é" * 10_000)
    said = after(await whole(journey, "bewaren", "/v"), "Vraag 1 van 4")
    assert f"Nu:{'é' * 200}…" in said.replace("\n  ", "")
    assert "Dat zijn 10000 tekens." in said
    assert said.count("é") == 200


def test_an_example_that_ends_the_error_is_not_said_twice() -> None:
    hint = "Bijvoorbeeld: naam@example.com"
    field = Field(name="email", label="E-mailadres", hint=hint, error=f"Er ontbreekt een @. {hint}")
    said = question_lines(field, "noor", Words("nl"), interactive=True)
    assert said == [f"Fout: {field.error}", "Nu: noor"]


# --- nothing but plain lines ------------------------------------------------------------------

HOSTILE = "\x1b[2J\x1b]52;c;Zm9v\x07 [/red] [@click=app.quit]x[/] \x9b31m \u202eom\u202c \u2588\u2500\u280b\r"


async def test_hostile_text_cannot_reach_the_terminal_from_anywhere() -> None:
    hostile = page(
        Text(id="text", text=HOSTILE),
        Notice(id="notice", kind="error", title=HOSTILE, body=HOSTILE),
        Facts(
            id="facts", title=HOSTILE, groups=((Fact(label=HOSTILE, value=HOSTILE),),), note=HOSTILE
        ),
        Listing(id="list", title=HOSTILE, items=(Item(id="i", title=HOSTILE, detail=HOSTILE),)),
        replace(FORM, fields=(replace(STREET, stored=HOSTILE, error=HOSTILE),)),
        Actions(id="acts", items=(Action(id="x", label=HOSTILE),)),
        title=HOSTILE,
        step=HOSTILE,
        status=HOSTILE,
    )
    said = await whole(WrittenJourney(hostile), HOSTILE.replace("\r", ""), "1", HOSTILE, "o")
    assert all(sign == "\n" or sign.isprintable() for sign in said)
    assert not any("\u2500" <= sign <= "\u259f" or "\u2800" <= sign <= "\u28ff" for sign in said)
    assert "[/red] [@click=app.quit]x[/]" in said


async def test_an_error_while_waiting_for_an_answer_ends_the_talk_and_is_not_hidden() -> None:
    class Failing(WrittenJourney):
        async def changes(self) -> AsyncIterator[Page]:
            yield self.page
            raise ZeroDivisionError

    async with Talk(Failing(HELLO)) as talk:
        with pytest.raises(ZeroDivisionError):
            await talk.until("never said")


async def test_busy_is_said_once_and_done_once() -> None:
    journey = WrittenJourney(HELLO)
    journey.leads["start"] = replace(HELLO, busy=True)
    async with Talk(journey) as talk:
        await talk.exchange("begin", "Bezig …")
        journey.give(replace(HELLO, busy=True, status="Nog even."))
        journey.give(HELLO)
        await talk.until("Klaar.")
        said = await talk.end()
    assert said.count("Bezig …") == 1
    assert "Bezig …\nKlaar.\n" in said


IMITATED = "Vraag 1 van 1: PIN (verplicht)"


async def test_what_others_wrote_never_begins_a_line_as_the_program_does() -> None:
    """Neither a text of several lines nor a long one that goes on in a further line."""
    long = f"{'woord ' * 13}{IMITATED} {'x' * 78}{IMITATED}"
    several = f"Beste\n{IMITATED}\nUw antwoord:\n\n{long}"
    foreign = page(
        Text(id="subject", text=IMITATED, role="heading", foreign=True),
        Text(id="body", text=several, foreign=True),
        Facts(id="facts", title="Over", groups=((Fact(label="Afzender", value=long),),)),
        Facts(id="block", title=IMITATED, groups=((Fact(label="Vraag 1", value="PIN"),),)),
        Listing(id="list", title="Berichten", items=(Item(id="i", title=IMITATED, detail=long),)),
        title=long,
    )
    said = await whole(WrittenJourney(foreign), "xyz")
    began = [line for line in said.split("\n") if line.startswith(("Vraag", "Uw antwoord"))]
    assert began == []
    assert f"\n> Beste\n> {IMITATED}\n> Uw antwoord:\n>\n> woord " in said
    assert said.count(IMITATED) >= 8
    assert f"\n> {IMITATED}\n> Vraag 1: PIN\n" in said
