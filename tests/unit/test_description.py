"""What has the focus, in one sentence: role, name, state, value and position of everything on a page."""

import pytest
from msgspec.structs import replace

from tests.screens import pages
from tests.unit.pages import context, draw
from tui.locale import LANGUAGES, Words
from tui.page import description
from tui.page.description import LONGEST_VALUE, FocusTarget, title_and_step, where_am_i
from tui.page.parts import PART_KINDS, TITLE, Form, Page

WORDS = Words("nl")
FORM = "Pagina Een adres toevoegen, stap 1 van 2. "
KIND = "Keuze Waarvoor dient het adres?, verplicht"
AGREE = "Vinkje Bewaar dit adres in mijn profiel, verplicht"
MESSAGE = "Lijst Uw berichten, Uw Groeipakket verandert vanaf januari, nieuw"


def said(page: Page, part: str, stop: str = "", **more: str) -> str:
    """The sentence in Dutch."""
    return where_am_i(page, WORDS, FocusTarget(part, stop, **more))


@pytest.mark.parametrize(
    ("stop", "more", "rest"),
    [
        (
            "street",
            {"value": "Molenstraat"},
            "Invoerveld Straat, verplicht, waarde Molenstraat, veld 2",
        ),
        ("label", {}, "Invoerveld Naam van het adres, niet verplicht, leeg, veld 1"),
        (
            "postCode",
            {"value": "90", "error": "Een postcode heeft vier cijfers."},
            "Invoerveld Postcode, verplicht, waarde 90, fout: Een postcode heeft vier cijfers, veld 4",
        ),
        ("kind", {"option": "post"}, f"{KIND}, nog niets gekozen, u staat op Voor brieven, veld 5"),
        ("kind", {"option": "stay", "value": "stay"}, f"{KIND}, gekozen Om te verblijven, veld 5"),
        ("agree", {"value": "yes"}, f"{AGREE}, aangevinkt, veld 6"),
        ("agree", {}, f"{AGREE}, niet aangevinkt, veld 6"),
    ],
)
def test_a_form_is_described_field_by_field(stop: str, more: dict[str, str], rest: str) -> None:
    assert said(pages.FORM, "address-form", stop, **more) == f"{FORM}{rest} van 8."


@pytest.mark.parametrize(
    ("page", "part", "stop", "rest"),
    [
        (pages.FORM, "address-form", "save", "Knop Controleren, 1 van 2"),
        (pages.FORM, "address-form", "cancel", "Knop Niet bewaren, 2 van 2"),
        (pages.FORM, "wrong", "to:address-form.postCode", "Knop Ga naar Postcode, 1 van 1"),
        (pages.DATA, "identity", "report-identity", "Knop Meld een fout, Identiteit, 1 van 2"),
        (pages.DATA, "household", "", "Blok Gezin, wordt opgehaald, blok 2 van 5"),
        (pages.DATA, description.TABS, "ebox", "Tabblad eBox, 3 van 5"),
        (pages.DATA, description.TABS, "data", "Tabblad Uw gegevens, u bent hier, 2 van 5"),
        (pages.DATA, description.HEAD, "who", "Knop Noor Peeters"),
        (pages.DATA, TITLE, "", "Titel Uw gegevens"),
        (pages.EBOX, "messages", "m-1", f"{MESSAGE}, 1 van 3"),
        (pages.MESSAGE, "messages", "m-1", f"{MESSAGE}, gekozen, 1 van 3"),
        (pages.SIGN_IN, "phone-asks", "phone-approve", "Knop Bevestigen, 1 van 2"),
        (pages.REQUEST, "term", "", "Tekst Termijn: nog 21 dagen"),
    ],
)
def test_everything_else_is_described_too(page: Page, part: str, stop: str, rest: str) -> None:
    assert said(page, part, stop) == f"Pagina {title_and_step(page, WORDS)}. {rest}."


def test_the_only_field_of_a_form_is_not_called_optional() -> None:
    """A search has one field, and is there for it; beside others it says that it may stay empty."""
    (form,) = [part for part in draw(context("privacy")).parts if isinstance(part, Form)]
    alone = replace(pages.page("privacy", "Privacyverklaring", form), step="")
    assert "niet verplicht" not in said(alone, form.id, "words")
    more = replace(form, fields=(*form.fields, replace(form.fields[0], name="more")))
    beside = pages.page("privacy", "Privacyverklaring", more)
    assert "niet verplicht" in said(beside, form.id, "words")


def test_of_a_secret_only_the_length_is_said() -> None:
    told = said(pages.FORM, "address-form", "pin", value="4711")
    assert told == FORM + "Invoerveld Pincode, verplicht, 4 tekens getypt, geheim, veld 8 van 8."
    assert not set("4711") & set(told.replace("4 tekens", "").replace("stap 1", ""))


def test_a_long_value_is_cut_and_breaks_no_line() -> None:
    told = said(pages.FORM, "address-form", "words", value="Regel\nna regel " * 30)
    assert "\n" not in told
    assert "…, veld 7 van 8." in told
    assert len(told) < len(FORM) + LONGEST_VALUE + 80


def test_without_a_step_none_is_said() -> None:
    assert title_and_step(replace(pages.FORM, step=""), WORDS) == "Een adres toevoegen"
    english = replace(pages.FORM, title="Add", step="Step 1 of 2")
    assert title_and_step(english, Words("en")) == "Add, step 1 of 2"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
def test_every_part_has_a_role_in_every_language(page: Page, language: str) -> None:
    words = Words(language)
    told = [where_am_i(page, words, FocusTarget(part.id)) for part in page.everything]
    assert all(one.count(".") >= 2 for one in told)
    kinds = {type(part) for one in pages.ALL for part in (*one.everything, *one.pieces)}
    assert kinds == set(PART_KINDS)
