"""Trouble with the store of the own profile or with its key: why, the way out, and all the rest works."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from mock_backends.profile_service.store_sqlite import FILE_NAME
from tests.journey.filling import fill_in, save, sign_out
from tests.journey.steps import find, has, loaded, offers, said, sign_in_by_itsme, until
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.parts import Facts, Notice

Spoil = Callable[[Path, Path], object]
"""Spoils the store or its key; given the paths of both."""


def folder(store: Path, _key: Path) -> None:
    store.unlink()
    store.mkdir()


TROUBLES: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "key-missing": (
        lambda _, key: key.unlink(),
        ("De sleutel van de opslag ontbreekt.", "zet het bestand profile.key terug"),
    ),
    "key-readable": (lambda _, key: key.chmod(0o644), ("chmod 600 profile.key",)),
    "key-wrong": (
        lambda _, key: key.write_bytes(b"x" * 32),
        ("De sleutel past niet", "zet het juiste bestand profile.key terug"),
    ),
    "key-cut": (
        lambda _, key: key.write_bytes(b"x" * 5),
        ("De sleutel past niet", "zet het juiste bestand profile.key terug"),
    ),
    "store-corrupt": (
        lambda store, _: store.write_bytes(b"not a database" * 400),
        ("De opslag is beschadigd.", "zet een kopie van de opslag terug"),
    ),
    "store-cut": (
        lambda store, _: store.write_bytes(store.read_bytes()[:5000]),
        ("De opslag is beschadigd.", "zet een kopie van de opslag terug"),
    ),
    "store-folder": (folder, ("De opslag is beschadigd.", "zet een kopie van de opslag terug")),
}


async def with_a_nickname(services: Services, navigator: Navigator) -> tuple[Path, Path]:
    """Noor keeps a nickname and signs out; gives the paths of the store and its key."""
    await sign_in_by_itsme(navigator)
    await navigator.open("profile.nickname")
    await save(navigator, "nickname-form", nickname="Nono")
    await sign_out(navigator)
    home = services.home
    return home.data / FILE_NAME, home.keys / "profile.key"


async def all_else_works(navigator: Navigator) -> None:
    """Data, eBox and rights open; what the profile does not hold is there."""
    for place in ("home", "ebox", "rights", "rights.new", "sign-out", "controllers", "data"):
        await navigator.open(place)
        page = await until(navigator, loaded, place)
        assert page.id == place
        assert not has(page, "trouble"), place
    await until(navigator, lambda page: "Bron: " in said(page), "data of the registers")
    await navigator.open("data.identity")
    await until(navigator, loaded, "one block")
    assert "Peeters" in said(navigator.page)


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
@pytest.mark.requirement("R49", "R50")
@pytest.mark.parametrize("trouble", TROUBLES)
async def test_trouble_with_the_store_is_told_with_the_cure_and_all_else_works(
    trouble: str, services: Services, navigator: Navigator
) -> None:
    store, key = await with_a_nickname(services, navigator)
    kept = {path: path.read_bytes() for path in (store, key)}
    spoil, told = TROUBLES[trouble]
    spoil(store, key)
    there = key.read_bytes() if key.exists() else None
    await sign_in_by_itsme(navigator)
    for place in ("profile", "profile.nickname"):
        await navigator.open(place)
        notice = find(navigator.page, "profile-unavailable", Notice)
        for words in told:
            assert words in notice.body, place
        assert "Al het andere werkt." in notice.body
    await all_else_works(navigator)
    await sign_out(navigator)
    assert navigator.page.id == "receipt"
    assert "Wat u daar bewaarde, blijft." in find(navigator.page, "kept", Facts).note
    assert (key.read_bytes() if key.exists() else None) == there, "no key is made over what is kept"

    # Put right while it runs: it is found again, whole.
    if store.is_dir():
        store.rmdir()
    for path, content in kept.items():
        path.write_bytes(content)
        path.chmod(0o600)
    await sign_in_by_itsme(navigator)
    await navigator.open("profile")
    if offers(navigator.page, "retry"):
        await navigator.act("retry")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Nono"


@pytest.mark.skipif(os.name != "posix", reason="permissions are POSIX's")
@pytest.mark.requirement("R49")
async def test_a_store_that_can_only_be_read_is_read_and_keeps_what_is_typed(
    services: Services, navigator: Navigator
) -> None:
    store, _ = await with_a_nickname(services, navigator)
    store.chmod(0o400)
    await sign_in_by_itsme(navigator)
    await navigator.open("profile")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Nono"
    await navigator.open("profile.nickname")
    await fill_in(navigator, "nickname-form", nickname="Ander")
    await navigator.act("save")
    notice = find(navigator.page, "trouble", Notice)
    assert notice.title == "Uw profiel kan nu niet worden gewijzigd."
    assert "Er is niets veranderd." in notice.body
    await all_else_works(navigator)
    store.chmod(0o600)
    await navigator.open("profile.nickname")
    await navigator.submit("nickname-form")
    await navigator.act("save")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Ander"


@pytest.mark.requirement("R49")
async def test_a_store_that_is_gone_is_an_empty_profile_under_the_same_key(
    services: Services, navigator: Navigator
) -> None:
    store, key = await with_a_nickname(services, navigator)
    before = key.read_bytes()
    store.unlink()
    await sign_in_by_itsme(navigator)
    await navigator.open("profile")
    assert find(navigator.page, "nickname", Facts).state == "empty"
    await all_else_works(navigator)
    await navigator.open("profile.nickname")
    await save(navigator, "nickname-form", nickname="Nieuw")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Nieuw"
    assert key.read_bytes() == before
