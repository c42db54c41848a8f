"""Changing an entry as a program does that has just looked at it: by the version that is there."""

import re
from collections.abc import Awaitable, Callable

import httpx

_ENTRY = re.compile("/v1/profile/(nickname|photo|(contacts|addresses)/[^/]+)")


async def conditions(
    ask: Callable[[str, str], Awaitable[httpx.Response]], method: str, path: str
) -> dict[str, str]:
    """The headers with which to change the entry at `path`; none for any other request. `ask` sends a GET."""
    if method not in ("PUT", "DELETE") or not _ENTRY.fullmatch(path):
        return {}
    found = await ask("GET", path)
    tag = found.headers.get("ETag")
    return {"If-Match": tag} if tag else {"If-None-Match": "*"}
