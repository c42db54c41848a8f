"""Visits made by hand: the catalogue of our fixtures, and whatever a test lets the citizen's side hold."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import msgspec

from mock_backends.people.loader import load
from tui.devices.held import Devices
from tui.journey.context import Holdings, PageBody, PageContext, Place
from tui.journey.registry import page_of
from tui.locale import Words
from tui.page.drafts import Drafts
from tui.page.parts import (
    Action,
    Actions,
    Fact,
    Facts,
    Field,
    Form,
    Item,
    Listing,
    Notice,
    Part,
    Step,
    Text,
    Timeline,
)
from tui.portal.client import Portal
from tui.portal.http import Http
from tui.portal.models import (
    BlockContent,
    BlockStatus,
    Catalogue,
    CatalogueBlock,
    CatalogueCategory,
    CatalogueController,
    CatalogueField,
    ConsentRecord,
    ControllerContact,
    Interaction,
    Profile,
)

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
KEPT_UNTIL = date(2028, 11, 23)


@cache
def catalogue() -> Catalogue:
    """Our fixtures' controllers as the registers' catalogue says them."""
    fixtures = load()
    return Catalogue(
        categories=tuple(
            CatalogueCategory(category_id=one.id, label=one.label) for one in fixtures.categories
        ),
        items=tuple(
            CatalogueController(
                controller_id=one.id,
                name=one.name,
                level=one.level,
                authority=one.authority,
                register=one.register,
                contact=ControllerContact(**msgspec.structs.asdict(one.contact)),
                correction=one.correction,
                supervisor=one.supervisor,
                functions=one.functions,
                blocks=tuple(
                    CatalogueBlock(
                        block_id=block.id,
                        category=block.category,
                        label=block.label,
                        description=block.description,
                        title_field=block.title_field,
                        fields=tuple(
                            CatalogueField(
                                name=field.name,
                                label=field.label,
                                type=field.type,
                                codes=field.codes,
                                language=field.language,
                            )
                            for field in block.fields
                        ),
                    )
                    for block in one.blocks
                ),
            )
            for one in fixtures.controllers
        ),
    )


def profile(*consents: str, **members: Any) -> Profile:
    """A profile with these consents, all given now."""
    return Profile(
        kept_until=KEPT_UNTIL,
        consents=tuple(
            msgspec.convert({"kind": one, "givenAt": NOW}, ConsentRecord) for one in consents
        ),
        **members,
    )


def here(block_id: str, *records: Mapping[str, Any], **members: Any) -> dict[str, Any]:
    """Holdings with one block that has come."""
    status = BlockStatus(block_id=block_id, controller_id="x", state="here", fetched_at=NOW)
    content = BlockContent(block_id=block_id, records=tuple(map(dict, records)), as_of=NOW)
    return {
        "catalogue": catalogue(),
        "blocks": {block_id: status},
        "contents": {block_id: content},
        **members,
    }


class NoSignIn:
    """Nobody signs in on a page made by hand."""

    finishing = False

    async def begin(self) -> None:
        """Nobody begins."""

    async def act(self, action: str, **members: object) -> Interaction:
        """Nobody acts."""
        raise AssertionError(f"{action} with {members}")

    def stop(self) -> None:
        """There is nothing to stop."""


def context(place: str, language: str = "nl", **holdings: Any) -> PageContext:
    """A look at `place`. Nothing behind it answers: what a page function needs is held."""

    async def nobody() -> Http:
        raise AssertionError("a page function does no I/O")

    return PageContext(
        place=Place.parse(place),
        portal=Portal(nobody),
        words=Words(language),
        drafts=Drafts(),
        devices=Devices(Path("nowhere")),
        holdings=Holdings(**holdings),
        sign_in=NoSignIn(),
        errors={},
        pending={},
    )


def draw(a_visit: PageContext) -> PageBody:
    """What the page at the visit's place draws."""
    definition = page_of(a_visit.place.name)
    assert definition is not None, a_visit.place
    return definition.draw(a_visit)


def everything(drawn: PageBody) -> tuple[Part, ...]:
    """All parts, in reading order."""
    return drawn.parts + drawn.aside


def facts(drawn: PageBody, id_: str) -> Facts:
    """The block of facts of this id."""
    found = next(one for one in everything(drawn) if one.id == id_)
    assert isinstance(found, Facts)
    return found


def listing(drawn: PageBody, id_: str) -> Listing:
    """The list of this id."""
    found = next(one for one in everything(drawn) if one.id == id_)
    assert isinstance(found, Listing)
    return found


def form(drawn: PageBody) -> Form:
    """The only form."""
    (found,) = (one for one in everything(drawn) if isinstance(one, Form))
    return found


def actions(drawn: PageBody) -> dict[str, Action]:
    """Every action by its id, which is unique on the page."""
    found: list[Action] = []
    for part in everything(drawn):
        match part:
            case Actions():
                found += part.items
            case Facts() | Notice():
                found += part.actions
            case Form():
                found += (part.submit, *part.others)
    assert len({one.id for one in found}) == len(found), "two actions have one id"
    return {one.id: one for one in found}


def said(drawn: PageBody) -> str:
    """Every text that the page says, a line each."""
    lines: list[str] = [drawn.title]

    def take(thing: object) -> None:
        match thing:
            case Text():
                lines.append(thing.text)
            case Notice():
                lines.extend((thing.title, thing.body))
                list(map(take, thing.actions))
            case Facts():
                lines.extend((thing.title, thing.source, thing.note))
                list(map(take, (one for group in thing.groups for one in group)))
                list(map(take, thing.actions))
            case Fact():
                lines.append(f"{thing.label}: {thing.value}")
            case Listing():
                lines.extend((thing.title, thing.count, thing.empty))
                list(map(take, thing.items))
            case Item():
                lines.append(" ".join((thing.title, thing.detail, thing.mark)))
            case Form():
                list(map(take, (*thing.fields, thing.submit, *thing.others)))
            case Field():
                lines.extend((thing.label, thing.hint, thing.error))
                lines.extend(f"{one.label} {one.hint}" for one in thing.options)
            case Timeline():
                lines.append(thing.title)
                list(map(take, thing.steps))
            case Step():
                lines.append(f"{thing.when}: {thing.what}")
            case Actions():
                list(map(take, thing.items))
            case Action():
                lines.append(thing.name)
            case _:
                raise AssertionError(f"what is {thing!r}?")

    list(map(take, everything(drawn)))
    return "\n".join(line for line in lines if line)
