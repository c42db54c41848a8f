"""What a party must still know after a restart: a small sealed file, which it writes anew at each change."""

from typing import Generic, TypeVar

import msgspec

from mock_backends.shared.home import Home, write_private
from mock_backends.shared.keys import KeyUnusable, secret
from mock_backends.shared.problems import Problem
from mock_backends.shared.sealing import SealBroken, seal, unseal

T = TypeVar("T")


def file_of(name: str) -> str:
    """The name of the file in the data folder, as its party declares it."""
    return f"{name}.sealed"


class SealedFile(Generic[T]):
    """A value of this `kind` in the data folder, sealed with a key that lies apart from it.

    Without one, nothing was ever kept: neither file nor key are made before there is something to keep.
    """

    def __init__(self, home: Home, name: str, kind: type[T]) -> None:
        self._home = home
        self._name = name
        self._path = home.data / file_of(name)
        self._kind = kind

    def read(self) -> T | None:
        """What was kept last; None if nothing was. Raises KeyUnusable for a file that cannot be opened.

        An empty file is what a power cut can leave of one that was not written to the disk in time: what was
        in it is gone, and it counts as missing.
        """
        try:
            sealed = self._path.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise KeyUnusable("damaged", self._path) from error
        if not sealed:
            return None
        try:
            return msgspec.json.decode(unseal(self._key(), sealed, self._name), type=self._kind)
        except (SealBroken, msgspec.DecodeError) as error:
            raise KeyUnusable("damaged", self._path) from error

    def write(self, value: T) -> None:
        """Keep this instead. Raises Problem 503 where it cannot be kept."""
        try:
            # To the disk's own time: it outlives the program, and none of this is worth 20 ms of a sign-in.
            content = seal(self._key(), msgspec.json.encode(value), self._name)
            write_private(self._path, content, durable=False)
        except (OSError, KeyUnusable) as error:
            raise Problem(503, detail="This cannot be kept") from error

    def _key(self) -> bytes:
        return secret(self._home, self._name)
