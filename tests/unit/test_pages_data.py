"""Uw gegevens and the overview of controllers, drawn from what is held."""

from copy import copy
from typing import Any, Literal

import msgspec
import pytest

from tests.unit.pages import (
    NOW,
    actions,
    catalogue,
    context,
    draw,
    everything,
    facts,
    here,
    listing,
    said,
)
from tui.locale import LANGUAGES
from tui.page.parts import Facts, Text
from tui.portal.models import BlockStatus

IDENTITY = {
    "familyName": "Peeters",
    "givenNames": "Noor Maria",
    "birthDate": "1985-07-30",
    "birthPlace": "Gent",
    "sex": "F",
    "nationality": "BE",
    "nationalNumber": "85673003328",
}
BLOCKS = [block.block_id for one in catalogue().items for block in one.blocks]


def status(state: Any, **members: Any) -> dict[str, BlockStatus]:
    """The identity block in this state."""
    block = BlockStatus(block_id="identity", controller_id="rijksregister", state=state, **members)
    return {"identity": block}


@pytest.mark.parametrize(
    ("state", "shown"), [("loading", "loading"), ("here", "unavailable"), ("unavailable",) * 2]
)
def test_a_block_that_nobody_asks_for_is_not_being_fetched(state: Any, shown: str) -> None:
    drawn = draw(context("data", catalogue=catalogue(), catalogue_state=state))
    assert {facts(drawn, f"block-{one}").state for one in BLOCKS} == {shown}


@pytest.mark.requirement("R16")
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_block_stands_once_under_its_category(language: str) -> None:
    drawn = draw(context("data", language, catalogue=catalogue()))
    heads: dict[str, list[str]] = {}
    head = ""
    for part in drawn.parts:
        if isinstance(part, Text) and part.role == "heading":
            head = part.id.removeprefix("category-")
        elif isinstance(part, Facts):
            heads.setdefault(head, []).append(part.id.removeprefix("block-"))
    expected = {
        one.category_id: [
            block.block_id
            for controller in catalogue().items
            for block in controller.blocks
            if block.category == one.category_id
        ]
        for one in catalogue().categories
    }
    assert heads == {category: blocks for category, blocks in expected.items() if blocks}
    assert sorted(block for blocks in heads.values() for block in blocks) == sorted(BLOCKS)


def test_a_block_of_an_unknown_category_is_shown_all_the_same() -> None:
    whole = catalogue()
    known = msgspec.structs.replace(whole, categories=whole.categories[1:])
    drawn = draw(context("data", catalogue=known))
    assert "block-identity" in {one.id for one in drawn.parts}
    assert "Andere gegevens" in said(drawn)


@pytest.mark.requirement("R18", "R19")
def test_the_page_says_that_data_can_be_wrong_and_who_then_lacks_them() -> None:
    text = said(draw(context("data", catalogue=catalogue())))
    assert "fout, verouderd of onvolledig" in text
    assert "Dan heeft de bevoegde overheid zelf niet de juiste informatie." in text


@pytest.mark.requirement("R5", "R24", "R25", "R26")
@pytest.mark.parametrize("place", ["data", "data.identity", "controllers.entry/identity"])
def test_the_role_of_digitaal_vlaanderen_is_said_with_the_data(place: str) -> None:
    text = said(draw(context(place, **here("identity", IDENTITY))))
    assert "Digitaal Vlaanderen is hier verwerker." in text
    assert "verwerkingsverantwoordelijken" in text
    assert "hun diensten, of bij hun plicht om zelf informatie te geven" in text


@pytest.mark.requirement("R6", "R42")
def test_a_block_names_source_authority_level_and_time_of_fetch() -> None:
    block = facts(draw(context("data", **here("identity", IDENTITY))), "block-identity")
    assert block.source == (
        "Bron: Rijksregister van de natuurlijke personen. "
        "Bevoegd: FOD Binnenlandse Zaken (federale overheid). "
        "Opgehaald op 23 november 2026 om 10.00 uur."
    )


def test_the_overview_shows_the_first_facts_and_the_way_to_all() -> None:
    drawn = draw(context("data", **here("identity", IDENTITY)))
    block = facts(drawn, "block-identity")
    assert [[(one.label, one.value) for one in group] for group in block.groups] == [
        [("Naam", "Peeters"), ("Voornamen", "Noor Maria"), ("Geboortedatum", "30 juli 1985")]
    ]
    assert actions(drawn)["open-identity"].name == "Bekijk alles, Identiteit"
    assert block.summary == "Identiteit: Peeters"


def test_several_records_are_groups_that_begin_with_what_titles_them() -> None:
    children = [{"child": f"Kind {one}", "amount": 173.20} for one in range(1, 6)]
    drawn = draw(context("data", **here("growth-package", *children)))
    block = facts(drawn, "block-growth-package")
    assert [group[0].value for group in block.groups] == ["Kind 1", "Kind 2", "Kind 3"]
    assert block.note == "En nog 2 andere. Kies ‘Bekijk alles’."
    assert block.summary.endswith(": 5 gevonden")
    whole = facts(
        draw(context("data.growth-package", **here("growth-package", *children))),
        "block-growth-package",
    )
    assert len(whole.groups) == 5


def test_the_block_s_own_page_shows_every_field_and_what_the_register_leaves_open() -> None:
    record = {name: value for name, value in IDENTITY.items() if name != "birthPlace"}
    drawn = draw(context("data.identity", **here("identity", record)))
    (group,) = facts(drawn, "block-identity").groups
    assert [(one.label, one.value) for one in group] == [
        ("Naam", "Peeters"),
        ("Voornamen", "Noor Maria"),
        ("Geboortedatum", "30 juli 1985"),
        ("Geboorteplaats", "Niet ingevuld"),
        ("Geslacht", "Vrouw"),
        ("Nationaliteit", "Belg"),
        ("Rijksregisternummer", "85.67.30-033.28"),
    ]


@pytest.mark.parametrize(
    ("state", "members", "note"),
    [
        ("loading", {}, "FOD Binnenlandse Zaken zoekt uw gegevens op."),
        ("empty", {}, "FOD Binnenlandse Zaken heeft hier geen gegevens over u."),
        (
            "unavailable",
            {"reason": "noAnswer", "since": NOW},
            "FOD Binnenlandse Zaken antwoordt niet. Dat is zo sinds 23 november 2026 om 10.00 uur. "
            "Al het andere werkt. Probeer het straks opnieuw.",
        ),
        (
            "unavailable",
            {"reason": "error", "since": NOW},
            "FOD Binnenlandse Zaken meldt een storing. Dat is zo sinds 23 november 2026 om 10.00 uur. "
            "Al het andere werkt. Probeer het straks opnieuw.",
        ),
        (
            "refused",
            {"reason": "notTheirs"},
            "FOD Binnenlandse Zaken stuurde gegevens die niet bij u horen. "
            "Daarom tonen we ze niet. Probeer het straks opnieuw.",
        ),
        (
            "refused",
            {"reason": "tooLarge"},
            "FOD Binnenlandse Zaken stuurde te veel gegevens. "
            "Daarom tonen we ze niet. Probeer het straks opnieuw.",
        ),
    ],
)
def test_a_block_that_is_not_here_says_why_and_what_can_be_done(
    state: str, members: dict[str, Any], note: str
) -> None:
    for place in ("data", "data.identity"):
        drawn = draw(context(place, catalogue=catalogue(), blocks=status(state, **members)))
        block = facts(drawn, "block-identity")
        assert (block.state, block.note, block.groups) == (state, note, ())
        assert ("retry-identity" in actions(drawn)) == (state in ("unavailable", "refused"))


def test_loading_reserves_rows() -> None:
    drawn = draw(context("data", catalogue=catalogue()))
    assert all(one.expected == 3 for one in drawn.parts if isinstance(one, Facts))


@pytest.mark.parametrize(
    ("failure", "state"),
    [("schema", "refused"), ("tooDeep", "refused"), ("noAnswer", "unavailable")],
)
def test_a_block_that_cannot_be_read_is_not_shown(failure: str, state: str) -> None:
    held = here("identity", IDENTITY, failures={"block.identity": failure})
    block = facts(draw(context("data", **held)), "block-identity")
    assert (block.state, block.groups) == (state, ())
    assert block.note


@pytest.mark.requirement("R22")
@pytest.mark.parametrize("block_id", BLOCKS)
def test_every_block_has_an_information_button_that_shows_its_authority(block_id: str) -> None:
    overview = draw(context("data", catalogue=catalogue()))
    assert actions(overview)[f"info-{block_id}"].name.startswith("Informatie, ")
    opened = draw(context(f"data?info={block_id}", catalogue=catalogue()))
    found = catalogue().block(block_id)
    assert found is not None
    controller, _ = found
    shown = facts(opened, "information")
    values = [one.value for one in shown.groups[0]]
    assert controller.authority["nl"] in values
    assert controller.correction["nl"] in values
    assert controller.contact.email in values
    assert opened.focus == "information"
    assert f"report-{block_id}" in actions(opened)


@pytest.mark.requirement("R23")
@pytest.mark.parametrize("block_id", BLOCKS)
def test_the_overview_of_controllers_says_the_same_as_the_information_button(block_id: str) -> None:
    by_button = facts(draw(context(f"data?info={block_id}", catalogue=catalogue())), "information")
    overview = draw(context(f"controllers.entry/{block_id}", catalogue=catalogue()))
    assert facts(overview, "entry").groups == by_button.groups
    assert listing(overview, "blocks").chosen == block_id


@pytest.mark.requirement("R23")
def test_the_overview_of_controllers_has_one_entry_a_block() -> None:
    drawn = draw(context("controllers", catalogue=catalogue()))
    entries = [one.id for one in listing(drawn, "blocks").items]
    assert sorted(entries) == sorted(BLOCKS)
    assert listing(drawn, "blocks").count == f"{len(BLOCKS)} soorten gegevens."
    assert "Deze lijst maakte de simulator zelf." in said(drawn)


@pytest.mark.requirement("R28", "R29")
@pytest.mark.parametrize("function", ["nickname", "contacts", "addresses", "ebox", "cookies"])
def test_digitaal_vlaanderen_is_controller_of_its_own_functions(function: str) -> None:
    drawn = draw(context(f"controllers.entry/own-{function}", catalogue=catalogue()))
    assert facts(drawn, "entry").groups[0][0].value == "Digitaal Vlaanderen"
    assert "Hier beslist Digitaal Vlaanderen zelf" in said(drawn)
    assert "Digitaal Vlaanderen is hier verwerker" not in said(drawn)


@pytest.mark.parametrize("place", ["controllers.entry/none", "controllers.entry/own-none"])
def test_an_unknown_entry_shows_the_overview(place: str) -> None:
    drawn = draw(context(place, catalogue=catalogue()))
    assert drawn.aside == ()
    assert len(listing(drawn, "blocks").items) == len(BLOCKS)


@pytest.mark.requirement("R20")
def test_an_error_can_be_reported_from_the_block() -> None:
    report = actions(draw(context("data.identity", **here("identity", IDENTITY))))[
        "report-identity"
    ]
    assert report.name == "Meld een fout, Identiteit"


def test_an_unknown_block_has_a_way_back() -> None:
    drawn = draw(context("data.nothing", catalogue=catalogue()))
    assert "Dit blok met gegevens bestaat niet." in said(drawn)
    assert list(actions(drawn)) == ["to-data"]


@pytest.mark.parametrize("place", ["data", "data.identity", "controllers", "rights.new"])
def test_without_the_catalogue_a_page_says_so_and_can_ask_again(place: str) -> None:
    loading = draw(context(place))
    assert "opgehaald" in said(loading)
    failed = draw(context(place, failures={"catalogue": "noAnswer"}))
    assert "De lijst met gegevens is er nu niet." in said(failed)
    assert "retry" in actions(failed)


HOSTILE = "[/red][@click=app.quit]x[/] {value} 👩‍👧 %s"


def test_foreign_text_stays_literal() -> None:
    record = {**IDENTITY, "familyName": HOSTILE}
    drawn = draw(context("data", **here("identity", record)))
    block = facts(drawn, "block-identity")
    assert block.groups[0][0].value == HOSTILE
    assert block.summary == f"Identiteit: {HOSTILE}"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["data", "data.identity", "data?info=identity", "controllers"])
def test_names_are_unique_and_begin_with_the_label(
    place: str, language: Literal["nl", "en"]
) -> None:
    drawn = draw(context(place, language, **here("identity", IDENTITY)))
    offered = list(actions(drawn).values())
    assert all(one.name.startswith(one.label) for one in offered)
    assert len({one.name for one in offered}) == len(offered)
    assert len({one.id for one in everything(drawn)}) == len(everything(drawn))


def test_a_page_function_is_pure() -> None:
    a_visit = context("data", **here("identity", IDENTITY))
    before = copy(a_visit.holdings)
    assert draw(a_visit) == draw(a_visit)
    assert a_visit.holdings == before
