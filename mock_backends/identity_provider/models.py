"""Messages between the identity provider and the citizen's browser, besides OpenID Connect itself."""

from typing import Literal

from mock_backends.shared.visits import Action, VisitState
from mock_backends.shared.wire import Message

Shared = Literal["name", "nationalNumber"]
"""What a sign-in shares with the client about the citizen."""


class OfferedMethod(Message, frozen=True):
    """A sign-in method; `level` is CSAM's assurance level (higher is stronger)."""

    id: str
    level: int
    available: bool


class InteractionState(VisitState, frozen=True, kw_only=True):
    """The current step of a sign-in, and its method ("" before the choice and after the end).

    `details` has the shape that belongs to the method (see `Method.details`).
    """

    methods: tuple[OfferedMethod, ...]
    method: str = ""


class ChooseMethod(Action, frozen=True, tag="chooseMethod"):
    """Use this method."""

    method: str


class Back(Action, frozen=True, tag="back"):
    """Return to the choice of methods."""
