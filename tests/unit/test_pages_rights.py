"""The rights pages, drawn from what is held."""

from typing import Any
from urllib.parse import urlencode

import pytest

from tests.journey.steps import find, has, said
from tests.unit.pages import BLOCKS, act, context, draw, form, page, profile, rows, typed
from tui.page.parts import Facts
from tui.pages.authority import CONSENT_FUNCTIONS, OWN_FUNCTIONS
from tui.pages.rights_subject import BY_ONESELF, RIGHTS


def test_the_first_step_offers_every_right_and_subject_with_its_controller() -> None:
    shown = page("rights.new?block=vehicles&change=yes")
    right, about = form(shown).fields
    assert [option.value for option in right.options] == list(RIGHTS)
    assert about.stored == "block:vehicles"
    assert [option.value for option in about.options] == [
        *(f"block:{block.block_id}" for _, block in BLOCKS),
        *(f"function:{function}" for function in OWN_FUNCTIONS),
    ]
    assert all(option.hint for option in about.options)
    assert shown.step == "Stap 1 van 3: onderwerp"


@pytest.mark.parametrize(
    ("query", "asked", "offered"),
    [
        ("block=vehicles", "right", [right for right in RIGHTS if right != "withdrawConsent"]),
        ("function=nickname", "right", [right for right in RIGHTS if right not in BY_ONESELF]),
        ("right=withdrawConsent", "about", [f"function:{one}" for one in CONSENT_FUNCTIONS]),
    ],
)
def test_what_the_way_here_names_is_not_asked_again_and_only_what_goes_with_it_is_offered(
    query: str, asked: str, offered: list[str]
) -> None:
    (field,) = form(page(f"rights.new?{query}")).fields
    assert field.name == asked
    assert [option.value for option in field.options] == offered


@pytest.mark.parametrize(
    "query",
    [
        {"right": "rectification"},
        {"right": "nonsense", "block": "identity"},
        {"right": "access", "block": "nothing"},
        {"right": "access", "function": "wallet"},
        {"right": "withdrawConsent", "block": "identity"},
        {"right": "restriction", "function": "nickname"},
        {"right": "withdrawConsent", "function": "cookies"},
    ],
)
def test_a_link_that_fits_nothing_begins_at_the_first_step(query: dict[str, str]) -> None:
    assert page(f"rights.new?{urlencode(query)}").step == "Stap 1 van 3: onderwerp"


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("right=portability&block=vehicles", True),
        ("right=portability&function=ebox", True),
        ("right=portability&function=contacts", False),
        ("right=access&block=vehicles", False),
    ],
)
def test_where_the_law_does_not_give_a_file_is_said_before_anything_is_typed(
    query: str, told: bool
) -> None:
    shown = page(f"rights.new?{query}", profile=profile())
    assert has(shown, "limits") is told
    assert has(shown, "words-form")


@pytest.mark.requirement("R61", "R62", "R63")
@pytest.mark.parametrize(
    ("controller", "block"), BLOCKS, ids=lambda one: getattr(one, "block_id", "")
)
def test_a_request_about_a_block_goes_to_its_controller_who_decides(
    controller: Any, block: Any
) -> None:
    place = f"rights.new?right=rectification&block={block.block_id}"
    shown = page(place, profile=profile())
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
