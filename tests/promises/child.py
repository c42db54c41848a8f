"""A world in a process of its own, that a test can kill: it does one thing a line, and says when it is done.

    python -m tests.promises.child HOME

Reads commands on standard input, one a line, and answers each with one line once it is done:
"sign-in CANARY…" (plants the canaries first), "nickname WORD", "remove-nickname".
"""

import asyncio
import sys
from pathlib import Path

from tests.promises.citizen import Citizen, plant
from tests.worlds import world_in


async def _main(home: Path) -> None:
    world = await world_in(home)
    citizen = Citizen(world)
    while line := (await asyncio.to_thread(sys.stdin.readline)).split():
        match line:
            case ["sign-in", *canaries]:
                planted = await plant(citizen, canaries)
                await citizen.sign_in()
                shown = await citizen.everything()
                said = f"shown {sum(one in shown for one in planted)} of {len(planted)}"
            case ["nickname", word]:
                await citizen.ask("PUT", "/v1/profile/nickname", {"value": word})
                said = (await citizen.ask("GET", "/v1/profile"))["nickname"]["value"]
            case ["remove-nickname"]:
                said = str("nickname" in await citizen.ask("DELETE", "/v1/profile/nickname"))
            case _:
                said = "what?"
        print(said, flush=True)


if __name__ == "__main__":
    asyncio.run(_main(Path(sys.argv[1])))
