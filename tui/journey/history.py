"""Where the citizen is, and the way back."""

from tui.journey.context import Place

MOST_HISTORY = 50


class History:
    """The place, and the places before it, newest last."""

    def __init__(self) -> None:
        self.place = Place("start")
        self._before: list[Place] = []

    def move(self, place: Place, *, remember: bool = True) -> None:
        """Be at `place`. Going to the place before this one is going back.

        What a link chooses on a page (its query) makes no other place of it.
        """
        if remember and not _same(place, self.place):
            if self._before and _same(self._before[-1], place):
                self._before.pop()
            else:
                self._before = [*self._before, self.place][-MOST_HISTORY:]
        self.place = place

    def back(self) -> Place:
        """The place before this one, which is thereby forgotten; the start page when there is none."""
        return self._before.pop() if self._before else Place("start")

    def back_to(self, place: str) -> None:
        """A page's own way back leads to `place`: what came after it lies no longer behind one."""
        there = Place.parse(place)
        for at, one in enumerate(self._before):
            if _same(one, there):
                self._before = self._before[:at]
                return

    def begin_anew(self, *before: str) -> None:
        """Forget the way here; `before` is what going back leads to."""
        self._before = [Place.parse(place) for place in before]


def _same(one: Place, other: Place) -> bool:
    return (one.name, one.subject) == (other.name, other.subject)
