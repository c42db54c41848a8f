"""Searching in line mode: a word is asked, and what is found can be chosen by number."""

import pytest

from tests.lines.journey import Talk, WrittenJourney, after, whole
from tests.lines.test_conversation import page
from tui.page.finding import Finding
from tui.page.parts import Action, Actions, Field, Form

ASKED = "Wat zoekt u? Typ een woord. Enter alleen gaat terug:"

HERE = page(
    Actions(id="acts", items=(Action(id="report", label="Meld een fout"),)),
    Form(
        id="form",
        fields=(Field(name="street", label="Straat", hint="", required=True),),
        submit=Action(id="send", label="Verzenden"),
    ),
)


def journey() -> WrittenJourney:
    there = WrittenJourney(HERE)
    there.found = (
        Finding(
            id="go:data.household", title="Gezin", detail="Opgehaald", group="data", also=("kind",)
        ),
        Finding(
            id="go:ebox.message/1",
            title="Kinderbonus",
            detail="Overheid",
            group="post",
            mark="nieuw",
        ),
    )
    return there


@pytest.mark.parametrize(
    ("answers", "calls"),
    [
        (("z", "kind", "2"), ["go:ebox.message/1"]),
        (("z", "gezin", "gezin"), ["go:data.household"]),
        (("z", "fout", "2"), ["report"]),
        (("z", "start", "2"), ["go:home"]),
        (("z gezin", "2"), ["go:data.household"]),
        (("zoek gezin", "2"), ["go:data.household"]),
        (("z", "", "report"), []),
        (("z", "kind", "1"), []),
        (("z", "kind", "v"), []),
        (("z", "/v"), ["back"]),
        (("z", "/t", "gezin", "2"), ["time", "go:data.household"]),
        (("z", "kind", "z", "gezin", "2"), ["go:data.household"]),
        (("z", "xyz", "kind", "3"), ["go:data.household"]),
        (("o", "z", "gezin", "2"), ["go:data.household"]),
        (("verzenden", "/z", "gezin", "2"), ["go:data.household"]),
    ],
)
async def test_what_is_found_can_be_chosen(answers: tuple[str, ...], calls: list[str]) -> None:
    there = journey()
    said = await whole(there, *answers, "s")
    assert ASKED in " ".join(said.split()) or " " in answers[0]
    assert there.calls == calls


async def test_what_is_found_stands_in_groups_with_the_words_that_found_it() -> None:
    said = await whole(journey(), "z", "kind", "s")
    found = after(said, ASKED[-10:])
    assert "2 gevonden." in found
    assert (
        "Post\n2. Kinderbonus (nieuw). Overheid\nGegevens\n3. Gezin. Ook: kind. Opgehaald" in found
    )


async def test_where_nothing_is_found_it_says_where_was_looked_and_asks_again() -> None:
    said = " ".join((await whole(journey(), "z", "xyz", "", "s")).split())
    assert "Niets gevonden bij ‘xyz’. Er is gezocht in: Pagina’s, Gegevens, Acties, Post, " in said
    assert said.count(ASKED) == 2


async def test_a_form_found_is_filled_in() -> None:
    there = journey()
    await whole(there, "z", "verzenden", "2", "Kerkstraat", "s")
    assert there.calls == ["send form"]


async def test_another_language_ends_the_talk_to_begin_it_anew() -> None:
    changed: list[tuple[str, str]] = []
    async with Talk(journey(), change=lambda name, value: changed.append((name, value))) as talk:
        for answer in ("z", "english", "2"):
            talk.answer(answer)
        await talk.end()
    assert changed == [("language", "en")]
    assert talk.left == "again"


async def test_names_of_what_was_fetched_are_not_kept_when_the_session_ends() -> None:
    there = journey()
    async with Talk(there) as talk:
        talk.answer("z")
        await talk.exchange("kind", "Uw keuze:", times=2)
        menu = talk._conversation._menu
        talk._conversation._forget()
        kept = [choice.name for choice in talk._conversation._menu]
        assert len(kept) == len(menu)
        assert not {"Kinderbonus", "Gezin"} & set(kept)
        talk.answer("s")
        await talk.end()
