"""Reads the eBox: its pages put together to a list, each message with its sender's name.

The portal passes on what the eBox sealed for the citizen, and cannot do this itself. Names as in the
federation's REST contract 2.1.
"""

from collections.abc import Awaitable
from datetime import datetime
from typing import Any, Protocol

from tui.portal.cleaning import Several, every_member
from tui.portal.models import Localized, Message, Messages, Model

BASE = "/citizen/v2"
PAGE_SIZE = 100
MOST_PAGES = 100
"""Where asking ends, whatever an eBox says of its pages; who has more messages is told so."""

_NO_LANGUAGE = "zxx"


class Get(Protocol):
    """Fetches the portal's `path`, which stands for the eBox's `target`, as a `kind`. Raises PortalError."""

    def __call__(
        self, path: str, target: str, kind: Any, several: Several = ...
    ) -> Awaitable[Any]: ...


class EboxMessage(Model, frozen=True):
    """A message as the eBox lists it."""

    message_id: str
    subject: Localized
    receipt_date: datetime
    expiration_date: datetime
    read_status: bool
    sender_organization_id: str
    visible: bool = True


class EboxMessages(Model, frozen=True):
    """A page of messages; `total_items` counts all pages. `read_status_complete`: see `Messages`."""

    items: tuple[EboxMessage, ...] = ()
    total_items: int = 0
    read_status_complete: bool = True


class Organization(Model, frozen=True):
    """A sender."""

    organization_id: str
    organization_short_name: Localized
    organization_long_name: Localized | None = None


class Organizations(Model, frozen=True):
    """A page of senders; `total_items` counts all pages."""

    items: tuple[Organization, ...] = ()
    total_items: int = 0


async def read_messages(get: Get) -> Messages:
    """All visible messages, newest first."""
    pages, more = await _pages(get, "/messages", "/ebox/messages", EboxMessages)
    senders = await _senders(get)
    # By id: one that arrives meanwhile moves the others to later pages, and one of them is there twice.
    once = {
        message.message_id: message for page in pages for message in page.items if message.visible
    }
    items = sorted(
        (_message(message, senders) for message in once.values()),
        key=lambda message: message.receipt_date,
        reverse=True,
    )
    unread = sum(not message.read_status for message in items)
    return Messages(
        items=tuple(items),
        total_items=len(items),
        unread=unread,
        more=more,
        read_status_complete=all(page.read_status_complete for page in pages),
    )


async def read_message(get: Get, segment: str) -> Message:
    """The message that this segment of the path names, with its body; from then on it counts as read."""
    path, target = f"/messages/{segment}", f"{BASE}/ebox/messages/{segment}"
    found = await get(path, target, EboxMessage)
    senders = await _senders(get)
    body = await get(path + "/body", target + "/body", Localized, every_member)
    return _message(found, senders, body)


async def _senders(get: Get) -> dict[str, Localized]:
    target = "/referenceData/senderOrganizations"
    pages, _ = await _pages(get, "/senders", target, Organizations)
    return {
        sender.organization_id: sender.organization_long_name or sender.organization_short_name
        for page in pages
        for sender in page.items
    }


async def _pages(get: Get, path: str, target: str, kind: type[Any]) -> tuple[list[Any], bool]:
    """The pages, and whether there are more of them than were asked for."""
    pages: list[Any] = []
    for page in range(1, MOST_PAGES + 1):
        query = f"page={page}&pageSize={PAGE_SIZE}"
        some = await get(f"{path}?page={page}", f"{BASE}{target}?{query}", kind)
        pages.append(some)
        if sum(len(one.items) for one in pages) >= some.total_items or not some.items:
            return pages, False
    return pages, True


def _message(
    found: EboxMessage, senders: dict[str, Localized], body: Localized | None = None
) -> Message:
    """A message with its sender's name; with a `body` it counts as read."""
    sender = found.sender_organization_id
    return Message(
        message_id=found.message_id,
        subject=found.subject,
        sender_name=senders.get(sender) or {_NO_LANGUAGE: sender},
        receipt_date=found.receipt_date,
        expiration_date=found.expiration_date,
        read_status=found.read_status or body is not None,
        body=body or {},
    )
