"""Whatever is refused is told at its field: which field, why, and what would do (WCAG 3.3.1, 3.3.3)."""

from collections.abc import Iterator

import pytest

from tests.captured import Capture
from tests.journey.filling import KNOWN, errors, forms, good, type_in, unclear
from tests.pictured import FORMS, PICTURES, Picture, arrive
from tests.simulated import Simulated
from tui.locale import LANGUAGES, Words
from tui.page.parts import Field
from tui.pages.forms import error_words
from tui.pages.sign_in.itsme import NUMBER_FORM
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
"""A page for each form whose answers a service judges; what others ask stays here."""


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


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_cause_is_told_with_its_field_its_reason_and_an_example(
    language: str, captured: Capture
) -> None:
    words = Words(language)
    found, asked = [], set()
    for picture in (one for one in (*PICTURES, *FORMS) if one.language == "nl"):
        # Drawing a page in another language costs a journey; only those that ask something are drawn.
        if not forms(captured(picture, "nl").page):
            continue
        for form in forms(captured(picture, language).page):
            if form.id == "search-form":
                continue  # any text can be searched for
            for field in (one for one in form.fields if not one.secret):
                asked.add(form.id)
                told = [error_words(words, field, code) for code in causes(field)]
                found += [one for error in told for one in unclear(field, error)]
                if len(set(told)) != len(told):
                    found.append(f"{field.name}: two causes are told alike: {told}")
    assert not found, "\n".join(found)
    assert asked == KNOWN.keys() - {"reader-pin", "search-form"}


@pytest.mark.parametrize("picture", SENT, ids=lambda one: one.name)
async def test_what_a_service_refuses_is_told_at_its_field(
    picture: Picture, simulated: Simulated, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A fault in every field of every form: a service refuses it, for a reason nobody has heard of."""
    navigator = simulated.navigator
    refused = ""

    async def refuse(_portal: Portal, _method: str, *_: object, **_more: object) -> None:
        raise InvalidInput(((refused, "somethingNew"),))

    await arrive(simulated, picture)
    (form,) = forms(navigator.page)
    typed = {one.name: good(one) for one in form.fields if not one.options}
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
