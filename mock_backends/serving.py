"""Serves parties over TLS on this machine: the same requests as within a process, on real connections."""

import asyncio
import contextlib
import socket
import ssl
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager

from starlette.types import ASGIApp

from mock_backends.shared.local_tls import LocalTls
from mock_backends.shared.routing import LARGEST_HEADERS

LOOPBACK = "127.0.0.1"
HOST = "localhost"
GRACE = 1
"""Seconds that running requests get to finish when the server stops."""


def listen(port: int = 0) -> socket.socket:
    """A socket on loopback, bound before the world is built, which needs its address.

    Port 0 takes any free port. Raises OSError when the port is taken.
    """
    # asyncio turns Nagle's algorithm off (TCP_NODELAY) only if the protocol is named; otherwise the second
    # half of every answer waits some 40 ms for a delayed acknowledgement.
    bound = socket.socket(socket.AF_INET, socket.SOCK_STREAM, socket.IPPROTO_TCP)
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind((LOOPBACK, port))
    except OSError:
        bound.close()
        raise
    return bound


def base_of(bound: socket.socket) -> str:
    """The base address of what is served on `bound`."""
    return f"https://{HOST}:{bound.getsockname()[1]}"


@asynccontextmanager
async def served(app: ASGIApp, bound: socket.socket, tls: LocalTls) -> AsyncIterator[None]:
    """Serve `app` on `bound` while the context is open, ready as soon as it is entered.

    TLS 1.2 or newer only: plain HTTP gets no answer.
    """
    import uvicorn  # a third of a second that only serving needs

    from mock_backends.shared.punctual import Punctual

    ready = asyncio.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: list[socket.socket] | None = None) -> None:
            await super().startup(sockets)
            ready.set()

        async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
            for connection in tuple(self.server_state.connections):
                assert isinstance(connection, Punctual)
                idle = connection.cycle is None or connection.cycle.response_complete
                if idle and connection.transport is not None:
                    # A client that keeps the connection idle does not read, so closing TLS properly
                    # would wait until GRACE is over.
                    connection.transport.abort()
            await super().shutdown(sockets)

        @contextlib.contextmanager
        def capture_signals(self) -> Iterator[None]:
            # The caller decides what a signal means.
            yield

    config = uvicorn.Config(
        app,
        ssl_certfile=tls.certificate,
        ssl_keyfile=tls.key,
        lifespan="off",
        ws="none",
        http=Punctual,
        h11_max_incomplete_event_size=2 * LARGEST_HEADERS,  # the party's own limit comes first
        loop="none",
        log_config=None,
        log_level="critical",  # no requests or internal errors on the terminal
        access_log=False,
        server_header=False,
        proxy_headers=False,  # an address never comes from a request
        timeout_graceful_shutdown=GRACE,
    )
    config.load()
    assert isinstance(config.ssl, ssl.SSLContext)
    config.ssl.minimum_version = ssl.TLSVersion.TLSv1_2
    server = Server(config)
    serving = asyncio.create_task(server.serve(sockets=[bound]))
    starting = asyncio.create_task(ready.wait())
    try:
        await asyncio.wait({serving, starting}, return_when=asyncio.FIRST_COMPLETED)
        if serving.done():
            await serving
            raise OSError("the server did not start")
        yield
    finally:
        starting.cancel()
        server.should_exit = True
        await asyncio.gather(serving, return_exceptions=True)
