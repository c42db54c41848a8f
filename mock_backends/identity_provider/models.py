"""Messages between the identity provider and the citizen's browser, besides OpenID Connect itself."""

from datetime import datetime
from typing import Literal

from mock_backends.people.loader import Localized
from mock_backends.shared.wire import Message

Shared = Literal["name", "nationalNumber"]
"""What a sign-in shares with the client about the citizen."""


class OfferedMethod(Message, frozen=True):
    """A sign-in method; `level` is CSAM's assurance level (higher is stronger)."""

    id: str
    level: int
    available: bool


class Failure(Message, frozen=True):
    """Why the citizen is back at an earlier step: an error code of the method."""

    code: str


class InteractionState(Message, frozen=True):
    """The current step of a sign-in, and its method ("" before the choice and after the end).

    `details` is what the step needs to show; its shape belongs to the method (see `Method.details`). The
    interaction ends at `expires_at`; the step may end earlier, at `step_expires_at`; extensions stop at
    `latest_at`. All three are absent without time limits. `ending`: the citizen must be warned that the end
    is near.
    """

    interaction_id: str
    version: int
    step: str
    client_name: Localized
    methods: tuple[OfferedMethod, ...]
    method: str = ""
    details: Message | None = None
    expires_at: datetime | None = None
    step_expires_at: datetime | None = None
    latest_at: datetime | None = None
    ending: bool = False
    failure: Failure | None = None
    redirect_to: str = ""


class Action(Message, frozen=True, tag_field="action"):
    """Base of a citizen's actions; the member `action` tells them apart."""


class ChooseMethod(Action, frozen=True, tag="chooseMethod"):
    """Use this method."""

    method: str


class Back(Action, frozen=True, tag="back"):
    """Return to the choice of methods."""


class Extend(Action, frozen=True, tag="extend"):
    """Give the citizen the full time again."""


class Abort(Action, frozen=True, tag="abort"):
    """Give up: go back to the client with `access_denied`."""
