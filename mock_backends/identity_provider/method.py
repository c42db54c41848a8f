"""The base class of sign-in methods, which are listed in `methods.METHODS`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Protocol

from starlette.routing import BaseRoute

from mock_backends.identity_provider.accounts import Accounts
from mock_backends.identity_provider.interactions import Interaction
from mock_backends.people.loader import Persona
from mock_backends.shared.days import day_of
from mock_backends.shared.environment import Environment
from mock_backends.shared.faults import PERSON
from mock_backends.shared.visits import Action
from mock_backends.shared.wire import Message


class Desk(Protocol):
    """The part of the identity provider that a method reports to, and the accounts that methods share."""

    @property
    def accounts(self) -> Accounts:
        """User names and passwords."""

    def identified(self, interaction: Interaction, persona: Persona) -> None:
        """End the interaction: `persona` is authenticated."""

    def of_browser(self, cookie: str) -> Interaction:
        """The interaction of a browser that comes back from elsewhere. Raises Problem 410."""

    def extend(self, interaction: Interaction) -> None:
        """Give the citizen their full time from now on."""


class Method(ABC):
    """A sign-in method. It keeps its own state, by interaction id.

    `level` is CSAM's assurance level; `acr` is the URN by which clients request the method and tokens name it
    (as published, where the Flemish access management documents it).
    """

    id: ClassVar[str]
    level: ClassVar[int]
    acr: ClassVar[str]
    available: ClassVar[bool] = True
    actions: ClassVar[tuple[type[Action], ...]] = ()

    def __init__(self, environment: Environment, desk: Desk) -> None:
        self.environment = environment
        self.clock = environment.clock
        self.desk = desk

    async def prepare_to_begin(self, interaction: Interaction) -> None:  # noqa: B027 - few need it
        """Fetch what `begin` will need from other parties, because `begin` itself is synchronous."""

    @abstractmethod
    def begin(self, interaction: Interaction) -> None:
        """The citizen chose this method: move to its first step."""

    async def prepare(self, action: Action) -> None:
        """Fetch what `act` will need from other parties, because `act` itself is synchronous.

        Raises Problem 503 when it cannot be fetched.
        """
        del action

    def act(self, interaction: Interaction, action: Action) -> None:
        """Perform one of `actions`. Raises Problem 409 at the wrong step."""
        raise NotImplementedError

    def settle(self, interaction: Interaction) -> datetime | None:
        """Apply what is due by now; return when the step ends by itself, or None."""
        del interaction
        return None

    def details(self, interaction: Interaction) -> Message | None:
        """What the current step needs to show: the member `details` of the state."""
        del interaction
        return None

    def clear(self) -> None:  # noqa: B027 - most methods keep nothing of the kind
        """The world begins again: forget what outlives a sign-in, such as how many there were."""

    def extend(self, interaction: Interaction) -> None:
        """`interaction` was extended: extend the method's own deadline too."""
        del interaction

    def leave(self, interaction: Interaction) -> None:
        """The citizen left the method, or time is up: undo what was started."""
        del interaction

    def routes(self) -> Sequence[BaseRoute]:
        """Routes of the method's own channel (an app on a phone), below the provider's address."""
        return ()

    def known_person(self, national_number: str) -> Persona | None:
        """Who has this number; None for nobody whom the provider knows."""
        if self.fails(PERSON):
            return None
        return self.environment.fixtures.person(national_number)

    def fails(self, what: str) -> bool:
        """Whether a tester has `what`, which is no request, fail now (`shared.faults`)."""
        return self.environment.faults.strike("identity_provider", (what,), "POST") is not None

    def age_of(self, persona: Persona) -> int:
        """The person's age today, in this world, by the calendar in Belgium."""
        return persona.age_on(day_of(self.clock.now()))
