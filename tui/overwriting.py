"""Overwrites freed memory: what stood in it stays there until something else happens to take its place."""

import asyncio
import gc
from collections.abc import Iterator

STEP = 16
"""The sizes of pieces of memory that are handed out are multiples of this (bytes)."""

SMALL = range(48, 513, STEP)
"""Sizes of pieces that Python keeps for itself; a smaller one holds no text."""

OF_SMALL = 256 * 1024
"""Bytes that are taken of each of these sizes: as a rule more than a session leaves free of it."""

LARGER = range(528, 2049, STEP)
"""Sizes of pieces that the C library hands out; what is larger it soon uses again, as far as was measured."""

OF_LARGER = 32
"""Pieces that are taken of each of these sizes."""

HEAD = 33
"""Bytes of a `bytes` beside its content."""


async def overwrite_freed() -> None:
    """Let go of what only refers to itself, and fill free memory with zeros.

    Drop all references first. To let go of a page of the full screen takes some 50 ms at once; the rest
    takes 20 ms in turns of less than one, so that no key waits.
    """
    gc.collect()
    taken: list[list[bytes]] = []
    for pieces in _pieces():
        taken.append(pieces)
        await asyncio.sleep(0)


def _pieces() -> Iterator[list[bytes]]:
    # Whoever hands out memory takes what is free before asking the system for more.
    for size in SMALL:
        yield [bytes(size - HEAD) for _ in range(OF_SMALL // size)]
    for size in LARGER:
        yield [bytes(size - HEAD) for _ in range(OF_LARGER)]
