"""docs/sign-in-failures.md: what can fail when signing in, what is read then, and the command for it.

It is made from `sign_in_failures.toml` by bringing each failure about, and accepted like a picture
(`make snapshots`).
"""

import asyncio
import re
import shlex
import tomllib
from collections.abc import Awaitable, Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
import yaml
from msgspec import Struct

from mock_backends import identity_provider
from mock_backends import itsme as itsme_party
from mock_backends.people.loader import load
from mock_backends.shared import unguessable
from mock_backends.shared.failing import EFFECTS, Exchange
from mock_backends.shared.faults import KINDS, Fault
from mock_backends.shared.gateway import DEADLINE
from tests.conftest import START
from tests.held_devices import devices_in
from tests.journey.by_hand import Later, by_hand, told
from tests.journey.steps import has, offers, until
from tests.screens.test_snapshots import updating
from tests.services import Services
from tui.catalogue import Catalogue
from tui.deep_link import follow
from tui.journey.navigator import Navigator
from tui.journey.registry import sign_in_methods
from tui.journey.walk import Step
from tui.locale import Words
from tui.options import parse
from tui.page.parts import Form, Notice, Page, Text
from tui.pages.sign_in.page import AGAIN
from tui.pages.sign_in.parts import BACK, CHOICE
from tui.portal.client import Portal
from tui.portal.http import PROGRAM, Http

Effect = Callable[[Exchange, Fault], Awaitable[None]]
TABLE = Path(__file__).with_name("sign_in_failures.toml")
README = Path(__file__).parents[2] / "README.md"
KEPT = README.parent / "docs" / "sign-in-failures.md"
BEGINNING = """# What can fail when signing in

Each failure that a citizen can meet, by the way in, with what is read then (in Dutch; English, French and
German have the same) and the command that brings it about. `--page sign-in` opens the sign-in as that person
with that way chosen; what the last column says is done by hand, on the page or on the device beside it.
Codes are those of the providers' [contracts](interfaces.md), or the simulator's own where a device tells it.

`make snapshots` makes this file from [the data](../tests/journey/sign_in_failures.toml): it does it.

Where time has to go by, wait. Or, with [served](../README.md#services-in-processes-of-their-own) parties and
`--backend`, move their clock:

```console
$ curl --cacert served/config/tls/ca.pem -X POST https://localhost:8443/simulation/v1/clock/advance \\
    -H 'Content-Type: application/json' -d '{"seconds": 300}'
```

There a fault is `PUT …/simulation/v1/faults/NAME` with `{"party": "itsme", "kind": "wrongSignature"}`, and
with `"times": 1` it happens once.
"""
HEAD = "\n\n| failure | read | command | then |\n| --- | --- | --- | --- |\n"
TITLES = {
    "itsme": "itsme",
    "eid": "Identity card",
    "app": "Code by app",
    "sms": "Code by sms",
    "access": "Any way",
}
ENDS_WELL = {"keyRotated"}
"""The faults of a provider that a citizen does not notice."""


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """A failure, as the table's head explains; with several `faults`, it is brought about by each.

    With another `backend` nobody is chosen: who is there is not known.
    """

    code: str
    person: str = "noor-peeters"
    login: str = ""
    faults: tuple[str, ...] = ()
    clock: str = ""
    then: tuple[Step | Later, ...] = ()
    backend: str = ""
    shows: str = "failure"


def table() -> dict[str, list[Row]]:
    found = tomllib.loads(TABLE.read_text("utf-8"))
    return msgspec.convert(found, dict[str, list[Row]])


def commands(method: str, row: Row) -> Iterator[str]:
    """The commands that lead to this failure, each by another fault."""
    if row.backend:
        yield f"burgerprofiel --backend {row.backend} --page sign-in"
        return
    method = row.login or method
    login = f" --login {method}" if method != "access" else ""
    clock = f" --clock {row.clock}" if row.clock else ""
    for fault in row.faults or ("",):
        failing = f" --fault {fault}" if fault else ""
        yield f"burgerprofiel --persona {row.person}{login} --page sign-in{clock}{failing}"


def codes(party: str) -> set[str]:
    """The failures that a provider's contract names."""
    document = yaml.safe_load(Path(party).with_name("openapi.yaml").read_text("utf-8"))
    schemas = document["components"]["schemas"].values()
    failures = [
        one["properties"]["failure"] for one in schemas if "failure" in one.get("properties", {})
    ]
    (failure,) = failures
    return set(failure["properties"]["code"]["enum"])


def test_every_failure_stands_in_the_table() -> None:
    there = {(method, row.code) for method, rows in table().items() for row in rows}
    told = {(method.id, code) for method in sign_in_methods() for code in method.failures}
    assert sorted(told - there) == []
    of_providers = codes(identity_provider.__file__) | codes(itsme_party.__file__)
    assert sorted(of_providers - {code for _, code in told}) == []
    faults = {
        fault.split(":")[1] for rows in table().values() for row in rows for fault in row.faults
    }
    providers = {"itsme", "identity_provider"}
    kinds = {one.id for one in KINDS if one.parties and providers >= set(one.parties)}
    assert sorted(kinds - faults) == sorted(ENDS_WELL)


@pytest.mark.embedded
@pytest.mark.requirement("R14")
async def test_every_row_is_true(
    services: Services,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    give_up_at_once(monkeypatch)
    written = BEGINNING
    for method, rows in table().items():
        written += f"\n## {TITLES[method]}{HEAD}"
        for row in rows:
            each = [
                await brought_about(services, tmp_path, command, row)
                for command in commands(method, row)
            ]
            assert len(set(each)) == 1, row
            read, then = each[0]
            first = next(commands(method, row))
            also = "".join(f", or `{fault}`" for fault in row.faults[1:])
            written += f"| {row.code} | {read} | `{first}`{also} | {then} |\n"
    if updating(request.config):
        KEPT.write_text(written, encoding="utf-8")
    assert written == KEPT.read_text("utf-8")


def give_up_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let whoever asks a party that does not answer give up at once, instead of when their time is over."""
    waiting: list[asyncio.Timeout] = []

    def timeout(_seconds: float) -> asyncio.Timeout:
        waiting.append(asyncio.timeout(None))
        return waiting[-1]

    def give_up(exchange: Exchange) -> None:
        if (b"user-agent", PROGRAM.encode()) not in exchange.scope["headers"]:
            exchange.failing.clock.move(timedelta(seconds=DEADLINE))
            return
        for one in waiting:
            with suppress(RuntimeError):  # it has been answered
                one.reschedule(0)
        waiting.clear()

    def at_once(effect: Effect) -> Effect:
        async def held(exchange: Exchange, fault: Fault) -> None:
            asyncio.get_running_loop().call_soon(give_up, exchange)
            await effect(exchange, fault)

        return held

    monkeypatch.setattr("tui.portal.http.timeout", timeout)
    for kind in ("hang", "slow"):
        monkeypatch.setitem(EFFECTS, kind, at_once(EFFECTS[kind]))


async def brought_about(
    services: Services, folder: Path, command: str, row: Row
) -> tuple[str, str]:
    """Do what the row says, in the world as at its beginning; what is read, and what was done by hand."""
    options = parse(shlex.split(command)[1:], Catalogue("nl"))
    await services.reset()
    await services.move_to(options.clock or START)

    async def elsewhere() -> Http:
        return Http.over_tls(options.backend)

    portal = Portal(elsewhere if options.backend else services.connect)
    devices = devices_in(folder / unguessable.identifier())
    navigator = Navigator(portal, Words("nl"), devices)
    try:
        for number, fault in enumerate(options.fault):
            await portal.set_fault(str(number), fault)
        await follow(
            navigator, devices, person=options.persona, method=options.login, place=options.page
        )
        done = [await by_hand(services, navigator, devices, step) for step in row.then]
        part, _, field = row.shows.partition(".")
        page = await until(navigator, lambda page: bool(read(page, part, field)), row.code)
        assert not page.signed_in
        assert has(page, CHOICE) or any(offers(page, way) for way in (BACK, AGAIN)), command
        return read(page, part, field), told(done)
    finally:
        await navigator.close()
        await portal.close()


def read(page: Page, part: str, field: str) -> str:
    """What stands in this part, or at this field of it."""
    found = next((one for one in page.everything if one.id == part), None)
    match found:
        case Notice():
            return f"**{found.title}** {found.body}".strip()
        case Text():
            return f"**{found.text}**"
        case Form():
            return "".join(
                f"**{one.error}**" for one in found.fields if one.name == field and one.error
            )
    return ""


def test_whom_the_commands_of_the_readme_name_is_there() -> None:
    lines = [line for line in README.read_text("utf-8").splitlines() if "--fixtures" not in line]
    named = set(re.findall(r"--persona ([a-z]+-[a-z]+)", "\n".join(lines)))
    assert named
    assert sorted(named - {person.id for person in load().personas}) == []
