"""Where what was kept cannot be found, or is old: why, and beginning with an empty profile, on purpose."""

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext
from tui.journey.fetching import unavailable_notice
from tui.page.parts import Action, Actions, Notice, Text

EVERYTHING = "everything"
"""The subject of `profile.remove` that stands for all of what cannot be shown."""

_LOST = ("storeMissing", "storeOld")


def can_begin_afresh(context: PageContext) -> bool:
    """Whether there is nothing to lose by it, because nothing is left that could be shown."""
    return context.holdings.failures.get("profile") in _LOST


def profile_missing(context: PageContext) -> Notice:
    """Why the profile is not there, and what can be done about it."""
    notice = unavailable_notice(context, "profile")
    if not can_begin_afresh(context):
        return notice
    begin = Action(id=f"remove-{EVERYTHING}", label=context.words("profile.afresh"))
    return replace(notice, actions=(*notice.actions, begin))


def draw_afresh(context: PageContext, keep: str, remove: str) -> PageBody:
    """What beginning with an empty profile means; nothing is removed before the second yes."""
    words = context.words
    no = Action(id=keep, label=words("profile.afresh.no"), kind="back")
    yes = Action(id=remove, label=words("profile.afresh.yes"), kind="danger")
    return PageBody(
        title=words("profile.afresh.title"),
        help=words("page-help.remove"),
        parts=(
            Text(id="lead", text=words("profile.afresh.lead"), role="lead"),
            Notice(
                id="for-good",
                kind="warning",
                title=words("profile.remove.warning"),
                body=words("profile.afresh.effect"),
            ),
            Actions(id="remove-actions", items=(no, yes)),
        ),
    )


async def begin_afresh(context: PageContext) -> str:
    """Give up what is left, and go to the empty profile."""
    holdings = context.holdings
    holdings.profile = await context.portal.begin_afresh()
    holdings.requests = None
    for what in ("profile", "requests"):
        holdings.failures.pop(what, None)
    context.done = context.words("profile.afresh.done")
    return "profile"
