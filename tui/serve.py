"""`burgerprofiel serve`: all services over TLS on this machine, for portals in other terminals."""

from __future__ import annotations

import asyncio
import shlex
import signal
from typing import TYPE_CHECKING

from tui.backends import Backend, Served, served
from tui.locale import Words, in_brussels
from tui.process import refuse_readers

if TYPE_CHECKING:
    from tui.backends import Answered

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP, signal.SIGQUIT)
"""What ends it: Ctrl+C, a request from outside, the terminal that is closed, Ctrl+\\."""

SLOWEST = 10_000
"""Milliseconds from which a duration is told in seconds."""


def serve(backend: Backend, port: int, words: Words, *, quiet: bool) -> int:
    """Serve until a signal ends it; returns its number. Raises CannotStart, and OSError of what is printed.

    Prints what listens where, and unless `quiet`, a line for each request.
    """
    return asyncio.run(_serve(backend, port, words, quiet=quiet))


async def _serve(backend: Backend, port: int, words: Words, *, quiet: bool) -> int:
    loop = asyncio.get_running_loop()
    ended: asyncio.Future[int] = loop.create_future()

    def end(number: int) -> None:
        if not ended.done():
            ended.set_result(number)

    for number in ENDING:
        loop.add_signal_handler(number, end, number)
    refuse_readers()  # nothing of a person is here before

    ready = False

    def tell(one: Answered) -> None:
        if ready and not ended.done():
            try:
                print(request_line(one), flush=True)
            except BrokenPipeError:  # whoever read the lines has enough of them
                end(signal.SIGPIPE)
            except OSError as error:  # not in the middle of an answer
                ended.set_exception(error)

    async with served(backend, port, None if quiet else tell) as world:
        for line in listening(world, words):
            print(line, flush=True)
        ready = True
        return await ended


def listening(world: Served, words: Words) -> tuple[str, ...]:
    """What listens where, whom to trust, and how a portal joins."""
    widest = max(map(len, world.parties))
    join = f"burgerprofiel --backend {world.base} --trust {shlex.quote(str(world.trust))}"
    return (
        *(f"{name:<{widest}}  {address}" for name, address in world.parties.items()),
        words("cli.serve.trust", path=world.trust),
        words("cli.serve.join", command=join),
        words("cli.serve.stop"),
    )


def request_line(one: Answered) -> str:
    """A request in a line: when, what, how it was answered, and how long that took."""
    at = in_brussels(one.at)
    taken = round(one.seconds * 1000)
    long = f"{taken / 1000:.0f} s" if taken >= SLOWEST else f"{taken} ms"
    return f"{at:%H:%M:%S} {one.method} {one.path} {one.status or '-'} {long}"
