"""Levels of assurance: how surely a sign-in shows who somebody is, and what wants more than the session has.

On the scale of eIDAS (Regulation 910/2014, article 8), as the provider gives it for each of its ways to sign
in. That consent for the eBox wants the highest is the simulator's own: from then on, post on paper stops.
"""

from collections.abc import Sequence
from typing import Literal

Level = Literal["low", "substantial", "high"]

HIGH: Level = "high"


class LevelTooLow(Exception):
    """What was asked for wants a sign-in at the highest level."""


def require_high(level: Level) -> None:
    """Raise LevelTooLow unless somebody signed in at the highest level."""
    if level != HIGH:
        raise LevelTooLow


def challenge(scheme: str, acr_values: Sequence[str]) -> str:
    """The challenge to sign in again at a higher level (RFC 9470 section 3), with `scheme` before it."""
    wanted = f', acr_values="{" ".join(acr_values)}"' if acr_values else ""
    return (
        f'{scheme}, error="insufficient_user_authentication", '
        f'error_description="A higher level of assurance is wanted"{wanted}'
    )
