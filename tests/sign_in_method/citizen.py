"""The citizen's side: a field for the word, answered with the id of whoever is played."""

from tui.devices.held import Devices
from tui.journey.context import PageBody, PageContext
from tui.journey.sign_in_method import Answer, SignInMethod, SignInStep
from tui.page.parts import Action, Field, Form, Text
from tui.pages.sign_in.parts import other_actions, step_number
from tui.portal.models import Interaction, Model

FORM, SEND = "word-form", "word-send"


class Asked(Model, frozen=True):
    """What is asked for."""

    question: str


def _draw(context: PageContext, interaction: Interaction) -> PageBody:
    question = interaction.details_as(Asked).question
    field = Field(name="word", label="Uw woord", hint="", required=True, secret=True)
    form = Form(
        id=FORM,
        fields=(field,),
        submit=Action(id=SEND, label="Zeg het woord", kind="main"),
        others=other_actions(context).items,
    )
    return PageBody(
        title="Het woord",
        parts=(Text(id="lead", text=question, role="lead"), form),
        step=step_number(context, 2),
        help="Zeg wie u bent.",
    )


async def _send(context: PageContext, _action: str) -> str | None:
    await context.sign_in.act("sayWord", word=context.secrets.get("word", ""))
    return None


def _word(devices: Devices) -> dict[str, str]:
    return {"word": devices.person.person_id if devices.person else ""}


METHOD = SignInMethod(
    id="word",
    steps={"wordAsked": SignInStep(draw=_draw, details=Asked)},
    acts={SEND: _send},
    answers=(Answer(action=SEND, form=FORM, secrets=_word),),
    usable=lambda _: True,
)
