"""What is shown and looks random follows from the world's seed: the same seed gives the same run."""

from hashlib import sha256
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
        return Random(self._named(turn))

    def name(self, *turn: object) -> bytes:
        """32 bytes that stand for something invented, the same in every world of this seed.

        They say nothing of what they stand for to who does not know the seed; who does can make them again.
        """
        return sha256(self._named(turn).encode()).digest()

    def _named(self, turn: tuple[object, ...]) -> str:
        return "\x1f".join(map(str, (self._seed, *turn)))
