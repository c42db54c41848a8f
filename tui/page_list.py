"""`burgerprofiel pages`: what `--page` can open."""

import asyncio
from collections.abc import Iterator
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from tui.backends import Backend, Connector
from tui.background import Background
from tui.devices.held import Devices
from tui.journey.context import Place
from tui.journey.navigator import Navigator
from tui.journey.places import names
from tui.journey.registry import page_of
from tui.journey.troubles import trouble_notice
from tui.locale import Words
from tui.options import tell
from tui.portal.client import Portal
from tui.portal.errors import PortalError


class Listed(Struct, frozen=True, rename="camel"):
    """A page that can be opened: its name, its title, and whether one signs in first."""

    name: str
    title: str
    signed_in: bool


def print_pages(backend: Backend, words: Words, *, as_json: bool) -> int:
    """Print every page, one a line; returns the exit code. Raises CannotStart."""
    try:
        found = asyncio.run(_listed(backend, words))
    except PortalError as error:
        tell(trouble_notice(words, error).title)
        return 1
    if as_json:
        print(msgspec.json.format(msgspec.json.encode(found), indent=2).decode())
    else:
        for line in _lines(found, words):
            print(line)
    return 0


async def _listed(backend: Backend, words: Words) -> list[Listed]:
    portal = Portal(Connector(backend, Background()).connect)
    try:
        try:
            catalogue = await portal.catalogue()
        except PortalError as error:
            raise error.__cause__ or error from None
    finally:
        await portal.close()
    context = Navigator(portal, words, Devices(Path(), Path())).context()
    context.holdings.catalogue = catalogue
    found = []
    for name in names(catalogue):
        place = Place.parse(name)
        page = page_of(place.name)
        assert page is not None
        body = page.draw(replace(context, place=place))
        title = body.window or body.title
        if place.subject:  # one entry of several on the page
            title = next((getattr(part, "title", "") for part in body.aside), "") or title
        found.append(Listed(name, title, signed_in=not page.public))
    return found


def _lines(found: list[Listed], words: Words) -> Iterator[str]:
    """The names in a column, and what they open."""
    widest = max(len(one.name) for one in found)
    for one in found:
        said = words("cli.pages.signed-in", title=one.title) if one.signed_in else one.title
        yield f"{one.name:<{widest}}  {said}"
