"""Mail and text messages that the portal sends: what would have reached a person's mailbox or phone.

This party stands for every provider of mail and every telephone network. Whatever address somebody gives the
portal, its mail is in their own mailbox; a text message arrives if the number is that of their phone, and
nowhere otherwise.
"""

from collections import deque

from mock_backends.people.loader import Persona
from mock_backends.simulation.models import Deliveries, Delivery, DeliveryInput

MOST = 20
"""How many are kept for a person: the newest, in memory alone."""


class Carrier:
    """What was delivered to whom, by a person's id."""

    def __init__(self) -> None:
        self._delivered: dict[str, deque[Delivery]] = {}
        self._known: set[tuple[str, str]] = set()
        self._count = 0

    def take(self, person: Persona, sent: DeliveryInput) -> None:
        """Deliver this, if there is where to, and it was not delivered before."""
        if sent.kind == "phone" and (person.phone is None or person.phone.number != sent.to):
            return
        if sent.message_id:
            if (person.id, sent.message_id) in self._known:
                return
            self._known.add((person.id, sent.message_id))
        self._count += 1
        delivery = Delivery(
            delivery_id=str(self._count),
            kind=sent.kind,
            to=sent.to,
            code=sent.code,
            notice=sent.notice,
            sent_at=sent.sent_at,
            expires_at=sent.expires_at,
        )
        self._delivered.setdefault(person.id, deque(maxlen=MOST)).append(delivery)

    def of(self, person: Persona) -> Deliveries:
        """What this person has received, in the order in which it came."""
        return Deliveries(items=tuple(self._delivered.get(person.id, ())))

    def clear(self) -> None:
        """Throw all of it away."""
        self._delivered.clear()
        self._known.clear()
