"""Removing all that the portal keeps of the citizen: explained, confirmed once, and a receipt of it."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import (
    RETRY,
    again,
    ask,
    ask_notices,
    ask_profile,
    ask_requests,
    unavailable_notice,
)
from tui.page.finding import Finding, place_finding
from tui.page.parts import Action, Actions, Fact, Facts, Notice, Part, Text
from tui.pages.keeping import KEEP, keep, keep_form
from tui.pages.links import go_to
from tui.pages.rights_request import decides_elsewhere
from tui.portal.models import RemovedProfile, RightsRequest

REMOVE = "remove-profile"
NAME = "burgerprofiel-verwijderd"
"""What the file with the receipt is called, without its end."""


def draw_removal(context: PageContext) -> PageBody:
    """What goes, what stays and why; nothing is removed before the second yes (R47)."""
    words = context.words
    title, help_ = words("removal.title"), words("removal.help")
    back = Action(id="to-profile", label=words("removal.no"), kind="back")
    profile = context.holdings.profile
    if profile is None:
        missing: Part = (
            unavailable_notice(context, "profile")
            if "profile" in context.holdings.failures
            else Text(id="loading", text=words("profile.loading"), role="hint")
        )
        return PageBody(title=title, parts=(missing,), help=help_)
    rows = _kept(context)
    goes = Facts(
        id="goes",
        title=words("removal.goes"),
        groups=(rows,) if rows else (),
        state="here" if rows else "empty",
        note=words("removal.goes.note" if rows else "removal.nothing"),
    )
    if not rows:
        return PageBody(
            title=title, parts=(goes, Actions(id="removal-actions", items=(back,))), help=help_
        )
    yes = Action(id=REMOVE, label=words("removal.yes"), kind="danger")
    warning = Notice(
        id="for-good",
        kind="warning",
        title=words("profile.remove.warning"),
        body=words("removal.warning"),
    )
    return PageBody(
        title=title,
        parts=(
            goes,
            *_running(context),
            Text(id="stays", text=words("removal.stays")),
            warning,
            # Keeping comes first: a key that is held too long must not remove anything.
            Actions(id="removal-actions", items=(back, yes)),
        ),
        help=help_,
    )


def _kept(context: PageContext) -> tuple[Fact, ...]:
    """What is kept now, counted."""
    holdings, profile = context.holdings, context.holdings.profile
    if profile is None:
        return ()
    counts = {
        "nickname": int(profile.nickname is not None),
        "photo": int(profile.photo is not None),
        "contacts": len(profile.contacts),
        "addresses": len(profile.addresses),
        "consents": len(profile.consents),
        "requests": len(holdings.requests or ()),
        "notices": len(holdings.notices.items) if holdings.notices else 0,
    }
    return tuple(_counted(context, kind, count) for kind, count in counts.items() if count)


def _counted(context: PageContext, kind: str, count: int) -> Fact:
    words = context.words
    return Fact(
        label=words(f"receipt.kept.{kind}"), value=words.count(f"receipt.kept.{kind}.value", count)
    )


def _running(context: PageContext) -> tuple[Notice, ...]:
    """That answers which are still to come can then not be read in the portal."""
    words = context.words
    running = [one for one in context.holdings.requests or () if _is_running(one)]
    if not running:
        return ()
    return (
        Notice(
            id="running",
            kind="info",
            title=words.count("removal.running", len(running)),
            body=words(
                "removal.running.body", references=", ".join(one.reference for one in running)
            ),
        ),
    )


def _is_running(request: RightsRequest) -> bool:
    return decides_elsewhere(request) and not request.over


async def _load(context: PageContext) -> None:
    await ask_profile(context)
    await ask_requests(context)
    await ask_notices(context)


async def _remove(context: PageContext, _action: str) -> str | None:
    holdings = context.holdings
    holdings.removed_profile = await context.portal.remove_profile()
    # Of all that is gone nothing is held here either.
    holdings.profile = holdings.photo = holdings.chosen_photo = None
    holdings.requests = holdings.notices = holdings.messages = None
    holdings.letters.clear()
    holdings.opened.clear()
    holdings.session = await ask(context, "session", context.portal.session()) or holdings.session
    context.finished = True
    return "profile.removed"


# --- the receipt ------------------------------------------------------------------------------


def draw_removed(context: PageContext) -> PageBody:
    """What was there and what is there now, the key, and what stays with others and why."""
    words, removed = context.words, context.holdings.removed_profile
    title, parts = receipt(context)
    again_ = Action(id="to-profile", label=words("removal.anew"), kind="main")
    home = Action(id="to-home", label=words("removal.home"))
    return PageBody(
        title=title,
        parts=(
            *parts,
            Actions(id="removed-actions", items=(again_, home)),
            *((keep_form(context, NAME),) if removed else ()),
        ),
        help=words("removal.help"),
    )


def receipt(context: PageContext) -> tuple[str, tuple[Part, ...]]:
    """The title of the receipt, and what it says."""
    words, removed = context.words, context.holdings.removed_profile
    title = words("removal.receipt")
    if removed is None:
        return title, (Text(id="lead", text=words("removal.none"), role="lead"),)
    return title, (
        Text(
            id="lead",
            text=words("removal.done", moment=words.moment(removed.removed_at)),
            role="lead",
        ),
        _before_and_after(context, removed),
        *_cases(context, removed),
        Text(id="session", text=words("removal.session")),
        Text(id="anew", text=words("removal.anew.text")),
    )


def _before_and_after(context: PageContext, removed: RemovedProfile) -> Facts:
    """Each kind before and now, and that the key is gone."""
    words = context.words
    after = {one.kind: one.count for one in removed.after}
    rows = [
        Fact(
            label=words(f"receipt.kept.{one.kind}"),
            value=words("removal.count", before=one.count, after=after.get(one.kind, 0)),
        )
        for one in removed.before
        if f"receipt.kept.{one.kind}" in words
    ]
    key = "removal.key.gone" if removed.key_destroyed else "removal.key.there"
    rows.append(Fact(label=words("removal.key"), value=words(key)))
    return Facts(
        id="counts",
        title=words("removal.counts"),
        groups=(tuple(rows),),
        note=words("removal.counts.note"),
    )


def _cases(context: PageContext, removed: RemovedProfile) -> tuple[Facts, ...]:
    """The cases that stay with controllers, and what never reached one."""
    words = context.words
    rows = tuple(
        Fact(
            label=words.local(one.controller_name),
            value=one.reference,
            note="" if one.delivered else words("removal.case.lost"),
        )
        for one in removed.cases
    )
    if not rows:
        return ()
    return (
        Facts(
            id="cases",
            title=words("removal.cases"),
            groups=(rows,),
            note=words("removal.cases.note"),
        ),
    )


def find_removal(context: PageContext) -> tuple[Finding, ...]:
    """The page, and its receipt once there is one."""
    words = context.words
    removed = context.holdings.removed_profile is not None
    return (
        place_finding(
            words,
            "profile.removal",
            words("removal.title"),
            detail=words("tab.profile"),
            known_as="profile.removal",
        ),
        *((place_finding(words, "profile.removed", words("removal.receipt")),) if removed else ()),
    )


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="profile.removal",
        draw=draw_removal,
        find=find_removal,
        load=_load,
        acts={RETRY: again(_load), REMOVE: _remove, "to-profile": go_to("profile")},
        tab="profile",
    ),
    PageDefinition(
        name="profile.removed",
        draw=draw_removed,
        acts={
            "to-profile": go_to("profile"),
            "to-home": go_to("home"),
            KEEP: keep(NAME, receipt),
        },
        tab="profile",
    ),
)
