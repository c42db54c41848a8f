"""What the portal forgets, shown on a whole world: by looking for it in every file, in every form.

Each search has its control: what is looked for was really there, and the search finds it where it is put.
"""

import asyncio
import signal
import sqlite3
import sys
import zlib
from base64 import b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mock_backends.ebox.models import EboxMessage
from mock_backends.ebox.service import Eboxes
from mock_backends.profile_service.store_sqlite import FILE_NAME
from mock_backends.registers.app import RegistersParty
from mock_backends.registers.case_store import FILE_NAME as CASES
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES, World
from tests.accessibility.terminal import Terminal
from tests.conftest import START
from tests.held import held_by
from tests.promises.citizen import Citizen, new_canary, plant, service_of, signed_in
from tests.promises.traces import traces
from tests.served import line, process
from tests.services import CLOCK
from tests.worlds import world_in
from tui.devices.card_copy import copied
from tui.portal.sealed import sealed_copy


@pytest.fixture
async def world(home_folder: Path) -> AsyncIterator[World]:
    world = await world_in(home_folder)
    yield world
    await world.stop()


@pytest.fixture
async def citizen(world: World) -> AsyncIterator[Citizen]:
    citizen = Citizen.inside(world)
    yield citizen
    await citizen.close()


@asynccontextmanager
async def killed_at_the_end(home_folder: Path) -> AsyncIterator[Citizen]:
    """A citizen of a world in a process of its own, which ends as in a power cut."""
    home = Home.of(home_folder)
    every = [word for party in PARTIES for word in ("--party", party.name)]
    with process(*every, *CLOCK, "--home", str(home_folder)) as running:
        addresses = {party.name: await line(running) for party in PARTIES}
        citizen = Citizen.over_tls(addresses, local_tls(home).authority)
        yield citizen
        running.kill()
        running.wait()
        await citizen.close()


def _sealed(home: Path) -> list[bytes]:
    """Every sealed value and wrapped key in the profile store."""
    with closing(sqlite3.connect(home / "data" / FILE_NAME)) as store:
        rows = store.execute("SELECT sealed FROM fields UNION SELECT wrapped_key FROM citizens")
        return [bytes(value) for (value,) in rows]


def _in_files(home: Path, wanted: list[bytes]) -> list[str]:
    return [
        path.name
        for path in (home / "data").rglob("*")
        for value in wanted
        if path.is_file() and value in path.read_bytes()
    ]


@pytest.mark.parametrize(
    "written",
    [
        lambda word: word.encode(),
        lambda word: ("é€" + word).encode("utf-16-le"),
        lambda word: word.encode("utf-32-le"),
        lambda word: word.encode().hex().encode(),
        lambda word: b64encode(word.encode()),
        lambda word: b64encode(b"x" + word.encode()),
        lambda word: b64encode(b"xy" + word.encode() + b"z"),
        lambda word: b"some bytes before" + zlib.compress(b"x" * 50 + word.encode()),
    ],
)
def test_the_search_finds_a_word_in_every_form(tmp_path: Path, written: object) -> None:
    assert callable(written)
    word = new_canary()
    assert traces([tmp_path], [word]) == []
    (tmp_path / "file").write_bytes(b"\0before" + written(word) + b"after")
    assert traces([tmp_path], [word])


ACCESS = {"right": "access", "blockId": "identity", "words": "Wat weet u?"}


@pytest.mark.requirement("R40", "R43", "R50")
async def test_of_an_answer_the_portal_keeps_that_it_is_there_and_nothing_else(
    world: World, citizen: Citizen, home_folder: Path
) -> None:
    planted = await plant(citizen)
    await citizen.sign_in()
    filed = await citizen.ask("POST", "/v1/rights/requests", ACCESS)
    await citizen.ask("POST", "/v1/sign-out")
    world.clock.move(timedelta(days=13))
    await citizen.sign_in()
    path = f"/v1/rights/requests/{filed['requestId']}"
    known = await citizen.ask("GET", path)
    letters = await citizen.letters(known)
    assert any(canary in letters for canary in planted), "the copy that comes with access"
    assert "Wij doen wat u vraagt." in letters
    assert known["letters"] == 1
    assert not [word for word in (*planted, "Wij doen") if word in str(known)]
    assert traces([home_folder], [*planted, "Wij doen wat u vraagt", ACCESS["words"]]) == []
    held = held_by(service_of(world))
    assert not [word for word in (*planted, "Wij doen") if word in str(held)]


@pytest.mark.requirement("R42", "R43", "R44")
@pytest.mark.parametrize("end", ["sign-out", "idle", "limit", "stop"])
async def test_nothing_fetched_is_left_after_the_session(
    world: World, citizen: Citizen, home_folder: Path, end: str
) -> None:
    planted = await plant(citizen)
    assert len(planted) > 15
    await citizen.sign_in()
    shown = await citizen.everything()
    assert [canary for canary in planted if canary not in shown] == []
    assert traces([home_folder], planted) == []  # nor while it lasts
    (held,) = held_by(service_of(world))
    assert held
    match end:
        case "sign-out":
            receipt = await citizen.ask("POST", "/v1/sign-out")
            assert receipt["endSessionUrl"]
        case "idle":
            world.clock.move(timedelta(minutes=15))
        case "limit":
            for _ in range(12 * 6):  # for as long as it can be extended
                world.clock.move(timedelta(minutes=10))
                await citizen.call("POST", "/v1/session/extend")
        case _:
            await world.stop()
    for _ in range(20):
        await asyncio.sleep(0)  # nobody asks anything: the service itself ends it
    assert (held, held_by(service_of(world))) == ({}, ())
    if end != "stop":
        assert (await citizen.call("GET", "/v1/blocks")).status_code == 401
    assert traces([home_folder], planted) == []


@pytest.mark.requirement("R43", "R44")
async def test_nothing_fetched_is_left_after_a_crash(home_folder: Path) -> None:
    async with killed_at_the_end(home_folder) as citizen:
        planted = await plant(citizen)
        await citizen.sign_in()
        shown = await citizen.everything()
        assert [canary for canary in planted if canary not in shown] == []
        assert traces([home_folder], planted) == []
    assert traces([home_folder], planted) == []


@pytest.mark.requirement("R43", "R44")
@pytest.mark.parametrize("mode", ["screen", "lines"])
def test_nothing_shown_is_left_when_the_program_is_killed(
    home_folder: Path, tmp_path: Path, mode: str
) -> None:
    """The program as a citizen has it, with its screen, its settings and its working files."""
    shown = ("Jonas Maes", "Mila Maes", "Finn Maes")  # the control: they stand on the terminal
    fetched = (*shown, "Denkbeeldlaan", "Uitbetaler Zonnetje", "XTST0000000000001")
    folders = {name: str(tmp_path / name) for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME")}
    for folder in folders.values():
        Path(folder).mkdir()
    program = Terminal(
        [
            *(sys.executable, "-m", "tui", "--home", str(home_folder), "--language", "nl"),
            *("--persona", "noor-peeters", "--login", "eid", "--page", "data.household"),
            *(("--lines",) if mode == "lines" else ()),
        ],
        120,
        60,
        folders,
    )
    try:
        for name in shown:
            program.until(name)
        assert traces([tmp_path], fetched) == []
        program.signal(signal.SIGKILL)
    finally:
        program.kill()
    assert list((home_folder / "data").iterdir())  # it was this home that was used
    assert traces([tmp_path], fetched) == []


async def nickname(citizen: Citizen, word: str = "") -> None:
    """Change the nickname, or remove it."""
    if word:
        await citizen.ask("PUT", "/v1/profile/nickname", {"value": word})
    else:
        await citizen.ask("DELETE", "/v1/profile/nickname")


async def kept_nickname(citizen: Citizen) -> str:
    """The nickname that is kept; empty where none is."""
    profile = await citizen.ask("GET", "/v1/profile")
    return str(profile.get("nickname", {}).get("value", ""))


@pytest.mark.requirement("R47", "R49")
async def test_an_old_nickname_is_nowhere_in_the_store(home_folder: Path) -> None:
    words = [new_canary() for _ in range(20)]
    old: list[bytes] = []
    async with signed_in(home_folder) as (_, citizen):
        for word in words:
            await nickname(citizen, word)
            assert _in_files(home_folder, old) == []
            sealed = _sealed(home_folder)
            assert len(_in_files(home_folder, sealed)) == len(sealed), "it finds what is there"
            old += sealed
        await nickname(citizen)
        assert _in_files(home_folder, old) == []
        assert _sealed(home_folder) == []
        assert traces([home_folder], words) == []


@pytest.mark.requirement("R47")
@pytest.mark.parametrize("change", ["new-one", "", "everything"])
async def test_an_old_nickname_is_nowhere_after_a_crash(home_folder: Path, change: str) -> None:
    word = new_canary()
    async with killed_at_the_end(home_folder) as citizen:
        await citizen.sign_in()
        await nickname(citizen, word)
        old = _sealed(home_folder)
        assert len(old) > 2
        if change == "everything":
            gone = await citizen.ask("POST", "/v1/profile/removal")
            assert (gone["after"], gone["keyDestroyed"]) == ([], True)
        else:
            await nickname(citizen, change)
    assert _in_files(home_folder, old) == []
    assert traces([home_folder], [word]) == []


@pytest.mark.requirement("R67", "R68")
async def test_a_copy_of_a_card_is_sealed_outlives_a_kill_and_goes_when_its_case_is_over(
    home_folder: Path,
) -> None:
    def sides() -> list[bytes]:
        with closing(sqlite3.connect(home_folder / "data" / CASES)) as store:
            return [bytes(sealed) for (sealed,) in store.execute("SELECT sealed FROM copies")]

    async with killed_at_the_end(home_folder) as citizen:
        await citizen.sign_in()
        asked = {"right": "access", "blockId": "household", "words": "Wat weet u?"}
        filed = await citizen.ask("POST", "/v1/rights/requests", asked)
        front = copied(await citizen.card())["front"].picture
        words = front[-200:-100].decode("ascii", "replace")
        assert words in front.decode("latin-1"), "of the text that stands in the picture"
        sealed = sealed_copy(
            front, filed["copy"]["sealTo"], filed["controllerId"], filed["reference"], "front"
        )
        path = f"/v1/rights/requests/{filed['requestId']}/identity-card/front"
        done = await citizen.ask("PUT", path, {"sealed": b64encode(sealed).decode()})
        assert done["copy"]["sides"] == ["front"]
    kept = sides()
    assert len(kept) == 1
    assert traces([home_folder], [words]) == []
    later = START + timedelta(days=20)
    world = await world_in(home_folder, Clock(later, frozen=True))
    registers = world.parties["registers"]
    assert isinstance(registers, RegistersParty)
    assert sides() == kept, "the other side can still follow"
    world.clock.move(timedelta(days=12))
    while sides():
        await registers.desks.next_erasure()
    assert _in_files(home_folder, [kept[0][at : at + 32] for at in (0, 8000)]) == []
    await world.stop()


@pytest.mark.requirement("R45", "R47")
async def test_a_crash_in_the_middle_leaves_the_old_or_the_new_and_never_half(
    home_folder: Path,
) -> None:
    possible = {f"n{number}" for number in range(30)}
    async with killed_at_the_end(home_folder) as citizen:
        await citizen.sign_in()
        changes = [asyncio.create_task(nickname(citizen, word)) for word in possible]
        await asyncio.wait(changes, return_when=asyncio.FIRST_COMPLETED)
    await asyncio.gather(*changes, return_exceptions=True)
    async with signed_in(home_folder) as (_, citizen):
        assert await kept_nickname(citizen) in possible


@pytest.mark.requirement("R46", "R48")
@pytest.mark.parametrize(
    ("start", "erased_on"),
    [
        (START, date(2028, 11, 24)),
        # Past midnight in Belgium already, though not in UTC.
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), date(2028, 11, 25)),
    ],
)
async def test_two_years_after_the_last_sign_in_it_is_erased_and_not_a_day_before(
    home_folder: Path, start: datetime, erased_on: date
) -> None:
    passed = timedelta()
    clock = Clock(start, frozen=True, machine=lambda: start + passed)
    async with signed_in(home_folder, clock) as (world, citizen):
        retention = service_of(world).retention
        await nickname(citizen, "Nono")
        await citizen.ask(
            "POST", "/v1/profile/contacts", {"kind": "email", "value": "noor@example.be"}
        )
        assert (await citizen.ask("GET", "/v1/profile"))["keptUntil"] == erased_on.isoformat()
        await citizen.ask("POST", "/v1/sign-out")
        sealed = _sealed(home_folder)
        # Midnight in Belgium is 23:00 UTC in winter.
        midnight = datetime.combine(erased_on, datetime.min.time(), UTC) - timedelta(hours=1)
        for moment, left in ((midnight - timedelta(seconds=1), len(sealed)), (midnight, 0)):
            swept = asyncio.create_task(retention.next_sweep())
            await asyncio.sleep(0)
            passed = moment - start
            world.clock.move(moment - world.clock.now())
            await swept
            assert len(_in_files(home_folder, sealed)) == left
        assert _sealed(home_folder) == []


@pytest.mark.requirement("R45", "R46")
async def test_what_was_entered_stays_after_a_sign_in_in_time_and_not_after_a_late_one(
    home_folder: Path,
) -> None:
    for start, kept in (
        (START, "Nono"),
        # The last minute of the last day in Belgium, and two years later the first after it.
        (datetime(2028, 11, 23, 22, 59, tzinfo=UTC), "Nono"),
        (datetime(2030, 11, 23, 23, tzinfo=UTC), ""),
    ):
        clock = Clock(start, frozen=True, machine=lambda now=start: now)  # type: ignore[misc]
        async with signed_in(home_folder, clock) as (_, citizen):
            if start == START:
                await nickname(citizen, kept)
            assert await kept_nickname(citizen) == kept


YEARS = timedelta(days=730)
"""Two years and a day after START: 2028 has a 29 February, and its 23 November is over."""


@pytest.mark.requirement("R46")
@pytest.mark.parametrize(
    ("passed", "moved", "erased"),
    [
        (YEARS + timedelta(days=3), timedelta(), True),  # time passed
        (timedelta(days=1), YEARS + timedelta(days=3), False),  # the clock jumped
        (YEARS, timedelta(days=3), False),  # both, and the last days by the jump
        (YEARS + timedelta(days=3), timedelta(days=-4), False),  # not due in this world
        (YEARS + timedelta(days=3), YEARS, True),
    ],
)
async def test_what_falls_due_by_a_jump_waits_and_what_falls_due_by_time_does_not(
    passed: timedelta, moved: timedelta, erased: bool, home_folder: Path
) -> None:
    """In a world that was started at another time, as with `--clock`."""
    async with signed_in(home_folder, Clock(START, frozen=True, machine=lambda: START)) as (_, one):
        await nickname(one, "Nono")
    later, now = START + passed, START + passed + moved
    async with signed_in(home_folder, Clock(now, frozen=True, machine=lambda: later)) as (_, one):
        profile = await one.ask("GET", "/v1/profile")
        assert ("nickname" not in profile) == erased
        due = now >= START + YEARS + timedelta(days=1) and not erased
        assert profile.get("dueSince") == ("2028-11-24" if due else None)


@pytest.mark.requirement("R46", "R47")
@pytest.mark.parametrize("decision", ["erase", "keep", "change", "back"])
async def test_what_is_due_stays_so_until_it_is_decided(decision: str, home_folder: Path) -> None:
    async with signed_in(home_folder, Clock(START, frozen=True, machine=lambda: START)) as (
        world,
        one,
    ):
        due = f"{one.simulation}/v1/due"
        await nickname(one, "Nono")
        asked = {"right": "access", "blockId": "identity", "words": "Wat?"}
        await one.ask("POST", "/v1/rights/requests", asked)
        sealed = _sealed(home_folder)
        assert (await one.http.get(due)).json() == {"items": []}
        world.clock.move(YEARS + timedelta(days=3))
        await service_of(world).retention.sweep()
        for _ in range(2):  # signing in decides nothing
            await one.sign_in()
            (found,) = (await one.http.get(due)).json()["items"]
            assert found == {
                "lastSignIn": "2026-11-23",
                "dueSince": "2028-11-24",
                "entries": {"nickname": 1, "requests": 1},
            }
        left = "Nono"
        if decision == "erase":
            assert (await one.http.delete(due)).json() == {"items": [found]}
            assert _in_files(home_folder, sealed) == []
            left = ""
        elif decision == "keep":
            await one.ask("POST", "/v1/profile/keep")
        elif decision == "change":
            await nickname(one, left := "Ander")
        else:
            await one.http.put(f"{one.simulation}/v1/clock", json={"now": START.isoformat()})
            await one.sign_in()
        assert (await one.http.get(due)).json() == {"items": []}
        profile = await one.ask("GET", "/v1/profile")
        assert profile.get("nickname", {}).get("value", "") == left
        assert "dueSince" not in profile


@pytest.mark.requirement("R49", "R50")
async def test_the_store_without_its_key_tells_an_administrator_nothing(
    citizen: Citizen, home_folder: Path
) -> None:
    words = [new_canary()[:30] for _ in range(5)]
    address = {"houseNumber": "1", "postCode": "1000", "municipality": "Brussel"}
    email = {"kind": "email", "value": f"{words[1]}@example.be", "label": words[2]}
    asked = {"right": "rectification", "blockId": "identity", "words": words[4]}
    await citizen.sign_in()
    await nickname(citizen, words[0])
    for path, entered in (
        ("/v1/profile/contacts", email),
        ("/v1/profile/addresses", {"street": words[3], **address}),
        ("/v1/rights/requests", asked),
    ):
        await citizen.ask("POST", path, entered)
    who = citizen.persona
    secrets = [*words, who.national_number, who.family_name, "rectification", "identity"]
    assert traces([home_folder / "data"], secrets) == []
    kept = (home_folder / "config" / "keys" / "profile.key").read_bytes()
    assert kept not in (home_folder / "data" / FILE_NAME).read_bytes()


async def test_a_message_that_is_being_opened_while_the_world_begins_again_leaves_nothing(
    world: World, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    await citizen.sign_in()
    await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
    (message, *_) = (await citizen.ask("GET", "/v1/ebox/messages"))["items"]
    found, go_on, find = asyncio.Event(), asyncio.Event(), Eboxes.message

    async def slowly(eboxes: Eboxes, number: str, message_id: str) -> EboxMessage:
        one = await find(eboxes, number, message_id)
        found.set()
        await go_on.wait()
        return one

    monkeypatch.setattr(Eboxes, "message", slowly)
    body = f"/v1/ebox/messages/{message['messageId']}/body"
    opening = asyncio.create_task(citizen.call("GET", body))
    await found.wait()
    await world.begin_again()
    go_on.set()
    await opening
    assert list(world.options.home.data.iterdir()) == []


async def test_a_world_that_begins_again_knows_nobody(world: World, citizen: Citizen) -> None:
    planted = await plant(citizen)
    await citizen.sign_in()
    assert planted[0] in await citizen.everything()
    await nickname(citizen, new_canary())
    await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
    messages = await citizen.ask("GET", "/v1/ebox/messages")
    await citizen.ask("GET", f"/v1/ebox/messages/{messages['items'][0]['messageId']}/body")
    await citizen.ask("POST", "/v1/rights/requests", ACCESS)
    data = world.options.home.data
    declared = {party.name: party.stored(data) for party in PARTIES if party.stores}
    # What the providers keep, test_restarts.py has them erase.
    kept = {name for name, paths in declared.items() if paths}
    assert kept == {"profile_service", "ebox", "registers"}
    assert sorted(data.iterdir()) == sorted(path for paths in declared.values() for path in paths)
    fault = {"party": "registers", "kind": "down", "target": "mobility"}
    for answer in (
        await citizen.http.put(citizen.simulation + "/v1/faults/one", json=fault),
        await citizen.http.post(citizen.simulation + "/v1/reset"),
    ):
        assert answer.status_code == 204
    assert (await citizen.call("GET", "/v1/profile")).status_code == 401
    assert list(data.iterdir()) == []
    await citizen.sign_in()
    assert await kept_nickname(citizen) == ""
    assert set((await citizen.states()).values()) == {"here"}
    assert planted[0] not in await citizen.everything()
