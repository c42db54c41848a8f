"""A page that wants a higher level of assurance than the session has: told in plain words, and a way to it.

The citizen signs in again, in a way that has that level, while their session goes on, and comes back to the
page.
"""

from tui.journey.context import PageContext
from tui.page.parts import Action, Notice
from tui.pages.sign_in.parts import TRIED

STEP_UP = "step-up"


def level_too_low(context: PageContext) -> bool:
    """Whether the citizen signed in at a lower level than the highest."""
    session = context.holdings.session
    return session is not None and session.level != "high"


def level_notice(context: PageContext, title: str) -> Notice:
    """What wants a higher level (the key `title`), how the citizen signed in, and what they can do."""
    words, session = context.words, context.holdings.session
    method = f"sign-out.with.{session.method}" if session is not None else ""
    way = words(method if method in words else "sign-out.with.other")
    return Notice(id="level", kind="info", title=words(title), body=words("step-up.way", way=way))


def step_up_action(context: PageContext) -> Action:
    """To sign in again at a higher level."""
    return Action(id=STEP_UP, label=context.words("step-up.action"), kind="main")


async def step_up(context: PageContext, _action: str) -> str | None:
    """Begin to sign in again, with the ways that have the level."""
    context.noted[TRIED] = ""
    await context.sign_in.step_up()
    return "sign-in"
