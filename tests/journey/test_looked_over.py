"""Whatever is sent is looked over first, nothing is asked twice, and signing in needs no memory."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.journey.filling import fill_in, save
from tests.journey.steps import actions, choose_method, find, loaded, offers, said, until
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.page.parts import Facts, Form
from tui.pages import devices as device_pages
from tui.pages.forms import CANCEL, CHANGE, SAVE
from tui.pages.sign_in.itsme import NUMBER_FORM

PAGES = Path(__file__).parents[2] / "tui" / "pages"

LOOKED_OVER = "CHECK"
"""The button of a form that is looked over before it is saved (`tui.pages.forms.CheckedForm`)."""

SENDS_NOTHING = {
    "'search'",  # looks up a word in the privacy statement
    "'next'",  # leads to the next question
    "'compose'",  # shows the mail, which is not sent
    "ENTER",  # the PIN, on the card reader
}
"""Buttons of forms after which nothing is kept or sent that was not seen first."""


def buttons() -> Iterator[tuple[str, str]]:
    """The button of every form in the code, and the file in which it stands.

    But for those of the sign-in methods: they ask who somebody is, and nothing of it is kept.
    """
    for path in sorted(PAGES.glob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(call, ast.Call) and ast.unparse(call.func) == "Form":
                (submit,) = [one.value for one in call.keywords if one.arg == "submit"]
                assert isinstance(submit, ast.Call)
                (name,) = [one.value for one in submit.keywords if one.arg == "id"]
                yield ast.unparse(name), path.name


def test_every_form_is_looked_over_or_sends_nothing() -> None:
    found = list(buttons())
    assert {name for name, _ in found} == {LOOKED_OVER} | SENDS_NOTHING
    checked = {file for name, file in found if name == LOOKED_OVER}
    assert checked == {"profile_forms.py", "rights_forms.py"}
    for file in checked:
        assert "CheckedForm(" in (PAGES / file).read_text(encoding="utf-8")


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
    await until(signed_in, loaded)
    await save(signed_in, "nickname-form", nickname="Nono")
    await signed_in.open("profile.nickname")
    await until(signed_in, loaded)
    assert find(signed_in.page, "nickname-form", Form).fields[0].stored == "Nono"
    await signed_in.open("rights.new?right=access")
    await until(signed_in, loaded)
    first = find(signed_in.page, "subject-form", Form)
    assert next(one for one in first.fields if one.name == "right").stored == "access"
    await fill_in(signed_in, "subject-form", right="access", about="block:vehicles")
    await until(signed_in, loaded)
    second = find(signed_in.page, "words-form", Form)
    assert {one.name for one in first.fields} & {one.name for one in second.fields} == set()


async def test_what_is_kept_stands_in_the_form_that_changes_it(signed_in: Navigator) -> None:
    kept = {
        "contact": {"kind": "email", "value": "noor@example.test", "label": "Thuis"},
        "address": {
            "street": "Denkbeeldlaan",
            "house_number": "14",
            "box": "3",
            "post_code": "9000",
            "municipality": "Gent",
            "label": "Buren",
        },
    }
    for what, texts in kept.items():
        kind = texts.pop("kind", "")
        await signed_in.open(f"profile.{what}" + (f"?kind={kind}" if kind else ""))
        await until(signed_in, loaded)
        await save(signed_in, f"{what}-form", **texts)
        await until(signed_in, loaded)
        change = next(
            one.id for one in actions(signed_in.page) if one.id.startswith(f"change-{what}")
        )
        await signed_in.act(change)
        await until(signed_in, loaded)
        form = find(signed_in.page, f"{what}-form", Form)
        stored = {one.name.replace("-", "_"): one.stored for one in form.fields}
        assert stored == texts


async def test_signing_in_shows_what_it_asks_for(navigator: Navigator, devices: Devices) -> None:
    await choose_method(navigator, "itsme")
    number = find(navigator.page, NUMBER_FORM, Form).fields[0]
    assert devices.phone is not None
    assert number.stored == devices.phone.number
    await choose_method(navigator, "eid")
    await until(navigator, lambda page: offers(page, device_pages.INSERT), "the reader")
    await navigator.act(device_pages.INSERT)
    form = find(navigator.page, device_pages.PIN_FORM, Form)
    assert devices.card is not None
    assert devices.card.pin in said(navigator.page)
    assert [one.name for one in form.fields] == ["pin"]
