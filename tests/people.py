"""Invented people of a test's own, in a folder as `--fixtures` takes it."""

import json
from pathlib import Path

from mock_backends.people.numbers import tst_number

ID = "iemand"
BORN = "1985-04-12"
NUMBER = tst_number(BORN, 2)

CARD = """[card]
number = "592000000990"
pin = "1234"
valid_from = 2022-04-04
valid_until = 2032-04-04
municipality = "Gent"
"""
PHONE = """[phone]
number = "+32400000008"
"""


def folder_with(
    folder: Path,
    given: tuple[str, ...] = ("An",),
    family: str = "Proef",
    *,
    born: str = BORN,
    number: str = NUMBER,
    devices: str = PHONE + CARD,
    records: str = "",
) -> Path:
    """Write one woman into this folder; `devices` and `records` are TOML. Gives the folder."""
    lines = [
        f"given_names = {_toml(list(given))}",
        f"family_name = {_toml(family)}",
        f"birth_date = {born if born.isdigit() else _toml(born)}",
        'sex = "F"',
        f"national_number = {_toml(number)}",
        'language = "nl"',
        "[summary]",
        *(f'{language} = "Iemand."' for language in ("nl", "en", "fr", "de")),
        devices,
        records,
    ]
    people = folder / "personas"
    people.mkdir(parents=True)
    (people / f"{ID}.toml").write_text("\n".join(lines), encoding="utf-8")
    return folder


def _toml(value: object) -> str:
    # What JSON writes is TOML, too: a basic string, and an array of them.
    return json.dumps(value, ensure_ascii=False)
