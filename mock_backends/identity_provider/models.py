"""What travels between the identity provider and the citizen's browser, beside OpenID Connect itself."""

from datetime import datetime
from typing import Literal

from mock_backends.people.loader import Localized
from mock_backends.shared.wire import Message

Shared = Literal["name", "nationalNumber"]
"""What a sign-in tells the client about the citizen."""


class OfferedMethod(Message, frozen=True):
    """One way to sign in; `level` is CSAM's (higher is surer)."""

    id: str
    level: int
    available: bool


class Failure(Message, frozen=True):
    """Why the citizen is back where they were: a code of the method's own."""

    code: str


class InteractionState(Message, frozen=True):
    """Where a citizen stands: at which step of which method ("" before one is chosen and after the end).

    `details` is what the step needs to show; its shape is the method's own (see `Method.details`).
    The interaction ends at `expires_at`; the step may end earlier, at `step_expires_at`. Extending stops
    at `latest_at`. All three are left out where there are no time limits. `ending`: the citizen is to be
    told that the end is near.
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
    """Base of what a citizen can do; the member `action` says which."""


class ChooseMethod(Action, frozen=True, tag="chooseMethod"):
    """Go on with this method."""

    method: str


class Back(Action, frozen=True, tag="back"):
    """Return to the choice of methods."""


class Extend(Action, frozen=True, tag="extend"):
    """Give the citizen as much time again as when they began."""


class Abort(Action, frozen=True, tag="abort"):
    """Do not sign in: go back to the client with `access_denied`."""
