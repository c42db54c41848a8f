"""Every journey is finished by keys alone on 40 by 12: 80 by 24 at 200 % (1.4.4, 1.4.10, 2.1.1)."""

from tests.accessibility.reader import Reader
from tests.journey.steps import offers, until
from tests.screens.harness import SMALL
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.pages import card_reader
from tui.pages import devices as device_pages

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
    ("data", ("vehicles", "info-vehicles", "report-vehicles", "words=Fout.", "check", "save")),
    ("rights", ("object", "option:function:nickname", "next", "words=Nee.", "check", "save")),
    (
        "contact",
        ("option:remark", "subject=Een vraag", "message=Wat bewaart u?", "compose", "send-mail"),
    ),
    ("privacy", ("words=rechten", "search")),
)
"""Where each begins, and the steps that follow (`Reader.do`)."""


async def answer_device(reader: Reader, offered: str, *steps: str) -> None:
    """Go to the device in the page's place once it offers this, and do the steps there."""
    await until(reader.simulated.navigator, lambda page: offers(page, offered), offered)
    await reader.listen(offered)
    await reader.press("f2")
    await reader.do(*steps)
    await reader.arrive("home")


async def test_every_journey_is_finished_by_keys_on_the_smallest_screen(
    simulated: Simulated,
) -> None:
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    reader = Reader(simulated, app)
    async with app.run_test(size=SMALL):
        await reader.listen("start")
        await reader.do("to-sign-in", "itsme", "itsme-send")
        await answer_device(reader, device_pages.APPROVE, device_pages.APPROVE)
        for place, steps in JOURNEYS:
            await simulated.context(place)
            await reader.listen(place)
            await reader.do(*steps)
        profile = await simulated.portal.profile()
        assert profile.nickname is None
        assert len(profile.contacts) == 1
        assert len(profile.addresses) == 1
        assert "ebox" not in [one.kind for one in profile.consents]
        assert len((await simulated.portal.rights_requests()).items) == 2
        await reader.press("f8")
        await reader.do("sign-out-now", "to-sign-in", "eid")
        card = simulated.devices.card
        assert card is not None
        enter = (f"pin={card.pin}", card_reader.ENTER)
        await answer_device(reader, card_reader.INSERT, card_reader.INSERT, *enter)
