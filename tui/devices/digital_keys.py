"""A person's digital keys as their phone keeps them: passwords, an authenticator app, text messages."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from tui.devices.authenticator import address, code_at

if TYPE_CHECKING:
    from tui.portal.client import Portal
    from tui.portal.models import IssuedKeys, TextMessage, TextMessages

ISSUER = "ACM"
"""Whose codes they are, in the list of an authenticator app: the Flemish access management."""


class DigitalKeys:
    """User name and password, the code that the authenticator app shows, and messages that have come.

    `code` and `code_until` are what the app's display shows since it was last looked at; "" and None before.
    """

    def __init__(self, issued: IssuedKeys) -> None:
        self.user_name = issued.user_name
        self.password = issued.password
        self.secret = issued.app_secret
        self.sms = issued.sms
        self._token = issued.phone_token
        self._arrived: TextMessages | None = None
        self._looks = self._seen = 0
        """How often they were looked for, and at which time those on the display were."""
        self.code = ""
        self.code_until: datetime | None = None

    @property
    def address(self) -> str:
        """What a QR code of the secret says."""
        return address(ISSUER, self.user_name, self.secret)

    async def look_at_app(self, portal: Portal) -> None:
        """Open the authenticator app: it shows the code of this moment of the world."""
        self.code, self.code_until = code_at(self.secret, (await portal.clock()).now)

    @property
    def messages(self) -> tuple[TextMessage, ...]:
        """The messages on the display, in the order in which they arrived."""
        return self._arrived.items if self._arrived else ()

    async def look_for_messages(self, portal: Portal, wait: float = 0) -> bool:
        """Fetch the messages; with `wait` (s), when they change, or after that time.

        Returns False for a phone that gets none, because no number is known at the provider.
        """
        if not self._token:
            return False
        version = self._arrived.version if self._arrived else None
        self._looks += 1
        look = self._looks
        arrived = await portal.text_messages(self._token, version, wait)
        # Who waits for the next one may be answered after who looked later, and at once.
        if look >= self._seen:
            self._seen, self._arrived = look, arrived
        return True

    def put_away(self) -> None:
        """Show no code and no message any more."""
        self.code, self.code_until, self._arrived = "", None, None
