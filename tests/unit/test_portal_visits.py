"""Where a citizen is who signs in by itsme: of two who ask at once, one hears of the end last."""

import asyncio
from typing import Any

import pytest

from tui.portal.errors import InteractionGone
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


AT_ITSME = at_provider(AWAY, 2, authorizationUrl="/itsme/v2/authorization")
BEGUN = ItsmePage(version=1, step="itsmeNumber", interaction_id="p")


@pytest.mark.parametrize("forgotten", [False, True])
async def test_who_hears_of_the_end_last_is_told_the_same_though_the_sign_in_is_finished(
    forgotten: bool,
) -> None:
    late, asked = asyncio.Event(), asyncio.Event()
    done = ItsmePage(version=2, step="done", interaction_id="p", redirect_to="/op/v1/callback")
    pages = iter([BEGUN, done, done])

    async def call(method: str, address: str, *_: object, **how: object) -> object:
        assert method == "GET"
        if address.startswith("/op/v1/interactions"):
            return AT_ITSME
        if address == "/op/v1/callback":
            return at_provider("done", 3)
        page = next(pages)
        if address.endswith("?wait=5"):
            asked.set()
            await late.wait()
            if forgotten:  # by itsme, once the browser was back
                raise InteractionGone("expired")
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


async def test_a_visit_whose_time_is_up_is_over() -> None:
    async def call(_method: str, address: str, *_: object, **how: object) -> object:
        if address.startswith("/op/"):
            return AT_ITSME
        if address == "/itsme/v2/authorization":
            return BEGUN
        raise InteractionGone("expired")

    visits = Visits(call, str)
    visits.begin(at_provider("chooseMethod", 1))
    await visits.state(None, 0)
    with pytest.raises(InteractionGone):
        await visits.state(None, 0)


async def test_who_asks_while_the_way_back_is_followed_is_told_where_it_led() -> None:
    asked, back, led = list[str](), asyncio.Event(), asyncio.Event()
    begun = ItsmePage(version=1, step="itsmeNumber", interaction_id="p")
    done = ItsmePage(version=2, step="done", interaction_id="p", redirect_to="/op/v1/callback")

    async def call(_method: str, address: str, *_: object, **how: object) -> object:
        asked.append(address)
        if address == "/op/v1/callback":
            back.set()
            await led.wait()
            return at_provider("done", 3)
        if address.startswith("/op/"):
            return at_provider(AWAY, 2, authorizationUrl="/itsme/v2/authorization")
        return begun if address.startswith("/itsme/v2/") else done

    visits = Visits(call, str)
    visits.begin(at_provider("chooseMethod", 1))
    await visits.state(None, 0)
    first = asyncio.create_task(visits.state(None, 0))
    await back.wait()
    second = asyncio.create_task(visits.state(None, 0))
    await asyncio.sleep(0)  # the second asks
    led.set()
    assert (await first).step == (await second).step == "done"
    assert asked.count("/itsme/simulator/v1/interactions/p") == 1
