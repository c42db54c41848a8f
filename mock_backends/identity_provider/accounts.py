"""User names with their passwords, which are kept hashed; and after how many wrong answers one must wait."""

import unicodedata
from datetime import datetime, timedelta
from hashlib import scrypt
from hmac import compare_digest
from typing import NamedTuple, TypeAlias

from mock_backends.people.loader import Persona
from mock_backends.shared import unguessable
from mock_backends.shared.clock import SET_BACK, Clock
from mock_backends.shared.environment import Environment
from mock_backends.shared.in_thread import in_thread
from mock_backends.shared.sealed_file import SealedFile
from mock_backends.shared.typed import line

COST, BLOCK, PARALLEL, SALT_BYTES = 2**11, 8, 1, 16
"""scrypt's parameters (RFC 7914 section 2): 2 MiB and some milliseconds. The least that is recommended for
real people is 64 times as much; these passwords are invented, and stand in a public file.
"""

MOST_WRONG = 5
PAUSE = timedelta(minutes=5)
"""After five wrong answers one waits five minutes. Both are the simulator's own: none is published."""

MOST_REMEMBERED = 10_000
"""A bound on memory: anybody can make user names up."""

WRONG = "wrong-answers"
"""The name of the file of wrong answers, and of its key."""

Counted: TypeAlias = dict[str, tuple[int, datetime]]
"""How often in a row, and when last, by whose."""


class Tries:
    """How often something was done in a row, by whom; after MOST_WRONG times no more for a PAUSE.

    What is counted in a `file` still counts after a restart: nobody gets five more answers by it.
    """

    def __init__(self, clock: Clock, file: SealedFile[Counted] | None = None) -> None:
        self._clock = clock
        self._file = file
        self._counted: Counted = (file.read() if file else None) or {}

    def paused_until(self, whose: str) -> datetime | None:
        """Until when nothing more is taken; None if something is."""
        times, last = self._of(whose)
        return last + PAUSE if times >= MOST_WRONG else None

    def count(self, whose: str) -> datetime | None:
        """Count one more; returns until when one has to wait, if one has to now."""
        times, _ = self._of(whose)
        self._counted.pop(whose, None)
        self._counted[whose] = (times + 1, self._clock.now())
        if len(self._counted) > MOST_REMEMBERED:
            del self._counted[next(iter(self._counted))]
        self._keep()
        return self.paused_until(whose)

    def forget(self, whose: str) -> None:
        """Begin to count anew."""
        if self._counted.pop(whose, None):
            self._keep()

    def clear(self) -> None:
        """Begin to count anew for everybody."""
        self._counted.clear()

    def _keep(self) -> None:
        if self._file:
            self._file.write(
                {whose: of for whose, of in self._counted.items() if self._counts(of[1])}
            )

    def _of(self, whose: str) -> tuple[int, datetime]:
        times, last = self._counted.get(whose, (0, self._clock.now()))
        return (times, last) if self._counts(last) else (0, last)

    def _counts(self, last: datetime) -> bool:
        # What happened long ago no longer counts, nor what happened before the clock was set back.
        return last - SET_BACK <= self._clock.now() < last + PAUSE


class _Hashed(NamedTuple):
    salt: bytes
    hash: bytes


class Accounts:
    """Who has which user name, and whether a password is theirs.

    `tries` counts wrong passwords by user name, known or not, and wrong codes by person: for all methods
    together. The people's files, which are the tester's, have passwords in the clear; here they are hashed
    before the first is asked for.
    """

    def __init__(self, environment: Environment) -> None:
        self._people = {
            _folded(persona.keys.user_name): persona
            for persona in environment.fixtures.personas
            if persona.keys is not None
        }
        self._hashed: dict[str, _Hashed] = {}
        self._nobody = _Hashed(b"", b"")
        self.tries = Tries(environment.clock, SealedFile(environment.home, WRONG, Counted))

    async def ready(self) -> None:
        """Hash what has not been hashed yet, in a thread."""
        if not self._nobody.salt:
            self._nobody, self._hashed = await in_thread(self._all_hashed)

    def _all_hashed(self) -> tuple[_Hashed, dict[str, _Hashed]]:
        hashed = {
            name: _hashed(persona.keys.password)
            for name, persona in self._people.items()
            if persona.keys is not None
        }
        return _hashed(unguessable.token()), hashed

    def person(self, user_name: str, password: str) -> Persona | None:
        """Whose these are; None if they are nobody's. `ready` must have been awaited.

        The work is the same whether or not somebody has the user name, so the time does not tell.
        """
        name = _folded(user_name)
        known = self._hashed.get(name, self._nobody)
        right = compare_digest(_scrypt(password, known.salt), known.hash)
        return self._people.get(name) if right else None


def whose_name(user_name: str) -> str:
    """Under what `Accounts.tries` counts wrong passwords for this user name."""
    return f"name:{_folded(user_name)[:100]}"


def _folded(user_name: str) -> str:
    return line(user_name).casefold()


def _hashed(password: str) -> _Hashed:
    salt = unguessable.octets(SALT_BYTES)
    return _Hashed(salt, _scrypt(password, salt))


def _scrypt(password: str, salt: bytes) -> bytes:
    # However it was typed, it is the same password (NIST SP 800-63B section 3.1.1.2).
    normal = unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
    return scrypt(normal, salt=salt, n=COST, r=BLOCK, p=PARALLEL, dklen=32)
