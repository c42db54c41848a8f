"""Finding an address while it is typed: what the address register has for it stands beside the form (R35)."""

from functools import partial

from tui.journey.context import LookedUp, PageContext
from tui.journey.fetching import ask
from tui.page.parts import Action, Actions, Form, Item, Listing, Notice, Part, Text, Verb
from tui.pages.forms import error_words
from tui.portal.models import FoundAddress

FIND, FOUND = "find-address", "found-addresses"
FORM = "address-form"

ENOUGH, ENOUGH_OF_A_PLACE = 3, 2
"""Letters of a street, and of a municipality, from which on something is looked for while typing."""

FIELDS = ("street", "house-number", "box", "post-code", "municipality")


def beside(context: PageContext) -> tuple[Part, ...]:
    """What the register found, or what to type, or that it does not answer; and the button that looks.

    In full screen it looks while the citizen types; lines have nothing that shows it meanwhile.
    """
    words = context.words
    look = Action(id=FIND, label=words("address.find"), short=words("address.find.short"))
    return (*_found(context), Actions(id="find", items=(look,)))


def _found(context: PageContext) -> tuple[Part, ...]:
    words, found = context.words, context.holdings.looked_up
    if "addresses" in context.holdings.failures:
        title, body = words("address.find.failed"), words("address.find.failed.body")
        return (Notice(id="no-register", kind="info", title=title, body=body),)
    if found is None or found.taken is not None:
        return (Text(id="how-to-find", text=words("address.find.how"), role="hint"),)
    items = tuple(
        Item(id=f"found-{number}", title=_line(context, one))
        for number, one in enumerate(found.items, 1)
    )
    return (
        Listing(
            id=FOUND,
            title=words("address.find.title"),
            items=items,
            count=words.count("address.find.count", len(items)) if items else "",
            empty=words("address.find.none"),
            verb=Verb(words("address.find.take"), words("address.find.take.short")),
        ),
    )


def focus(context: PageContext) -> str:
    """Where to go on once an address was chosen: to the number that a street lacks, or to the label."""
    found = context.holdings.looked_up
    if found is None or found.taken is None:
        return ""
    return f"{FORM}.{'label' if found.taken.house_number else 'house-number'}"


async def while_typing(context: PageContext, form: Form) -> None:
    """Look up what is typed, once there is enough of it, and it is something else than before."""
    typed, held = _typed(context, form), context.holdings.looked_up
    place = len(typed["post-code"]) == 4 or len(typed["municipality"]) >= ENOUGH_OF_A_PLACE
    if len(typed["street"]) < ENOUGH or not place:
        context.holdings.looked_up = None
    elif held is None or dict(held.typed) != typed:
        await _look_up(context, form)


async def look_up(context: PageContext, form: Form) -> None:
    """Look up what is typed, as the citizen asks."""
    typed = _typed(context, form)
    needed = {"street": typed["street"], "post-code": typed["post-code"] + typed["municipality"]}
    missing = [name for name, text in needed.items() if not text]
    if missing:
        context.refuse(form.id, {name: partial(error_words, code="required") for name in missing})
    else:
        await _look_up(context, form)


def take(context: PageContext, item_id: str) -> None:
    """Fill in what was chosen; a street alone leaves the number that is typed."""
    found = context.holdings.looked_up
    number = int(item_id.removeprefix("found-")) - 1
    if found is None or number >= len(found.items):
        return
    one = found.items[number]
    values = {
        "street": one.street,
        "post-code": one.post_code or found.typed["post-code"],
        "municipality": one.municipality,
    }
    if one.house_number:
        values |= {"house-number": one.house_number, "box": one.box}
    typed = {**found.typed, **values}
    context.holdings.looked_up = LookedUp(typed, (), one)
    for name, text in values.items():
        context.drafts.write(str(context.place), FORM, name, text)
    context.errors.pop(FORM, None)


async def _look_up(context: PageContext, form: Form) -> None:
    portal, typed = context.portal, _typed(context, form)
    found = await ask(
        context,
        "addresses",
        portal.find_addresses(
            street=typed["street"],
            house_number=typed["house-number"],
            box=typed["box"],
            post_code=typed["post-code"],
            municipality=typed["municipality"],
        ),
    )
    if _typed(context, form) == typed:  # or it is no answer to what stands there now
        context.holdings.looked_up = LookedUp(typed, found.items) if found is not None else None


def _typed(context: PageContext, form: Form) -> dict[str, str]:
    texts = context.typed(form)
    return {name: texts[name] for name in FIELDS}


def _line(context: PageContext, one: FoundAddress) -> str:
    """An address as it is written, or a street and its municipality."""
    words, street = context.words, f"{one.street} {one.house_number}".rstrip()
    key = "profile.address.line-with-box" if one.box else "profile.address.line"
    if not one.post_code:
        return f"{street}, {one.municipality}"
    return words(key, street=street, box=one.box, code=one.post_code, municipality=one.municipality)
