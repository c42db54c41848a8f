"""Faults as values: which party fails, in what way, for which requests and how often.

The tester sets them (`mock_backends.simulation`); `mock_backends.shared.failing` applies them in front of
every party. A new kind of fault is one entry of KINDS and one function.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any

from msgspec import Meta

from mock_backends.shared.wire import Message

Count = Annotated[int, Meta(ge=0, le=1_000_000)]

NEVER_FAILS = "simulation"
"""The tester's own party: if it could fail, nobody could take a fault away."""


class Fault(Message, frozen=True, forbid_unknown_fields=True):
    """One way for one party to fail, until it is taken away.

    `kind` is the id of an entry of KINDS, and `parameters` are that kind's own. The other members say which
    requests it hits: those with `target` as a segment of their path (a controller or a block of the
    registers, a message of the eBox; "" for all) and with the HTTP method `method` ("" for any). The first
    `after` of these go well, and then `times` of them fail (None: every one).
    """

    party: str
    kind: str
    target: str = ""
    method: str = ""
    after: Count = 0
    times: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    parameters: Mapping[str, float | str] = {}

    def hits(self, party: str, segments: Collection[str], method: str) -> bool:
        """Whether a request to `party`, with a path of these segments, is one that this fault is about."""
        return (
            self.party == party
            and (not self.target or self.target in segments)
            and (not self.method or self.method == method)
        )


@dataclass(frozen=True)
class FaultKind:
    """A kind of fault: its id, the parties that know it, and the least and greatest of each parameter.

    Without `parties`, every party knows it: what it does, it does to any answer.
    """

    id: str
    parties: tuple[str, ...] = ()
    parameters: Mapping[str, tuple[float, float]] = field(default_factory=dict)


KINDS: tuple[FaultKind, ...] = (
    FaultKind("down"),
    FaultKind("hang"),
    FaultKind("slow", parameters={"seconds": (0, 3600)}),
    FaultKind("malformed"),
    FaultKind("truncated"),
    FaultKind("wrongPerson", parties=("registers",)),
    FaultKind("wrongSchema", parties=("registers", "ebox")),
    FaultKind("hostile", parties=("registers", "ebox")),
)
"""Every kind. What the last three do to an answer's content, the party itself knows."""

HOSTILE = (
    "\x1b[2J\x1b[31mred",  # clears a terminal's screen and colours what follows (ECMA-48)
    "\x1b]52;c;c3RvbGVu\x07clipboard",  # writes to the clipboard (xterm, OSC 52)
    "\x1b]0;title\x1b\\title",  # renames the window
    "\x9b2Jone byte",  # the same as ESC [, in one C1 character
    "\u202etxt.exe\u2066",  # reverses the reading direction (Unicode bidi controls)
    "[/red][@click=app.quit]markup[/]",  # Textual's own markup
    "line\r\n\x08\x00\x7fend",
)
"""Texts that do harm when a terminal, or a renderer with a markup, takes them at their word."""


def mistakes(fault: Fault, parties: Collection[str]) -> list[tuple[str, str]]:
    """What is wrong with `fault` in a world of these parties, as (member, reason in English)."""
    kind = next((kind for kind in KINDS if kind.id == fault.kind), None)
    if kind is None:
        return [("kind", f"one of {', '.join(kind.id for kind in KINDS)}")]
    known = kind.parties or tuple(name for name in parties if name != NEVER_FAILS)
    if fault.party not in known:
        return [("party", f"one of {', '.join(known)}")]
    if unknown := fault.parameters.keys() ^ kind.parameters.keys():
        wanted = ", ".join(kind.parameters) or "no parameters"
        return [(f"parameters.{name}", f"{fault.kind} has {wanted}") for name in sorted(unknown)]
    return [
        (f"parameters.{name}", f"a number from {least:g} to {most:g}")
        for name, (least, most) in kind.parameters.items()
        if not _within(fault.parameters[name], least, most)
    ]


def _within(value: Any, least: float, most: float) -> bool:
    return isinstance(value, int | float) and least <= value <= most


class Faults:
    """The faults in force, by the id that the tester gave each; the first one set hits first."""

    def __init__(self) -> None:
        self._in_force: dict[str, Fault] = {}
        self._seen: dict[str, int] = {}
        self._changed = asyncio.Event()

    def all(self) -> dict[str, Fault]:
        """Every fault in force."""
        return dict(self._in_force)

    def set(self, id: str, fault: Fault) -> None:  # noqa: A002 - the word of the contract
        """Put a fault in force, in the place of an older one with this id."""
        self.replace({**self._in_force, id: fault}, anew=(id,))

    def clear(self, id: str | None = None) -> None:  # noqa: A002
        """Take one fault away, or all of them."""
        self.replace(
            {} if id is None else {name: one for name, one in self._in_force.items() if name != id}
        )

    def replace(self, in_force: Mapping[str, Fault], anew: Iterable[str] = ()) -> None:
        """Let exactly these be in force. One that was already goes on counting, unless it is in `anew`."""
        kept = {name for name, one in in_force.items() if self._in_force.get(name) == one}
        self._seen = {name: seen for name, seen in self._seen.items() if name in kept - set(anew)}
        self._in_force = dict(in_force)
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def strike(
        self, party: str, segments: Collection[str], method: str, held_by: Fault | None = None
    ) -> Fault | None:
        """The fault that this request meets, if any; it counts, unless that fault holds it already."""
        for name, fault in self._in_force.items():
            if not fault.hits(party, segments, method):
                continue
            if fault is held_by:
                return fault
            seen = self._seen[name] = self._seen.get(name, 0) + 1
            if seen > fault.after and (fault.times is None or seen <= fault.after + fault.times):
                return fault
        return None

    async def changed(self) -> None:
        """Return when a fault is set or taken away."""
        await self._changed.wait()
