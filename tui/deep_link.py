"""Opens a place at once: signs in by itself, with the same pages and devices that a person would use."""

import asyncio
from collections.abc import Callable
from functools import partial

from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.journey.registry import method_of, sign_in_methods
from tui.options import CannotFollow as CannotFollow
from tui.page.offered import actions_of
from tui.page.parts import Listing, Notice, Page
from tui.pages import persons
from tui.pages.sign_in.parts import CHOICE

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
    """Go to `place`; first sign in as `person` by `method` (an id) where one of them is given.

    Without a `method` it is the surest one that the person's devices allow. With `demo` the devices
    answer by themselves. The page then says who was signed in, and how. Raises CannotFollow.
    """
    if place:
        await navigator.open(place)
    if not (person or method):
        return
    if person:
        await _become(navigator, person)
    elif navigator.page.id != "sign-in":
        await navigator.open("sign-in")
    method = method or _surest(devices)
    await _until(navigator, lambda page: _has_item(page, CHOICE, method), method)
    await navigator.choose(CHOICE, method)
    await _answer(navigator, devices, method, demo=demo)
    await _until(navigator, lambda page: page.who_place == "sign-out", method)
    if place and navigator.page.place != place:
        # A page that is there for everyone was passed on the way to signing in.
        await navigator.open(place)
    name = devices.person.name if devices.person else navigator.page.who
    words, key = navigator.words, f"cli.signed-in.{method}"
    navigator.tell(words(key if key in words else "cli.signed-in.other", name=name))


def _surest(devices: Devices) -> str:
    methods = sign_in_methods()
    return next((one.id for one in reversed(methods) if one.usable(devices)), methods[0].id)


async def _become(navigator: Navigator, person: str) -> None:
    await navigator.open("persons")
    await _until(navigator, lambda page: not page.busy, person)
    listings = [part for part in navigator.page.parts if isinstance(part, Listing)]
    known = tuple(item.id for listing in listings for item in listing.items)
    if person not in known:
        raise CannotFollow("person" if known else "services", person, known)
    await navigator.choose(persons.LIST, person)


async def _answer(navigator: Navigator, devices: Devices, name: str, *, demo: bool) -> None:
    method = method_of(name)
    for answer in method.answers if method else ():
        if demo and answer.on_device:
            continue
        await _until(navigator, partial(_offers, answer.action), name)
        if answer.form:
            secrets = answer.secrets(devices) if answer.secrets else {}
            await navigator.submit(answer.form, secrets)
        else:
            await navigator.act(answer.action)


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


def _offers(action_id: str, page: Page) -> bool:
    return any(action.id == action_id for action in actions_of(page))
