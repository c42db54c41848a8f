"""One world in several processes: what is true in one is true in all."""

import json
import shutil
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mock_backends.people.loader import LANGUAGES, load
from mock_backends.profile_service.app import PARTY as PROFILE_SERVICE
from mock_backends.registers.app import PARTY as REGISTERS
from mock_backends.serving import base_of, listen, served
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import World, WorldOptions
from tests.conftest import START
from tests.held_devices import devices_in
from tests.journey.steps import find, sign_in_by_itsme, until
from tests.promises.citizen import Citizen
from tests.promises.memory import held_still, memory, unreadable
from tests.served import addresses_of, followed, line, process, running
from tests.services import APART
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.page.offered import is_settled
from tui.page.parts import Facts
from tui.portal.client import Portal
from tui.portal.http import Http

ROOT = Path(__file__).parents[2]
ELSEWHERE = {
    "identity_provider": "op",
    "itsme": "itsme",
    "profile_service": "burgerprofiel",
    "simulation": "simulation",
}
HOUR, MONTH = 3600, 31 * 86400


@asynccontextmanager
async def apart(home_folder: Path, *options: str) -> AsyncIterator[Citizen]:
    """A citizen of a world in this process but for its registers and eBox.

    Those run in another, with these options, which starts first: before the simulation that it follows.
    """
    home = Home.of(home_folder)
    tls = local_tls(home)
    here, there = APART
    with listen() as bound:
        world = World(
            WorldOptions(
                home=home,
                clock=Clock(START),
                base=base_of(bound),
                parties=here,
                elsewhere=addresses_of(there),
                trust=tls.authority,
            )
        )
        async with running(home, there, world.addresses, *options):
            await world.start()
            async with served(world.app, bound, tls):
                citizen = Citizen.over_tls(world.addresses, tls.authority)
                await followed(citizen)
                yield citizen
                await citizen.close()
            await world.stop()


@pytest.mark.requirement("R51", "R42")
async def test_what_a_tester_does_in_one_process_holds_in_all(home_folder: Path) -> None:
    async with apart(home_folder) as citizen:
        simulation = citizen.addresses["simulation"]
        for seconds in (0, HOUR, MONTH):
            moved = await citizen.http.post(
                simulation + "/v1/clock/advance", json={"seconds": seconds}
            )
            await citizen.sign_in("eid")
            assert {*(await citizen.states()).values()} == {"here"}
            identity = await citizen.ask("GET", "/v1/blocks/identity")
            assert identity["asOf"][:10] == moved.json()["now"][:10]
            await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
            opened = (await citizen.ask("GET", "/v1/ebox/messages"))["items"][0]["messageId"]
            await citizen.ask("GET", f"/v1/ebox/messages/{opened}")
            await citizen.ask("POST", "/v1/sign-out")
        down = {"party": "registers", "target": "mobility", "kind": "down"}
        await citizen.http.put(simulation + "/v1/faults/it", json=down)
        await citizen.sign_in()
        states = await citizen.states()
        assert (states["vehicles"], states["identity"]) == ("unavailable", "here")
        # A new beginning: no session, no fault, and the eBox knows of no opened message.
        await citizen.http.post(simulation + "/v1/reset")
        assert (await citizen.call("GET", "/v1/session")).status_code == 401
        await citizen.sign_in()
        assert {*(await citizen.states()).values()} == {"here"}
        await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
        messages = (await citizen.ask("GET", "/v1/ebox/messages"))["items"]
        assert {m["messageId"]: m["readStatus"] for m in messages}[opened] is False


def everywhere(text: str) -> str:
    return f"{{ {', '.join(f'{language} = {json.dumps(text)}' for language in LANGUAGES)} }}"


WORK = f"""
name = {everywhere("Werkwinkel")}
level = "flemish"
authority = {everywhere("de Werkwinkel")}
register = {everywhere("Werkregister")}
correction = {everywhere("Bel de Werkwinkel.")}
supervisor = "VTC"
contact = {{ phone = "1700" }}
[[blocks]]
id = "jobs"
category = "personal"
label = {everywhere("Werk zoeken")}
description = {everywhere("Welk werk u zoekt.")}
[[blocks.fields]]
name = "job"
label = {everywhere("Beroep")}
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
    async with apart(home_folder, "--fixtures", str(extra)) as citizen:

        async def connect() -> Http:
            return Http.over_tls(
                citizen.portal.removesuffix("/burgerprofiel"),
                local_tls(Home.of(home_folder)).authority,
            )

        portal = Portal(connect)
        navigator = Navigator(portal, Words("nl"), devices_in(tmp_path))
        await sign_in_by_itsme(navigator)
        await navigator.open("data.jobs")
        page = await until(navigator, is_settled)
        facts = find(page, "block-jobs", Facts)
        assert (facts.title, facts.state) == ("Werk zoeken", "here")
        assert [(fact.label, fact.value) for fact in facts.groups[0]] == [
            ("Beroep", "Klokkenmaker")
        ]
        await navigator.close()
        await portal.close()


@pytest.mark.requirement("R50")
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
        with process(*arguments) as alone:
            await line(alone)
            if reason := unreadable(alone.pid):
                pytest.skip(reason)
            with held_still(alone.pid):
                held = b"".join(memory(alone.pid))
        found[party.name] = sum(word.encode() in held for word in words)
    assert found == {"profile_service": 0, "registers": len(words)}


def streets(data: Mapping[str, Iterable[Mapping[str, object]]]) -> list[str]:
    """Every street in somebody's records."""
    records = [record for one in data.values() for record in one]
    return [str(record["street"]) for record in records if "street" in record]
