"""Checks a block's records against the catalogue in which its controller describes them."""

import re
from collections.abc import Callable
from typing import Any

import msgspec

from tui.portal.dates import date_parts
from tui.portal.errors import ContractViolation
from tui.portal.models import BlockContent, CatalogueBlock, CatalogueField


def checked(content: BlockContent, block: CatalogueBlock) -> BlockContent:
    """`content` with only the fields that `block` describes, and that have a value.

    Values stay as in JSON (a date is the text "2026-11-23"). One that does not have its field's type is kept,
    to be shown as it came: it must not hide the rest. Raises ContractViolation when no value fits: then this
    is not the block that was asked for.
    """
    if content.block_id != block.block_id:
        raise ContractViolation("schema", f"asked for {block.block_id}, got {content.block_id}")
    fields = {field.name: field for field in block.fields}
    records = tuple(
        {name: record[name] for name in fields if record.get(name) is not None}
        for record in content.records
    )
    values = [(fields[name], value) for record in records for name, value in record.items()]
    if values and not any(_FITS[field.type](value, field) for field, value in values):
        # Without the values, which are the citizen's data: the message might be logged.
        raise ContractViolation("schema", f"no value in {block.block_id} fits the catalogue")
    return msgspec.structs.replace(content, records=records)


def _is_text(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, str)


def _is_date(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, str) and date_parts(value) is not None


def _is_year(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 1000 <= value <= 9999


def _is_number(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_national_number(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[0-9]{11}", value) is not None


def _is_post_code(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, str) and re.fullmatch(r"[1-9][0-9]{3}", value) is not None


def _is_yes_no(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, bool)


def _is_code(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, str) and value in field.codes


_FITS: dict[str, Callable[[Any, CatalogueField], bool]] = {
    "text": _is_text,
    "date": _is_date,
    "year": _is_year,
    "number": _is_number,
    "amount": _is_number,
    "nationalNumber": _is_national_number,
    "postCode": _is_post_code,
    "yesNo": _is_yes_no,
    "code": _is_code,
}
