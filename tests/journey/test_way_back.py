"""The way back after a form was sent or given up: never to its empty fields, nor to a step never visited."""

import pytest

from tests.journey.filling import fill_in, forms, good, save
from tests.journey.steps import find, has, until
from tui.journey.navigator import Navigator
from tui.page.offered import actions_of, is_settled
from tui.page.parts import Notice

FORMS = (
    "profile.nickname",
    "profile.contact?kind=email",
    "profile.contact?kind=phone",
    "profile.address",
    "rights.new?right=rectification&block=residence",
    "rights.new?right=withdrawConsent&function=nickname",
)
"""Each is opened by a link, so that the place before is not where it leads to."""


async def filled(navigator: Navigator, place: str) -> None:
    """Fill in the form at this place, which a link on the contact page leads to, up to the review."""
    await navigator.open("contact")
    await navigator.open(place)
    await until(navigator, is_settled)
    (form,) = forms(navigator.page)
    await fill_in(navigator, form.id, **{field.name: good(field) for field in form.fields})
    assert navigator.unsent


async def test_signing_out_warns_that_it_destroys_what_was_filled_in(signed_in: Navigator) -> None:
    await filled(signed_in, "profile.address")
    await signed_in.open("sign-out")
    assert find(signed_in.page, "unsent", Notice).body == "Als u zich afmeldt, gaat het verloren."
    await signed_in.open("profile.address")
    await signed_in.act("cancel")
    await signed_in.open("sign-out")
    assert not has(signed_in.page, "unsent")


async def back_to_the_start(navigator: Navigator) -> list[str]:
    """The places that going back leads to."""
    been = []
    while navigator.page.id not in ("home", "start"):
        await navigator.back()
        been.append(navigator.page.place)
    return been


@pytest.mark.parametrize("end", ["save", "cancel"])
@pytest.mark.parametrize("place", FORMS)
async def test_a_form_that_is_done_with_is_not_gone_back_to(
    signed_in: Navigator, place: str, end: str
) -> None:
    await filled(signed_in, place)
    await signed_in.act(end)
    assert not signed_in.unsent
    assert not signed_in.page.place.startswith(place.partition("?")[0] + "?")
    led_to = signed_in.page.place
    been = await back_to_the_start(signed_in)
    assert been[-2:] == ["contact", "home"]
    assert all(one.partition("?")[0] == "rights" for one in been[:-2]), f"from {led_to}"


async def test_a_link_to_the_second_step_leads_back_to_where_it_stands(
    signed_in: Navigator,
) -> None:
    await filled(signed_in, FORMS[4])
    await signed_in.back()  # from the review to the fields
    assert forms(signed_in.page)
    assert await back_to_the_start(signed_in) == ["contact", "home"]


async def test_who_chose_the_subject_goes_back_to_that_step(signed_in: Navigator) -> None:
    await signed_in.open("rights.new")
    await fill_in(signed_in, "subject-form", right="access", about="block:vehicles")
    await signed_in.back()
    assert signed_in.page.step.startswith("Stap 1 van 3")


@pytest.mark.parametrize("answer", ["give", "withdraw"])
async def test_an_answered_question_of_consent_is_not_gone_back_to(
    signed_in: Navigator, answer: str
) -> None:
    if answer == "withdraw":
        await signed_in.open("ebox.consent")
        await signed_in.act("give")
        await signed_in.open("home")
    await signed_in.open("contact")
    await signed_in.open("ebox.consent")
    await signed_in.act(answer)
    assert await back_to_the_start(signed_in) == ["contact", "home"]


async def test_what_is_removed_is_not_gone_back_to(signed_in: Navigator) -> None:
    await signed_in.open("profile.nickname")
    await save(signed_in, "nickname-form", nickname="Noortje")
    await signed_in.open("contact")
    await signed_in.open("profile.remove/nickname")
    await signed_in.act("remove")
    assert "remove" not in {action.id for action in actions_of(signed_in.page)}
    assert "profile.remove/nickname" not in await back_to_the_start(signed_in)
