"""How the citizen's side reaches the services: one origin, and nothing else.

The only module on this side that imports httpx, and it does so late: nothing is loaded before the first
request. It uses httpx's transports but not its client, so that the only redirects, cookies, proxies,
environment variables and time limits are those written here.
"""

import base64
import hashlib
import ssl
from asyncio import timeout
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar
from urllib.parse import urljoin

import msgspec

from tui.portal import DEADLINE
from tui.portal.cleaning import Several, TooDeep, clean, clean_all, no_member
from tui.portal.cookies import CookieJar
from tui.portal.errors import ContractViolation, Diverted, PortalError, ServiceDown
from tui.portal.problems import error_of
from tui.portal.sealed import Sealed

if TYPE_CHECKING:
    import httpx

__all__ = ["EMBEDDED", "Http", "clean"]

EMBEDDED = "https://simulator.invalid"
"""The base of the services inside this process; `.invalid` never resolves (RFC 2606 section 2)."""

PROGRAM = "burgerprofiel"
"""How this program names itself to the services."""

LARGEST_ANSWER = 2 * 1024 * 1024
MOST_REDIRECTS = 5

T = TypeVar("T")


class Http:
    """Sends requests to one origin, and keeps its cookies in memory.

    `on_close` is awaited at the end: it stops the services that run inside this process.
    """

    def __init__(
        self,
        base: str,
        transport: "httpx.AsyncBaseTransport",
        on_close: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        import httpx

        self._base = httpx.URL(base)
        if self._base.scheme != "https" or not self._base.host or self._base.userinfo:
            raise ValueError(f"the services are reached over https, not at {base!r}")
        self._transport = transport
        self._on_close = on_close
        self.cookies = CookieJar()
        self.unanswered = 0
        """How many requests wait for an answer, other than those that wait for something to happen."""

    @classmethod
    def inside(
        cls,
        app: Any,
        base: str = EMBEDDED,
        on_close: Callable[[], Awaitable[None]] | None = None,
    ) -> Self:
        """Requests to an ASGI app in this process."""
        import httpx

        return cls(base, httpx.ASGITransport(app, raise_app_exceptions=False), on_close)

    @classmethod
    def over_tls(cls, base: str, trust: Path | None = None) -> Self:
        """Requests over TLS 1.2 or newer; `trust` is a PEM file of the certificate authorities to trust."""
        import httpx

        context = ssl.create_default_context(cafile=str(trust) if trust else None)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        return cls(base, httpx.AsyncHTTPTransport(verify=context, trust_env=False))

    async def call(
        self,
        method: str,
        address: str,
        kind: type[T],
        *,
        body: object = None,
        token: str = "",
        headers: Mapping[str, str] | None = None,
        sealed: Sealed | None = None,
        within: str = "/",
        deadline: float = DEADLINE,
        several: Several = no_member,
    ) -> T:
        """Send a request and read the answer as a `kind` (`NoneType` where there is nothing to read).

        `address` is a path under the base, or a full address from a service. Redirects are followed within
        the origin, below the path `within`. An answer is taken sealed if, and only if, that is expected.
        `deadline` is in seconds of real time. `several`: the members whose texts may have several lines.
        Raises PortalError.
        """
        import httpx

        counts = "after=" not in address
        self.unanswered += counts
        try:
            async with timeout(deadline):
                response, content = await self._exchange(
                    method,
                    address,
                    body,
                    token,
                    {**(headers or {}), "Accept-Encoding": sealed.coding if sealed else "identity"},
                    within,
                )
        except TimeoutError as error:
            raise ServiceDown("noAnswer", f"{method} {address}") from error
        except (httpx.HTTPError, OSError) as error:
            reason = "notTrusted" if "CERTIFICATE" in str(error) else "unreachable"
            raise ServiceDown(reason, str(error)) from error
        except httpx.InvalidURL as error:
            raise ContractViolation("address", str(error)) from error
        finally:
            self.unanswered -= counts
        if digest := response.headers.get("content-digest"):
            _check_digest(digest, content)
        if response.status_code < 400:
            content = _opened(response, content, sealed)
        answer = _read(response, content, several)
        if response.status_code >= 400:
            raise error_of(response.status_code, answer)
        if kind is type(None):
            return None
        try:
            return msgspec.convert(answer, kind)
        except msgspec.ValidationError as error:
            raise ContractViolation("schema", f"{method} {address}: {error}") from error

    def forget(self) -> None:
        """Remove all cookies."""
        self.cookies.forget()

    async def close(self) -> None:
        """Close the connections, and stop services that run inside this process."""
        self.forget()
        await self._transport.aclose()
        if self._on_close is not None:
            await self._on_close()

    async def _exchange(
        self,
        method: str,
        address: str,
        body: object,
        token: str,
        more: Mapping[str, str],
        within: str,
    ) -> tuple["httpx.Response", bytes]:
        import httpx

        url = self._allowed(self._base, address, within)
        content = None if body is None else msgspec.json.encode(body)
        for _ in range(MOST_REDIRECTS + 1):
            headers = {"Accept": "application/json", "User-Agent": PROGRAM, **more}
            if content is not None:
                headers["Content-Type"] = "application/json"
            if token:
                headers["Authorization"] = f"Bearer {token}"
            if cookies := self.cookies.header(url.path):
                headers["Cookie"] = cookies
            request = httpx.Request(method, url, headers=headers, content=content)
            response = await self._transport.handle_async_request(request)
            try:
                for header in response.headers.get_list("set-cookie"):
                    self.cookies.take(header, url.path)
                if response.status_code not in (301, 302, 303, 307, 308):
                    return response, await _whole(response)
            finally:
                await response.aclose()
            # Only what a browser does with a form or a link. The token is not sent to the next address.
            if response.status_code != 303 and method != "GET":
                raise ContractViolation("redirect", f"{response.status_code} to a {method}")
            url = self._allowed(url, response.headers.get("location", ""), within)
            method, content, token = "GET", None, ""
        raise ContractViolation("redirect", f"more than {MOST_REDIRECTS} redirects")

    def _allowed(self, at: "httpx.URL", address: str, within: str) -> "httpx.URL":
        """The address, which may be relative to where we are (`at`)."""
        import httpx

        # As `at.join(address)` does, which reads each address twice: a tenth of the time of a request.
        try:
            if not address.isprintable():
                raise ValueError(repr(address))  # `urljoin` would leave it out without a word
            url = httpx.URL(urljoin(str(at), address))
        except ValueError as error:
            raise ContractViolation("address", str(error)) from error
        same = (url.scheme, url.host, url.port) == (
            self._base.scheme,
            self._base.host,
            self._base.port,
        )
        if not same or url.userinfo:
            raise ContractViolation("foreignAddress", f"{url.host} is not the portal")
        # Dot segments were resolved when the address was joined (RFC 3986 section 5.2.4).
        if not url.path.startswith(within):
            raise Diverted(str(url))
        return url


async def _whole(response: "httpx.Response") -> bytes:
    content = bytearray()
    async for piece in response.stream:  # type: ignore[union-attr]
        content += piece
        if len(content) > LARGEST_ANSWER:
            raise ContractViolation("tooLarge", f"more than {LARGEST_ANSWER} bytes")
    return bytes(content)


def _opened(response: "httpx.Response", content: bytes, sealed: Sealed | None) -> bytes:
    # A plain answer where a sealed one was asked for would be a downgrade; an error is never sealed.
    coding = response.headers.get("content-encoding", "")
    if coding != (sealed.coding if sealed else ""):
        raise ContractViolation("coding", f"an answer coded as {coding!r}")
    return sealed.open(content) if sealed else content


def _read(response: "httpx.Response", content: bytes, several: Several) -> Any:
    """The cleaned JSON of an answer; None if it is empty."""
    if not content:
        return None
    kind = response.headers.get("content-type", "").partition(";")[0].strip()
    try:
        if kind not in ("application/json", "application/problem+json"):
            raise ContractViolation("notJson", f"{kind or 'no type'}")
        return clean_all(msgspec.json.decode(content), several)
    except (msgspec.DecodeError, UnicodeDecodeError, TooDeep, RecursionError) as error:
        raise _unreadable(response, error) from error
    except ContractViolation as error:
        raise _unreadable(response, error) from None


def _unreadable(response: "httpx.Response", error: Exception) -> PortalError:
    # A gateway in between may report errors in its own format: then only the status counts.
    if response.status_code >= 400:
        return error_of(response.status_code, None)
    return ContractViolation("notJson", str(error))


def _check_digest(header: str, content: bytes) -> None:
    # RFC 9530 section 2; other algorithms are ignored.
    for part in header.split(","):
        name, _, value = part.strip().partition("=")
        if name == "sha-256":
            expected = base64.b64encode(hashlib.sha256(content).digest()).decode()
            if value != f":{expected}:":
                raise ContractViolation("digest", "the bytes are not those that were sent")
