"""Trouble with the store of the own profile or with its key: why, the way out, and all the rest works."""

import os
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from mock_backends.profile_service import sqlite_file
from mock_backends.profile_service.store_sqlite import FILE_NAME
from tests.journey.filling import fill_in, save, sign_out
from tests.journey.steps import become, find, has, loaded, offers, said, sign_in_by_itsme, until
from tests.services import Services
from tests.simulated import DEFAULT_PERSON
from tui.journey.navigator import Navigator
from tui.page.parts import Facts, Notice
from tui.pages.profile import KEEP, REMOVE

Spoil = Callable[[Path, Path], object]
"""Spoils the store or its key; given the paths of both."""


def of_a_later_build(store: Path, _key: Path) -> None:
    with closing(sqlite3.connect(store)) as database, database:
        database.execute(f"PRAGMA user_version = {sqlite_file.FORMAT + 1}")


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


TROUBLES: dict[str, tuple[Spoil, tuple[str, ...]]] = {
    "key-missing": (
        lambda _, key: key.unlink(),
        ("De sleutel van de opslag ontbreekt.", "zet het bestand profile.key terug"),
    ),
    "key-readable": (lambda _, key: key.chmod(0o644), ("chmod 600 profile.key",)),
    "key-unreadable": (
        lambda _, key: key.chmod(0),
        ("We mogen de sleutel van de opslag niet lezen.", "chmod 600 profile.key"),
    ),
    "key-folder": (
        lambda _, key: folder(key),
        ("staat geen bestand", "zet het bestand profile.key terug"),
    ),
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
    "store-newer": (
        of_a_later_build,
        ("Een nieuwere versie van dit programma maakte de opslag.", "gebruik de nieuwste versie"),
    ),
    "store-folder": (
        lambda store, _: folder(store),
        ("De opslag is beschadigd.", "zet een kopie van de opslag terug"),
    ),
}


def as_they_are(*paths: Path) -> list[tuple[int, int, int] | None]:
    """What tells whether these files were made or written since; None where there is none."""
    found = [path.stat() if path.is_file() else None for path in paths]
    return [one and (one.st_ino, one.st_size, one.st_mtime_ns) for one in found]


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
    there = as_they_are(store, key)
    await sign_in_by_itsme(navigator)
    for place in ("profile", "profile.nickname"):
        await navigator.open(place)
        notice = find(navigator.page, "profile-unavailable", Notice)
        for words in told:
            assert words in notice.body, place
        assert "Wat de overheid van u weet, kunt u wel bekijken." in notice.body
    await all_else_works(navigator)
    await sign_out(navigator)
    assert navigator.page.id == "receipt"
    assert "Wat u daar bewaarde, blijft." in find(navigator.page, "kept", Facts).note
    assert as_they_are(store, key) == there, "nothing is made or written over what is kept"

    # Put right while it runs: it is found again, whole.
    for path in (store, key):
        if path.is_dir():
            path.rmdir()
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


def without_a_table(store: Path) -> None:
    with closing(sqlite3.connect(store)) as database, database:
        database.execute("DROP TABLE fields")


def before_the_last_change(store: Path) -> None:
    shutil.copy(store.with_name("older"), store)


LOST: dict[str, tuple[Callable[[Path], object], str]] = {
    "emptied": (lambda store: store.write_bytes(b""), "We kunnen uw profiel niet vinden."),
    "gone": (lambda store: store.unlink(), "We kunnen uw profiel niet vinden."),
    "folder-gone": (lambda store: shutil.rmtree(store.parent), "We kunnen uw profiel niet vinden."),
    "table-gone": (without_a_table, "We kunnen uw profiel niet vinden."),
    "old": (before_the_last_change, "De opslag is ouder dan wat u het laatst bewaarde."),
}


@pytest.mark.requirement("R47", "R49", "R50")
@pytest.mark.parametrize(("lose", "told"), LOST.values(), ids=LOST)
async def test_a_profile_that_is_missing_or_old_is_not_an_empty_one_until_the_citizen_says_so(
    lose: Callable[[Path], object], told: str, services: Services, navigator: Navigator
) -> None:
    store, _ = await with_a_nickname(services, navigator)
    shutil.copy(store, store.with_name("older"))
    await sign_in_by_itsme(navigator)
    await navigator.open("profile.nickname")
    await save(navigator, "nickname-form", nickname="Ander")
    await sign_out(navigator)
    newest = store.read_bytes()
    lose(store)
    await sign_in_by_itsme(navigator)
    for place in ("profile", "profile.nickname"):
        await navigator.open(place)
        notice = find(navigator.page, "profile-unavailable", Notice)
        assert told in notice.body
        assert "zet het " in notice.body
    await all_else_works(navigator)

    # Somebody else, who kept nothing, is told nothing, and keeps something.
    await sign_out(navigator)
    await become(navigator, "amir-haddad")
    await sign_in_by_itsme(navigator)
    await navigator.open("profile.nickname")
    await save(navigator, "nickname-form", nickname="Amir")
    await sign_out(navigator)

    # A copy that is put back is whole; without one, an empty profile takes a second yes.
    await become(navigator, DEFAULT_PERSON)
    await sign_in_by_itsme(navigator)
    between = store.read_bytes()
    store.write_bytes(newest)
    await navigator.open("profile")
    if offers(navigator.page, "retry"):
        await navigator.act("retry")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Ander"
    store.write_bytes(between)
    await sign_out(navigator)
    await sign_in_by_itsme(navigator)
    await navigator.open("profile")
    await navigator.act("remove-everything")
    await navigator.act(KEEP)
    assert told in find(navigator.page, "profile-unavailable", Notice).body
    await navigator.act("remove-everything")
    await navigator.act(REMOVE)
    assert "Uw profiel is leeg." in said(navigator.page)
    assert find(navigator.page, "nickname", Facts).state == "empty"
    await navigator.open("profile.nickname")
    await save(navigator, "nickname-form", nickname="Nieuw")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Nieuw"
    await navigator.open("profile.remove/everything")
    assert has(navigator.page, "gone"), "nothing leads there while the profile is here"


@pytest.mark.requirement("R49")
async def test_a_store_that_another_program_uses_is_in_use_and_not_damaged(
    services: Services, navigator: Navigator, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_file, "_BUSY", 0.0)
    store, _ = await with_a_nickname(services, navigator)
    await sign_in_by_itsme(navigator)
    await navigator.open("profile.nickname")
    await fill_in(navigator, "nickname-form", nickname="Ander")
    with closing(sqlite3.connect(store)) as other, other:
        other.execute("BEGIN EXCLUSIVE")
        await navigator.act("save")
        notice = find(navigator.page, "trouble", Notice)
        assert notice.title == "Een ander programma gebruikt de opslag nu."
        await sign_out(navigator)
        await sign_in_by_itsme(navigator)
        await navigator.open("profile")
        notice = find(navigator.page, "profile-unavailable", Notice)
        assert "Een ander programma gebruikt de opslag." in notice.body
        await all_else_works(navigator)
    await navigator.open("profile")
    await navigator.act("retry")
    assert find(navigator.page, "nickname", Facts).groups[0][0].value == "Nono"
