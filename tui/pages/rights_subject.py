"""The first step of a rights request: which right, and about which data or function (R55-R61)."""

from urllib.parse import urlencode

from tui.journey.context import Act, PageContext
from tui.journey.fetching import first_message
from tui.page.parts import Action, Field, Form, Option
from tui.pages.authority import CONSENT_FUNCTIONS, own_controller, own_functions
from tui.pages.forms import valid_values, with_errors
from tui.portal.models import Right

RIGHTS: tuple[Right, ...] = ("access", "rectification", "erasure", "withdrawConsent", "object")
"""The rights that the portal has a form for, in the order of the statement (R56-R60)."""

CHOSEN_HERE = "chosen"
"""In the place's query: right and subject were chosen in the first step, and so the way back leads there."""


def subject_name(context: PageContext, block_id: str, function: str) -> str:
    """The name of what a request is about: a block, or one of the portal's own functions."""
    if function:
        return first_message(context.words, f"function.{function}", "function.other")
    catalogue = context.holdings.catalogue
    found = catalogue.block(block_id) if catalogue else None
    return context.words.local(found[1].label) if found else block_id


def subject_form(context: PageContext) -> Form:
    """The right and the subject; what the place's query names is filled in."""
    words, query = context.words, context.place.query
    rights = tuple(
        Option(value=right, label=words(f"right.{right}"), hint=words(f"right.{right}.detail"))
        for right in RIGHTS
    )
    about = ""
    if query.get("block"):
        about = f"block:{query['block']}"
    elif query.get("function"):
        about = f"function:{query['function']}"
    fields = (
        Field(
            name="right",
            label=words("rights.right"),
            hint=words("rights.right.hint"),
            kind="choice",
            options=rights,
            required=True,
            stored=query.get("right", ""),
        ),
        Field(
            name="about",
            label=words("rights.about"),
            hint=words("rights.about.hint"),
            kind="choice",
            options=_subjects(context),
            required=True,
            stored=about,
        ),
    )
    return Form(
        id="subject-form",
        fields=with_errors(context, "subject-form", fields),
        submit=Action(id="next", label=words("rights.next"), kind="main"),
        others=(Action(id="leave", label=words("form.cancel")),),
    )


def _subjects(context: PageContext) -> tuple[Option, ...]:
    """Every block with its controller, then the portal's own functions with theirs (R61)."""
    words, catalogue = context.words, context.holdings.catalogue
    if catalogue is None:
        return ()
    blocks = tuple(
        Option(
            value=f"block:{block.block_id}",
            label=words.local(block.label),
            hint=words("rights.about.controller", who=words.local(controller.authority)),
        )
        for controller in catalogue.items
        for block in controller.blocks
    )
    own = own_controller(catalogue)
    functions = tuple(
        Option(
            value=f"function:{function}",
            label=words(f"function.{function}"),
            hint=words("rights.about.controller", who=words.local(own.authority) if own else ""),
        )
        for function in own_functions(catalogue)
    )
    return blocks + functions


async def _next(context: PageContext, _action: str) -> str | None:
    form = subject_form(context)
    values = valid_values(context, form, {})
    if values is None:
        return None
    kind, _, subject = values["about"].partition(":")
    if values["right"] == "withdrawConsent" and subject not in CONSENT_FUNCTIONS:
        context.refuse(form.id, {"about": context.words("rights.about.no-consent")})
        return None
    context.drafts.forget(str(context.place), form.id)
    chosen = {"right": values["right"], kind: subject, CHOSEN_HERE: "yes"}
    return f"rights.new?{urlencode(chosen)}"


async def _leave(context: PageContext, _action: str) -> str | None:
    context.finished = True
    context.drafts.forget(str(context.place))
    context.errors.pop("subject-form", None)
    return "rights"


ACTS: dict[str, Act] = {"next": _next, "leave": _leave}
"""The acts of the first step."""
