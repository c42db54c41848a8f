"""Whatever is sent is looked over first, nothing is asked twice, and signing in needs no memory."""

import pytest

from tests.captured import Capture
from tests.journey.filling import fill_in, forms, good, save
from tests.journey.steps import choose_method, find, loaded, offers, said, until
from tests.pictured import WALKED
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.page.offered import actions_of
from tui.page.parts import Facts, Form
from tui.pages import card_reader
from tui.pages.forms import CANCEL, CHANGE, CHECK, SAVE
from tui.pages.sign_in.itsme import NUMBER_FORM, SEND
from tui.pages.sign_in.password import SEND_CODE, SEND_PASSWORD

SENDS_NOTHING = {
    "search",  # looks up a word in the privacy statement
    "next",  # leads to the next question
    "compose",  # shows the mail, or asks what a request is about; nothing is sent yet
    "keep",  # makes a file of what the page shows
    "show-kind",  # shows notices of one kind
    "save-channels",  # choices that are all in sight, and are taken back in the same place
    "decide",  # a tester's, outside the portal, in the chair of an authority
    "confirm",  # the code that came to a contact detail, which was looked over before
    "phone-scan-typed",  # shows a code to the phone, as its camera does
    card_reader.ENTER,  # the PIN, on the card reader
    *(SEND, SEND_PASSWORD, SEND_CODE),  # ask who somebody is; nothing of it is kept
}
"""Buttons of forms after which nothing is kept or sent that was not seen first."""


def test_every_form_is_looked_over_or_sends_nothing(captured: Capture) -> None:
    asked = [form for picture in WALKED for form in forms(captured(picture, "nl").page)]
    assert {form.submit.id for form in asked} == {CHECK} | SENDS_NOTHING
    looked_over = {form.id for form in asked if form.submit.id == CHECK}
    assert looked_over == {
        *("nickname-form", "photo-form", "contact-form", "address-form"),
        *("words-form", "add-form", "card-form", "complaint-form"),
    }


@pytest.mark.parametrize(
    ("place", "form", "typed"),
    [
        ("profile.nickname", "nickname-form", {"nickname": "Nono"}),
        ("profile.contact?kind=email", "contact-form", {"value": "nono@example.test"}),
        ("rights.new?right=access&block=vehicles", "words-form", {"words": "Welke auto's?"}),
    ],
)
async def test_looking_over_shows_each_answer_and_three_ways_on(
    signed_in: Navigator, place: str, form: str, typed: dict[str, str]
) -> None:
    await signed_in.open(place)
    await until(signed_in, loaded)
    await fill_in(signed_in, form, **typed)
    shown = [one.value for group in find(signed_in.page, "review", Facts).groups for one in group]
    assert set(typed.values()) <= set(shown)
    assert all(offers(signed_in.page, one) for one in (SAVE, CHANGE, CANCEL))
    await signed_in.act(CHANGE)
    names = [one.name for one in find(signed_in.page, form, Form).fields]
    kept = [signed_in.drafts.read(signed_in.page.place, form, one) for one in names]
    assert set(typed.values()) <= set(kept)


async def test_no_page_asks_the_same_twice_and_what_is_known_stands_there(
    signed_in: Navigator,
) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Nono")
    await signed_in.open("profile.nickname")
    assert find(signed_in.page, "nickname-form", Form).fields[0].stored == "Nono"
    await signed_in.open("rights.new?right=access")
    first = find(signed_in.page, "subject-form", Form)
    assert [one.name for one in first.fields] == ["about"]
    await fill_in(signed_in, "subject-form", about="block:vehicles")
    second = find(signed_in.page, "words-form", Form)
    assert {one.name for one in first.fields} & {one.name for one in second.fields} == set()


async def test_what_is_kept_stands_in_the_form_that_changes_it(signed_in: Navigator) -> None:
    for place in ("profile.contact?kind=email", "profile.address"):
        await signed_in.open(place)
        (form,) = forms(signed_in.page)
        texts = {field.name: good(field) or "Buren" for field in form.fields}
        await save(signed_in, form.id, **texts)
        ids = [action.id for action in actions_of(signed_in.page)]
        what = form.id.removesuffix("-form")
        await signed_in.act(next(one for one in ids if one.startswith(f"change-{what}")))
        fields = find(signed_in.page, form.id, Form).fields
        assert {field.name: field.stored for field in fields} == texts


async def test_signing_in_shows_what_it_asks_for(navigator: Navigator, devices: Devices) -> None:
    await choose_method(navigator, "itsme")
    number = find(navigator.page, NUMBER_FORM, Form).fields[0]
    assert devices.phone is not None
    assert number.stored == devices.phone.number
    await choose_method(navigator, "eid")
    await until(navigator, lambda page: offers(page, card_reader.INSERT), "the reader")
    await navigator.act(card_reader.INSERT)
    form = find(navigator.page, card_reader.PIN_FORM, Form)
    assert devices.card is not None
    assert devices.card.pin in said(navigator.page)
    assert [one.name for one in form.fields] == ["pin"]
