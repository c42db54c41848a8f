"""Two programs edit one entry of the profile: the second is told, sees both values, and loses nothing."""

from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.held_devices import devices_in
from tests.journey.filling import fill_in, save
from tests.journey.steps import find, has, offers, said, sign_in_by_itsme
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.parts import Facts, Notice
from tui.pages.forms import CANCEL, CHANGE, SAVE
from tui.pages.profile import REMOVE
from tui.portal.client import Portal
from tui.portal.models import Profile

ADDRESS = {"street": "Kerkstraat", "post_code": "9000", "municipality": "Gent"}


@dataclass(frozen=True)
class Entry:
    """A kind of entry: how it is added, edited and removed elsewhere, its page, its form and what is typed.

    `mine` and `theirs` are shown on the page.
    """

    add: Callable[[Portal], Awaitable[Profile]]
    edit: Callable[[Portal, Profile], Awaitable[Profile]]
    remove: Callable[[Portal, Profile], Awaitable[Profile]]
    page: Callable[[Profile], str]
    subject: Callable[[Profile], str]
    form: str
    typed: dict[str, str]
    mine: str
    theirs: str


ENTRIES = {
    "nickname": Entry(
        add=lambda portal: portal.set_nickname("Eerste"),
        edit=lambda portal, had: portal.set_nickname("Ginder", had.nickname.version),  # type: ignore[union-attr]
        remove=lambda portal, had: portal.remove_nickname(had.nickname.version),  # type: ignore[union-attr]
        page=lambda _: "profile.nickname",
        subject=lambda _: "nickname",
        form="nickname-form",
        typed={"nickname": "Noortje"},
        mine="Noortje",
        theirs="Ginder",
    ),
    "contact": Entry(
        add=lambda portal: portal.add_contact("phone", "0400 00 00 01"),
        edit=lambda portal, had: portal.change_contact(
            had.contacts[0].contact_id, had.contacts[0].version, "phone", "0400 00 00 02"
        ),
        remove=lambda portal, had: portal.remove_contact(
            had.contacts[0].contact_id, had.contacts[0].version
        ),
        page=lambda had: f"profile.contact/{had.contacts[0].contact_id}?kind=phone",
        subject=lambda had: f"contact-{had.contacts[0].contact_id}",
        form="contact-form",
        typed={"value": "0400 00 00 03"},
        mine="00 00 03",
        theirs="00 00 02",
    ),
    "address": Entry(
        add=lambda portal: portal.add_address(house_number="1", **ADDRESS),
        edit=lambda portal, had: portal.change_address(
            had.addresses[0].address_id, had.addresses[0].version, house_number="22", **ADDRESS
        ),
        remove=lambda portal, had: portal.remove_address(
            had.addresses[0].address_id, had.addresses[0].version
        ),
        page=lambda had: f"profile.address/{had.addresses[0].address_id}",
        subject=lambda had: f"address-{had.addresses[0].address_id}",
        form="address-form",
        typed={"house_number": "33", "label": "hier"},
        mine="33",
        theirs="22",
    ),
}

every_entry = pytest.mark.parametrize("entry", ENTRIES.values(), ids=ENTRIES)


@pytest.fixture
async def elsewhere(services: Services, tmp_path: Path) -> AsyncIterator[Portal]:
    """The same citizen in another program."""
    portal = Portal(services.connect)
    other = Navigator(portal, Words("nl"), devices_in(tmp_path), embedded=services.embedded)
    await sign_in_by_itsme(other)
    yield portal
    await other.close()
    await portal.close()


async def shown(navigator: Navigator) -> str:
    await navigator.open("profile")
    return said(navigator.page)


async def held_by_both(navigator: Navigator, elsewhere: Portal, entry: Entry) -> Profile:
    """The entry is there before the citizen signs in here."""
    had = await entry.add(elsewhere)
    await sign_in_by_itsme(navigator)
    return had


async def edited_in_both(navigator: Navigator, elsewhere: Portal, entry: Entry) -> None:
    """Here the entry is looked over, when it is changed elsewhere; then it is saved here."""
    had = await held_by_both(navigator, elsewhere, entry)
    await navigator.open(entry.page(had))
    await fill_in(navigator, entry.form, **entry.typed)
    await entry.edit(elsewhere, had)
    await navigator.act(SAVE)


@pytest.mark.requirement("R47", "R49")
@every_entry
@pytest.mark.parametrize("choice", [SAVE, CANCEL, CHANGE])
async def test_the_second_sees_both_values_and_chooses(
    navigator: Navigator, elsewhere: Portal, entry: Entry, choice: str
) -> None:
    await edited_in_both(navigator, elsewhere, entry)
    assert "intussen elders gewijzigd" in find(navigator.page, "edited", Notice).title
    for part, value in (("now", entry.theirs), ("review", entry.mine)):
        values = [one.value for group in find(navigator.page, part, Facts).groups for one in group]
        assert any(value in one for one in values), part
    await navigator.act(choice)
    if choice == CHANGE:
        assert has(navigator.page, entry.form)
        await navigator.submit(entry.form)
        assert has(navigator.page, "edited"), "what was seen is not yet decided"
        await navigator.act(SAVE)
    kept = await shown(navigator)
    wins, loses = (entry.theirs, entry.mine) if choice == CANCEL else (entry.mine, entry.theirs)
    assert wins in kept
    assert loses not in kept


@pytest.mark.requirement("R47", "R49")
@every_entry
@pytest.mark.parametrize("choice", [SAVE, CANCEL])
async def test_what_was_removed_elsewhere_is_saved_again_only_when_the_citizen_says_so(
    navigator: Navigator, elsewhere: Portal, entry: Entry, choice: str
) -> None:
    had = await held_by_both(navigator, elsewhere, entry)
    await navigator.open(entry.page(had))
    await fill_in(navigator, entry.form, **entry.typed)
    await entry.remove(elsewhere, had)
    await navigator.act(SAVE)
    assert "intussen elders verwijderd" in find(navigator.page, "edited", Notice).title
    assert entry.mine in said(navigator.page)
    await navigator.act(choice)
    assert (entry.mine in await shown(navigator)) == (choice == SAVE)


@pytest.mark.requirement("R47")
@every_entry
async def test_what_was_changed_elsewhere_is_not_removed_unseen(
    navigator: Navigator, elsewhere: Portal, entry: Entry
) -> None:
    had = await held_by_both(navigator, elsewhere, entry)
    await navigator.open(f"profile.remove/{entry.subject(had)}")
    now = await entry.edit(elsewhere, had)
    await navigator.act(REMOVE)
    assert "Er is niets verwijderd." in find(navigator.page, "trouble", Notice).body
    assert entry.theirs in said(navigator.page)
    await entry.remove(elsewhere, now)
    await navigator.act(REMOVE)  # it is gone, as was wanted
    assert entry.theirs not in await shown(navigator)


@pytest.mark.served
async def test_of_two_first_nicknames_the_second_is_told_as_well(
    signed_in: Navigator, elsewhere: Portal
) -> None:
    await signed_in.open("profile.nickname")
    await fill_in(signed_in, "nickname-form", nickname="Hier")
    await elsewhere.set_nickname("Ginder")
    await signed_in.act(SAVE)
    assert has(signed_in.page, "edited")
    assert "Ginder" in said(signed_in.page)


async def test_the_same_edit_twice_is_no_conflict(signed_in: Navigator, elsewhere: Portal) -> None:
    await signed_in.open("profile.nickname")
    await fill_in(signed_in, "nickname-form", nickname="Nono")
    await elsewhere.set_nickname("Nono")
    await signed_in.act(SAVE)
    assert signed_in.page.id == "profile"
    assert "Nono" in said(signed_in.page)


async def test_what_was_typed_before_names_the_version_of_that_time(
    navigator: Navigator, elsewhere: Portal
) -> None:
    """In between the profile is fetched anew, by saving something else."""
    entry = ENTRIES["contact"]
    had = await held_by_both(navigator, elsewhere, entry)
    place = entry.page(had)
    await navigator.open(place)
    await fill_in(navigator, "contact-form", value="0400 00 00 03")
    await navigator.act(CHANGE)
    await entry.edit(elsewhere, had)
    await navigator.open("profile.nickname")
    await save(navigator, "nickname-form", nickname="Nono")
    await navigator.open(place)
    await navigator.submit("contact-form")
    assert entry.theirs in said(navigator.page)
    assert has(navigator.page, "edited")
    assert offers(navigator.page, CANCEL)
