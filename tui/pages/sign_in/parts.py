"""What the steps of all sign-in methods share."""

from tui.journey.context import PageContext
from tui.journey.registry import method_of
from tui.page.parts import Action, Actions
from tui.portal.models import Interaction

CHOICE = "methods"
"""The id of the list of methods."""

BACK, STOP = "other-method", "stop-sign-in"

TRIED = "sign-in-tried"
"""The name, among what is noted, of the method that was chosen last."""

_STEPS = 3


def step_number(context: PageContext, number: int) -> str:
    """How far the citizen is: 1 choosing a method, 2 identifying themselves, 3 proving it."""
    return context.words("sign-in.step", number=number, total=_STEPS)


def other_actions(context: PageContext) -> Actions:
    """Choosing another method, or stopping."""
    words = context.words
    return Actions(
        id="sign-in-actions",
        items=(
            Action(id=BACK, label=words("sign-in.back"), kind="back"),
            Action(id=STOP, label=words("sign-in.stop")),
        ),
    )


def tried(context: PageContext) -> str:
    """The id of the method that was chosen last; "" if none was."""
    return context.noted.get(TRIED, "")


def failure_key(context: PageContext, interaction: Interaction) -> str:
    """The key of the words for the interaction's failure: the method's own, or those for any other."""
    # After some failures the citizen is back at the choice, and the provider names no method.
    method = method_of(interaction.method or tried(context))
    code = interaction.failure.code if interaction.failure else ""
    if method is not None and method.told_as is not None:
        code = method.told_as(context.devices, code)
    if method is None or code not in method.failures:
        return "sign-in.failure.other"
    return f"sign-in.failure.{method.fails_as or method.id}.{code}"
