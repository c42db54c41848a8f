"""Asks a service for what a page needs, and says in words why it could not be had."""

from collections.abc import Awaitable
from typing import TypeVar

from tui.journey.context import Act, Load, PageContext
from tui.locale import Words
from tui.page.parts import Action, Notice
from tui.portal.errors import NotSignedIn, PortalError

Answer = TypeVar("Answer")

RETRY = "retry"
"""The action that asks again; each page maps it to `again` of its own load."""


async def ask(context: PageContext, what: str, question: Awaitable[Answer]) -> Answer | None:
    """The answer, or None with the reason under `what` in the failures of the holdings.

    A page with one thing missing is still a page. What concerns the session (NotSignedIn) is raised on.
    """
    try:
        answer = await question
    except NotSignedIn:
        raise
    except PortalError as error:
        context.holdings.failures[what] = error.reason or "error"
        return None
    context.holdings.failures.pop(what, None)
    return answer


async def ask_catalogue(context: PageContext) -> None:
    """Fetch the catalogue of controllers, unless it is held already."""
    if context.holdings.catalogue is None:
        context.holdings.catalogue = await ask(context, "catalogue", context.portal.catalogue())


async def renew_catalogue(context: PageContext) -> None:
    """Fetch the catalogue, unless what is held names exactly the blocks that the portal asks for.

    The registers may say something else than when it was fetched, or may have said nothing then.
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


def again(load: Load) -> Act:
    """The act of asking once more for what `load` fetches."""

    async def retry(context: PageContext, _action: str) -> str | None:
        await load(context)
        return None

    return retry


def unavailable_notice(context: PageContext, what: str) -> Notice:
    """Why `what` is not there, what still works, and how it comes back; with "try again"."""
    reason = context.holdings.failures.get(what, "")
    stem = f"unavailable.{what}"
    return Notice(
        id=f"{what}-unavailable",
        kind="error",
        title=context.words(f"{stem}.title"),
        body=first_message(
            context.words,
            f"{stem}.{reason}",
            f"unavailable.reason.{reason}",
            f"{stem}.other",
        ),
        actions=(Action(id=RETRY, label=context.words("unavailable.retry"), kind="main"),),
    )


def first_message(words: Words, *keys: str, **values: object) -> str:
    """The message of the first key that has one."""
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
                # It was asked anew in the meantime: the portal will tell when it is there.
                del holdings.failures[f"block.{block_id}"]
