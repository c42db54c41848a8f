"""What the portal forgets, shown on a whole world: by looking for it in every file, in every form.

Each search has its control: what is looked for was really there, and the search finds it where it is put.
"""

import asyncio
import signal
import sqlite3
import subprocess
import sys
import zlib
from base64 import b64encode
from collections.abc import AsyncIterator, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest

from mock_backends.profile_service.store_sqlite import FILE_NAME
from mock_backends.shared.clock import Clock
from mock_backends.world import EMBEDDED, PARTIES, World
from tests.accessibility.terminal import Terminal
from tests.held import held_by
from tests.promises.citizen import Citizen, new_canary, plant, service_of
from tests.promises.traces import traces
from tests.worlds import world_in

ROOT = Path(__file__).parents[2]


@pytest.fixture
async def world(home_folder: Path) -> AsyncIterator[World]:
    one = await world_in(home_folder)
    yield one
    await one.stop()


@pytest.fixture
async def citizen(world: World) -> AsyncIterator[Citizen]:
    one = Citizen(world)
    yield one
    await one.close()


class Child:
    """A world in a process of its own."""

    def __init__(self, process: "subprocess.Popen[str]") -> None:
        self._process = process

    def tell(self, line: str) -> str:
        """Let it do something; what it says once that is done."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()
        return self._process.stdout.readline().strip()

    def begin(self, line: str) -> None:
        """Let it begin something, and do not wait."""
        assert self._process.stdin is not None
        self._process.stdin.write(line + "\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it at once, as a power cut does."""
        self._process.send_signal(signal.SIGKILL)
        self._process.wait()


@contextmanager
def child_in(home: Path) -> Iterator[Child]:
    """A child with its home in `home`; killed at the end if it still lives."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.promises.child", str(home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            yield Child(process)
        finally:
            process.kill()


def _sealed(home: Path) -> list[bytes]:
    """Every sealed value and wrapped key in the profile store."""
    with closing(sqlite3.connect(home / "data" / FILE_NAME)) as store:
        rows = store.execute("SELECT sealed FROM fields UNION SELECT wrapped_key FROM citizens")
        return [bytes(one) for (one,) in rows]


def _in_files(home: Path, wanted: list[bytes]) -> list[str]:
    return [
        path.name
        for path in (home / "data").rglob("*")
        for one in wanted
        if path.is_file() and one in path.read_bytes()
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


@pytest.mark.requirement("R42", "R43", "R44")
@pytest.mark.parametrize("end", ["sign-out", "idle", "limit", "stop"])
async def test_nothing_fetched_is_left_after_the_session(
    world: World, citizen: Citizen, home_folder: Path, end: str
) -> None:
    planted = await plant(citizen)
    assert len(planted) > 15
    await citizen.sign_in()
    shown = await citizen.everything()
    assert [one for one in planted if one not in shown] == []
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
def test_nothing_fetched_is_left_after_a_crash(home_folder: Path) -> None:
    canaries = [new_canary() for _ in range(10)]
    with child_in(home_folder) as child:
        said = child.tell("sign-in " + " ".join(canaries)).split()
        assert said[0] == "shown"
        assert said[1] == said[3]
        assert int(said[1]) > 15
        assert traces([home_folder], canaries) == []
        child.kill()
    assert traces([home_folder], canaries) == []


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
        for one in shown:
            program.until(one)
        assert traces([tmp_path], fetched) == []
        program.signal(signal.SIGKILL)
    finally:
        program.kill()
    assert list((home_folder / "data").iterdir())  # it was this home that was used
    assert traces([tmp_path], fetched) == []


@pytest.mark.requirement("R47", "R49")
async def test_an_old_nickname_is_nowhere_in_the_store(citizen: Citizen, home_folder: Path) -> None:
    await citizen.sign_in()
    words = [new_canary() for _ in range(20)]
    old: list[bytes] = []
    for word in words:
        await citizen.ask("PUT", "/v1/profile/nickname", {"value": word})
        assert _in_files(home_folder, old) == []
        sealed = _sealed(home_folder)
        assert len(_in_files(home_folder, sealed)) == len(sealed)  # the search finds what is there
        old += sealed
    await citizen.ask("DELETE", "/v1/profile/nickname")
    assert _in_files(home_folder, old) == []
    assert _sealed(home_folder) == []
    assert traces([home_folder], words) == []


@pytest.mark.requirement("R47")
@pytest.mark.parametrize("change", ["nickname new-one", "remove-nickname"])
def test_an_old_nickname_is_nowhere_after_a_crash(home_folder: Path, change: str) -> None:
    word = new_canary()
    with child_in(home_folder) as child:
        child.tell("sign-in")
        assert child.tell(f"nickname {word}") == word
        old = _sealed(home_folder)
        assert len(old) > 2
        assert child.tell(change) in ("new-one", "False")
        child.kill()
    assert _in_files(home_folder, old) == []
    assert traces([home_folder], [word]) == []


@pytest.mark.requirement("R45", "R47")
async def test_a_crash_in_the_middle_leaves_the_old_or_the_new_and_never_half(
    home_folder: Path,
) -> None:
    possible = {"n0"}
    with child_in(home_folder) as child:
        child.tell("sign-in")
        child.tell("nickname n0")
        for number in range(1, 30):
            child.begin(f"nickname n{number}")
            possible.add(f"n{number}")
        child.kill()
    world = await world_in(home_folder)
    citizen = Citizen(world)
    await citizen.sign_in()
    assert (await citizen.ask("GET", "/v1/profile"))["nickname"]["value"] in possible
    await citizen.close()
    await world.stop()


@pytest.mark.requirement("R45")
async def test_what_the_citizen_entered_stays(home_folder: Path) -> None:
    for context in ("first", "second", "third"):
        world = await world_in(home_folder)
        citizen = Citizen(world)
        await citizen.sign_in()
        if context == "first":
            await citizen.ask("PUT", "/v1/profile/nickname", {"value": "Nono"})
        profile = await citizen.ask("GET", "/v1/profile")
        assert profile["nickname"]["value"] == "Nono"
        receipt = await citizen.ask("POST", "/v1/sign-out")
        assert receipt["kept"] == [{"kind": "nickname", "count": 1, "until": "2028-11-23"}]
        await citizen.close()
        await world.stop()


@pytest.mark.requirement("R46", "R48")
@pytest.mark.parametrize(
    ("signed_in", "erased_on"),
    [
        (datetime(2026, 11, 23, 9, tzinfo=UTC), date(2028, 11, 23)),
        # Past midnight in Belgium already, though not in UTC.
        (datetime(2026, 11, 23, 23, 30, tzinfo=UTC), date(2028, 11, 24)),
        # Two years after 29 February there is no such day: never too early.
        (datetime(2028, 2, 29, 12, tzinfo=UTC), date(2030, 3, 1)),
    ],
)
async def test_two_years_after_the_last_sign_in_it_is_erased_and_not_a_day_before(
    home_folder: Path, signed_in: datetime, erased_on: date
) -> None:
    world = await world_in(home_folder, Clock(signed_in, frozen=True))
    citizen = Citizen(world)
    await citizen.sign_in()
    await citizen.ask("PUT", "/v1/profile/nickname", {"value": "Nono"})
    await citizen.ask("POST", "/v1/profile/contacts", {"kind": "email", "value": "noor@example.be"})
    assert (await citizen.ask("GET", "/v1/profile"))["keptUntil"] == erased_on.isoformat()
    await citizen.ask("POST", "/v1/sign-out")
    sealed = _sealed(home_folder)
    # Midnight in Belgium is 23:00 UTC in winter.
    midnight = datetime.combine(erased_on, datetime.min.time(), UTC) - timedelta(hours=1)
    retention = service_of(world).retention
    swept = asyncio.create_task(retention.next_sweep())
    await asyncio.sleep(0)
    world.clock.move(midnight - timedelta(seconds=1) - world.clock.now())
    await swept
    assert len(_in_files(home_folder, sealed)) == len(sealed)
    swept = asyncio.create_task(retention.next_sweep())
    await asyncio.sleep(0)
    world.clock.move(timedelta(seconds=1))
    await swept
    assert _sealed(home_folder) == []
    assert _in_files(home_folder, sealed) == []
    await citizen.close()
    await world.stop()


@pytest.mark.requirement("R46")
async def test_a_sign_in_in_time_keeps_it_and_a_late_one_finds_nothing(home_folder: Path) -> None:
    for start, kept in (
        (datetime(2026, 11, 23, 9, tzinfo=UTC), "Nono"),
        (datetime(2028, 11, 22, 9, tzinfo=UTC), "Nono"),
        (datetime(2030, 11, 22, 9, tzinfo=UTC), ""),
    ):
        world = await world_in(home_folder, Clock(start, frozen=True))
        citizen = Citizen(world)
        await citizen.sign_in()
        if start.year == 2026:
            await citizen.ask("PUT", "/v1/profile/nickname", {"value": "Nono"})
        profile = await citizen.ask("GET", "/v1/profile")
        assert profile.get("nickname", {}).get("value", "") == kept
        await citizen.close()
        await world.stop()


@pytest.mark.requirement("R49", "R50")
async def test_the_store_without_its_key_tells_an_administrator_nothing(
    citizen: Citizen, home_folder: Path
) -> None:
    words = [new_canary()[:30] for _ in range(5)]
    await citizen.sign_in()
    await citizen.ask("PUT", "/v1/profile/nickname", {"value": words[0]})
    await citizen.ask(
        "POST",
        "/v1/profile/contacts",
        {"kind": "email", "value": f"{words[1]}@example.be", "label": words[2]},
    )
    await citizen.ask(
        "POST",
        "/v1/profile/addresses",
        {
            "street": words[3],
            "houseNumber": "1",
            "postCode": "1000",
            "municipality": "Brussel",
        },
    )
    await citizen.ask(
        "POST",
        "/v1/rights/requests",
        {"right": "rectification", "blockId": "identity", "words": words[4]},
    )
    who = citizen.persona
    secrets = [*words, who.national_number, who.family_name, "rectification", "identity"]
    assert traces([home_folder / "data"], secrets) == []
    key = home_folder / "config" / "keys" / "profile.key"
    kept = key.read_bytes()
    key.unlink()
    answer = await citizen.call("GET", "/v1/profile")
    assert (answer.status_code, answer.json()["reason"]) == (503, "keyMissing")
    assert not key.exists()
    assert kept not in (home_folder / "data" / FILE_NAME).read_bytes()


@pytest.mark.requirement("D2", "R36")
async def test_the_ebox_is_not_asked_a_byte_without_consent(
    world: World, citizen: Citizen, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []
    send = world.http.send

    async def watched(request: object, **options: object) -> object:
        asked.append(str(getattr(request, "url", "")))
        return await send(request, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(world.http, "send", watched)
    await citizen.sign_in()
    for path in ("/v1/ebox/messages", "/v1/ebox/messages/x"):
        answer = await citizen.call("GET", path)
        assert answer.status_code == 403
        assert answer.json()["type"] == "urn:problem-type:simulator:consentRequired"
    assert asked  # the registers were
    assert [url for url in asked if "/ebox" in url] == []
    await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
    messages = await citizen.ask("GET", "/v1/ebox/messages")
    assert [url for url in asked if "/ebox" in url]
    withdrawn = await citizen.ask("DELETE", "/v1/ebox/consent")
    assert withdrawn["removedMessages"] == messages["totalItems"] > 0
    (held,) = held_by(service_of(world))
    assert not [name for name in held if name[0] == "message"]
    asked.clear()
    assert (await citizen.call("GET", "/v1/ebox/messages")).status_code == 403
    assert asked == []


async def test_a_world_that_begins_again_knows_nobody(citizen: Citizen) -> None:
    planted = await plant(citizen)
    await citizen.sign_in()
    assert planted[0] in await citizen.everything()
    word = new_canary()
    await citizen.ask("PUT", "/v1/profile/nickname", {"value": word})
    await citizen.ask("PUT", "/v1/ebox/consent", {"given": True})
    messages = await citizen.ask("GET", "/v1/ebox/messages")
    await citizen.ask("GET", f"/v1/ebox/messages/{messages['items'][0]['messageId']}")
    data = citizen.world.options.home.data
    declared = {party.name: party.stored(data) for party in PARTIES if party.stores}
    assert all(declared.values())
    assert sorted(data.iterdir()) == sorted(path for one in declared.values() for path in one)
    fault = {"party": "registers", "kind": "down", "target": "mobility"}
    set_fault = await citizen.http.put(EMBEDDED + "/simulation/v1/faults/one", json=fault)
    assert set_fault.status_code == 204
    reset = EMBEDDED + "/simulation/v1/reset"
    assert (await citizen.http.post(reset)).status_code == 204
    assert (await citizen.call("GET", "/v1/profile")).status_code == 401
    assert list(data.iterdir()) == []
    await citizen.sign_in()
    assert (await citizen.ask("GET", "/v1/profile")).get("nickname") is None
    blocks = (await citizen.ask("GET", "/v1/blocks"))["items"]
    assert {one["state"] for one in blocks} == {"here"}
    assert planted[0] not in await citizen.everything()
