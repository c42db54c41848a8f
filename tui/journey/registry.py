"""All pages of the journey, in reading order."""

from collections.abc import Iterator
from importlib import import_module
from typing import Any

from tui.journey.context import Act, PageDefinition

MODULES = (
    "home",
    "sign_in",
    "persons",
    "devices",
    "data",
    "controllers",
    "profile",
    "ebox",
    "rights",
    "privacy",
    "help",
    "glossary",
    "messages",
    "contact",
    "sign_out",
)
"""The modules of `tui.pages`. A look-up reads them one after the other and goes no
further than it must, so that the first page is on the screen before the others are loaded."""


def pages() -> Iterator[PageDefinition]:
    """Every page; each module is loaded when its turn comes."""
    for module in MODULES:
        yield from import_module(f"tui.pages.{module}").PAGES


def device_pages() -> Any:
    """The module of the citizen's own devices, which are there beside every page."""
    return import_module("tui.pages.devices")


def page_of(name: str) -> PageDefinition | None:
    """The page of this name: its own entry, or one for all names that begin so ("data.*")."""
    fitting = None
    for page in pages():
        if page.name == name:
            return page
        if page.name.endswith("*") and name.startswith(page.name[:-1]):
            fitting = fitting or page
    return fitting


def act_of(page: PageDefinition, action: str) -> Act | None:
    """What the page does for this action: its own entry, or the longest one that begins so."""
    if action in page.acts:
        return page.acts[action]
    fitting = [key for key in page.acts if key.endswith("*") and action.startswith(key[:-1])]
    return page.acts[max(fitting, key=len)] if fitting else None
