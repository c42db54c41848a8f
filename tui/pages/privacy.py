"""The privacy statement, by section, as a whole or by search; and the pages that belong to it."""

from tui.journey.context import PageBody, PageContext, PageDefinition, Place
from tui.journey.fetching import ask_catalogue
from tui.locale import Words
from tui.page.parts import (
    Action,
    Actions,
    Fact,
    Facts,
    Field,
    Form,
    Item,
    Listing,
    Notice,
    Part,
    Text,
    Verb,
)
from tui.pages.keeping import KEEP, keep, keep_form
from tui.pages.links import Link, draw_links, follow, go_to
from tui.pages.statement import SECTIONS, Section, Table
from tui.pages.statement_proofs import OWNER, look
from tui.pages.statement_reading import (
    as_running_text,
    draw_section,
    draw_table,
    excerpt,
    search,
)

ALL = "all"
"""As the "section": all sections, in order."""

LONGEST_SEARCH = 60


def draw_privacy(context: PageContext) -> PageBody:
    """The contents; at "?section=ID" a single section; at "?section=all" the whole statement."""
    chosen = context.place.query.get("section", "")
    if chosen == ALL:
        return _draw_whole(context)
    section = next((section for section in SECTIONS if section.id == chosen), None)
    return _draw_contents(context) if section is None else _draw_part(context, section)


def _draw_contents(context: PageContext) -> PageBody:
    words, searched = context.words, _searched(context)
    contents = _contents(context)
    found: tuple[Part, ...]
    if contents.items:
        whole = Action(id="read-all", label=words("privacy.link.all"))
        hard_words = draw_links(words, (Link("glossary", "glossary.link"),), "whole").items
        found = (_search_form(context), contents, Actions(id="whole", items=(whole, *hard_words)))
    else:
        nothing = Notice(
            id="nothing",
            kind="info",
            title=words("privacy.search.none", words=searched),
            body=words("privacy.search.none-way"),
        )
        found = (nothing, _search_form(context))
    about = (
        Text(id="lead", text=words("privacy.lead"), role="lead"),
        Text(id="simulator", text=words("privacy.simulator"), role="hint"),
    )
    return PageBody(
        title=words("privacy.title"),
        # The results come first: the introduction was read before searching.
        parts=(_app_link(context), *(() if searched else about), *found),
        help=words("privacy.help"),
        focus="" if not searched else "contents" if contents.items else "search-form.words",
    )


def _draw_part(context: PageContext, section: Section) -> PageBody:
    words = context.words
    number = SECTIONS.index(section) + 1
    ways = []
    if number < len(SECTIONS):
        following = words("privacy.link.next", section=words(SECTIONS[number].title))
        ways.append(Action(id="next", label=following, kind="main"))
    if number > 1:
        before = words("privacy.link.previous", section=words(SECTIONS[number - 2].title))
        ways.append(Action(id="previous", label=before))
    ways.append(Action(id="to-contents", label=words("privacy.link.contents"), kind="back"))
    parts = list(draw_section(context, section)[1:])
    if isinstance(last := parts[-1], Actions):
        parts.pop()
        ways = [*last.items, *ways]  # a single row keeps its buttons apart (WCAG 2.5.8)
    return PageBody(
        title=words("privacy.section-title", section=words(section.title)),
        parts=(_contents(context),),
        aside=(*parts, Actions(id="ways", items=tuple(ways))),
        step=words("privacy.part-of", n=number, total=len(SECTIONS)),
        help=words("page-help.reading"),
    )


def _draw_whole(context: PageContext) -> PageBody:
    words = context.words
    back = Action(id="to-contents", label=words("privacy.link.contents"), kind="back")
    parts: list[Part] = [_app_link(context)]
    for section in SECTIONS:
        parts += (as_running_text(context.words, part) for part in draw_section(context, section))
    parts.append(Actions(id="ways", items=(back,)))
    help_ = words("page-help.reading")
    return PageBody(title=words("privacy.title"), parts=tuple(parts), help=help_)


def _app_link(context: PageContext) -> Actions:
    return draw_links(context.words, (Link("app", "privacy.link.app"),), "top")


def _search_form(context: PageContext) -> Form:
    words = context.words
    others = (
        (Action(id="clear", label=words("privacy.search.clear")),) if _searched(context) else ()
    )
    return Form(
        id="search-form",
        title=words("privacy.search.title"),
        fields=(
            Field(
                name="words",
                label=words("privacy.search.label"),
                hint=words("privacy.search.hint"),
                example=words("privacy.search.example"),
                stored=_searched(context),
                longest=LONGEST_SEARCH,
            ),
        ),
        submit=Action(id="search", label=words("privacy.search.submit")),
        bar=False,
        others=others,
    )


def _contents(context: PageContext) -> Listing:
    words, searched = context.words, _searched(context)
    chosen = context.place.query.get("section", "")
    found = search(context, searched)
    count = (
        words.count("privacy.search.found", len(found), words=searched)
        if searched
        else words.count("privacy.contents-count", len(found))
    )
    return Listing(
        id="contents",
        verb=Verb(words("foot.section"), words("foot.read")),
        title=words("privacy.contents"),
        items=tuple(
            Item(
                id=section.id,
                title=words(section.title),
                detail=excerpt(context, section, searched) if searched else words(section.short),
            )
            for section in found
        ),
        count=count,
        chosen=chosen if any(section.id == chosen for section in found) else "",
    )


def _searched(context: PageContext) -> str:
    return context.place.query.get("search", "")


def _at(context: PageContext, **query: str) -> str:
    """The statement's place with these choices; the words that were searched for are kept."""
    kept = {"search": _searched(context), **query}
    return str(Place("privacy", query={name: value for name, value in kept.items() if value}))


async def _search(context: PageContext, _action: str) -> str | None:
    typed = context.typed(_search_form(context))["words"]
    return _at(context, search=" ".join(typed.split())[:LONGEST_SEARCH])


async def _choose(context: PageContext, section: str) -> str | None:
    return _at(context, section=section)


async def _read_all(context: PageContext, _action: str) -> str | None:
    return _at(context, section=ALL)


async def _to_contents(context: PageContext, _action: str) -> str | None:
    return _at(context)


async def _turn(context: PageContext, action: str) -> str | None:
    ids = [section.id for section in SECTIONS]
    number = ids.index(context.place.query["section"]) + (1 if action == "next" else -1)
    return _at(context, section=ids[number])


def draw_app(context: PageContext) -> PageBody:
    """The separate statement of the app, which begins with a link back (R3)."""
    words = context.words
    texts = (
        "privacy-app.own",
        "privacy-app.same",
        "privacy-app.sign-in",
        "privacy-app.web-only",
        "privacy-app.municipality",
    )
    return PageBody(
        title=words("privacy-app.title"),
        help=words("page-help.reading"),
        parts=(
            draw_links(words, (Link("privacy", "privacy-app.back"),), "top"),
            Text(id="app-text", text="\n\n".join(words(key) for key in texts)),
            Text(id="simulator", text=words("privacy-app.simulator"), role="hint"),
        ),
    )


AGREEMENT = "toetredingsovereenkomst"
"""The name of the file in which the agreement is kept."""

DUTIES = Table(
    "duties",
    "agreement.duties",
    (
        "agreement.instructions",
        "agreement.secrecy",
        "agreement.security",
        "agreement.others",
        "agreement.rights",
        "agreement.breaches",
        "agreement.end",
        "agreement.audit",
    ),
)
"""A processor's duties to a controller: GDPR art. 28(3), a row for each letter."""


def draw_agreement(context: PageContext) -> PageBody:
    """The accession agreement: a stand-in for the document that binds Digitaal Vlaanderen (R27)."""
    words = context.words
    title, parts = _agreement(context)
    return PageBody(
        title=title,
        help=words("page-help.reading"),
        parts=(
            draw_links(words, (Link("privacy", "agreement.back"),), "top"),
            *parts,
            keep_form(context, AGREEMENT),
        ),
    )


def _agreement(context: PageContext) -> tuple[str, tuple[Part, ...]]:
    words = context.words
    return words("agreement.title"), (
        Text(id="lead", text=words("agreement.lead"), role="lead"),
        Text(id="simulator", text=words("agreement.stand-in"), role="hint"),
        draw_table(words, DUTIES),
        Text(id="source", text=words("agreement.source"), role="hint"),
    )


COOKIES: tuple[tuple[str, str], ...] = (
    ("__Secure-mbp_sessie", "session"),
    ("__Secure-mbp_aanmelding", "sign-in"),
    ("__Secure-acm_interactie", "interaction"),
    ("__Secure-itsme_interaction", "itsme"),
)
"""Every cookie that the portal's parties set: its name, and the stem of its catalogue keys."""


def draw_cookies(context: PageContext) -> PageBody:
    """What cookies are, and each cookie with its purpose, duration and kind (R29, R37-R39)."""
    words = context.words
    return PageBody(
        title=words("cookies.title"),
        help=words("page-help.reading"),
        parts=(
            draw_links(words, (Link("privacy", "cookies.back"),), "top"),
            Text(id="lead", text=words("cookies.lead"), role="lead"),
            Text(id="only", text=words("cookies.only-functional")),
            Text(id="controller", text=words("cookies.controller")),
            Text(id="memory", text=words("cookies.memory"), role="hint"),
            Facts(
                id="list",
                title=words("cookies.list"),
                groups=tuple(_cookie(words, name, stem) for name, stem in COOKIES),
                note=words.count("cookies.count", len(COOKIES)),
            ),
        ),
    )


def _cookie(words: Words, name: str, stem: str) -> tuple[Fact, ...]:
    return (
        Fact(label=words("cookies.name"), value=name),
        Fact(label=words("cookies.purpose"), value=words(f"cookies.{stem}.purpose")),
        Fact(label=words("cookies.duration"), value=words(f"cookies.{stem}.duration")),
        Fact(label=words("cookies.kind"), value=words("cookies.functional")),
        Fact(label=words("cookies.placed-by"), value=words(f"cookies.{stem}.by")),
    )


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="privacy",
        title="privacy.title",
        draw=draw_privacy,
        load=ask_catalogue,
        acts={
            "search": _search,
            "clear": go_to("privacy"),
            "contents": _choose,
            "read-all": _read_all,
            "to-contents": _to_contents,
            "next": _turn,
            "previous": _turn,
            "open-*": follow,
            f"{OWNER}*": look,
        },
        public=True,
    ),
    PageDefinition(
        name="privacy.app",
        title="privacy-app.title",
        draw=draw_app,
        acts={"open-*": follow},
        public=True,
    ),
    PageDefinition(
        name="privacy.agreement",
        title="agreement.title",
        draw=draw_agreement,
        acts={"open-*": follow, KEEP: keep(AGREEMENT, _agreement)},
        public=True,
    ),
    PageDefinition(
        name="cookies",
        title="cookies.title",
        draw=draw_cookies,
        acts={"open-*": follow},
        public=True,
    ),
)
