"""All pages of the journey, in reading order."""

from tui.journey import (
    contact,
    controllers,
    data,
    devices,
    ebox,
    help,  # noqa: A004 - the page's own name
    home,
    persons,
    privacy,
    profile,
    rights,
    sign_in,
    sign_out,
)
from tui.journey.visit import Act, PageDefinition

PAGES: tuple[PageDefinition, ...] = (
    *home.PAGES,
    *sign_in.PAGES,
    *persons.PAGES,
    *devices.PAGES,
    *data.PAGES,
    *controllers.PAGES,
    *profile.PAGES,
    *ebox.PAGES,
    *rights.PAGES,
    *privacy.PAGES,
    *help.PAGES,
    *contact.PAGES,
    *sign_out.PAGES,
)


def page_of(name: str) -> PageDefinition | None:
    """The page of this name: its own entry, or one for all names that begin so ("data.*")."""
    for page in PAGES:
        if page.name == name:
            return page
    for page in PAGES:
        if page.name.endswith("*") and name.startswith(page.name[:-1]):
            return page
    return None


def act_of(page: PageDefinition, action: str) -> Act | None:
    """What the page does for this action: its own entry, or the longest one that begins so."""
    if action in page.acts:
        return page.acts[action]
    fitting = [key for key in page.acts if key.endswith("*") and action.startswith(key[:-1])]
    return page.acts[max(fitting, key=len)] if fitting else None
