"""What somebody got from the portal, outside it: mail in their mailbox, text messages on their phone."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.portal.client import Portal
    from tui.portal.models import Delivery


class Mailbox:
    """A person's mail program and message app, as far as the portal writes to them."""

    def __init__(self, person_id: str) -> None:
        self._person_id = person_id
        self.received: tuple[Delivery, ...] = ()

    async def look(self, portal: Portal) -> None:
        """Fetch what has come. Raises PortalError."""
        self.received = await portal.deliveries(self._person_id)

    def of(self, kind: str) -> tuple[Delivery, ...]:
        """The mail ("email") or the text messages ("phone"), the newest last."""
        return tuple(one for one in self.received if one.kind == kind)

    def code_for(self, to: str) -> str:
        """The newest code that was sent to this address or number; "" if none has come."""
        return next((one.code for one in reversed(self.received) if one.to == to), "")
