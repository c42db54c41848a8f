"""The navigator's parts alone: the way back, the frame around a page, words for every trouble."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import timedelta
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.held_devices import devices_in
from tests.unit.pages import NOW, SESSION, context
from tui.devices.card_memory import CardUnreadable
from tui.journey import frame, long_poll
from tui.journey.context import Holdings, PageBody, PageDefinition, Place
from tui.journey.history import MOST_HISTORY, History
from tui.journey.long_poll import LongPolls
from tui.journey.navigator import Navigator
from tui.journey.registry import act_of, pages
from tui.journey.session_watch import SessionWatch
from tui.journey.time_left import EXTEND
from tui.journey.troubles import TRY_AGAIN, trouble_notice
from tui.locale import LANGUAGES, Words
from tui.page.drafts import Drafts
from tui.page.parts import Action, Field, Form, Notice, Page, Text
from tui.pages.links import go_to
from tui.portal import errors
from tui.portal.client import Portal
from tui.portal.errors import NotSignedIn, PortalError, SourceUnavailable
from tui.portal.http import Http
from tui.portal.models import BlockStatus, Session


@pytest.fixture
def navigator(tmp_path: Path) -> Navigator:
    """On the start page, signed out; no service can be reached."""

    async def connect() -> Http:
        raise OSError("no services")

    return Navigator(Portal(connect), Words("nl"), devices_in(tmp_path))


def framed(*parts: Text | Form, session: Session | None = None, **state: object) -> Page:
    """A page with these parts, in its frame."""
    definition = PageDefinition(
        name="start", draw=lambda _: PageBody(help="Hulp.", title="", parts=()), tab="start"
    )
    drawn = PageBody(help="Hulp.", title="Titel", parts=parts)
    known = frame.PageState(**{"revisions": {}, **state})  # type: ignore[arg-type]
    return frame.frame(drawn, definition, context("start", session=session), known)


# --- the way back -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("moves", "back"),
    [
        (["data", "data.identity", "help"], ["data.identity", "data", "start", "start"]),
        (["data", "help", "data"], ["start"]),  # the place before is the way back
        (["data", "data"], ["start"]),  # the same place again is no step
    ],
)
def test_going_back_leads_through_each_place_once(moves: list[str], back: list[str]) -> None:
    history = History()
    for place in moves:
        history.move(Place.parse(place))
    assert [str(history.back()) for _ in back] == back


def test_a_page_own_way_back_forgets_what_came_after() -> None:
    history = History()
    for place in ("data", "data.identity", "controllers"):
        history.move(Place.parse(place))
    history.back_to("data")
    history.move(Place.parse("data"), remember=False)
    assert str(history.back()) == "start"


@pytest.mark.parametrize(
    ("moves", "finished", "back"),
    [
        # "Rights" leads to a form, and the form to the request that came of it.
        (["rights", "rights.new?right=access"], "rights.new?right=access", ["rights", "start"]),
        # It was left half-way, filled in later, and sent.
        (
            ["data", "profile.contact", "help", "ebox", "profile.contact"],
            "profile.contact",
            ["ebox", "help", "data"],
        ),
        # While it was being sent, the citizen went elsewhere, and there twice.
        (["data", "profile.contact", "data.identity"], "profile.contact", ["data", "start"]),
        (["data", "help", "profile.contact", "help"], "profile.contact", ["data", "start"]),
        # Another form of the same page was not sent.
        (
            ["rights.new?right=access", "data", "help", "rights.new?right=object"],
            "rights.new?right=object",
            ["help", "data", "rights.new?right=access"],
        ),
    ],
)
def test_a_place_whose_purpose_is_done_is_not_gone_back_to(
    moves: list[str], finished: str, back: list[str]
) -> None:
    history = History()
    for place in moves:
        history.move(Place.parse(place))
    stays = history.place != Place.parse(finished)
    history.finish(Place.parse(finished))
    if not stays:
        history.move(Place.parse("rights.request/1"))
    assert [str(history.back()) for _ in back] == back


def test_the_way_back_has_an_end() -> None:
    history = History()
    for number in range(500):
        history.move(Place.parse(f"ebox.message/{number}"))
    assert sum(1 for _ in iter(lambda: str(history.back()), "start")) <= MOST_HISTORY


# --- the frame --------------------------------------------------------------------------------


@pytest.mark.requirement("R1", "R15")
def test_signed_out_the_entry_is_sign_in() -> None:
    page = framed(Text(id="a", text="Tekst"))
    assert (page.who, page.who_place) == ("Aanmelden", "sign-in")
    assert page.status == "Gedaan met laden. U bent op: Titel"
    assert [tab.id for tab in page.tabs] == ["start", "data", "ebox", "profile", "rights"]
    assert page.tab == "start"
    assert framed(busy=True).status == "Bezig met laden: Titel"


@pytest.mark.requirement("R17")
@pytest.mark.parametrize(
    ("nickname", "who"), [("", "Noor Peeters"), ("Noortje", "Noortje (Noor Peeters)")]
)
def test_signed_in_the_name_stands_there(nickname: str, who: str) -> None:
    page = framed(session=replace(SESSION, nickname=nickname))
    assert (page.who, page.who_place) == (who, "sign-out")
    assert page.tab == page.tabs[0].id == "home"


@pytest.mark.parametrize(
    ("idle", "latest", "ends", "offered"),
    [
        # A sentence that counted seconds would be read aloud each second.
        (2, 720, "10.02", [EXTEND]),
        (120, 720, "11.00", [EXTEND]),
        (120, 60, "11.00", []),
    ],
)
def test_the_nearing_end_is_said_and_put_off_where_it_can_be(
    idle: int, latest: int, ends: str, offered: list[str]
) -> None:
    """After so many minutes a session ends where nothing is done, and at the latest."""
    times = {"idle_expires_at": idle, "latest_at": latest}
    left = {name: NOW + timedelta(minutes=minutes) for name, minutes in times.items()}
    notice = framed(session=replace(SESSION, state="ending", **left)).pinned
    assert notice is not None
    assert (notice.id, notice.title) == ("session", f"Uw sessie eindigt om {ends} uur.")
    assert [action.id for action in notice.actions] == offered


def test_notices_stand_above_in_one_order() -> None:
    page = framed(
        Text(id="a", text="Tekst"),
        ended="Uw sessie is geëindigd.",
        trouble=Notice(id="trouble", kind="error", title="Mis"),
        done="Klaar.",
    )
    assert [part.id for part in page.parts] == ["session", "trouble", "done", "a"]


def test_the_first_wrong_field_gets_the_focus() -> None:
    form = Form(
        id="form",
        fields=(
            Field(name="one", label="Een", hint=""),
            Field(name="two", label="Twee", hint="", error="Mis"),
        ),
        submit=Action(id="send", label="Stuur"),
    )
    assert framed(form).focus == "form.two"


def test_a_page_begins_where_something_can_be_tried_again() -> None:
    again = Action(id=TRY_AGAIN, label="Probeer opnieuw")
    trouble = Notice(id="trouble", kind="error", title="Mis", actions=(again,))
    assert framed(Text(id="a", text="Tekst"), trouble=trouble).begin == "trouble"
    assert framed(Text(id="a", text="Tekst"), trouble=replace(trouble, actions=())).begin == ""


def test_a_form_that_was_taken_is_written_anew() -> None:
    form = Form(id="form", fields=(), submit=Action(id="send", label="Stuur"), revision=1)
    part = framed(form, revisions={"form": 2}).parts[0]
    assert isinstance(part, Form)
    assert part.revision == 3


# --- pages and acts ---------------------------------------------------------------------------


def test_every_page_has_its_own_name() -> None:
    names = [page.name for page in pages()]
    assert len(set(names)) == len(names)


def test_the_longest_entry_does_the_action() -> None:
    short, long, whole = (go_to(place) for place in ("short", "long", "whole"))
    page = PageDefinition(
        name="x",
        draw=lambda _: PageBody(help="Hulp.", title="", parts=()),
        acts={"remove-*": short, "remove-contact-*": long, "remove-all": whole},
    )
    assert act_of(page, "remove-contact-3") is long
    assert act_of(page, "remove-3") is short
    assert act_of(page, "remove-all") is whole
    assert act_of(page, "add") is None


@pytest.mark.parametrize("place", ["../../etc", "data.", "?", "", "ebox.message", "x" * 10_000])
async def test_a_link_that_leads_nowhere_is_said(navigator: Navigator, place: str) -> None:
    await navigator.open(place)
    assert navigator.page.id in ("start", "sign-in")
    assert any(part.id == "trouble" for part in navigator.page.parts)


@pytest.mark.parametrize(
    ("place", "stands", "busy"),
    [
        ("contact", "contact", False),
        ("controllers.entry/ahovoks", "controllers.entry/ahovoks", True),
        ("data", "sign-in", True),
        ("nowhere", "start", True),
        ("start", "start", True),
    ],
)
def test_a_place_is_shown_before_the_services_are_there(
    navigator: Navigator, place: str, stands: str, busy: bool
) -> None:
    navigator.begin(place)
    assert (navigator.page.place, navigator.page.busy) == (stands, busy)


async def test_what_a_place_waited_for_is_over_once_it_was_asked_for(navigator: Navigator) -> None:
    navigator.begin("controllers")
    await navigator.open("controllers")
    assert not navigator.page.busy


async def test_what_the_page_does_not_offer_is_not_done(navigator: Navigator) -> None:
    before = navigator.page
    await navigator.act("sign-out-now")
    await navigator.choose("sections", "data")
    await navigator.submit("profile-nickname", {})
    assert navigator.page == before


# --- troubles ---------------------------------------------------------------------------------


def every_error() -> list[type[PortalError]]:
    """All errors of the client and of the devices."""
    found = [
        one
        for one in vars(errors).values()
        if isinstance(one, type) and issubclass(one, PortalError) and one is not errors.InvalidInput
    ]
    return [*found, CardUnreadable]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("kind", every_error(), ids=lambda kind: kind.__name__)
def test_every_trouble_has_words_and_a_way_on(kind: type[PortalError], language: str) -> None:
    for reason in ("", "never-heard-of"):
        notice = trouble_notice(Words(language), kind(reason))
        assert notice.title.endswith(".")
        assert notice.body
        assert "never-heard-of" not in f"{notice.title} {notice.body}"


async def test_services_that_cannot_start_are_said_and_can_be_tried_again(
    navigator: Navigator,
) -> None:
    await navigator.open("data")
    for _ in range(2):
        trouble = next(part for part in navigator.page.parts if part.id == "trouble")
        assert isinstance(trouble, Notice)
        assert "simulator" in trouble.title
        await navigator.act("try-again")


# --- background -------------------------------------------------------------------------------


NO_ANSWER = SourceUnavailable("noAnswer")
BROKEN = ZeroDivisionError()


@pytest.mark.parametrize(
    "answers",
    [
        (NO_ANSWER, SourceUnavailable(), True, False),
        (NotSignedIn("idle"),),
        (errors.InteractionGone("expired"),),
        (BROKEN,),
    ],
    ids=["in the end", "signed out", "sign-in over", "broken"],
)
async def test_a_question_is_asked_until_there_is_no_more_to_hear(
    answers: tuple[Exception | bool, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(long_poll, "PAUSE", 0)
    asked: list[Exception | bool] = []
    crashed: list[BaseException] = []

    async def ask() -> bool:
        asked.append(answer := answers[len(asked)])
        if isinstance(answer, Exception):
            raise answer
        return answer

    heard: list[errors.PortalError | None] = []
    long_polls = LongPolls(crashed.append, lambda _, error: heard.append(error))
    for _ in range(2):  # the second time it is being asked already
        long_polls.repeat("x", ask)
    for _ in range(20):
        await asyncio.sleep(0)
    assert tuple(asked) == answers
    assert crashed == [one for one in answers if one is BROKEN]
    # What goes on is told: a way out of reach, and that it is back without anybody asking.
    over = (NotSignedIn, errors.InteractionGone, ZeroDivisionError)
    told = (one for one in answers if not isinstance(one, over))
    assert heard == [one if isinstance(one, errors.PortalError) else None for one in told]
    await long_polls.close()


async def test_a_question_that_stops_itself_is_not_asked_again() -> None:
    """Another may have its name by then: both would go on side by side."""
    asked = []

    async def second() -> bool:
        asked.append("second")
        return False

    async def first() -> bool:
        asked.append("first")
        long_polls.stop("x")
        long_polls.repeat("x", second)
        return len(asked) < 5

    long_polls = LongPolls(lambda _: None)
    long_polls.repeat("x", first)
    for _ in range(9):
        await asyncio.sleep(0)
    assert asked == ["first", "second"]
    await long_polls.close()


async def test_holdings_of_a_session_that_is_over_are_not_heard(navigator: Navigator) -> None:
    before = navigator.page
    navigator.say(NotSignedIn("idle"), Holdings(session=SESSION))
    assert navigator.page == before


class NothingAsked(LongPolls):
    """Of a session that is not there, nothing is heard."""

    def repeat(self, name: str, ask: Callable[[], Awaitable[bool]]) -> None:
        del name, ask


@pytest.mark.requirement("R49")
def test_what_is_held_of_a_citizen_is_not_there_for_who_signs_in_in_their_place(
    navigator: Navigator, tmp_path: Path
) -> None:
    portal, polls = navigator.context().portal, NothingAsked(lambda _: None)
    watch = SessionWatch(portal, devices_in(tmp_path), Drafts(), navigator, polls)
    other = replace(SESSION, citizen=replace(SESSION.citizen, given_name="Amir"))
    for session, held in ((SESSION, False), (SESSION, True), (other, False)):
        pending = watch.pending
        assert watch.begin(session) is held
        assert (watch.pending is pending) is held, "what is still at work writes into their own"
        assert (bool(watch.holdings.blocks), watch.holdings.session) == (held, session)
        watch.holdings.blocks["identity"] = BlockStatus(
            block_id="identity", controller_id="rijksregister", state="loading"
        )


async def test_trouble_of_a_place_that_was_left_is_not_told_elsewhere(tmp_path: Path) -> None:
    asked, failing = asyncio.Event(), asyncio.Event()

    async def connect() -> Http:
        asked.set()
        await failing.wait()
        raise OSError("no services")

    navigator = Navigator(Portal(connect), Words("nl"), devices_in(tmp_path))
    leaving = asyncio.create_task(navigator.open("persons"))
    await asked.wait()
    await navigator.open("help")
    failing.set()
    await leaving
    assert navigator.page.id == "help"
    assert not any(part.id == "trouble" for part in navigator.page.parts)
