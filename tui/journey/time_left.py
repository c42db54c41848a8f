"""How long the citizen can go on: what ends a session or a sign-in, and how it is extended."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from tui.journey.context import Holdings, PageContext
from tui.locale import Words
from tui.page.parts import Action, Notice, Page

if TYPE_CHECKING:
    from tui.portal.models import Interaction, Session

EXTEND = "extend-session"
"""The action that extends the session or the sign-in."""


def ends_signing_in(holdings: Holdings) -> bool:
    """Whether it is the sign-in that ends first: there is no session, or it is signed in anew meanwhile."""
    session, interaction = holdings.session, holdings.interaction
    if session is None or interaction is None:
        return session is None
    return interaction.ending and not session.ending


def _held(holdings: Holdings) -> Session | Interaction | None:
    return holdings.interaction if ends_signing_in(holdings) else holdings.session


def ending_sentence(words: Words, holdings: Holdings) -> str:
    """A sentence that the session or the sign-in is about to end, and when; "" while it is not."""
    held = _held(holdings)
    if held is None or not held.ending or held.ends_at is None:
        return ""
    if not ends_signing_in(holdings):
        said = "session.ending"
    else:
        step = f"sign-in.ending.{held.method}"
        step_first = held.ends_at != held.expires_at and step in words
        said = step if step_first else "sign-in.ending"
    return words(said, time=words.time(held.ends_at))


def time_sentence(words: Words, holdings: Holdings, *, fresh: bool = False) -> str:
    """Until when the citizen can go on; the minutes left only if the portal was just asked (`fresh`)."""
    session, interaction = holdings.session, holdings.interaction
    if session is None:
        if interaction is None:
            return words("time.nobody")
        if interaction.expires_at is None:
            return words("time.signing-in.goes-on")
        return words("time.signing-in", time=words.time(interaction.expires_at))
    sentences = []
    if session.idle_expires_at is not None and not _at_its_limit(session):
        sentences.append(words("time.idle", time=words.time(session.idle_expires_at)))
        if fresh:
            minutes = (session.idle_expires_at - session.now) // timedelta(minutes=1)
            sentences.append(words.count("time.left", max(0, minutes)))
    if session.expires_at is not None:
        limit = "time.limit" if session.expires_at == session.latest_at else "time.term"
        sentences.append(words(limit, time=words.time(session.expires_at)))
    return " ".join(sentences) or words("time.goes-on")


def extended_sentence(words: Words, holdings: Holdings) -> str:
    """The result of extending: until when, at least, the citizen can go on."""
    # With the time in it, because the same sentence twice would not be announced.
    if holdings.session is not None and holdings.session.ends_at is not None:
        return words("session.extended", time=words.time(holdings.session.ends_at))
    return time_sentence(words, holdings)


def ending_notice(context: PageContext, ended: str) -> Notice | None:
    """The notice that the session or the sign-in is about to end, or that the session has `ended`."""
    words, holdings = context.words, context.holdings
    if ended:
        body = words("session.ended.way")
        if context.pending or context.drafts.unsent():
            body += " " + words("session.ended.kept")
        return Notice(id="session", kind="warning", title=ended, body=body)
    if not (ending := ending_sentence(words, holdings)):
        return None
    label = words("sign-in.extend" if ends_signing_in(holdings) else "session.extend")
    more = Action(id=EXTEND, label=label, short=words("command.extend"), kind="main")
    return Notice(
        id="session",
        kind="warning",
        title=ending,
        short=_ending_in_short(words, holdings),
        body=_way_on(words, holdings),
        actions=(more,) if can_be_extended(holdings) else (),
    )


def _ending_in_short(words: Words, holdings: Holdings) -> str:
    held = _held(holdings)
    if held is None or held.ends_at is None:
        return ""
    said = "sign-in.ending.short" if ends_signing_in(holdings) else "session.ending.short"
    return words(said, time=words.time(held.ends_at))


def warns(page: Page) -> bool:
    """Whether the page warns that time is running out, and offers to extend it."""
    return page.pinned is not None and any(action.id == EXTEND for action in page.pinned.actions)


def can_be_extended(holdings: Holdings) -> bool:
    """Whether the session, or otherwise the sign-in, would end later if the citizen extended it."""
    held = _held(holdings)
    if held is None or held.ends_at is None or held.latest_at is None:
        return False
    return held.ends_at < held.latest_at


def _way_on(words: Words, holdings: Holdings) -> str:
    session, more = holdings.session, can_be_extended(holdings)
    if session is None or ends_signing_in(holdings):
        return words("sign-in.ending.way" if more else "sign-in.ending.limit.way")
    if not more:
        return words("session.ending.limit.way")
    return words("session.ending.term.way" if _at_its_limit(session) else "session.ending.idle.way")


def _at_its_limit(session: Session) -> bool:
    return session.expires_at is not None and session.expires_at == session.ends_at
