"""The talk itself, on pages written by hand: what is said, asked, kept and refused."""

from collections.abc import AsyncIterator
from typing import Any

import pytest
from msgspec.structs import replace

from tests.lines.journey import Talk, WrittenJourney, after, whole
from tui.lines.menu import page_menu
from tui.lines.questions import question_lines
from tui.lines.reading import READERS
from tui.locale import Words
from tui.page.parts import (
    PART_KINDS,
    Action,
    ActionKind,
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
from tui.pages.values import fact, phone_number
from tui.portal.models import CatalogueField

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

LETTERS = "Of typ: h Hulp, o Overzicht, t Tijd, l Verlengen, v Terug, s Stoppen."

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


async def test_a_value_is_said_as_it_is_written_to_be_copied() -> None:
    fields: tuple[tuple[Any, object], ...] = (("nationalNumber", "85673003328"), ("amount", 1234.5))
    facts = tuple(
        fact(Words("nl"), CatalogueField(name="x", label={"nl": kind}, type=kind), value)
        for kind, value in fields
    )
    phone = Fact(label="phone", value=phone_number("+32400000001"))
    said = await whole(WrittenJourney(page(Facts(id="x", title="X", groups=((*facts, phone),)))))
    for line in (
        "nationalNumber: 85.67.30-033.28",
        "amount: € 1.234,50",
        "phone: +32 400 00 00 01",
    ):
        assert f"\n{line}\n" in said


async def test_records_are_counted_before_they_are_told_and_one_is_not() -> None:
    cars = tuple((Fact(label="Merk", value=make),) for make in ("Verzinsel", "Fabel"))
    said = await whole(WrittenJourney(page(Facts(id="cars", title="Voertuigen", groups=cars))))
    told = "Voertuigen\n2 delen.\nDeel 1 van 2:\nMerk: Verzinsel\nDeel 2 van 2:\nMerk: Fabel\n"
    assert f"\n{told}" in said
    said = await whole(WrittenJourney(page(Facts(id="cars", title="Voertuigen", groups=cars[:1]))))
    assert "\nVoertuigen\nMerk: Verzinsel\n" in said
    blocks = (Facts(id=f"b{number}", title=f"Blok {number}", groups=cars) for number in (1, 2, 3))
    said = await whole(WrittenJourney(page(*blocks)))
    assert "\n1. Blok 1: 2 delen\n" in said


async def test_the_same_page_in_english_uses_english_words() -> None:
    said = await whole(WrittenJourney(HELLO, "en"), "s")
    for sentence in (
        "Line mode is on",
        "This is a simulator",
        "Page: Start",
        "Note: Uw kaart",
        "You have 7 choices:",
        "Berichten, 2 choices:",
        "Your choice: s",
        "The program stops. Goodbye.",
    ):
        assert sentence in said


@pytest.mark.parametrize(
    ("answer", "asked"),
    [
        ("1", "messages: a"),
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
    assert journey.asked == [asked]


def kinds(*kinds: ActionKind) -> Actions:
    """An action of each of these kinds, called after it."""
    return Actions(id="all", items=tuple(Action(id=one, label=one, kind=one) for one in kinds))


RECORD = Facts(
    id="one",
    title="Adres",
    groups=((Fact(label="Straat", value="Molenstraat"),),),
    actions=(Action(id="drop", label="drop", kind="danger"), Action(id="edit", label="edit")),
)
LIST = Listing(id="list", title="Lijst", items=(Item(id="item", title="item"),))
DEVICE = (Text(id="phone", text="Uw telefoon", role="heading"), kinds("danger", "main"))


@pytest.mark.parametrize(
    ("shown", "names"),
    [
        (
            page(RECORD, kinds("back", "plain", "main"), LIST),
            ["drop", "edit", "back", "plain", "main", "item"],
        ),
        (page(LIST, kinds("back"), aside=(RECORD,)), ["item", "back", "drop", "edit"]),
        (page(kinds("back", "plain"), device=DEVICE), ["danger", "main", "back", "plain"]),
        (page(kinds("back"), device=DEVICE[:1]), ["back"]),
    ],
)
def test_the_menu_has_the_order_of_the_page(shown: Page, names: list[str]) -> None:
    menu = page_menu(shown, Words("nl"))
    assert [one.name for one in menu][: len(names)] == names


@pytest.mark.parametrize("answer", ["0", "8", "-1", "99999999999999999999", "xyz", "٣", "1.5"])
async def test_an_answer_that_is_no_choice_is_told_what_is_possible(answer: str) -> None:
    journey = WrittenJourney(HELLO)
    said = await whole(journey, answer)
    assert f"‘{answer}’ is geen keuze. Typ een nummer van 1 tot 7" in said.replace("\n", " ")
    assert journey.asked == []


async def test_an_answer_that_fits_several_choices_names_them() -> None:
    journey = WrittenJourney(HELLO)
    said = await whole(journey, "uw")
    assert "‘uw’ past bij meer dan één keuze: 1. Uw aanslag, 2. Uw diploma." in said
    assert journey.asked == []


async def test_the_end_of_input_stops_and_says_so() -> None:
    said = await whole(WrittenJourney(HELLO))
    assert said.endswith("Uw keuze:\nEr komt geen invoer meer.\nHet programma stopt. Tot ziens.\n")


async def test_a_last_line_without_an_end_counts() -> None:
    journey = WrittenJourney(HELLO)
    async with Talk(journey) as talk:
        import os

        os.write(talk._answers, b"begin")
        await talk.end()
    assert journey.asked == ["start"]


async def test_only_what_changed_is_said_after_an_action() -> None:
    journey = WrittenJourney(HELLO)
    done = Notice(id="done", kind="good", title="Het is begonnen.")
    journey.leads["start"] = replace(HELLO, parts=(done, *HELLO.parts))
    said = after(await whole(journey, "begin"), "Gekozen: Begin")
    assert "Klaar: Het is begonnen." in said
    assert "Dag Noor." not in said


async def test_another_place_is_said_whole() -> None:
    journey = WrittenJourney(HELLO)
    journey.leads["go:ebox"] = page(Text(id="lead", text="Uw post."), place="ebox", title="eBox")
    said = after(await whole(journey, "eb"), "Gekozen: eBox")
    assert "Pagina: eBox\n\nUw post.\n" in said


async def test_the_overview_leads_to_the_messages() -> None:
    journey = WrittenJourney(HELLO)
    await whole(journey, "o", "meldingen")
    assert journey.asked == ["go:messages"]


async def test_the_overview_leads_everywhere_and_empty_reads_the_page_again() -> None:
    journey = WrittenJourney(HELLO)
    said = await whole(journey, "o", "privacy", "o", "")
    assert "Overzicht. U bent op de pagina: Start" in said
    assert journey.asked == ["go:privacy"]
    assert said.count("Dag Noor.") == 2


async def test_help_says_the_pages_help_and_the_letters() -> None:
    journey = WrittenJourney(replace(HELLO, help="Hier begint u."))
    said = await whole(journey, "h")
    assert "Hier begint u." in said
    assert said.count(LETTERS) >= 2
    assert journey.asked == ["go:help"]


async def test_the_time_is_told_at_once_and_the_question_asked_again() -> None:
    said = after(await whole(WrittenJourney(HELLO), "t", "begin"), "Uw keuze: ")
    assert said.startswith(f"t\n{TIME}\nUw keuze: begin\nGekozen: Begin\n")


@pytest.mark.parametrize(
    ("answers", "asked"),
    [
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
    assert journey.asked == asked
    assert "is geen keuze" not in said
    assert said.count("Overzicht. U bent op") == answers.count("o")


async def test_an_answer_that_is_no_choice_leaves_one_in_the_overview() -> None:
    journey = WrittenJourney(HELLO)
    said = await whole(journey, "o", "xyz", "privacy")
    assert "‘xyz’ is geen keuze." in said
    assert said.count("Pagina: ") == 1, "the page is not read again"
    assert journey.asked == ["go:privacy"]


async def test_back_on_the_first_page_says_that_there_is_none_before_it() -> None:
    journey = WrittenJourney(page(RECORD))
    said = await whole(journey, "v")
    assert "Hier begint u. Er is geen pagina om naar terug te gaan." in said
    assert "Er is niets veranderd." not in said


async def test_back_to_an_earlier_step_of_a_page_does_not_say_that_there_is_none() -> None:
    """The page has a way back of its own, and stays at its place."""
    said = await whole(WrittenJourney(HELLO), "v")
    assert "Hier begint u" not in said


async def test_what_the_page_offers_by_the_name_of_the_entry_is_offered_once() -> None:
    entry = Actions(id="acts", items=(Action(id="go-in", label="Aanmelden", kind="main"),))
    said = await whole(
        WrittenJourney(replace(page(entry), who="Aanmelden", who_place="sign-in")), "s"
    )
    assert said.count(". Aanmelden") == 1


@pytest.mark.parametrize("answer", ["1", "1.", " 1. "])
async def test_a_number_is_understood_as_the_menu_writes_it(answer: str) -> None:
    by_number, by_answer = WrittenJourney(HELLO), WrittenJourney(HELLO)
    await whole(by_number, "1")
    await whole(by_answer, answer)
    assert by_answer.asked == by_number.asked != []


async def test_a_long_answer_that_is_no_choice_is_not_said_whole() -> None:
    said = await whole(WrittenJourney(HELLO), "x" * 5000)
    assert f"‘{'x' * 60}…’ is geen keuze." in said.replace("\n", " ")


async def test_a_choice_of_the_page_wins_over_a_command_of_the_same_name() -> None:
    again = Actions(id="acts", items=(Action(id="own-way-back", label="Terug", kind="back"),))
    journey = WrittenJourney(page(again))
    await whole(journey, "terug")
    assert journey.asked == ["own-way-back"]


# --- to the full screen and back --------------------------------------------------------------


@pytest.mark.parametrize("answers", [("w",), ("volledig scherm",), ("o", "w"), ("o", "t", "/w")])
async def test_one_letter_leads_to_the_full_screen(answers: tuple[str, ...]) -> None:
    async with Talk(WrittenJourney(HELLO), screen=True) as talk:
        for one in answers:
            talk.answer(one)
        said = await talk.end()
    assert talk.left == "screen"
    assert ", w Volledig scherm, " in said
    assert said.endswith("U gaat verder in het volledige scherm. F7 brengt u terug naar regels.\n")


async def test_the_letter_is_only_offered_where_there_is_a_full_screen() -> None:
    async with Talk(WrittenJourney(replace(HELLO, parts=()))) as talk:
        talk.answer("w")
        said = await talk.end()
    assert talk.left == "stop"
    assert "Hier is geen volledig scherm." in said
    assert "Volledig scherm" not in said


async def test_going_to_the_full_screen_in_a_form_keeps_what_was_answered() -> None:
    journey = WrittenJourney(ASKING)
    async with Talk(journey, screen=True) as talk:
        for one in ("bewaren", "Molenstraat", "/t", "/w"):
            talk.answer(one)
        said = await talk.end()
    assert talk.left == "screen"
    assert " /w gaat naar het volledige scherm." in said.replace("\n", " ")
    assert journey.asked == ["time"]
    assert journey.drafts.form("profile.address", "form") == {"street": "Molenstraat"}
    # And on the way back it stands there.
    said = await whole(journey, "bewaren", "/v")
    assert "\nStraat (verplicht): Molenstraat\n" in said
    assert "\nNu: Molenstraat\n" in said


async def test_in_a_form_without_a_full_screen_the_letter_is_no_answer() -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", "/w", "/v")
    assert "Hier is geen volledig scherm.\n\nVraag 1 van 4" in said
    assert journey.drafts.form("profile.address", "form") == {}


# --- blocks -----------------------------------------------------------------------------------


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


async def test_several_blocks_are_an_outline_and_a_number_opens_one() -> None:
    journey = WrittenJourney(DATA)
    said = await whole(journey, "1", "meld", "v")
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
    assert journey.asked == ["report-identiteit"]
    assert "U hebt 6 keuzes:\nPersoonlijk\n1. Identiteit: Noor Peeters\n" in opened


async def test_a_block_on_its_way_is_waited_for_and_said_once() -> None:
    journey = WrittenJourney(DATA)
    async with Talk(journey) as talk:
        talk.answer("woon")
        await talk.until("Bezig …")
        journey.show(replace(DATA, parts=(*DATA.parts[:2], block("woonplaats"), *DATA.parts[3:])))
        await talk.until("Klaar.")
        said = await talk.end()
    assert said.count("Bezig …") == said.count("Klaar.\n") == 1
    assert "Toestand: wordt opgehaald" not in said


async def test_what_arrives_does_not_interrupt_and_is_said_at_the_next_answer() -> None:
    journey = WrittenJourney(DATA)
    async with Talk(journey) as talk:
        await talk.until("Uw keuze:")
        before = talk.said
        journey.show(replace(DATA, parts=(*DATA.parts[:2], block("woonplaats"), *DATA.parts[3:])))
        talk.answer("")
        await talk.until("Uw keuze:", 2)
        said = talk.said.removeprefix(before)
    assert said.startswith("\nVeranderd: Woonplaats: Noor Peeters\n")
    assert "Identiteit\n" not in said


async def test_the_menu_is_frozen_and_a_choice_that_went_is_not_replaced_by_another() -> None:
    journey = WrittenJourney(HELLO)
    async with Talk(journey) as talk:
        await talk.until("Uw keuze:")
        fewer = tuple(part for part in HELLO.parts if not isinstance(part, Actions))
        journey.show(replace(HELLO, parts=fewer))
        talk.answer("begin")
        await talk.until("Uw keuze:", 2)
    assert "Die keuze is er niet meer." in talk.said
    assert journey.asked == []


# --- the session ------------------------------------------------------------------------------


async def test_only_the_session_interrupts_and_the_question_is_repeated() -> None:
    journey = WrittenJourney(HELLO)
    async with Talk(journey) as talk:
        await talk.until("Uw keuze:")
        journey.session_notice = "Uw sessie eindigt om 10.15 uur."
        journey.tell()
        await talk.until("Let op: Uw sessie eindigt")
        await talk.until("Uw keuze:", 2)
        journey.tell()  # nothing new: not said again
        talk.answer("begin")
        said = await talk.end()
    assert "Uw keuze:\nLet op: Uw sessie eindigt om 10.15 uur.\nUw keuze: begin\n" in said
    assert said.count("Uw sessie eindigt") == 1
    assert journey.asked == ["start"]


# --- forms ------------------------------------------------------------------------------------

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
ASKING = page(FORM, place="profile.address", title="Adres")


async def test_a_form_is_asked_one_question_at_a_time() -> None:
    journey = WrittenJourney(ASKING)
    journey.leads["send form"] = page(Text(id="ok", text="Bewaard."), title="Klaar")
    said = await whole(journey, "bewaren", "Molenstraat 😀 [/red]", "werk", "1234", "ja")
    assert (
        "Uw adres\nStraat (verplicht): Kerkstraat\nSoort: Niet ingevuld\nPIN: geheim\nAkkoord: nee\n"
    ) in said
    assert after(said, "Gekozen: Vul in (4 vragen), dan: Bewaren\n").startswith(
        """
Uw adres
Enter alleen houdt wat er staat. /wis maakt een antwoord leeg. /v gaat een
vraag terug. Bij de eerste vraag verlaat /v het formulier zonder te verzenden.
/o doet dat bij elke vraag. /h geeft hulp. /s stopt. /t zegt hoeveel tijd er
nog is.

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
    assert journey.drafts.form("profile.address", "form") == {
        "street": "Molenstraat 😀 [/red]",
        "kind": "work",
        "agree": "yes",
    }


@pytest.mark.parametrize("answer", ["1", "th"])
async def test_what_a_number_or_a_beginning_chose_is_said_by_its_name(answer: str) -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", "", answer, "1234", "ja")
    assert f"Uw antwoord: {answer}\nGekozen: Thuis\n" in said
    assert "Gekozen: ja" not in said, "what was typed whole is not said after it"


async def test_empty_keeps_and_a_marked_word_clears() -> None:
    journey = WrittenJourney(ASKING)
    await whole(journey, "bewaren", "", "/wis", "", "")
    assert journey.drafts.form("profile.address", "form") == {"kind": ""}
    assert journey.asked == ["send form"]


@pytest.mark.parametrize("word", ["v", "s", "h", "o", "wis"])
async def test_a_letter_without_its_mark_is_an_answer(word: str) -> None:
    journey = WrittenJourney(ASKING)
    await whole(journey, "bewaren", word)
    assert journey.drafts.read("profile.address", "form", "street") == word


# --- back within a form -----------------------------------------------------------------------

LONG = Field(name="words", label="Uw vraag", hint="", kind="long")
LONG_FORM = replace(FORM, fields=(*FORM.fields, LONG))


@pytest.mark.parametrize("back", ["/v", "/V", "/terug"])
async def test_one_goes_back_to_the_question_before_and_on_again(back: str) -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", "Molenstraat", back, "", "werk", "1234", "ja")
    assert (
        f"""
Uw antwoord: {back}

Vraag 1 van 4: Straat (verplicht)
Uitleg: Zonder nummer.
Nu: Molenstraat
Uw antwoord:

Vraag 2 van 4: Soort
"""
    ) in said
    assert journey.asked == ["send form"]
    assert journey.drafts.form("profile.address", "form") == {
        "street": "Molenstraat",
        "kind": "work",
        "agree": "yes",
    }


async def test_every_kind_of_answer_stands_there_when_one_comes_back() -> None:
    journey = WrittenJourney(page(LONG_FORM, place="profile.address", title="Adres"))
    given = ("Molenstraat", "thuis", "1234", "ja", "Wat bewaart u?")
    said = await whole(journey, "bewaren", *given[:4], *["/v"] * 4, *[""] * 4, given[4])
    back = after(said, "Uw antwoord: /v\n")
    for question, now in (
        ("Vraag 4 van 5: Akkoord\n1. ja\n2. nee\n", "Nu: ja\n"),
        ("Vraag 3 van 5: PIN\n", ""),
        ("Vraag 2 van 5: Soort\n2 keuzes:\n1. Thuis. Waar u woont.\n2. Werk\n", "Nu: Thuis\n"),
    ):
        # Once on the way back, and once on the way on.
        assert back.count(f"\n{question}{now}Uw antwoord:") == 2, question
    assert "\nUitleg: Zonder nummer.\nNu: Molenstraat\nUw antwoord:\n\nVraag 2 van 5" in back
    assert journey.drafts.form("profile.address", "form") == {
        "street": "Molenstraat",
        "kind": "home",
        "agree": "yes",
        "words": "Wat bewaart u?",
    }
    assert journey.asked == ["send form"]


async def test_a_long_answer_stands_there_when_one_comes_back() -> None:
    form = replace(FORM, fields=(LONG, FORM.fields[3]))
    journey = WrittenJourney(page(form, place="profile.address", title="Adres"))
    said = await whole(journey, "bewaren", "Wat bewaart u?", "/v", "", "ja")
    assert "\nVraag 1 van 2: Uw vraag\nNu: Wat bewaart u?\nUw antwoord:\n\nVraag 2 van 2" in said
    assert journey.drafts.read("profile.address", "form", "words") == "Wat bewaart u?"


@pytest.mark.parametrize(("anew", "sent"), [("5678", "5678"), ("", "")])
async def test_a_secret_that_one_comes_back_to_is_asked_anew(anew: str, sent: str) -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", "", "", "1234", "/v", anew, "ja")
    assert said.count("\nVraag 3 van 4: PIN\nUw antwoord:\n") == 2
    assert journey.secrets == {"pin": sent}


async def test_an_answer_can_be_given_anew_on_the_way_back() -> None:
    journey = WrittenJourney(ASKING)
    await whole(journey, "bewaren", "Molenstraat", "werk", "/v", "thuis", "/v", "/v", "/wis", "/v")
    assert journey.drafts.form("profile.address", "form") == {"street": "", "kind": "home"}
    assert journey.asked == []


@pytest.mark.parametrize("place", [0, 1, 2, 3])
@pytest.mark.parametrize("way", ["back", "overview"])
async def test_a_form_can_be_left_at_each_question(place: int, way: str) -> None:
    journey = WrittenJourney(ASKING)
    out = ["/v"] * (place + 1) if way == "back" else ["/o"]
    said = await whole(journey, "bewaren", *[""] * place, *out)
    left = "U hebt het formulier verlaten. Er is niets verzonden."
    assert said.count(left) == 1
    questions = said.split(left)[0].count("Vraag 1 van 4")
    assert questions == (2 if place and way == "back" else 1)
    assert journey.asked == []


async def test_among_the_questions_of_a_refused_form_one_goes_back_too() -> None:
    journey = WrittenJourney(ASKING)
    wrong = (
        replace(FORM.fields[0], error="Deze straat is te lang."),
        replace(FORM.fields[1], error="Kies een soort."),
    )
    again = page(
        replace(FORM, fields=(*wrong, FORM.fields[3])), place="profile.address", title="Adres"
    )

    def refused() -> None:
        journey.drafts.refuse("profile.address", "form", ("street", "kind"))
        journey.leads["send form"] = page(Text(id="ok", text="Bewaard."), title="Klaar")
        journey.show(again)

    journey.leads["send form"] = refused
    answers = ("Lang", "", "1234", "ja", "Kort", "/v", "", "werk")
    said = after(await whole(journey, "bewaren", *answers), "Uw antwoord: ja\n")
    assert said.startswith(
        """
Vraag 1 van 2: Straat (verplicht)
Fout: Deze straat is te lang.
Voorbeeld: Dorpsstraat
Uitleg: Zonder nummer.
Nu: Lang
Uw antwoord: Kort

Vraag 2 van 2: Soort
Fout: Kies een soort.
2 keuzes:
1. Thuis. Waar u woont.
2. Werk
Uw antwoord: /v

Vraag 1 van 2: Straat (verplicht)
Uitleg: Zonder nummer.
Nu: Kort
Uw antwoord:

Vraag 2 van 2: Soort
"""
    )
    assert journey.asked == ["send form", "send form"]
    assert journey.drafts.read("profile.address", "form", "street") == "Kort"
    assert journey.drafts.read("profile.address", "form", "kind") == "work"


async def test_back_at_the_first_question_of_a_refused_form_leaves_it() -> None:
    journey = WrittenJourney(ASKING)
    wrong = replace(FORM.fields[1], error="Kies een soort.")
    fields = (FORM.fields[0], wrong, *FORM.fields[2:])
    again = page(replace(FORM, fields=fields), place="profile.address", title="Adres")
    journey.leads["send form"] = again
    said = await whole(journey, "bewaren", "", "", "", "", "/v")
    assert "Vraag 1 van 2: Soort" in said
    assert "U hebt het formulier verlaten. Er is niets verzonden." in said
    assert journey.asked == ["send form"]


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (FORM.fields[:1], "/v verlaat het formulier zonder te verzenden. /h geeft hulp."),
        (
            FORM.fields,
            "/v gaat een vraag terug. Bij de eerste vraag verlaat /v het formulier zonder te "
            "verzenden. /o doet dat bij elke vraag. /h geeft hulp.",
        ),
    ],
)
async def test_a_form_and_its_help_tell_how_one_goes_back(
    fields: tuple[Field, ...], told: str
) -> None:
    journey = WrittenJourney(page(replace(FORM, fields=fields), place="profile.address"))
    said = " ".join((await whole(journey, "bewaren", "/h", "/v")).split())
    assert said.count(told) == 2


# --- what else can be answered ----------------------------------------------------------------


@pytest.mark.parametrize("place", [0, 1])
async def test_the_overview_of_a_form_that_was_left_is_the_overview(place: int) -> None:
    said = await whole(WrittenJourney(ASKING), "bewaren", *[""] * place, "/o")
    assert "Er is niets verzonden.\n\nOverzicht. U bent op de pagina: Adres\n" in said


async def test_after_leaving_a_form_the_choices_are_said_and_not_that_nothing_changed() -> None:
    said = after(await whole(WrittenJourney(ASKING), "bewaren", "/v"), "Er is niets verzonden.\n")
    assert said.startswith("\nU hebt ")
    assert "Er is niets veranderd." not in said


async def test_what_looks_like_a_command_is_no_answer() -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", "/stop", "/v")
    assert "‘/stop’ is geen opdracht. /h geeft hulp.\n\nVraag 1 van 4" in said
    assert journey.drafts.form("profile.address", "form") == {}


async def test_help_in_a_form_says_the_whole_question_again() -> None:
    said = await whole(WrittenJourney(ASKING), "bewaren", "", "/h", "/v")
    assert said.count("2 keuzes:\n1. Thuis. Waar u woont.\n2. Werk\n") == 2
    assert "Enter alleen zegt wat er veranderd is." not in said, "in a form it keeps what stands"


async def test_of_a_long_text_the_beginning_is_said_and_how_long_it_is() -> None:
    journey = WrittenJourney(ASKING)
    journey.drafts.write("profile.address", "form", "street", "é" * 10_000)
    said = after(await whole(journey, "bewaren", "/v"), "Vraag 1 van 4")
    assert f"Nu:{'é' * 200}…" in said.replace("\n", "")
    assert "Dat zijn 10000 tekens." in said
    assert said.count("é") == 200


@pytest.mark.parametrize("place", [0, 1, 2, 3])
async def test_the_time_is_told_at_each_question(place: int) -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", *[""] * place, "/t", "/v")
    assert f"{TIME}\n\nVraag {place + 1} van 4" in said
    assert journey.asked == ["time"]


@pytest.mark.parametrize("place", [0, 1, 2, 3])
async def test_the_end_of_input_at_each_question_sends_nothing(place: int) -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", *[""] * place)
    assert said.endswith("antwoord:\nEr komt geen invoer meer.\nHet programma stopt. Tot ziens.\n")
    assert journey.asked == []


async def test_the_end_of_input_in_the_overview_stops() -> None:
    said = await whole(WrittenJourney(HELLO), "o")
    assert said.endswith("keuze:\nEr komt geen invoer meer.\nHet programma stopt. Tot ziens.\n")


async def test_help_and_a_wrong_choice_ask_the_same_question_again() -> None:
    journey = WrittenJourney(ASKING)
    said = await whole(journey, "bewaren", "", "/h", "tuin", "3", "1")
    assert said.count("Vraag 2 van 4: Soort") == 4
    assert "‘tuin’ is geen keuze. Typ een nummer van 1 tot 2." in said
    assert journey.drafts.read("profile.address", "form", "kind") == "home"


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("nl", "Uitleg: Vier cijfers."),
        ("en", "Explanation: Vier cijfers."),
        ("fr", "Explication\u00a0: Vier cijfers."),
        ("de", "Erklärung: Vier cijfers."),
    ],
)
def test_a_word_stands_before_a_hint_and_nothing_where_there_is_none(
    language: str, said: str
) -> None:
    field = Field(name="code", label="Postcode", hint="Vier cijfers.")
    assert question_lines(field, "", Words(language), interactive=True) == [said]
    assert question_lines(replace(field, hint=""), "", Words(language), interactive=True) == []


def test_an_example_that_ends_the_error_is_not_said_twice() -> None:
    hint = "Bijvoorbeeld: naam@voorbeeld.be"
    field = Field(name="email", label="E-mailadres", hint=hint, error=f"Er ontbreekt een @. {hint}")
    said = question_lines(field, "noor", Words("nl"), interactive=True)
    assert said == [f"Fout: {field.error}", "Nu: noor"]


async def test_only_wrong_fields_and_secrets_are_asked_again_with_reason_and_example() -> None:
    journey = WrittenJourney(ASKING)
    wrong = replace(FORM.fields[0], error="Deze straat is te lang.")
    trouble = Notice(id="trouble", kind="error", title="Er is 1 fout")
    again = page(
        trouble,
        replace(FORM, fields=(wrong, *FORM.fields[1:])),
        place="profile.address",
        title="Adres",
    )

    def second() -> None:
        journey.leads["send form"] = page(Text(id="ok", text="Bewaard."), title="Klaar")
        journey.show(again)

    journey.leads["send form"] = second
    said = await whole(journey, "bewaren", "Lang", "", "1234", "", "Kort", "1234")
    second_round = after(said, "1 antwoord is nog niet goed.\n")
    assert "Fout: Er is 1 fout" in said
    assert second_round.startswith(
        """
Vraag 1 van 2: Straat (verplicht)
Fout: Deze straat is te lang.
Voorbeeld: Dorpsstraat
Uitleg: Zonder nummer.
Nu: Lang
Uw antwoord: Kort

Vraag 2 van 2: PIN
Uw antwoord:
"""
    )
    assert journey.asked == ["send form", "send form"]
    assert "Bewaard." in second_round


async def test_what_was_typed_when_the_session_ended_is_kept() -> None:
    journey = WrittenJourney(ASKING)
    async with Talk(journey) as talk:
        talk.answer("bewaren")
        await talk.until("Uw antwoord:")
        journey.session_notice = "Uw sessie is afgelopen."
        journey.show(page(Text(id="ended", text="Meld u weer aan."), place="start", title="Welkom"))
        await talk.until("Uw antwoord:", 2)
        talk.answer("Molenstraat")
        await talk.until("Pagina: Welkom")
    assert journey.drafts.read("profile.address", "form", "street") == "Molenstraat"
    assert journey.asked == []


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
        replace(FORM, fields=(replace(FORM.fields[0], stored=HOSTILE, error=HOSTILE),)),
        Actions(id="acts", items=(Action(id="x", label=HOSTILE),)),
        title=HOSTILE,
        step=HOSTILE,
        status=HOSTILE,
    )
    said = await whole(WrittenJourney(hostile), HOSTILE.replace("\r", ""), "1", HOSTILE, "o")
    assert all(one == "\n" or one.isprintable() for one in said)
    assert not any("\u2500" <= one <= "\u259f" or "\u2800" <= one <= "\u28ff" for one in said)
    assert "[/red] [@click=app.quit]x[/]" in said


async def test_no_line_is_longer_than_78_characters() -> None:
    journey = WrittenJourney(page(Text(id="t", text="woord " * 100 + "x" * 500), title="T" * 200))
    said = await whole(journey, "y" * 10_000)
    assert max(len(line) for line in said.split("\n")) <= 78
    assert "x" * 77 in said


async def test_ten_thousand_characters_are_kept_as_an_answer() -> None:
    journey = WrittenJourney(ASKING)
    await whole(journey, "bewaren", "z" * 10_000)
    assert journey.drafts.read("profile.address", "form", "street") == "z" * 10_000


async def test_what_goes_wrong_while_one_listens_ends_the_talk_and_is_not_hidden() -> None:
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
        talk.answer("begin")
        await talk.until("Bezig …")
        journey.show(replace(HELLO, busy=True, status="Nog even."))
        journey.show(HELLO)
        await talk.until("Klaar.")
        said = await talk.end()
    assert said.count("Bezig …") == 1
    assert "Bezig …\nKlaar.\n" in said


async def test_a_field_that_was_mended_is_asked_without_its_old_error() -> None:
    wrong = replace(FORM.fields[0], error="Vul een straat in.")
    form = replace(FORM, fields=(wrong, *FORM.fields[1:]))
    journey = WrittenJourney(page(form, place="profile.address", title="Adres"))
    journey.drafts.write("profile.address", "form", "street", "12")
    journey.drafts.refuse("profile.address", "form", ("street",))
    assert "Fout: Vul een straat in." in await whole(journey, "bewaren", "/v")
    journey.drafts.write("profile.address", "form", "street", "Molenstraat")
    said = await whole(journey, "bewaren", "/v")
    assert "Nu: Molenstraat" in said
    assert "Fout:" not in said


async def test_a_choice_of_nothing_in_particular_is_said_by_its_label() -> None:
    which = Field(
        name="field",
        label="Gegeven",
        hint="",
        kind="choice",
        options=(Option(value="", label="Ik weet het niet"), Option(value="name", label="Naam")),
    )
    journey = WrittenJourney(page(replace(FORM, fields=(which,))))
    said = await whole(journey, "bewaren", "/v")
    assert "Gegeven: Ik weet het niet" in said
    assert "2. Naam\nNu: Ik weet het niet\n" in said


async def test_the_entry_with_the_citizens_name_says_what_it_is() -> None:
    assert "Account: Noor Peeters" in await whole(WrittenJourney(HELLO))
    signed_out = replace(HELLO, who="Aanmelden", who_place="sign-in")
    said = await whole(WrittenJourney(signed_out))
    assert "Account" not in said.split("Overal bereikbaar")[0]
