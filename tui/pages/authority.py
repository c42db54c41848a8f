"""The authority that is responsible for data, as three pages show it: data, controllers and rights."""

from tui.locale import Words
from tui.page.parts import Fact, Facts
from tui.pages.values import phone_number
from tui.portal.models import Catalogue, CatalogueController

OWN_FUNCTIONS: tuple[str, ...] = ("nickname", "photo", "contacts", "addresses", "ebox", "cookies")
"""The portal's functions for which Digitaal Vlaanderen itself is the controller (R28)."""

CONSENT_FUNCTIONS: tuple[str, ...] = ("nickname", "photo", "contacts", "addresses", "ebox")
"""The functions that rest on the citizen's consent, which can be withdrawn (R59)."""


def own_controller(catalogue: Catalogue) -> CatalogueController | None:
    """The controller of the portal's own functions: Digitaal Vlaanderen."""
    return next((controller for controller in catalogue.items if controller.functions), None)


def own_functions(catalogue: Catalogue) -> tuple[str, ...]:
    """The portal's own functions that the catalogue names, in the order of `OWN_FUNCTIONS`."""
    controller = own_controller(catalogue)
    return tuple(
        function for function in OWN_FUNCTIONS if controller and function in controller.functions
    )


def within_sentence(words: Words, authority: dict[str, str]) -> str:
    """An authority's name as it is written within a sentence: its article gets no capital."""
    name = words.local(authority)
    article, blank, rest = name.partition(" ")
    small = article.casefold()
    return f"{small}{blank}{rest}" if small in words("authority.articles").split() else name


def authority_facts(
    words: Words, part: str, title: str, controller: CatalogueController, *, register: bool = True
) -> Facts:
    """Competent authority, level, source, contact, how to correct, supervisor (R6, R22, R23)."""
    contact = controller.contact
    rows = (
        Fact(label=words("authority.who"), value=words.local(controller.authority)),
        Fact(label=words("authority.level"), value=words(f"authority.level.{controller.level}")),
        Fact(
            label=words("authority.register"),
            value=words.local(controller.register) if register else "",
        ),
        Fact(label=words("authority.email"), value=contact.email),
        Fact(label=words("authority.phone"), value=phone_number(contact.phone)),
        Fact(label=words("authority.website"), value=contact.website),
        Fact(label=words("authority.address"), value=contact.address),
        Fact(label=words("authority.correction"), value=words.local(controller.correction)),
        Fact(
            label=words("authority.supervisor"),
            value=words(f"authority.supervisor.{controller.supervisor}"),
        ),
    )
    return Facts(id=part, title=title, groups=(tuple(row for row in rows if row.value),))
