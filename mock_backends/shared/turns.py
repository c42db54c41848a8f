"""What is shown and looks random follows from the world's seed: the same seed gives the same run."""

from random import Random


class Turns:
    """The chance of a world. What must not be guessed never comes from here (`shared/unguessable.py`)."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def chance(self, *turn: object) -> Random:
        """The chance of one turn: of what, whose, and the how-manieth. The same in every world of this seed.

        What belongs to the turn must be the same on any machine and at any speed: no key, no token, no
        address, and no time but the day.
        """
        return Random("\x1f".join(map(str, (self._seed, *turn))))
