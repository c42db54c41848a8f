"""The key-encryption key of the profiles: a file in the configuration folder, and what is derived from it."""

import hmac
from typing import NewType

from mock_backends.profile_service.store import ProfileUnavailable, Pseudonym, Reason
from mock_backends.shared.home import Home
from mock_backends.shared.keys import KeyUnusable, Trouble, made_secret, read_private
from mock_backends.shared.sealing import KEY_BYTES, SealBroken, derive_key, seal, unseal

KEY_NAME = "profile"
_CHECKED = ("meta", "key_check")
_NOTED = ("meta", "ledger")
_REASONS: dict[Trouble, Reason] = {
    "readable": "keyReadable",
    "unreadable": "keyUnreadable",
    "no-file": "keyNoFile",
    "wrong": "keyMissing",  # which here is all that it can mean: the key itself is not looked into
}

NationalNumber = NewType("NationalNumber", str)


class ProfileKey:
    """The key itself. Without it, a store reveals neither who is in it nor what they keep."""

    def __init__(self, key: bytes) -> None:
        self._key = key

    def pseudonym(self, person: NationalNumber) -> Pseudonym:
        """A citizen's name in a store under this key: the HMAC-SHA-256 of the national number."""
        naming = derive_key(self._key, purpose="burgerprofiel profile pseudonym")
        return Pseudonym(hmac.digest(naming, person.encode(), "sha256").hex())

    def wrap(self, data_key: bytes, person: Pseudonym, version: int) -> bytes:
        """A citizen's data key, sealed for this citizen and this version of their record."""
        return seal(self._wrapping(), data_key, *_wrapped(person, version))

    def unwrap(self, wrapped: bytes, person: Pseudonym, version: int) -> bytes:
        """The data key that `wrap` sealed. Raises SealBroken."""
        return unseal(self._wrapping(), wrapped, *_wrapped(person, version))

    def check(self) -> bytes:
        """A value for the store to keep, by which `fits` can tell a wrong key."""
        return seal(self._checking(), b"this key", *_CHECKED)

    def fits(self, check: bytes | None) -> bool:
        """Whether `check` was made with this key."""
        try:
            return check is not None and bool(unseal(self._checking(), check, *_CHECKED))
        except SealBroken:
            return False

    def seal_ledger(self, content: bytes) -> bytes:
        """What is noted about a store, sealed."""
        return seal(self._noting(), content, *_NOTED)

    def open_ledger(self, content: bytes) -> bytes:
        """What `seal_ledger` sealed. Raises SealBroken."""
        return unseal(self._noting(), content, *_NOTED)

    def _noting(self) -> bytes:
        return derive_key(self._key, purpose="burgerprofiel profile ledger")

    def _wrapping(self) -> bytes:
        return derive_key(self._key, purpose="burgerprofiel profile wrapping")

    def _checking(self) -> bytes:
        return derive_key(self._key, purpose="burgerprofiel profile key check")


class ProfileKeyFile:
    """The file with the key. It is read at each use, so a file that was repaired works again at once."""

    def __init__(self, home: Home) -> None:
        self._home = home
        self._path = home.keys / f"{KEY_NAME}.key"

    def load(self) -> ProfileKey:
        """The key. Raises ProfileUnavailable with the reason; keyWrong is one of another length."""
        try:
            key = read_private(self._path)
        except KeyUnusable as error:
            raise ProfileUnavailable(_REASONS[error.reason]) from error
        except OSError as error:
            raise ProfileUnavailable("keyUnreadable") from error
        if len(key) != KEY_BYTES:
            raise ProfileUnavailable("keyWrong")
        return ProfileKey(key)

    def make(self) -> ProfileKey:
        """As `load`, but creates a key if there is none, readable only by its owner."""
        made_secret(self._home, KEY_NAME)
        return self.load()


def _wrapped(person: Pseudonym, version: int) -> tuple[str, ...]:
    return "citizens", "wrapped_key", person, str(version)
