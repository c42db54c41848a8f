"""Brings about each failure of `sign_in_failures.toml`: for the test, its transcript, and the pictures."""

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
from msgspec import Struct

from mock_backends.shared import unguessable
from mock_backends.shared.failing import EFFECTS, Exchange
from mock_backends.shared.faults import Fault
from mock_backends.shared.gateway import DEADLINE
from tests.conftest import START
from tests.held_devices import devices_in
from tests.journey.by_hand import Later, by_hand, told
from tests.journey.steps import has, offers, until
from tests.services import Services
from tui.catalogue import Catalogue
from tui.deep_link import follow
from tui.journey.navigator import Navigator
from tui.journey.walk import Step
from tui.locale import Words
from tui.options import parse
from tui.page.parts import Form, Notice, Page, Text
from tui.pages.sign_in.page import AGAIN
from tui.pages.sign_in.parts import BACK, CHOICE
from tui.portal.client import Portal
from tui.portal.http import PROGRAM, Http

Effect = Callable[[Exchange, Fault], Awaitable[None]]
Look = Callable[[Navigator], Awaitable[None]]
"""Looks at the page that tells of a failure, while it is there."""

TABLE = Path(__file__).with_name("sign_in_failures.toml")


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


def names() -> dict[tuple[str, int], str]:
    """What the picture of each row is called, by its way in and its place there; no two are the same."""
    found: dict[tuple[str, int], str] = {}
    for method, rows in table().items():
        for place, row in enumerate(rows):
            words = re.findall("[a-z0-9]+", re.sub("([A-Z])", r" \1", row.code).lower())
            name = "-".join((method, *words))
            same = sum(1 for one in found.values() if re.fullmatch(rf"{name}(-\d+)?", one))
            found[method, place] = f"{name}-{same + 1}" if same else name
    return found


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
    services: Services, folder: Path, command: str, row: Row, look: Look | None = None
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
        if look is not None:
            await look(navigator)
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
