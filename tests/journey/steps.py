"""What a citizen does, as a test says it: walks of the product, and what a page shows."""

from collections.abc import Callable
from typing import TypeVar

from tui.devices.held import Devices
from tui.journey import walk
from tui.journey.navigator import Navigator
from tui.page.offered import actions_in, actions_of
from tui.page.parts import Facts, Form, Listing, Meter, Notice, Page, Part, Picture, Text, Timeline
from tui.pages import walks
from tui.pages.sign_in.parts import BACK, CHOICE

PATIENCE = 10.0
"""Seconds of real time after which a test gives up on a page."""

P = TypeVar("P", bound=Part)


async def until(navigator: Navigator, ready: Callable[[Page], bool], what: str = "") -> Page:
    """Wait for a page that is `ready`, and give it."""
    try:
        return await walk.until(navigator, ready, patience=PATIENCE)
    except walk.Stopped as stopped:
        raise AssertionError(f"never came: {what or ready}: {stopped}; {stopped.page}") from None


async def take(navigator: Navigator, *steps: walk.Step) -> Page:
    """Walk, and give the page at the end."""
    return await walk.walk(navigator, steps, patience=PATIENCE)


def find(page: Page, part_id: str, kind: type[P]) -> P:
    """The part with this id; it must be there, and of this kind."""
    found = next((part for part in _all(page) if part.id == part_id), None)
    assert isinstance(found, kind), f"{part_id} on {page.place} is {found}"
    return found


def has(page: Page, part_id: str) -> bool:
    return any(part.id == part_id for part in _all(page))


def _all(page: Page) -> tuple[Part, ...]:
    """Every part, and what is pinned above them."""
    return (*page.everything, *((page.pinned,) if page.pinned is not None else ()))


def offers(page: Page, action_id: str) -> bool:
    return any(action.id == action_id for action in actions_of(page))


def texts(part: Part, *, spoken: bool = True) -> list[str]:
    """Every text of a part but what stands in its fields; `spoken` where the names of actions are whole."""
    found = [action.name if spoken else action.label for action in actions_in(part)]
    match part:
        case Text():
            found += part.text.split("\n\n")
        case Notice():
            found += [part.title, *part.body.split("\n\n")]
        case Facts():
            found += [part.title, part.count, part.source, part.note]
            found += part.letter.text.split("\n\n") if part.letter else ()
            colon = ":" if spoken else ""
            if part.table and not spoken:
                found += [fact.label for fact in part.groups[0]]
                found += [fact.value for group in part.groups for fact in group]
            else:
                found += [
                    f"{fact.label}{colon} {fact.value}" for group in part.groups for fact in group
                ]
                found += [fact.note for group in part.groups for fact in group]
        case Listing():
            found += [part.title, part.count, "" if part.items else part.empty]
            found += dict.fromkeys(one.heading for one in part.items)
            found += [
                text for one in part.items for text in (one.title, one.detail, one.mark, one.when)
            ]
            found += [cell.rstrip(".") for one in part.items for cell in one.cells]
        case Form():
            found += [part.title, part.note]
            for field in part.fields:
                found += [field.label, field.hint, field.error]
                found += [text for one in field.options for text in (one.label, one.hint)]
        case Timeline():
            found.append(part.title)
            found += [text for one in part.steps for text in (one.when, one.what, one.note)]
        case Picture():
            found.append(part.words)
        case Meter():
            found += [part.title, part.words]
        case _:
            pass
    return [text for text in found if text]


def said(page: Page) -> str:
    """Everything that the page says, one line a text."""
    around = [page.title, page.count, page.status, page.who, page.step]
    return "\n".join([*around, *(text for part in page.everything for text in texts(part))])


def loaded(page: Page) -> bool:
    """Whether nothing is being fetched for this page any more."""
    return not page.busy


async def choose_method(navigator: Navigator, method: str) -> None:
    """Go to the choice of methods, or back to it from a later step, and choose one."""
    if navigator.page.id != "sign-in":
        await navigator.open("sign-in")
    if offers(navigator.page, BACK):
        await navigator.act(BACK)
    await take(navigator, walk.Choose(CHOICE, method))


async def sign_in_by_itsme(navigator: Navigator) -> None:
    """Sign in with the phone in the hand, and wait for the page that follows."""
    await choose_method(navigator, "itsme")
    _, *answers = walks.sign_in("itsme", navigator.context().devices)
    await take(navigator, *answers)
    await until(navigator, loaded, "the page after signing in")


async def sign_in_by_card(navigator: Navigator, devices: Devices) -> None:
    """Put the card in and type its PIN; the page then says how it went."""
    await choose_method(navigator, "eid")
    _, *answers, _ = walks.sign_in("eid", devices)
    await take(navigator, *answers)


def is_signed_in(page: Page) -> bool:
    return page.signed_in


async def become(navigator: Navigator, person_id: str) -> None:
    """Be this invented person from now on; leads to the sign-in."""
    await take(navigator, *walks.become(person_id))
