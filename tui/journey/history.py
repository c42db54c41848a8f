"""Where the citizen is, and the way back."""

from tui.journey.context import Place

MOST_HISTORY = 50


class History:
    """The current place and the earlier places, newest last."""

    def __init__(self) -> None:
        self.place = Place("start")
        self._before: list[Place] = []

    def move(self, place: Place, *, remember: bool = True) -> None:
        """Move to `place`. Moving to the previous place counts as going back.

        Places that differ only in their query, the choices of a link, count as the same place.
        """
        if remember and not _same(place, self.place):
            if self._before and _same(self._before[-1], place):
                self._before.pop()
            else:
                self._before = [*self._before, self.place][-MOST_HISTORY:]
        self.place = place

    def back(self) -> Place:
        """Remove and return the previous place; the start page if there is none."""
        return self._before.pop() if self._before else Place("start")

    def back_to(self, place: str) -> None:
        """Forget `place` and what came after it, because a page's own way back leads there."""
        there = Place.parse(place)
        for at, earlier in enumerate(self._before):
            if _same(earlier, there):
                self._before = self._before[:at]
                return

    def finish(self, place: Place) -> None:
        """Forget `place` and step out of it, because what it was for is done: no way back leads there."""
        kept: list[Place] = []
        for earlier in self._before:
            if earlier != place and not (kept and _same(kept[-1], earlier)):
                kept.append(earlier)
        self._before = kept
        if self.place == place:
            self.place = self.back()
        elif self._before and _same(self._before[-1], self.place):
            self._before.pop()

    def begin_anew(self, *before: str) -> None:
        """Forget all earlier places; from now on, going back leads to `before`."""
        self._before = [Place.parse(place) for place in before]


def _same(place: Place, other: Place) -> bool:
    return (place.name, place.subject) == (other.name, other.subject)
