"""The messages of the registers."""

from datetime import datetime
from typing import Literal

import msgspec

from mock_backends.people.loader import (
    Category,
    Controller,
    DataBlockDefinition,
    FieldDefinition,
    Summary,
    Value,
)
from mock_backends.shared.wire import Message

Localized = dict[str, str]
Right = Literal["access", "rectification", "erasure", "withdrawConsent", "object"]


class FieldEntry(Message, frozen=True):
    """A field in the catalogue; `codes` gives the label of each code.

    `several`: its value is a list. `language` is the language of its values; absent if they are names.
    """

    name: str
    label: Localized
    type: str
    several: bool = False
    language: str = ""
    codes: dict[str, Localized] = msgspec.field(default_factory=dict)


class SummaryEntry(Message, frozen=True):
    """How a block is said in a line: a template by language for one record, and one for several."""

    one: Localized = msgspec.field(default_factory=dict)
    several: Localized = msgspec.field(default_factory=dict)


class BlockEntry(Message, frozen=True):
    """A block in the catalogue."""

    block_id: str
    category: str
    label: Localized
    description: Localized
    fields: tuple[FieldEntry, ...]
    title_field: str = ""
    summary: SummaryEntry = SummaryEntry()


class ContactEntry(Message, frozen=True):
    """How to reach a controller; a member that it does not have is absent."""

    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""


class ControllerEntry(Message, frozen=True):
    """A controller and the data that it is responsible for (GDPR art. 4(7))."""

    controller_id: str
    name: Localized
    level: str
    authority: Localized
    register: Localized
    contact: ContactEntry
    correction: Localized
    supervisor: str
    blocks: tuple[BlockEntry, ...]
    functions: tuple[str, ...]


class CategoryEntry(Message, frozen=True):
    """A category of blocks."""

    category_id: str
    label: Localized


class Catalogue(Message, frozen=True):
    """Every controller and category, in display order."""

    categories: tuple[CategoryEntry, ...]
    items: tuple[ControllerEntry, ...]


class Block(Message, frozen=True):
    """A register's records of a person, as of `as_of`."""

    block_id: str
    records: tuple[dict[str, Value], ...]
    as_of: datetime


class NewRecords(Message, frozen=True):
    """A clerk's correction: the records that replace the existing ones."""

    records: tuple[dict[str, Value], ...]


class NewRequest(Message, frozen=True):
    """A citizen's request, as forwarded by the portal."""

    reference: str
    right: Right
    words: str
    received_at: datetime
    block_id: str = ""


class RequestReceipt(Message, frozen=True):
    """A controller's receipt for a request."""

    receipt: str
    received_at: datetime


def catalogue(categories: tuple[Category, ...], controllers: tuple[Controller, ...]) -> Catalogue:
    """The catalogue as a message."""
    return Catalogue(
        categories=tuple(
            CategoryEntry(category_id=category.id, label=category.label) for category in categories
        ),
        items=tuple(_controller(controller) for controller in controllers),
    )


def _controller(controller: Controller) -> ControllerEntry:
    return ControllerEntry(
        controller_id=controller.id,
        name=controller.name,
        level=controller.level,
        authority=controller.authority,
        register=controller.register,
        contact=ContactEntry(
            email=controller.contact.email,
            phone=controller.contact.phone,
            website=controller.contact.website,
            address=controller.contact.address,
        ),
        correction=controller.correction,
        supervisor=controller.supervisor,
        blocks=tuple(_block(block) for block in controller.blocks),
        functions=controller.functions,
    )


def _block(block: DataBlockDefinition) -> BlockEntry:
    return BlockEntry(
        block_id=block.id,
        category=block.category,
        label=block.label,
        description=block.description,
        fields=tuple(_field(field) for field in block.fields),
        title_field=block.title_field,
        summary=_summary(block.summary or Summary()),
    )


def _summary(summary: Summary) -> SummaryEntry:
    return SummaryEntry(one=summary.one or {}, several=summary.several or {})


def _field(field: FieldDefinition) -> FieldEntry:
    return FieldEntry(
        name=field.name,
        label=field.label,
        type=field.type,
        several=field.several,
        language=field.language,
        codes=field.codes,
    )
