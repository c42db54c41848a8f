"""A device before anybody was chosen to be: whose it would be is not known."""

from tui.journey.context import PageBody
from tui.locale import Words
from tui.page.parts import Action, Actions, Text


def draw_nobody(words: Words, title: str, help_: str) -> PageBody:
    """The page of a device without a holder, which leads to the people one can be."""
    choose = Action(id="to-persons", label=words("device.choose"), kind="main")
    return PageBody(
        title=title,
        parts=(
            Text(id="lead", text=words("device.nobody"), role="lead"),
            Actions(id="device-actions", items=(choose,)),
        ),
        help=help_,
    )
