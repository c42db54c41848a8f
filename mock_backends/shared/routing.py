"""The door of every party: what a request must be, by HTTP's own rules, before the party looks at it.

It stands within the app's exception handlers, so that a refusal has the form of the party's other errors.
"""

from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from starlette.datastructures import Headers
from starlette.routing import BaseRoute, Match, Route, Router
from starlette.types import Message, Receive, Scope, Send

from mock_backends.shared.problems import SIMULATOR, Problem

LARGEST_HEADERS = 16 * 1024
"""Bytes of a request's header fields in total, names included; as much as common servers accept."""

SAFE = {"GET", "HEAD", "OPTIONS", "TRACE"}
"""Methods that change nothing (RFC 9110 section 9.2.1)."""

JSON = "application/json"
FORM = "application/x-www-form-urlencoded"


class Door(Router):
    """Routes, and what is refused before they are asked.

    431 for more than LARGEST_HEADERS; 404 for a path with control characters; 405 with every method that the
    path has, over however many routes it is split. A method that changes something is refused with 403 if it
    comes from a page of another site (`addresses` are those of this world's parties), and with 415 if its
    content is not JSON; a form, where the path is one of `forms`; or the media type that `content` has for
    it. 413 where a body says that it has more than `largest_body` bytes, or once so many have been read.
    """

    def __init__(
        self,
        routes: Sequence[BaseRoute],
        *,
        addresses: Iterable[str],
        forms: Sequence[str] = (),
        content: Mapping[str, str] | None = None,
        largest_body: int,
    ) -> None:
        super().__init__(routes, redirect_slashes=False)
        self._origins = {"{0.scheme}://{0.netloc}".format(urlsplit(one)) for one in addresses}
        self._content = {**dict.fromkeys(forms, FORM), **(content or {})}
        self._largest_body = largest_body

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Refuse the request, or let a route answer it. Raises Problem."""
        read = 0

        async def counted() -> Message:
            nonlocal read
            message = await receive()
            read += len(message.get("body", b""))
            if read > self._largest_body:
                raise Problem(413)
            return message

        if sum(len(name) + len(value) for name, value in scope["headers"]) > LARGEST_HEADERS:
            raise Problem(431)
        if not scope["path"].isprintable():
            # `$` in a route's pattern would let a line feed at the end pass.
            raise Problem(404)
        route = self._route(scope)
        if route is not None and scope["method"] not in SAFE:
            headers = Headers(scope=scope)
            self._refuse_foreign(headers)
            _require(self._content.get(route.path, JSON), headers)
            self._refuse_large(headers)
        scope["route"] = route
        await super().__call__(scope, counted, send)

    async def app(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route answer that was found at the door. Raises Problem."""
        route: Route | None = scope["route"]
        if route is None:
            raise Problem(404)
        await route.handle(scope, receive, send)

    def _route(self, scope: Scope) -> Route | None:
        """The route that will answer, if any; then `scope` has its parameters. Raises Problem 405."""
        allowed: set[str] = set()
        for route in self.routes:
            match, parameters = route.matches(scope)
            if match is not Match.NONE:
                assert isinstance(route, Route)
                if match is Match.FULL:
                    scope.update(parameters)
                    return route
                allowed |= route.methods or set()
        if allowed:
            # RFC 9110 section 15.5.6: the methods that the resource has, whichever route answers them.
            raise Problem(405, headers={"Allow": ", ".join(sorted(allowed))})
        return None

    def _refuse_foreign(self, headers: Headers) -> None:
        # RFC 6454 section 7: a browser names the site whose page sends this, or "null" where it keeps that
        # to itself. Who is no browser sends nothing.
        if not self._origins.issuperset(headers.getlist("origin")):
            raise Problem(403, SIMULATOR + "foreignOrigin", "A page of another site sent this")

    def _refuse_large(self, headers: Headers) -> None:
        # RFC 9110 section 10.1.1: who asks whether to send it (`Expect`) is told before it comes.
        declared = headers.get("content-length", "0").lstrip("0")
        if declared.isdecimal() and (len(declared) > 15 or int(declared) > self._largest_body):
            raise Problem(413)


def _require(media_type: str, headers: Headers) -> None:
    """Raises Problem 415 for another content, or a packed one; without any, nothing need be said of it."""
    given = ", ".join(headers.getlist("content-type"))  # two of them are no type (section 5.3)
    # RFC 9112 section 6.3: one of these says that there is content.
    content = headers.get("content-length", "0") != "0" or "transfer-encoding" in headers
    # RFC 9110 section 8.3.1: the type is case-insensitive, and parameters may follow.
    if (given or content) and given.partition(";")[0].strip().lower() != media_type:
        # RFC 9110 section 15.5.16, and 12.5.1: `Accept` says what would have been taken.
        raise Problem(415, headers={"Accept": media_type})
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        # RFC 9110 section 12.5.3: nothing is unpacked here.
        raise Problem(415, headers={"Accept-Encoding": "identity"})
