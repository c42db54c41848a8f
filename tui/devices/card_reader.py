"""The card reader at the citizen's computer: its state, its PIN entry and its signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tui.devices.identity_card import IdentityCard, WebEidToken

ReaderState = Literal["empty", "ready", "waitingForPin", "wrongPin", "blocked", "done"]


class CardReader:
    """A reader with at most one card in it.

    `tries_left` is set after a wrong PIN. `malformed`: what was typed last cannot be a PIN.
    """

    def __init__(self) -> None:
        self.card: IdentityCard | None = None
        self.state: ReaderState = "empty"
        self.tries_left = 0
        self.malformed = False
        self._challenge = ("", "")

    def insert(self, card: IdentityCard) -> None:
        """Put a card in. Raises CardUnreadable."""
        self.card = card
        self.malformed = False
        self._show()

    def remove(self) -> None:
        """Take the card out."""
        self.card = None
        self.malformed = False
        self.state = "empty"

    def ask(self, challenge: str, origin: str) -> None:
        """Take a site's request for a signature; the reader asks for the PIN once a card is in."""
        if (challenge, origin) != self._challenge:
            self._challenge = (challenge, origin)
            self.malformed = False
            self._show()

    def ask_no_more(self) -> None:
        """Drop the request: no site is asking any more."""
        self.ask("", "")

    def enter(self, pin: str) -> WebEidToken | None:
        """Type a PIN; returns the signed token, or None, in which case `state` says why.

        Raises CardUnreadable.
        """
        from tui.devices.identity_card import PinMalformed, PinRefused

        challenge, origin = self._challenge
        if self.card is None or not challenge:
            return None
        self.malformed = False
        try:
            self.card.verify(pin)
        except PinMalformed:
            self.malformed = True
            return None
        except PinRefused as refused:
            self.tries_left = refused.tries_left
            self.state = "wrongPin" if refused.tries_left else "blocked"
            return None
        self.state = "done"
        return self.card.sign(challenge, origin)

    def _show(self) -> None:
        if self.card is None:
            self.state = "empty"
        elif self.card.blocked:
            self.state = "blocked"
        else:
            self.state = "waitingForPin" if self._challenge[0] else "ready"
