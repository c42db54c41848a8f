"""Folders and files for their owner alone, and keys that are made once."""

import stat
from pathlib import Path

import pytest

from mock_backends.shared import keys
from mock_backends.shared.home import Home, readable_by_others, write_private


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


def test_of_two_programs_that_make_a_key_at_once_the_first_wins(
    home: Home, monkeypatch: pytest.MonkeyPatch
) -> None:
    def meanwhile() -> bytes:
        (home.keys / "shared.key").write_bytes(b"first" * 6)
        return b"second"

    monkeypatch.setattr(keys, "new_key", meanwhile)
    assert keys.secret(home, "shared") == b"first" * 6
