"""What can be found from a page: what the citizen's side holds, and where one can go. Pure."""

from collections.abc import Iterable

from msgspec.structs import replace

from tui.journey.context import PageContext
from tui.journey.registry import link_target, pages
from tui.page.finding import ACTION, PLACE, Finding, page_findings, place_finding
from tui.page.parts import Page


def findings(context: PageContext, page: Page) -> tuple[Finding, ...]:
    """Everything that can be found from `page`, nothing twice."""
    return once((*page_findings(page, context.words), *_of_pages(context)))


def _of_pages(context: PageContext) -> Iterable[Finding]:
    """Each page that can be gone to from anywhere, and what pages hold."""
    words = context.words
    signed_in = context.holdings.session is not None
    useless = "sign-in" if signed_in else "sign-out"
    for definition in pages():
        if definition.title and definition.name != useless:
            yield place_finding(
                words, definition.name, words(definition.title), group=definition.group
            )
        if definition.find is not None:
            yield from definition.find(context)


def once(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of those that lead to the same place, or are called the same, one.

    It is the place, if one is, and is found by the names of the others, too (WCAG 2.5.3).
    """
    every = list(found)
    places = {one.id: one.title for one in every if one.id.startswith(PLACE)}
    by_title = {title: place for place, title in reversed(places.items())}
    kept: dict[str, Finding] = {}
    for one in every:
        key = _place_of(one, places) or by_title.get(one.title, one.id)
        first = kept.get(key)
        if first is None:
            kept[key] = one
            continue
        if one.id == key and first.id != key:
            one, first = first, one
        names = (one.title, *one.also) if one.title != first.title else one.also
        kept[key] = replace(
            first,
            also=(*first.also, *(name for name in names if name not in first.also)),
            key=first.key or one.key,
        )
    return tuple(kept.values())


def _place_of(finding: Finding, places: Iterable[str]) -> str:
    """The id of the place to which an action of the page leads; "" if that is none of `places`."""
    action = finding.id.removeprefix(ACTION)
    if finding.id == action:
        return finding.id if finding.id in places else ""
    target = link_target(action)
    leads = PLACE + target if target else ""
    return leads if leads in places else ""
