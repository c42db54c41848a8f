"""eID: the card signs a challenge with its authentication key, and its certificate says whose it is."""

from base64 import urlsafe_b64encode
from typing import Literal
from urllib.parse import urlsplit
from weakref import WeakKeyDictionary

from cryptography.x509 import Certificate, load_pem_x509_certificate

from mock_backends.identity_provider.interactions import CHOOSE, Interaction
from mock_backends.identity_provider.method import Desk, Method
from mock_backends.identity_provider.methods.card_status import Status, status_of
from mock_backends.identity_provider.methods.web_eid import (
    CardFailure,
    CardNotAccepted,
    WebEidToken,
    card_certificate,
    check_signature,
    holder,
)
from mock_backends.shared import unguessable
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import AUTHORITY, SIGNATURE
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.problems import source_unavailable
from mock_backends.shared.visits import Action
from mock_backends.shared.wire import Message, NotUnderstood, decode

TrustAnchors = tuple[Certificate, Certificate]
"""The root, and the citizen CA that it issued."""

CHALLENGE_BYTES = 32
MINIMUM_AGE = 12
CARD = "eidCard"

FINAL = ("underAge", "cardExpired", "cardRevoked", "cardReportedLost", "personUnknown")
"""The failures that another try with this card does not mend: the citizen chooses another way. Our own."""

Failure = CardFailure | Status | Literal["personUnknown", "underAge"]
Presented = tuple[Certificate | None, CardFailure | Status]
"""A card's certificate and its status; or none, and why it is not one that is taken."""


class PresentCard(Action, frozen=True, tag="presentCard", weakref=True):
    """The signed challenge."""

    token: WebEidToken


class _Certificates(Message, frozen=True):
    root: str
    citizen_ca: str


class EidChallenge(Message, frozen=True):
    """What the card must sign: 256 random bits, for this site."""

    challenge: str
    origin: str


class Eid(Method):
    """The Belgian identity card in a card reader, with a Web eID token."""

    id = "eid"
    level = 500
    acr = "urn:be:vlaanderen:authmech:eid"
    actions = (PresentCard,)

    def __init__(self, environment: Environment, desk: Desk) -> None:
        super().__init__(environment, desk)
        address = urlsplit(environment.addresses["identity_provider"])
        self._origin = f"{address.scheme}://{address.netloc}"
        self._challenges: dict[str, str] = {}
        self._anchors_url = environment.addresses["simulation"] + "/v1/eid/certificates"
        self._anchors: TrustAnchors | None = None
        self._status_url = environment.addresses["simulation"] + "/v1/eid/ocsp"
        self._presented: WeakKeyDictionary[PresentCard, Presented] = WeakKeyDictionary()
        """The cards that are being presented: until the action has been taken."""

    def begin(self, interaction: Interaction) -> None:
        """Ask for the card."""
        self._challenge(interaction)
        interaction.move(CARD)

    async def prepare(self, action: Action) -> None:
        """Fetch the trusted certificates that the cards' issuer publishes, and this card's status.

        If the issuer does not answer, the last ones are used; raises Problem 503 when there are none yet.
        """
        assert isinstance(action, PresentCard)
        try:
            answer = await ask(self.environment.http, self.clock, "GET", self._anchors_url)
            if answer.status == 200:
                self._anchors = _read(answer.body)
        except (Unanswered, TooLarge, NotUnderstood, ValueError) as error:
            if self._anchors is None:
                raise source_unavailable("noAnswer") from error
        if self._anchors is None:
            raise source_unavailable("error")
        root, issuer = self._anchors
        if self.fails(AUTHORITY):
            issuer = root  # which gives out no cards: whoever did is not the one that is trusted
        try:
            certificate = card_certificate(action.token, root, issuer, self.clock.now())
        except CardNotAccepted as error:
            self._presented[action] = (None, error.code)
            return
        status = await status_of(
            certificate, issuer, self.environment.http, self.clock, self._status_url
        )
        self._presented[action] = (certificate, status)

    def act(self, interaction: Interaction, action: Action) -> None:
        """Check what the card signed; the challenge is used up, whatever the result."""
        assert isinstance(action, PresentCard)
        interaction.require(CARD)
        certificate, status = self._presented.get(action, (None, "statusUnavailable"))
        if certificate is None:
            return self._fail(interaction, status)
        challenge = self._challenges[interaction.id]
        try:
            origin = self._origin + "/other" * self.fails(SIGNATURE)
            check_signature(action.token, certificate, origin, challenge)
            persona = self.known_person(holder(certificate))
        except CardNotAccepted as error:
            return self._fail(interaction, error.code)
        if status != "good":
            return self._fail(interaction, status)
        if persona is None:
            return self._fail(interaction, "personUnknown")
        if self.age_of(persona) < MINIMUM_AGE:
            return self._fail(interaction, "underAge")
        return self.desk.identified(interaction, persona)

    def details(self, interaction: Interaction) -> EidChallenge | None:
        """The open challenge."""
        challenge = self._challenges.get(interaction.id)
        if challenge is None:
            return None
        return EidChallenge(challenge=challenge, origin=self._origin)

    def leave(self, interaction: Interaction) -> None:
        """Forget the challenge."""
        self._challenges.pop(interaction.id, None)

    def _challenge(self, interaction: Interaction) -> None:
        fresh = urlsafe_b64encode(unguessable.octets(CHALLENGE_BYTES)).decode().rstrip("=")
        self._challenges[interaction.id] = fresh

    def _fail(self, interaction: Interaction, code: Failure) -> None:
        if code in FINAL:
            interaction.leave_method()
            interaction.move(CHOOSE, code)
        else:
            self._challenge(interaction)
            interaction.move(CARD, code)


def _read(body: bytes) -> TrustAnchors:
    """The published certificates. Raises NotUnderstood or ValueError."""
    published = decode(body, _Certificates)
    return (
        load_pem_x509_certificate(published.root.encode()),
        load_pem_x509_certificate(published.citizen_ca.encode()),
    )
