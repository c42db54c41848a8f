"""Saved addresses: how one is written, which is the main one, and the choice of one in a form (R31, R35)."""

import re

from tui.journey.context import PageContext
from tui.page.parts import Action, Field, Option
from tui.portal.models import SavedAddress

_SAYS_BOX = re.compile(r"(bus|bte|bo[iî]te|box|briefkasten)\b", re.IGNORECASE)
"""Some people type "bus 3" where 3 is asked."""


def address_name(context: PageContext, address: SavedAddress) -> str:
    """An address as it is written: "Straat 12 bus 3, 9000 Gent". Some houses have no number."""
    street = f"{address.street} {address.house_number}".rstrip()
    key = "profile.address.line-with-box" if address.box else "profile.address.line"
    if _SAYS_BOX.match(address.box):
        key, street = "profile.address.line", f"{street} {address.box}"
    return context.words(
        key,
        street=street,
        box=address.box,
        code=address.post_code,
        municipality=address.municipality,
    )


def address_note(context: PageContext, address: SavedAddress, changed: str) -> str:
    """Whether it is the main one; then when it was changed."""
    main = f"{context.words('profile.address.main')} " if address.main else ""
    return main + changed


def main_action(context: PageContext, address: SavedAddress) -> tuple[Action, ...]:
    """The button that makes it the main address, unless it is."""
    if address.main:
        return ()
    words = context.words
    label = words("profile.address.make-main")
    spoken = words("profile.action.spoken", action=label, name=address_name(context, address))
    return (Action(id=f"main-address-{address.address_id}", label=label, spoken=spoken),)


async def make_main(context: PageContext, action: str) -> str | None:
    """Make this the main address."""
    address_id = action.removeprefix("main-address-")
    context.holdings.profile = await context.portal.make_main_address(address_id)
    context.done = context.words("profile.address.main-now")
    return None


def address_field(context: PageContext) -> tuple[Field, ...]:
    """Which saved address goes along with a form, the main one unless the citizen says otherwise.

    () where none is saved: nothing is asked that could not be answered.
    """
    words, profile = context.words, context.holdings.profile
    saved = profile.addresses if profile else ()
    if not saved:
        return ()
    options = tuple(
        Option(
            value=address.address_id,
            label=address_name(context, address),
            hint=words("address.field.main") if address.main else address.label,
        )
        for address in saved
    )
    return (
        Field(
            name="address",
            label=words("address.field"),
            hint=words("address.field.hint"),
            kind="choice",
            options=(*options, Option(value="", label=words("address.field.none"))),
            stored=profile.main_address.address_id if profile and profile.main_address else "",
        ),
    )


def chosen_address(context: PageContext, address_id: str) -> str:
    """The saved address with this id, as it is written; "" for none."""
    profile = context.holdings.profile
    saved = profile.addresses if profile else ()
    return next((address_name(context, one) for one in saved if one.address_id == address_id), "")
