"""What a sign-in method is: one class, listed in `methods.METHODS`."""

from abc import ABC, abstractmethod
from collections.abc import Sequence
from datetime import datetime
from typing import ClassVar, Protocol

from starlette.routing import BaseRoute

from mock_backends.identity_provider.interactions import Interaction
from mock_backends.identity_provider.models import Action
from mock_backends.people.loader import Persona
from mock_backends.shared.environment import Environment
from mock_backends.shared.wire import Message


class Desk(Protocol):
    """What a method tells that it knows who the citizen is."""

    def identified(self, interaction: Interaction, persona: Persona) -> None:
        """End the interaction: `persona` has proved who they are."""


class Method(ABC):
    """One way to prove who you are. A method holds its own state, by interaction id.

    `level` is CSAM's; `acr` is the URN by which a client asks for the method and hears of it (published
    ones where the Flemish access management documents them).
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

    @abstractmethod
    def begin(self, interaction: Interaction) -> None:
        """The citizen chose this method: move to its first step."""

    async def prepare(self, action: Action) -> None:
        """Fetch from other parties what `act` will need; `act` itself waits for nothing.

        Raises Problem 503 when it cannot be had.
        """
        del action

    def act(self, interaction: Interaction, action: Action) -> None:
        """Do one of `actions`. Raises Problem 409 at a wrong step."""
        raise NotImplementedError

    def settle(self, interaction: Interaction) -> datetime | None:
        """Do what time alone has brought; return when the step ends if nothing more happens, if ever."""
        del interaction
        return None

    def details(self, interaction: Interaction) -> Message | None:
        """What the current step needs to show; it travels as the member `details`."""
        del interaction
        return None

    def extend(self, interaction: Interaction) -> None:
        """The citizen asked for more time, and `interaction` has it: what the method waits for, too."""
        del interaction

    def leave(self, interaction: Interaction) -> None:
        """The citizen went another way, or their time is up: take back what was set in motion."""
        del interaction

    def routes(self) -> Sequence[BaseRoute]:
        """Routes of a channel of its own (an app on a phone), below the provider's address."""
        return ()

    def age_of(self, persona: Persona) -> int:
        """The person's age today, in this world."""
        return persona.age_on(self.clock.now().date())
