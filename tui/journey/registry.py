"""What the engine finds among the pages: places in reading order, sign-in methods, devices."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING

from tui.journey.context import Act, PageDefinition

if TYPE_CHECKING:
    from tui.journey.sign_in_method import Device, SignInMethod, SignInStep
    from tui.portal.models import Interaction

MODULES = (
    "home",
    "sign_in.page",
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


def page_of(name: str) -> PageDefinition | None:
    """The page of this name: its own entry, or the entry for all names that begin so ("data.*")."""
    fitting = None
    for page in pages():
        if page.name == name:
            return page
        if page.name.endswith("*") and name.startswith(page.name[:-1]):
            fitting = fitting or page
    return fitting


def act_of(page: PageDefinition, action: str) -> Act | None:
    """What the page does for this action: its own entry, or the longest prefix that fits."""
    if action in page.acts:
        return page.acts[action]
    fitting = [key for key in page.acts if key.endswith("*") and action.startswith(key[:-1])]
    return page.acts[max(fitting, key=len)] if fitting else None


# --- signing in -------------------------------------------------------------------------------


def sign_in_methods() -> tuple[SignInMethod, ...]:
    """The sign-in methods that this program knows, from the lowest level of assurance to the highest."""
    ids: tuple[str, ...] = import_module("tui.pages.sign_in").METHOD_IDS
    return tuple(import_module(f"tui.pages.sign_in.{id_}").METHOD for id_ in ids)


def method_of(method_id: str) -> SignInMethod | None:
    """The sign-in method with this id; None where this program does not know it."""
    if not method_id:
        return None
    return next((method for method in sign_in_methods() if method.id == method_id), None)


def step_of(interaction: Interaction) -> SignInStep | None:
    """The step of a method at which the interaction is; None at none that this program knows."""
    method = method_of(interaction.method)
    return method.steps.get(interaction.step) if method else None


def sign_in_act(interaction: Interaction | None, action: str) -> Act | None:
    """What the method of this interaction, or else a device, does for this action."""
    method = method_of(interaction.method) if interaction is not None else None
    if method is not None and action in method.acts:
        return method.acts[action]
    devices: tuple[Device, ...] = import_module("tui.pages.devices").DEVICES
    return next((device.acts[action] for device in devices if action in device.acts), None)
