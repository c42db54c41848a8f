"""What Digitaal Vlaanderen answers about a processing of its own, for which it decides itself (R62)."""

from msgspec.structs import replace

from tui.journey.context import PageContext
from tui.page.parts import Fact, Facts, Part, Text
from tui.pages.notice_parts import notice_detail, notice_title
from tui.pages.profile import draw_profile
from tui.pages.rights_request import request_name
from tui.pages.rights_subject import subject_name
from tui.pages.sign_out import previous_sign_in
from tui.portal.models import KeptNotice, RightsRequest


def own_answer(context: PageContext, request: RightsRequest) -> tuple[Part, ...]:
    """Its letter, and with access everything that it holds of the citizen."""
    words, answer = context.words, request.answer
    if answer is None:
        return ()
    subject = subject_name(context, "", request.function)
    text = words(f"rights.own.{request.right}.{answer.what}", subject=subject)
    if answer.what == "refused":
        text += f"\n\n{words('rights.own.ways')}"
    rows = (
        Fact(label=words("rights.letters.from"), value=words.local(request.controller_name)),
        Fact(label=words("rights.letters.on"), value=words.moment(answer.at)),
    )
    letter = Facts(
        id="letter-1",
        title=words(f"rights.letters.{answer.what}"),
        groups=(rows,),
        letter=Text(id="text-1", text=text),
    )
    access = request.right == "access" and answer.what == "granted"
    taken = request.right == "portability" and answer.what == "granted"
    return (
        letter,
        *(_everything(context) if access else ()),
        *(_entered(context, request.function) if taken else ()),
    )


def _everything(context: PageContext) -> tuple[Part, ...]:
    """What the citizen entered and allowed, what they asked for, and this session: as it is now."""
    return (
        *(*_entered(context), *_channels(context), *_ebox(context), _requests(context)),
        *(*_notices(context), *_session(context)),
    )


def _entered(context: PageContext, only: str = "") -> tuple[Facts, ...]:
    """What the citizen entered, of one kind or of all: as on the page of the profile, but only to be read."""
    return tuple(
        replace(part, actions=(), own=())
        for part in draw_profile(context).parts
        if isinstance(part, Facts) and only in ("", part.id)
    )


def _notices(context: PageContext) -> tuple[Facts, ...]:
    """What the portal noted to have happened."""
    words, held = context.words, context.holdings.notices
    rows = tuple(
        Fact(label=words.moment(one.at), value=_sentence(context, one))
        for one in (held.items if held else ())
    )
    return (Facts(id="own-notices", title=words("notices.title"), groups=(rows,)),) if rows else ()


def _sentence(context: PageContext, notice: KeptNotice) -> str:
    detail = notice_detail(context, notice)
    return (
        f"{notice_title(context, notice)} ({detail})" if detail else notice_title(context, notice)
    )


def _channels(context: PageContext) -> tuple[Facts, ...]:
    """Which notices are sent, how and since when."""
    words, profile = context.words, context.holdings.profile
    rows = tuple(
        Fact(
            label=words(f"channels.{one.kind}"),
            value=words(f"profile.contact.{one.channel}"),
            note=words("channels.given", moment=words.moment(one.given_at)),
        )
        for one in (profile.channels if profile is not None else ())
    )
    title = words("rights.own.channels")
    return (Facts(id="own-channels", title=title, groups=(rows,)),) if rows else ()


def _ebox(context: PageContext) -> tuple[Facts, ...]:
    """That the citizen allows their eBox to be shown, and since when."""
    words, profile = context.words, context.holdings.profile
    given = profile.consent("ebox") if profile is not None else None
    if given is None:
        return ()
    note = words("profile.consent", moment=words.moment(given.given_at))
    return (Facts(id="own-ebox", title=words("function.ebox"), note=note),)


def _requests(context: PageContext) -> Facts:
    words = context.words
    groups = tuple(
        (
            Fact(label=words("rights.request.reference"), value=one.reference),
            Fact(label=words("rights.own.request"), value=request_name(context, one)),
            Fact(label=words("rights.own.asked"), value=words.moment(one.received)),
            Fact(label=words("rights.request.state"), value=words(f"rights.state.{one.state}")),
            Fact(label=words("rights.request.words"), value=one.words),
            *(
                (Fact(label=words("rights.request.address"), value=one.postal_address),)
                if one.postal_address
                else ()
            ),
        )
        for one in context.holdings.requests or ()
    )
    return Facts(id="own-requests", title=words("rights.own.requests"), groups=groups)


def _session(context: PageContext) -> tuple[Facts, ...]:
    words, holdings = context.words, context.holdings
    if holdings.session is None:
        return ()
    sealed = sum(status.state == "here" for status in holdings.blocks.values())
    rows = (
        Fact(label=words("rights.own.began"), value=words.moment(holdings.session.started_at)),
        Fact(label=words("rights.own.sealed"), value=words.count("rights.own.blocks", sealed)),
        *previous_sign_in(context),
    )
    return (Facts(id="own-session", title=words("rights.own.session"), groups=(rows,)),)
