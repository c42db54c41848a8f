"""From what a page function drew to a whole page: tabs, name, status, notices and device around it."""

from collections.abc import Mapping
from dataclasses import dataclass

from msgspec.structs import replace

from tui.journey.page import Action, Form, Listing, Notice, Page, Part, Tab
from tui.journey.visit import Drawn, Holdings, PageDefinition, Visit
from tui.locale import Words
from tui.portal.models import Interaction, Session

EXTEND = "extend-session"
"""The action that lets the session go on."""

_TABS = ("data", "ebox", "profile", "rights")


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """What the navigator knows beside what the page itself shows.

    `revisions` counts, by form, how often it was sent with success: its fields are then written anew.
    """

    trouble: Notice | None = None
    done: str = ""
    ended: str = ""
    busy: bool = False
    device: tuple[Part, ...] = ()
    revisions: Mapping[str, int]


def frame(
    drawn: Drawn, definition: PageDefinition, visit: Visit, surroundings: Surroundings
) -> Page:
    """The page as it is shown. Pure."""
    words, session = visit.words, visit.holdings.session
    above: list[Part] = []
    if notice := session_notice(words, session, surroundings.ended):
        above.append(notice)
    if surroundings.trouble is not None:
        above.append(surroundings.trouble)
    if surroundings.done:
        above.append(good(surroundings.done))
    # Where there is no room for both, what was opened from a list stands in the list's place.
    opened = any(isinstance(part, Listing) and part.chosen for part in drawn.parts)
    over, beside = ([], above) if drawn.aside and opened else (above, [])
    parts = tuple(_revised(part, surroundings.revisions) for part in (*over, *drawn.parts))
    aside = tuple(_revised(part, surroundings.revisions) for part in (*beside, *drawn.aside))
    status = words("status.loading" if surroundings.busy else "status.loaded", title=drawn.title)
    return Page(
        id=definition.name if not definition.name.endswith("*") else visit.place.name,
        place=str(visit.place),
        title=drawn.title,
        parts=parts,
        aside=aside,
        device=surroundings.device,
        device_title=words("device.title") if surroundings.device else "",
        tabs=_tabs(words, session),
        tab=_tab(definition, session),
        status=status,
        who=who(words, visit.holdings),
        who_place="sign-out" if session else "sign-in",
        step=drawn.step,
        help=drawn.help,
        focus=_first_error((*parts, *aside, *surroundings.device)) or drawn.focus,
        busy=surroundings.busy,
    )


def good(sentence: str) -> Notice:
    """That something was done."""
    return Notice(id="done", kind="good", title=sentence)


def who(words: Words, holdings: Holdings) -> str:
    """The entry at the top right: "Aanmelden" (R15), or whose session this is and what is unread (R17)."""
    session = holdings.session
    if session is None:
        return words("who.sign-in")
    name = session.citizen.name
    if nickname := called(holdings):
        name = words("who.nickname", nickname=nickname, name=name)
    unread = holdings.messages.unread if holdings.messages else 0
    return words.count("who.unread", unread, name=name) if unread else name


def called(holdings: Holdings) -> str:
    """The citizen's nickname, "" when there is none."""
    if holdings.profile is not None:
        return holdings.profile.nickname.value if holdings.profile.nickname else ""
    return holdings.session.nickname if holdings.session else ""


def ending_sentence(words: Words, session: Session | None) -> str:
    """That the session is about to end, and when; "" while it is not."""
    if session is None or session.state != "ending":
        return ""
    if _at_its_limit(session):
        return words("session.ending.limit", time=words.time(session.expires_at))
    return words("session.ending.idle", time=words.time(session.idle_expires_at))


def time_sentence(
    words: Words, session: Session | None, interaction: Interaction | None, *, goes_on: bool
) -> str:
    """Until when one can go on, in words; `goes_on` says that an idle session is extended by itself."""
    if session is None:
        if interaction is None:
            return words("time.nobody")
        return words("time.signing-in", time=words.time(interaction.expires_at))
    limit = words("time.limit", time=words.time(session.expires_at))
    if _at_its_limit(session):
        return limit
    if goes_on:
        return f"{words('time.goes-on')} {limit}"
    return f"{words('time.idle', time=words.time(session.idle_expires_at))} {limit}"


def session_notice(words: Words, session: Session | None, ended: str) -> Notice | None:
    """The notice that the session is about to end or has ended."""
    if ended:
        return Notice(id="session", kind="warning", title=ended, body=words("session.ended.way"))
    if not (ending := ending_sentence(words, session)):
        return None
    if session is not None and _at_its_limit(session):
        body = words("session.ending.limit.way")
        return Notice(id="session", kind="warning", title=ending, body=body)
    return Notice(
        id="session",
        kind="warning",
        title=ending,
        body=words("session.ending.idle.way"),
        actions=(Action(id=EXTEND, label=words("session.extend"), kind="main"),),
    )


def _at_its_limit(session: Session) -> bool:
    return session.expires_at <= session.idle_expires_at


def _tabs(words: Words, session: Session | None) -> tuple[Tab, ...]:
    first = "home" if session else "start"
    return (
        Tab(id=first, label=words("tab.start")),
        *(Tab(id=one, label=words(f"tab.{one}")) for one in _TABS),
    )


def _tab(definition: PageDefinition, session: Session | None) -> str:
    if definition.tab in ("start", "home"):
        return "home" if session else "start"
    return definition.tab


def _revised(part: Part, revisions: Mapping[str, int]) -> Part:
    if isinstance(part, Form) and (more := revisions.get(part.id, 0)):
        return replace(part, revision=part.revision + more)
    return part


def _first_error(parts: tuple[Part, ...]) -> str:
    for part in parts:
        if isinstance(part, Form):
            for field in part.fields:
                if field.error:
                    return f"{part.id}.{field.name}"
    return ""
