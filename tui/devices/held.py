"""Who the tester is, and what that person holds."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from tui.devices.card_memory import CardMemory
from tui.devices.card_reader import CardReader

if TYPE_CHECKING:
    from tui.devices.digital_keys import DigitalKeys
    from tui.devices.identity_card import IdentityCard
    from tui.devices.mailbox import Mailbox
    from tui.devices.phone import Phone
    from tui.devices.picture_files import PictureFiles
    from tui.devices.reader_elsewhere import AskedElsewhere, Listening
    from tui.portal.client import Portal
    from tui.portal.models import Person


class Devices:
    """The citizen's own devices: a phone, a card, and a card reader; their digital keys and picture files.

    The cards' memory is kept across restarts: in the folder `data`, with its key in `keys`. With `shared`,
    there can be readers in other terminals: `elsewhere` asks them, and `listening` is asked from there.
    """

    def __init__(self, data: Path, keys: Path, *, shared: bool = False) -> None:
        self._memory = CardMemory(data, keys)
        self.person: Person | None = None
        self.phone: Phone | None = None
        self.card: IdentityCard | None = None
        self.keys: DigitalKeys | None = None
        self.mailbox: Mailbox | None = None
        self._mailboxes: dict[str, Mailbox] = {}
        self.reader = CardReader()
        self.elsewhere: AskedElsewhere | None = None
        self.listening: Listening | None = None
        self._shared = shared
        self.by_themselves = False
        """Whether they answer for their holder without a demonstration, as a link that signs in has them."""
        self.waits: Literal["", "next", "still"] = ""
        """A device that answers by itself waits for the next code; "still": which no clock brings."""

    @cached_property
    def pictures(self) -> PictureFiles:
        """The picture files on their computer, from where this program was started."""
        from tui.devices.picture_files import PictureFiles

        return PictureFiles(Path())

    async def take(
        self, person: Person, portal: Portal, *, only: Literal["", "phone", "card"] = ""
    ) -> None:
        """Become `person`: their phone and card are issued, and the reader is empty.

        Who holds `only` one of them leaves the other where it is.
        """
        phone = card = keys = None
        if person.phone is not None and only != "card":
            from tui.devices.phone import Phone

            issued = await portal.issue_phone(person.person_id)
            phone = Phone(issued, itsme=person.phone.itsme)
        if person.identity_card is not None and only != "phone":
            from tui.devices.identity_card import IdentityCard

            card = IdentityCard(await portal.issue_card(person.person_id), self._memory)
        if person.digital_keys is not None and only != "card":
            from tui.devices.digital_keys import DigitalKeys

            keys = DigitalKeys(await portal.issue_keys(person.person_id))
        from tui.devices.mailbox import Mailbox

        self.person, self.phone, self.card, self.keys = person, phone, card, keys
        # What one has not sent yet is still there when one comes back.
        self.mailbox = self._mailboxes.setdefault(person.person_id, Mailbox(person.person_id))
        self.reader = CardReader()
        if "pictures" in vars(self):  # somebody has looked
            self.pictures.forget()
        self.elsewhere = self.listening = None
        if card is not None and self._shared:
            from tui.devices.reader_elsewhere import AskedElsewhere, Listening, new_name

            name = new_name()
            self.elsewhere = AskedElsewhere(person.person_id, name)
            self.listening = Listening(person.person_id, name, alone=only == "card")

    async def renew_card(self, portal: Portal) -> None:
        """Exchange the card for a new one, as at the municipality: another key, and all tries.

        The reader is empty then. Raises PortalError; the old card stays in that case.
        """
        if self.person is None or self.card is None:
            return
        from tui.devices.identity_card import IdentityCard

        card = IdentityCard(await portal.issue_card(self.person.person_id), self._memory)
        card.begin_with_all_tries()
        self.card = card
        self.reader.empty()

    async def another_card(self, portal: Portal) -> IdentityCard | None:
        """The card of the first other person who has one. Raises PortalError."""
        from tui.devices.identity_card import IdentityCard

        own = self.person.person_id if self.person is not None else ""
        for person in await portal.persons():
            if person.identity_card is not None and person.person_id != own:
                return IdentityCard(await portal.issue_card(person.person_id), self._memory)
        return None

    def put_away(self) -> None:
        """Stop showing requests, because nothing asks for a device any more."""
        self.reader.ask_no_more()
        self.put_phone_away()

    def put_phone_away(self) -> None:
        """Stop showing what came to the phone."""
        if self.phone is not None:
            self.phone.put_away()
        if self.keys is not None:
            self.keys.put_away()
