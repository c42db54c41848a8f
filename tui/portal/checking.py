"""Checks a block's records against the catalogue in which its controller describes them."""

import re
from collections.abc import Callable
from typing import Any, TypeGuard

import msgspec

from tui.portal.dates import date_parts, moment
from tui.portal.errors import ContractViolation
from tui.portal.models import BlockContent, CatalogueBlock, CatalogueField, FieldType


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
    if values and not any(fits(value, field) for field, value in values):
        # Without the values, which are the citizen's data: the message might be logged.
        raise ContractViolation("schema", f"no value in {block.block_id} fits the catalogue")
    return msgspec.structs.replace(content, records=records)


def fits(value: Any, field: CatalogueField) -> bool:
    """Whether a value has its field's type, or says why the register may not show it."""
    if is_protected(value):
        return True
    if field.several:
        return isinstance(value, list) and all(FITS[field.type](one, field) for one in value)
    return FITS[field.type](value, field)


def is_protected(value: Any) -> bool:
    """Whether the register has a value here that it may not show; it says why, by language."""
    return (
        isinstance(value, dict) and value.keys() == {"protected"} and is_local(value["protected"])
    )


def is_local(value: Any) -> TypeGuard[dict[str, str]]:
    """Whether this is a text by language."""
    return (
        isinstance(value, dict)
        and len(value) > 0
        and all(isinstance(text, str) for text in value.values())
    )


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
    if isinstance(value, dict):
        return isinstance(value.get("code"), str) and _is_named(value.get("label"))
    return isinstance(value, str) and value in field.codes


def _is_period(value: Any, field: CatalogueField) -> bool:
    if not isinstance(value, dict):
        return False
    ends = [value[name] for name in ("from", "to") if name in value]
    return len(ends) > 0 and all(_is_date(end, field) for end in ends)


def _is_moment(value: Any, field: CatalogueField) -> bool:
    return isinstance(value, str) and moment(value) is not None


def _is_address(value: Any, field: CatalogueField) -> bool:
    """Whether it is one, of which any part may be missing but the municipality."""
    return (
        isinstance(value, dict)
        and _is_named(value.get("municipality"))
        and all(_is_named(value[part]) for part in ("street", "country") if part in value)
        and all(isinstance(value.get(part, ""), str) for part in ("houseNumber", "box", "postCode"))
    )


def _is_masked(value: Any, field: CatalogueField) -> bool:
    # Who sends more than the last signs has masked nothing; it is not said to be masked, then.
    return isinstance(value, str) and re.fullmatch(r"[0-9A-Za-z]{1,4}", value) is not None


def _is_link(value: Any, field: CatalogueField) -> bool:
    return (
        isinstance(value, dict)
        and _is_named(value.get("text"))
        and isinstance(value.get("url"), str)
        and _URL.fullmatch(value["url"]) is not None
    )


def _is_named(value: Any) -> bool:
    """Whether this is a text: one for all readers, or by language."""
    return isinstance(value, str) or is_local(value)


_URL = re.compile(r"https?://[A-Za-z0-9][A-Za-z0-9.-]*(?::[0-9]{1,5})?(?:[/?#][!-~]*)?")
"""An address that shows where it leads: in ASCII, and without a name of a user before the host's."""


FITS: dict[FieldType, Callable[[Any, CatalogueField], bool]] = {
    "text": _is_text,
    "date": _is_date,
    "year": _is_year,
    "number": _is_number,
    "amount": _is_number,
    "nationalNumber": _is_national_number,
    "postCode": _is_post_code,
    "yesNo": _is_yes_no,
    "code": _is_code,
    "period": _is_period,
    "dateTime": _is_moment,
    "address": _is_address,
    "masked": _is_masked,
    "link": _is_link,
}
