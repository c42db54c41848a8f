"""`burgerprofiel erase --due`: erases the profiles that are due, and wait because the clock was moved."""

import asyncio
import sys

from tui.backends import Backend, Connector
from tui.background import Background
from tui.journey.troubles import trouble_notice
from tui.locale import Words
from tui.options import tell
from tui.portal.client import Portal
from tui.portal.errors import PortalError
from tui.portal.models import DueProfile

DONE, KEPT = 0, 1
"""Exit codes: nothing is due any more, or the answer was no."""


def erase_due(backend: Backend, words: Words, *, sure: bool) -> int:
    """List what is due, and erase it after a "yes" (or at once when `sure`). Returns the exit code."""
    try:
        return asyncio.run(_erase_due(backend, words, sure=sure))
    except PortalError as error:
        notice = trouble_notice(words, error)
        tell(f"{notice.title} {notice.body}")
        return KEPT


async def _erase_due(backend: Backend, words: Words, *, sure: bool) -> int:
    portal = Portal(Connector(backend, Background()).connect)
    try:
        due = await portal.due()
        if not due:
            print(words("cli.erase.nothing"))
            return DONE
        print(words.count("cli.erase.there", len(due)))
        for profile in due:
            print(due_sentence(words, profile))
        if not sure and not await asyncio.to_thread(_agreed, words):
            print(words("cli.reset.kept"))
            return KEPT
        print(words.count("cli.erase.done", len(await portal.erase_due())))
        return DONE
    finally:
        await portal.close()


def due_sentence(words: Words, profile: DueProfile) -> str:
    """One profile that is due: since when, and what is in it."""
    kinds = [
        words.count(f"due.{kind}", profile.entries[kind])
        for kind in ("nickname", "photo", "contacts", "addresses", "requests")
        if profile.entries.get(kind)
    ]
    last, since = words.date(profile.last_sign_in), words.date(profile.due_since)
    return words("due.profile", last=last, since=since, what=", ".join(kinds) or words("due.none"))


def _agreed(words: Words) -> bool:
    yes = words("cli.reset.yes")
    print(words("cli.erase.ask", yes=yes), end=" ", flush=True)
    answer = sys.stdin.readline()
    if not answer.endswith("\n") or not sys.stdin.isatty():
        print()
    return answer.strip().casefold() == yes
