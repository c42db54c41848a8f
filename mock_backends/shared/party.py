"""The kit for building a party: its definition, and an app with the behaviour that all parties share."""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import BaseRoute, Route

from mock_backends.shared.environment import Environment, Party
from mock_backends.shared.failing import fail_on_demand
from mock_backends.shared.problems import EXCEPTION_HANDLERS
from mock_backends.shared.routing import Door
from mock_backends.shared.wire import LARGEST_BODY, reply

SERVICES = Path(__file__).parents[1]
"""The folder of the parties' folders."""

ErrorHandler = Callable[[Request, Any], Awaitable[Response]]


class PartyDefinition(Struct, frozen=True, kw_only=True):
    """What a world must know about a party before building it.

    `name` is also its folder below `mock_backends`; `path` is where it is mounted ("/registers").
    `needs` names the parties that it sends requests to, `brings` those that are served along with it where
    nobody says where they are. `stores` are glob patterns of the files that it
    keeps below the home's data folder: resetting a world removes these and no others. `notes` are its files
    beside the keys that say what the stores should hold: they go with them. `holds` names the
    parts of the fixtures that it owns (`mock_backends.people.loader.PARTS`); a world gives each party
    nothing else of them.
    """

    name: str
    path: str
    build: Callable[[Environment], Party]
    needs: tuple[str, ...] = ()
    brings: tuple[str, ...] = ()
    stores: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    holds: tuple[str, ...] = ()

    def stored(self, data: Path) -> list[Path]:
        """This party's files that exist now, below the folder `data`."""
        return [path for pattern in self.stores for path in sorted(data.glob(pattern))]

    def noted(self, keys: Path) -> list[Path]:
        """What this party noted about them that exists now, in the folder `keys`."""
        return [path for pattern in self.notes for path in sorted(keys.glob(pattern))]


def party_app(
    name: str,
    environment: Environment,
    routes: Iterable[BaseRoute],
    handlers: Mapping[type[Exception], ErrorHandler] | None = None,
    largest_body: int = LARGEST_BODY,
    forms: Sequence[str] = (),
    content: Mapping[str, str] | None = None,
) -> Starlette:
    """The app of the party `name`: its `routes`, and what all parties have in common.

    That is: health, its contract (`openapi.yaml` in its folder), errors as problem details, the faults that
    a tester sets, no redirect for a trailing slash, and the rules and limits of `routing.Door` (for a single
    message `wire.read_body` can set a lower limit than `largest_body`). What changes something takes JSON,
    except at the paths `forms`, which take a form, and at those in `content`, which name a media type.
    `handlers` add the party's own exceptions, or replace the form of the common handlers (Problem,
    HTTPException, Exception).
    """

    async def contract(request: Request) -> Response:
        return FileResponse(SERVICES / name / "openapi.yaml", media_type="application/yaml")

    common = (Route("/health", _health), Route("/openapi.yaml", contract))
    app = Starlette(exception_handlers={**EXCEPTION_HANDLERS, **(handlers or {})})
    app.router = Door(
        [*common, *routes],
        addresses=environment.addresses.values(),
        forms=forms,
        content=content,
        largest_body=largest_body,
    )
    fail_on_demand(app, name, environment.faults, environment.clock)
    return app


async def _health(request: Request) -> Response:
    return reply({"status": "UP"})
