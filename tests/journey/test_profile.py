"""The own profile against the real service: giving, changing and removing."""

import pytest

from tests.journey.filling import errors, fill_in, save, sign_out, type_in
from tests.journey.steps import find, has, said, sign_in_by_itsme
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.offered import actions_in
from tui.page.parts import Facts, Form, Notice

NASTY = (
    "[/red]",
    "[@click=app.quit]x[/]",
    "👩‍👧 Zoë",
    "{name} %s",
    "O'Brien; DROP TABLE",
    "ж" * 40,
)


@pytest.mark.served
@pytest.mark.requirement("R31", "R32", "R35", "R45")
async def test_a_nickname_is_added_shown_changed_and_removed(signed_in: Navigator) -> None:
    await signed_in.open("profile")
    await signed_in.act("add-nickname")
    await fill_in(signed_in, "nickname-form", nickname="  Nono ")
    assert signed_in.page.step.startswith("Stap 2 van 2")
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
    await signed_in.back()
    assert signed_in.page.id == "home", "not back into the form"
    await signed_in.open("profile")

    await signed_in.act("remove-nickname")
    assert "U kunt dit niet ongedaan maken." in said(signed_in.page)
    await signed_in.act("remove")
    assert signed_in.page.who == "Noor Peeters"
    nickname = find(signed_in.page, "nickname", Facts)
    assert (nickname.state, nickname.source) == ("empty", "")


@pytest.mark.requirement("R34", "R48")
async def test_contacts_are_added_changed_and_removed(signed_in: Navigator) -> None:
    await signed_in.open("profile")
    await signed_in.act("add-email")
    await save(signed_in, "contact-form", value="noor@example.com", label="thuis")
    await signed_in.act("add-phone")
    await save(signed_in, "contact-form", value="0400 00 00 01")
    contacts = find(signed_in.page, "contacts", Facts)
    assert [group[0].value for group in contacts.groups] == [
        "noor@example.com",
        "+32 400 00 00 01",
    ]
    assert contacts.note.startswith("Waarvoor? Om u meldingen te sturen, als u dat kiest.")

    change = next(one for one in actions_in(contacts) if one.id.startswith("change-contact-"))
    await signed_in.act(change.id)
    await save(signed_in, "contact-form", value="noor@werk.example", label="werk")
    contacts = find(signed_in.page, "contacts", Facts)
    assert "noor@werk.example" in said(signed_in.page)
    assert "noor@example.com" not in said(signed_in.page)

    remove = next(one for one in actions_in(contacts) if one.id.startswith("remove-contact-"))
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
    change = next(one for one in actions_in(addresses) if one.id.startswith("change-address-"))
    await signed_in.act(change.id)
    await save(signed_in, "address-form", box="")
    addresses = find(signed_in.page, "addresses", Facts)
    assert addresses.groups[0][0].value == "Kerkstraat 12A, 9000 Gent"
    remove = next(one for one in actions_in(addresses) if one.id.startswith("remove-address-"))
    await signed_in.act(remove.id)
    await signed_in.act("remove")
    assert find(signed_in.page, "addresses", Facts).state == "empty"


@pytest.mark.parametrize("text", NASTY)
async def test_every_field_but_the_municipality_keeps_any_text_letter_by_letter(
    signed_in: Navigator, text: str
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname=text)
    assert find(signed_in.page, "nickname", Facts).groups[0][0].value == text
    assert text in signed_in.page.who
    await signed_in.open("profile.address")
    await save(
        signed_in,
        "address-form",
        street=text,
        house_number=f"1{text[:9]}",
        box=text[:10].strip(),
        post_code="1000",
        municipality="Brussel",
        label=text[:30],
    )
    assert signed_in.page.id == "profile"
    assert text in find(signed_in.page, "addresses", Facts).groups[0][0].value


async def test_the_eleventh_contact_is_refused_with_the_way_out(signed_in: Navigator) -> None:
    for number in range(10):
        await signed_in.open("profile.contact?kind=email")
        await save(signed_in, "contact-form", value=f"a{number}@example.com")
    await signed_in.open("profile.contact?kind=email")
    await save(signed_in, "contact-form", value="a10@example.com")
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
    assert signed_in.page.step.startswith("Stap 1 van 2"), "from looking over back to filling in"
    assert signed_in.drafts.read("profile.nickname", "nickname-form", "nickname") == "Nono"
    await signed_in.act("cancel")
    assert signed_in.page.id == "profile"
    assert signed_in.drafts.read("profile.nickname", "nickname-form", "nickname") is None


async def test_several_wrong_entries_are_told_together_with_the_way_to_each(
    signed_in: Navigator,
) -> None:
    await signed_in.open("profile.nickname")
    await fill_in(signed_in, "nickname-form", nickname="")
    assert signed_in.page.focus == "nickname-form.nickname"
    assert not has(signed_in.page, "wrong"), "one needs no notice"
    await signed_in.open("profile.address")
    await fill_in(signed_in, "address-form", street="", post_code="90")
    page = signed_in.page
    wrong = tuple(f"address-form.{name}" for name in errors(signed_in, "address-form"))
    assert len(wrong) > 2
    notice = find(page, "wrong", Notice)
    assert (notice.kind, notice.title) == ("error", f"{len(wrong)} antwoorden zijn nog niet goed.")
    assert notice.targets == wrong
    assert page.focus == wrong[0], "it does not take the focus"


async def test_what_is_wrong_is_said_in_the_language_that_is_changed_to(
    signed_in: Navigator,
) -> None:
    await signed_in.open("profile.nickname")
    await fill_in(signed_in, "nickname-form", nickname="x" * 41)
    dutch = errors(signed_in, "nickname-form")["nickname"]
    signed_in.speak(Words("fr"))
    french = errors(signed_in, "nickname-form")["nickname"]
    assert french != dutch
    label = find(signed_in.page, "nickname-form", Form).fields[0].label
    assert Words("fr")("form.error.tooLong", label=label, longest=40) in french
    assert signed_in.page.focus == "nickname-form.nickname"
    await fill_in(signed_in, "nickname-form", nickname="Nono")
    assert has(signed_in.page, "review")
