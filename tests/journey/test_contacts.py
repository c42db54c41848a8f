"""Contact details that are verified by a code in the mailbox or on the phone; the one that is preferred."""

from datetime import timedelta

import pytest

from tests.journey.filling import errors, fill_in, save
from tests.journey.steps import find, said
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.offered import actions_in
from tui.page.parts import Facts, Notice

MAIL, WORK = "noor@example.test", "noor@werk.example"
FORM = "verify-form"


async def add(navigator: Navigator, kind: str, value: str) -> None:
    await navigator.open(f"profile.contact?kind={kind}")
    await save(navigator, "contact-form", value=value)


def noted(navigator: Navigator) -> dict[str, str]:
    """What is said of each contact detail."""
    groups = find(navigator.page, "contacts", Facts).groups
    return {facts[0].value: facts[0].note.partition(".")[0] for facts in groups}


def actions(navigator: Navigator, verb: str) -> list[str]:
    """The ids of those that do this, in the order of the details."""
    offered = actions_in(find(navigator.page, "contacts", Facts))
    return [one.id for one in offered if one.id.startswith(f"{verb}-contact-")]


async def verify(navigator: Navigator, at: int = 0) -> None:
    """Let the device fill in the code that is sent, and send it."""
    await navigator.act(actions(navigator, "verify")[at])
    await navigator.act("take-code")
    await navigator.submit(FORM)


@pytest.mark.served
@pytest.mark.requirement("R34", "R48")
async def test_a_code_arrives_in_the_mailbox_and_of_each_kind_one_is_preferred(
    signed_in: Navigator,
) -> None:
    for value in (MAIL, WORK):
        await add(signed_in, "email", value)
    assert noted(signed_in) == dict.fromkeys((MAIL, WORK), "Nog niet bevestigd")
    await signed_in.act(actions(signed_in, "verify")[1])
    assert WORK in said(signed_in.page)
    place = signed_in.page.place
    await signed_in.act("to-mailbox")
    (mail,) = [part for part in signed_in.page.parts if isinstance(part, Facts)]
    values = [fact.value for fact in mail.groups[0]]
    assert values[0] == WORK
    await signed_in.back()
    assert signed_in.page.place == place
    await fill_in(signed_in, FORM, code=values[1])  # "123 456", as a mail has it
    assert signed_in.page.id == "profile"
    assert noted(signed_in)[WORK] == "Bevestigd, dit gebruiken we eerst"

    await verify(signed_in)
    assert noted(signed_in) == {MAIL: "Bevestigd", WORK: "Bevestigd, dit gebruiken we eerst"}
    await signed_in.act(actions(signed_in, "prefer")[0])
    assert noted(signed_in) == {MAIL: "Bevestigd, dit gebruiken we eerst", WORK: "Bevestigd"}

    await signed_in.act(actions(signed_in, "change")[0])
    await save(signed_in, "contact-form", label="thuis")
    assert noted(signed_in)[MAIL].startswith("Bevestigd"), "it is still the same address"
    await signed_in.act(actions(signed_in, "change")[0])
    await save(signed_in, "contact-form", value="noor@elders.example")
    assert noted(signed_in)["noor@elders.example"] == "Nog niet bevestigd"


@pytest.mark.requirement("R34")
async def test_a_text_message_arrives_on_one_s_own_phone_and_no_other(
    signed_in: Navigator,
) -> None:
    phone = signed_in.context().devices.phone
    assert phone is not None
    for number in ("0400 99 99 99", phone.number):
        await add(signed_in, "phone", number)
    await signed_in.act(actions(signed_in, "verify")[0])
    await signed_in.act("take-code")
    assert errors(signed_in, FORM)["code"].startswith("Er is geen code aangekomen.")
    await signed_in.act("leave")
    await verify(signed_in, 1)
    assert list(noted(signed_in).values()) == [
        "Nog niet bevestigd",
        "Bevestigd, dit gebruiken we eerst",
    ]
    await signed_in.open("phone")
    assert "Uw code voor Mijn Burgerprofiel" in said(signed_in.page)


@pytest.mark.embedded
async def test_a_code_that_is_wrong_spent_or_too_old_is_told_with_the_way_on(
    signed_in: Navigator, services: Services
) -> None:
    await add(signed_in, "email", MAIL)
    await signed_in.act(actions(signed_in, "verify")[0])
    told = []
    for code in ("", "000000", "111111", "222222", "333333", "444444"):
        await fill_in(signed_in, FORM, code=code)
        told.append(errors(signed_in, FORM)["code"].partition(".")[0])
    wrong = "Dit is niet de code die we stuurden"
    assert told == ["Vul ‘Code’ in", *[wrong] * 4, "De code was vijf keer fout"]
    await signed_in.act("send-again")
    assert find(signed_in.page, "done", Notice).title.startswith("Er is een nieuwe code onderweg.")
    await signed_in.act("take-code")
    await services.move(timedelta(minutes=11))
    await signed_in.submit(FORM)
    assert errors(signed_in, FORM)["code"].startswith("Deze code is te oud.")
    for _ in range(4):
        await signed_in.act("send-again")
    assert find(signed_in.page, "trouble", Notice).kind in ("warning", "error")
