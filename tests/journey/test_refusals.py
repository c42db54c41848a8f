"""Whatever is refused is told at its field: which field, why, and what would do (WCAG 3.3.1, 3.3.3)."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.captured import Capture
from tests.journey.filling import errors, type_in
from tests.pictured import FORMS, PICTURES, Picture, arrive
from tests.simulated import Simulated
from tui.journey.forms import error_words
from tui.journey.page import Field, Form, Page
from tui.journey.sign_in import NUMBER_FORM
from tui.locale import LANGUAGES, Words
from tui.portal.client import Portal
from tui.portal.errors import InvalidInput

OWN = {
    "email": "emailInvalid",
    "phone": "phoneInvalid",
    "post-code": "postCodeInvalid",
    "house-number": "houseNumberInvalid",
    "municipality": "municipalityInvalid",
}
"""What can be wrong with one kind of field, or the field of one name, alone."""

FILLED = {
    "nickname": "Noortje",
    "value": "noor@example.test",
    "street": "Denkbeeldlaan",
    "house-number": "14",
    "post-code": "9000",
    "municipality": "Gent",
    "words": "Mijn huisnummer is fout.",
}

MEMBERS = {
    "nickname-form.nickname": "value",
    "itsme-form.number": "phoneNumber",
    "address-form.house-number": "houseNumber",
    "address-form.post-code": "postCode",
    "words-form.way": "addressedTo",
}
"""What a service calls a field in its message, where it has another name there."""

SENT = tuple(
    one
    for one in (*PICTURES, *FORMS)
    if one.name
    in (
        "sign-in-number",
        "profile-nickname",
        "profile-address",
        "contact-email",
        "rights-new",
        "rights-object",
    )
)
"""A page for each form whose answers a service judges."""


def causes(field: Field) -> Iterator[str]:
    """Everything that can be wrong with a field, and something that nobody has heard of."""
    if field.required:
        yield "required"
    if field.kind == "choice":
        yield "choice"
        return
    yield "controlCharacters"
    if field.longest:
        yield "tooLong"
    if own := OWN.get(field.kind, OWN.get(field.name)):
        yield own
    yield "somethingNew"


def unclear(field: Field, error: str) -> list[str]:
    """What an error under a field leaves out: which field it is about, or what would do.

    A choice shows what would do; of a secret an example would give away what it looks like (3.3.3).
    """
    found = [] if field.label.casefold() in error.casefold() else ["does not name the field"]
    if field.kind != "choice" and not field.secret:
        if not field.example:
            found.append("the field has no example")
        elif field.example not in error:
            found.append("gives no example")
    return [f"{field.name}, {error!r}: {one}" for one in found]


def forms(page: Page) -> list[Form]:
    """The forms of a page in which something can be refused: whatever one searches for will do."""
    return [one for one in page.everything if isinstance(one, Form) and one.id != "search-form"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_is_told_with_its_field_its_reason_and_an_example(
    language: str, captured: Capture
) -> None:
    words = Words(language)
    found, asked = [], set()
    for picture in (one for one in (*PICTURES, *FORMS) if one.language == "nl"):
        for form in forms(captured(picture, language).page):
            for field in (one for one in form.fields if not one.secret):
                asked.add(form.id)
                told = [error_words(words, field, code) for code in causes(field)]
                found += [one for error in told for one in unclear(field, error)]
                if len(set(told)) != len(told):
                    found.append(f"{field.name}: two causes are told alike: {told}")
    assert not found, "\n".join(found)
    assert len(asked) >= 6


@pytest.mark.parametrize("picture", SENT, ids=lambda one: one.name)
async def test_what_a_service_refuses_is_told_at_its_field(
    picture: Picture, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in every field of every form: a service refuses it, for a reason nobody has heard of."""
    simulated = Simulated(home_folder)
    navigator = simulated.navigator
    refused = ""

    async def refuse(_portal: Portal, _method: str, *_: object) -> None:
        raise InvalidInput(((refused, "somethingNew"),))

    try:
        await arrive(simulated, picture)
        (form,) = forms(navigator.page)
        typed = {
            field.name: "+32400000001" if field.kind == "phone" else FILLED[field.name]
            for field in form.fields
            if field.name in FILLED or field.kind == "phone"
        }
        with monkeypatch.context() as patch:
            patch.setattr(Portal, "_call", refuse)
            for field in form.fields:
                refused = MEMBERS.get(f"{form.id}.{field.name}", field.name)
                type_in(navigator, form.id, **typed)
                await navigator.submit(form.id)
                if form.id != NUMBER_FORM:
                    await navigator.act("save")
                told = errors(navigator, form.id)
                assert set(told) == {field.name}
                assert not unclear(field, told[field.name])
                assert navigator.page.focus == f"{form.id}.{field.name}"
                for name, text in typed.items():
                    assert navigator.drafts.read(navigator.page.place, form.id, name) == text
    finally:
        await simulated.close()
