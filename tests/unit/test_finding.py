"""The menu's search: the start of a word, other words too, every word typed, nothing twice."""

import time

import pytest

from tests.unit.pages import SESSION, catalogue, context
from tui.journey.finding import findings, once
from tui.locale import LANGUAGES, Words
from tui.page.finding import MOST, Finding, Search, nothing_found
from tui.page.parts import Action, Actions, Page, Tab

WORDS = Words("nl")


def one(id_: str, title: str, **members: object) -> Finding:
    return Finding(id=id_, title=title, **{"group": "page", **members})  # type: ignore[arg-type]


def titles(typed: str, *among: Finding) -> list[str]:
    return [finding.title for finding in Search(among, WORDS).find(typed).items]


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("taal", ["Taal"]),  # and not "portaal"
        ("TAAL", ["Taal"]),
        ("portaal uitleg", ["Uitleg over het portaal"]),
        ("portaal taal", []),
        ("categorieen", ["Categorieën"]),
        ("diplomas", ["Diploma’s"]),
        ("diploma's", ["Diploma’s"]),
        ("adresse", ["L’adresse"]),
        ("language", ["Taal"]),
        ("...", ["Taal", "Uitleg over het portaal", "Categorieën", "Diploma’s", "L’adresse"]),
    ],
)
def test_each_word_typed_begins_a_word_of_what_is_found(typed: str, found: list[str]) -> None:
    among = ("Taal", "Uitleg over het portaal", "Categorieën", "Diploma’s", "L’adresse")
    also = {"Taal": ("language", "spreken")}
    assert titles(typed, *(one(title, title, also=also.get(title, ())) for title in among)) == found


def test_the_best_comes_first_and_its_group_with_it() -> None:
    among = (
        one("1", "Kinderen melden"),
        one("2", "Gezin", group="data", also=("kind",)),
        one("3", "Kind", group="post"),
        one("4", "Ander kind", group="post"),
    )
    assert titles("kind", *among) == ["Kind", "Ander kind", "Kinderen melden", "Gezin"]


def test_what_is_found_by_another_name_says_by_which() -> None:
    search = Search(
        [one("1", "Groeipakket", also=("kindergeld", "kind"), detail="Opgehaald")], WORDS
    )
    assert [item.detail for item in search.find("kind").items] == ["Ook: kind. Opgehaald"]
    assert [item.detail for item in search.find("groei").items] == ["Opgehaald"]


def test_what_leads_to_one_place_or_is_called_the_same_stands_once() -> None:
    found = once(
        (
            one("act:to-help", "Meer uitleg", group="action"),
            one("act:more", "Contact", group="action"),
            one("go:help", "Hulp"),
            one("go:contact", "Contact"),
            one("go:contact", "Contact", also=("vraag",)),
        )
    )
    assert [(item.id, item.also) for item in found] == [
        ("go:help", ("Meer uitleg",)),
        ("go:contact", ("vraag",)),
    ]


def page(*actions: Action) -> Page:
    parts = (Actions(id="actions", items=actions),)
    return Page(
        id="data",
        place="data",
        title="Uw gegevens",
        parts=parts,
        tabs=(Tab(id="data", label="Uw gegevens"),),
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("signed_in", [True, False])
def test_nothing_that_can_be_found_stands_twice(language: str, signed_in: bool) -> None:
    there = context(
        "data",
        language=language,
        session=SESSION if signed_in else None,
        catalogue=catalogue() if signed_in else None,
    )
    found = findings(there, page(Action(id="report", label="Meld een fout")))
    ids, names = [item.id for item in found], [item.title for item in found]
    assert len(set(ids)) == len(ids)
    assert [name for name in names if names.count(name) > 1] == []
    assert all(item.detail for item in found), "each takes two lines: 24 pixels to press (2.5.8)"


@pytest.mark.parametrize(
    ("language", "typed", "place"),
    [
        ("nl", "kind", "go:data.household"),
        ("nl", "auto", "go:data.vehicles"),
        ("nl", "nummerplaat", "go:data.vehicles"),
        ("nl", "afmelden", "go:sign-out"),
        ("nl", "nickname", "go:profile.nickname"),
        ("en", "child benefit", "go:data.growth-package"),
        ("fr", "voiture", "go:data.vehicles"),
        ("de", "Kindergeld", "go:data.growth-package"),
    ],
)
def test_a_thing_is_found_by_other_words_too(language: str, typed: str, place: str) -> None:
    there = context("data", language=language, session=SESSION, catalogue=catalogue())
    search = Search(findings(there, page()), Words(language))
    assert place in [item.id for item in search.find(typed).items]


def test_signed_out_the_words_of_data_lead_to_the_page_of_data() -> None:
    search = Search(findings(context("start"), page()), WORDS)
    assert [item.id for item in search.find("kind").items] == ["go:data"]


def test_where_nothing_is_found_it_says_where_was_looked() -> None:
    search = Search([one("1", "Hulp"), one("2", "Taal", group="setting")], WORDS)
    assert search.find("xyz").items == ()
    said = nothing_found(search, WORDS, "xyz", signed_in=False)
    assert "‘xyz’" in said
    assert "Pagina’s, Instellingen." in said
    assert WORDS("menu.sign-in-first") in said
    assert WORDS("menu.by-name") not in said
    there = context("data", session=SESSION, catalogue=catalogue())
    of_data = Search(findings(there, page()), WORDS)
    assert WORDS("menu.by-name") in nothing_found(of_data, WORDS, "xyz", signed_in=True)


def test_a_thousand_messages_are_counted_and_not_all_shown() -> None:
    search = Search([one(f"go:{n}", f"Brief {n}", group="post") for n in range(1000)], WORDS)
    found = search.find("brief")
    assert (len(found.items), found.total, found.among) == (MOST, 1000, 1000)
    began = time.process_time()
    search.find("brief 9")
    assert time.process_time() - began < 0.1, "it takes 2 ms; a letter waits for it"
