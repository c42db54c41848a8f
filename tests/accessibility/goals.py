"""The goals of accessibility, each with the gate or test that shows it, and what is not met."""

import tomllib
from functools import cache
from pathlib import Path

from msgspec import Struct, convert

FILE = Path(__file__).with_name("goals.toml")


class Goal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row. Without `gate` or `test` it is not met, and `limit` says why.

    `told` is the part of the program's own statement that says so too: a chapter and one of its parts.
    """

    wcag: str
    en: str
    what: str
    gate: str = ""
    test: str = ""
    limit: str = ""
    told: str = ""

    @property
    def met(self) -> str:
        """Whether it is met: "yes", "in part" or "no"."""
        shown = bool(self.gate or self.test)
        return "no" if not shown else "in part" if self.limit else "yes"


class Apart(Struct, frozen=True, forbid_unknown_fields=True):
    """Criteria of level A or AA that no row is about, and why."""

    wcag: str
    why: str


class Trip(Struct, frozen=True, forbid_unknown_fields=True):
    """What somebody would still trip over, as far as is known; `told` as for a goal."""

    what: str
    told: str


class Aims(Struct, frozen=True, forbid_unknown_fields=True):
    """The whole file, each list in its order."""

    goal: tuple[Goal, ...]
    apart: tuple[Apart, ...]
    trip: tuple[Trip, ...] = ()


@cache
def aims() -> Aims:
    return convert(tomllib.loads(FILE.read_text(encoding="utf-8")), Aims)


def goals() -> tuple[Goal, ...]:
    """All rows in their order."""
    return aims().goal


def shown_by() -> list[str]:
    """The tests that the report tells of, as pytest names them."""
    walks = "tests/accessibility/test_gates.py::test_every_page_passes_every_gate"
    return [walks, *sorted({f"tests/{goal.test}" for goal in goals() if goal.test})]


def unmet() -> tuple[Goal, ...]:
    """The rows that are not met, or in part."""
    return tuple(goal for goal in goals() if goal.met != "yes")


if __name__ == "__main__":
    print(*shown_by())
