"""The states of what a citizen wrote to an office, and who may move it from one to another.

Written once, here: the offices act by it, and `docs/complaints.md` has its picture, which a test compares.
The names are the simulator's own.
"""

from typing import Literal, NamedTuple

State = Literal[
    "received",
    "registered",
    "inTreatment",
    "heard",
    "answered",
    "upheld",
    "dismissed",
    "inadmissible",
    "withdrawn",
]

OVER: tuple[State, ...] = (
    "registered",
    "answered",
    "upheld",
    "dismissed",
    "inadmissible",
    "withdrawn",
)
"""The states in which the office does nothing more: of a rights request, because another does."""


class Move(NamedTuple):
    """A move of a case, and who makes it: the office itself, or the citizen."""

    before: State
    after: State
    by: Literal["office", "citizen"]


MOVES: tuple[Move, ...] = (
    Move("received", "registered", "office"),
    Move("received", "inadmissible", "office"),
    Move("received", "inTreatment", "office"),
    Move("inTreatment", "answered", "office"),
    Move("inTreatment", "heard", "office"),
    Move("heard", "upheld", "office"),
    Move("heard", "dismissed", "office"),
    *(Move(before, "withdrawn", "citizen") for before in ("received", "inTreatment", "heard")),
)


def next_states(state: State, by: str) -> tuple[State, ...]:
    """The states to which a case in `state` may be moved by the office or the citizen."""
    return tuple(move.after for move in MOVES if move.before == state and move.by == by)


def as_mermaid() -> str:
    """All moves as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "    [*] --> received"]
    lines += [f"    {move.before} --> {move.after}: {move.by}" for move in MOVES]
    return "\n".join([*lines, *(f"    {state} --> [*]" for state in OVER)])
