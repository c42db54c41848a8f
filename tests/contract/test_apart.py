"""One world in several processes: what is true in one is true in all."""

import asyncio
import signal
from pathlib import Path

import pytest

from mock_backends.serving import base_of, listen, served
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import World, WorldOptions
from tests.conftest import START
from tests.served import answer, block_states, line, process, sign_in_with_card
from tui.devices.held import Devices
from tui.portal.client import Portal
from tui.portal.errors import NotSignedIn
from tui.portal.http import Http
from tui.portal.models import Fault

HOUR, MONTH = 3600, 31 * 86400


async def all_follow(world: World) -> None:
    """Return once the other process has the time of this one."""
    async with asyncio.timeout(20):
        url = world.addresses["simulation"] + "/v1/state"
        # The event that is waited for is in the other process.
        while not (await world.http.get(url)).json()["followers"]:  # noqa: ASYNC110
            await asyncio.sleep(0)


@pytest.mark.requirement("R51", "R42")
async def test_what_a_tester_does_in_one_process_holds_in_all(home_folder: Path) -> None:
    home = Home(home_folder / "config", home_folder / "data")
    tls = local_tls(home)
    with listen() as bound:
        base = base_of(bound)
        sources = ["--party", "registers", "--party", "ebox", "--home", str(home_folder)]
        for name, path in (("profile_service", "burgerprofiel"), ("simulation", "simulation")):
            sources += ["--elsewhere", f"{name}={base}/{path}"]
        # It starts before the simulation that it follows.
        with process(*sources) as running:
            registers, ebox = await line(running), await line(running)
            options = WorldOptions(
                home=home,
                clock=Clock(START),
                base=base,
                parties=("identity_provider", "profile_service", "simulation"),
                elsewhere={"registers": registers, "ebox": ebox},
                trust=tls.authority,
            )
            world = World(options)
            await world.start()

            async def connect() -> Http:
                return Http.over_tls(base, tls.authority)

            portal, devices = Portal(connect), Devices(home.data)
            try:
                async with served(world.app, bound, tls):
                    await all_follow(world)
                    await devices.take((await portal.persons())[0], portal)
                    for step in (0, HOUR, MONTH):
                        await portal.advance_clock(step)
                        await sign_in_with_card(portal, devices)
                        assert set((await block_states(portal)).values()) == {"here"}
                        identity = await portal.block("identity")
                        assert identity.as_of.date() == world.clock.now().date()
                        if step == 0:
                            await portal.give_ebox_consent()
                        messages = (await portal.messages()).items
                        await portal.message(messages[0].message_id)
                        await portal.sign_out()
                    await portal.set_fault(
                        "it", Fault(party="registers", target="mobility", kind="down")
                    )
                    await sign_in_with_card(portal, devices)
                    states = await block_states(portal)
                    assert states["vehicles"] == "unavailable"
                    assert states["identity"] == "here"
                    # A new beginning: no session, no fault, and the eBox knows of no opened message.
                    await portal.begin_again()
                    with pytest.raises(NotSignedIn):
                        await portal.session()
                    await sign_in_with_card(portal, devices)
                    assert set((await block_states(portal)).values()) == {"here"}
                    await portal.give_ebox_consent()
                    opened = messages[0].message_id
                    known = {one.message_id: one for one in (await portal.messages()).items}
                    assert known[opened].read_status is False
                    await portal.close()
            finally:
                await world.stop()
            running.send_signal(signal.SIGTERM)
            assert answer(running) == (0, "", "")
