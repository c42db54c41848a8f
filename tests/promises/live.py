"""What the objects of this process still refer to."""

import gc
import re
import sys
from collections import Counter, deque
from types import FrameType

ATOMS = (str, bytes, bytearray, int, float, complex, type(None))
"""What refers to nothing."""


def holders_of(*markers: str) -> Counter[str]:
    """What holds a text or bytes in which one of these markers does not stand at the end, and how many.

    Of each is told how the nearest objects that lead to it are named, the nearest one first.
    """
    pattern = _holding(markers)
    everything = _everything()
    found: Counter[str] = Counter()
    if not _is_anywhere(pattern, everything):
        everything.clear()
        gc.freeze()
        return found
    leads_to: dict[int, object] = {id(everything): None}
    # From what is named, so that a chain is short; then from all others.
    for roots in ([sys.modules, *sys._current_frames().values()], everything):
        waiting = deque(one for one in roots if id(one) not in leads_to)
        leads_to |= {id(one): None for one in waiting}
        while waiting:
            one = waiting.popleft()
            for inner in gc.get_referents(one):
                if id(inner) in leads_to:
                    continue
                leads_to[id(inner)] = one
                if not isinstance(inner, str | bytes | bytearray):
                    waiting.append(inner)
                elif pattern.search(inner if isinstance(inner, str) else inner.decode("latin-1")):
                    found[_chain(one, leads_to)] += 1
    # This frame is among the frames that they hold.
    everything.clear()
    leads_to.clear()
    gc.freeze()
    return found


def is_held(*markers: str) -> bool:
    """Whether anything holds such a text or bytes: a sixth of the time that it takes to say what does."""
    everything = _everything()
    held = _is_anywhere(_holding(markers), everything)
    everything.clear()
    gc.freeze()
    return held


def _holding(markers: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(f"{marker}[0-9A-Za-z+/_-]" for marker in markers))


def _everything() -> list[object]:
    gc.unfreeze()  # what is frozen would not be told
    while gc.collect():
        pass  # what has a finalizer goes the next time
    return gc.get_objects()


def _is_anywhere(pattern: re.Pattern[str], everything: list[object]) -> bool:
    """Whether any text or bytes match."""
    level: list[object] = [*everything, *sys._current_frames().values()]
    while level:
        inner = gc.get_referents(*level)
        texts = {one for one in inner if isinstance(one, str)}
        texts |= {
            bytes(one).decode("latin-1") for one in inner if isinstance(one, bytes | bytearray)
        }
        if any(map(pattern.search, texts)):
            return True
        # The collector tells of itself only what could be part of a circle.
        untold = (one for one in inner if isinstance(one, FrameType) or not gc.is_tracked(one))
        level = list({id(one): one for one in untold if not isinstance(one, ATOMS)}.values())
    return False


def _chain(one: object, leads_to: dict[int, object]) -> str:
    names: list[str] = []
    while one is not None and len(names) < 6:
        names.append(getattr(one, "__qualname__", type(one).__qualname__))
        one = leads_to[id(one)]
    return " in ".join(names)
