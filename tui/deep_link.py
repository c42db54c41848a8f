"""Opens a place at once: signs in automatically, with the same pages and devices that a person would use."""

from typing import Literal

from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.journey.walk import PATIENCE, Choose, Stopped, walk
from tui.options import CannotFollow as CannotFollow
from tui.pages import walks
from tui.pages.sign_in.parts import CHOICE
from tui.portal.client import Portal


async def follow(
    navigator: Navigator,
    devices: Devices,
    *,
    person: str = "",
    method: str = "",
    place: str = "",
    demo: bool = False,
) -> None:
    """Go to `place`, after signing in as `person` by `method` (an id) if either of these is given.

    The default `method` is the most secure that the person's devices allow. With `demo`, the devices answer
    by themselves. The page then says who was signed in, and how. Where the place is the sign-in itself, it is
    opened as that person, with that method chosen, and the rest is theirs to do. Raises CannotFollow.
    """
    if place:
        like = await navigator.meant(place)
        if like is not None:
            raise CannotFollow("page" if like else "no-page", place, like)
        if person:
            navigator.begin(place)  # and no sign-in begins yet, which would be somebody else's
        else:
            await navigator.open(place)
    if not (person or method):
        return
    if person:
        await _become(navigator, person)
    elif navigator.page.id != "sign-in":
        await navigator.open("sign-in")
    if place == "sign-in":
        await _choose(navigator, method)
        return
    method = method or walks.surest_method(devices)
    try:
        # A step of a demonstration may wait for who looks on.
        patience = None if demo else PATIENCE + walks.longest_wait(method)
        devices.by_themselves = True
        await walk(navigator, walks.sign_in(method, devices, demo=demo), patience=patience)
    except Stopped as stopped:
        raise CannotFollow("refused", method, sentence=stopped.sentence) from stopped
    finally:
        devices.by_themselves = False
    if place and navigator.page.place != place:
        # A page that needs no sign-in has been left again on the way to signing in.
        await navigator.open(place)
    name = devices.person.name if devices.person else navigator.page.who
    words, key = navigator.words, f"cli.signed-in.{method}"
    told = words(key if key in words else "cli.signed-in.other", name=name)
    navigator.tell(f"{told} {words('demo.done')}" if demo else told)


async def hold(
    device: Literal["phone", "card"],
    navigator: Navigator,
    devices: Devices,
    portal: Portal,
    person_id: str,
) -> None:
    """Look at this device of this person, and take nothing else of theirs.

    Raises CannotFollow for who is not there, and PortalError if nobody answers.
    """
    persons = await portal.persons()
    person = next((one for one in persons if one.person_id == person_id), None)
    if person is None:
        known = tuple(one.person_id for one in persons)
        raise CannotFollow("person", person_id, known)
    await devices.take(person, portal, only=device)
    await navigator.open(device)


async def _choose(navigator: Navigator, method: str) -> None:
    """Choose this method, if any; what comes of it stands on the page."""
    try:
        await walk(navigator, [Choose(CHOICE, method)] if method else [])
    except Stopped as stopped:
        if navigator.page.place == "sign-in" and not stopped.known:
            return  # nothing can be chosen: the page says why
        raise CannotFollow("refused", method, sentence=stopped.sentence) from stopped


async def _become(navigator: Navigator, person: str) -> None:
    try:
        await walk(navigator, walks.become(person))
    except Stopped as stopped:
        reason = "person" if stopped.known else "services"
        raise CannotFollow(reason, person, stopped.known) from stopped
