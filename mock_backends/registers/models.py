"""What the registers say and are told."""

from datetime import datetime
from typing import Literal

import msgspec

from mock_backends.people.loader import (
    Category,
    Controller,
    DataBlockDefinition,
    FieldDefinition,
    Value,
)
from mock_backends.shared.wire import Message

Localized = dict[str, str]
Right = Literal["access", "rectification", "erasure", "withdrawConsent", "object"]


class FieldEntry(Message, frozen=True):
    """One field in the catalogue; `codes` gives the words for each value of a code.

    `language` is what its values are written in; absent where they are names.
    """

    name: str
    label: Localized
    type: str
    language: str = ""
    codes: dict[str, Localized] = msgspec.field(default_factory=dict)


class BlockEntry(Message, frozen=True):
    """One block in the catalogue."""

    block_id: str
    category: str
    label: Localized
    description: Localized
    fields: tuple[FieldEntry, ...]
    title_field: str = ""


class ContactEntry(Message, frozen=True):
    """How to reach a controller; what it does not have is absent."""

    email: str = ""
    phone: str = ""
    website: str = ""
    address: str = ""


class ControllerEntry(Message, frozen=True):
    """One controller: who answers for which data (GDPR art. 4(7))."""

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
    """One category of blocks."""

    category_id: str
    label: Localized


class Catalogue(Message, frozen=True):
    """Every controller and category, in display order."""

    categories: tuple[CategoryEntry, ...]
    items: tuple[ControllerEntry, ...]


class Block(Message, frozen=True):
    """What a register has of one person, as it stood at `as_of`."""

    block_id: str
    records: tuple[dict[str, Value], ...]
    as_of: datetime


class NewRecords(Message, frozen=True):
    """A clerk's correction: the records that take the place of those before."""

    records: tuple[dict[str, Value], ...]


class NewRequest(Message, frozen=True):
    """A citizen's request, as the portal passes it on."""

    reference: str
    right: Right
    words: str
    received_at: datetime
    block_id: str = ""


class RequestReceipt(Message, frozen=True):
    """What a controller gives back for a request."""

    receipt: str
    received_at: datetime


def catalogue(categories: tuple[Category, ...], controllers: tuple[Controller, ...]) -> Catalogue:
    """The catalogue as it travels."""
    return Catalogue(
        categories=tuple(CategoryEntry(category_id=one.id, label=one.label) for one in categories),
        items=tuple(_controller(one) for one in controllers),
    )


def _controller(one: Controller) -> ControllerEntry:
    return ControllerEntry(
        controller_id=one.id,
        name=one.name,
        level=one.level,
        authority=one.authority,
        register=one.register,
        contact=ContactEntry(
            email=one.contact.email,
            phone=one.contact.phone,
            website=one.contact.website,
            address=one.contact.address,
        ),
        correction=one.correction,
        supervisor=one.supervisor,
        blocks=tuple(_block(block) for block in one.blocks),
        functions=one.functions,
    )


def _block(one: DataBlockDefinition) -> BlockEntry:
    return BlockEntry(
        block_id=one.id,
        category=one.category,
        label=one.label,
        description=one.description,
        fields=tuple(_field(field) for field in one.fields),
        title_field=one.title_field,
    )


def _field(one: FieldDefinition) -> FieldEntry:
    return FieldEntry(
        name=one.name, label=one.label, type=one.type, language=one.language, codes=one.codes
    )
