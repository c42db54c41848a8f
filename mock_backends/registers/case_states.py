"""The states of a citizen's request at a controller's desk, and who may move it from one to another.

Written once, here: the desk acts by it, and `docs/requests.md` has its picture, which a test compares. The
names are the simulator's own; what each must be follows the GDPR (art. 12(3), (4) and (6), 16 to 21).
"""

from typing import Literal, NamedTuple

State = Literal[
    "received",
    "identityChecked",
    "identityMissing",
    "inTreatment",
    "extended",
    "granted",
    "partlyGranted",
    "refused",
    "withdrawn",
    "closed",
]

ANSWERED: tuple[State, ...] = ("granted", "partlyGranted", "refused")
"""The states that answer the request."""

OVER: tuple[State, ...] = (*ANSWERED, "withdrawn", "closed")
"""The states in which nobody has to answer any more."""

REASONED: tuple[State, ...] = ("identityMissing", "extended", "partlyGranted", "refused")
"""The states that the desk reaches only with a reason, which the citizen reads (GDPR art. 12)."""

LETTERS: tuple[State, ...] = (*REASONED, "granted")
"""The states of which the desk tells the citizen in a letter."""


class Move(NamedTuple):
    """A move of a case, and who makes it: the desk itself, the citizen, or the calendar."""

    before: State
    after: State
    by: Literal["desk", "citizen", "calendar"]


MOVES: tuple[Move, ...] = (
    Move("received", "identityChecked", "desk"),
    Move("received", "identityMissing", "desk"),
    Move("identityMissing", "identityChecked", "desk"),
    Move("identityMissing", "refused", "desk"),
    Move("identityMissing", "received", "citizen"),
    Move("identityChecked", "inTreatment", "desk"),
    Move("identityChecked", "identityMissing", "desk"),
    *(Move("inTreatment", answer, "desk") for answer in ("extended", *ANSWERED)),
    *(Move("extended", answer, "desk") for answer in ANSWERED),
    *(
        Move(before, "withdrawn", "citizen")
        for before in ("received", "identityMissing", "identityChecked", "inTreatment", "extended")
    ),
    *(Move(answer, "closed", "calendar") for answer in ANSWERED),
)


def next_states(state: State, by: str) -> tuple[State, ...]:
    """The states to which a case in `state` may be moved by the desk, the citizen or the calendar."""
    return tuple(move.after for move in MOVES if move.before == state and move.by == by)


def as_mermaid() -> str:
    """All moves as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> received"]
    lines += [f"    {move.before} --> {move.after}: {move.by}" for move in MOVES]
    return "\n".join([*lines, "    withdrawn --> [*]", "    closed --> [*]"])
