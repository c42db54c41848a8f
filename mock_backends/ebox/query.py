"""The eBox's query parameters: paging, filters, and which messages match them.

Only an unreadable parameter is an error (400); filters that contradict each other match nothing.
"""

import unicodedata
from collections.abc import Mapping, Sequence
from datetime import date
from typing import TypeVar

import msgspec

from mock_backends.ebox.models import EboxMessage, TranslatedString
from mock_backends.shared.days import day_of
from mock_backends.shared.problems import invalid_input

LANGUAGES = ("nl", "fr", "de", "en")
LARGEST_PAGE = 100

T = TypeVar("T")


class Page(msgspec.Struct, frozen=True):
    """A page of a list: `number` counts from 1."""

    number: int
    size: int

    def of(self, items: Sequence[T]) -> tuple[T, ...]:
        """This page of `items`."""
        first = (self.number - 1) * self.size
        return tuple(items[first : first + self.size])


class Filters(msgspec.Struct, frozen=True):
    """What a message must match; None matches anything."""

    received_before: date | None = None
    received_after: date | None = None
    expired_before: date | None = None
    expired_after: date | None = None
    read_status: bool | None = None
    visible: bool | None = None
    registered_mail: bool | None = None
    message_type_id: str | None = None
    sender_organization_id: str | None = None
    sender_application_id: str | None = None
    q: str | None = None
    qlang: str = "nl"

    def match(self, message: EboxMessage, sender: TranslatedString) -> bool:
        """Whether `message`, sent by `sender`, matches."""
        received, expires = day_of(message.receipt_date), day_of(message.expiration_date)
        return (
            (self.received_before is None or received < self.received_before)
            and (self.received_after is None or received > self.received_after)
            and (self.expired_before is None or expires < self.expired_before)
            and (self.expired_after is None or expires > self.expired_after)
            and self.read_status in (None, message.read_status)
            and self.visible in (None, message.visible)
            and self.registered_mail in (None, message.registered_mail)
            and self.message_type_id in (None, message.message_type_id)
            and self.sender_organization_id in (None, message.sender_organization_id)
            # No message in this world was sent by an application.
            and self.sender_application_id is None
            and (self.q is None or self._mentions(message, sender, plain(self.q)))
        )

    def _mentions(self, message: EboxMessage, sender: TranslatedString, words: str) -> bool:
        texts = (message.subject.get(self.qlang, ""), sender.get(self.qlang, ""))
        return any(words in plain(text) for text in texts)


def plain(text: str) -> str:
    """`text` folded for searching: without case and accents."""
    decomposed = unicodedata.normalize("NFD", text.casefold())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))


def page(parameters: Mapping[str, str]) -> Page:
    """The requested page; by default the first, of 25 items. Raises Problem 400."""
    number = _whole(parameters, "page", 1, None)
    return Page(number, _whole(parameters, "pageSize", 25, LARGEST_PAGE))


def filters(parameters: Mapping[str, str]) -> Filters:
    """The requested filters. Raises Problem 400."""
    q, qlang = parameters.get("q"), parameters.get("qlang")
    if q is not None and qlang is None:
        raise invalid_input(
            ("qlang", "invalidInput", "qlang is required when q is given"), place="query"
        )
    if qlang is not None and qlang not in LANGUAGES:
        raise invalid_input(
            ("qlang", "invalidInput", f"one of {', '.join(LANGUAGES)}"), place="query"
        )
    return Filters(
        received_before=_day(parameters, "receivedBefore"),
        received_after=_day(parameters, "receivedAfter"),
        expired_before=_day(parameters, "expiredBefore"),
        expired_after=_day(parameters, "expiredAfter"),
        read_status=_yes_no(parameters, "readStatus"),
        visible=_yes_no(parameters, "visible"),
        registered_mail=_yes_no(parameters, "registeredMail"),
        message_type_id=parameters.get("messageTypeId"),
        sender_organization_id=parameters.get("senderOrganizationId"),
        sender_application_id=parameters.get("senderApplicationId"),
        q=q,
        qlang=qlang or "nl",
    )


def _whole(parameters: Mapping[str, str], name: str, default: int, most: int | None) -> int:
    text = parameters.get(name)
    if text is None:
        return default
    if not (text.isascii() and text.isdigit() and len(text) <= 9) or int(text) < 1:
        raise invalid_input((name, "invalidInput", "a whole number from 1 on"), place="query")
    if most is not None and int(text) > most:
        raise invalid_input((name, "invalidInput", f"at most {most}"), place="query")
    return int(text)


def _day(parameters: Mapping[str, str], name: str) -> date | None:
    text = parameters.get(name)
    if text is None:
        return None
    try:
        if len(text) != len("2026-11-23"):
            raise ValueError(text)
        return date.fromisoformat(text)
    except ValueError as error:
        raise invalid_input(
            (name, "invalidInput", "a date as 2026-11-23"), place="query"
        ) from error


def _yes_no(parameters: Mapping[str, str], name: str) -> bool | None:
    text = parameters.get(name)
    if text is None:
        return None
    if text not in ("true", "false"):
        raise invalid_input((name, "invalidInput", "true or false"), place="query")
    return text == "true"
