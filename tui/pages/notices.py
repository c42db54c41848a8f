"""The page "Meldingen": what happened with requests, profile, data and sign-ins, the new first (R17).

What this program said in this run is another page (`messages`).
"""

from tui.journey.context import PageBody, PageContext, PageDefinition, Place
from tui.journey.fetching import (
    RETRY,
    again,
    ask,
    ask_catalogue,
    ask_notices,
    ask_requests,
    take_notices,
    unavailable_notice,
)
from tui.page.parts import (
    Action,
    Actions,
    Field,
    Form,
    Listing,
    Notice,
    Option,
    Pane,
    Part,
    Text,
    Verb,
)
from tui.pages.links import go_to
from tui.pages.neighbours import neighbours, opened_page, ways_on
from tui.pages.notice_parts import (
    COMPLAIN,
    KINDS,
    TO_SUBJECT,
    notice_in_full,
    notice_item,
    notice_title,
    place_of,
)
from tui.portal.models import KeptNotice

LIST = "notices"
"""The list of notices, by its part's id."""

FILTER = "kind-form"
"""The form in which to choose a kind, by its part's id."""

FEW = 5
"""Up to so many notices there is nothing to choose from by kind."""


# --- the list ---------------------------------------------------------------------------------


def draw_notices(context: PageContext) -> PageBody:
    """The notices, first those that are new."""
    words, query = context.words, context.place.query
    at = query.get("at", "")
    opened = next((one for one in _shown(context) if one.notice_id == at), None)
    return PageBody(
        title=words("notices.title"),
        count=_count(context),
        parts=_list_parts(context, ""),
        opened=_beside(context, opened) if _shown(context) else None,
        help=words("notices.help"),
        focus=_focus(context, opened),
        begin="" if opened else LIST,
    )


def _focus(context: PageContext, opened: KeptNotice | None) -> str:
    query = context.place.query
    if opened is not None:
        return f"{LIST}.{opened.notice_id}"
    if "remove" in query:
        return "keep-read"
    return f"{FILTER}.kind" if "choose" in query else ""


def _beside(context: PageContext, opened: KeptNotice | None) -> Pane:
    """Beside the list: the notice one comes back from, and otherwise what opening one does."""
    if opened is None:
        none = Text(id="none-opened", text=context.words("notices.none-opened"))
        return Pane(title="", parts=(none,))
    return Pane(
        title=notice_title(context, opened),
        parts=notice_in_full(context, opened, ()),
        item=opened.notice_id,
    )


def _held(context: PageContext) -> tuple[KeptNotice, ...]:
    notices = context.holdings.notices
    return notices.items if notices else ()


def _is_new(context: PageContext, notice: KeptNotice) -> bool:
    """Whether it stands among the new ones: as long as it is open, one that was new stays there."""
    place = context.place
    stays = "new" in place.query and notice.notice_id == place.subject
    return stays or not notice.read


def _shown(context: PageContext) -> list[KeptNotice]:
    """The notices of the kind that was chosen, in the order of the list."""
    kind = context.place.query.get("kind", "")
    chosen = [one for one in _held(context) if kind in ("", one.kind)]
    return sorted(chosen, key=lambda one: not _is_new(context, one))


def _count(context: PageContext) -> str:
    words, notices = context.words, context.holdings.notices
    if notices is None or not notices.items:
        return ""
    counts = [words.count("notices.count", len(notices.items))]
    if notices.unread:
        counts.append(words.count("notices.count.new", notices.unread))
    return ", ".join(counts)


def _list_parts(context: PageContext, chosen: str) -> tuple[Part, ...]:
    words, notices = context.words, context.holdings.notices
    if notices is None:
        failed = "notices" in context.holdings.failures
        loading = Text(id="loading", text=words("notices.loading"), role="hint")
        return (unavailable_notice(context, "notices") if failed else loading,)
    headings = {True: words("notices.heading.new"), False: words("notices.heading.read")}
    choosing = "choose" in context.place.query or "kind" in context.place.query
    return (
        *_sure(context),
        *((_filter(context),) if choosing else ()),
        Listing(
            id=LIST,
            verb=Verb(words("foot.notice"), words("foot.read")),
            title="",
            items=tuple(
                notice_item(
                    context,
                    one,
                    headings[_is_new(context, one)],
                    is_open=one.notice_id == chosen,
                )
                for one in _shown(context)
            ),
            empty=words("notices.empty"),
            chosen=chosen,
        ),
        Text(
            id="kept",
            text=words("notices.kept", most=notices.most, days=notices.days),
            role="hint",
        ),
        Text(id="here", text=words("notices.here"), role="hint"),
        Actions(
            id="notices-links", items=(Action(id="to-channels", label=words("channels.open")),)
        ),
        *(_decisions(context) if not chosen else ()),
    )


def _sure(context: PageContext) -> tuple[Notice, ...]:
    """Whether those that have been read are to go, which cannot be undone."""
    words, read = context.words, sum(one.read for one in _held(context))
    if not read or "remove" not in context.place.query:
        return ()
    return (
        Notice(
            id="sure",
            kind="warning",
            title=words.count("notices.remove-read.sure", read),
            body=words("profile.remove.warning"),
            actions=(
                # Keeping comes first: a key that is held too long must not remove anything.
                Action(id="keep-read", label=words("profile.remove.no"), kind="back"),
                Action(id="remove-read", label=words("profile.remove.yes"), kind="danger"),
            ),
        ),
    )


def _decisions(context: PageContext) -> tuple[Part, ...]:
    """What to do with all of them; what would do nothing is not offered."""
    words, held = context.words, _held(context)
    if _sure(context):
        return ()
    new, read = any(not one.read for one in held), any(one.read for one in held)
    offered = (
        (new, Action(id="read-all", label=words("notices.read-all"), short=words("foot.read"))),
        (
            len(held) > FEW and len({one.kind for one in held}) > 1,
            Action(id="choose-kind", label=words("notices.choose")),
        ),
        (read, Action(id="to-remove-read", label=words("notices.remove-read"), kind="danger")),
    )
    items = tuple(action for is_offered, action in offered if is_offered)
    return (Actions(id="notices-actions", items=items, bar=True),) if items else ()


def _filter(context: PageContext) -> Form:
    """Which kind to show."""
    words, held = context.words, _held(context)
    there = [kind for kind in KINDS if any(one.kind == kind for one in held)]
    return Form(
        id=FILTER,
        fields=(
            Field(
                name="kind",
                label=words("notices.kind"),
                hint=words("notices.kind-hint"),
                kind="choice",
                options=(
                    Option(value="", label=words("notices.kind.all")),
                    *(Option(value=kind, label=words(f"notices.kind.{kind}")) for kind in there),
                ),
                stored=context.place.query.get("kind", ""),
            ),
        ),
        submit=Action(id="show-kind", label=words("notices.show")),
        bar=False,
    )


# --- a notice ---------------------------------------------------------------------------------


def draw_notice(context: PageContext) -> PageBody:
    """The notice that is opened, and the list that it was opened from."""
    words, chosen = context.words, context.place.subject
    there = {one.notice_id: one for one in _shown(context)}
    if context.holdings.notices is None:
        title, help_ = words("notices.notice.title"), words("notices.notice.help")
        return PageBody(title=title, parts=_list_parts(context, ""), help=help_)
    back = Action(id="to-list", label=words("notices.back"), kind="back")
    ways = ways_on([*there], chosen, lambda way: words(f"notices.notice.{way}"), back)
    notice = there.get(chosen)
    return opened_page(
        words,
        Pane(
            title=words("notices.title"),
            count=_count(context),
            parts=_list_parts(context, chosen),
            item=chosen,
        ),
        [*there],
        (notice_title(context, notice), notice_in_full(context, notice, ways)) if notice else None,
        ways,
        stem="notices.notice",
        position="notices.position",
        begin="notice",
    )


# --- acts -------------------------------------------------------------------------------------


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    # A request may be in another state than when it was last asked for, and one may be new.
    await ask_requests(context)
    await ask_notices(context)


async def _load_notice(context: PageContext) -> None:
    """Fetch what is missing, and count the notice that is opened as read."""
    chosen = context.place.subject
    if chosen not in {one.notice_id for one in _held(context)}:
        await _load(context)
    if any(one.notice_id == chosen and not one.read for one in _held(context)):
        read = context.portal.read_notice(chosen)
        take_notices(context, await ask(context, "notices", read))


def _here(context: PageContext, name: str, subject: str = "", **query: str) -> str:
    """A place among the notices; the kind that was chosen stays."""
    kept = {one: context.place.query[one] for one in ("kind",) if one in context.place.query}
    return str(Place(name, subject, {**kept, **query}))


def _to(context: PageContext, notice_id: str) -> str:
    new = any(one.notice_id == notice_id and not one.read for one in _held(context))
    return _here(context, "notices.notice", notice_id, **({"new": "yes"} if new else {}))


async def _open(context: PageContext, item: str) -> str | None:
    return _to(context, item)


async def _turn(context: PageContext, action: str) -> str | None:
    """To the notice after or before."""
    ids = [one.notice_id for one in _shown(context)]
    to = neighbours(ids, context.place.subject).get(action)
    return _to(context, to) if to else None


async def _to_list(context: PageContext, _action: str) -> str | None:
    return _here(context, "notices", at=context.place.subject)


async def _to_subject(context: PageContext, _action: str) -> str | None:
    """To what the notice is about, which stands on the page or beside the list."""
    wanted = context.place.subject or context.place.query.get("at", "")
    return next((place_of(one) for one in _held(context) if one.notice_id == wanted), None)


async def _read_all(context: PageContext, _action: str) -> str | None:
    take_notices(context, await context.portal.read_notices())
    context.done = context.words("notices.read-all.done")
    return None


async def _remove_read(context: PageContext, _action: str) -> str | None:
    before = len(_held(context))
    take_notices(context, await context.portal.remove_read_notices())
    context.done = context.words.count("notices.remove-read.done", before - len(_held(context)))
    context.finished = True
    return _here(context, "notices")


async def _to_remove_read(context: PageContext, _action: str) -> str | None:
    return _here(context, "notices", remove="ask")


async def _keep_read(context: PageContext, _action: str) -> str | None:
    return _here(context, "notices")


async def _choose_kind(_context: PageContext, _action: str) -> str | None:
    return "notices?choose=open"


async def _show_kind(context: PageContext, _action: str) -> str | None:
    kind = context.typed(_filter(context))["kind"]
    return str(Place("notices", query={"kind": kind} if kind else {}))


_ACTS = {
    RETRY: again(_load),
    LIST: _open,
    TO_SUBJECT: _to_subject,
    COMPLAIN: go_to("complaint"),
    "to-channels": go_to("profile.channels"),
    "read-all": _read_all,
    "to-remove-read": _to_remove_read,
    "keep-read": _keep_read,
    "remove-read": _remove_read,
    "choose-kind": _choose_kind,
    "show-kind": _show_kind,
}

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="notices",
        draw=draw_notices,
        title="notices.title",
        load=_load,
        acts=_ACTS,
        tab="home",
    ),
    PageDefinition(
        name="notices.notice",
        draw=draw_notice,
        load=_load_notice,
        acts={**_ACTS, "to-list": _to_list, "next": _turn, "previous": _turn},
        tab="home",
    ),
)
