"""What a citizen does, as a test says it; nothing here waits for a time, only for a page."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.page.offered import actions_of
from tui.page.parts import Action, Facts, Form, Listing, Notice, Page, Part, Text
from tui.pages import devices as device_pages
from tui.pages.sign_in.itsme import NUMBER_FORM
from tui.pages.sign_in.parts import BACK, CHOICE

PATIENCE = 10.0
"""Seconds of real time after which a test gives up on a page."""

P = TypeVar("P", bound=Part)


async def until(navigator: Navigator, ready: Callable[[Page], bool], what: str = "") -> Page:
    """Wait for a page that is `ready`, and give it."""
    changes = navigator.changes()
    page = navigator.page
    try:
        async with asyncio.timeout(PATIENCE):
            while not ready(page):
                page = await anext(changes)
    except TimeoutError:
        raise AssertionError(f"never came: {what or ready}; still {navigator.page}") from None
    return page


def find(page: Page, part_id: str, kind: type[P]) -> P:
    """The part with this id; it must be there, and of this kind."""
    found = next((part for part in page.everything if part.id == part_id), None)
    assert isinstance(found, kind), f"{part_id} on {page.place} is {found}"
    return found


def has(page: Page, part_id: str) -> bool:
    """Whether the page has this part."""
    return any(part.id == part_id for part in page.everything)


def offers(page: Page, action_id: str) -> bool:
    """Whether the page offers this action anywhere."""
    return any(action.id == action_id for action in actions_of(page))


def actions(page: Page) -> list[Action]:
    """Every action of the page."""
    return actions_of(page)


def said(page: Page) -> str:
    """Everything that the page says, in reading order, one line a sentence or value."""
    lines = [page.title, page.status, page.who, page.step]
    for part in page.everything:
        match part:
            case Text():
                lines.append(part.text)
            case Notice():
                lines += [part.title, part.body]
            case Facts():
                lines += [part.title, part.source, part.note]
                lines += [f"{one.label}: {one.value}" for group in part.groups for one in group]
            case Listing():
                lines += [part.title, part.count]
                lines += [f"{one.title} {one.detail} {one.mark}" for one in part.items]
            case Form():
                lines.append(part.title)
                lines += [f"{one.label} {one.hint} {one.error}" for one in part.fields]
    lines += [action.label for action in actions_of(page)]
    return "\n".join(line for line in lines if line)


def loaded(page: Page) -> bool:
    """Whether nothing is being fetched for this page any more."""
    return not page.busy


async def choose_method(navigator: Navigator, method: str) -> None:
    """Go to the choice of methods, back to it when one is past it, and choose how."""
    if navigator.page.id != "sign-in":
        await navigator.open("sign-in")
    if offers(navigator.page, BACK):
        await navigator.act(BACK)
    await until(navigator, lambda page: has(page, CHOICE), "the choice of methods")
    await navigator.choose(CHOICE, method)


async def sign_in_by_itsme(navigator: Navigator) -> None:
    """Sign in with the phone in the hand, and wait for the page that follows."""
    await choose_method(navigator, "itsme")
    await navigator.submit(NUMBER_FORM)
    await until(
        navigator, lambda page: offers(page, device_pages.APPROVE), "the request on the phone"
    )
    await navigator.act(device_pages.APPROVE)
    await until(navigator, is_signed_in, "a session")
    await until(navigator, loaded, "the page after signing in")


async def sign_in_by_card(navigator: Navigator, devices: Devices) -> None:
    """Put the card in and type its PIN; the page then says how it went."""
    await choose_method(navigator, "eid")
    await until(navigator, lambda page: offers(page, device_pages.INSERT), "the reader")
    await navigator.act(device_pages.INSERT)
    assert devices.card is not None
    await navigator.submit(device_pages.PIN_FORM, {"pin": devices.card.pin})


def is_signed_in(page: Page) -> bool:
    """Whether the entry at the top right is a person's name."""
    return page.who_place == "sign-out"


async def become(navigator: Navigator, person_id: str) -> None:
    """Be this invented person from now on; leads to the sign-in."""
    await navigator.open("persons")
    await navigator.choose("persons", person_id)
