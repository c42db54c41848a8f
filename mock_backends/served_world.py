"""A world that is served over TLS: built for its address, started, and stopped without holding anybody up."""

import asyncio
import socket
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager

from msgspec.structs import replace

from mock_backends.serving import base_of, served
from mock_backends.shared.answered import Answered, TellAnswers
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import World, WorldOptions


@asynccontextmanager
async def served_world(
    options: WorldOptions, bound: socket.socket, tell: Callable[[Answered], None] | None = None
) -> AsyncIterator[World]:
    """The world with these options, served on `bound` while the context is open.

    Its base is the address of `bound`; if the options name nothing to trust, it is its home's certificate.
    `tell` hears of each request once it was answered, those between parties in this process too.
    Raises FixtureError, KeyUnusable and OSError.
    """
    options.home.prepare()
    tls = local_tls(options.home)
    options = replace(options, base=base_of(bound), trust=options.trust or tls.authority)
    world = await asyncio.to_thread(World, options)
    if tell is not None:
        world.app.add_middleware(TellAnswers, clock=world.clock, tell=tell)
    await world.start()
    try:
        async with served(world.app, bound, tls):
            yield world
            # Requests held by a hanging party get an answer instead of a broken connection.
            world.faults.clear()
    finally:
        await world.stop()
