"""The main journey by keys alone, in any language and size; a reader hears what comes of each key."""

from datetime import timedelta

from tests.accessibility.reader import Reader
from tests.journey.steps import has, until
from tests.simulated import Simulated

TOO_LONG = "x" * 41
"""One letter more than a nickname may have."""


async def main_journey(reader: Reader, simulated: Simulated) -> None:
    """From the start page to the receipt."""
    await reader.listen("start")
    await _sign_in(reader)
    await _data(reader, simulated)
    await _nickname(reader, simulated)
    await _contact(reader)
    await _ebox(reader, simulated)
    await _rights(reader, simulated)
    await _privacy(reader)
    await _session_near_its_end(reader, simulated)
    await _sign_out(reader)


async def _sign_in(reader: Reader) -> None:
    """With itsme: the number stands there, the phone approves."""
    await reader.choose("to-sign-in")
    await reader.choose("itsme", "down")
    await reader.field()
    await reader.press("enter")
    await reader.press("f2")
    await reader.choose("phone-approve")
    await reader.arrive("home")


async def _data(reader: Reader, simulated: Simulated) -> None:
    """A block, where it comes from, and whole."""
    await reader.menu("go:data", simulated.words("tab.data").casefold())
    await reader.choose("info-identity")
    await reader.press("escape")
    await reader.choose("open-identity")
    await reader.press("f12", "f6", "down", "f12", "f9", "f9", "escape")


async def _nickname(reader: Reader, simulated: Simulated) -> None:
    """Wrong in two ways, then right."""
    await reader.menu("go:profile", simulated.words("tab.profile").casefold())
    await reader.choose("add-nickname")
    await reader.field()
    await reader.press("enter")
    await reader.paste(TOO_LONG)
    await reader.press("enter")
    await reader.press("ctrl+u", *"Nono", "enter")
    await reader.choose("save")


async def _contact(reader: Reader) -> None:
    """An invalid e-mail address, then a valid one."""
    await reader.choose("add-email")
    await reader.field()
    await reader.press(*"noor", "tab", "enter")
    await reader.paste("@example.org")
    await reader.choose("check")
    await reader.choose("save")


async def _ebox(reader: Reader, simulated: Simulated) -> None:
    """The warning, consent, a message, and consent taken back."""
    await reader.menu("go:ebox", simulated.words("tab.ebox").casefold())
    await reader.choose("to-consent")
    await reader.choose("give")
    await reader.go(lambda one: one.has_class("part-messages"))
    await reader.press("down", "enter")
    await reader.choose("to-list")
    await reader.choose("to-consent")
    await reader.choose("withdraw")


async def _rights(reader: Reader, simulated: Simulated) -> None:
    """A request for access to the data on vehicles, sent, with a reference."""
    await reader.menu("go:rights", simulated.words("tab.rights").casefold())
    await reader.go(lambda one: one.has_class("part-rights"))
    await reader.choose("access", "down")
    await reader.go(lambda one: str(one.id).endswith("--about"))
    await reader.stand("option:block:vehicles", "down")
    await reader.choose("next")
    await reader.field()
    await reader.press(*"Auto")
    await reader.choose("check")
    await reader.choose("save")


async def _privacy(reader: Reader) -> None:
    """One part of the privacy statement."""
    await reader.press("f3")
    await reader.go(lambda one: one.has_class("part-contents"))
    await reader.press("enter")


async def _session_near_its_end(reader: Reader, simulated: Simulated) -> None:
    """The warning comes by itself, and one button puts the end off."""
    simulated.world.clock.move(timedelta(minutes=13, seconds=30))
    await until(simulated.navigator, lambda page: has(page, "session"), "the warning")
    await reader.listen("the end is near")
    await reader.choose("extend-session", "shift+tab")


async def _sign_out(reader: Reader) -> None:
    await reader.press("f8")
    await reader.choose("sign-out-now")
