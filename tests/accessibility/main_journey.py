"""The main journey by keys alone, in any language and size; a reader hears what comes of each key."""

from datetime import timedelta

from tests.accessibility.reader import Reader
from tests.journey.steps import has, until
from tests.simulated import Simulated

TOO_LONG = "x" * 41
"""One letter more than a nickname may have."""


async def main_journey(reader: Reader, simulated: Simulated) -> None:
    """From the start page to the receipt."""

    async def tab(name: str) -> None:
        await reader.menu(f"go:{name}", simulated.words(f"tab.{name}").casefold())

    # Sign in with itsme: the number is there already, the phone approves, and that brings the home page.
    await reader.listen("start")
    await reader.choose("to-sign-in")
    await reader.choose("itsme", "down")
    await reader.field()
    await reader.press("enter", "f2")
    await reader.choose("phone-approve")

    # A block, where it comes from, and whole.
    await tab("data")
    await reader.go(lambda one: one.has_class("part-blocks"))
    await reader.press("down", "up", "enter")
    await reader.choose("info-identity")
    await reader.press("enter")
    await reader.choose("next")
    await reader.press("f12", "f6", "down", "f12", "f9", "f9", "escape")

    # A nickname, wrong in two ways, then right.
    await tab("profile")
    await reader.choose("add-nickname")
    await reader.field()
    await reader.press("enter")
    await reader.paste(TOO_LONG)
    await reader.press("enter", "ctrl+u", *"Nono", "enter")
    await reader.choose("save")

    # An invalid e-mail address, then a valid one.
    await reader.choose("add-email")
    await reader.field()
    await reader.press(*"noor", "tab", "enter")
    await reader.paste("@example.org")
    await reader.choose("check")
    await reader.choose("save")

    # The eBox: the warning, consent, a message, and consent taken back.
    await tab("ebox")
    await reader.choose("to-consent")
    await reader.choose("give")
    await reader.go(lambda one: one.has_class("part-messages"))
    await reader.press("down", "enter")
    for button in ("to-list", "to-consent", "withdraw"):
        await reader.choose(button)

    # A request for access to the data on vehicles, sent, with a reference.
    await tab("rights")
    await reader.go(lambda one: one.has_class("part-rights"))
    await reader.choose("access", "down")
    await reader.go(lambda one: str(one.id).endswith("--about"))
    await reader.stand("option:block:vehicles", "down")
    await reader.choose("next")
    await reader.field()
    await reader.press(*"Auto")
    await reader.choose("check")
    await reader.choose("save")

    # One part of the privacy statement.
    await reader.press("f3")
    await reader.go(lambda one: one.has_class("part-contents"))
    await reader.press("enter")

    # The session nears its end: the warning comes by itself, and one button puts the end off.
    simulated.world.clock.move(timedelta(minutes=13, seconds=30))
    await until(simulated.navigator, lambda page: has(page, "session"), "the warning")
    await reader.listen("the end is near")
    await reader.press("f5")

    await reader.press("f8")
    await reader.choose("sign-out-now")
