"""The citizen's cookies: in memory, sent only where they came from, gone when told to forget.

Not http.cookiejar: that one keeps time by the machine's clock, and a world has a clock of its own; the
services tell by their answers when a session is over.
"""

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

MOST_COOKIES = 20
LONGEST_COOKIE = 4096


@dataclass(frozen=True)
class _Cookie:
    name: str
    value: str
    path: str


class CookieJar:
    """Cookies of one origin, reached over TLS only (RFC 6265 sections 5.3 and 5.4)."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[str, str], _Cookie] = {}

    def take(self, header: str, request_path: str) -> None:
        """Keep what one Set-Cookie header says, or drop what it ends.

        Cookies for another domain, without Secure, or too long are not taken.
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
            ended = morsel.value == "" or morsel["max-age"] in ("0", 0)
            if ended or morsel["max-age"].startswith("-"):
                self._cookies.pop((path, name), None)
            elif len(self._cookies) < MOST_COOKIES or (path, name) in self._cookies:
                self._cookies[path, name] = _Cookie(name, morsel.coded_value, path)

    def header(self, request_path: str) -> str:
        """The Cookie header for a request to this path, "" when there is nothing to send."""
        fitting = [one for one in self._cookies.values() if _matches(request_path, one.path)]
        fitting.sort(key=lambda one: -len(one.path))
        return "; ".join(f"{one.name}={one.value}" for one in fitting)

    def forget(self) -> None:
        """Drop them all."""
        self._cookies.clear()


def _folder(path: str) -> str:
    return path.rpartition("/")[0] or "/"


def _matches(request: str, cookie: str) -> bool:
    # RFC 6265 section 5.1.4.
    return request == cookie or request.startswith(cookie if cookie.endswith("/") else cookie + "/")
