"""How the citizen wants to be told: of each kind of notice in the portal alone, or also by mail or sms.

Each is a consent of its own, given and withdrawn here, at once (R31, R48).
"""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY, again, ask_profile, unavailable_notice
from tui.page.parts import Action, Actions, Field, Form, Notice, Option, Part, Text
from tui.pages.forms import field_errors, valid_values, with_errors
from tui.pages.profile_contacts import contact_name
from tui.portal.errors import InvalidInput
from tui.portal.models import ContactDetail, Profile

PLACE, FORM = "profile.channels", "channels-form"
SAVE, STOP, LEAVE = "save-channels", "stop-channels", "leave"

KINDS = ("request", "term", "block", "signIn")
"""The kinds that can be sent: what citizens do themselves they are not told again."""

HERE = "here"
"""The choice of the portal alone, which sends nothing."""

_FIELDS = {"signIn": "sign-in"}
"""The name of a kind's field where it is not the kind: names are in lower case."""


def can_choose(profile: Profile) -> bool:
    """Whether anything can be sent: a contact detail is verified."""
    return any(one.verified_at is not None for one in profile.contacts)


def draw_channels(context: PageContext) -> PageBody:
    """What is sent, how, and since when the citizen wants it."""
    words, profile = context.words, context.holdings.profile
    title, help_ = words("channels.title"), words("channels.help")
    parts: tuple[Part, ...]
    if profile is None:
        failed = "profile" in context.holdings.failures
        loading = Text(id="loading", text=words("profile.loading"), role="hint")
        parts = (unavailable_notice(context, "profile") if failed else loading,)
    elif not can_choose(profile):
        leave = Action(id=LEAVE, label=words("profile.back"), kind="back")
        parts = (
            Notice(
                id="none",
                kind="info",
                title=words("channels.none"),
                body=words("channels.none.way"),
                actions=(leave,),
            ),
        )
    else:
        parts = (
            Text(id="lead", text=words("channels.lead"), role="lead"),
            _form(context, profile),
            *_stop(context, profile),
            Text(id="consent", text=words("channels.consent"), role="hint"),
        )
    return PageBody(title=title, parts=parts, help=help_)


def _form(context: PageContext, profile: Profile) -> Form:
    words = context.words
    to = {one.kind: one for one in profile.contacts if one.preferred}
    options = (
        Option(value=HERE, label=words("channels.here")),
        *(Option(value=kind, label=_name(context, one)) for kind, one in sorted(to.items())),
    )
    given = {one.kind: one for one in profile.channels}
    fields = tuple(
        Field(
            name=_FIELDS.get(kind, kind),
            label=words(f"channels.{kind}"),
            hint=words("channels.given", moment=words.moment(given[kind].given_at))
            if kind in given
            else words(f"channels.{kind}.hint"),
            kind="choice",
            options=options,
            required=True,
            stored=given[kind].channel if kind in given else HERE,
        )
        for kind in KINDS
    )
    return Form(
        id=FORM,
        fields=with_errors(context, FORM, fields),
        submit=Action(id=SAVE, label=words("channels.save"), kind="main"),
        others=(Action(id=LEAVE, label=words("form.cancel")),),
    )


def _name(context: PageContext, contact: ContactDetail) -> str:
    return context.words(f"channels.{contact.kind}", to=contact_name(contact))


def _stop(context: PageContext, profile: Profile) -> tuple[Actions, ...]:
    """Withdraw every consent in one act."""
    if not profile.channels:
        return ()
    stop = Action(id=STOP, label=context.words("channels.stop"), kind="danger")
    return (Actions(id="channels-actions", items=(stop,)),)


# --- acts -------------------------------------------------------------------------------------


async def _save(context: PageContext, _action: str) -> str | None:
    profile = context.holdings.profile
    if profile is None or not can_choose(profile):
        return None
    form = _form(context, profile)
    values = valid_values(context, form, {})
    if values is None:
        return None
    chosen = {kind: values[_FIELDS.get(kind, kind)] for kind in KINDS}
    wanted = {kind: channel for kind, channel in chosen.items() if channel != HERE}
    try:
        context.holdings.profile = await context.portal.choose_channels(wanted)
    except InvalidInput as error:
        # A contact detail was removed elsewhere meanwhile: what is left is shown.
        context.holdings.profile = await context.portal.profile()
        context.refuse(form.id, field_errors(error, form, {}))
        return None
    words = context.words
    context.done = (
        words.count("channels.saved", len(wanted)) if wanted else words("channels.stopped")
    )
    context.finished = True
    return "profile?at=contacts"


async def _stop_all(context: PageContext, _action: str) -> str | None:
    context.holdings.profile = await context.portal.choose_channels({})
    context.drafts.forget(str(context.place))
    context.done = context.words("channels.stopped")
    return None


async def _leave(context: PageContext, _action: str) -> str | None:
    context.errors.pop(FORM, None)
    context.drafts.forget(str(context.place))
    context.finished = True
    return "profile?at=contacts"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name=PLACE,
        draw=draw_channels,
        load=ask_profile,
        acts={RETRY: again(ask_profile), SAVE: _save, STOP: _stop_all, LEAVE: _leave},
        tab="profile",
    ),
)
