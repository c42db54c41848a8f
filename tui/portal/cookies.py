"""The citizen's cookies: kept in memory, sent only to where they came from.

Not http.cookiejar: it expires cookies by the machine's clock, but a world has a clock of its own; the
services say by their answers when a session is over.
"""

from http.cookies import CookieError, SimpleCookie

from msgspec import Struct

MOST_COOKIES = 20
LONGEST_COOKIE = 4096


class _Cookie(Struct, frozen=True):
    name: str
    value: str
    path: str


class CookieJar:
    """Cookies of one origin, reached over TLS only (RFC 6265 sections 5.3 and 5.4)."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str], _Cookie] = {}

    def take(self, header: str, request_path: str) -> None:
        """Store the cookies of a Set-Cookie header, or remove those that it expires.

        Ignores cookies that are too long, not Secure, for another domain, or for a path that is not above the
        request's: parties share this origin, and none may set another's cookies (stricter than RFC 6265).
        """
        if len(header) > LONGEST_COOKIE:
            return
        parsed: SimpleCookie = SimpleCookie()
        try:
            parsed.load(header)
        except CookieError:
            return
        for name, morsel in parsed.items():
            if morsel["domain"] or not morsel["secure"]:
                continue
            path = morsel["path"] if morsel["path"].startswith("/") else _folder(request_path)
            if not _matches(request_path, path):
                continue
            ended = morsel.value == "" or morsel["max-age"] in ("0", 0)
            if ended or morsel["max-age"].startswith("-"):
                self._cookies.pop((path, name), None)
            elif len(self._cookies) < MOST_COOKIES or (path, name) in self._cookies:
                self._cookies[path, name] = _Cookie(name, morsel.coded_value, path)

    def header(self, request_path: str) -> str:
        """The Cookie header for a request to this path; "" if there is nothing to send."""
        cookies = self._cookies.values()
        matching = [cookie for cookie in cookies if _matches(request_path, cookie.path)]
        matching.sort(key=lambda cookie: -len(cookie.path))
        return "; ".join(f"{cookie.name}={cookie.value}" for cookie in matching)

    def forget(self) -> None:
        """Remove all cookies."""
        self._cookies.clear()


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _matches(request: str, cookie: str) -> bool:
    # RFC 6265 section 5.1.4.
    return request == cookie or request.startswith(cookie if cookie.endswith("/") else cookie + "/")
