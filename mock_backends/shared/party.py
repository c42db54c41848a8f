"""What every party answers alike: that it is up, and what its contract is."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import FileResponse, Response
from starlette.routing import Route

from mock_backends.shared.wire import reply


def common_routes(folder: Path) -> tuple[Route, ...]:
    """The routes that every party has; `folder` holds its `openapi.yaml`."""

    async def document(request: Request) -> Response:
        return FileResponse(folder / "openapi.yaml", media_type="application/yaml")

    return Route("/health", _health), Route("/openapi.yaml", document)


async def _health(request: Request) -> Response:
    return reply({"status": "UP"})
