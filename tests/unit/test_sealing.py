"""Sealing binds bytes to a key and to their place."""

import pytest

from mock_backends.shared.sealing import KEY_BYTES, SealBroken, derive_key, new_key, seal, unseal


def test_what_is_sealed_opens_again() -> None:
    key = new_key()
    assert unseal(key, seal(key, b"Noor", "field", "1"), "field", "1") == b"Noor"


def test_two_seals_of_the_same_bytes_differ() -> None:
    key = new_key()
    assert seal(key, b"Noor", "field") != seal(key, b"Noor", "field")


@pytest.mark.parametrize("place", [(), ("field",), ("field", "2"), ("fiel", "d1"), ("1", "field")])
def test_sealed_bytes_open_in_no_other_place(place: tuple[str, ...]) -> None:
    key = new_key()
    sealed = seal(key, b"Noor", "field", "1")
    with pytest.raises(SealBroken):
        unseal(key, sealed, *place)


def test_another_key_opens_nothing() -> None:
    with pytest.raises(SealBroken):
        unseal(new_key(), seal(new_key(), b"Noor", "field"), "field")


def test_every_changed_or_missing_byte_is_noticed() -> None:
    key = new_key()
    sealed = seal(key, b"Noor", "field")
    for at in range(len(sealed)):
        changed = bytearray(sealed)
        changed[at] ^= 1
        with pytest.raises(SealBroken):
            unseal(key, bytes(changed), "field")
        with pytest.raises(SealBroken):
            unseal(key, sealed[:at], "field")


def test_a_derived_key_serves_one_purpose() -> None:
    secret = new_key()
    assert len(derive_key(secret, purpose="vault")) == KEY_BYTES
    assert derive_key(secret, purpose="vault") == derive_key(secret, purpose="vault")
    assert derive_key(secret, purpose="vault") != derive_key(secret, purpose="other")
    assert derive_key(secret, purpose="vault") != secret
