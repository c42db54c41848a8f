"""One world in several processes: what is true in one is true in all."""

import shutil
import signal
import subprocess
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mock_backends.people.loader import load
from mock_backends.profile_service.app import PARTY as PROFILE_SERVICE
from mock_backends.registers.app import PARTY as REGISTERS
from mock_backends.serving import base_of, listen, served
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import World, WorldOptions
from tests.conftest import START
from tests.journey.steps import find, sign_in_by_itsme, until
from tests.served import answer, block_states, followed, line, process, sign_in_with_card
from tests.simulated import all_there
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.parts import Facts
from tui.portal.client import Portal
from tui.portal.errors import NotSignedIn
from tui.portal.http import Http
from tui.portal.models import Fault

ROOT = Path(__file__).parents[2]
HOUR, MONTH = 3600, 31 * 86400


class Apart:
    """A world in this process but for its registers and eBox, which run in another; and a citizen."""

    def __init__(self, world: World, portal: Portal, devices: Devices) -> None:
        self.world = world
        self.portal = portal
        self.devices = devices


@asynccontextmanager
async def apart(home_folder: Path, *options: str) -> AsyncIterator[Apart]:
    """The other process, with these options, starts first: before the simulation that it follows."""
    home = Home.of(home_folder)
    tls = local_tls(home)
    with listen() as bound:
        base = base_of(bound)
        sources = ["--party", "registers", "--party", "ebox", "--home", str(home_folder), *options]
        for name, path in (("profile_service", "burgerprofiel"), ("simulation", "simulation")):
            sources += ["--elsewhere", f"{name}={base}/{path}"]
        with process(*sources) as running:
            registers, ebox = await line(running), await line(running)
            world = World(
                WorldOptions(
                    home=home,
                    clock=Clock(START),
                    base=base,
                    parties=("identity_provider", "profile_service", "simulation"),
                    elsewhere={"registers": registers, "ebox": ebox},
                    trust=tls.authority,
                )
            )
            await world.start()

            async def connect() -> Http:
                return Http.over_tls(base, tls.authority)

            portal = Portal(connect)
            try:
                async with served(world.app, bound, tls):
                    yield Apart(world, portal, Devices(home.data))
                    await portal.close()
            finally:
                await world.stop()
            running.send_signal(signal.SIGTERM)
            assert answer(running) == (0, "", "")


@pytest.mark.requirement("R51", "R42")
async def test_what_a_tester_does_in_one_process_holds_in_all(home_folder: Path) -> None:
    async with apart(home_folder) as there:
        portal = there.portal
        await followed(there.world)
        await there.devices.take((await portal.persons())[0], portal)
        for step in (0, HOUR, MONTH):
            await portal.advance_clock(step)
            await sign_in_with_card(portal, there.devices)
            assert set((await block_states(portal)).values()) == {"here"}
            identity = await portal.block("identity")
            assert identity.as_of.date() == there.world.clock.now().date()
            if step == 0:
                await portal.give_ebox_consent()
            messages = (await portal.messages()).items
            await portal.message(messages[0].message_id)
            await portal.sign_out()
        await portal.set_fault("it", Fault(party="registers", target="mobility", kind="down"))
        await sign_in_with_card(portal, there.devices)
        states = await block_states(portal)
        assert states["vehicles"] == "unavailable"
        assert states["identity"] == "here"
        # A new beginning: no session, no fault, and the eBox knows of no opened message.
        await portal.begin_again()
        with pytest.raises(NotSignedIn):
            await portal.session()
        await sign_in_with_card(portal, there.devices)
        assert set((await block_states(portal)).values()) == {"here"}
        await portal.give_ebox_consent()
        opened = messages[0].message_id
        known = {one.message_id: one for one in (await portal.messages()).items}
        assert known[opened].read_status is False


WORK = """
name = { nl = "Werkwinkel" }
level = "flemish"
authority = { nl = "de Werkwinkel" }
register = { nl = "Werkregister" }
correction = { nl = "Bel de Werkwinkel." }
supervisor = "VTC"
contact = { phone = "1700" }
[[blocks]]
id = "jobs"
category = "work"
label = { nl = "Werk zoeken" }
description = { nl = "Welk werk u zoekt." }
[[blocks.fields]]
name = "job"
label = { nl = "Beroep" }
"""


@pytest.mark.requirement("R16", "R49")
async def test_the_citizen_sees_what_the_registers_say_whatever_the_portal_was_started_with(
    home_folder: Path, tmp_path: Path
) -> None:
    extra = tmp_path / "extra"
    (extra / "controllers").mkdir(parents=True)
    (extra / "personas").mkdir()
    (extra / "controllers" / "work.toml").write_text(WORK, encoding="utf-8")
    noor = extra / "personas" / "noor-peeters.toml"
    shutil.copy(ROOT / "fixtures" / "personas" / noor.name, noor)
    with noor.open("a", encoding="utf-8") as file:
        file.write('\n[[data.jobs]]\njob = "Klokkenmaker"\n')
    async with apart(home_folder, "--fixtures", str(extra)) as there:
        await followed(there.world)
        navigator = Navigator(there.portal, Words("nl"), there.devices)
        await sign_in_by_itsme(navigator)
        await navigator.open("data.jobs")
        page = await until(navigator, all_there)
        facts = find(page, "block-jobs", Facts)
        assert (facts.title, facts.state) == ("Werk zoeken", "here")
        assert [(one.label, one.value) for one in facts.groups[0]] == [("Beroep", "Klokkenmaker")]
        await navigator.close()


def written(running: subprocess.Popen[str]) -> bytes:
    """All that a process has written to its memory."""
    memory = b""
    maps = Path(f"/proc/{running.pid}/maps").read_text(encoding="utf-8")
    with Path(f"/proc/{running.pid}/mem").open("rb", buffering=0) as file:
        for region in maps.splitlines():
            addresses, access, *_ = region.split()
            if access == "rw-p":
                start, end = (int(one, 16) for one in addresses.split("-"))
                file.seek(start)
                memory += file.read(end - start)
    return memory


@pytest.mark.requirement("R50")
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="reads a process's memory")
async def test_the_profile_service_alone_holds_no_word_about_anybody(tmp_path: Path) -> None:
    people = load()
    words = [
        word
        for person in people.personas
        for word in (person.family_name, person.national_number, *streets(person.data))
    ]
    found = {}
    for party in (PROFILE_SERVICE, REGISTERS):
        arguments = ["--party", party.name, "--home", str(tmp_path / party.name)]
        for needed in party.needs:
            arguments += ["--elsewhere", f"{needed}=https://localhost:9/{needed}"]
        with process(*arguments) as running:
            await line(running)
            memory = written(running)
        found[party.name] = sum(word.encode() in memory for word in words)
    assert found == {"profile_service": 0, "registers": len(words)}


def streets(data: Mapping[str, Iterable[Mapping[str, object]]]) -> list[str]:
    """Every street in somebody's records."""
    records = [record for one in data.values() for record in one]
    return [str(record["street"]) for record in records if "street" in record]
