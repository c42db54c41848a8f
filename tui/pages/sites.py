"""Sites beside the portal that one signs in from: a municipality, and vlaanderen.be. The simulator's own.

Each is an application of its own at the access management: who is signed in at the portal is signed in there
by a press, and signing out of one leaves the others open (D4). All that such a site keeps is a name.
"""

from collections.abc import Iterable

from tui.journey.context import Act, Draw, Load, PageBody, PageContext, PageDefinition, SiteVisit
from tui.page.parts import Action, Actions, Item, Listing, Part, Text, Verb
from tui.pages.links import go_to

SITES = {"mechelen": "site-mechelen", "vlaanderen": "site-vlaanderen"}
"""In reading order, and the page of each."""

LIST = "site"
SIGN_IN, SIGN_OUT = "site-sign-in", "site-sign-out"


GOES: dict[str, Act] = {f"to-{place}": go_to(place) for place in SITES.values()}
"""The acts of the links to the sites."""


def links(context: PageContext) -> Actions:
    """The ways to the sites that one can begin at."""
    return _links(context, SITES)


def still_open(context: PageContext) -> tuple[Part, ...]:
    """Where one is still signed in, for who has just signed out of the portal."""
    words, open_ = context.words, [site for site in SITES if _visit(context, site)]
    if not open_:
        return ()
    names = ", ".join(words(f"site.{site}.name") for site in open_)
    told = Text(id="sites-open", text=words("site.still-open", sites=names))
    return (told, _links(context, open_))


def _links(context: PageContext, sites: Iterable[str]) -> Actions:
    words = context.words
    items = (
        Action(id=f"to-{SITES[one]}", label=words("site.go", site=words(f"site.{one}.name")))
        for one in sites
    )
    return Actions(id="site-links", items=tuple(items))


def _visit(context: PageContext, site: str) -> SiteVisit | None:
    """The visit of who is signed in at a site."""
    visit = context.sites.get(SITES[site])
    return visit if visit is not None and visit.since is not None else None


def _draw(site: str) -> Draw:
    def draw(context: PageContext) -> PageBody:
        words, name = context.words, context.words(f"site.{site}.name")
        others = tuple(
            Item(
                id=f"go:{SITES[other]}",
                title=words(f"site.{other}.name"),
                detail=words(f"site.{other}.what"),
            )
            for other in SITES
            if other != site
        )
        return PageBody(
            title=name,
            parts=(
                Text(id="lead", text=words("site.lead"), role="lead"),
                Text(id="what", text=words(f"site.{site}.lead")),
                Listing(
                    id=LIST,
                    title=name,
                    count=_who(context, site),
                    items=(*_entry(context, site), *others),
                    verb=Verb(words("foot.choose"), words("foot.choose")),
                    outside=True,
                ),
            ),
            help=words("site.help"),
        )

    return draw


def _who(context: PageContext, site: str) -> str:
    """Who is signed in here, and whether they are at the portal."""
    words, visit = context.words, _visit(context, site)
    if visit is None or visit.since is None:
        return words("site.nobody")
    here = words("site.signed-in", name=visit.name, time=words.time(visit.since))
    return here if context.holdings.session else f"{here} {words('site.not-at-portal')}"


def _entry(context: PageContext, site: str) -> tuple[Item, ...]:
    """The site's entry at the portal: to sign in, or to go there, and to sign out of the site."""
    words = context.words
    if _visit(context, site) is None:
        detail = words("site.sign-in.how" if context.holdings.session is None else "site.by-press")
        return (Item(id=SIGN_IN, title=words("site.sign-in"), detail=detail),)
    return (
        Item(id="go:home", title=words("screen.title"), detail=words("site.portal.what")),
        Item(id=SIGN_OUT, title=words("site.sign-out"), detail=words("site.sign-out.what")),
    )


def _open(context: PageContext, site: str) -> None:
    """Sign in at a site who is signed in at the portal; the name is that of who is being played."""
    session, person = context.holdings.session, context.devices.person
    if session is not None and person is not None:
        context.sites[SITES[site]] = SiteVisit(name=person.name, since=session.now)


def _choose(site: str) -> Act:
    async def choose(context: PageContext, item: str) -> str | None:
        if item == SIGN_OUT:
            context.sites.pop(SITES[site], None)
            context.done = context.words("site.signed-out")
        elif context.holdings.session is not None:
            _open(context, site)
            context.done = context.words("site.signed-in-by-press")
        else:
            return "sign-in"
        return None

    return choose


def _load(site: str) -> Load:
    async def load(context: PageContext) -> None:
        """Take in that the citizen has come back from signing in."""
        visit = context.sites.get(SITES[site])
        if visit is not None and visit.since is None:
            del context.sites[SITES[site]]
            _open(context, site)

    return load


PAGES: tuple[PageDefinition, ...] = tuple(
    PageDefinition(
        name=place,
        title=f"site.{site}.name",
        group="outside",
        draw=_draw(site),
        load=_load(site),
        acts={LIST: _choose(site)},
        public=True,
        elsewhere=True,
    )
    for site, place in SITES.items()
)
