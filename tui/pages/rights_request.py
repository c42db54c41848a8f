"""A request for a right as parts: an item of the list, and the request in full with its term and history."""

from datetime import date

from tui.journey.context import PageContext
from tui.locale import in_brussels
from tui.page.parts import Action, Fact, Facts, Item, Meter, Notice, Part, Step, Text, Timeline
from tui.pages.authority import within_sentence
from tui.pages.rights_subject import subject_name
from tui.portal.models import RightsRequest


def request_name(context: PageContext, request: RightsRequest) -> str:
    """Which right, and about what: "Verbetering: Hoofdverblijfplaats"."""
    return context.words(
        "rights.request.name",
        right=context.words(f"right.{request.right}.short"),
        subject=subject_name(context, request.block_id, request.function),
    )


def request_item(context: PageContext, request: RightsRequest, heading: str = "") -> Item:
    """The request in a list: who has it, and how many days are left or when it was sent."""
    words = context.words
    running = request.state != "done"
    return Item(
        id=request.request_id,
        title=request_name(context, request),
        detail=words.local(request.controller_name),
        when=_left(context, request) if running else words.short_date(request.received),
        heading=heading,
    )


def request_in_full(
    context: PageContext, request: RightsRequest, actions: tuple[Action, ...]
) -> tuple[Part, ...]:
    """Reference, controller, term and history (R61-R64, D1), and these actions."""
    return (
        _about(context, request, actions),
        *_waiting(context, request),
        *_term(context, request),
        _timeline(context, request),
        *_unanswered(context, request),
        Text(
            id="nothing-fetched", text=context.words("rights.request.nothing-fetched"), role="hint"
        ),
    )


def _about(context: PageContext, request: RightsRequest, actions: tuple[Action, ...]) -> Facts:
    words = context.words
    controller = words.local(request.controller_name)
    direct = request.addressed_to == "controller"
    to = controller if direct else words("rights.digitaal-vlaanderen")
    rows = [
        Fact(label=words("rights.request.reference"), value=request.reference),
        Fact(label=words("rights.request.state"), value=words(f"rights.state.{request.state}")),
        Fact(label=words("rights.request.to"), value=to),
    ]
    if request.right != "withdrawConsent":  # is carried out at once: nobody decides
        rows.append(Fact(label=words("rights.request.decides"), value=controller))
    field = _field_label(context, request)
    if field:
        rows.append(Fact(label=words("rights.field"), value=field))
    rows.append(Fact(label=words("rights.request.words"), value=request.words))
    return Facts(
        id="about", title=request_name(context, request), groups=(tuple(rows),), actions=actions
    )


def _field_label(context: PageContext, request: RightsRequest) -> str:
    catalogue = context.holdings.catalogue
    found = catalogue.block(request.block_id) if catalogue else None
    fields = found[1].fields if found else ()
    return next(
        (context.words.local(field.label) for field in fields if field.name == request.field),
        request.field,
    )


def _unanswered(context: PageContext, request: RightsRequest) -> tuple[Text, ...]:
    """That nobody answers yet in this simulator, where the law asks for an answer."""
    if request.state == "done":
        return ()
    return (Text(id="simulator", text=context.words("rights.simulator"), role="hint"),)


# --- the term ---------------------------------------------------------------------------------


def _left(context: PageContext, request: RightsRequest) -> str:
    """How many days are left for an answer."""
    words, left = context.words, _days_left(context, request)
    if left > 0:
        return words.count("rights.left", left)
    return words("rights.over" if left < 0 else "rights.last-day")


def _days_left(context: PageContext, request: RightsRequest) -> int:
    """0 on the last day, less once it is past."""
    return (request.due - _today(context, request.due)).days


def _today(context: PageContext, otherwise: date) -> date:
    """The day in Belgium by the world's clock."""
    session = context.holdings.session
    return in_brussels(session.now).date() if session else otherwise


def _term(context: PageContext, request: RightsRequest) -> tuple[Meter, ...]:
    """How much of the legal term has gone by, while somebody has to answer."""
    words, day = context.words, context.words.short_date(request.due)
    if request.state == "done":
        return ()
    of = max((request.due - in_brussels(request.received).date()).days, 1)
    left = _days_left(context, request)
    over = words("rights.term.over", day=day)
    said = over if left < 0 else words("rights.term", left=_left(context, request), day=day)
    gone = min(max(of - left, 0), of)
    return (Meter(id="term", title=words("rights.request.due"), value=gone, of=of, words=said),)


# --- the history ------------------------------------------------------------------------------

_TAKEN_IN = ("forwarded", "acknowledged")
"""The steps after which the controller has the request."""


def _has_it(request: RightsRequest) -> bool:
    """Whether the request is with whom decides."""
    return bool(request.function) or any(step.what in _TAKEN_IN for step in request.steps)


def _waiting(context: PageContext, request: RightsRequest) -> tuple[Notice, ...]:
    """That who decides cannot receive the request now."""
    if request.state == "done" or _has_it(request):
        return ()
    words = context.words
    return (
        Notice(
            id="route",
            kind="warning",
            title=words("rights.route.waiting", who=words.local(request.controller_name)),
            body=words("rights.route.waiting.body"),
        ),
    )


def _timeline(context: PageContext, request: RightsRequest) -> Timeline:
    """What was done, who has the request now (R62-R64), and until when there has to be an answer."""
    words = context.words
    who = words.local(request.controller_name)
    whom = within_sentence(words, request.controller_name)
    to = whom if request.addressed_to == "controller" else words("rights.digitaal-vlaanderen")
    steps = [
        Step(
            when=words("rights.step.when", day=words.short_date(step.at), time=words.time(step.at)),
            what=words(
                f"rights.step.{step.what}", who=who, whom=to if step.what == "received" else whom
            ),
            note=words("rights.step.receipt", receipt=step.receipt) if step.receipt else "",
        )
        for step in request.steps
    ]
    if request.state != "done":
        own = bool(request.function)
        if _has_it(request):
            steps.append(
                Step(
                    when=words("rights.step.today"),
                    what=words("rights.step.decides", who=who),
                    note=words("rights.step.decides.own" if own else "rights.step.decides.other"),
                    state="now",
                )
            )
        steps.append(
            Step(
                when=words.short_date(request.due),
                what=words("rights.step.answer", who=who),
                note=words("rights.step.longer"),
                state="next",
            )
        )
    return Timeline(id="timeline", title=words("rights.request.timeline"), steps=tuple(steps))
