"""A connection on which requests must arrive in time: half of one is not waited for."""

import asyncio

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol


class Punctual(H11Protocol):
    """HTTP/1.1 as uvicorn speaks it, for whose requests we wait `within` seconds and no longer.

    The time is for header and content together. It begins when the connection is made and when a request was
    answered, and more bytes do not put it off. When it is up: 408 if nothing was answered yet, and the
    connection ends, after `goodbye` seconds also for a client that reads nothing. Both are of real time.
    """

    within = 10.0
    goodbye = 1.0
    _late: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        """Begin to wait for the first request."""
        super().connection_made(transport)
        self._wait()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._arrived()
        super().connection_lost(exc)

    def handle_events(self) -> None:
        """Handle what has come, and see whether a request is still on its way."""
        super().handle_events()
        if self.conn.their_state in (h11.IDLE, h11.SEND_BODY):
            self._wait()
        else:
            self._arrived()

    def _wait(self) -> None:
        if self._late is None:
            self._late = self.loop.call_later(self.within, self._give_up)

    def _arrived(self) -> None:
        if self._late is not None:
            self._late.cancel()
            self._late = None

    def _give_up(self) -> None:
        if self.transport.is_closing():
            return
        if self.conn.our_state in (h11.IDLE, h11.SEND_RESPONSE):
            # RFC 9110 section 15.5.9
            fields = [("Connection", "close"), ("Content-Length", "0")]
            late = h11.Response(status_code=408, headers=fields, reason=b"Request Timeout")
            self.transport.write(self.conn.send(late) or b"")
        if self.cycle is not None:
            # Whoever waits for the rest learns that none comes.
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()
        # Closing TLS waits for an answer, which a client that is silent does not give.
        self.loop.call_later(self.goodbye, self.transport.abort)
