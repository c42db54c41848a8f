"""A link that signs in by itself: it ends at its place, also where nobody need be signed in."""

import asyncio
from pathlib import Path

import pytest

from tests.journey.steps import find, is_signed_in, sign_in_by_card
from tests.services import Services
from tui.backends import Folders
from tui.catalogue import Catalogue
from tui.deep_link import CannotFollow, follow
from tui.devices.held import Devices
from tui.journey.demonstration import Demonstration
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.opening import Opening
from tui.options import parse
from tui.page.parts import Notice
from tui.pages.sign_in import METHOD_IDS
from tui.portal.client import Portal
from tui.portal.models import Fault, Person


@pytest.mark.parametrize(
    ("method", "place"),
    [
        *((method, "data") for method in METHOD_IDS),
        *(
            ("itsme", place)
            for place in ("controllers", "contact?kind=complaint", "devices", "home")
        ),
    ],
)
async def test_a_link_ends_at_its_place(
    navigator: Navigator, devices: Devices, place: str, method: str
) -> None:
    await follow(navigator, devices, person="noor-peeters", method=method, place=place)
    assert is_signed_in(navigator.page)
    assert navigator.page.place == place
    assert "Noor Peeters" in find(navigator.page, "done", Notice).title
    await navigator.back()
    assert navigator.page.place == "home"


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("--persona noor-peeters", [True, True]),
        ("--persona noor-peeters --demo --speed stepped", [True, False]),
        ("", [False]),
    ],
)
async def test_while_a_sign_in_goes_by_itself_the_page_is_busy(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, asked: str, expected: list[bool]
) -> None:
    """Else it says that it is loaded, and moves on a moment later; the steps of a demonstration are seen."""
    options = parse(asked.split(), Catalogue("nl"))
    opening = Opening(options, Words("nl"), Folders.of(tmp_path))
    busy: list[bool] = []

    async def ready() -> None:
        busy.append(opening._navigator.page.busy)

    async def follow(*_: object, **__: object) -> None:
        busy.append(opening._navigator.page.busy)

    monkeypatch.setattr(opening._portal, "ready", ready)
    monkeypatch.setattr("tui.deep_link.follow", follow)
    opening._open_by_itself()
    await opening._begin(screen=True)
    assert busy == expected
    assert not opening._navigator.page.busy


async def test_what_opens_by_itself_is_seen_at_its_end(
    navigator: Navigator, devices: Devices
) -> None:
    """The pages on the way would be drawn for nobody, and take as long as the sign-in."""
    seen = navigator.changes()
    with navigator.opening():
        assert (await anext(seen)).busy
        coming = asyncio.ensure_future(anext(seen))
        await follow(navigator, devices, person="noor-peeters", method="itsme", place="controllers")
        assert not coming.done()
    assert (await coming).place == "controllers"


async def test_what_is_to_fail_fails_before_anybody_signs_in(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    options = parse(["--persona", "x", "--fault", "itsme:down"], Catalogue("nl"))
    opening = Opening(options, Words("nl"), Folders.of(tmp_path))
    done: list[object] = []

    async def ready() -> None:
        done.append("ready")

    async def set_fault(name: str, fault: Fault) -> None:
        done.append((name, fault))

    async def follow(*_: object, **__: object) -> None:
        done.append("follow")

    monkeypatch.setattr(opening._portal, "ready", ready)
    monkeypatch.setattr(opening._portal, "set_fault", set_fault)
    monkeypatch.setattr("tui.deep_link.follow", follow)
    await opening._begin(screen=False)
    assert done == ["ready", ("option-1", Fault(party="itsme", kind="down")), "follow"]


@pytest.mark.parametrize(("method", "step"), [("itsme", "itsmeNumber"), ("", "chooseMethod")])
async def test_a_link_to_signing_in_leaves_it_to_that_person(
    navigator: Navigator, devices: Devices, method: str, step: str
) -> None:
    await follow(navigator, devices, person="jade-willems", method=method, place="sign-in")
    interaction = navigator.context().holdings.interaction
    assert devices.person is not None
    assert devices.person.person_id == "jade-willems"
    assert interaction is not None
    assert (interaction.step, navigator.page.place) == (step, "sign-in")


async def test_with_itsme_down_its_phone_is_in_the_hand_and_the_link_says_so(
    navigator: Navigator, devices: Devices, services: Services
) -> None:
    """What the tester has put on a phone is there whoever fails, and the other ways work."""
    await services.fail("itsme", "down")
    await follow(navigator, devices, person="noor-peeters", method="itsme", place="sign-in")
    assert find(navigator.page, "failure", Notice).title == "itsme antwoordt nu niet."
    await sign_in_by_card(navigator, devices)
    assert is_signed_in(navigator.page)


async def test_a_link_for_a_person_begins_nothing_as_somebody_else(
    navigator: Navigator, devices: Devices, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The page that is asked for needs a sign-in, which would begin as the first of all people."""
    taken: list[str] = []
    take = devices.take

    async def taking(person: Person, portal: Portal) -> None:
        taken.append(person.person_id)
        await take(person, portal)

    monkeypatch.setattr(devices, "take", taking)
    await follow(navigator, devices, person="jade-willems", method="itsme", place="data.identity")
    assert (navigator.page.place, taken) == ("data.identity", ["jade-willems"])


@pytest.mark.parametrize("person", ["noor-peeters", ""])
@pytest.mark.parametrize(
    ("place", "reason", "known"),
    [
        ("nowhere", "no-page", ()),
        ("contat?kind=complaint", "page", ("contact",)),
        ("data.IDENTITEIT", "page", ("data.identity",)),
        ("controllers.entry/own-ebx", "page", ("controllers.entry/own-ebox",)),
    ],
)
async def test_a_link_to_no_place_names_the_nearest_before_anybody_signs_in(
    navigator: Navigator,
    devices: Devices,
    place: str,
    reason: str,
    known: tuple[str, ...],
    person: str,
) -> None:
    with pytest.raises(CannotFollow) as caught:
        await follow(navigator, devices, person=person, place=place)
    assert (caught.value.reason, caught.value.what) == (reason, place)
    assert caught.value.known[:1] == known
    assert not is_signed_in(navigator.page)


async def test_a_link_that_is_refused_says_why(navigator: Navigator, devices: Devices) -> None:
    with pytest.raises(CannotFollow) as caught:
        await follow(navigator, devices, person="lotte-janssens", method="itsme")
    assert caught.value.sentence == "itsme kan pas vanaf 16 jaar."


@pytest.mark.parametrize("method", METHOD_IDS)
async def test_in_a_demonstration_a_link_waits_for_the_devices(
    portal: Portal, devices: Devices, method: str
) -> None:
    navigator = Navigator(portal, Words("nl"), devices, demonstration=Demonstration())
    await follow(navigator, devices, person="noor-peeters", method=method, place="data", demo=True)
    assert is_signed_in(navigator.page)
    assert navigator.page.place == "data"
    await navigator.close()
