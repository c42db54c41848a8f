"""An invented person of whom every authority knows hundreds of things that stand nowhere else."""

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from mock_backends.people.loader import load
from tests.promises.search import ALPHABET, Secrets

PERSON = "kanarie"
"""The person's id; nobody comes before them in the list of persons."""

REGISTERS, EBOX, NAME, NUMBER, PIECE = "registers", "eBox", "name", "number", "piece"
KINDS = (REGISTERS, EBOX, NAME, NUMBER, PIECE)
"""What a canary is: a value of a register's block; a subject, text or sender of a message; a name of the
person, or their national number. A piece is a value fetched from registers or eBox whose end is gone."""

MARKER, LENGTH = 12, 32
"""Signs of the marker, and of a whole canary."""

RECORDS = 48
"""Records of each block that may have several."""

MESSAGES = 30

BESIDE = ("", " €", " \N{ENVELOPE}\N{SLIGHTLY SMILING FACE}")
"""What stands beside a canary: Python keeps such a text in one, two or four bytes a sign."""


@dataclass(frozen=True)
class Planted:
    """What was planted, and how many canaries of each kind."""

    secrets: tuple[Secrets, ...]

    @property
    def counts(self) -> Counter[str]:
        """How many different ones there are of each kind."""
        return Counter(kind for one in self.secrets for kind in one.kinds.values())


class _Canaries:
    """Makes canaries that begin alike."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self.marker = self._signs(MARKER)
        self.kinds: dict[str, str] = {}

    def new(self, kind: str) -> str:
        """One more of this kind."""
        value = self.marker + self._signs(LENGTH - MARKER)
        self.kinds[value] = kind
        return value

    def worded(self, kind: str) -> str:
        """A text with one more of this kind."""
        return self.new(kind) + self._random.choice(BESIDE)

    def _signs(self, count: int) -> str:
        return "".join(self._random.choice(ALPHABET) for _ in range(count))


def plant(folder: Path, random: Random) -> Planted:
    """Write a folder of people, for `--fixtures`, in which this person is the only one."""
    fetched, names = _Canaries(random), _Canaries(random)
    number = _national_number(random.randrange(1, 499) * 2)
    lines = [
        "order = 0",
        f"given_names = [{_text(names.new(NAME))}]",
        f"family_name = {_text(names.new(NAME))}",
        "birth_date = 1961-01-29",
        'sex = "F"',
        f"national_number = {_text(number)}",
        'language = "nl"',
        'summary = { nl = "Van wie alles te vinden is." }',
        "[phone]",
        'number = "+32400000009"',
        *_records(fetched),
        *_messages(fetched),
    ]
    path = folder / "personas" / f"{PERSON}.toml"
    path.parent.mkdir(parents=True)
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return Planted(
        (
            Secrets(fetched.marker, fetched.kinds, PIECE),
            Secrets(names.marker, names.kinds, NAME),
            Secrets(number, {number: NUMBER}, NUMBER),
        )
    )


_NAMES = ("familyName", "givenNames")
"""What registers hold of a person that must be as the person has it."""


def _records(canaries: _Canaries) -> Iterator[str]:
    for controller in load().controllers:
        for block in controller.blocks:
            for _ in range(RECORDS if block.title_field else 1):
                yield f"[[data.{block.id}]]"
                for field in block.fields:
                    if field.type == "text" and field.name not in _NAMES:
                        yield f"{field.name} = {_text(canaries.worded(REGISTERS))}"


def _messages(canaries: _Canaries) -> Iterator[str]:
    for index in range(MESSAGES):
        sender = 9_980_000 + index
        yield "[[messages]]"
        yield f'id = "kanarie-{index}"'
        yield f'sender_number = "0{sender}{97 - sender % 97:02}"'
        yield f"received_days_ago = {index}"
        yield "expires_in_days = 300"
        for name in ("sender", "subject", "body"):
            yield f"{name} = {{ nl = {_text(canaries.worded(EBOX))} }}"


def _national_number(serial: int) -> str:
    # A TST number: month + 60.
    nine = f"616129{serial:03}"
    return f"{nine}{97 - int(nine) % 97:02}"


def _text(value: str) -> str:
    # What JSON writes is a basic string of TOML, too.
    return json.dumps(value, ensure_ascii=False)
