"""What docs/people.md says of the fields of an author's own: each line of its table is taken, and read so."""

import re
import tomllib
from pathlib import Path

import pytest

from mock_backends.people.dates import as_text
from mock_backends.people.loader import FieldDefinition
from mock_backends.people.values import TYPES, fits
from tests.unit.test_values import shown

DOCUMENT = Path(__file__).parents[2] / "docs" / "people.md"
ROWS = re.findall(r"^\| `(\w+)` \| `(.+?)` \| (.+?) \|", DOCUMENT.read_text("utf-8"), re.MULTILINE)
CODES = {"B": {"nl": "Auto"}}


def test_every_type_stands_there_in_order() -> None:
    assert list(dict.fromkeys(kind for kind, _, _ in ROWS)) == list(TYPES)


@pytest.mark.parametrize(("kind", "written", "reads"), ROWS)
def test_a_value_is_taken_and_read_as_it_says(kind: str, written: str, reads: str) -> None:
    value = as_text(tomllib.loads(f"value = {written}")["value"])
    codes = CODES if kind == "code" else {}
    assert fits(value, FieldDefinition(name="x", label={}, type=kind, codes=codes))  # type: ignore[arg-type]
    assert shown(kind, value, codes=codes) == reads
