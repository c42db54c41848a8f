"""The portal over registers and an eBox that attack: `python -m … HOME screen|lines PLACE …`."""

import asyncio
import sys
from pathlib import Path

from tests.simulated import Simulated
from tui.app import BurgerprofielApp
from tui.lines.conversation import Conversation
from tui.lines.terminal import Terminal
from tui.portal.models import Fault

ATTACKERS = ("registers", "ebox")


async def main(home: str, how: str, *places: str) -> None:
    """Sign in before hostile services, go to each place, and stay until the citizen stops."""
    simulated = Simulated(Path(home))
    await simulated.earlier(lambda portal: portal.give_ebox_consent())
    for party in ATTACKERS:
        await simulated.portal.set_fault(party, Fault(party=party, kind="hostile"))
    await simulated.sign_in()
    try:
        for place in places:
            message = f"/{(await simulated.portal.messages()).items[0].message_id}"
            await simulated.context(place + (message if place == "ebox.message" else ""))
            if how == "screen":
                await BurgerprofielApp(simulated.navigator, simulated.words, settle=0).run_async()
            else:
                terminal = Terminal(sys.stdin.fileno(), sys.stdout)
                await Conversation(simulated.navigator, terminal, "").run()
            print(f"left {place}")
    finally:
        await simulated.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
