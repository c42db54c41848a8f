"""A receipt as a file: how it is written, and what is taken for one that the portal signed."""

import errno
import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from mock_backends.shared.clock import Clock
from mock_backends.shared.service_tokens import ServiceTokens
from tests.conftest import START
from tui.portal.errors import NotSaved
from tui.portal.models import Receipt, Removed, SignedOut
from tui.portal.receipts import check, read, save

CLOCK = Clock(START, frozen=True)
PORTAL = ServiceTokens("profile_service", generate_private_key(SECP256R1()), CLOCK)
ANOTHER = ServiceTokens("profile_service", generate_private_key(SECP256R1()), CLOCK)
KEYS = PORTAL.public_keys()["keys"]
RECEIPT = Receipt(
    started_at=START,
    signed_out_at=START + timedelta(minutes=5),
    removed=(Removed(kind="block", id="identity", bytes=304, fetched_at=START),),
    kept=(),
)


def signed_out(by: ServiceTokens = PORTAL, kind: str = "receipt+jwt", **more: Any) -> SignedOut:
    """What a portal answers; `more` is signed as well."""
    proof = by.signed(kind, {**msgspec.to_builtins(RECEIPT), **more})
    return SignedOut(**msgspec.structs.asdict(RECEIPT), end_session_url="", proof=proof, messages=3)


def test_a_saved_receipt_is_its_owners_alone_and_replaces_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "burgerprofiel-bewijs-2026-11-23-2.json").symlink_to(elsewhere)
    paths = [save(signed_out(), Path()) for _ in range(2)]
    assert paths == [
        tmp_path / "burgerprofiel-bewijs-2026-11-23.json",
        tmp_path / "burgerprofiel-bewijs-2026-11-23-3.json",
    ]
    assert not elsewhere.exists()
    assert {path.stat().st_mode & 0o777 for path in paths} == {0o600}
    checked = check(read(paths[0]), KEYS)
    assert (checked.verdict, checked.receipt, checked.messages) == ("holds", RECEIPT, 3)


@pytest.mark.parametrize(
    ("call", "number", "reason"),
    [
        ("open", errno.EACCES, "refused"),
        ("open", errno.EROFS, "refused"),
        ("fsync", errno.ENOSPC, "full"),
        ("fsync", errno.EIO, "other"),
    ],
)
def test_what_cannot_be_written_leaves_no_file(
    call: str, number: int, reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*_: object) -> int:
        raise OSError(number, "no")

    monkeypatch.setattr(os, call, fails)
    with pytest.raises(NotSaved) as failed:
        save(signed_out(), tmp_path)
    assert failed.value.reason == reason
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_is_gone_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    with pytest.raises(NotSaved):
        save(signed_out(), Path())


def verdict(saved: SignedOut, folder: Path, *changes: tuple[str, str]) -> str:
    """What a file is worth after these changes to its text."""
    path = save(saved, folder)
    text = path.read_text()
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    path.write_text(text)
    return check(read(path), KEYS).verdict


@pytest.mark.parametrize(
    ("change", "worth"),
    [
        (('"bytes": 304', '"bytes": 305'), "changed"),
        (('"bytes": 304', '"bytes": "304"'), "changed"),
        (('"kind": "block"', '"kind": "block", "more": 1'), "changed"),
        (('"startedAt": "2026', '"startedAt": "2025'), "changed"),
        (("09:05:00Z", "09:05:00+00:00"), "changed"),
        (('"identity"', '"identity\u200b"'), "changed"),
        # The header, the payload, and the signature.
        (('"proof": "e', '"proof": "f'), "unproven"),
        ((".eyJ", ".eyK"), "unproven"),
        (('"proof": "', '"proof": "x'), "unproven"),
    ],
)
def test_one_change_to_what_is_signed_and_it_does_not_hold(
    change: tuple[str, str], worth: str, tmp_path: Path
) -> None:
    assert verdict(signed_out(), tmp_path, change) == worth


def test_no_byte_of_a_signature_can_be_changed(tmp_path: Path) -> None:
    file = read(save(signed_out(), tmp_path))
    start = file.proof.rindex(".") + 1
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    for place in (start, len(file.proof) - 1):  # the last sign has bits that mean nothing
        for sign in {*signs, "=", "!", "é"} - {file.proof[place]}:
            changed = file.proof[:place] + sign + file.proof[place + 1 :]
            file_changed = msgspec.structs.replace(file, proof=changed)
            assert check(file_changed, KEYS).verdict == "unproven"


def test_only_the_portals_key_counts_and_only_for_a_receipt(tmp_path: Path) -> None:
    assert verdict(signed_out(ANOTHER), tmp_path) == "unproven"
    # Its service tokens are signed with the same key.
    assert verdict(signed_out(kind="JWT"), tmp_path) == "unproven"
    assert verdict(signed_out(signedOutAt="tomorrow"), tmp_path) == "unproven"
    # A newer portal may sign more than this program knows.
    assert verdict(signed_out(inSession="x"), tmp_path) == "holds"


@pytest.mark.parametrize(
    "keys",
    [[], [{}], [{"kid": KEYS[0]["kid"]}], [{**KEYS[0], "x": "AA"}], [{**KEYS[0], "crv": "P-384"}]],
)
def test_keys_that_are_none_prove_nothing(keys: list[dict[str, Any]], tmp_path: Path) -> None:
    assert check(read(save(signed_out(), tmp_path)), keys).verdict == "unproven"
