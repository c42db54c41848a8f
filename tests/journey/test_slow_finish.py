"""Signing in where answers overtake one another, as over a network."""

import asyncio

import pytest

from tests.journey.steps import choose_method, is_signed_in, loaded, offers, sign_in_by_card, until
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.pages import devices as device_pages
from tui.pages.sign_in.itsme import NUMBER_FORM
from tui.portal.client import Portal
from tui.portal.models import Interaction, Session


@pytest.mark.requirement("R14")
async def test_approving_does_not_cut_off_the_sign_in_that_it_completes(
    navigator: Navigator, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    finish, begun, go_on = portal.finish_sign_in, asyncio.Event(), asyncio.Event()

    async def slowly(interaction: Interaction) -> Session:
        begun.set()
        await go_on.wait()
        return await finish(interaction)

    answer = portal.answer_itsme

    async def answered(*asked: str) -> None:
        await answer(*asked)
        await begun.wait()  # the other question, kept open, is told first

    monkeypatch.setattr(portal, "finish_sign_in", slowly)
    monkeypatch.setattr(portal, "answer_itsme", answered)
    await choose_method(navigator, "itsme")
    await navigator.submit(NUMBER_FORM)
    await until(
        navigator, lambda page: offers(page, device_pages.APPROVE), "the request on the phone"
    )
    await navigator.act(device_pages.APPROVE)
    go_on.set()
    page = await until(navigator, lambda page: is_signed_in(page) and loaded(page), "a session")
    assert page.who == "Noor Peeters"


async def test_an_answer_that_comes_after_the_arrival_tells_nothing(
    navigator: Navigator, portal: Portal, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The phone's answer asks how the sign-in stands when the provider has forgotten it already."""
    state = portal.interaction

    async def late(after: int | None = None, wait: float = 0) -> Interaction:
        if after is None:
            await until(navigator, is_signed_in, "a session")
        return await state(after, wait)

    monkeypatch.setattr(portal, "interaction", late)
    await choose_method(navigator, "itsme")
    await navigator.submit(NUMBER_FORM)
    await until(
        navigator, lambda page: offers(page, device_pages.APPROVE), "the request on the phone"
    )
    await navigator.act(device_pages.APPROVE)
    assert navigator.page.place == "home"
    assert not [part for part in navigator.page.parts if part.id == "trouble"]


@pytest.mark.parametrize("when", ["while the poll's end is finished", "after that"])
async def test_an_end_that_two_answers_bring_is_finished_once(
    navigator: Navigator,
    portal: Portal,
    devices: Devices,
    monkeypatch: pytest.MonkeyPatch,
    when: str,
) -> None:
    """The card's own answer comes after the long poll has brought the same end."""
    interact, finish, begun = portal.interact, portal.finish_sign_in, asyncio.Event()
    finished: list[Interaction] = []

    async def late(action: str, **members: object) -> Interaction:
        answer = await interact(action, **members)
        if action == "presentCard":
            await begun.wait()
            if when == "after that":
                await until(navigator, is_signed_in, "a session")
        return answer

    async def counted(interaction: Interaction) -> Session:
        finished.append(interaction)
        begun.set()
        return await finish(interaction)

    monkeypatch.setattr(portal, "interact", late)
    monkeypatch.setattr(portal, "finish_sign_in", counted)
    await sign_in_by_card(navigator, devices)
    assert is_signed_in(navigator.page)
    assert navigator.page.place == "home"
    assert len(finished) == 1
