"""Folders and files for their owner alone, and keys that are made once and taken only if they are right."""

import os
import stat
from collections.abc import Callable
from pathlib import Path
from threading import Thread
from typing import get_args

import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP521R1, generate_private_key

from mock_backends.shared import keys
from mock_backends.shared.home import Home, readable_by_others, write_private
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import World, WorldOptions
from tui.backends import Folders


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A prepared, empty home."""
    home = Home.of(tmp_path)
    home.prepare()
    return home


def test_folders_are_for_their_owner_alone_and_keys_lie_apart_from_the_data_they_open(
    home: Home,
) -> None:
    for folder in (home.config, home.keys, home.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
    assert not home.keys.is_relative_to(home.data)


@pytest.mark.requirement("R49")
@pytest.mark.parametrize("prepare", [lambda folder: Home.of(folder), Folders.of])
def test_folders_that_a_wider_umask_left_open_are_closed(
    tmp_path: Path, prepare: Callable[[Path], Home | Folders]
) -> None:
    home = prepare(tmp_path)
    home.prepare()
    for folder in (home.config, home.data):
        folder.chmod(0o777)
        (folder / "kept").touch()
    home.prepare()
    for folder in (home.config, home.data):
        assert stat.S_IMODE(folder.stat().st_mode) == 0o700
        assert (folder / "kept").exists()


def test_a_private_file_is_whole_its_owners_and_old_where_a_write_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "key"
    for content in (b"old", b"new"):
        write_private(path, content)
        assert path.read_bytes() == content
    assert not readable_by_others(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space"):
        write_private(path, b"newest")
    assert path.read_bytes() == b"new"
    assert [file.name for file in tmp_path.iterdir()] == ["key"]
    path.chmod(0o640)
    assert readable_by_others(path)


def test_keys_are_made_once(home: Home) -> None:
    assert keys.secret(home, "one") == keys.secret(home, "one") != keys.secret(home, "two")
    first = keys.pem(keys.p256_key(home, "signing"))
    assert keys.pem(keys.p256_key(home, "signing")) == first
    first = keys.pem(keys.rsa_key(home, "signing-rs"))
    assert keys.pem(keys.rsa_key(home, "signing-rs")) == first
    for path in home.keys.iterdir():
        assert not readable_by_others(path)


def built(home: Home) -> None:
    """Read every key, as a process does that serves all parties."""
    local_tls(home)
    World(WorldOptions(home=home))


def folder(path: Path) -> None:
    path.unlink()
    path.mkdir()


SPOILED: dict[str, Callable[[Path], object]] = {
    "readable": lambda path: path.chmod(0o644),
    "unreadable": lambda path: path.chmod(0),
    "no-file": folder,
    "empty": lambda path: path.write_bytes(b""),
    "garbage": lambda path: path.write_bytes(b"no key\n" * 9),
    "another": lambda path: path.write_bytes(keys.pem(generate_private_key(SECP521R1()))),
}


REASONS = get_args(keys.Trouble)


def read_at_start(home: Home, name: str) -> list[Path]:
    """The files in the configuration folder that parties read when they start."""
    offices = {home.config / "eid" / office for office in ("register", "status")}
    return [path for path in home.config.rglob(name) if not offices & {path, *path.parents}]


@pytest.mark.requirement("R49", "R50")
@pytest.mark.parametrize("how", SPOILED)
def test_no_party_starts_with_a_key_that_others_can_read_or_that_is_none(
    home_folder: Path, how: str
) -> None:
    home = Home.of(home_folder)
    built(home)
    secrets = [
        path
        for path in read_at_start(home, "*")
        if path.suffix == ".key" or path.parent == home.keys
    ]
    assert len(secrets) >= 8, secrets
    for path in secrets:
        kept = path.read_bytes()
        SPOILED[how](path)
        with pytest.raises(keys.KeyUnusable) as refused:
            built(home)
        assert refused.value.path == path
        assert refused.value.reason == (how if how in REASONS else "wrong")
        assert (f"chmod 600 {path}" in str(refused.value)) == how.endswith("readable")
        if path.is_dir():
            path.rmdir()
        write_private(path, kept)
    built(home)


@pytest.mark.parametrize("spoil", [Path.unlink, SPOILED["empty"], SPOILED["garbage"]])
def test_a_certificate_that_is_missing_or_damaged_is_named(
    home_folder: Path, spoil: Callable[[Path], object]
) -> None:
    home = Home.of(home_folder)
    built(home)
    for path in [one for one in read_at_start(home, "*.pem") if one.parent != home.keys]:
        kept = path.read_bytes()
        spoil(path)
        with pytest.raises(keys.KeyUnusable) as refused:
            built(home)
        assert (refused.value.path, refused.value.whole) == (path, path.parent)
        path.write_bytes(kept)


def test_of_two_programs_that_make_a_key_at_once_the_first_wins(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = b"first".ljust(32)

    def meanwhile() -> bytes:
        write_private(home.keys / "shared.key", first)
        return b"second"

    monkeypatch.setattr(keys, "new_key", meanwhile)
    assert keys.secret(home, "shared") == first


def test_a_key_that_two_threads_make_at_once_is_one_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The other one makes it just before this one puts its own in place."""
    home, link = Home.of(tmp_path), os.link
    home.prepare()
    others: list[bytes] = []

    def late(draft: Path, path: Path) -> None:
        monkeypatch.setattr(os, "link", link)
        other = Thread(target=lambda: others.append(keys.secret(home, "example")))
        other.start()
        other.join()
        link(draft, path)

    monkeypatch.setattr(os, "link", late)
    assert [keys.secret(home, "example")] == others
    assert [file.name for file in home.keys.iterdir()] == ["example.key"]
