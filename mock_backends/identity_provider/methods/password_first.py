"""What both codes have in common: user name and password first, and then six digits.

Nothing of how codes fail is published; names and limits are the simulator's own.
"""

import re
from abc import abstractmethod
from datetime import datetime
from typing import ClassVar

from mock_backends.identity_provider.accounts import whose_name
from mock_backends.identity_provider.interactions import CHOOSE, Interaction
from mock_backends.identity_provider.method import Desk, Method
from mock_backends.identity_provider.totp import DIGITS
from mock_backends.people.loader import Persona
from mock_backends.shared.environment import Environment
from mock_backends.shared.problems import invalid_input
from mock_backends.shared.typed import line
from mock_backends.shared.visits import Action
from mock_backends.shared.wire import Message

MINIMUM_AGE = 12
"""For every digital key."""


class SendPassword(Action, frozen=True, tag="sendPassword"):
    """User name and password."""

    user_name: str
    password: str


class SendCode(Action, frozen=True, tag="sendCode"):
    """The code, in any grouping."""

    code: str


class PasswordAsked(Message, frozen=True):
    """Until when nothing is taken, after too many wrong answers."""

    paused_until: datetime | None = None


class PasswordFirst(Method):
    """A method that asks for user name and password, and then for a code.

    `password_step` and `code_step` are its steps, `not_enrolled` is why somebody gets no code at all.
    """

    password_step: ClassVar[str]
    code_step: ClassVar[str]
    not_enrolled: ClassVar[str]
    actions: ClassVar[tuple[type[Action], ...]] = (SendPassword, SendCode)

    def __init__(self, environment: Environment, desk: Desk) -> None:
        super().__init__(environment, desk)
        self.accounts = desk.accounts
        self._people: dict[str, Persona] = {}
        self._pauses: dict[str, datetime] = {}

    @abstractmethod
    def is_enrolled(self, persona: Persona) -> bool:
        """Whether this person has set the code up."""

    def ask(self, interaction: Interaction, persona: Persona) -> None:
        """The password is right: go to the step that asks for the code."""
        del persona
        interaction.move(self.code_step)

    @abstractmethod
    def check(self, interaction: Interaction, persona: Persona, code: str) -> str:
        """Why a code of six digits is not taken; "" if it is. "wrongCode" counts as a try."""

    def begin(self, interaction: Interaction) -> None:
        """Ask for user name and password."""
        interaction.move(self.password_step)

    async def prepare(self, action: Action) -> None:
        """Hash the passwords before the first is held against them."""
        if isinstance(action, SendPassword):
            await self.accounts.ready()

    def act(self, interaction: Interaction, action: Action) -> None:
        """Take the password, or the code. Raises Problem 400 for what can be no code: that costs no try."""
        if isinstance(action, SendPassword):
            interaction.require(self.password_step)
            return self._take_password(interaction, action)
        assert isinstance(action, SendCode)
        interaction.require(self.code_step)
        code = re.sub("[ -]", "", line(action.code))
        if not (code.isascii() and code.isdigit() and len(code) == DIGITS):
            raise invalid_input(("code", "codeInvalid", "Six digits"))
        return self._take_code(interaction, code)

    def _take_password(self, interaction: Interaction, sent: SendPassword) -> None:
        self._pauses.pop(interaction.id, None)
        tries, whose = self.accounts.tries, whose_name(sent.user_name)
        if until := tries.paused_until(whose):
            return self.pause(interaction, until)
        persona = self.accounts.person(sent.user_name, sent.password)
        if persona is None:
            if until := tries.count(whose):
                return self.pause(interaction, until)
            return interaction.move(self.password_step, "wrongPassword")
        tries.forget(whose)
        if self.age_of(persona) < MINIMUM_AGE:
            return self._turn_away(interaction, "underAge")
        if not self.is_enrolled(persona):
            return self._turn_away(interaction, self.not_enrolled)
        if until := tries.paused_until(persona.id):
            return self.pause(interaction, until)
        self._people[interaction.id] = persona
        return self.ask(interaction, persona)

    def _take_code(self, interaction: Interaction, code: str) -> None:
        tries, persona = self.accounts.tries, self._people[interaction.id]
        if until := tries.paused_until(persona.id):
            return self.pause(interaction, until)
        failure = self.check(interaction, persona, code)
        if not failure:
            tries.forget(persona.id)
            return self.desk.identified(interaction, persona)
        until = tries.count(persona.id) if failure == "wrongCode" else None
        if until:
            return self.pause(interaction, until)
        return interaction.move(self.code_step, failure)

    def pause(self, interaction: Interaction, until: datetime, failure: str = "paused") -> None:
        """Back to the password, which is not taken before this time."""
        self.leave(interaction)
        self._pauses[interaction.id] = until
        interaction.move(self.password_step, failure)

    def _turn_away(self, interaction: Interaction, failure: str) -> None:
        """Another password would not help; another method might."""
        interaction.leave_method()
        interaction.move(CHOOSE, failure)

    def person(self, interaction: Interaction) -> Persona:
        """Who gave the password."""
        return self._people[interaction.id]

    def details(self, interaction: Interaction) -> Message | None:
        """Until when the citizen has to wait."""
        until = self._pauses.get(interaction.id)
        waits = until is not None and self.clock.now() < until
        return PasswordAsked(paused_until=until) if waits else None

    def leave(self, interaction: Interaction) -> None:
        """Forget who it was."""
        self._people.pop(interaction.id, None)
        self._pauses.pop(interaction.id, None)
