"""A request for a right as parts: an item of the list, and the request in full with its term and history."""

from datetime import date

from tui.journey.context import PageContext
from tui.locale import Words, in_brussels
from tui.page.parts import (
    Action,
    Actions,
    Fact,
    Facts,
    Item,
    Meter,
    Notice,
    Part,
    Step,
    Text,
    Timeline,
)
from tui.pages.authority import within_sentence
from tui.pages.rights_subject import subject_name
from tui.portal.models import CardCopyState, RightsRequest


def request_name(context: PageContext, request: RightsRequest) -> str:
    """Which right, and about what: "Verbetering: Hoofdverblijfplaats"."""
    return context.words(
        "rights.request.name",
        right=context.words(f"right.{request.right}.short"),
        subject=subject_name(context, request.block_id, request.function),
    )


def request_item(context: PageContext, request: RightsRequest, heading: str = "") -> Item:
    """The request in a list: who has it, and how many days are left, or what came of it and when."""
    words = context.words
    answer = request.answer
    last = answer or next(reversed(request.steps), None)
    ended = last.at if last is not None else request.received
    mark = words("rights.mark.late") if is_late(context, request) else ""
    if request.state == "identityMissing":
        mark = words("rights.mark.your-turn")
    return Item(
        id=request.request_id,
        title=request_name(context, request),
        detail=words.local(request.controller_name),
        mark=words(f"rights.state.{_outcome(request)}") if request.over else mark,
        when=words.short_date(ended) if request.over else _left(context, request),
        heading=heading,
    )


def request_in_full(
    context: PageContext, request: RightsRequest, actions: tuple[Action, ...]
) -> tuple[Part, ...]:
    """Reference, controller, term and history (R61-R64, D1), these actions, and what can be done with it.

    Without actions, it stands beside the list, and is only read.
    """
    return (
        _about(context, request, actions),
        *_news(context, request),
        *_term(context, request),
        *(_acts(context, request) if actions else ()),
        _timeline(context, request),
        *_additions(context, request),
        *_unanswered(context, request),
        Text(
            id="nothing-fetched", text=context.words("rights.request.nothing-fetched"), role="hint"
        ),
    )


TO = {
    "send-card": "rights.card",
    "read-letters": "rights.letters",
    "add-information": "rights.add",
    "to-withdrawal": "rights.withdraw",
}
"""The pages to which a request's actions lead."""


def is_late(context: PageContext, request: RightsRequest) -> bool:
    """Whether the term is over, and there is no answer yet (D1)."""
    return not request.over and _days_left(context, request) < 0


def decides_elsewhere(request: RightsRequest) -> bool:
    """Whether another authority than Digitaal Vlaanderen decides about it, at its own desk."""
    return bool(request.block_id)


def _outcome(request: RightsRequest) -> str:
    """What came of it: of one that was closed, its answer."""
    return request.answer.what if request.answer is not None else request.state


def _acts(context: PageContext, request: RightsRequest) -> tuple[Actions, ...]:
    """Read what the controller wrote; while the request is running, add to it, or withdraw it."""
    words = context.words
    items = []
    if request.wants_copy:
        items.append(Action(id="send-card", label=words("rights.card.open"), kind="main"))
    if request.letters:
        label = words.count("rights.letters.read", request.letters)
        items.append(
            Action(id="read-letters", label=label, kind="plain" if request.wants_copy else "main")
        )
    if not request.over and request.right != "withdrawConsent":
        if decides_elsewhere(request):
            items.append(Action(id="add-information", label=words("rights.add.open")))
        items.append(Action(id="to-withdrawal", label=words("rights.withdraw.open")))
    if request.answer is not None and request.answer.what != "granted":
        items.append(Action(id="complain", label=words("rights.complain")))
    return (Actions(id="request-acts", items=tuple(items)),) if items else ()


def _news(context: PageContext, request: RightsRequest) -> tuple[Notice, ...]:
    """What the citizen must know now: who cannot be reached, who waits for them, or who is late."""
    words = context.words
    who = words.local(request.controller_name)
    whom = within_sentence(words, request.controller_name)
    if request.copy is not None and (request.wants_copy or request.copy.matches is False):
        return (_card_notice(context, request.copy, who),)
    if request.state == "identityMissing":
        return (
            Notice(
                id="your-turn",
                kind="warning",
                title=words("rights.your-turn", who=who),
                body=words("rights.your-turn.body"),
            ),
        )
    if is_late(context, request):
        return (
            Notice(
                id="late",
                kind="warning",
                title=words("rights.late", who=who),
                body=words(
                    "rights.late.body",
                    day=words.date(request.due),
                    whom=whom,
                    contact=_contact(context, request),
                ),
                actions=(Action(id="complain", label=words("rights.late.complain")),),
            ),
        )
    return _waiting(context, request)


def _card_notice(context: PageContext, copy: CardCopyState, who: str) -> Notice:
    """That a copy of the identity card is asked for, that a side is missing, or that it is another's."""
    words = context.words
    if copy.matches is False:
        title, body = words("rights.card.differs"), words("rights.card.differs.body")
        return Notice(id="card-differs", kind="error", title=title, body=body)
    missing = next((side for side in ("front", "back") if side not in copy.sides), "")
    title = (
        words(f"rights.card.missing.{missing}")
        if copy.sides
        else words("rights.card.asked", who=who)
    )
    return Notice(id="card", kind="warning", title=title, body=words("rights.card.asked.body"))


def _card_fact(context: PageContext, request: RightsRequest) -> tuple[Fact, ...]:
    """What the controller has of the identity card, or that it is gone."""
    words, copy = context.words, request.copy
    if copy is None:
        return ()
    note = ""
    if copy.erased_at is not None:
        said = words("rights.card.state.erased", day=words.moment(copy.erased_at))
    elif copy.matches:
        said, note = words("rights.card.state.matches"), words("rights.card.state.until")
    elif copy.sides:
        said, note = words(f"rights.card.state.{copy.sides[0]}"), words("rights.card.state.until")
    else:
        said = words("rights.card.state.none")
    return (Fact(label=words("rights.card.state"), value=said, note=note),)


def _contact(context: PageContext, request: RightsRequest) -> str:
    """How to reach the controller."""
    catalogue = context.holdings.catalogue
    controller = catalogue.controller(request.controller_id) if catalogue else None
    contact = controller.contact if controller else None
    return (contact.email or contact.website) if contact else ""


def _additions(context: PageContext, request: RightsRequest) -> tuple[Facts, ...]:
    """What the citizen added, in their own words."""
    words = context.words
    rows = tuple(
        Fact(
            label=words.short_date(one.at),
            value=one.words,
            note="" if one.sent else words("rights.add.waiting"),
        )
        for one in request.additions
    )
    title = words("rights.add.title-added")
    return (Facts(id="additions", title=title, groups=(rows,)),) if rows else ()


def _about(context: PageContext, request: RightsRequest, actions: tuple[Action, ...]) -> Facts:
    words = context.words
    controller = words.local(request.controller_name)
    direct = request.addressed_to == "controller"
    to = controller if direct else words("rights.digitaal-vlaanderen")
    by = words("rights.request.mailed") if request.mailed else ""
    rows = [
        Fact(label=words("rights.request.reference"), value=request.reference),
        Fact(label=words("rights.request.state"), value=_state(words, request)),
        Fact(label=words("rights.request.to"), value=to, note=by),
    ]
    if request.right != "withdrawConsent":  # is carried out at once: nobody decides
        rows.append(Fact(label=words("rights.request.decides"), value=controller))
    field = _field_label(context, request)
    if field:
        rows.append(Fact(label=words("rights.field"), value=field))
    rows += _card_fact(context, request)
    rows.append(Fact(label=words("rights.request.words"), value=request.words))
    if request.postal_address:
        rows.append(Fact(label=words("rights.request.address"), value=request.postal_address))
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


def _state(words: Words, request: RightsRequest) -> str:
    """The state in words; of a closed request also what the answer was."""
    said = words(f"rights.state.{request.state}")
    if request.state != "closed" or request.answer is None:
        return said
    return words("rights.state.closed.with", answer=words(f"rights.state.{request.answer.what}"))


def _unanswered(context: PageContext, request: RightsRequest) -> tuple[Text, ...]:
    """Of a request that an earlier build filed, that Digitaal Vlaanderen answers a new one."""
    if request.over or decides_elsewhere(request):
        return ()
    return (Text(id="older", text=context.words("rights.older")),)


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
    if request.over:
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
    if request.over or _has_it(request):
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
    return Timeline(
        id="timeline",
        title=words("rights.request.timeline"),
        steps=(*steps, *_still_to_come(context, request)),
    )


def _still_to_come(context: PageContext, request: RightsRequest) -> list[Step]:
    """Who has the request now, and until when there has to be an answer."""
    if request.over:
        return []
    words, who = context.words, context.words.local(request.controller_name)
    steps = []
    if _has_it(request):
        own = bool(request.function)
        key = (
            "rights.step.your-turn" if request.state == "identityMissing" else "rights.step.decides"
        )
        steps.append(
            Step(
                when=words("rights.step.today"),
                what=words(key, who=who),
                note=words("rights.step.decides.own" if own else "rights.step.decides.other"),
                state="now",
            )
        )
    longer = any(step.what == "extended" for step in request.steps)
    steps.append(
        Step(
            when=words.short_date(request.due),
            what=words("rights.step.answer", who=who),
            note="" if longer else words("rights.step.longer"),
            state="next",
        )
    )
    return steps
