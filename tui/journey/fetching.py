"""Fetches what a page needs from a service, and explains why something could not be fetched."""

from collections.abc import Awaitable
from typing import TYPE_CHECKING, TypeVar

from msgspec.structs import replace

from tui.journey.context import Act, Holdings, Load, PageContext
from tui.locale import Words
from tui.page.parts import Action, Notice
from tui.portal.errors import NotSignedIn, PortalError, ServiceDown

if TYPE_CHECKING:
    from tui.portal.models import KeptNotices

Answer = TypeVar("Answer")

PORTAL = "portal"
"""The reason why something is missing while the portal itself does not answer."""

RETRY = "retry"
"""The action that fetches again; each page maps it to `again` with its own load."""


async def ask(context: PageContext, what: str, question: Awaitable[Answer]) -> Answer | None:
    """The answer, or None with the reason under `what` in the failures of the holdings.

    A page with something missing is still a page. An error about the session (NotSignedIn) is raised.
    """
    try:
        answer = await question
    except NotSignedIn:
        raise
    except PortalError as error:
        reason = PORTAL if isinstance(error, ServiceDown) else error.reason
        context.holdings.failures[what] = reason or "error"
        return None
    context.holdings.failures.pop(what, None)
    return answer


async def ask_catalogue(context: PageContext) -> None:
    """Fetch the catalogue of controllers, unless it is held already."""
    if context.holdings.catalogue is None:
        context.holdings.catalogue = await ask(context, "catalogue", context.portal.catalogue())


async def renew_catalogue(context: PageContext) -> None:
    """Fetch the catalogue, unless the one that is held has exactly the blocks that the portal fetches.

    The registers' catalogue may have changed since it was fetched, or may have been missing then.
    """
    holdings = context.holdings
    if holdings.catalogue_state != "here":
        return
    held = holdings.catalogue
    if held is None or set(holdings.blocks) != {
        block.block_id for controller in held.items for block in controller.blocks
    }:
        renewed = await ask(context, "catalogue", context.portal.catalogue(anew=True))
        holdings.catalogue = renewed or held


async def ask_profile(context: PageContext) -> None:
    """Open the citizen's own profile, unless it is held already."""
    if context.holdings.profile is None:
        context.holdings.profile = await ask(context, "profile", context.portal.profile())


async def ask_photo(context: PageContext) -> None:
    """Open the profile and its photo, unless they are held already."""
    await ask_profile(context)
    holdings = context.holdings
    kept = holdings.profile.photo if holdings.profile else None
    if kept is None:
        holdings.photo = None
        holdings.failures.pop("photo", None)
    elif holdings.photo is None or holdings.photo.version != kept.version:
        from tui.portal.photos import DrawnPhoto, drawn

        found = await ask(context, "photo", context.portal.photo())
        # An older picture would stand under the words for this one.
        holdings.photo = DrawnPhoto(found.version, await drawn(found.image)) if found else None


async def ask_requests(context: PageContext) -> None:
    """Ask how far the citizen's requests are. What is held stays where there is no answer."""
    holdings = context.holdings
    answer = await ask(context, "requests", context.portal.rights_requests())
    if answer is not None:
        holdings.requests, holdings.requests_current = answer.items, answer.current


async def ask_notices(context: PageContext) -> None:
    """Fetch the citizen's notices; whoever asks shows them, so that those that are new have been seen."""
    take_notices(context, await ask(context, "notices", context.portal.notices()))


def take_notices(context: PageContext, notices: "KeptNotices | None") -> None:
    """Hold these; by the name stands how many of them are new. None: they could not be had."""
    holdings = context.holdings
    if notices is not None and holdings.session is not None:
        holdings.notices, holdings.notices_seen = notices, notices.unread
        holdings.session = replace(holdings.session, unread_notices=notices.unread)


def again(load: Load) -> Act:
    """An act that calls `load` again."""

    async def retry(context: PageContext, _action: str) -> str | None:
        await load(context)
        return None

    return retry


def unavailable_notice(context: PageContext, what: str) -> Notice:
    """Why `what` is missing, what to do about it, and whether all else works; with a "try again" button."""
    stem = f"unavailable.{what}"
    return Notice(
        id=f"{what}-unavailable",
        kind="error",
        title=context.words(f"{stem}.title"),
        body=why_missing(context, what),
        actions=(Action(id=RETRY, label=context.words("unavailable.retry"), kind="main"),),
    )


def why_missing(context: PageContext, what: str, party: str = "") -> str:
    """Why `what` is missing, what to do about it, and whether all else works.

    `party` is what the sentences are about, unless it is `what` itself.
    """
    reason = context.holdings.failures.get(what, "")
    stem = f"unavailable.{party or what}"
    why = first_message(
        context.words, f"{stem}.{reason}", f"unavailable.reason.{reason}", f"{stem}.other"
    )
    return f"{why} {all_else(context, what)}".rstrip()


def all_else(context: PageContext, what: str) -> str:
    """A sentence on what works although `what` does not; "" if more than that is known to fail.

    Without the profile there are no consents and no requests, so that only the registers' data is left.
    """
    holdings = context.holdings
    reason = holdings.failures.get(what, "")
    if what == "catalogue" or reason in (PORTAL, *_NO_FAILURE):
        return ""
    failing = {
        _party(holdings, name) for name, why in holdings.failures.items() if why not in _NO_FAILURE
    } | {
        status.controller_id
        for status in holdings.blocks.values()
        if status.state in ("unavailable", "refused")
    }
    party = _party(holdings, what)
    if failing - {party} or holdings.catalogue_state == "unavailable":
        return ""
    return first_message(context.words, f"unavailable.else.{party}", "unavailable.else")


_NO_FAILURE = ("consentRequired", "notAccepted", "notFound")
"""Reasons that say something of the citizen's sign-in or choice, and not that a party fails."""


def _party(holdings: Holdings, what: str) -> str:
    """Who fails if `what` is missing: an authority, the eBox, or the store of profile and requests."""
    kind, _, name = what.partition(".")
    if kind == "block" and name in holdings.blocks:
        return holdings.blocks[name].controller_id
    return {
        "message": "ebox",
        "requests": "profile",
        "photo": "profile",
        "notices": "profile",
    }.get(kind, what)


def first_message(words: Words, *keys: str, **values: object) -> str:
    """The message of the first of these keys that has one."""
    return words(next((key for key in keys if key in words), keys[-1]), **values)


async def fetch_contents(context: PageContext) -> None:
    """Fetch each block that the portal has ready and that is not held yet."""
    holdings = context.holdings
    for block_id, status in list(holdings.blocks.items()):
        if status.state == "here" and block_id not in holdings.contents:
            content = await ask(context, f"block.{block_id}", context.portal.block(block_id))
            if content is not None:
                holdings.contents[block_id] = content
            elif holdings.failures.get(f"block.{block_id}") == "notFound":
                # The portal is fetching it again, and will report when it has arrived.
                del holdings.failures[f"block.{block_id}"]
