"""The own profile and its forms, drawn from what is held; checking before saving."""

from typing import Any

import pytest

from mock_backends.shared.phone_numbers import e164
from tests.unit.pages import NOW, actions, context, draw, everything, facts, form, profile, said
from tui.journey.context import PageContext
from tui.journey.registry import act_of, page_of
from tui.lines.reading import block_line
from tui.locale import LANGUAGES
from tui.pages.forms import checked, field_errors
from tui.portal.errors import InvalidInput
from tui.portal.models import ContactDetail, Nickname, Profile, SavedAddress

FULL = profile(
    "nickname",
    "contacts",
    "addresses",
    nickname=Nickname(value="Mieke", changed_at=NOW),
    contacts=(
        ContactDetail(
            contact_id="1", kind="email", value="m@voorbeeld.be", label="thuis", changed_at=NOW
        ),
        ContactDetail(contact_id="2", kind="phone", value="+32400000001", changed_at=NOW),
    ),
    addresses=(
        SavedAddress(
            address_id="7",
            street="Kerkstraat",
            house_number="12A",
            box="3",
            post_code="9000",
            municipality="Gent",
            changed_at=NOW,
        ),
    ),
)


async def act(a_visit: PageContext, name: str) -> str | None:
    """Do an action of the page, as the navigator would."""
    definition = page_of(a_visit.place.name)
    assert definition is not None
    its_act = act_of(definition, name)
    assert its_act is not None, name
    return await its_act(a_visit, name)


def typed(a_visit: PageContext, form_id: str, **texts: str) -> PageContext:
    """The visit with this typed into its form ("post_code" is the field "post-code")."""
    for name, text in texts.items():
        a_visit.drafts.write(str(a_visit.place), form_id, name.replace("_", "-"), text)
    return a_visit


@pytest.mark.requirement("R30", "R31")
def test_an_empty_profile_says_that_nothing_is_required() -> None:
    drawn = draw(context("profile", profile=profile()))
    text = said(drawn)
    assert "Niets is verplicht. Het portaal werkt ook met een leeg profiel." in text
    assert "We gebruiken dit alleen om het portaal aangenaam te maken." in text
    assert [facts(drawn, kind).state for kind in ("nickname", "contacts", "addresses")] == [
        "empty"
    ] * 3
    assert list(actions(drawn)) == ["add-nickname", "add-email", "add-phone", "add-address"]


@pytest.mark.parametrize(
    ("held", "lines"),
    [
        (profile(), ["non rempli", "0 enregistrée", "0"]),
        (FULL, ["rempli", "2 enregistrées", "1"]),
    ],
)
def test_french_says_in_one_line_what_is_kept_and_that_nothing_is(
    held: Profile, lines: list[str]
) -> None:
    """French says 0 like 1, and has a no-break space before the colon."""
    a_visit = context("profile", "fr", profile=held)
    drawn = draw(a_visit)
    blocks = [facts(drawn, kind) for kind in ("nickname", "contacts", "addresses")]
    assert [block_line(one, a_visit.words) for one in blocks] == [
        f"{one.title}\u00a0: {line}" for one, line in zip(blocks, lines, strict=True)
    ]


@pytest.mark.requirement("R32", "R34", "R35", "R48")
def test_a_full_profile_says_what_what_for_and_since_when_there_is_consent() -> None:
    drawn = draw(context("profile", profile=FULL))
    assert facts(drawn, "contacts").note == "Waarvoor? Om u meldingen te sturen."
    for kind in ("nickname", "contacts", "addresses"):
        block = facts(drawn, kind)
        assert block.note.startswith("Waarvoor?")
        assert block.source == "U gaf toestemming op 23 november 2026 om 10.00 uur."
    text = said(drawn)
    assert "Roepnaam: Mieke" in text
    assert "Telefoonnummer: +32 400 00 00 01" in text
    assert "Adres: Kerkstraat 12A bus 3, 9000 Gent" in text


@pytest.mark.requirement("R45", "R46")
def test_the_profile_says_until_when_it_is_kept() -> None:
    text = said(draw(context("profile", profile=FULL)))
    assert (
        "Meldt u zich twee jaar niet aan? Dan wissen we alles. Nu is dat na 23 november 2028."
        in text
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_of_several_has_its_own_change_and_remove(language: str) -> None:
    offered = actions(draw(context("profile", language, profile=FULL)))
    assert {"change-contact-1", "remove-contact-1", "change-contact-2", "remove-address-7"} <= set(
        offered
    )
    assert len({one.name for one in offered.values()}) == len(offered)
    assert all(one.name.startswith(one.label) for one in offered.values())
    assert "remove-contacts" in offered
    assert "remove-addresses" not in offered, "one address has its own button"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_seen_tells_the_buttons_of_several_apart(language: str) -> None:
    """Two buttons "Verander" look alike: the name stands in the label where there are several."""
    offered = actions(draw(context("profile", language, profile=FULL)))
    own = {
        id_: one.label for id_, one in offered.items() if one.id.startswith(("change", "remove"))
    }
    assert len(set(own.values())) == len(own)
    assert "m@voorbeeld.be" in own["change-contact-1"]
    assert "+32 400 00 00 01" in own["remove-contact-2"]
    assert "Kerkstraat" not in own["change-address-7"], "the only one needs no name"


@pytest.mark.parametrize(
    ("reason", "says"),
    [
        ("keyMissing", "zet het bestand profile.key terug"),
        ("keyReadable", "chmod 600 profile.key"),
        ("keyWrong", "zet het juiste bestand profile.key terug"),
        ("storeCorrupt", "zet een kopie van de opslag terug"),
        ("noAnswer", "Probeer het straks opnieuw."),
        ("another", "Probeer het straks opnieuw."),
    ],
)
@pytest.mark.parametrize(
    "place",
    ["profile", "profile.nickname", "profile.contact/1", "profile.remove/nickname", "ebox"],
)
def test_an_unavailable_profile_says_why_and_how_to_recover(
    place: str, reason: str, says: str
) -> None:
    drawn = draw(context(place, failures={"profile": reason}))
    assert "Uw profiel is nu niet beschikbaar." in said(drawn)
    assert says in said(drawn)
    assert "Al het andere werkt." in said(drawn)
    assert "retry" in actions(drawn)
    assert len(everything(drawn)) == 1


# --- forms ------------------------------------------------------------------------------------


def test_every_field_has_label_hint_example_and_purpose() -> None:
    for place in ("profile.nickname", "profile.contact?kind=email", "profile.address"):
        for field in form(draw(context(place, profile=profile()))).fields:
            assert field.label
            assert field.hint
            assert field.example
    assert (
        form(draw(context("profile.nickname", profile=profile()))).fields[0].purpose == "nickname"
    )
    kinds = {"email": "email", "phone": "tel"}
    for kind, purpose in kinds.items():
        drawn = draw(context(f"profile.contact?kind={kind}", profile=profile()))
        assert form(drawn).fields[0].purpose == purpose
        assert form(drawn).fields[0].kind == kind


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("place", "fields"),
    [
        ("contact", ("subject", "message")),
        ("profile.nickname", ("nickname",)),
        ("profile.contact?kind=email", ("label",)),
        ("profile.address", ("label",)),
    ],
)
def test_how_long_a_text_may_be_is_said_before_it_is_typed(
    language: str, place: str, fields: tuple[str, ...]
) -> None:
    drawn = form(draw(context(place, language, profile=profile())))
    for field in drawn.fields:
        if field.name in fields:
            assert f" {field.longest} " in field.hint


def test_a_contact_without_a_kind_asks_for_it_first() -> None:
    offered = actions(draw(context("profile.contact", profile=profile())))
    assert list(offered) == ["add-email", "add-phone", "cancel"]


@pytest.mark.parametrize(
    "place", ["profile.contact/9", "profile.address/9", "profile.remove/contact-9"]
)
def test_what_is_no_longer_there_says_so(place: str) -> None:
    assert "Dit staat niet meer in uw profiel." in said(draw(context(place, profile=FULL)))


def test_a_form_for_changing_holds_what_is_stored() -> None:
    fields = form(draw(context("profile.address/7", profile=FULL))).fields
    assert [one.stored for one in fields] == ["Kerkstraat", "12A", "3", "9000", "Gent", ""]
    assert draw(context("profile.address/7", profile=FULL)).title == "Adres veranderen"
    assert draw(context("profile.address", profile=FULL)).title == "Adres toevoegen"


async def test_checking_shows_what_would_be_saved_before_it_is() -> None:
    a_visit = typed(context("profile.nickname", profile=FULL), "nickname-form", nickname="  Zoë ")
    assert draw(a_visit).step == "Stap 1 van 2"
    assert await act(a_visit, "check") is None
    review = draw(a_visit)
    assert review.step == "Stap 2 van 2"
    assert [(one.label, one.value) for one in facts(review, "review").groups[0]] == [
        ("Roepnaam", "Zoë")
    ]
    assert "Als u bewaart, geeft u toestemming" in said(review)
    assert list(actions(review)) == ["save", "change", "cancel"]


async def test_changing_one_s_mind_brings_the_typed_text_back() -> None:
    a_visit = typed(context("profile.nickname", profile=FULL), "nickname-form", nickname="Zoë")
    await act(a_visit, "check")
    a_visit.drafts.forget("profile.nickname", "nickname-form")  # as the navigator does
    assert await act(a_visit, "change") is None
    assert a_visit.typed(form(draw(a_visit))) == {"nickname": "Zoë"}


async def test_cancelling_forgets_what_was_typed() -> None:
    a_visit = typed(context("profile.nickname", profile=FULL), "nickname-form", nickname="Zoë")
    await act(a_visit, "check")
    assert await act(a_visit, "cancel") == "profile?at=nickname"
    assert a_visit.pending == {}
    assert a_visit.typed(form(draw(a_visit))) == {"nickname": "Mieke"}


async def test_opening_the_page_anew_begins_at_the_fields() -> None:
    a_visit = typed(context("profile.nickname", profile=FULL), "nickname-form", nickname="Zoë")
    await act(a_visit, "check")
    definition = page_of("profile.nickname")
    assert definition is not None
    assert definition.load is not None
    await definition.load(a_visit)
    assert a_visit.typed(form(draw(a_visit))) == {"nickname": "Zoë"}


GOOD_ADDRESS = {
    "street": "Kerkstraat",
    "house_number": "12A",
    "post_code": "9000",
    "municipality": "Gent",
}


@pytest.mark.parametrize(
    ("place", "form_id", "texts", "field", "says"),
    [
        ("profile.nickname", "nickname-form", {"nickname": ""}, "nickname", "Vul ‘Roepnaam’ in."),
        ("profile.nickname", "nickname-form", {"nickname": "  "}, "nickname", "Vul ‘Roepnaam’ in."),
        (
            "profile.nickname",
            "nickname-form",
            {"nickname": "\u200b\u2060\u3164"},
            "nickname",
            "Vul ‘Roepnaam’ in.",
        ),
        (
            "profile.nickname",
            "nickname-form",
            {"nickname": "a" * 41},
            "nickname",
            "‘Roepnaam’ is te lang. Gebruik hoogstens 40 tekens.",
        ),
        (
            "profile.nickname",
            "nickname-form",
            {"nickname": "a" * 10_000},
            "nickname",
            "Gebruik hoogstens 40 tekens.",
        ),
        (
            "profile.nickname",
            "nickname-form",
            {"nickname": "a\x1b[31mb"},
            "nickname",
            "tekens die u niet ziet",
        ),
        (
            "profile.nickname",
            "nickname-form",
            {"nickname": "a\u202eb"},
            "nickname",
            "tekens die u niet ziet",
        ),
        (
            "profile.contact?kind=email",
            "contact-form",
            {"value": "mieke"},
            "value",
            "Dit is geen volledig e-mailadres. Het heeft een @, daarna een punt, en geen spatie. "
            "Bijvoorbeeld: naam@voorbeeld.be",
        ),
        (
            "profile.contact?kind=email",
            "contact-form",
            {"value": "a@b@c.be"},
            "value",
            "geen volledig e-mailadres",
        ),
        (
            "profile.contact?kind=email",
            "contact-form",
            {"value": "a b@c.be"},
            "value",
            "geen volledig e-mailadres",
        ),
        (
            "profile.contact?kind=phone",
            "contact-form",
            {"value": "bel mij"},
            "value",
            "Bij ‘Telefoonnummer’ hoort een volledig nummer. Gebruik cijfers en begin met 0 of +. "
            "Bijvoorbeeld: 0400 00 00 01",
        ),
        (
            "profile.contact?kind=email",
            "contact-form",
            {"value": "a@b.be", "label": "x" * 31},
            "label",
            "‘Omschrijving’ is te lang.",
        ),
        (
            "profile.address",
            "address-form",
            {**GOOD_ADDRESS, "post_code": "900"},
            "post-code",
            "Een postcode heeft vier cijfers, van 1000 tot 9999. Bijvoorbeeld: 9000",
        ),
        (
            "profile.address",
            "address-form",
            {**GOOD_ADDRESS, "post_code": "0999"},
            "post-code",
            "Een postcode heeft vier cijfers",
        ),
        (
            "profile.address",
            "address-form",
            {**GOOD_ADDRESS, "post_code": "٩٠٠٠"},
            "post-code",
            "Een postcode heeft vier cijfers",
        ),
        (
            "profile.address",
            "address-form",
            {**GOOD_ADDRESS, "house_number": "A12"},
            "house-number",
            "Een huisnummer begint met een cijfer van 1 tot 9. Bijvoorbeeld: 12A",
        ),
        (
            "profile.address",
            "address-form",
            {**GOOD_ADDRESS, "house_number": "0"},
            "house-number",
            "Een huisnummer begint met een cijfer van 1 tot 9.",
        ),
        (
            "profile.address",
            "address-form",
            {**GOOD_ADDRESS, "municipality": "Gent😀"},
            "municipality",
            "In de naam van een gemeente staan alleen letters.",
        ),
        (
            "profile.address",
            "address-form",
            {**GOOD_ADDRESS, "municipality": "()"},
            "municipality",
            "In de naam van een gemeente staan alleen letters.",
        ),
        (
            "profile.address",
            "address-form",
            {**GOOD_ADDRESS, "street": ""},
            "street",
            "Vul ‘Straat’ in. Bijvoorbeeld: Kerkstraat",
        ),
    ],
)
async def test_a_wrong_entry_is_told_under_its_field_and_stays(
    place: str, form_id: str, texts: dict[str, str], field: str, says: str
) -> None:
    a_visit = typed(context(place, profile=profile()), form_id, **texts)
    assert await act(a_visit, "check") is None
    drawn = form(draw(a_visit))
    errors = {one.name: one.error for one in drawn.fields if one.error}
    assert list(errors) == [field]
    assert says in errors[field]
    kept = {name.replace("_", "-"): text.strip() for name, text in texts.items()}
    assert {name: a_visit.typed(drawn)[name] for name in kept} == kept


@pytest.mark.parametrize("name", ["'s-Gravenvoeren", "Sint-Niklaas (Waas)", "Liège", "Αθήνα"])
async def test_a_municipality_is_taken_in_letters_of_any_language(name: str) -> None:
    a_visit = typed(
        context("profile.address", profile=profile()),
        "address-form",
        **{**GOOD_ADDRESS, "municipality": name},
    )
    await act(a_visit, "check")
    assert a_visit.pending


@pytest.mark.parametrize(
    "nickname", ["[/red]", "[@click=app.quit]x[/]", "👩‍👧 Zoë", "{name}", "%s", "O'Brien", "a" * 40]
)
async def test_brackets_braces_and_emoji_are_names_like_any_other(nickname: str) -> None:
    a_visit = typed(
        context("profile.nickname", profile=profile()), "nickname-form", nickname=nickname
    )
    await act(a_visit, "check")
    assert facts(draw(a_visit), "review").groups[0][0].value == nickname


def test_what_is_typed_is_compared_in_one_form_of_writing() -> None:
    a_visit = typed(
        context("profile.nickname", profile=profile()), "nickname-form", nickname="Zoe\u0308"
    )
    assert checked(a_visit, form(draw(a_visit)), {}) == {"nickname": "Zoë"}


@pytest.mark.parametrize(
    "phone", ["0400 00 00 01", "+32400000001", "0032 400 000 001", "(09) 123 45 67"]
)
async def test_phone_numbers_are_taken_as_people_write_them(phone: str) -> None:
    a_visit = typed(
        context("profile.contact?kind=phone", profile=profile()), "contact-form", value=phone
    )
    await act(a_visit, "check")
    assert a_visit.pending


@pytest.mark.parametrize(
    "phone",
    ["0470 12", "470 12 34 56", "0470 12 34 56 78", "+32 (0)470 12", "+32 0470 12 34 56", "+"],
)
async def test_a_phone_number_that_the_service_would_refuse_is_told_before_it_is_sent(
    phone: str,
) -> None:
    assert not e164(phone)
    a_visit = typed(
        context("profile.contact?kind=phone", profile=profile()), "contact-form", value=phone
    )
    await act(a_visit, "check")
    assert "een volledig nummer" in form(draw(a_visit)).fields[0].error


@pytest.mark.parametrize(
    "phone",
    ["+31 20 123 4567", "00 33 1 23 45 67 89", "+32 (0)470 12 34 56", "0032 (0)2 555 12 12"],
)
async def test_a_phone_number_that_the_service_takes_goes_on_to_the_review(phone: str) -> None:
    assert e164(phone)
    a_visit = typed(
        context("profile.contact?kind=phone", profile=profile()), "contact-form", value=phone
    )
    await act(a_visit, "check")
    assert a_visit.pending


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "code",
    [
        "required",
        "tooLong",
        "controlCharacters",
        "emailInvalid",
        "phoneInvalid",
        "postCodeInvalid",
        "houseNumberInvalid",
        "municipalityInvalid",
        "tooMany",
        "somethingNew",
    ],
)
def test_every_code_of_the_service_has_words(language: str, code: str) -> None:
    a_visit = context("profile.address", language, profile=profile())
    drawn = form(draw(a_visit))
    error = InvalidInput((("houseNumber", code), ("unheardOf", code)))
    errors = field_errors(a_visit, error, drawn, {"houseNumber": "house-number"})
    assert set(errors) == {"house-number", "street"}
    assert all(errors.values())


# --- removing ---------------------------------------------------------------------------------


@pytest.mark.requirement("R47", "R59")
@pytest.mark.parametrize(
    ("subject", "values"),
    [
        ("nickname", ["Mieke"]),
        ("contact-2", ["+32 400 00 00 01"]),
        ("contacts", ["m@voorbeeld.be", "+32 400 00 00 01"]),
        ("address-7", ["Kerkstraat 12A bus 3, 9000 Gent"]),
        ("addresses", ["Kerkstraat 12A bus 3, 9000 Gent"]),
    ],
)
def test_removing_says_what_goes_and_that_it_is_for_good(subject: str, values: list[str]) -> None:
    drawn = draw(context(f"profile.remove/{subject}", profile=FULL))
    assert [one.value for one in facts(drawn, "review").groups[0]] == values
    nothing_remains = subject != "contact-2"
    assert ("Zo trekt u ook uw toestemming in." in said(drawn)) == nothing_remains
    assert list(actions(drawn)) == ["keep", "remove"]


async def test_from_the_profile_every_action_leads_somewhere() -> None:
    a_visit = context("profile", profile=FULL)
    leads: dict[str, Any] = {one: await act(a_visit, one) for one in actions(draw(a_visit))}
    assert leads == {
        "change-nickname": "profile.nickname",
        "remove-nickname": "profile.remove/nickname",
        "add-email": "profile.contact?kind=email",
        "add-phone": "profile.contact?kind=phone",
        "change-contact-1": "profile.contact/1",
        "remove-contact-1": "profile.remove/contact-1",
        "change-contact-2": "profile.contact/2",
        "remove-contact-2": "profile.remove/contact-2",
        "remove-contacts": "profile.remove/contacts",
        "add-address": "profile.address",
        "change-address-7": "profile.address/7",
        "remove-address-7": "profile.remove/address-7",
    }


async def test_an_error_belongs_to_the_text_that_was_refused() -> None:
    a_visit = typed(
        context("profile.address", profile=profile()), "address-form", **{"post-code": "90"}
    )
    await act(a_visit, "check")
    assert a_visit.error("address-form", "post-code")
    assert not a_visit.drafts.mended("profile.address", "address-form", "post-code")
    a_visit.drafts.write("profile.address", "address-form", "post-code", "9000")
    assert a_visit.drafts.mended("profile.address", "address-form", "post-code")
    assert not a_visit.drafts.mended("profile.address", "address-form", "street")
