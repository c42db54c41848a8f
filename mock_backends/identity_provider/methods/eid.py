"""eID: the card signs a challenge with its authentication key, and its certificate says whose it is."""

from base64 import urlsafe_b64encode
from os import urandom
from typing import Literal
from urllib.parse import urlsplit

from mock_backends.identity_provider.interactions import CHOOSE, Interaction
from mock_backends.identity_provider.method import Desk, Method
from mock_backends.identity_provider.methods.web_eid import (
    CardFailure,
    CardNotAccepted,
    WebEidToken,
    card_certificate,
    check_signature,
    holder,
)
from mock_backends.identity_provider.models import Action
from mock_backends.shared.eid_ca import trust_anchors
from mock_backends.shared.environment import Environment
from mock_backends.shared.wire import Message

CHALLENGE_BYTES = 32
MINIMUM_AGE = 12
CARD = "eidCard"

Failure = CardFailure | Literal["personUnknown", "underAge"]


class PresentCard(Action, frozen=True, tag="presentCard"):
    """What the card made of the challenge."""

    token: WebEidToken


class EidChallenge(Message, frozen=True):
    """What the card must sign: 256 random bits, and for which site."""

    challenge: str
    origin: str


class Eid(Method):
    """The Belgian identity card in a card reader, by a Web eID token."""

    id = "eid"
    level = 500
    acr = "urn:be:vlaanderen:authmech:eid"
    actions = (PresentCard,)

    def __init__(self, environment: Environment, desk: Desk) -> None:
        super().__init__(environment, desk)
        address = urlsplit(environment.addresses["identity_provider"])
        self._origin = f"{address.scheme}://{address.netloc}"
        self._challenges: dict[str, str] = {}

    def begin(self, interaction: Interaction) -> None:
        """Ask for the card."""
        self._challenge(interaction)
        interaction.move(CARD)

    def act(self, interaction: Interaction, action: Action) -> None:
        """Check what the card signed. Whatever comes of it, the challenge has served."""
        assert isinstance(action, PresentCard)
        interaction.require(CARD)
        challenge = self._challenges[interaction.id]
        try:
            root, issuer = trust_anchors(self.environment.home)
            certificate = card_certificate(action.token, root, issuer, self.clock.now())
            check_signature(action.token, certificate, self._origin, challenge)
            persona = self.environment.fixtures.person(holder(certificate))
        except CardNotAccepted as error:
            return self._fail(interaction, error.code)
        if persona is None:
            return self._fail(interaction, "personUnknown")
        if self.age_of(persona) < MINIMUM_AGE:
            return self._fail(interaction, "underAge")
        return self.desk.identified(interaction, persona)

    def details(self, interaction: Interaction) -> EidChallenge | None:
        """The challenge that stands open."""
        challenge = self._challenges.get(interaction.id)
        if challenge is None:
            return None
        return EidChallenge(challenge=challenge, origin=self._origin)

    def leave(self, interaction: Interaction) -> None:
        """Forget the challenge."""
        self._challenges.pop(interaction.id, None)

    def _challenge(self, interaction: Interaction) -> None:
        fresh = urlsafe_b64encode(urandom(CHALLENGE_BYTES)).decode().rstrip("=")
        self._challenges[interaction.id] = fresh

    def _fail(self, interaction: Interaction, code: Failure) -> None:
        if code == "underAge":
            interaction.leave_method()
            interaction.move(CHOOSE, code)
        else:
            self._challenge(interaction)
            interaction.move(CARD, code)
