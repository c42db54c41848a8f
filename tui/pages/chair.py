"""The controllers' desks as a tester sees them, outside the portal: every case, and a decision about one.

Here a tester takes the chair of the controller of the data. The citizen sees the answer where they asked.
"""

from collections.abc import Mapping
from functools import partial

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask, ask_catalogue, unavailable_notice
from tui.locale import Words
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
    Option,
    Pane,
    Part,
    Text,
    Verb,
)
from tui.pages.authority import within_sentence
from tui.pages.forms import error_words, field_errors, valid_values, with_errors
from tui.pages.rights_subject import subject_name
from tui.portal.errors import InvalidInput, PortalError
from tui.portal.models import ChairCase

LIST, FORM, DECIDE, LOOK, BACK = "cases", "decision-form", "decide", "chair-look", "to-chair"
LONGEST = 2000
"""As the desks take it."""

_REASONED = ("identityMissing", "extended", "partlyGranted", "refused")
_WHOLE = "whole"
"""The choice that a whole record goes, and not one field of it."""


def draw_chair(context: PageContext) -> PageBody:
    """Every case at every desk, the newest first."""
    words = context.words
    look = Action(id=LOOK, label=words("chair.look"))
    return PageBody(
        title=words("chair.title"),
        count=_count(context),
        parts=(
            Text(id="lead", text=words("chair.lead"), role="lead"),
            *_cases(context, ""),
            Actions(id="chair-actions", items=(look,)),
        ),
        help=words("chair.help"),
    )


def _count(context: PageContext) -> str:
    held = context.holdings.desks
    return context.words.count("chair.count", len(held.items)) if held and held.items else ""


def _cases(context: PageContext, chosen: str) -> tuple[Part, ...]:
    words, held = context.words, context.holdings.desks
    if held is None:
        if "desks" in context.holdings.failures:
            return (unavailable_notice(context, "desks"),)
        return (Text(id="loading", text=words("chair.loading"), role="hint"),)
    damaged = ", ".join(map(str, held.damaged))
    told = Notice(
        id="damaged",
        kind="warning",
        title=words.count("chair.damaged", len(held.damaged), rows=damaged),
        body=words("chair.damaged.why"),
    )
    listing = Listing(
        id=LIST,
        title=words("chair.list"),
        outside=True,
        verb=Verb(words("foot.open"), words("foot.open")),
        items=tuple(_item(context, one) for one in reversed(held.items)),
        empty=words("chair.none"),
        chosen=chosen,
    )
    return (*((told,) if held.damaged else ()), listing)


def _item(context: PageContext, one: ChairCase) -> Item:
    words = context.words
    return Item(
        id=one.reference,
        title=_name(context, one),
        detail=words.local(_authority(context, one)),
        mark=words("chair.yours") if one.may_become else "",
        when=words(f"chair.state.{one.state}"),
    )


def _name(context: PageContext, one: ChairCase) -> str:
    words = context.words
    right, subject = words(f"right.{one.right}.short"), subject_name(context, one.block_id, "")
    return words("rights.request.name", right=right, subject=subject)


def _authority(context: PageContext, one: ChairCase) -> dict[str, str]:
    catalogue = context.holdings.catalogue
    controller = catalogue.controller(one.controller_id) if catalogue else None
    return controller.authority if controller else {"nl": one.controller_id}


# --- a case -----------------------------------------------------------------------------------


def draw_case(context: PageContext) -> PageBody:
    """What the citizen asks, how far it is, and what its controller can decide now."""
    words, one = context.words, _case(context)
    help_ = words("chair.case.help")
    back = Actions(id="case-actions", items=(_back(words),))
    if one is None:
        if context.holdings.desks is None:
            missing = _cases(context, "")
        else:
            missing = (Notice(id="unknown", kind="error", title=words("chair.unknown")),)
        return PageBody(title=words("chair.case"), parts=(*missing, back), help=help_)
    whom = within_sentence(words, _authority(context, one))
    form: tuple[Part, ...] = (_decision_form(context, one),)
    if not one.may_become:
        key = (
            "chair.closes" if one.state in ("granted", "partlyGranted", "refused") else "chair.over"
        )
        form = (Text(id="over", text=words(key)),)
    return PageBody(
        title=_name(context, one),
        parts=(
            Text(id="lead", text=words("chair.case.lead", whom=whom), role="lead"),
            _about(words, one),
            *form,
        ),
        list_of=Pane(
            title=words("chair.title"),
            count=_count(context),
            parts=_cases(context, one.reference),
            item=one.reference,
        ),
        help=help_,
    )


def _back(words: Words) -> Action:
    return Action(id=BACK, label=words("chair.back"), kind="back")


def _case(context: PageContext) -> ChairCase | None:
    held, reference = context.holdings.desks, context.place.subject
    return next((one for one in held.items if one.reference == reference), None) if held else None


def _about(words: Words, one: ChairCase) -> Facts:
    rows = [
        Fact(label=words("rights.request.reference"), value=one.reference),
        Fact(label=words("rights.request.state"), value=words(f"chair.state.{one.state}")),
        Fact(label=words("rights.request.due"), value=words.date(one.due)),
        Fact(label=words("chair.words"), value=one.words),
    ]
    if one.postal_address:
        rows.append(Fact(label=words("chair.address"), value=one.postal_address))
    rows += [Fact(label=words("chair.added"), value=added.words) for added in one.information]
    return Facts(id="case", title=words("chair.case"), groups=(tuple(rows),))


def _decision_form(context: PageContext, one: ChairCase) -> Form:
    """What the case becomes and why; of an erasure in part, which part goes."""
    words = context.words
    states = tuple(
        Option(value=state, label=words(f"chair.become.{state}")) for state in one.may_become
    )
    fields = [
        Field(
            name="state",
            label=words("chair.decision"),
            hint=words("chair.decision.hint"),
            kind="choice",
            options=states,
            required=True,
        ),
        Field(
            name="reason",
            label=words("chair.reason"),
            hint=words("chair.reason.hint"),
            kind="long",
            example=words("chair.reason.example"),
            longest=LONGEST,
        ),
    ]
    if one.right == "erasure" and "partlyGranted" in one.may_become:
        fields += _part_fields(context, one)
    return Form(
        id=FORM,
        fields=with_errors(context, FORM, tuple(fields)),
        submit=Action(id=DECIDE, label=words("chair.decide"), kind="main"),
        others=(_back(words),),
        bar=False,  # what is to be read before is long
    )


def _part_fields(context: PageContext, one: ChairCase) -> tuple[Field, ...]:
    """Which record of the block goes, or which field of it."""
    words, catalogue = context.words, context.holdings.catalogue
    found = catalogue.block(one.block_id) if catalogue else None
    fields = tuple(
        Option(value=field.name, label=words.local(field.label))
        for field in (found[1].fields if found else ())
    )
    return (
        Field(
            name="record",
            label=words("chair.record"),
            hint=words("chair.record.hint"),
            kind="digits",
            longest=4,
            example="1",
        ),
        Field(
            name="field",
            label=words("chair.field"),
            hint=words("chair.field.hint"),
            kind="choice",
            options=(Option(value=_WHOLE, label=words("chair.field.whole")), *fields),
            stored=_WHOLE,
        ),
    )


async def _decide(context: PageContext, _action: str) -> str | None:
    """Decide from the chair of the case's own controller."""
    one = _case(context)
    if one is None:
        return None
    form = _decision_form(context, one)
    values = valid_values(context, form, {})
    if values is None:
        return None
    state, reason = values["state"], values["reason"]
    if state in _REASONED and not reason.strip():
        context.refuse(FORM, {"reason": partial(error_words, code="required")})
        return None
    changes: list[Mapping[str, object]] = []
    if state == "partlyGranted" and "record" in values:
        record = values["record"]
        if not record.isdecimal():
            context.refuse(FORM, {"record": partial(error_words, code="required")})
            return None
        field = values["field"]
        changes = [{"record": int(record), **({} if field in ("", _WHOLE) else {"field": field})}]
    try:
        await context.portal.decide(one.controller_id, one.reference, state, reason, changes)
    except InvalidInput as error:
        names = {"changes": "record", "changes[0]": "record"}
        wrong = field_errors(error, form, names)
        if ("state", "tooLate") in error.issues:
            wrong["state"] = lambda words, _: words("chair.too-late")
        context.refuse(FORM, wrong)
        return None
    except PortalError as error:
        if error.reason != "notPossibleNow":
            raise
        # Its citizen or the calendar was first: what it is now is shown.
        context.done = context.words("chair.moved")
        await load(context)
        return None
    context.done = context.words("chair.done", state=context.words(f"chair.state.{state}"))
    await load(context)
    return None


async def load(context: PageContext) -> None:
    """Look at the desks."""
    await ask_catalogue(context)
    context.holdings.desks = await ask(context, "desks", context.portal.cases())


async def _open(_context: PageContext, reference: str) -> str | None:
    return f"chair.case/{reference}"


async def _to_list(_context: PageContext, _action: str) -> str | None:
    return "chair"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="chair",
        title="chair.title",
        group="outside",
        draw=draw_chair,
        load=load,
        acts={LIST: _open, LOOK: again(load), RETRY: again(load)},
        public=True,
    ),
    PageDefinition(
        name="chair.case",
        draw=draw_case,
        load=load,
        acts={LIST: _open, DECIDE: _decide, BACK: _to_list, RETRY: again(load)},
        public=True,
    ),
)
