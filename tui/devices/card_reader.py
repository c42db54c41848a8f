"""The card reader at the citizen's computer: its state, its PIN entry and its signatures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from tui.devices.identity_card import IdentityCard, Malformed, Purpose, WebEidToken

ReaderState = Literal[
    "absent",
    "empty",
    "upsideDown",
    "reading",
    "pulledOut",
    "otherCard",
    "ready",
    "waitingForPin",
    "wrongPin",
    "blocked",
    "done",
]


class CardReader:
    """A reader with at most one card in it, which is `card` once it has been read.

    `tries_left` is what the card in it has left. `malformed` says why what was typed last can be no PIN, and
    is "" if it can. `purpose` is that of the certificate that the citizen chose. `choosing`: the citizen is
    about to do something else with card or reader.
    """

    def __init__(self) -> None:
        self.card: IdentityCard | None = None
        self.state: ReaderState = "empty"
        self.tries_left = 0
        self.malformed: Malformed | Literal[""] = ""
        self.purpose: Purpose = "authentication"
        self.choosing = False
        self._challenge = ("", "")

    @property
    def question(self) -> tuple[str, str]:
        """The challenge to sign, and the origin of the site that asks; twice "" if none does."""
        return self._challenge

    @property
    def asked(self) -> bool:
        """Whether a site asks for a signature."""
        return bool(self._challenge[0])

    def insert(self, card: IdentityCard) -> None:
        """Put a card in, as it should be. Raises CardUnreadable."""
        self._forget()
        self.card = card
        self._show()

    def insert_badly(self, how: Literal["upsideDown", "reading"]) -> None:
        """Put a card in upside down, or only half, so that it is read on and on."""
        self._forget()
        self.card, self.state = None, how

    def swap(self, card: IdentityCard) -> None:
        """Put another card in than the one that the sign-in began with: it is read, and not used."""
        self._forget()
        self.card, self.state = card, "otherCard"

    def remove(self) -> None:
        """Take the card out: too early, where its PIN is asked for."""
        too_early = self.state in ("waitingForPin", "wrongPin")
        self._forget()
        self.card, self.state = None, "pulledOut" if too_early else "empty"

    def empty(self) -> None:
        """Be as before a card was put in: the reader is there."""
        self._forget()
        self.card, self.state = None, "empty"

    def unplug(self) -> None:
        """Take the reader away, with what is in it."""
        self._forget()
        self.card, self.state = None, "absent"

    def choose(self, purpose: Purpose) -> None:
        """Choose the certificate that the card is to show."""
        self._forget()
        self.purpose = purpose

    def ask(self, challenge: str, origin: str) -> None:
        """Take a site's request for a signature; the reader asks for the PIN once a card is in."""
        if (challenge, origin) != self._challenge:
            self._challenge = (challenge, origin)
            if self.card is not None and self.state != "otherCard":
                self._forget()
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
        if self.card is None or not challenge or self.state == "otherCard":
            return None
        self.malformed = ""
        try:
            self.card.verify(pin)
        except PinMalformed as malformed:
            self.malformed = malformed.reason
            return None
        except PinRefused as refused:
            self.tries_left = refused.tries_left
            self.state = "wrongPin" if refused.tries_left else "blocked"
            return None
        self.state = "done"
        return self.card.sign(challenge, origin, self.purpose)

    def _forget(self) -> None:
        self.malformed, self.purpose, self.choosing = "", "authentication", False

    def _show(self) -> None:
        assert self.card is not None
        self.tries_left = self.card.tries_left
        if not self.tries_left:
            self.state = "blocked"
        else:
            self.state = "waitingForPin" if self.asked else "ready"
