"""The messages of the registers."""

from datetime import date, datetime
from typing import Annotated, Literal

import msgspec
from msgspec import Meta

from mock_backends.people.loader import (
    Category,
    Controller,
    DataBlockDefinition,
    FieldDefinition,
    Summary,
    Value,
)
from mock_backends.registers.card_copies import Side
from mock_backends.registers.case_states import State
from mock_backends.shared.wire import Message

Localized = dict[str, str]
Right = Literal["access", "rectification", "erasure", "object", "restriction", "portability"]
"""A consent is withdrawn where it was given, and no controller has to decide about it."""


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


class Restriction(Message, frozen=True):
    """That the controller keeps data and does nothing else with them, and until when (GDPR art. 18)."""

    since: datetime
    until: date


class Block(Message, frozen=True):
    """A register's records of a person, as of `as_of`; `restricted` while their use is.

    `corrections_missing`: not all cases of the desks can be read, so that a correction may not be in it.
    """

    block_id: str
    records: tuple[dict[str, Value], ...]
    as_of: datetime
    corrections_missing: bool = False
    restricted: Restriction | None = None


class NewRecords(Message, frozen=True):
    """A clerk's correction: the records that replace the existing ones."""

    records: tuple[dict[str, Value], ...]


class NewRequest(Message, frozen=True):
    """A citizen's request, as forwarded by the portal, which got it at `received_at`.

    `postal_address` is what to put on letters, where the citizen says so.
    """

    reference: str
    right: Right
    words: str
    received_at: datetime
    block_id: str = ""
    field: str = ""
    postal_address: str = ""


class NewInformation(Message, frozen=True):
    """What a citizen adds to a request; the same `information_id` is taken in once."""

    information_id: str
    words: str


class CaseStep(Message, frozen=True):
    """A move of a case, without the reason for it."""

    at: datetime
    state: State


class NewCopy(Message, frozen=True):
    """A side of an identity card, sealed to the desk's key (`CopyProgress.seal_to`), as base64."""

    sealed: bytes


class CopyProgress(Message, frozen=True):
    """Of the copy of an identity card that the desk asked for: which sides it has, and what became of it.

    `seal_to` is the key to seal a side to, while the desk waits for one; `matches`, once it has compared.
    """

    sides: tuple[Side, ...] = ()
    matches: bool | None = None
    erased_at: datetime | None = None
    seal_to: str = ""


class CaseProgress(Message, frozen=True):
    """How far a request is: what the portal may know of it, and never what the desk writes.

    `due` is the last day for an answer; `letters` is how many the desk has written. `copy`, where the desk
    asks for a copy of the identity card.
    """

    controller_id: str
    reference: str
    receipt: str
    state: State
    due: date
    steps: tuple[CaseStep, ...]
    letters: int = 0
    copy: CopyProgress | None = None


class WantedCase(Message, frozen=True):
    """A request by what its desk knows it by."""

    controller_id: Annotated[str, Meta(min_length=1, max_length=64)]
    reference: Annotated[str, Meta(min_length=1, max_length=40)]


class WantedProgress(Message, frozen=True):
    """The requests of which the portal wants to know how far they are, whoever made them."""

    items: Annotated[tuple[WantedCase, ...], Meta(max_length=200)]


class Progress(Message, frozen=True):
    """How far all requests of a citizen are, oldest first."""

    items: tuple[CaseProgress, ...]


class Letter(Message, frozen=True):
    """A letter of the desk, about the step `state`."""

    at: datetime
    state: State
    text: Localized


class Letters(Message, frozen=True):
    """The desk's letters about a request, oldest first; `copy` is of the data that are given."""

    reference: str
    letters: tuple[Letter, ...]
    copy: Block | None = None


class CaseInformation(Message, frozen=True):
    """What the citizen added."""

    at: datetime
    words: str


class CaseEntry(CaseProgress, frozen=True, kw_only=True):
    """A case as who sits in its controller's chair sees it; `may_become` is what they can decide now."""

    national_number: str
    right: Right
    words: str
    block_id: str = ""
    field: str = ""
    postal_address: str = ""
    information: tuple[CaseInformation, ...] = ()
    may_become: tuple[State, ...] = ()


class Cases(Message, frozen=True):
    """Every case at every desk, oldest first; `damaged` are the rows of the store that cannot be read."""

    items: tuple[CaseEntry, ...]
    damaged: tuple[int, ...] = ()


class RecordChange(Message, frozen=True):
    """A change of the register: a field of a record (from 1), without a `value` to nothing; or the record."""

    record: int
    field: str = ""
    value: Value | None = None


class Decision(Message, frozen=True):
    """What a controller decides: the state that a case gets, why, and what changes in the register.

    `card`, with "identityMissing": a copy of both sides of the identity card is what it wants.
    """

    state: State
    reason: str = ""
    changes: tuple[RecordChange, ...] = ()
    card: bool = False


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
