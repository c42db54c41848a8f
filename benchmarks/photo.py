"""A profile photo out of a file of twelve million points: how long it takes, and how long keys wait."""

import asyncio
import tempfile
import time
from collections.abc import Coroutine
from io import BytesIO
from pathlib import Path

from benchmarks.figures import Figure, middle

SIZE = (4000, 3000)
KINDS = ("JPEG", "PNG", "WEBP")
ROUNDS = 5
MOST, MOST_BLOCKED = 1500, 50
"""Milliseconds."""

TURN = 0.001
"""Seconds after which the loop is to have its turn again."""


def measure() -> list[Figure]:
    """The median of each kind of file, and the longest that the event loop stood still in any of them."""
    from PIL import Image

    from tui.portal.photos import chosen, in_own_process

    # Coarse grain: about as large a file as a telephone makes, of each kind.
    grain = Image.effect_noise((SIZE[0] // 8, SIZE[1] // 8), 40).resize(SIZE)
    picture = Image.merge("RGB", (grain, grain.transpose(Image.Transpose.ROTATE_180), grain))
    figures, blocked = [], 0.0
    with tempfile.TemporaryDirectory() as folder:
        for kind in KINDS:
            out, file = BytesIO(), Path(folder) / kind
            picture.save(out, kind)
            file.write_bytes(out.getvalue())
            took = []
            for _ in range(ROUNDS):
                began = time.perf_counter()
                blocked = max(blocked, asyncio.run(_watched(chosen(file, in_own_process))))
                took.append((time.perf_counter() - began) * 1000)
            what = f"a photo out of a {kind} of 12 megapixels"
            figures.append(Figure(what=what, unit="ms", ours=middle(took), most=MOST))
    longest = Figure(
        what="keys wait meanwhile, at most", unit="ms", ours=blocked, most=MOST_BLOCKED
    )
    return [*figures, longest]


async def _watched(work: Coroutine[object, object, object]) -> float:
    """Do it; the longest time, in milliseconds, in which the loop did not come by."""
    task = asyncio.create_task(work)
    longest, last = 0.0, time.perf_counter()
    while not task.done():
        await asyncio.sleep(TURN)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
    await task
    return longest * 1000
