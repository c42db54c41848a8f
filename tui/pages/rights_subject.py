"""The first step of a rights request: which right, and about which data or function (R55-R61)."""

from urllib.parse import urlencode

from tui.journey.context import Act, PageContext
from tui.journey.fetching import first_message
from tui.locale import Words
from tui.page.parts import Action, Field, Form, Option
from tui.pages.authority import CONSENT_FUNCTIONS, own_controller, own_functions
from tui.pages.forms import valid_values, with_errors
from tui.portal.models import Right

FROM_LAW: tuple[Right, ...] = ("restriction", "portability")
"""The rights that the statement does not name, and the law gives (GDPR art. 18, 20)."""

RIGHTS: tuple[Right, ...] = (
    "access",
    "rectification",
    "erasure",
    "withdrawConsent",
    "object",
    *FROM_LAW,
)
"""The rights that the portal has a form for, in the order of the statement (R56-R60)."""

BY_ONESELF: tuple[Right, ...] = ("rectification", "restriction")
"""The rights that nobody needs about what they entered themselves: they change or remove it at once."""

CHOSEN_HERE = "chosen"
"""In the place's query: right and subject were chosen in the first step, and so the way back leads there."""


def subject_name(context: PageContext, block_id: str, function: str) -> str:
    """The name of what a request is about: a block, or one of the portal's own functions."""
    if function:
        return first_message(context.words, f"function.{function}", "function.other")
    catalogue = context.holdings.catalogue
    found = catalogue.block(block_id) if catalogue else None
    return context.words.local(found[1].label) if found else block_id


def _known(context: PageContext) -> tuple[str, str]:
    """The right and the subject that need not be asked, because the way here names them; "" for neither.

    Who wants to change them is asked both.
    """
    query = context.place.query
    if "change" in query:
        return "", ""
    right = query.get("right", "")
    known = {option.value for option in subjects(context, right)}
    about = _asked(context)
    return right if right in RIGHTS else "", about if about in known else ""


def _asked(context: PageContext) -> str:
    """The subject that the place's query names, as a value of the field."""
    query = context.place.query
    kind = next((kind for kind in ("block", "function") if query.get(kind)), "")
    return f"{kind}:{query[kind]}" if kind else ""


def subject_lead(context: PageContext) -> str:
    """What is asked, after what is known."""
    words = context.words
    right, about = _known(context)
    if right:
        return words("rights.new.lead.right", right=words(f"right.{right}"))
    if about:
        kind, _, subject = about.partition(":")
        named = {"block_id": "", "function": "", ("block_id" if kind == "block" else kind): subject}
        return words("rights.new.lead.about", subject=subject_name(context, **named))
    return words("rights.new.lead")


def choice(words: Words, name: str, options: tuple[Option, ...], stored: str) -> Field:
    """The question for a right ("right") or for a subject ("about")."""
    return Field(
        name=name,
        label=words(f"rights.{name}"),
        hint=words(f"rights.{name}.hint"),
        kind="choice",
        options=options,
        required=True,
        stored=stored,
    )


def subject_form(context: PageContext) -> Form:
    """The right and the subject, but for what is known; what the place's query names is filled in."""
    words = context.words
    right, about = _known(context)
    fields = []
    if not right:
        rights = tuple(
            Option(value=one, label=words(f"right.{one}"), hint=words(f"right.{one}.detail"))
            for one in rights_for(about)
        )
        fields.append(choice(words, "right", rights, context.place.query.get("right", "")))
    if not about:
        fields.append(choice(words, "about", subjects(context, right), _asked(context)))
    return Form(
        id="subject-form",
        fields=with_errors(context, "subject-form", tuple(fields)),
        submit=Action(id="next", label=words("rights.next"), kind="main"),
        others=(Action(id="leave", label=words("form.cancel")),),
    )


def rights_for(about: str) -> tuple[Right, ...]:
    """The rights that go with a subject: only a use that rests on consent can be withdrawn.

    And only what an authority holds is corrected, or left unused, by somebody else.
    """
    function = about.removeprefix("function:") if about.startswith("function:") else ""
    unfit: set[Right] = set()
    if about and function not in CONSENT_FUNCTIONS:
        unfit.add("withdrawConsent")
    if function:
        unfit.update(BY_ONESELF)
    return tuple(right for right in RIGHTS if right not in unfit)


def subjects(context: PageContext, right: str) -> tuple[Option, ...]:
    """Every block with its controller, then the portal's own functions with theirs (R61).

    Of these only the ones that go with the right, if it is known.
    """
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
    if right == "withdrawConsent":
        return tuple(
            one for one in functions if one.value.removeprefix("function:") in CONSENT_FUNCTIONS
        )
    return blocks if right in BY_ONESELF else blocks + functions


async def _next(context: PageContext, _action: str) -> str | None:
    form = subject_form(context)
    values = valid_values(context, form, {})
    if values is None:
        return None
    known = dict(zip(("right", "about"), _known(context), strict=True))
    right, about = (values.get(name) or known[name] for name in ("right", "about"))
    kind, _, subject = about.partition(":")
    if right == "withdrawConsent" and subject not in CONSENT_FUNCTIONS:
        context.refuse(form.id, {"about": lambda words, _: words("rights.about.no-consent")})
        return None
    if right in BY_ONESELF and kind == "function":
        why = "own-change" if right == "rectification" else "own-restrict"
        context.refuse(form.id, {"about": lambda words, _: words(f"rights.about.{why}")})
        return None
    context.drafts.forget(str(context.place), form.id)
    chosen = {"right": right, kind: subject, CHOSEN_HERE: "yes"}
    return f"rights.new?{urlencode(chosen)}"


async def _leave(context: PageContext, _action: str) -> str | None:
    context.finished = True
    context.drafts.forget(str(context.place))
    context.errors.pop("subject-form", None)
    return "rights"


ACTS: dict[str, Act] = {"next": _next, "leave": _leave}
"""The acts of the first step."""
