"""What a controller wrote about a request: its letters, and the data that it gives access to.

It is fetched when the citizen opens the page, from the controller itself and sealed to this program. The
portal keeps nothing of it; the citizen can, as a file.
"""

from pathlib import Path

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import (
    RETRY,
    again,
    ask,
    ask_catalogue,
    ask_notices,
    ask_profile,
    ask_requests,
    why_missing,
)
from tui.page.parts import Action, Actions, Fact, Facts, Notice, Part, Text
from tui.pages.keeping import KEEP, keep, keep_form
from tui.pages.own_answer import own_answer
from tui.pages.rights_request import decides_elsewhere, request_name
from tui.pages.values import record_facts
from tui.portal.cleaning import clean
from tui.portal.models import BlockContent, Letter, Letters, OwnData, RightsRequest

SAVE = "save-data"
GIVEN = ("access", "portability")
"""The rights with whose grant come the data themselves."""

NAME = "burgerprofiel-antwoord"
"""What the file of a document is called, without its end."""


def opened_request(context: PageContext) -> RightsRequest | None:
    """The request that the place names."""
    requests = context.holdings.requests or ()
    return next((one for one in requests if one.request_id == context.place.subject), None)


def no_request(context: PageContext) -> tuple[Part, ...]:
    """That there is no such request, or that it is still being looked up."""
    words = context.words
    if context.holdings.requests is None:
        return (Text(id="loading", text=words("rights.loading"), role="hint"),)
    gone = Notice(id="unknown", kind="error", title=words("rights.request.unknown"))
    return (gone, Actions(id="request-actions", items=(_back(context),)))


def draw_letters(context: PageContext) -> PageBody:
    """The letters, newest first, and the copy that comes with access (R56)."""
    words, request = context.words, opened_request(context)
    window, help_ = words("rights.letters.title"), words("rights.letters.help")
    if request is None:
        return PageBody(title=window, parts=no_request(context), help=help_)
    title, parts = _answer(context)
    if not parts:
        return PageBody(title=title, window=window, parts=_missing(context), help=help_)
    own = not decides_elsewhere(request)
    data = (Action(id=SAVE, label=words("rights.letters.save")),) if _has_data(context) else ()
    kept = () if own else (Text(id="kept", text=words("rights.letters.kept"), role="hint"),)
    return PageBody(
        title=title,
        window=window,
        parts=(
            *parts,
            Actions(id="letters-actions", items=(*data, _back(context))),
            keep_form(context, NAME),
            *kept,
        ),
        help=help_,
        begin=parts[0].id,
    )


def _answer(context: PageContext) -> tuple[str, tuple[Part, ...]]:
    """What the page is called, and what it says of the answer; () while that is not here."""
    words, request = context.words, opened_request(context)
    if request is None:
        return words("rights.letters.title"), ()
    title = words("rights.letters.about", request=request_name(context, request))
    if not decides_elsewhere(request):
        return title, own_answer(context, request)
    letters = context.holdings.letters.get(request.request_id)
    if letters is None:
        return title, ()
    # Stable ids: a letter that comes later stands above, and is another.
    numbered = tuple(enumerate(letters.letters, 1))
    return title, (
        *(_letter(context, request, one, number) for number, one in reversed(numbered)),
        *_copy(context, letters),
    )


def _has_data(context: PageContext) -> bool:
    """Whether data came with the answer: access was given, or what one can take along."""
    request = opened_request(context)
    if request is None or request.right not in GIVEN or request.answer is None:
        return False
    letters = context.holdings.letters.get(request.request_id)
    own = not decides_elsewhere(request)
    return request.answer.what != "refused" and (own or bool(letters and letters.copy))


def _back(context: PageContext) -> Action:
    return Action(id="to-request", label=context.words("rights.letters.back"), kind="back")


def _missing(context: PageContext) -> tuple[Part, ...]:
    words, what = context.words, f"letters.{context.place.subject}"
    if what not in context.holdings.failures:
        return (Text(id="loading", text=words("rights.letters.loading"), role="hint"),)
    retry = Action(id=RETRY, label=words("unavailable.retry"), kind="main")
    return (
        Notice(
            id="letters-unavailable",
            kind="error",
            title=words("unavailable.letters.title"),
            body=why_missing(context, what, "letters"),
            actions=(retry,),
        ),
        Actions(id="letters-actions", items=(_back(context),)),
    )


def _letter(context: PageContext, request: RightsRequest, letter: Letter, number: int) -> Facts:
    words = context.words
    rows = (
        Fact(label=words("rights.letters.from"), value=words.local(request.controller_name)),
        Fact(label=words("rights.letters.on"), value=words.moment(letter.at)),
    )
    return Facts(
        id=f"letter-{number}",
        title=words(f"rights.letters.{letter.state}"),
        groups=(rows,),
        letter=Text(id=f"text-{number}", text=words.plain(letter.text), foreign=True),
    )


def _copy(context: PageContext, letters: Letters) -> tuple[Facts, ...]:
    """The data that access was given to, as the register has it now."""
    words, catalogue = context.words, context.holdings.catalogue
    found = catalogue.block(letters.copy.block_id) if catalogue and letters.copy else None
    if found is None or letters.copy is None:
        return ()
    block = found[1]
    groups = tuple(
        record_facts(words, block, record, missing=words("data.value.missing"))
        for record in letters.copy.records
    )
    return (
        Facts(
            id="copy",
            title=words("rights.letters.copy", block=words.local(block.label)),
            groups=groups,
            state="here" if groups else "empty",
            note=words("rights.letters.copy.note", moment=words.moment(letters.copy.as_of)),
        ),
    )


async def load(context: PageContext) -> None:
    """Fetch the letters of the request that the place names."""
    await ask_catalogue(context)
    if opened_request(context) is None:
        await ask_requests(context)
    request = opened_request(context)
    if request is None:
        return
    if not decides_elsewhere(request):
        await ask_profile(context)
        await ask_notices(context)
        return
    letters = await ask(context, f"letters.{request.request_id}", context.portal.letters(request))
    if letters is not None:
        context.holdings.letters[request.request_id] = letters


async def _save(context: PageContext, _action: str) -> str | None:
    """Save the data that access was given to, for other programs."""
    from tui.portal.answers import save_data

    request = opened_request(context)
    if request is None:
        return None
    data: BlockContent | OwnData | None
    if decides_elsewhere(request):
        letters = context.holdings.letters.get(request.request_id)
        data = letters.copy if letters else None
    else:
        only = request.function if request.right == "portability" else ""
        data = await context.portal.own_data(only)
    if data is not None:
        path = save_data(data, request.reference, Path())
        context.done = context.words("rights.letters.saved", path=clean(str(path)))
    return None


async def to_request(context: PageContext, _action: str) -> str | None:
    """Back to the request."""
    return f"rights.request/{context.place.subject}"


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="rights.letters",
        draw=draw_letters,
        load=load,
        acts={
            RETRY: again(load),
            SAVE: _save,
            KEEP: keep(NAME, _answer),
            "to-request": to_request,
        },
        tab="rights",
    ),
)
