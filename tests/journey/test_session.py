"""A session from its first block to its end: blocks come, time passes, all is wiped; parties are real."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

import pytest

from tests.conftest import START
from tests.journey.filling import sign_out
from tests.journey.steps import (
    become,
    find,
    has,
    is_signed_in,
    loaded,
    offers,
    said,
    sign_in_by_itsme,
    until,
)
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.journey.session_watch import POLL
from tui.journey.time_left import EXTEND
from tui.journey.troubles import TRY_AGAIN
from tui.page.offered import is_settled
from tui.page.parts import Facts, Notice, Page
from tui.portal.client import Portal
from tui.portal.errors import PortalError, ServiceDown, SourceUnavailable
from tui.portal.models import Changes, Session


@pytest.mark.requirement("R21")
async def test_a_block_that_is_fetched_anew_takes_the_place_of_the_old_one(
    signed_in: Navigator, portal: Portal, services: Services
) -> None:
    await signed_in.open("data")
    page = await until(signed_in, is_settled)
    before = find(page, "block-identity", Facts).source
    await services.move(timedelta(minutes=2))
    await portal.refresh("identity")
    await until(
        signed_in, lambda page: find(page, "block-identity", Facts).source != before, "a new time"
    )
    await services.fail("rijksregister", "wrongSchema")
    await services.move(timedelta(minutes=2))
    await portal.refresh("identity")
    await until(
        signed_in, lambda page: find(page, "block-identity", Facts).state == "refused", "a refusal"
    )


# --- a portal out of reach --------------------------------------------------------------------

NICKNAME = ("profile.nickname", "nickname-form", "nickname")


def is_lost(page: Page) -> bool:
    """Whether the line above the page says that the portal cannot be reached."""
    return page.pinned is not None and page.pinned.id == "lost"


@pytest.mark.served
async def test_a_portal_out_of_reach_is_said_in_one_line_until_it_is_back(
    signed_in: Navigator, services: Services
) -> None:
    await signed_in.open(NICKNAME[0])
    before = await until(signed_in, is_settled)
    signed_in.drafts.write(*NICKNAME, "Nono")
    await services.fail("profile_service", "down")
    await services.move(
        timedelta(seconds=26)
    )  # the poll that waits is answered, and the next is not
    page = await until(signed_in, is_lost, "the line")
    assert (page.place, page.parts) == (before.place, before.parts), "the page stays as it was"
    said = "Het portaal is niet bereikbaar. We blijven het proberen. Wat u typt, blijft bewaard."
    assert signed_in.session_notice == said
    await signed_in.act(EXTEND)  # its key, as long as there is nothing to put off
    assert is_lost(signed_in.page)
    assert not has(signed_in.page, "trouble"), "once is enough"
    await services.mend()
    await signed_in.act(EXTEND)
    assert not is_lost(signed_in.page)
    assert signed_in.session_notice == ""
    assert signed_in.drafts.read(*NICKNAME) == "Nono"


@pytest.mark.parametrize("hangs", [True, False])
async def test_a_portal_that_hangs_is_out_of_reach_and_one_whose_time_stands_still_is_not(
    signed_in: Navigator, monkeypatch: pytest.MonkeyPatch, *, hangs: bool
) -> None:
    """What waits for news times out in either; what waits for nothing does only where nobody answers."""
    watch, portal = signed_in._session, signed_in._portal
    signed_in._long_polls.stop(POLL)
    changes, waited = portal.changes, []

    async def answered(after: int | None = None, wait: float = 0) -> Changes:
        waited.append(bool(wait))
        if wait or hangs:
            raise ServiceDown("noAnswer", "")
        return await changes(after, wait)

    monkeypatch.setattr(portal, "changes", answered)
    for _ in range(2):
        assert not is_lost(signed_in.page)
        try:
            await watch._ask()
        except PortalError as error:
            watch.hear(POLL, error)
        else:
            watch.hear(POLL, None)
    assert (waited, is_lost(signed_in.page)) == ([True, False], hangs)


@pytest.mark.parametrize("typed", ["Nono", ""])
async def test_what_was_typed_is_said_to_be_there_only_if_something_was(
    signed_in: Navigator, services: Services, typed: str
) -> None:
    await signed_in.open(NICKNAME[0])
    await until(signed_in, is_settled)
    signed_in.drafts.write(*NICKNAME, typed)
    await services.fail("profile_service", "down")
    await signed_in.act(EXTEND)
    trouble = find(signed_in.page, "trouble", Notice)
    assert trouble.body.startswith("Wat u typte, staat er nog. ") is bool(typed)
    await services.mend()
    await signed_in.act(TRY_AGAIN)
    await services.move(timedelta(minutes=16))
    page = await until(signed_in, lambda page: page.place == "start", "the start page")
    assert ("Wat u typte, staat er nog" in find(page, "session", Notice).body) is bool(typed)


# --- the end of a session ---------------------------------------------------------------------


async def test_the_end_is_told_beside_what_was_opened_from_a_list(
    signed_in: Navigator, services: Services
) -> None:
    """Where there is no room for both, the list is hidden, and what stands above it too."""
    await signed_in.open("privacy?section=general")
    await services.move(timedelta(minutes=13, seconds=30))
    page = await until(signed_in, lambda page: has(page, "session"), "the warning")
    assert page.pinned is not None


@pytest.mark.requirement("R44")
async def test_the_end_is_told_before_it_comes_and_can_be_put_off(
    signed_in: Navigator, services: Services
) -> None:
    await signed_in.open("help")
    await services.move(timedelta(minutes=13, seconds=30))
    page = await until(signed_in, lambda page: has(page, "session"), "the warning")
    assert find(page, "session", Notice).title == "Uw sessie eindigt om 10.15 uur."
    assert signed_in.session_notice == "Uw sessie eindigt om 10.15 uur."
    assert page.place == "help"
    await signed_in.act(EXTEND)
    page = await until(signed_in, lambda page: not has(page, "session"))
    assert find(page, "done", Notice).title == "Uw sessie duurt nu minstens tot 10.28 uur."
    assert signed_in.session_notice == ""
    await services.move(timedelta(minutes=5))
    await signed_in.open("profile")
    assert signed_in.page.place == "profile"


@pytest.mark.requirement("R44")
async def test_an_idle_session_ends_and_takes_all_with_it(
    signed_in: Navigator, services: Services
) -> None:
    await signed_in.open("data")
    await until(signed_in, is_settled)
    await services.move(timedelta(minutes=16))
    page = await until(signed_in, lambda page: page.place == "start", "the start page")
    notice = find(page, "session", Notice)
    assert notice.title == "Uw sessie is geëindigd. U deed 15 minuten niets."
    assert signed_in.session_notice == notice.title
    assert page.who == "Aanmelden"
    assert signed_in._session.holdings.contents == {}
    assert signed_in._session.holdings.session is None
    await signed_in.open("help")
    assert signed_in.session_notice == ""


@pytest.mark.requirement("R44")
async def test_a_citizen_who_reads_pages_that_ask_the_portal_nothing_is_not_idle(
    signed_in: Navigator, services: Services
) -> None:
    for minutes in (10, 20, 30, 40):
        await services.move(timedelta(minutes=10))
        await _told_the_time(signed_in, minutes)
        await signed_in.open("help" if signed_in.page.id == "faq" else "faq")
        await _told(signed_in, partial(_idle_ends, START + timedelta(minutes=minutes + 15)))
    assert is_signed_in(signed_in.page)
    assert not has(signed_in.page, "trouble")


async def test_the_portal_is_told_once_a_minute_at_most_that_the_citizen_reads(
    signed_in: Navigator, services: Services, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = 0

    async def stay(_portal: Portal) -> Session:
        nonlocal asked
        asked += 1
        raise SourceUnavailable("unreachable")

    monkeypatch.setattr(Portal, "stay", stay)
    await services.move(timedelta(seconds=59))
    await _told_the_time(signed_in, 59 / 60)
    await signed_in.open("help")
    await asyncio.sleep(0)
    assert asked == 0
    await services.move(timedelta(seconds=31))  # more than a question to the portal stays open
    await _told_the_time(signed_in, 1.5)
    for place in ("faq", "help", "privacy", "cookies"):
        await signed_in.open(place)
        await asyncio.sleep(0)
    assert asked == 1
    assert not has(signed_in.page, "trouble"), "nobody asked for this"


async def test_a_warning_that_was_answered_does_not_come_again_with_an_overtaken_answer(
    signed_in: Navigator, services: Services
) -> None:
    await services.move(timedelta(minutes=13))
    await _told(signed_in, lambda session: session.ending)
    watch = signed_in._session
    overtaken = watch.holdings.session
    assert overtaken is not None
    await signed_in.act(EXTEND)
    await _told(signed_in, lambda session: not session.ending)
    watch._hold(overtaken, overtaken)  # it was on its way when more time was asked for
    assert watch.holdings.session is not overtaken


def _idle_ends(moment: datetime, session: Session) -> bool:
    return session.idle_expires_at == moment


async def _told_the_time(navigator: Navigator, minutes: float) -> None:
    """Wait until the citizen's side knows that so much time has passed since nine o'clock."""
    await _told(navigator, lambda session: session.now >= START + timedelta(minutes=minutes))


async def _told(navigator: Navigator, wanted: Callable[[Session], bool]) -> None:
    """Wait until the portal has told this of the session."""
    async with asyncio.timeout(5):
        while True:
            session = navigator._session.holdings.session
            if session is not None and wanted(session):
                return
            await asyncio.sleep(0)


@pytest.mark.parametrize("time_limits", [False])
async def test_without_time_limits_a_session_is_there_after_five_hours(
    signed_in: Navigator, portal: Portal, services: Services
) -> None:
    await signed_in.open("data")
    await until(signed_in, is_settled)
    await services.move(timedelta(hours=5))
    assert (await portal.session()).state == "active"
    assert signed_in.session_notice == ""
    await signed_in.act("info-identity")
    assert "Identiteit" in said(signed_in.page)
    await signed_in.open("sign-out")
    assert [one.label for one in find(signed_in.page, "session-facts", Facts).groups[0]] == [
        "Naam", "Aangemeld met", "Toestel", "Sinds",
    ]  # fmt: skip
    assert not offers(signed_in.page, EXTEND)
    await signed_in.act(EXTEND)
    assert find(signed_in.page, "done", Notice).title == (
        "Ook als u niets doet, loopt uw sessie door."
    )


async def test_the_end_of_the_hour_is_told_and_can_be_put_off(
    signed_in: Navigator, portal: Portal, services: Services
) -> None:
    for _ in range(5):
        await services.move(timedelta(minutes=11, seconds=40))
        await portal.profile()

    def warned(page: Page) -> bool:
        # An answer that was on its way while the time moved may still tell of an earlier end.
        return has(page, "session") and find(page, "session", Notice).title.endswith("11.00 uur.")

    await until(signed_in, warned, "the warning")
    await signed_in.act(EXTEND)
    page = await until(signed_in, lambda page: not has(page, "session"))
    assert find(page, "done", Notice).title == "Uw sessie duurt nu minstens tot 11.13 uur."
    await services.move(timedelta(minutes=10))
    await portal.profile()
    assert is_signed_in(signed_in.page)


async def test_extending_where_nobody_is_signed_in_says_so(navigator: Navigator) -> None:
    await navigator.act(EXTEND)
    assert find(navigator.page, "done", Notice).title.startswith("Niemand is aangemeld.")


async def test_what_was_typed_is_there_after_signing_in_again(
    signed_in: Navigator, services: Services
) -> None:
    await signed_in.open("rights.new")
    signed_in.drafts.write("rights.new", "request", "words", "Mijn naam is fout gespeld.")
    await services.move(timedelta(minutes=16))
    await until(signed_in, lambda page: page.place == "start")
    await sign_in_by_itsme(signed_in)
    assert signed_in.page.place == "rights.new"
    assert signed_in.drafts.form("rights.new", "request") == {"words": "Mijn naam is fout gespeld."}


async def test_another_person_finds_nothing_of_the_one_before(
    signed_in: Navigator, services: Services
) -> None:
    signed_in.drafts.write("rights.new", "request", "words", "Mijn naam is fout gespeld.")
    await services.move(timedelta(minutes=16))
    await until(signed_in, lambda page: page.place == "start")
    await become(signed_in, "amir-haddad")
    await sign_in_by_itsme(signed_in)
    assert signed_in.page.who == "Amir Haddad"
    assert signed_in.drafts.form("rights.new", "request") == {}


# --- signing out ------------------------------------------------------------------------------


@pytest.mark.served
@pytest.mark.requirement("R43", "R44")
async def test_signing_out_gives_a_receipt(signed_in: Navigator) -> None:
    await signed_in.open("data")
    await until(signed_in, is_settled)
    signed_in.drafts.write("profile", "nickname", "nickname", "Noortje")
    await sign_out(signed_in)
    page = signed_in.page
    assert page.place == "receipt"
    assert page.who == "Aanmelden"
    removed = [fact.label for group in find(page, "removed", Facts).groups for fact in group]
    assert {"Identiteit", "Voertuigen", "Sleutel van uw sessie"} <= set(removed)
    assert not has(page, "provider")
    assert not has(page, "session")
    assert signed_in.session_notice == ""
    assert signed_in.drafts.form("profile", "nickname") == {}
    assert signed_in._session.holdings.contents == {}
    assert signed_in._session.holdings.profile is None


@pytest.mark.requirement("R13", "R44")
async def test_after_signing_out_there_is_no_way_back_to_the_data(signed_in: Navigator) -> None:
    await signed_in.open("data.identity")
    await sign_out(signed_in)
    await signed_in.back()
    assert signed_in.page.place == "start"
    await signed_in.open("data.identity")
    assert signed_in.page.id == "sign-in"


async def test_the_receipt_is_there_only_after_signing_out(navigator: Navigator) -> None:
    await navigator.open("receipt")
    assert "U bent niet aangemeld." in said(navigator.page)


# --- the citizen's side -----------------------------------------------------------------------


async def test_an_action_cannot_run_twice_at_once(signed_in: Navigator) -> None:
    await signed_in.open("sign-out")
    first = asyncio.ensure_future(signed_in.act("sign-out-now"))
    await asyncio.sleep(0)
    assert signed_in.page.busy
    await signed_in.act("sign-out-now")
    assert not first.done()
    await first
    assert signed_in.page.place == "receipt"


async def test_each_listener_hears_of_each_change(signed_in: Navigator) -> None:
    one, two = signed_in.changes(), signed_in.changes()
    await signed_in.open("help")
    assert (await anext(one)).place == "help"
    assert (await anext(two)).place == "help"
    await signed_in.close()
    with pytest.raises(StopAsyncIteration):
        await anext(one)


async def test_services_that_are_gone_are_said_in_words(
    signed_in: Navigator, services: Services
) -> None:
    await until(signed_in, loaded)
    services.vanish()
    await signed_in.open("rights.new")
    signed_in.drafts.write("rights.new", "request", "words", "Een vraag.")
    await sign_out(signed_in)
    notice = find(signed_in.page, "trouble", Notice)
    assert notice.title
    assert signed_in.drafts.form("rights.new", "request") == {"words": "Een vraag."}
