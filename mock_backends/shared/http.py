"""How parties reach each other, and no other host: the services' only import of httpx."""

import ssl
import sys
from collections.abc import Mapping
from pathlib import Path
from types import ModuleType
from typing import cast

from starlette.types import ASGIApp

# httpx would load its own command line along: click, and Rich's progress bars and syntax. It does without
# where that cannot be imported, and a fifth of the time to load the services is saved.
sys.modules.setdefault("httpx._main", cast(ModuleType, None))

import httpx  # noqa: E402

AsyncBaseTransport = httpx.AsyncBaseTransport
Request, Response = httpx.Request, httpx.Response
"""httpx's names for the parties, which import them from here: replacing httpx changes one module."""

Origin = tuple[str, str, int]

NoAnswer = httpx.HTTPError
"""Raised by a request when the other party cannot be reached or breaks off."""


class NamedHostsOnly(httpx.AsyncBaseTransport):
    """Sends a request to the transport of its origin (scheme, host, port), and refuses any other origin.

    A mount pattern of httpx would match every port and accept user information in the address, and
    leaves a live default transport behind; a dictionary does neither.
    """

    def __init__(self, transports: Mapping[Origin, httpx.AsyncBaseTransport]) -> None:
        self._transports = dict(transports)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        transport = self._transports.get(origin(request.url))
        if transport is None or request.url.userinfo:
            raise httpx.ConnectError(
                f"{request.url.host} is not a party of this world", request=request
            )
        return await transport.handle_async_request(request)

    async def aclose(self) -> None:
        for transport in self._transports.values():
            await transport.aclose()


class AsyncClient(httpx.AsyncClient):
    """A client that can reach these origins and nothing else: no proxy, no redirects, no environment."""

    def __init__(self, transports: Mapping[Origin, httpx.AsyncBaseTransport]) -> None:
        self._named_hosts = NamedHostsOnly(transports)
        super().__init__(transport=self._named_hosts, trust_env=False, follow_redirects=False)

    async def exchange(self, request: httpx.Request) -> httpx.Response:
        """Send a request as it is; who asks reads the answer's stream, and closes it.

        Without what httpx's client does for a browser (cookies, authentication, defaults), which no party
        needs, a request within the process takes a third of the time.
        """
        return await self._named_hosts.handle_async_request(request)


def origin(url: httpx.URL | str) -> Origin:
    """Scheme, host and port of an address, with the scheme's own port filled in."""
    url = httpx.URL(url)
    return url.scheme, url.host, url.port or {"https": 443, "http": 80}.get(url.scheme, 0)


def inside(app: ASGIApp) -> httpx.AsyncBaseTransport:
    """Requests to a party in this process."""
    return httpx.ASGITransport(app, raise_app_exceptions=False)


def over_tls(trust: Path | None) -> httpx.AsyncBaseTransport:
    """Requests to a party elsewhere: TLS 1.2 or newer, and only certificates that `trust` vouches for."""
    context = ssl.create_default_context(cafile=str(trust) if trust else None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return httpx.AsyncHTTPTransport(verify=context)
