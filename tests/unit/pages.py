"""Pages drawn from what is held: our real catalogue, and whatever else a test puts there."""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any
from unittest.mock import Mock

import msgspec

from mock_backends.people.loader import load
from mock_backends.registers import models as registers
from tests.conftest import START
from tests.held_devices import devices_in
from tui.journey.context import Holdings, PageContext, PageDefinition, Place
from tui.journey.frame import PageState, frame
from tui.journey.registry import act_of, page_of
from tui.locale import Words
from tui.page.drafts import Drafts
from tui.page.parts import Facts, Form, Page
from tui.portal.client import Portal
from tui.portal.http import Http
from tui.portal.models import BlockContent, BlockStatus, Catalogue, Citizen, Profile, Session

NOW = START
KEPT_UNTIL = date(2028, 11, 24)

SESSION = Session(
    sealed_name="",
    citizen=Citizen(given_name="Noor", family_name="Peeters"),
    method="itsme",
    level="high",
    started_at=NOW,
    idle_expires_at=NOW + timedelta(minutes=15),
    expires_at=NOW + timedelta(hours=1),
    latest_at=NOW + timedelta(hours=12),
    now=NOW,
    state="active",
    seconds_left=900,
)
"""Noor's, which began now."""


@cache
def catalogue() -> Catalogue:
    """Our controllers, as the registers send them and the client reads them."""
    fixtures = load()
    sent = msgspec.json.encode(registers.catalogue(fixtures.categories, fixtures.controllers))
    return msgspec.json.decode(sent, type=Catalogue)


BLOCKS = tuple((one, block) for one in catalogue().items for block in one.blocks)
"""Every block with its controller."""


def profile(*consents: str, **members: Any) -> Profile:
    """A profile with these consents, all given now."""
    given = [{"kind": kind, "givenAt": NOW} for kind in consents]
    return msgspec.convert({"keptUntil": KEPT_UNTIL, "consents": given, **members}, Profile)


def here(block_id: str, *records: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """Holdings with one block that has come."""
    status = BlockStatus(block_id=block_id, controller_id="x", state="here", fetched_at=NOW)
    content = BlockContent(block_id=block_id, records=tuple(map(dict, records)), as_of=NOW)
    return {"blocks": {block_id: status}, "contents": {block_id: content}, **members}


async def _no_services() -> Http:
    raise AssertionError("a page function does no I/O")


def context(place: str, language: str | Words = "nl", **holdings: Any) -> PageContext:
    """What the page at `place` is given: these holdings, and our catalogue unless it is among them."""
    return PageContext(
        place=Place.parse(place),
        portal=Portal(_no_services),
        words=language if isinstance(language, Words) else Words(language),
        drafts=Drafts(),
        devices=devices_in(Path("nowhere")),
        holdings=Holdings(**{"catalogue": catalogue(), **holdings}),
        sign_in=Mock(finishing=False),  # nobody signs in on a page that stands alone
        errors={},
        pending={},
    )


def definition(at: PageContext) -> PageDefinition:
    """The page that stands at a place."""
    found = page_of(at.place.name)
    assert found is not None, at.place
    return found


def draw(at: PageContext) -> Page:
    """The whole page in its frame, as a renderer is given it."""
    page = definition(at)
    return frame(page.draw(at), page, at, PageState(revisions={}))


def page(place: str, language: str | Words = "nl", **holdings: Any) -> Page:
    """The page at a place, with these holdings."""
    return draw(context(place, language, **holdings))


async def act(at: PageContext, action: str, item: str = "") -> str | None:
    """Do an action of the page, or choose an item of a listing: where it leads, None to stay."""
    doing = act_of(definition(at), action)
    assert doing is not None, f"{at.place} has nothing for {action!r}"
    return await doing(at, item or action)


def typed(at: PageContext, form_id: str, **texts: str) -> PageContext:
    """The same, with this typed into a form ("post_code" is the field "post-code")."""
    for name, text in texts.items():
        at.drafts.write(str(at.place), form_id, name.replace("_", "-"), text)
    return at


def form(shown: Page) -> Form:
    """The only form of a page."""
    (found,) = (part for part in shown.everything if isinstance(part, Form))
    return found


def rows(part: Facts, group: int = 0) -> dict[str, str]:
    """A group of facts, by label."""
    return {fact.label: fact.value for fact in part.groups[group]}
