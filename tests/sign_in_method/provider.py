"""The identity provider's side: the citizen says a word that it asks for."""

from typing import ClassVar

from mock_backends.identity_provider.interactions import Interaction
from mock_backends.identity_provider.method import Method
from mock_backends.shared.visits import Action
from mock_backends.shared.wire import Message


class SayWord(Action, frozen=True, tag="sayWord"):
    """The word that the citizen says."""

    word: str


class Asked(Message, frozen=True):
    """What is asked for."""

    question: str


class SpokenWord(Method):
    """The word is the id of the person."""

    id = "word"
    level = 100
    acr = "urn:example:word"
    actions: ClassVar[tuple[type[Action], ...]] = (SayWord,)

    def begin(self, interaction: Interaction) -> None:
        """Ask for the word."""
        interaction.move("wordAsked")

    def details(self, interaction: Interaction) -> Message | None:
        """The question."""
        return Asked(question="Wie bent u?") if interaction.step == "wordAsked" else None

    def act(self, interaction: Interaction, action: Action) -> None:
        """Take the word."""
        assert isinstance(action, SayWord)
        interaction.require("wordAsked")
        persona = self.environment.fixtures.persona(action.word)
        if persona is None:
            interaction.move("wordAsked", "wordUnknown")
        else:
            self.desk.identified(interaction, persona)
