"""What may be told of a request: its method, the form of its path, and how it was answered.

A path can hold the number of a person, a query a code or a state, a header a token; so none of them is told.
"""

from collections.abc import Callable
from datetime import datetime
from time import perf_counter

from msgspec import Struct
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from mock_backends.shared.clock import Clock


class Answered(Struct, frozen=True):
    """A request that was answered.

    `at` is the time in its world, `path` the form of the path ("/registers/v1/blocks/{block_id}"), which ends
    in "…" where no route has it. `status` is 0 if the connection ended first. `seconds` are of real time.
    """

    at: datetime
    method: str
    path: str
    status: int
    seconds: float


class TellAnswers:
    """Tells of each request to the app within."""

    def __init__(self, app: ASGIApp, clock: Clock, tell: Callable[[Answered], None]) -> None:
        self._app = app
        self._clock = clock
        self._tell = tell

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Have the request answered, and tell of it."""
        began, status = perf_counter(), 0

        async def noted(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, noted)
        finally:
            taken = perf_counter() - began
            self._tell(Answered(self._clock.now(), scope["method"], _form(scope), status, taken))


def _form(scope: Scope) -> str:
    """The form of the path: of the party, and of the route that it has there."""
    route = scope.get("route")
    below = route.path if isinstance(route, Route) else "/…"
    return f"{scope.get('root_path', '')}{below}"
