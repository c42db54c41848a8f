"""The page "Rechten": the five rights and the citizen's requests; and the page of a request."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask, ask_catalogue, unavailable_notice
from tui.page.finding import Finding, place_finding
from tui.page.parts import (
    Action,
    Actions,
    Fact,
    Facts,
    Item,
    Listing,
    Notice,
    NoticeKind,
    Part,
    Step,
    Text,
    Timeline,
    Verb,
)
from tui.pages import rights_forms
from tui.pages.authority import within_sentence
from tui.pages.links import go_to
from tui.pages.rights_subject import RIGHTS, subject_name
from tui.portal.models import RightsRequest


def draw_rights(context: PageContext) -> PageBody:
    """The rights, each of which opens a form; the requests; and where to complain (R55-R60)."""
    words = context.words
    return PageBody(
        title=words("rights.title"),
        parts=(
            Text(id="lead", text=words("rights.lead"), role="lead"),
            Text(id="simulator", text=words("rights.simulator"), role="hint"),
            Listing(
                id="rights",
                verb=Verb(words("foot.right"), words("foot.choose")),
                title=words("rights.list"),
                items=tuple(
                    Item(
                        id=_ITEM_OF[right],
                        title=words(f"right.{right}"),
                        detail=words(f"right.{right}.detail"),
                    )
                    for right in RIGHTS
                ),
                count=words.count("rights.count", len(RIGHTS)),
            ),
            *_requests(context),
            Text(id="decides", text=words("rights.decides")),
            Text(id="complaint", text=words("rights.complaint")),
            Actions(
                id="rights-actions",
                items=(Action(id="to-complaint", label=words("rights.to-complaint")),),
            ),
        ),
        help=words("rights.help"),
        focus=context.place.query.get("at", ""),
    )


def _requests(context: PageContext) -> tuple[Part, ...]:
    words = context.words
    requests = context.holdings.requests
    if requests is None:
        if "requests" in context.holdings.failures:
            return (unavailable_notice(context, "requests"),)
        return (Text(id="loading", text=words("rights.loading"), role="hint"),)
    listing = Listing(
        id="requests",
        verb=Verb(words("foot.request"), words("foot.open")),
        title=words("rights.requests"),
        items=tuple(
            Item(
                id=request.request_id,
                title=_name(context, request),
                detail=words(
                    "rights.requests.detail.done"
                    if request.state == "done"
                    else "rights.requests.detail",
                    reference=request.reference,
                    received=words.date(request.received),
                    due=words.date(request.due),
                ),
                mark=words(f"rights.state.{request.state}"),
            )
            for request in requests
        ),
        count=words.count("rights.requests.count", len(requests)) if requests else "",
        empty=words("rights.requests.empty"),
    )
    return (listing,)


def _name(context: PageContext, request: RightsRequest) -> str:
    return context.words(
        "rights.request.name",
        right=context.words(f"right.{request.right}"),
        subject=_subject(context, request),
    )


def _subject(context: PageContext, request: RightsRequest) -> str:
    return subject_name(context, request.block_id, request.function)


# --- a request --------------------------------------------------------------------------------


def draw_request(context: PageContext) -> PageBody:
    """A request's reference, due date, controller and history (R61-R64, D1)."""
    words = context.words
    title, help_ = words("rights.request.title"), words("rights.request.help")
    back = Actions(
        id="request-actions",
        items=(Action(id="to-rights", label=words("rights.back"), kind="back"),),
    )
    requests = context.holdings.requests
    if requests is None:
        return PageBody(title=title, parts=_requests(context), help=help_)
    request = next(
        (request for request in requests if request.request_id == context.place.subject), None
    )
    if request is None:
        gone = Notice(id="unknown", kind="error", title=words("rights.request.unknown"))
        return PageBody(title=title, parts=(gone, back), help=help_)
    return PageBody(
        title=title,
        parts=(
            Text(id="name", text=_name(context, request), role="lead"),
            _about(context, request),
            _route(context, request),
            Text(id="own-words-title", text=words("rights.request.words"), role="heading"),
            Text(id="own-words", text=request.words),
            _timeline(context, request),
            *_unanswered(context, request),
            Text(id="nothing-fetched", text=words("rights.request.nothing-fetched"), role="hint"),
            back,
        ),
        help=help_,
    )


def _about(context: PageContext, request: RightsRequest) -> Facts:
    words = context.words
    controller = words.local(request.controller_name)
    to = controller
    if request.addressed_to != "controller":
        to = words("rights.digitaal-vlaanderen")
    rows = [
        Fact(label=words("rights.request.reference"), value=request.reference),
        Fact(label=words("rights.request.state"), value=words(f"rights.state.{request.state}")),
        Fact(label=words("rights.request.sent"), value=words.moment(request.received)),
    ]
    if request.state != "done":
        rows.append(Fact(label=words("rights.request.due"), value=words.date(request.due)))
    rows.append(Fact(label=words("rights.request.to"), value=to))
    if request.right != "withdrawConsent":  # is carried out at once: nobody decides
        rows.append(Fact(label=words("rights.request.decides"), value=controller))
    field = _field_label(context, request)
    if field:
        rows.append(Fact(label=words("rights.field"), value=field))
    return Facts(id="about", title=words("rights.request.about"), groups=(tuple(rows),))


def _route(context: PageContext, request: RightsRequest) -> Notice:
    """Who has the request and who decides; if it was forwarded, when and with what receipt (R62-R64)."""
    words = context.words
    who = words.local(request.controller_name)
    whom = within_sentence(words, request.controller_name)

    def notice(way: str, kind: NoticeKind = "info", more: str = "", **values: str) -> Notice:
        body = words(f"rights.route.{way}.body", who=who)
        return Notice(
            id="route",
            kind=kind,
            title=words(f"rights.route.{way}", who=who, whom=whom, **values),
            body=f"{body} {more}".rstrip(),
        )

    if request.state == "done":
        return notice("done")
    if request.function:
        return notice("own")
    taken_in = next((step for step in request.steps if step.what in _TAKEN_IN), None)
    if taken_in is None:
        return notice("waiting", "warning")
    receipt = next((step.receipt for step in reversed(request.steps) if step.receipt), "")
    more = words("rights.route.receipt", receipt=receipt) if receipt else ""
    way = "forwarded" if request.forwarded else "direct"
    return notice(way, "info", more, moment=words.moment(taken_in.at))


def _unanswered(context: PageContext, request: RightsRequest) -> tuple[Text, ...]:
    """That nobody answers yet in this simulator, where the law asks for an answer."""
    if request.state == "done":
        return ()
    return (Text(id="simulator", text=context.words("rights.simulator"), role="hint"),)


_TAKEN_IN = ("forwarded", "acknowledged")
"""The steps after which the controller has the request."""


def _timeline(context: PageContext, request: RightsRequest) -> Timeline:
    words = context.words
    controller = within_sentence(words, request.controller_name)
    to = controller if request.addressed_to == "controller" else words("rights.digitaal-vlaanderen")
    steps = [
        Step(
            when=words.moment(step.at),
            what=words(
                f"rights.step.{step.what}",
                who=words.local(request.controller_name),
                whom=to if step.what == "received" else controller,
            ),
        )
        for step in request.steps
    ]
    if request.state != "done":
        steps.append(
            Step(
                when=words("rights.step.before", day=words.date(request.due)),
                what=words("rights.step.answer", who=words.local(request.controller_name)),
                state="next",
            )
        )
    return Timeline(id="timeline", title=words("rights.request.timeline"), steps=tuple(steps))


def _field_label(context: PageContext, request: RightsRequest) -> str:
    catalogue = context.holdings.catalogue
    found = catalogue.block(request.block_id) if catalogue else None
    fields = found[1].fields if found else ()
    return next(
        (context.words.local(field.label) for field in fields if field.name == request.field),
        request.field,
    )


# --- acts -------------------------------------------------------------------------------------


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    if context.holdings.requests is None:
        context.holdings.requests = await ask(context, "requests", context.portal.rights_requests())


async def _new(context: PageContext, item: str) -> str | None:
    right = next(right for right, its_item in _ITEM_OF.items() if its_item == item)
    return f"rights.new?right={right}"


async def _open(context: PageContext, item: str) -> str | None:
    return f"rights.request/{item}"


def find_rights(context: PageContext) -> tuple[Finding, ...]:
    """The rights, and the citizen's own requests."""
    words = context.words
    return (
        *(
            place_finding(
                words,
                f"rights.new?right={right}",
                words(f"right.{right}"),
                group="request",
                detail=words(f"right.{right}.detail"),
                known_as=f"right.{right}",
            )
            for right in RIGHTS
        ),
        *(
            place_finding(
                words,
                f"rights.request/{request.request_id}",
                _name(context, request),
                group="request",
                detail=request.reference,
                mark=words(f"rights.state.{request.state}"),
            )
            for request in context.holdings.requests or ()
        ),
    )


_ITEM_OF = {right: "withdraw-consent" if right == "withdrawConsent" else right for right in RIGHTS}
"""The item id of each right: ids on a page are in lower case."""

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="rights",
        draw=draw_rights,
        find=find_rights,
        load=_load,
        acts={
            RETRY: again(_load),
            "rights": _new,
            "requests": _open,
            "to-complaint": go_to("complaint"),
        },
        tab="rights",
    ),
    PageDefinition(
        name="rights.request",
        draw=draw_request,
        load=_load,
        acts={RETRY: again(_load), "to-rights": go_to("rights")},
        tab="rights",
    ),
    *rights_forms.PAGES,
)
