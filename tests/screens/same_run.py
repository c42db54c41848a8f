"""The whole journey on the full screen: `python -m tests.screens.same_run HOME` prints each screen."""

import asyncio
import sys
from pathlib import Path

from tests.journey.steps import take, until
from tests.screens.harness import USUAL
from tests.screens.settled import settled
from tests.screens.test_snapshots import text_of
from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.journey.walk import Choose, Fill, Go, Press, Send, Step, Wait
from tui.page.offered import is_settled
from tui.pages.sign_out import SIGN_OUT

WALK: tuple[Step, ...] = (
    Go("sign-in"),
    Choose("methods", "itsme"),
    Send("itsme-form"),
    Press("phone-approve"),
    Wait(signed_in=True),
    Go("data"),
    Go("data.identity"),
    Go("profile.nickname"),
    Fill("nickname-form", {"nickname": "Nono"}),
    Send("nickname-form"),
    Press("save"),
    Go("ebox.consent"),
    Press("give"),
    Choose("messages", "4babaac1-1e6e-5589-aa23-9ba656f634b2"),
    Go("rights.new?right=access&block=vehicles"),
    Fill("words-form", {"words": "Welke auto's staan op mijn naam?"}),
    Send("words-form"),
    Press("save"),
    Go("rights"),
    Go("contact?kind=complaint"),
    Fill("contact-form", {"subject": "Een klacht", "message": "Het duurt te lang."}),
    Send("contact-form"),
    Go("sign-out"),
    Press(SIGN_OUT),
    Wait(page="receipt"),
)


async def main(home: Path) -> None:
    """Take the walk, and print what stands on the screen after each step."""
    simulated = Simulated(home)
    app = BurgerprofielApp(simulated.navigator, simulated.words)
    async with app.run_test(size=USUAL):
        for step in WALK:
            await take(simulated.navigator, step)
            await until(simulated.navigator, is_settled, str(step))
            await settled(app)
            print(f"--- {step}\n{text_of(app)}")
    await simulated.close()


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1])))
