"""A copy of the identity card for a controller that asks who is asking: from the card itself, or from files.

Both sides are wanted; one that is missing can follow another day. A copy is read before it is sent, so that
what is none is told under its field; the desk reads it again, and compares it (R67, R68).
"""

import asyncio
from collections.abc import Mapping
from functools import partial

from msgspec.structs import replace

from tui.devices.card_copy import CardCopy, copied, read, side_of
from tui.devices.card_files import NotACard
from tui.devices.card_picture import SIDES, Side
from tui.journey.context import FieldError, PageBody, PageContext, PageDefinition
from tui.journey.fetching import ask_catalogue, ask_requests
from tui.page.parts import Action, Fact, Facts, Field, Form, Notice, Part, Text
from tui.pages.authority import within_sentence
from tui.pages.forms import CANCEL, CHECK, CheckedForm, error_words, valid_values, with_errors
from tui.pages.picking import (
    FILES,
    LONGEST_PATH,
    draw_files,
    file_of,
    kilobytes,
    load_files,
    name_of,
    pick,
)
from tui.pages.rights_letters import no_request, opened_request, to_request
from tui.pages.rights_request import request_name
from tui.portal.cleaning import clean_line
from tui.portal.errors import InvalidInput, PortalError
from tui.portal.models import RightsRequest
from tui.portal.photo_decoding import PhotoRefused
from tui.portal.photos import content_of

PLACE = "rights.card"
FORM = "card-form"
TO_FILES, FROM_CARD = "to-files", "from-card"


def card_form(context: PageContext) -> Form:
    """A file for each side, or the card itself."""
    words, request = context.words, opened_request(context)
    there = request.copy.sides if request and request.copy else ()

    def field(side: Side) -> Field:
        hint = "rights.card.file.hint-kept" if side in there else "rights.card.file.hint"
        return Field(
            name=side,
            label=words(f"rights.card.{side}.file"),
            hint=words(hint),
            example=words(f"rights.card.{side}.example"),
            longest=LONGEST_PATH,
        )

    own = (Action(id=FROM_CARD, label=words("rights.card.from-card")),)
    return Form(
        id=FORM,
        fields=with_errors(context, FORM, tuple(map(field, SIDES))),
        submit=Action(id=CHECK, label=words("form.check"), kind="main"),
        others=(
            Action(id=TO_FILES, label=words("profile.photo.pick")),
            *(own if context.devices.card else ()),
            Action(id=CANCEL, label=words("form.cancel")),
        ),
        note=words("form.note.sent", last=2),
    )


def _review(context: PageContext, _form: Form, values: Mapping[str, str]) -> Facts:
    """What would be sent: which side, of whose card, from where."""
    words, copies = context.words, context.holdings.card_copy
    rows = []
    for side in SIDES:
        label, copy = words(f"rights.card.{side}"), copies.get(side)
        if copy is None:
            rows.append(Fact(label=label, value=words("rights.card.review.not-now")))
            continue
        typed = values.get(side, "")
        source = name_of(context, typed) if typed else words("rights.card.review.from-card")
        said = words("rights.card.review.of", name=clean_line(copy.holder))
        size = kilobytes(words, len(copy.picture))
        rows.append(Fact(label=label, value=said, note=f"{source}, {size}"))
    return Facts(
        id="review",
        title=words("form.review.title"),
        groups=(tuple(rows),),
        note=words("rights.card.only-for"),
    )


async def _check(context: PageContext, _action: str) -> str | None:
    """Read the files, so that it can be looked over what is sent."""
    form = card_form(context)
    values = valid_values(context, form, {})
    if values is None:
        return None
    copies: dict[str, CardCopy] = {}
    errors: dict[str, FieldError] = {}
    for side in SIDES:
        if not values[side]:
            continue
        try:
            path = file_of(context, values[side])
            copies[side] = read(await asyncio.to_thread(content_of, path), side)
        except (PhotoRefused, ValueError) as error:
            code = str(error) if isinstance(error, PhotoRefused) else "fileMissing"
            errors[side] = partial(error_words, code=code)
    if not copies and not errors:  # one side is enough for now, whichever it is
        request = opened_request(context)
        there = request.copy.sides if request and request.copy else ()
        missing = next((side for side in SIDES if side not in there), SIDES[0])
        errors[missing] = partial(error_words, code="copyMissing")
    context.refuse(form.id, errors)
    context.holdings.card_copy = copies
    if not errors:
        context.pending[str(context.place)] = values
    return None


async def _from_card(context: PageContext, _action: str) -> str | None:
    """Copy both sides of the citizen's own card."""
    card = context.devices.card
    if card is None:
        return None
    try:
        sides = await asyncio.to_thread(copied, card)
    except NotACard:
        context.refuse(FORM, {SIDES[0]: partial(error_words, code="copyNotRead")})
        return None
    context.refuse(FORM, {})
    context.holdings.card_copy = dict(sides.items())
    context.pending[str(context.place)] = dict.fromkeys(SIDES, "")
    return None


async def _send(context: PageContext, _values: Mapping[str, str]) -> str:
    words, copies = context.words, context.holdings.card_copy
    request = opened_request(context)
    for side in SIDES:
        if side not in copies or request is None or not request.wants_copy:
            continue
        try:
            request = await context.portal.add_card_side(request, side, copies[side].picture)
        except InvalidInput as error:
            raise InvalidInput(tuple((side, code) for _, code in error.issues)) from error
        except PortalError as error:
            if error.reason != "copyNotAsked":
                raise
            await ask_requests(context)
            context.done = words("rights.card.not-asked")
            break
        _take_in(context, request)
        context.done = _done(context, request)
    context.holdings.card_copy = {}
    return f"rights.request/{context.place.subject}"


def _done(context: PageContext, request: RightsRequest) -> str:
    """What has just been done; that it ended the request, the request's page says itself."""
    if request.over:
        return ""
    return context.words("rights.card.part-sent" if request.wants_copy else "rights.card.sent")


def _take_in(context: PageContext, request: RightsRequest) -> None:
    held = context.holdings.requests or ()
    context.holdings.requests = tuple(
        request if one.request_id == request.request_id else one for one in held
    )


_CARD = CheckedForm(
    form=card_form, save=_send, leave="rights", save_label="rights.card.send", review=_review
)


def draw_card(context: PageContext) -> PageBody:
    """Why a copy is asked for and what becomes of it, the form, and beside it the request."""
    words, request = context.words, opened_request(context)
    title, help_ = words("rights.card.title"), words("rights.card.help")
    if request is None:
        return PageBody(title=title, parts=no_request(context), help=help_)
    if not request.wants_copy:
        back = Action(id="to-request", label=words("rights.letters.back"), kind="back")
        notice = Notice(
            id="not-asked", kind="info", title=words("rights.card.not-asked"), actions=(back,)
        )
        return PageBody(title=title, parts=(notice,), help=help_)
    whom = within_sentence(words, request.controller_name)
    lead = "form.review.lead" if _CARD.reviewing(context) else "rights.card.lead"
    parts: tuple[Part, ...] = (
        Text(id="lead", text=words(lead, whom=whom), role="lead"),
        *_CARD.parts(context),
    )
    if not _CARD.reviewing(context):
        parts = (*parts, Text(id="sealed", text=words("rights.card.sealed"), role="hint"))
    return PageBody(
        title=title,
        parts=parts,
        aside=(_about(context, request),),
        step=_CARD.step(context),
        focus=_CARD.focus(context),
        help=help_,
    )


def _about(context: PageContext, request: RightsRequest) -> Facts:
    words = context.words
    rows = (
        Fact(label=words("rights.request.reference"), value=request.reference),
        Fact(label=words("rights.request.decides"), value=words.local(request.controller_name)),
    )
    return Facts(id="about", title=request_name(context, request), groups=(rows,))


async def _cancel(context: PageContext, action: str) -> str | None:
    context.holdings.card_copy = {}
    await _CARD.acts[CANCEL](context, action)
    return f"rights.request/{context.place.subject}"


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    if opened_request(context) is None:
        await ask_requests(context)
    await _CARD.opened(context)


# --- picking a file ---------------------------------------------------------------------------


async def _to_files(context: PageContext, _action: str) -> str | None:
    return f"{PLACE}.files/{context.place.subject}"


async def _pick(context: PageContext, item: str) -> str | None:
    """Go into a folder, or back to the form with this file: for the side that it is, or the next one."""
    path = await pick(context, item)
    if path is None:
        return None
    form = f"{PLACE}/{context.place.subject}"
    try:
        side = side_of(await asyncio.to_thread(content_of, path))
    except PhotoRefused:
        side = None
    empty = (one for one in SIDES if not context.drafts.read(form, FORM, one))
    context.drafts.write(form, FORM, side or next(empty, SIDES[0]), str(path))
    return form


def _draw_files(context: PageContext) -> PageBody:
    words = context.words
    return replace(
        draw_files(context),
        title=words("rights.card.files.title"),
        help=words("rights.card.files.help"),
    )


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name=PLACE,
        draw=draw_card,
        load=_load,
        acts={
            **_CARD.acts,
            CHECK: _check,
            CANCEL: _cancel,
            FROM_CARD: _from_card,
            "to-request": to_request,
            TO_FILES: _to_files,
        },
        tab="rights",
    ),
    PageDefinition(
        name=f"{PLACE}.files",
        draw=_draw_files,
        load=load_files,
        acts={FILES: _pick},
        tab="rights",
    ),
)
