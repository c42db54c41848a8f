"""A new rights request in three steps: the right and its subject, the citizen's words, a review."""

from collections.abc import Mapping
from urllib.parse import urlencode

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask, ask_catalogue, ask_profile, unavailable_notice
from tui.page.parts import Action, Fact, Facts, Field, Form, Notice, Option, Part, Text
from tui.pages.addresses import address_field, chosen_address
from tui.pages.authority import CONSENT_FUNCTIONS, own_controller, own_functions, within_sentence
from tui.pages.data_blocks import block_groups, block_in_full, block_state
from tui.pages.forms import CANCEL, CHECK, CheckedForm, review_facts, step, with_errors
from tui.pages.long_values import portion
from tui.pages.rights_subject import ACTS as SUBJECT_ACTS
from tui.pages.rights_subject import (
    BY_ONESELF,
    CHOSEN_HERE,
    RIGHTS,
    subject_form,
    subject_lead,
    subject_name,
)
from tui.portal.models import CatalogueController, Right

STEPS = ("subject", "words", "check")
"""The names of the steps."""

_ENDS: tuple[Right, ...] = ("erasure", "withdrawConsent", "object")
"""The rights by which a use that rests on consent ends at once, and what is kept for it goes."""

_ENTERED = ("nickname", "photo", "contacts", "addresses")
"""The functions for which the citizen enters something, which they can take along."""

LONGEST = 2000
"""The most characters that the citizen's words may have."""


# --- step 2: the citizen's words --------------------------------------------------------------


def _chosen(context: PageContext) -> tuple[Right, str, str, CatalogueController] | None:
    """The right, block, function and controller that the place names; None if they do not go together."""
    catalogue, query = context.holdings.catalogue, context.place.query
    right = next((right for right in RIGHTS if right == query.get("right")), None)
    if catalogue is None or right is None:
        return None
    block_id, function = query.get("block", ""), query.get("function", "")
    if block_id:
        found = catalogue.block(block_id)
        if found is None or right == "withdrawConsent":
            return None
        return right, block_id, "", found[0]
    own = own_controller(catalogue)
    if own is None or function not in own_functions(catalogue) or right in BY_ONESELF:
        return None
    if right == "withdrawConsent" and function not in CONSENT_FUNCTIONS:
        return None
    return right, "", function, own


def words_form(context: PageContext) -> Form:
    """The citizen's words, and how they are sent."""
    words = context.words
    chosen = _chosen(context)
    fields: list[Field] = []
    right = chosen[0] if chosen else ""
    if chosen and chosen[0] == "rectification" and chosen[1]:
        fields.append(_which_field(context, chosen[1]))
    fields.append(
        Field(
            name="words",
            label=words("rights.words"),
            # Without a right the form is not shown.
            hint=words(f"rights.words.hint.{right}") if right else "",
            kind="long",
            required=True,
            example=words(f"rights.words.example.{right}") if right else "",
            longest=LONGEST,
        )
    )
    if chosen and chosen[1]:
        fields += address_field(context)
        fields.append(_way(context, chosen[3]))
    return Form(
        id="words-form",
        fields=with_errors(context, "words-form", tuple(fields)),
        submit=Action(id=CHECK, label=words("form.check"), kind="main"),
        others=(Action(id=CANCEL, label=words("form.cancel")),),
        note=words("form.note.sent", last=len(steps(context))),
    )


def steps(context: PageContext) -> tuple[str, ...]:
    """The names of the steps: a link that names right and subject leaves out the first."""
    return STEPS if CHOSEN_HERE in context.place.query or not _chosen(context) else STEPS[1:]


def _which_field(context: PageContext, block_id: str) -> Field:
    """Which field is wrong: only its name, never its value."""
    words, catalogue = context.words, context.holdings.catalogue
    found = catalogue.block(block_id) if catalogue else None
    options = tuple(
        Option(value=field.name, label=words.local(field.label))
        for field in (found[1].fields if found else ())
    )
    return Field(
        name="field",
        label=words("rights.field"),
        hint=words("rights.field.hint"),
        kind="choice",
        options=(*options, Option(value="", label=words("rights.field.any"))),
    )


def _way(context: PageContext, controller: CatalogueController) -> Field:
    words = context.words
    whom = within_sentence(words, controller.authority)
    return Field(
        name="way",
        label=words("rights.way"),
        hint=words("rights.way.hint"),
        kind="choice",
        options=(
            Option(value="controller", label=words("rights.way.direct", whom=whom)),
            Option(
                value="digitaalVlaanderen",
                label=words("rights.way.forwarded"),
                hint=words("rights.way.forwarded.hint", whom=whom),
            ),
        ),
        required=True,
        stored="controller",
    )


def _now(context: PageContext) -> tuple[Part, ...]:
    """What stands there now, if it has been fetched: it is shown, and never sent along."""
    chosen, catalogue = _chosen(context), context.holdings.catalogue
    found = catalogue.block(chosen[1]) if chosen and catalogue else None
    if found is None or block_state(context, found[1].block_id) != "here":
        return ()
    controller, block = found
    facts = portion(context.words, block_groups(context, block), 1)
    now = block_in_full(context, controller, block, facts, ())
    return (replace(now, id="now", title=context.words("rights.now", title=now.title)),)


def _who_decides(context: PageContext, *actions: Action) -> tuple[Part, ...]:
    """The controller of this subject, and who decides (R61-R63)."""
    chosen = _chosen(context)
    if chosen is None:
        return ()
    words = context.words
    right, block_id, function, controller = chosen
    who = words.local(controller.authority)
    rows = [
        Fact(label=words("rights.right"), value=words(f"right.{right}")),
        Fact(label=words("rights.about"), value=subject_name(context, block_id, function)),
    ]
    if right == "withdrawConsent":  # is carried out at once: nobody decides
        note = words("rights.decides.withdraw")
    else:
        rows.append(Fact(label=words("rights.request.decides"), value=who))
        note = words("rights.decides.own") if function else words("rights.decides.other", who=who)
    title = words("rights.decides.title")
    return (Facts(id="decides", title=title, groups=(tuple(rows),), note=note, actions=actions),)


def _limits(context: PageContext) -> tuple[Part, ...]:
    """Where the law does not give the right, before anything is typed (GDPR art. 20(1), (3))."""
    words, chosen = context.words, _chosen(context)
    if chosen is None or chosen[0] != "portability" or chosen[2] in _ENTERED:
        return ()
    of_task = bool(chosen[1])
    access = Action(id="ask-access", label=words("rights.portability.access"))
    return (
        Notice(
            id="limits",
            kind="info",
            title=words(f"rights.portability.{'task' if of_task else 'nothing'}"),
            body=words(f"rights.portability.{'task' if of_task else 'nothing'}.body"),
            actions=(access,) if of_task else (),
        ),
    )


def _review(context: PageContext, form: Form, values: Mapping[str, str]) -> Facts:
    """What is sent, under a title of its own."""
    shown = review_facts(context, form, values)
    return Facts(id=shown.id, title=context.words("rights.review"), groups=shown.groups)


def _before_sending(context: PageContext) -> tuple[Part, ...]:
    """What sending does, and that no fetched value is sent along."""
    words = context.words
    parts: list[Part] = list(_who_decides(context))
    chosen = _chosen(context)
    if chosen and chosen[0] in _ENDS and chosen[2] in CONSENT_FUNCTIONS:
        withdraws = chosen[0] == "withdrawConsent"
        body = "rights.at-once.body" if withdraws else "rights.at-once.own"
        parts.append(
            Notice(
                id="at-once",
                kind="warning",
                title=words("rights.at-once"),
                body=words(body, subject=words(f"function.{chosen[2]}")),
            )
        )
    parts.append(Text(id="nothing-fetched", text=words("rights.nothing-fetched")))
    return tuple(parts)


async def _send(context: PageContext, values: Mapping[str, str]) -> str:
    chosen = _chosen(context)
    if chosen is None:
        return "rights.new"
    right, block_id, function, _controller = chosen
    request = await context.portal.file_request(
        right,
        values["words"],
        block_id=block_id,
        function=function,
        field=values.get("field", ""),
        addressed_to=values.get("way", "controller"),
        postal_address=chosen_address(context, values.get("address", "")),
    )
    holdings = context.holdings
    holdings.requests = None
    if function:
        # It may have been carried out at once: fetch again what the portal keeps.
        holdings.profile = holdings.messages = None
        holdings.opened.clear()
        # Until the profile is opened again, the name at the top of every page comes from the session.
        holdings.session = (
            await ask(context, "session", context.portal.session()) or holdings.session
        )
    context.done = context.words("rights.sent", reference=request.reference)
    return f"rights.request/{request.request_id}"


_REQUEST = CheckedForm(
    form=words_form,
    save=_send,
    leave="rights",
    names={"addressedTo": "way", "postalAddress": "address"},
    review=_review,
    before=_before_sending,
    save_label="rights.send",
    steps=steps,
)

# --- the page ---------------------------------------------------------------------------------


def draw_new(context: PageContext) -> PageBody:
    """The step that is due; a link that names right and subject skips the first step."""
    words = context.words
    title, help_ = words("rights.new.title"), words("rights.new.help")
    holdings = context.holdings
    if holdings.catalogue is None:
        missing: Part = (
            unavailable_notice(context, "catalogue")
            if "catalogue" in holdings.failures
            else Text(id="loading", text=words("rights.loading"), role="hint")
        )
        return PageBody(title=title, parts=(missing,), help=help_)
    if _chosen(context) is None or "change" in context.place.query:
        return PageBody(
            title=title,
            parts=(
                Text(id="lead", text=subject_lead(context), role="lead"),
                subject_form(context),
            ),
            step=step(words, STEPS, 0),
            help=help_,
        )
    right, block_id, _, _ = _chosen(context) or ("", "", "", None)
    if block_id and holdings.profile is None and "profile" not in holdings.failures:
        # A form does not change under who reads it: whether there are addresses is known first.
        loading = Text(id="loading", text=words("profile.loading"), role="hint")
        return PageBody(title=title, parts=(loading,), help=help_)
    if right == "rectification" and block_id:
        title = words("rights.report.title", subject=subject_name(context, block_id, ""))
    if _REQUEST.reviewing(context):
        lead = Text(id="lead", text=words("form.review.lead"), role="lead")
        return PageBody(
            title=title,
            parts=(lead, *_REQUEST.parts(context)),
            step=_REQUEST.step(context),
            focus=_REQUEST.focus(context),
            help=help_,
        )
    other = Action(
        id="other-subject",
        label=words("rights.other-subject"),
        # A link leads here without the first step: nobody goes back to where they never were.
        kind="back" if CHOSEN_HERE in context.place.query else "plain",
    )
    return PageBody(
        title=title,
        parts=(*_limits(context), *_REQUEST.parts(context)),
        aside=(*_now(context), *_who_decides(context, other)),
        step=_REQUEST.step(context),
        help=help_,
        begin="words-form.words",  # the rest has an answer, which stands there to be read
    )


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    await ask_profile(context)  # for the saved addresses
    await _REQUEST.opened(context)


async def _other_subject(context: PageContext, _action: str) -> str | None:
    return f"rights.new?{urlencode({**context.place.query, 'change': 'yes'})}"


async def _ask_access(context: PageContext, _action: str) -> str | None:
    """The same about the same data, by the right that the law does give."""
    return f"rights.new?{urlencode({**context.place.query, 'right': 'access'})}"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="rights.new",
        draw=draw_new,
        load=_load,
        acts={
            RETRY: again(ask_catalogue),
            **SUBJECT_ACTS,
            "other-subject": _other_subject,
            "ask-access": _ask_access,
            **_REQUEST.acts,
        },
        tab="rights",
    ),
)
