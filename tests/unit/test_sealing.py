"""Sealing binds bytes to a key and to their place."""

import pytest

from mock_backends.shared.sealing import KEY_BYTES, SealBroken, derive_key, new_key, seal, unseal


def test_what_is_sealed_opens_again_with_its_key_in_its_place_and_nowhere_else() -> None:
    key = new_key()
    sealed = seal(key, b"Noor", "field", "1")
    assert unseal(key, sealed, "field", "1") == b"Noor"
    assert seal(key, b"Noor", "field", "1") != sealed
    places: list[tuple[str, ...]] = [(), ("field",), ("field", "2"), ("fiel", "d1"), ("1", "field")]
    for other, place in ((new_key(), ("field", "1")), *((key, place) for place in places)):
        with pytest.raises(SealBroken):
            unseal(other, sealed, *place)


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
