"""A block in a line: what its controller's template makes of its records, and what is never said."""

from typing import Any

import pytest
from msgspec.structs import replace

from mock_backends.people.loader import LANGUAGES, load
from tests.unit.pages import BLOCKS, NOW
from tui.locale import Words
from tui.pages.summaries import LONGEST, summary_of
from tui.portal.models import BlockContent, BlockSummary, CatalogueField

SECRET = {"protected": {"nl": "Dit is geheim."}}
MILA = {"child": "Mila", "amount": 191.35}
FINN = {"child": "Finn", "amount": 184.6}
HOME = {"street": "Kerkstraat", "houseNumber": "12", "postCode": "9000", "municipality": "Gent"}


def said(block_id: str, *records: dict[str, Any], language: str = "nl", **changes: Any) -> str:
    block = next(block for _, block in BLOCKS if block.block_id == block_id)
    content = BlockContent(block_id=block_id, records=records, as_of=NOW)
    return summary_of(Words(language), replace(block, **changes), content)


@pytest.mark.parametrize(
    ("block_id", "records", "wanted"),
    [
        ("residence", [HOME], "Kerkstraat 12, 9000 Gent"),
        ("residence", [{**HOME, "box": "3"}], "Kerkstraat 12 bus 3, 9000 Gent"),
        # What is needed is missing: the first value, then.
        ("residence", [{"street": "Kerkstraat"}], "Kerkstraat"),
        ("residence", [{**HOME, "street": SECRET}], "12"),
        ("residence", [{"street": SECRET}], "1 gevonden"),
        ("residence", [HOME, HOME], "2 gevonden"),
        ("residence", [], ""),
        ("civil-status", [{"status": "married", "partner": "An"}], "Gehuwd met An"),
        ("civil-status", [{"status": "single"}], "Ongehuwd"),
        ("civil-status", [{"status": "married", "partner": SECRET}], "Gehuwd"),
        ("growth-package", [MILA], "1 kind, € 191,35 per maand"),
        ("growth-package", [MILA, FINN], "2 kinderen, samen € 375,95 per maand"),
        # A sum of less than there is would be wrong.
        ("growth-package", [MILA, {"child": "Finn"}], "2 kinderen"),
        ("growth-package", [MILA, {**FINN, "amount": SECRET}], "2 kinderen"),
        ("growth-package", [MILA, {**FINN, "amount": "veel"}], "2 kinderen"),
        ("household", [{"name": SECRET}] * 4, "4 mensen"),
        # A value is no template.
        ("residence", [{**HOME, "street": "{box}[{#}]"}], "{box}[{#}] 12, 9000 Gent"),
        ("residence", [{**HOME, "street": "Laan " * 1000}], f"{('Laan ' * 15).strip()}…"),
        ("residence", [{**HOME, "street": "x" * 5000}], f"{'x' * (LONGEST - 1)}…"),
    ],
)
def test_a_line_says_what_is_there_and_no_more(
    block_id: str, records: list[dict[str, Any]], wanted: str
) -> None:
    assert said(block_id, *records).replace("\xa0", " ") == wanted


def test_what_is_masked_is_never_said() -> None:
    """Whatever a template of a register's asks for."""
    account = CatalogueField(name="account", label={"nl": "Rekening"}, type="masked")
    asks = BlockSummary(one={"nl": "{account}"}, several={"nl": "{+account} van {account}"})
    for count, wanted in ((1, "1 gevonden"), (2, "2 gevonden")):
        records = [{"account": "0101"}] * count
        assert said("identity", *records, fields=(account,), summary=asks) == wanted


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("person", load().personas, ids=lambda person: person.id)
def test_each_block_of_ours_says_something_of_everybody(person: Any, language: str) -> None:
    for block_id, records in person.data.items():
        line = said(block_id, *records, language=language)
        assert line, block_id
        assert not {"{", "}", "[", "]"} & set(line), block_id
