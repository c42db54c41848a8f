"""One journey, by keys in the full screen and by answers in lines, leaves the services in the same state."""

from pathlib import Path
from shutil import copytree

from tests.accessibility.reader import Reader
from tests.lines.journey import whole
from tests.simulated import Simulated
from tui.app import BurgerprofielApp

OBJECTION = "rights.new?right=object&function=nickname"

BY_KEYS = (
    ("profile", ("add-nickname", "nickname=Nono", "check", "save")),
    ("ebox", ("to-consent", "give")),
    (OBJECTION, ("words=Niet nodig", "check", "save")),
)
"""Where each begins, and the steps that follow (`Reader.do`)."""

BY_ANSWERS = (
    ("profile", ("Roepnaam", "Voeg een roepnaam toe", "Kijk na", "Nono", "Bewaar")),
    ("ebox", ("Lees wat toestemming betekent", "Ja, ik geef toestemming")),
    (OBJECTION, ("Kijk na", "Niet nodig", "Verstuur")),
)
"""The same, as a talk: choices by their names, and what is typed."""


async def by_keys(simulated: Simulated) -> None:
    """The journey in the full screen."""
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    reader = Reader(simulated, app)
    async with app.run_test(size=(100, 40)):
        for place, steps in BY_KEYS:
            await simulated.context(place)
            await reader.listen(place)
            await reader.do(*steps)


async def by_answers(simulated: Simulated) -> None:
    """The journey in lines."""
    for place, answers in BY_ANSWERS:
        await simulated.context(place)
        print(await whole(simulated.navigator, *answers, "s"))  # shown where the test fails


async def left_behind(simulated: Simulated) -> dict[str, object]:
    """What the services keep of the citizen, but for what chance made."""
    profile = await simulated.portal.profile()
    return {
        "nickname": profile.nickname,
        "consents": sorted((one.kind, one.given_at) for one in profile.consents),
        "messages": (await simulated.portal.messages()).items,
        "requests": [
            (one.right, one.function, one.words, one.addressed_to, one.state, one.received, one.due)
            for one in await simulated.portal.rights_requests()
        ],
    }


async def test_keys_and_answers_leave_the_same(home_folder: Path, tmp_path: Path) -> None:
    found: list[dict[str, object]] = []
    for name, journey in (("keys", by_keys), ("answers", by_answers)):
        home = tmp_path / f"by-{name}"
        copytree(home_folder, home)
        simulated = Simulated(home)
        try:
            await simulated.sign_in()
            await journey(simulated)
            found.append(await left_behind(simulated))
        finally:
            await simulated.close()
    keys, answers = found
    assert keys["nickname"] is not None
    assert keys["requests"]
    assert keys == answers
