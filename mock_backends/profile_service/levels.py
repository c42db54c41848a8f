"""Levels of assurance: how surely a sign-in shows who somebody is, and what wants more than the session has.

On the scale of eIDAS (Regulation 910/2014, article 8), as the Flemish access management publishes it for its
ways to sign in. That consent for the eBox wants the highest is the simulator's own: from then on, post on
paper stops.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

Level = Literal["low", "substantial", "high"]

_URN = "urn:be:vlaanderen:authmech:"

LEVELS: Mapping[str, Level] = MappingProxyType(
    {
        _URN + "eid": "high",
        _URN + "itsme": "high",
        _URN + "csamtotp": "substantial",
        _URN + "csamsms": "substantial",
    }
)
"""By the `acr` of an ID token."""

HIGH = tuple(acr for acr, level in LEVELS.items() if level == "high")
"""What is asked of the provider, and of a session, where the highest level is wanted."""


class LevelTooLow(Exception):
    """What was asked for wants a sign-in at a higher level: one of these `acr_values`."""

    def __init__(self, acr_values: tuple[str, ...] = HIGH) -> None:
        super().__init__(" ".join(acr_values))
        self.acr_values = acr_values


def level_of(acr: str) -> Level:
    """The level of a sign-in; "low" for a way that is not known."""
    return LEVELS.get(acr, "low")


def require_high(acr: str) -> None:
    """Raise LevelTooLow unless somebody who signed in so has the highest level."""
    if acr not in HIGH:
        raise LevelTooLow


def challenge(scheme: str, acr_values: tuple[str, ...]) -> str:
    """The challenge to sign in again at a higher level (RFC 9470 section 3), with `scheme` before it."""
    wanted = " ".join(acr_values)
    return (
        f'{scheme}, error="insufficient_user_authentication", '
        f'error_description="A higher level of assurance is wanted", acr_values="{wanted}"'
    )
