"""The page on which the citizen signs in: choosing a method, and then the steps of that method."""

from typing import Literal

from msgspec.structs import replace

from tui.journey.context import PageBody, PageContext, PageDefinition
from tui.journey.fetching import again
from tui.journey.registry import method_of, step_of, usable_methods
from tui.page.parts import Action, Actions, Item, Listing, Notice, Part, Text, Verb
from tui.pages.links import go_to
from tui.pages.persons import load_persons
from tui.pages.sign_in.parts import (
    BACK,
    CHOICE,
    STOP,
    TRIED,
    failure_key,
    other_actions,
    step_number,
    tried,
)
from tui.portal.models import Interaction, Method

AGAIN = "sign-in-again"
_CHOOSING = "chooseMethod"
"""The only step that is the identity provider's own; all others belong to a method."""


def draw_sign_in(context: PageContext) -> PageBody:
    """The step that the identity provider is waiting for."""
    words, interaction = context.words, context.holdings.interaction
    if interaction is None:
        body = _body(context, *_nothing_yet(context))
    elif interaction.step == _CHOOSING:
        body = replace(
            _body(context, *_methods(context, interaction)), step=step_number(context, 1)
        )
    elif (step := step_of(interaction)) is not None:
        body = step.draw(context, interaction)
    else:
        body = _body(context, _unknown(context), other_actions(context))
    if interaction is None or interaction.failure is None:
        return body
    if waits := context.devices.waits:
        return replace(body, parts=(_waiting(context, waits), *body.parts))
    key = failure_key(context, interaction)
    card = context.devices.card
    begins = words.date(card.valid_from) if card else ""
    failure = Notice(
        id="failure", kind="error", title=words(key, date=begins), body=words(f"{key}.way")
    )
    return replace(body, parts=(failure, *body.parts))


def _waiting(context: PageContext, waits: str) -> Notice:
    """That a device which answers by itself waits for the next code, or why it cannot."""
    words, key = context.words, f"sign-in.waits.{waits}"
    kind: Literal["info", "error"] = "info" if waits == "next" else "error"
    return Notice(id="failure", kind=kind, title=words(key), body=words(f"{key}.way"))


def _body(context: PageContext, *parts: Part) -> PageBody:
    words = context.words
    return PageBody(title=words("sign-in.title"), parts=parts, help=words("sign-in.help"))


def _nothing_yet(context: PageContext) -> tuple[Part, ...]:
    words = context.words
    if TRIED not in context.noted or context.sign_in.finishing:
        return (Text(id="lead", text=words("sign-in.starting"), role="lead"),)
    return (
        Text(id="lead", text=words("sign-in.none"), role="lead"),
        Actions(
            id="sign-in-actions",
            items=(Action(id=AGAIN, label=words("sign-in.again"), kind="main"),),
        ),
    )


def _unknown(context: PageContext) -> Notice:
    """That the provider offers a method, or a step, which this program does not know."""
    words = context.words
    return Notice(
        id="unknown-method",
        kind="warning",
        title=words("sign-in.unknown"),
        body=words("sign-in.unknown.way"),
    )


# --- choosing a method ------------------------------------------------------------------------


def _methods(context: PageContext, interaction: Interaction) -> tuple[Part, ...]:
    words, person = context.words, context.devices.person
    usable = usable_methods(person) if person else ()
    anew = context.holdings.session is not None
    methods = [method for method in interaction.methods if method.available or not anew]
    offered = [method.id for method in methods if method.id in usable]
    lead = "step-up.lead" if anew else "sign-in.lead"
    return (
        *_why_not(context, interaction),
        *((_no_way(context, person.name, anew=anew),) if person and not offered else ()),
        Text(
            id="lead",
            text=words(lead, client=words.local(interaction.client_name)),
            role="lead",
        ),
        Listing(
            id=CHOICE,
            verb=Verb(words("foot.method"), words("foot.choose")),
            title=words("sign-in.methods"),
            items=tuple(_item(context, method) for method in methods),
            # What stands first is where one begins anyway.
            chosen=offered[0] if offered and offered[0] != methods[0].id else "",
        ),
        # Below the ways, so that it pushes none of them out of view.
        *(() if anew else (Text(id="levels", text=words("sign-in.levels"), role="hint"),)),
        Text(
            id="playing",
            text=words("sign-in.playing", name=person.name) if person else words("sign-in.nobody"),
            role="hint",
        ),
        Actions(
            id="sign-in-actions",
            items=(
                *(() if anew else (Action(id="to-persons", label=words("sign-in.other-person")),)),
                Action(id=STOP, label=words("sign-in.stop")),
            ),
        ),
    )


def _no_way(context: PageContext, name: str, *, anew: bool) -> Notice:
    """That this person has nothing to sign in with, or nothing of a higher level."""
    words = context.words
    title = words("step-up.no-way" if anew else "sign-in.no-way", name=name)
    body = words("step-up.no-way.way" if anew else "sign-in.no-way.way")
    return Notice(id="no-way", kind="error", title=title, body=body)


def _item(context: PageContext, method: Method) -> Item:
    words, title = context.words, f"sign-in.method.{method.id}"
    known = title in words and f"{title}.detail" in words
    ours = method_of(method.id)
    level = (words(f"sign-in.level.{ours.assurance}"),) if ours is not None else ()
    return Item(
        id=method.id,
        title=words(title) if known else words("sign-in.method.unknown", id=method.id),
        detail=" ".join((words(f"{title}.detail" if known else "sign-in.unknown"), *level)),
        mark="" if method.available else words("sign-in.method.later"),
    )


def _why_not(context: PageContext, interaction: Interaction) -> tuple[Part, ...]:
    """Why the chosen method cannot be used; () if it can, or none was chosen."""
    words = context.words
    method = next((method for method in interaction.methods if method.id == tried(context)), None)
    if method is None:
        return ()
    if not method.available:
        return (
            Notice(
                id="later",
                kind="info",
                title=words("sign-in.method.later.title"),
                body=words("sign-in.method.later.way"),
            ),
        )
    return () if method_of(method.id) else (_unknown(context),)


async def _choose(context: PageContext, method_id: str) -> str | None:
    interaction = context.holdings.interaction
    if interaction is None:
        return None
    context.noted[TRIED] = method_id
    method = next((method for method in interaction.methods if method.id == method_id), None)
    if method is not None and method.available and method_of(method_id) is not None:
        await context.sign_in.act("chooseMethod", method=method_id)
    return None


# --- starting, going back, stopping -----------------------------------------------------------


async def begin(context: PageContext) -> None:
    """Start signing in unless that was done; as the first invented person, unless another was chosen."""
    if context.holdings.interaction is not None or context.holdings.session is not None:
        return
    context.noted[TRIED] = ""
    if context.devices.person is None:
        await load_persons(context)
        if context.holdings.persons:
            await context.devices.take(context.holdings.persons[0], context.portal)
    await context.sign_in.begin()


async def _back(context: PageContext, _action: str) -> str | None:
    context.devices.reader.empty()
    context.noted[TRIED] = ""
    before = context.holdings.interaction
    await context.sign_in.act("back")
    left = step_of(before) if before is not None else None
    if left is not None and left.withdrawn:
        context.done = context.words(left.withdrawn)
    return None


async def _stop(context: PageContext, _action: str) -> str | None:
    await context.sign_in.act("abort")
    return None


PAGES: tuple[PageDefinition, ...] = (
    PageDefinition(
        name="sign-in",
        title="who.sign-in",
        draw=draw_sign_in,
        load=begin,
        acts={
            CHOICE: _choose,
            BACK: _back,
            STOP: _stop,
            AGAIN: again(begin),
            "to-persons": go_to("persons"),
        },
        public=True,
    ),
)
