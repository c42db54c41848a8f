"""What somebody got from the portal, outside it: mail in their mailbox, text messages on their phone.

And what they wrote to the offices outside the portal, with the answers.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from tui.portal.errors import InvalidInput, PortalError

if TYPE_CHECKING:
    from tui.portal.client import Portal
    from tui.portal.models import Conversation, Delivery, Mail


class Mailbox:
    """A person's mail program and message app, as far as the portal and the offices write to them.

    `conversations` are what they sent, with the replies, oldest first. `unsent` is what was not delivered
    yet, by its id: it stays here however a session ends, and is sent at each look.
    """

    def __init__(self, person_id: str) -> None:
        self._person_id = person_id
        self.received: tuple[Delivery, ...] = ()
        self.conversations: tuple[Conversation, ...] = ()
        self.unsent: dict[str, Mail] = {}

    async def look(self, portal: Portal) -> None:
        """Fetch what has come, and send what could not be sent. Raises PortalError."""
        self.received = await portal.deliveries(self._person_id)
        for mail in tuple(self.unsent.values()):
            await self.send(portal, mail)
        self.conversations = await portal.correspondence(self._person_id)

    async def send(self, portal: Portal, mail: Mail) -> Conversation:
        """Send a mail. Raises InvalidInput if it is refused, and PortalError if it stays among the unsent."""
        self.unsent[mail.mail_id] = mail
        try:
            sent = await portal.send_mail(self._person_id, mail)
        except InvalidInput:
            self.unsent.pop(mail.mail_id, None)
            raise
        except PortalError as error:
            if error.reason == "tooManyMails":  # nor would it be taken later
                self.unsent.pop(mail.mail_id, None)
            raise
        self.unsent.pop(mail.mail_id, None)
        self._take(sent)
        return sent

    async def withdraw(self, portal: Portal, number: str) -> None:
        """Withdraw what was sent. Raises PortalError."""
        self._take(await portal.withdraw_mail(self._person_id, number))

    def conversation(self, mail_id: str) -> Conversation | None:
        """The one that began with this mail."""
        return next((one for one in self.conversations if one.mail_id == mail_id), None)

    def of(self, kind: str) -> tuple[Delivery, ...]:
        """The mail ("email") or the text messages ("phone"), the newest last."""
        return tuple(one for one in self.received if one.kind == kind)

    def code_for(self, to: str) -> str:
        """The newest code that was sent to this address or number; "" if none has come."""
        return next((one.code for one in reversed(self.received) if one.to == to and one.code), "")

    def _take(self, one: Conversation) -> None:
        known = {other.number: other for other in self.conversations}
        self.conversations = tuple((known | {one.number: one}).values())


def new_mail_id() -> str:
    """An id for a mail, which nobody else has."""
    return os.urandom(16).hex()  # noqa: TID251 - no screen shows it
