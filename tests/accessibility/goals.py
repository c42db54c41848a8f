"""The goals of accessibility, each with the gate or test that shows it, and what is not met."""

import tomllib
from pathlib import Path

from msgspec import Struct, convert

FILE = Path(__file__).with_name("goals.toml")


class Goal(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One row. Without `gate` or `test` it is not met, and `limit` says why."""

    wcag: str
    en: str
    what: str
    gate: str = ""
    test: str = ""
    limit: str = ""

    @property
    def met(self) -> str:
        """Whether it is met: "yes", "in part" or "no"."""
        shown = bool(self.gate or self.test)
        return "no" if not shown else "in part" if self.limit else "yes"


def goals() -> tuple[Goal, ...]:
    """All rows in their order."""
    return convert(tomllib.loads(FILE.read_text(encoding="utf-8"))["goal"], tuple[Goal, ...])
