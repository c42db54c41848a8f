"""Who answers for data: the same words behind the information button, in the overview and on a request."""

from tui.locale import Words
from tui.page.parts import Fact, Facts
from tui.pages.values import phone_number
from tui.portal.models import Catalogue, CatalogueController

OWN_FUNCTIONS: tuple[str, ...] = ("nickname", "contacts", "addresses", "ebox", "cookies")
"""What Digitaal Vlaanderen itself decides about (R28), as far as the portal has it."""

CONSENT_FUNCTIONS: tuple[str, ...] = ("nickname", "contacts", "addresses", "ebox")
"""What rests on the citizen's consent, and can be withdrawn (R59)."""


def own_controller(catalogue: Catalogue) -> CatalogueController | None:
    """The controller of the portal's own functions: Digitaal Vlaanderen."""
    return next((one for one in catalogue.items if one.functions), None)


def own_functions(catalogue: Catalogue) -> tuple[str, ...]:
    """The own functions of the catalogue, in the order of `OWN_FUNCTIONS`."""
    controller = own_controller(catalogue)
    return tuple(one for one in OWN_FUNCTIONS if controller and one in controller.functions)


def mentioned(words: Words, authority: dict[str, str]) -> str:
    """An authority's name within a sentence: an article that it begins with loses its capital."""
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
