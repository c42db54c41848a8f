"""Every journey is finished by keys alone on 40 by 12: 80 by 24 at 200 % (1.4.4, 1.4.10, 2.1.1)."""

from collections.abc import Callable

from textual.widget import Widget

from tests.journey.steps import offers, until
from tests.screens import settled
from tests.screens.harness import SMALL
from tests.simulated import Simulated, all_there
from tui.app import BurgerprofielApp
from tui.pages import devices as device_pages
from tui.widgets.canvas import Canvas
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField

JOURNEYS = (
    ("profile", ("add-nickname", "nickname=Nono", "check", "save")),
    ("profile.contact?kind=email", ("value=nono@example.test", "check", "save")),
    (
        "profile.address",
        (
            *("street=Molenstraat", "house-number=3", "post-code=9000", "municipality=Gent"),
            *("check", "save"),
        ),
    ),
    ("profile.remove/nickname", ("remove",)),
    ("ebox", ("to-consent", "give")),
    ("ebox", ("to-consent", "withdraw")),
    ("data", ("info-vehicles", "report-vehicles", "words=Fout.", "check", "save")),
    ("rights", ("object", "option:function:nickname", "next", "words=Nee.", "check", "save")),
    ("contact", ("option:question", "subject=Een vraag", "message=Wat bewaart u?", "compose")),
    ("privacy", ("words=rechten", "search")),
)
"""Where one begins, and what follows: a button or item to press, an option to choose, a field to fill in."""


async def arrived(simulated: Simulated, app: BurgerprofielApp) -> None:
    """Wait until the page is there and drawn."""
    await until(simulated.navigator, all_there)
    await settled.settled(app)


async def reach(app: BurgerprofielApp, there: Callable[[Widget | None], bool], what: str) -> None:
    """Go there by Tab, as one who uses no mouse."""
    for _ in range(80):
        if there(app.screen.focused):
            return
        await settled.press(app, "tab")
    raise AssertionError(f"Tab never comes to {what}; it stands at {app.screen.focused}")


async def choose(app: BurgerprofielApp, stop: str) -> None:
    """Go to a list or a choice by Tab, and to one of it by the arrows."""

    def among(one: Widget | None) -> bool:
        return isinstance(one, Canvas) and stop in [there.name for there in one.stops]

    await reach(app, among, stop)
    focused = app.screen.focused
    assert isinstance(focused, Canvas)
    for _ in focused.stops:
        if focused.stop == stop:
            return
        await settled.press(app, "tab" if focused.TAB_STOPS else "down")
    assert focused.stop == stop


async def write(app: BurgerprofielApp, name: str, text: str) -> None:
    """Go to a field by Tab, and type."""

    def its_field(one: Widget | None) -> bool:
        return isinstance(one, TextField | LongField) and one.field.name == name

    await reach(app, its_field, name)
    await settled.press(app, *("space" if one == " " else one for one in text))


async def do(simulated: Simulated, app: BurgerprofielApp, step: str) -> None:
    """One step of a journey, and wait for what comes of it."""
    name, typed, text = step.partition("=")
    if typed:
        await write(app, name, text)
    else:
        await choose(app, step)
        if not step.startswith("option:"):
            await settled.press(app, "enter")
    await arrived(simulated, app)


async def offered(simulated: Simulated, app: BurgerprofielApp, action: str) -> None:
    """Wait until something is offered that comes by itself, as from a device."""
    await until(simulated.navigator, lambda page: offers(page, action), action)
    await arrived(simulated, app)


async def sign_in_by_itsme(simulated: Simulated, app: BurgerprofielApp) -> None:
    """From the first page, with the phone in the page's place."""
    for step in ("to-sign-in", "itsme", "itsme-send"):
        await do(simulated, app, step)
    await offered(simulated, app, device_pages.APPROVE)
    await settled.press(app, "f2")
    await do(simulated, app, device_pages.APPROVE)
    await until(simulated.navigator, lambda page: page.place == "home", "home")
    await arrived(simulated, app)


async def sign_in_by_card(simulated: Simulated, app: BurgerprofielApp) -> None:
    """From the page after signing out, with the reader in the page's place."""
    for step in ("to-sign-in", "eid"):
        await do(simulated, app, step)
    await offered(simulated, app, device_pages.INSERT)
    await settled.press(app, "f2")
    await do(simulated, app, device_pages.INSERT)
    card = simulated.devices.card
    assert card is not None
    await do(simulated, app, f"pin={card.pin}")
    await settled.press(app, "enter")
    await until(simulated.navigator, lambda page: page.place == "home", "home")
    await arrived(simulated, app)


async def test_every_journey_is_finished_by_keys_on_the_smallest_screen(
    simulated: Simulated,
) -> None:
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    async with app.run_test(size=SMALL):
        await arrived(simulated, app)
        await sign_in_by_itsme(simulated, app)
        for place, steps in JOURNEYS:
            await simulated.context(place)
            await arrived(simulated, app)
            for step in steps:
                await do(simulated, app, step)
        profile = await simulated.portal.profile()
        assert profile.nickname is None
        assert len(profile.contacts) == 1
        assert len(profile.addresses) == 1
        assert "ebox" not in [one.kind for one in profile.consents]
        assert len(await simulated.portal.rights_requests()) == 2
        await settled.press(app, "f8")
        await do(simulated, app, "sign-out-now")
        await sign_in_by_card(simulated, app)
