"""What a tester has set to go wrong in a world."""

from typing import Literal

from msgspec import Struct

FaultKind = Literal[
    "down", "hang", "malformed", "truncated", "wrongPerson", "wrongSchema", "hostile"
]


class Fault(Struct, frozen=True, kw_only=True):
    """One way for a controller's register to fail, until it is taken away."""

    kind: FaultKind


class Faults:
    """The faults in force, by controller id. One object a world, handed to whoever must obey it."""

    def __init__(self) -> None:
        self._by_controller: dict[str, Fault] = {}

    def of(self, controller: str) -> Fault | None:
        """The fault of this controller, if one is set."""
        return self._by_controller.get(controller)

    def all(self) -> dict[str, Fault]:
        """Every fault in force."""
        return dict(self._by_controller)

    def set(self, controller: str, fault: Fault) -> None:
        """Let this controller fail from now on."""
        self._by_controller[controller] = fault

    def clear(self, controller: str | None = None) -> None:
        """Take one controller's fault away, or all of them."""
        if controller is None:
            self._by_controller.clear()
        else:
            self._by_controller.pop(controller, None)
