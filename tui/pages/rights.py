"""The page "Rechten": the citizen's requests, the rights, and beside them the request that is opened."""

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import (
    RETRY,
    again,
    ask_catalogue,
    ask_requests,
    unavailable_notice,
)
from tui.page.finding import Finding, place_finding
from tui.page.parts import Action, Actions, Item, Listing, Pane, Part, Text, Verb
from tui.pages import rights_acts, rights_card, rights_forms, rights_letters
from tui.pages.links import go_to
from tui.pages.neighbours import neighbours, opened_page, ways_on
from tui.pages.rights_request import TO, request_in_full, request_item, request_name
from tui.pages.rights_subject import FROM_LAW, RIGHTS
from tui.portal.models import RightsRequest

LIST = "requests"
"""The list of requests, by its part's id."""


def draw_rights(context: PageContext) -> PageBody:
    """The requests; the rights, each of which opens a form; and where to complain (R55-R60)."""
    words = context.words
    at = context.place.query.get("at", "")
    requests = _ordered(context)
    opened = next((one for one in requests if one.request_id == at), None)
    opened = opened or next(iter(requests), None)
    return PageBody(
        title=words("rights.title"),
        count=_count(context),
        parts=_list_parts(context, ""),
        opened=_opened(context, opened) if opened else None,
        help=words("rights.help"),
        focus=f"{LIST}.{at}" if at else "",
        begin=LIST if requests else "rights",
    )


def _opened(context: PageContext, request: RightsRequest) -> Pane:
    """A request beside the list before any was chosen."""
    return Pane(
        title=request_name(context, request),
        parts=request_in_full(context, request, ()),
        item=request.request_id,
    )


def _ordered(context: PageContext) -> list[RightsRequest]:
    """The requests in the order of the list: those that wait for an answer come first."""
    return sorted(context.holdings.requests or (), key=lambda one: one.over)


def _count(context: PageContext) -> str:
    words, requests = context.words, context.holdings.requests
    if not requests:
        return ""
    running = sum(not one.over for one in requests)
    counts = [words.count("rights.requests.count", len(requests))]
    if running:
        counts.append(words.count("rights.requests.running", running))
    return ", ".join(counts)


def _list_parts(context: PageContext, chosen: str) -> tuple[Part, ...]:
    words = context.words
    old = () if context.holdings.requests_current else (words("rights.not-current"),)
    return (
        *(Text(id="not-current", text=text) for text in old),
        _requests(context, chosen),
        Listing(
            id="rights",
            verb=Verb(words("foot.right"), words("foot.choose")),
            title="",
            items=tuple(
                Item(
                    id=_ITEM_OF[right],
                    title=words(f"right.{right}"),
                    detail=words(f"right.{right}.detail"),
                    heading=words("rights.list.law" if right in FROM_LAW else "rights.list"),
                )
                for right in RIGHTS
            ),
        ),
        Text(id="lead", text=words("rights.lead"), role="hint"),
        Text(id="decides", text=words("rights.decides"), role="hint"),
        Text(id="complaint", text=words("rights.complaint"), role="hint"),
        Actions(
            id="rights-actions",
            items=(Action(id="to-complaint", label=words("rights.to-complaint")),),
        ),
    )


def _requests(context: PageContext, chosen: str) -> Part:
    words, requests = context.words, context.holdings.requests
    if requests is None:
        if "requests" in context.holdings.failures:
            return unavailable_notice(context, "requests")
        return Text(id="loading", text=words("rights.loading"), role="hint")
    headings = {True: words("rights.requests.done"), False: words("rights.requests.open")}
    return Listing(
        id=LIST,
        verb=Verb(words("foot.request"), words("foot.open")),
        title="",
        items=tuple(
            request_item(context, request, headings[request.over]) for request in _ordered(context)
        ),
        empty=words("rights.requests.empty"),
        chosen=chosen,
    )


# --- a request --------------------------------------------------------------------------------


def draw_request(context: PageContext) -> PageBody:
    """The request that is opened, and the list that it was opened from (R61-R64, D1)."""
    words, chosen = context.words, context.place.subject
    if context.holdings.requests is None:
        title, help_ = words("rights.request.title"), words("rights.request.help")
        return PageBody(title=title, parts=(_requests(context, ""),), help=help_)
    there = {one.request_id: one for one in _ordered(context)}
    back = Action(id="to-rights", label=words("rights.back"), kind="back")
    ways = ways_on([*there], chosen, lambda way: words(f"rights.request.{way}"), back)
    request = there.get(chosen)
    return opened_page(
        words,
        Pane(
            title=words("rights.title"),
            count=_count(context),
            parts=_list_parts(context, chosen),
            item=chosen,
        ),
        [*there],
        (request_name(context, request), request_in_full(context, request, ways))
        if request
        else None,
        ways,
        stem="rights.request",
        position="rights.position",
        begin="about",
    )


# --- acts -------------------------------------------------------------------------------------


async def _load(context: PageContext) -> None:
    await ask_catalogue(context)
    await ask_requests(context)


async def _new(_context: PageContext, item: str) -> str | None:
    right = next(right for right, its_item in _ITEM_OF.items() if its_item == item)
    return f"rights.new?right={right}"


async def _open(_context: PageContext, item: str) -> str | None:
    return f"rights.request/{item}"


async def _turn(context: PageContext, action: str) -> str | None:
    """To the request after or before."""
    ids = [request.request_id for request in _ordered(context)]
    to = neighbours(ids, context.place.subject).get(action)
    return f"rights.request/{to}" if to else None


async def _to(context: PageContext, action: str) -> str | None:
    """To what can be done with the request: read its letters, add to it, withdraw it."""
    return f"{TO[action]}/{context.place.subject}"


async def _complain(context: PageContext, action: str) -> str | None:
    from tui.pages.complaints import (
        complain,
    )  # of the pages, only what the first one needs is loaded early

    return await complain(context, action)


async def _to_list(context: PageContext, _action: str) -> str | None:
    return f"rights?at={context.place.subject}"


def find_rights(context: PageContext) -> tuple[Finding, ...]:
    """The rights, and the citizen's own requests."""
    words = context.words
    return (
        *(
            place_finding(
                words,
                f"rights.new?right={right}",
                words(f"right.{right}"),
                group="request",
                detail=words(f"right.{right}.detail"),
                known_as=f"right.{right}",
            )
            for right in RIGHTS
        ),
        *(
            place_finding(
                words,
                f"rights.request/{request.request_id}",
                request_name(context, request),
                group="request",
                detail=request.reference,
                mark=words(f"rights.state.{request.state}"),
            )
            for request in context.holdings.requests or ()
        ),
    )


_ITEM_OF = {right: "withdraw-consent" if right == "withdrawConsent" else right for right in RIGHTS}
"""The item id of each right: ids on a page are in lower case."""

_ACTS = {
    RETRY: again(_load),
    "rights": _new,
    LIST: _open,
    "to-complaint": go_to("complaint"),
}

PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="rights", draw=draw_rights, find=find_rights, load=_load, acts=_ACTS, tab="rights"
    ),
    PageDefinition(
        name="rights.request",
        draw=draw_request,
        load=_load,
        acts={
            **_ACTS,
            "to-rights": _to_list,
            "complain": _complain,
            "next": _turn,
            "previous": _turn,
            **dict.fromkeys(TO, _to),
        },
        tab="rights",
    ),
    *rights_forms.PAGES,
    *rights_letters.PAGES,
    *rights_acts.PAGES,
    *rights_card.PAGES,
)
