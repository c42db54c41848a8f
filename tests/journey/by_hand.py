"""What is done by hand, step by step, and how one would tell somebody else to do it."""

from collections.abc import Mapping
from datetime import timedelta
from itertools import groupby

from msgspec import Struct

from tests.journey.steps import find, has, offers, take, until
from tests.services import Services
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.journey.walk import Choose, Fill, Go, Press, Send, Step
from tui.page.offered import actions_of, form_of
from tui.page.parts import Form, Listing


class Later(Struct, frozen=True, tag_field="do", tag="later"):
    """So many minutes go by."""

    minutes: int


async def by_hand(
    services: Services, navigator: Navigator, devices: Devices, step: Step | Later
) -> str:
    """Take a step, and give it as a citizen would say it; "" for one that nobody takes."""
    match step:
        case Later(minutes):
            await services.move(timedelta(minutes=minutes))
            return f"wait {minutes} minutes"
        case Press(action):
            page = await until(navigator, lambda page: offers(page, action), action)
            label = next(one.name for one in actions_of(page) if one.id == action)
            await navigator.act(action)
            return f"*{label}*"
        case Send(form, secrets):
            page = await until(navigator, lambda page: form_of(page, form) is not None, form)
            return await sent(navigator, devices, find(page, form, Form), secrets)
        case Fill(form, fields):
            page = await until(navigator, lambda page: form_of(page, form) is not None, form)
            typed = {name: value(devices, text) for name, text in fields.items()}
            await take(navigator, Fill(form, typed))
            labels = {one.name: one.label for one in find(page, form, Form).fields}
            return ", ".join(
                f"{labels[name]}: {shown(text, typed[name])}" for name, text in fields.items()
            )
        case Choose(listing, item):
            page = await until(navigator, lambda page: has(page, listing), listing)
            title = next(one.title for one in find(page, listing, Listing).items if one.id == item)
            await navigator.choose(listing, item)
            return f"*{title}*"
        case Go(place):
            await navigator.open(place)
            return f"go to *{navigator.page.title}*"
    await take(navigator, step)
    return ""


async def sent(
    navigator: Navigator, devices: Devices, form: Form, secrets: Mapping[str, str]
) -> str:
    """Send a form with these secrets typed, which may well be refused."""
    typed = {name: value(devices, text) for name, text in secrets.items()}
    await navigator.submit(form.id, typed)
    labels = {one.name: one.label.partition(",")[0] for one in form.fields}
    texts = [f"{labels[name]}: {shown(text, typed[name])}" for name, text in secrets.items()]
    return ", ".join((*texts, f"*{form.submit.name}*"))


def value(devices: Devices, text: str) -> str:
    """What is typed for this text of the table: itself, or what a device of the person shows."""
    if text == "@pin" and devices.card is not None:
        return devices.card.pin
    if text == "@first" and devices.keys is not None:
        return devices.keys.messages[0].code
    return text


def shown(text: str, typed: str) -> str:
    """The same as one says it: a code of a text message is another each time."""
    return "the code of the first message" if text == "@first" else f"`{typed}`"


def told(done: list[str]) -> str:
    """What is done, in order; what is done again and again is said once."""
    counted = [(one, len(list(each))) for one, each in groupby(filter(None, done))]
    return "; ".join(one if times == 1 else f"{one}, {times} times" for one, times in counted)
