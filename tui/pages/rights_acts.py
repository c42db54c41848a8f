"""What the citizen can still do with a request that was sent: add to it, or withdraw it."""

from collections.abc import Mapping

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import ask_catalogue, ask_requests
from tui.page.parts import Action, Actions, Fact, Facts, Field, Form, Notice, Part, Text
from tui.pages.authority import within_sentence
from tui.pages.forms import CANCEL, CHECK, CheckedForm, with_errors
from tui.pages.rights_letters import no_request, opened_request, to_request
from tui.pages.rights_request import request_name
from tui.portal.errors import PortalError
from tui.portal.models import RightsRequest

LONGEST = 2000
"""The most characters of what is added at once."""


def _about(context: PageContext, request: RightsRequest) -> Facts:
    words = context.words
    rows = (
        Fact(label=words("rights.request.reference"), value=request.reference),
        Fact(label=words("rights.request.words"), value=request.words),
    )
    return Facts(id="about", title=request_name(context, request), groups=(rows,))


def _over(context: PageContext, request: RightsRequest) -> tuple[Part, ...]:
    """That nobody has to answer the request any more."""
    words = context.words
    back = Action(id="to-request", label=words("rights.letters.back"), kind="back")
    return (
        Notice(id="over", kind="info", title=words("rights.is-over")),
        _about(context, request),
        Actions(id="request-actions", items=(back,)),
    )


# --- adding -----------------------------------------------------------------------------------


def add_form(context: PageContext) -> Form:
    """What the citizen adds, in their own words."""
    words = context.words
    field = Field(
        name="words",
        label=words("rights.add.words"),
        hint=words("rights.add.hint"),
        kind="long",
        required=True,
        example=words("rights.add.example"),
        longest=LONGEST,
    )
    return Form(
        id="add-form",
        fields=with_errors(context, "add-form", (field,)),
        submit=Action(id=CHECK, label=words("form.check"), kind="main"),
        others=(Action(id=CANCEL, label=words("form.cancel")),),
        note=words("form.note.sent", last=2),
    )


def draw_add(context: PageContext) -> PageBody:
    """The form, and beside it the request that it is added to."""
    words, request = context.words, opened_request(context)
    title, help_ = words("rights.add.title"), words("rights.add.help")
    if request is None or request.over:
        parts = no_request(context) if request is None else _over(context, request)
        return PageBody(title=title, parts=parts, help=help_)
    return PageBody(
        title=title,
        parts=_ADD.parts(context),
        aside=(_about(context, request),),
        step=_ADD.step(context),
        focus=_ADD.focus(context),
        help=help_,
    )


async def _send(context: PageContext, values: Mapping[str, str]) -> str:
    request_id = context.place.subject
    try:
        request = await context.portal.add_to_request(request_id, values["words"])
    except PortalError as error:
        return await _refused(context, error)
    _take_in(context, request)
    sent = request.additions[-1].sent if request.additions else True
    context.done = context.words("rights.added" if sent else "rights.added.waiting")
    return f"rights.request/{request_id}"


_ADD = CheckedForm(form=add_form, save=_send, leave="rights", save_label="rights.send")


async def _load_add(context: PageContext) -> None:
    await _load(context)
    await _ADD.opened(context)


# --- withdrawing ------------------------------------------------------------------------------


def draw_withdraw(context: PageContext) -> PageBody:
    """What withdrawing does; nothing happens before the second yes."""
    words, request = context.words, opened_request(context)
    title, help_ = words("rights.withdraw.title"), words("rights.withdraw.help")
    if request is None or request.over:
        parts = no_request(context) if request is None else _over(context, request)
        return PageBody(title=title, parts=parts, help=help_)
    whom = within_sentence(words, request.controller_name)
    no = Action(id="to-request", label=words("rights.withdraw.no"), kind="back")
    yes = Action(id="withdraw", label=words("rights.withdraw.yes"), kind="danger")
    return PageBody(
        title=title,
        parts=(
            Text(id="lead", text=words("rights.withdraw.lead", whom=whom), role="lead"),
            _about(context, request),
            Text(id="again", text=words("rights.withdraw.again")),
            Actions(id="answer", items=(no, yes)),
        ),
        help=help_,
    )


async def _withdraw(context: PageContext, _action: str) -> str | None:
    try:
        _take_in(context, await context.portal.withdraw_request(context.place.subject))
    except PortalError as error:
        return await _refused(context, error)
    context.done = context.words("rights.withdrawn")
    context.finished = True
    return f"rights.request/{context.place.subject}"


# ----------------------------------------------------------------------------------------------


async def _refused(context: PageContext, error: PortalError) -> str:
    """To the request, where its controller has answered meanwhile; any other error is raised again."""
    if error.reason != "requestOver":
        raise error
    await ask_requests(context)
    context.done = context.words("rights.is-over")
    context.finished = True
    return f"rights.request/{context.place.subject}"


def _take_in(context: PageContext, request: RightsRequest) -> None:
    """Hold the request as it is now."""
    held = context.holdings.requests or ()
    context.holdings.requests = tuple(
        request if one.request_id == request.request_id else one for one in held
    )


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    if opened_request(context) is None:
        await ask_requests(context)


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="rights.add",
        draw=draw_add,
        load=_load_add,
        acts={**_ADD.acts, "to-request": to_request},
        tab="rights",
    ),
    PageDefinition(
        name="rights.withdraw",
        draw=draw_withdraw,
        load=_load,
        acts={"withdraw": _withdraw, "to-request": to_request},
        tab="rights",
    ),
)
