"""Work that waits for the disk, in a thread, to its end."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

T = TypeVar("T")


async def in_thread(work: Callable[[], T]) -> T:
    """What `work` returns. A caller that is cancelled holds its locks until the thread is done."""
    task = asyncio.ensure_future(asyncio.to_thread(work))
    try:
        return await asyncio.shield(task)
    except asyncio.CancelledError:
        await asyncio.wait({task})
        raise
    finally:
        # An error's traceback refers to this frame, and this frame to the task with the error: a cycle, which
        # would keep what the callers hold (a session's key) until the garbage collector runs.
        del task
