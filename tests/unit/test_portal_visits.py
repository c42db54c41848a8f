"""Where a citizen is who signs in by itsme: of two who ask at once, one hears of the end last."""

import asyncio
from typing import Any

from tui.portal.models import Interaction, ItsmePage
from tui.portal.visits import AWAY, Visits


def at_provider(step: str, version: int, **details: Any) -> Interaction:
    return Interaction(
        interaction_id="one",
        version=version,
        step=step,
        client_name={},
        methods=(),
        method="itsme",
        details=details,
    )


async def test_who_hears_of_the_end_last_is_told_the_same_though_the_sign_in_is_finished() -> None:
    late, asked = asyncio.Event(), asyncio.Event()
    done = ItsmePage(version=2, step="done", interaction_id="p", redirect_to="/op/v1/callback")
    pages = iter([ItsmePage(version=1, step="itsmeNumber", interaction_id="p"), done, done])

    async def call(method: str, address: str, *_: object, **how: object) -> object:
        assert method == "GET"
        if address.startswith("/op/v1/interactions"):
            return at_provider(AWAY, 2, authorizationUrl="/itsme/v2/authorization")
        if address == "/op/v1/callback":
            return at_provider("done", 3)
        page = next(pages)
        if address.endswith("?wait=5"):
            asked.set()
            await late.wait()
        return page

    visits = Visits(call, str)
    visits.begin(at_provider("chooseMethod", 1))
    assert (await visits.state(None, 0)).step == "itsmeNumber"
    overtaken = asyncio.create_task(visits.state(None, 5))
    await asked.wait()
    first = await visits.state(None, 0)
    visits.forget()
    late.set()
    assert await overtaken == first
    assert first.step == "done"
