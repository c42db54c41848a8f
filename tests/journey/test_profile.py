"""The own profile against the real service: giving, changing, removing, and when it cannot be opened."""

import asyncio
import os
from datetime import timedelta

import pytest

from tests.journey.filling import errors, fill_in, save, sign_out, type_in
from tests.journey.steps import (
    become,
    find,
    has,
    loaded,
    offers,
    said,
    sign_in_by_itsme,
    until,
)
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.parts import Facts, Form, Notice

NASTY = (
    "[/red]",
    "[@click=app.quit]x[/]",
    "👩‍👧 Zoë",
    "{name} %s",
    "O'Brien; DROP TABLE",
    "ж" * 40,
)


@pytest.mark.requirement("R30")
async def test_everything_works_with_an_empty_profile(signed_in: Navigator) -> None:
    for place in ("home", "data", "profile", "ebox", "rights", "controllers", "privacy"):
        await signed_in.open(place)
        await until(signed_in, loaded)
        assert not has(signed_in.page, "trouble"), place
    await signed_in.open("profile")
    assert [find(signed_in.page, one, Facts).state for one in ("nickname", "contacts")] == [
        "empty",
        "empty",
    ]


@pytest.mark.served
@pytest.mark.requirement("R31", "R32", "R35", "R45")
async def test_a_nickname_is_added_shown_changed_and_removed(signed_in: Navigator) -> None:
    await signed_in.open("profile")
    await signed_in.act("add-nickname")
    await fill_in(signed_in, "nickname-form", nickname="  Nono ")
    assert signed_in.page.step == "Stap 2 van 2"
    assert find(signed_in.page, "review", Facts).groups[0][0].value == "Nono"
    assert signed_in.page.who == "Noor Peeters", "nothing is saved yet"
    await signed_in.act("save")
    assert signed_in.page.id == "profile"
    assert find(signed_in.page, "done", Notice).title == "Uw roepnaam is bewaard: Nono."
    assert "Nono" in signed_in.page.who
    nickname = find(signed_in.page, "nickname", Facts)
    assert nickname.source == "U gaf toestemming op 23 november 2026 om 10.00 uur."

    await sign_out(signed_in)
    await sign_in_by_itsme(signed_in)
    assert "Nono" in signed_in.page.who, "it survives signing out"

    await signed_in.open("profile")
    await signed_in.act("change-nickname")
    assert find(signed_in.page, "nickname-form", Form).fields[0].stored == "Nono"
    await save(signed_in, "nickname-form", nickname="Noortje")
    assert "Noortje" in signed_in.page.who

    await signed_in.act("remove-nickname")
    assert "Dit is voorgoed." in said(signed_in.page)
    await signed_in.act("remove")
    assert signed_in.page.who == "Noor Peeters"
    nickname = find(signed_in.page, "nickname", Facts)
    assert (nickname.state, nickname.source) == ("empty", "")


@pytest.mark.requirement("R34", "R48")
async def test_contacts_are_added_changed_and_removed(signed_in: Navigator) -> None:
    await signed_in.open("profile")
    await signed_in.act("add-email")
    await save(signed_in, "contact-form", value="noor@voorbeeld.be", label="thuis")
    await signed_in.act("add-phone")
    await save(signed_in, "contact-form", value="0400 00 00 01")
    contacts = find(signed_in.page, "contacts", Facts)
    assert [group[0].value for group in contacts.groups] == [
        "noor@voorbeeld.be",
        "+32 400 00 00 01",
    ]
    assert contacts.note == "Waarvoor? Om u meldingen te sturen."

    change = next(one for one in contacts.actions if one.id.startswith("change-contact-"))
    await signed_in.act(change.id)
    await save(signed_in, "contact-form", value="noor@werk.example", label="werk")
    contacts = find(signed_in.page, "contacts", Facts)
    assert "noor@werk.example" in said(signed_in.page)
    assert "noor@voorbeeld.be" not in said(signed_in.page)

    remove = next(one for one in contacts.actions if one.id.startswith("remove-contact-"))
    await signed_in.act(remove.id)
    await signed_in.act("keep")
    assert len(find(signed_in.page, "contacts", Facts).groups) == 2
    await signed_in.act("remove-contacts")
    await signed_in.act("remove")
    assert find(signed_in.page, "contacts", Facts).groups == ()


@pytest.mark.requirement("R35")
async def test_addresses_are_added_changed_and_removed(signed_in: Navigator) -> None:
    await signed_in.open("profile")
    await signed_in.act("add-address")
    await save(
        signed_in,
        "address-form",
        street="Kerkstraat",
        house_number="12A",
        box="3",
        post_code="9000",
        municipality="Gent",
        label="oma",
    )
    addresses = find(signed_in.page, "addresses", Facts)
    assert addresses.groups[0][0].value == "Kerkstraat 12A bus 3, 9000 Gent"
    change = next(one for one in addresses.actions if one.id.startswith("change-address-"))
    await signed_in.act(change.id)
    await save(signed_in, "address-form", box="")
    addresses = find(signed_in.page, "addresses", Facts)
    assert addresses.groups[0][0].value == "Kerkstraat 12A, 9000 Gent"
    remove = next(one for one in addresses.actions if one.id.startswith("remove-address-"))
    await signed_in.act(remove.id)
    await signed_in.act("remove")
    assert find(signed_in.page, "addresses", Facts).state == "empty"


@pytest.mark.parametrize("nickname", NASTY)
async def test_what_is_typed_is_kept_letter_by_letter(signed_in: Navigator, nickname: str) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname=nickname)
    assert find(signed_in.page, "nickname", Facts).groups[0][0].value == nickname
    assert nickname in signed_in.page.who


@pytest.mark.parametrize("text", NASTY)
async def test_every_text_field_but_the_municipality_takes_brackets_and_emoji(
    signed_in: Navigator, text: str
) -> None:
    short = text[:10]
    await signed_in.open("profile.address")
    await save(
        signed_in,
        "address-form",
        street=text,
        house_number=f"1{short[:9]}",
        box=short.strip(),
        post_code="1000",
        municipality="Brussel",
        label=text[:30],
    )
    assert signed_in.page.id == "profile"
    assert text in find(signed_in.page, "addresses", Facts).groups[0][0].value


@pytest.mark.parametrize(
    ("place", "form_id", "texts", "field"),
    [
        ("profile.nickname", "nickname-form", {"nickname": ""}, "nickname"),
        ("profile.nickname", "nickname-form", {"nickname": "x" * 41}, "nickname"),
        ("profile.nickname", "nickname-form", {"nickname": "x" * 10_000}, "nickname"),
        ("profile.nickname", "nickname-form", {"nickname": "a\x1b]52;c;eA\x07"}, "nickname"),
        ("profile.contact?kind=email", "contact-form", {"value": "noor"}, "value"),
        ("profile.contact?kind=email", "contact-form", {"value": "noor@be"}, "value"),
        ("profile.contact?kind=phone", "contact-form", {"value": "112"}, "value"),
        ("profile.contact?kind=phone", "contact-form", {"value": "abc"}, "value"),
        ("profile.contact?kind=email", "contact-form", {"value": "", "label": "x"}, "value"),
    ],
)
async def test_a_wrong_entry_is_told_at_its_field_and_nothing_is_saved(
    signed_in: Navigator, place: str, form_id: str, texts: dict[str, str], field: str
) -> None:
    await signed_in.open(place)
    await fill_in(signed_in, form_id, **texts)
    assert list(errors(signed_in, form_id)) == [field]
    assert signed_in.page.focus == f"{form_id}.{field}"
    drafts = signed_in.drafts.form(signed_in.page.place, form_id)
    assert drafts == texts, "what was typed is still there"
    await signed_in.open("profile")
    assert "noor@" not in said(signed_in.page)


@pytest.mark.parametrize(
    ("place", "form_id", "texts", "field", "says"),
    [
        # Our own look lets these pass; the service, which decides, does not.
        (
            "profile.contact?kind=email",
            "contact-form",
            {"value": "a,b@voorbeeld.be"},
            "value",
            "geen volledig e-mailadres",
        ),
        (
            "profile.contact?kind=phone",
            "contact-form",
            {"value": "+32 400 00 00 01 22 33 44"},
            "value",
            "een volledig nummer",
        ),
    ],
)
async def test_what_the_service_refuses_leads_back_to_the_field(
    signed_in: Navigator,
    place: str,
    form_id: str,
    texts: dict[str, str],
    field: str,
    says: str,
) -> None:
    await signed_in.open(place)
    await save(signed_in, form_id, **texts)
    assert signed_in.page.place == place
    assert signed_in.page.step == "Stap 1 van 2"
    assert says in errors(signed_in, form_id)[field]
    assert signed_in.drafts.form(place, form_id)[field] == texts[field]


async def test_the_eleventh_contact_is_refused_with_the_way_out(signed_in: Navigator) -> None:
    for number in range(10):
        await signed_in.open("profile.contact?kind=email")
        await save(signed_in, "contact-form", value=f"a{number}@voorbeeld.be")
    await signed_in.open("profile.contact?kind=email")
    await save(signed_in, "contact-form", value="a10@voorbeeld.be")
    assert errors(signed_in, "contact-form")["value"].startswith("U hebt er al tien bewaard.")


async def test_escape_from_a_form_keeps_what_was_typed(signed_in: Navigator) -> None:
    await signed_in.open("profile")
    await signed_in.act("add-nickname")
    type_in(signed_in, "nickname-form", nickname="Nono")
    await signed_in.back()
    assert signed_in.page.id == "profile"
    await signed_in.act("add-nickname")
    assert signed_in.drafts.read("profile.nickname", "nickname-form", "nickname") == "Nono"
    await signed_in.submit("nickname-form")
    await signed_in.back()
    assert signed_in.page.step == "Stap 1 van 2", "from looking over back to filling in"
    assert signed_in.drafts.read("profile.nickname", "nickname-form", "nickname") == "Nono"
    await signed_in.act("cancel")
    assert signed_in.page.id == "profile"
    assert signed_in.drafts.read("profile.nickname", "nickname-form", "nickname") is None


async def test_after_saving_the_way_back_does_not_lead_into_the_form(signed_in: Navigator) -> None:
    await signed_in.open("profile")
    await signed_in.act("add-nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await signed_in.back()
    assert signed_in.page.id == "home"


async def test_saving_twice_at_once_saves_once(signed_in: Navigator) -> None:
    await signed_in.open("profile.contact?kind=email")
    await fill_in(signed_in, "contact-form", value="noor@voorbeeld.be")
    await asyncio.gather(signed_in.act("save"), signed_in.act("save"))
    assert len(find(signed_in.page, "contacts", Facts).groups) == 1


@pytest.mark.requirement("R41")
async def test_another_citizen_sees_nothing_of_it(navigator: Navigator) -> None:
    await sign_in_by_itsme(navigator)
    await navigator.open("profile.nickname")
    await save(navigator, "nickname-form", nickname="Nono")
    await sign_out(navigator)
    await become(navigator, "amir-haddad")
    await sign_in_by_itsme(navigator)
    await navigator.open("profile")
    assert "Nono" not in said(navigator.page)


@pytest.mark.requirement("R46")
async def test_the_profile_page_says_the_day_after_which_it_is_erased(
    services: Services, signed_in: Navigator
) -> None:
    await signed_in.open("profile")
    assert "Nu is dat na 23 november 2028." in said(signed_in.page)


# --- when it cannot be opened -------------------------------------------------------------------


async def with_a_nickname(navigator: Navigator) -> None:
    """A sealed row in the store, and nobody signed in."""
    await sign_in_by_itsme(navigator)
    await navigator.open("profile.nickname")
    await save(navigator, "nickname-form", nickname="Nono")
    await sign_out(navigator)


async def test_without_its_key_the_profile_says_how_to_recover_and_the_rest_works(
    services: Services, navigator: Navigator
) -> None:
    await with_a_nickname(navigator)
    key = services.home.keys / "profile.key"
    kept = key.read_bytes()
    key.unlink()
    await sign_in_by_itsme(navigator)
    await navigator.open("profile")
    trouble = find(navigator.page, "profile-unavailable", Notice)
    assert "De sleutel van de opslag ontbreekt." in trouble.body
    assert "zet het bestand profile.key terug" in trouble.body
    await navigator.open("profile.nickname")
    assert has(navigator.page, "profile-unavailable")
    await navigator.open("rights")
    assert has(navigator.page, "requests-unavailable")
    await navigator.open("ebox")
    assert has(navigator.page, "profile-unavailable")
    await navigator.open("data")
    page = await until(navigator, lambda page: "Bron: " in said(page))
    assert not has(page, "trouble")
    assert not key.exists(), "no new key over existing rows"

    key.write_bytes(kept)
    key.chmod(0o600)
    await navigator.open("profile")
    if offers(navigator.page, "retry"):
        await navigator.act("retry")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Nono"


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
async def test_a_key_that_others_can_read_is_refused_with_the_cure(
    services: Services, navigator: Navigator
) -> None:
    await with_a_nickname(navigator)
    key = services.home.keys / "profile.key"
    key.chmod(0o644)
    await sign_in_by_itsme(navigator)
    await navigator.open("profile")
    assert "chmod 600 profile.key" in find(navigator.page, "profile-unavailable", Notice).body
    key.chmod(0o600)
    await navigator.act("retry")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Nono"


async def test_a_session_that_ends_during_the_review_loses_nothing(
    services: Services, signed_in: Navigator
) -> None:
    await signed_in.open("profile.nickname")
    await fill_in(signed_in, "nickname-form", nickname="Nono")
    await services.move(timedelta(minutes=16))
    await until(signed_in, lambda page: page.who_place == "sign-in", "the end of the session")
    await sign_in_by_itsme(signed_in)
    await signed_in.open("profile.nickname")
    assert signed_in.page.step == "Stap 1 van 2"
    assert signed_in.drafts.read("profile.nickname", "nickname-form", "nickname") == "Nono"


async def test_several_wrong_entries_are_told_together_with_the_way_to_each(
    signed_in: Navigator,
) -> None:
    await signed_in.open("profile.address")
    await fill_in(signed_in, "address-form", street="", post_code="90")
    page = signed_in.page
    wrong = tuple(f"address-form.{name}" for name in errors(signed_in, "address-form"))
    assert len(wrong) > 2
    notice = find(page, "wrong", Notice)
    assert (notice.kind, notice.title) == ("error", f"{len(wrong)} antwoorden zijn nog niet goed.")
    assert notice.targets == wrong
    assert page.focus == wrong[0], "it does not take the focus"


async def test_one_wrong_entry_has_the_focus_and_no_notice(signed_in: Navigator) -> None:
    await signed_in.open("profile.nickname")
    await fill_in(signed_in, "nickname-form", nickname="")
    assert signed_in.page.focus == "nickname-form.nickname"
    assert not has(signed_in.page, "wrong")
