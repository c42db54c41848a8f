"""The kit for building a party: its definition, and an app with the behaviour that all parties share."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route, Router
from starlette.types import Message, Receive, Scope, Send

from mock_backends.shared.environment import Environment, Party
from mock_backends.shared.failing import fail_on_demand
from mock_backends.shared.problems import EXCEPTION_HANDLERS, SIMULATOR, Problem
from mock_backends.shared.wire import LARGEST_BODY, reply

LARGEST_HEADERS = 16 * 1024
"""Bytes of a request's header fields in total, names included; as much as common servers accept."""

SERVICES = Path(__file__).parents[1]
"""The folder of the parties' folders."""

ErrorHandler = Callable[[Request, Any], Awaitable[Response]]


@dataclass(frozen=True, kw_only=True)
class PartyDefinition:
    """What a world must know about a party before building it.

    `name` is also its folder below `mock_backends`; `path` is where it is mounted ("/registers").
    `needs` names the parties that it sends requests to. `stores` are glob patterns of the files that it
    keeps below the home's data folder: resetting a world removes these and no others. `holds` names the
    parts of the fixtures that it owns (`mock_backends.people.loader.PARTS`); a world gives each party
    nothing else of them.
    """

    name: str
    path: str
    build: Callable[[Environment], Party]
    needs: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()

    def stored(self, data: Path) -> list[Path]:
        """This party's files that exist now, below the folder `data`."""
        return [path for pattern in self.stores for path in sorted(data.glob(pattern))]


def party_app(
    name: str,
    environment: Environment,
    routes: Iterable[BaseRoute],
    handlers: Mapping[type[Exception], ErrorHandler] | None = None,
    largest_body: int = LARGEST_BODY,
) -> Starlette:
    """The app of the party `name`: its `routes`, and what all parties have in common.

    That is: health, its contract (`openapi.yaml` in its folder), errors as problem details, the faults that
    a tester sets, no redirect for a trailing slash, and limits: 431 for more than LARGEST_HEADERS, 413 as
    soon as more than `largest_body` bytes of a body have been read (`wire.read_body` can set a lower limit
    for a message). `handlers` add the party's own exceptions, or replace the form of the common handlers
    (Problem, HTTPException, Exception).
    """

    async def contract(request: Request) -> Response:
        return FileResponse(SERVICES / name / "openapi.yaml", media_type="application/yaml")

    common = (Route("/health", _health), Route("/openapi.yaml", contract))
    app = Starlette(exception_handlers={**EXCEPTION_HANDLERS, **(handlers or {})})
    app.router = _LimitedRouter([*common, *routes], largest_body)
    fail_on_demand(app, name, environment.faults, environment.clock)
    return app


async def _health(request: Request) -> Response:
    return reply({"status": "UP"})


class _LimitedRouter(Router):
    """Runs within the app's exception handlers, so that a refusal has the form of its other errors."""

    def __init__(self, routes: Sequence[BaseRoute], largest_body: int) -> None:
        super().__init__(routes, redirect_slashes=False)
        self._largest_body = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest_body:
                raise Problem(413)
            return message

        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
            raise Problem(431, SIMULATOR + "headersTooLarge", title="Header Fields Too Large")
        await super().__call__(scope, counted, send)
