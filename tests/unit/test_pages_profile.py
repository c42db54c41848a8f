"""The own profile and its forms, drawn from what is held; checking before saving."""

import pytest
from msgspec.structs import replace

from tests.journey.steps import find, said
from tests.unit.pages import NOW, SESSION, act, context, draw, form, page, profile, rows, typed
from tui.journey.context import PageContext
from tui.journey.fetching import RETRY
from tui.lines.reading import block_line
from tui.locale import Words
from tui.page.offered import actions_of
from tui.page.parts import Facts, Notice
from tui.pages.addresses import address_name
from tui.pages.forms import field_errors
from tui.pages.profile import MOST
from tui.portal.errors import InvalidInput
from tui.portal.models import Profile

KINDS = ("nickname", "contacts", "addresses")
EMPTY = profile()
FULL = profile(
    *KINDS,
    nickname={"value": "Mieke", "version": "v", "changedAt": NOW},
    contacts=[
        {
            "contactId": "1",
            "kind": "email",
            "value": "m@example.com",
            "version": "v",
            "changedAt": NOW,
        },
        {
            "contactId": "2",
            "kind": "phone",
            "value": "+32400000001",
            "version": "v",
            "changedAt": NOW,
        },
    ],
    addresses=[
        {
            "addressId": "7",
            "street": "Kerkstraat",
            "houseNumber": "12A",
            "box": "3",
            "postCode": "9000",
            "municipality": "Gent",
            "main": True,
            "version": "v",
            "changedAt": NOW,
        },
    ],
)
ADDRESS = "Kerkstraat 12A bus 3, 9000 Gent"

NICKNAME, EMAIL, PHONE, HOME = (
    "profile.nickname",
    "profile.contact?kind=email",
    "profile.contact?kind=phone",
    "profile.address",
)
GOOD = {
    NICKNAME: {"nickname": "Zoë"},
    EMAIL: {"value": "a@b.be"},
    PHONE: {"value": "0400 00 00 01"},
    HOME: {
        "street": "Kerkstraat",
        "house_number": "12A",
        "post_code": "9000",
        "municipality": "Gent",
    },
}
"""What each form takes."""


def filled_in(place: str, **texts: str) -> PageContext:
    """A form filled in with what it takes, and with these texts, over a full profile."""
    at = context(place, profile=FULL)
    return typed(at, form(draw(at)).id, **{**GOOD[place], **texts})


@pytest.mark.parametrize(
    ("held", "lines"),
    [
        (EMPTY, ["non renseigné"] * 3),
        (FULL, ["Mieke", "2 enregistrées", ADDRESS.replace("bus", "boîte")]),
    ],
)
def test_french_says_in_one_line_what_is_kept_and_that_nothing_is(
    held: Profile, lines: list[str]
) -> None:
    """French says 0 like 1, and has a no-break space before the colon."""
    shown = page("profile", "fr", profile=held)
    blocks = [find(shown, kind, Facts) for kind in KINDS]
    assert [block_line(block, Words("fr")) for block in blocks] == [
        f"{block.title}\u00a0: {line}" for block, line in zip(blocks, lines, strict=True)
    ]


def test_each_entry_has_its_own_change_and_remove_by_its_name_beside_it() -> None:
    shown = page("profile", profile=FULL)
    blocks = [find(shown, kind, Facts) for kind in KINDS]
    for record, own in ((r, o) for one in blocks for r, o in zip(one.groups, one.own, strict=True)):
        labels = [action.label for action in own]
        assert labels == [*(["Bevestig"] if len(own) > 2 else []), "Wijzig", "Verwijder"]
        assert [action.spoken for action in own] == [
            f"{label}: {record[0].value}" for label in labels
        ]
    offered = [action.id for action in actions_of(shown)]
    assert {"verify-contact-1", "verify-contact-2"} <= set(offered)
    for one in ("nickname", "contact-1", "contact-2", "address-7"):
        assert {f"change-{one}", f"remove-{one}"} <= set(offered)


def test_how_many_there_are_of_how_many_there_may_be_and_then_none_can_be_added() -> None:
    one = FULL.contacts[0]
    every = replace(FULL, contacts=[replace(one, contact_id=str(n)) for n in range(MOST)])
    for held, count, adds in ((FULL, f"2 van hoogstens {MOST}", 2), (every, f"{MOST} van", 0)):
        contacts = find(page("profile", profile=held), "contacts", Facts)
        assert contacts.count.startswith(count)
        assert len([one.id for one in contacts.actions if one.id.startswith("add-")]) == adds
        assert ("Verwijder er eerst een" in contacts.note) == (adds == 0)


def test_how_long_a_text_may_be_is_said_before_it_is_typed() -> None:
    for place in GOOD:
        for field in form(page(place, profile=EMPTY)).fields:
            assert f" {field.longest} " in field.hint or field.name not in ("nickname", "label")


WRONG = {
    (NICKNAME, "nickname", "Vul ‘Roepnaam’ in."): ("", " "),
    (NICKNAME, "nickname", "‘Roepnaam’ is te lang. Gebruik hoogstens 40 tekens."): ("a" * 41,),
    (NICKNAME, "nickname", "tekens die u niet ziet"): ("a\x1b[31mb",),
    (EMAIL, "value", "zonder spatie of punt te veel"): ("mieke", "a..b@c.be"),
    (EMAIL, "label", "‘Omschrijving’ is te lang."): ("x" * 31,),
    (HOME, "post-code", "van 1000 tot 9999. Bijvoorbeeld: 9000"): ("900",),
    (HOME, "house-number", "Laat dit leeg, of typ z/n. Bijvoorbeeld: 12A"): ("A12",),
    (HOME, "municipality", "deze tekens mogen ook: - ' . , / ( )"): ("Gent😀",),
    (HOME, "street", "Vul ‘Straat’ in. Bijvoorbeeld: Kerkstraat"): ("",),
    (PHONE, "value", "een volledig nummer. Gebruik cijfers en begin met 0 of +."): (
        "bel mij",
        "12",
    ),
}
"""By place, field and what is said of it: what cannot be saved. More of it is in `tests/typed.toml`."""


@pytest.mark.parametrize(
    ("place", "field", "says", "text"),
    [(*at, text) for at, texts in WRONG.items() for text in texts],
)
async def test_a_wrong_entry_is_named_under_its_field_and_stays(
    place: str, field: str, says: str, text: str
) -> None:
    at = filled_in(place, **{field: text})
    assert await act(at, "check") is None
    fields = form(draw(at)).fields
    errors = {one.name: one.error for one in fields if one.error}
    assert list(errors) == [field]
    assert says in errors[field]
    assert at.typed(form(draw(at)))[field] == text.strip()


RIGHT = {
    (NICKNAME, "nickname"): {
        text: text for text in ("[/red]", "[@click=a]x[/]", "👩‍👧 Zoë", "{name}", "%s", "a" * 40)
    },
    (HOME, "house-number"): {"": "Niet ingevuld", "z/n": "z/n"},
    (PHONE, "value"): {
        "(09) 123 45 67": "+32 91 23 45 67",
        "\u202a0400/00.00.01\u202c": "+32 400 00 00 01",
        "00 33 1 23 45 67 89": "+33123456789",
    },
}
"""By place and field: what can be saved, and how it will be kept."""


@pytest.mark.parametrize(
    ("place", "field", "text", "kept"),
    [(*at, text, kept) for at, texts in RIGHT.items() for text, kept in texts.items()],
)
async def test_what_can_be_saved_is_shown_as_it_will_be_kept(
    place: str, field: str, text: str, kept: str
) -> None:
    at = filled_in(place, **{field: text})
    await act(at, "check")
    shown = draw(at)
    assert kept in rows(find(shown, "review", Facts)).values()
    assert "Als u bewaart, geeft u toestemming" in said(shown)


@pytest.mark.parametrize(
    ("number", "box", "line"),
    [
        ("12", "", "Kerkstraat 12, 9000 Gent"),
        ("12", "3", "Kerkstraat 12 bus 3, 9000 Gent"),
        ("12", "bus 3", "Kerkstraat 12 bus 3, 9000 Gent"),
        ("12", "Bte. 3", "Kerkstraat 12 Bte. 3, 9000 Gent"),
        ("", "", "Kerkstraat, 9000 Gent"),
        ("", "3", "Kerkstraat bus 3, 9000 Gent"),
        ("z/n", "", "Kerkstraat z/n, 9000 Gent"),
    ],
)
def test_an_address_is_written_with_what_it_has(number: str, box: str, line: str) -> None:
    (kept,) = FULL.addresses
    saved = replace(kept, house_number=number, box=box)
    assert address_name(context("profile"), saved) == line


def test_what_the_service_refuses_is_told_at_its_field_or_at_the_first() -> None:
    at = context(HOME, profile=EMPTY)
    refused = InvalidInput((("houseNumber", "tooMany"), ("unheardOf", "somethingNew")))
    errors = field_errors(refused, form(draw(at)), {"houseNumber": "house-number"})
    assert set(errors) == {"house-number", "street"}
    assert all(errors.values())


@pytest.mark.requirement("R47", "R59")
@pytest.mark.parametrize(
    ("subject", "values"),
    [
        ("nickname", ["Mieke"]),
        ("contact-2", ["+32 400 00 00 01"]),
        ("contacts", ["m@example.com", "+32 400 00 00 01"]),
        ("address-7", [ADDRESS]),
        ("addresses", [ADDRESS]),
    ],
)
def test_removing_says_what_goes_and_that_it_is_for_good(subject: str, values: list[str]) -> None:
    shown = page(f"profile.remove/{subject}", profile=FULL)
    assert [fact.value for fact in find(shown, "review", Facts).groups[0]] == values
    nothing_remains = subject != "contact-2"
    assert ("U trekt zo ook uw toestemming in." in said(shown)) == nothing_remains
    assert [action.id for action in actions_of(shown)] == ["keep", "remove"]


@pytest.mark.requirement("R33")
def test_a_photo_that_cannot_be_fetched_is_told_and_can_be_tried_again() -> None:
    kept = {"photo": {"version": "1", "description": "Ik", "bytes": 900, "changedAt": NOW}}
    shown = page("profile", profile=profile(**kept), failures={"photo": "storeInUse"})
    (told,) = (part for part in shown.everything if part.id == "photo-unavailable")
    assert isinstance(told, Notice)
    assert [action.id for action in told.actions] == [RETRY]
    assert told.title == "Uw foto is nu niet beschikbaar."
    whole = page("profile", profile=profile(**kept))
    assert not [part for part in whole.everything if part.id == "photo-unavailable"]


@pytest.mark.requirement("R35", "R59")
@pytest.mark.parametrize(
    ("kind", "leads"), [("contacts", "profile.remove/contacts"), ("ebox", "ebox.consent")]
)
async def test_the_account_tells_each_consent_and_leads_to_withdrawing_it(
    kind: str, leads: str
) -> None:
    at = context("sign-out", profile=profile(kind), session=SESSION)
    consents = find(draw(at), "consents", Facts)
    assert [[action.id for action in own] for own in consents.own] == [[f"withdraw-{kind}"]]
    assert consents.groups[0][0].value.startswith("sinds ")
    assert await act(at, f"withdraw-{kind}") == leads
