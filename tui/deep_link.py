"""Opens a place at once: signs in by itself, with the same pages and devices that a person would use."""

import asyncio
from collections.abc import Callable

from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.options import CannotFollow as CannotFollow
from tui.page.parts import Actions, Form, Listing, Notice, Page
from tui.pages import devices as device_pages
from tui.pages import persons, sign_in

PATIENCE = 30.0
"""Seconds of real time that the services may take for one step."""


async def follow(
    navigator: Navigator,
    devices: Devices,
    *,
    person: str = "",
    method: str = "",
    place: str = "",
    demo: bool = False,
) -> None:
    """Go to `place`; first sign in as `person` by `method` ("itsme" or "eid") where one of them is given.

    With `demo` the devices answer by themselves.

    The page then says who was signed in, and how. Raises CannotFollow.
    """
    if place:
        await navigator.open(place)
    if not (person or method):
        return
    if person:
        await _become(navigator, person)
    elif navigator.page.id != "sign-in":
        await navigator.open("sign-in")
    method = method or ("eid" if devices.card is not None else "itsme")
    await _until(navigator, lambda page: _has_item(page, sign_in.METHODS, method), method)
    await navigator.choose(sign_in.METHODS, method)
    if method == "itsme":
        await _by_phone(navigator, answers=demo)
    elif not demo:
        await _by_card(navigator, devices)
    await _until(navigator, lambda page: page.who_place == "sign-out", method)
    if place and navigator.page.place != place:
        # A page that is there for everyone was passed on the way to signing in.
        await navigator.open(place)
    name = devices.person.name if devices.person else navigator.page.who
    navigator.tell(navigator.words(f"cli.signed-in.{method}", name=name))


async def _become(navigator: Navigator, person: str) -> None:
    await navigator.open("persons")
    await _until(navigator, lambda page: not page.busy, person)
    listings = [part for part in navigator.page.parts if isinstance(part, Listing)]
    known = tuple(item.id for listing in listings for item in listing.items)
    if person not in known:
        raise CannotFollow("person" if known else "services", person, known)
    await navigator.choose(persons.LIST, person)


async def _by_phone(navigator: Navigator, *, answers: bool) -> None:
    await _until(navigator, lambda page: _has_form(page, sign_in.NUMBER_FORM), "itsme")
    await navigator.submit(sign_in.NUMBER_FORM)
    if answers:
        return
    await _until(navigator, lambda page: _has_action(page, device_pages.APPROVE), "itsme")
    await navigator.act(device_pages.APPROVE)


async def _by_card(navigator: Navigator, devices: Devices) -> None:
    await _until(navigator, lambda page: _has_action(page, device_pages.INSERT), "eid")
    await navigator.act(device_pages.INSERT)
    await _until(navigator, lambda page: _has_form(page, device_pages.PIN_FORM), "eid")
    assert devices.card is not None
    await navigator.submit(device_pages.PIN_FORM, {"pin": devices.card.pin})


async def _until(navigator: Navigator, ready: Callable[[Page], bool], what: str) -> None:
    """Wait for a page that can go on. Raises CannotFollow when it is not there in time."""
    changes = navigator.changes()
    try:
        async with asyncio.timeout(PATIENCE):
            page = navigator.page
            while not ready(page):
                if (told := _refused(page)) is not None:
                    raise CannotFollow("refused", what, told=told)
                page = await anext(changes)
    except (TimeoutError, StopAsyncIteration) as error:
        raise CannotFollow("refused", what) from error


def _refused(page: Page) -> str | None:
    """What the page says went wrong; None where nothing did, as far as it is known."""
    if page.busy:
        return None
    for part in page.everything:
        if isinstance(part, Notice) and part.id in ("trouble", "failure"):
            return part.title
    return None


def _has_item(page: Page, part_id: str, item_id: str) -> bool:
    return any(
        isinstance(part, Listing)
        and part.id == part_id
        and any(item.id == item_id for item in part.items)
        for part in page.everything
    )


def _has_form(page: Page, form_id: str) -> bool:
    return any(isinstance(part, Form) and part.id == form_id for part in page.everything)


def _has_action(page: Page, action_id: str) -> bool:
    return any(
        isinstance(part, Actions) and any(action.id == action_id for action in part.items)
        for part in page.everything
    )
