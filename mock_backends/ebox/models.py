"""The eBox's messages, with the names of the federation's REST contract 2.1."""

from datetime import datetime

from mock_backends.shared.wire import Message

TranslatedString = dict[str, str]


class Ebox(Message, frozen=True):
    """The summary of an eBox. `ebox_size` is in kB of attachments."""

    number_of_messages: int
    number_of_unread_messages: int
    ebox_size: float
    last_receipt_date: datetime | None = None


class Attachments(Message, frozen=True):
    """The attachments of a message; no message in this world has any."""

    items: tuple[str, ...]
    total_items: int


class EboxMessage(Message, frozen=True):
    """A message without its content, which is only in its body."""

    message_id: str
    subject: TranslatedString
    receipt_date: datetime
    expiration_date: datetime
    read_status: bool
    visible: bool
    registered_mail: bool
    message_type_id: str
    sender_organization_id: str
    attachments: Attachments
    body_main_content: bool
    reply_authorized: bool


class EboxMessages(Message, frozen=True):
    """A page of messages; `total_items` counts all pages.

    `read_status_complete` is the simulator's own: False if some that were opened may be listed as unread,
    because what was kept of them is gone or an old copy.
    """

    items: tuple[EboxMessage, ...]
    total_items: int
    read_status_complete: bool


class SenderOrganization(Message, frozen=True):
    """A sender: its company number and its name."""

    organization_id: str
    organization_short_name: TranslatedString
    organization_long_name: TranslatedString


class SenderOrganizations(Message, frozen=True):
    """A page of senders."""

    items: tuple[SenderOrganization, ...]
    total_items: int


class StatusMessage(Message, frozen=True):
    """The body of every error of the eBox."""

    id: str
    code: str
    message: str
    environment: str
