"""How the engine finds pages, sign-in methods and devices, without importing them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from tui.journey.context import Act, PageDefinition

if TYPE_CHECKING:
    from tui.journey.sign_in_method import DeviceDefinition, SignInMethod, SignInStep
    from tui.portal.models import Interaction, Person

MODULES = (
    "start",
    "sign_in.page",
    "persons",
    "devices",
    "phone",
    "mailbox",
    "chair",
    "card",
    "digital_keys",
    "sites",
    "home",
    "data",
    "controllers",
    "profile",
    "ebox",
    "rights",
    "notices",
    "privacy",
    "help",
    "glossary",
    "messages",
    "contact",
    "complaints",
    "sign_out",
    "receipt",
)
"""The modules of `tui.pages`, in reading order. A look-up loads them in this order and stops as soon as it
can, so that the first page is on the screen before the other modules are loaded."""


def pages() -> Iterator[PageDefinition]:
    """Every page; a module is loaded only when its turn comes."""
    for module in MODULES:
        yield from import_module(f"tui.pages.{module}").PAGES


def page_of(name: str) -> PageDefinition | None:
    """The page with this name: its own entry, or the entry for all names with a prefix ("data.*")."""
    fitting = None
    for page in pages():
        if page.name == name:
            return page
        if page.name.endswith("*") and name.startswith(page.name[:-1]):
            fitting = fitting or page
    return fitting


def act_of(page: PageDefinition, action: str) -> Act | None:
    """The page's act for this action: its own entry, or that of the longest matching prefix."""
    return _fitting(page.acts, action)


def _fitting(acts: Mapping[str, Act], action: str) -> Act | None:
    if action in acts:
        return acts[action]
    fitting = [key for key in acts if key.endswith("*") and action.startswith(key[:-1])]
    return acts[max(fitting, key=len)] if fitting else None


def link_target(action: str) -> str:
    """The place to which an action's id says that it leads: a link's, or "to-<place>"; "" if none."""
    if action.startswith("to-"):
        return action.removeprefix("to-")
    targets: dict[str, str] = import_module("tui.pages.links").TARGETS
    return targets.get(action.rpartition("-")[2], "") if action.startswith("open-") else ""


# --- signing in -------------------------------------------------------------------------------


def sign_in_methods() -> tuple[SignInMethod, ...]:
    """The sign-in methods that this program knows, in the order in which they are offered."""
    ids: tuple[str, ...] = import_module("tui.pages.sign_in").METHOD_IDS
    return tuple(import_module(f"tui.pages.sign_in.{id_}").METHOD for id_ in ids)


def usable_methods(person: Person) -> tuple[str, ...]:
    """The ids of the sign-in methods that this person can use."""
    return tuple(method.id for method in sign_in_methods() if method.usable(person))


def method_of(method_id: str) -> SignInMethod | None:
    """The sign-in method with this id; None if this program does not know it."""
    if not method_id:
        return None
    return next((method for method in sign_in_methods() if method.id == method_id), None)


def step_of(interaction: Interaction) -> SignInStep | None:
    """The interaction's current step; None if it is not a step of a method that this program knows."""
    method = method_of(interaction.method)
    return method.steps.get(interaction.step) if method else None


def sign_in_act(interaction: Interaction | None, action: str) -> Act | None:
    """The act for this action of the interaction's method, or otherwise of a device."""
    method = method_of(interaction.method) if interaction is not None else None
    if method is not None and action in method.acts:
        return method.acts[action]
    devices: tuple[DeviceDefinition, ...] = import_module("tui.pages.devices").DEVICES
    return next((act for device in devices if (act := _fitting(device.acts, action))), None)
