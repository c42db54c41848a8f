"""The state of a sign-in: a state machine without I/O, fed with all answers of the identity provider."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.portal.models import Interaction

OVER = ("done", "ended")
"""The steps at which the citizen is on the way back to the portal."""


class SignIn:
    """The sign-in that is under way, if any.

    The answers to the citizen's actions, to the long poll and to an extension each contain the interaction,
    and may arrive in any order. Only a newer version of the current interaction is news, so its end is news
    once, however many answers contain it.
    """

    def __init__(self) -> None:
        self.interaction: Interaction | None = None
        self._id = ""
        self._version = -1

    def begin(self, interaction_id: str) -> None:
        """Make this the current interaction, replacing any other."""
        self.stop()
        self._id = interaction_id

    def take(self, answer: Interaction) -> bool:
        """Take in an answer; returns whether it is news. After news of the end, there is no interaction."""
        if answer.interaction_id != self._id or answer.version <= self._version:
            return False
        if answer.step in OVER:
            self.stop()
        else:
            self.interaction, self._version = answer, answer.version
        return True

    def stop(self) -> None:
        """Abandon this sign-in: later answers for it are not news."""
        self.interaction, self._id, self._version = None, "", -1
