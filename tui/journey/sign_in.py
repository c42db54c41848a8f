"""Where a sign-in stands: a state machine without I/O, fed with whatever the identity provider answers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tui.portal.models import Interaction

OVER = ("done", "ended")
"""The steps at which the citizen is on the way back to the portal."""


class SignIn:
    """The sign-in that is going on, if any.

    The citizen's actions, the long poll and an extension each bring the interaction as it was when they
    were answered, in any order. Only a newer version of the interaction that is going on is news, so its
    end is news once, however many answers carry it.
    """

    def __init__(self) -> None:
        self.interaction: Interaction | None = None
        self._id = ""
        self._version = -1

    def begin(self, interaction_id: str) -> None:
        """From now on this interaction is the one that is going on, in the place of any other."""
        self.stop()
        self._id = interaction_id

    def take(self, answer: Interaction) -> bool:
        """Take an answer in; whether it is news. After news of an end, no interaction is going on."""
        if answer.interaction_id != self._id or answer.version <= self._version:
            return False
        if answer.step in OVER:
            self.stop()
        else:
            self.interaction, self._version = answer, answer.version
        return True

    def stop(self) -> None:
        """Leave this sign-in: what is still answered for it is no news."""
        self.interaction, self._id, self._version = None, "", -1
