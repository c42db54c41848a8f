"""Completes what a page function drew to a whole page, with tabs, name, status, notices and device."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from tui.journey.context import Holdings, PageBody, PageContext, PageDefinition
from tui.journey.fetching import RETRY
from tui.journey.time_left import ending_notice
from tui.journey.troubles import TRY_AGAIN, cut_off_notice, lost_notice
from tui.locale import Words
from tui.page.parts import Device, Form, Listing, Notice, Page, Part, Tab, leaves

if TYPE_CHECKING:
    from tui.portal.models import Session

SUMMED_UP = 2
"""From this many wrong fields on, they are listed above the page, each with a link to it."""

_TABS = ("data", "ebox", "profile", "rights")


class PageState(Struct, frozen=True, kw_only=True):
    """What the navigator adds to what the page itself shows.

    `alone`: no portal stands around the page. `revisions` counts how often each form has been sent
    successfully: its fields then show `stored` again.
    """

    demo: Notice | None = None
    trouble: Notice | None = None
    done: str = ""
    ended: str = ""
    lost: bool = False
    cut_off: str = ""
    busy: bool = False
    device: Device | None = None
    alone: bool = False
    revisions: Mapping[str, int]


def frame(
    drawn: PageBody, definition: PageDefinition, context: PageContext, state: PageState
) -> Page:
    """The page as it is shown. Pure."""
    words, session = context.words, context.holdings.session
    above: list[Part] = []
    ending = ending_notice(context, state.ended)
    if ending is not None and state.ended:
        above.append(ending)
    if state.demo is not None:
        above.append(state.demo)
    if state.trouble is not None:
        above.append(state.trouble)
    if state.done:
        above.append(good(state.done))
    if notice := _summary(words, drawn.parts):
        above.append(notice)
    # On a narrow screen, an item opened from a list replaces the list.
    opened = any(isinstance(part, Listing) and part.chosen for part in drawn.parts)
    over, beside = ([], above) if drawn.aside and opened else (above, [])
    parts = tuple(_revised(part, state.revisions) for part in (*over, *drawn.parts))
    aside = tuple(_revised(part, state.revisions) for part in (*beside, *drawn.aside))
    on_device = (state.device,) if state.device else ()
    status = words("status.loading" if state.busy else "status.loaded", title=drawn.title)
    return Page(
        id=definition.name if not definition.name.endswith("*") else context.place.name,
        place=str(context.place),
        title=drawn.title,
        window=drawn.window,
        parts=parts,
        aside=aside,
        overview=drawn.overview,
        count=drawn.count,
        list_of=drawn.list_of,
        opened=drawn.opened,
        device=state.device,
        tabs=() if state.alone or definition.elsewhere else _tabs(words, context.holdings),
        tab=_tab(definition, session),
        status=status,
        news="" if state.alone else _news(words, context.holdings),
        who="" if state.alone else who(words, context.holdings),
        who_place="" if state.alone else "sign-out" if session else "sign-in",
        step=drawn.step,
        date=_day(words, context.holdings),
        until=_until(words, session),
        help=drawn.help,
        focus=_first_error(leaves((*parts, *aside, *on_device))) or drawn.focus,
        begin=_to_try_again((*parts, *aside)) or drawn.begin,
        busy=state.busy,
        pinned=_pinned(words, state, ending),
    )


def _pinned(words: Words, state: PageState, ending: Notice | None) -> Notice | None:
    """What is above the page: while the portal cannot be reached, nothing is known of an end."""
    if state.ended:
        return None
    if state.lost:
        return lost_notice(words)
    return cut_off_notice(words, state.cut_off) if state.cut_off else ending


def good(sentence: str) -> Notice:
    """A notice that something was done."""
    return Notice(id="done", kind="good", title=sentence)


def who(words: Words, holdings: Holdings) -> str:
    """The entry at the top right: "Aanmelden" (R15), or the citizen's name and how much is new (R17)."""
    session = holdings.session
    if session is None:
        return words("who.sign-in")
    name = session.citizen.name
    if nickname := called(holdings):
        name = words("who.nickname", nickname=nickname, name=name)
    unread = session.unread_notices + (holdings.messages.unread if holdings.messages else 0)
    return words.count("who.unread", unread, name=name) if unread else name


def _news(words: Words, holdings: Holdings) -> str:
    """That notices have come since the citizen last saw how many are new; they are not shown unasked."""
    come = holdings.session.unread_notices - holdings.notices_seen if holdings.session else 0
    return words.count("status.notices", come) if come > 0 else ""


def called(holdings: Holdings) -> str:
    """The citizen's nickname; "" if there is none."""
    if holdings.profile is not None:
        return holdings.profile.nickname.value if holdings.profile.nickname else ""
    return holdings.session.nickname if holdings.session else ""


def _tabs(words: Words, holdings: Holdings) -> tuple[Tab, ...]:
    first = "home" if holdings.session else "start"
    unread = holdings.messages.unread if holdings.messages else 0
    return (
        Tab(id=first, label=words("tab.start")),
        *(
            Tab(id=tab, label=words(f"tab.{tab}"), count=unread if tab == "ebox" else 0)
            for tab in _TABS
        ),
    )


def _day(words: Words, holdings: Holdings) -> str:
    """The day in this world, as far as it is known."""
    now = holdings.session.now if holdings.session is not None else holdings.heard_at
    return words.day(now) if now is not None else ""


def _until(words: Words, session: Session | None) -> str:
    """Until when the session lasts if nothing is done; a time, so that nothing counts down."""
    if session is None or session.ends_at is None:
        return ""
    return words("session.until", time=words.time(session.ends_at))


def _tab(definition: PageDefinition, session: Session | None) -> str:
    if definition.tab in ("start", "home"):
        return "home" if session else "start"
    return definition.tab


def _revised(part: Part, revisions: Mapping[str, int]) -> Part:
    if isinstance(part, Form) and (more := revisions.get(part.id, 0)):
        return replace(part, revision=part.revision + more)
    return part


def _first_error(parts: tuple[Part, ...]) -> str:
    return next(iter(_wrong(parts)), "")


def _to_try_again(parts: tuple[Part, ...]) -> str:
    """The first notice that something failed that can be tried again; "" if there is none."""
    return next(
        (
            part.id
            for part in parts
            if isinstance(part, Notice)
            and any(one.id in (TRY_AGAIN, RETRY) for one in part.actions)
        ),
        "",
    )


def _summary(words: Words, parts: tuple[Part, ...]) -> Notice | None:
    """How many answers are wrong, with a link to each; None below SUMMED_UP: a single one has the focus."""
    wrong = _wrong(parts)
    if len(wrong) < SUMMED_UP:
        return None
    title = words.count("form.wrong", len(wrong))
    return Notice(id="wrong", kind="error", title=title, targets=wrong)


def _wrong(parts: tuple[Part, ...]) -> tuple[str, ...]:
    """The fields with an error, each as "form.field"."""
    return tuple(
        f"{part.id}.{field.name}"
        for part in parts
        if isinstance(part, Form)
        for field in part.fields
        if field.error
    )
