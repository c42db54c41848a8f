"""Checks a block's records against the catalogue in which its controller describes them."""

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import msgspec

from tui.portal.errors import ContractViolation
from tui.portal.models import BlockContent, CatalogueBlock, CatalogueField


def checked(content: BlockContent, block: CatalogueBlock) -> BlockContent:
    """`content` with only the fields that `block` describes.

    Values stay as in JSON (a date is the text "2026-11-23"). Raises ContractViolation when a value does not
    have its field's type: then nothing in the block can be trusted.
    """
    if content.block_id != block.block_id:
        raise ContractViolation("schema", f"asked for {block.block_id}, got {content.block_id}")
    return msgspec.structs.replace(
        content, records=tuple(_checked(record, block) for record in content.records)
    )


def _checked(record: dict[str, Any], block: CatalogueBlock) -> dict[str, Any]:
    kept = {}
    for field in block.fields:
        if field.name not in record:
            continue
        value = record[field.name]
        if not _FITS[field.type](value, field):
            # Without the value, which is the citizen's data: the message might be logged.
            raise ContractViolation("schema", f"{block.block_id}.{field.name} is no {field.type}")
        kept[field.name] = value
    return kept


def _is_text(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, str)


def _is_date(value: Any, field: CatalogueField) -> bool:
    try:
        return isinstance(value, str) and len(value) == 10 and bool(date.fromisoformat(value))
    except ValueError:
        return False


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
