"""How many tries each card has left: the cards' own memory, which outlives the program.

A file in the data folder has a keyed name for each card on which a try was lost, and no card's number. The
key lies apart from it, and with it how often the file was written: so a file that is gone, or an old copy of
it, gives nobody their tries back. Each write is on the disk before the card answers, so that nobody gains a
try by cutting the power.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from tui.plain_file import content_of
from tui.portal.errors import PortalError

TRIES = 3
KEY_BYTES = 32


class CardUnreadable(PortalError):
    """The memory cannot be read or written.

    `reason`: corrupt, lost (gone, old, or without its key), keyReadable (by others) or notWritable.
    """


class _Memory(msgspec.Struct, forbid_unknown_fields=True):
    """The file: how often it was written, and the tries left by card. `seal` is the HMAC of both."""

    written: int
    tries: dict[str, int]
    seal: str


class CardMemory:
    """The tries of all cards in a home. `data` has the file, `keys` what must lie apart from it."""

    def __init__(self, data: Path, keys: Path) -> None:
        self._file = data / "cards.json"
        self._lock = data / "cards.lock"
        self._key = keys / "cards.key"
        self._count = keys / "cards.count"

    def tries_left(self, card: str, first: int = TRIES) -> int:
        """How many tries the card of this number has left; `first`, if it was never tried here.

        Raises CardUnreadable.
        """
        with self._locked():
            key, _, tries = self._read()
            return tries.get(_name(key, card), first)

    def attempt(self, card: str, is_right: Callable[[], bool], first: int = TRIES) -> int | None:
        """Take a try, and give all of them back if it `is_right`, which is None; otherwise how many are left.

        Of a blocked card (0) it is not asked. Raises CardUnreadable.
        """
        with self._locked():
            key, written, tries = self._read()
            name = _name(key, card)
            left = tries.get(name, first)
            if left == 0:
                return 0
            self._write(key, written, {**tries, name: left - 1})
            if not is_right():
                return left - 1
            self._write(key, written + 1, _with_all(tries, name, first))
            return None

    def give_back(self, card: str, first: int = TRIES) -> None:
        """Give all tries back. Raises CardUnreadable."""
        with self._locked():
            key, written, tries = self._read()
            name = _name(key, card)
            if tries.get(name, first) != TRIES:
                self._write(key, written, _with_all(tries, name, first))

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Lock the memory against other programs: two at once must not share a try."""
        try:
            for folder in (self._file.parent, self._key.parent):
                folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            lock = os.open(self._lock, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise CardUnreadable("notWritable", str(error)) from error
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield
        finally:
            os.close(lock)

    def _read(self) -> tuple[bytes, int, dict[str, int]]:
        """The key, how often the file was written, and the tries by name."""
        try:
            content = _content(self._file)
            key, count = _content(self._key), int(_content(self._count) or b"0")
            readable = key is not None and self._key.stat().st_mode & 0o077
            memory = None if content is None else _decoded(content)
        except (OSError, ValueError) as error:  # msgspec's and Unicode's errors are ValueErrors
            raise CardUnreadable("corrupt", str(error)) from error
        if readable:
            raise CardUnreadable("keyReadable", str(self._key))
        if key is not None and len(key) != KEY_BYTES:
            raise CardUnreadable("corrupt", str(self._key))
        if isinstance(memory, dict):
            # An earlier build's: by the hash of the card's number, without key.
            if key is not None and count:
                raise CardUnreadable("lost", "older than the key")
            key = key or _new_key()
            return key, 0, {_keyed(key, name): left for name, left in memory.items()}
        if memory is None:
            if count:
                raise CardUnreadable("lost", "gone")
            return key or _new_key(), 0, {}
        if key is None or memory.written < count:
            raise CardUnreadable("lost", "its key is gone, or it is old")
        if memory.seal != _seal(key, memory.written, memory.tries):
            raise CardUnreadable("corrupt", "changed by somebody else")
        return key, memory.written, memory.tries

    def _write(self, key: bytes, written: int, tries: dict[str, int]) -> None:
        after = written + 1
        memory = _Memory(after, tries, _seal(key, after, tries))
        try:
            if not self._key.exists():
                _write_private(self._key, key)
            _write_private(self._file, msgspec.json.encode(memory))
            _write_private(self._count, str(after).encode())
        except OSError as error:
            raise CardUnreadable("notWritable", str(error)) from error


def _with_all(tries: dict[str, int], name: str, first: int) -> dict[str, int]:
    """These tries, with all of the card `name`: kept only if it would have fewer without."""
    others = {other: left for other, left in tries.items() if other != name}
    return others if first == TRIES else {**others, name: TRIES}


def _decoded(content: bytes) -> _Memory | dict[str, int]:
    try:
        memory: _Memory | dict[str, int] = msgspec.json.decode(content, type=_Memory)
    except msgspec.ValidationError:
        memory = msgspec.json.decode(content, type=dict[str, int])
    tries = memory if isinstance(memory, dict) else memory.tries
    if not all(0 <= left <= TRIES for left in tries.values()):
        # With less than zero a card would never be blocked.
        raise ValueError("tries that no card has")
    return memory


def _new_key() -> bytes:
    return os.urandom(KEY_BYTES)  # noqa: TID251 - a key, which no screen shows


def _name(key: bytes, card: str) -> str:
    """A card's name in the file."""
    from hashlib import sha256  # not before a card is issued: a first paint has none

    return _keyed(key, sha256(card.encode()).hexdigest()[:16])


def _keyed(key: bytes, hashed: str) -> str:
    # Over the hash by which earlier builds named a card, so that their files can be taken over.
    from hmac import digest

    return digest(key, b"card " + hashed.encode(), "sha256").hex()[:32]


def _seal(key: bytes, written: int, tries: dict[str, int]) -> str:
    from hmac import digest

    return digest(key, msgspec.json.encode((written, tries)), "sha256").hex()


def _content(path: Path) -> bytes | None:
    try:
        return content_of(path)
    except FileNotFoundError:
        return None


def _write_private(path: Path, content: bytes) -> None:
    draft = path.with_suffix(".new")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)
