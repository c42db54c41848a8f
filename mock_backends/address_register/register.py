"""What the address register holds: municipalities with their post codes, and streets with their numbers."""

import tomllib
from functools import cache
from pathlib import Path

import msgspec

DATA = Path(__file__).with_name("streets.toml")

FIRST_ID = 900_000_000
"""Ids of our own begin here: the register's own are lower."""


class Municipality(msgspec.Struct, frozen=True):
    """A municipality with its NIS code; `post_codes` has the names of the places at each."""

    name: str
    nis: str
    post_codes: dict[str, tuple[str, ...]]

    @property
    def main_post_code(self) -> str:
        """The post code of its streets."""
        return next(iter(self.post_codes))


class Street(msgspec.Struct, frozen=True):
    """A street of a municipality. `numbers` has the boxes of each house number."""

    object_id: int
    name: str
    municipality: Municipality
    numbers: dict[str, tuple[str, ...]]


class _Invented(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    numbers: tuple[str, ...]
    boxes: dict[str, tuple[str, ...]] = {}


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    municipalities: tuple[Municipality, ...]
    streets: tuple[_Invented, ...]


class Register(msgspec.Struct, frozen=True):
    """Everything that the register holds."""

    municipalities: tuple[Municipality, ...]
    streets: tuple[Street, ...]


@cache
def register() -> Register:
    """The register, read once."""
    file = msgspec.convert(tomllib.loads(DATA.read_text("utf-8")), _File)
    streets = [
        (municipality, street) for municipality in file.municipalities for street in file.streets
    ]
    return Register(
        file.municipalities,
        tuple(
            Street(FIRST_ID + 1000 * at, street.name, municipality, _numbers(street))
            for at, (municipality, street) in enumerate(streets, 1)
        ),
    )


def _numbers(street: _Invented) -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for text in street.numbers:
        first, _, last = text.partition("-")
        each = map(str, range(int(first), int(last) + 1)) if last else (first,)
        found.update((number, street.boxes.get(number, ())) for number in each)
    return found
