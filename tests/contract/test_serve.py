"""`burgerprofiel serve`: all parties at one address, a line for each request, and a clean end."""

import asyncio
import errno
import signal
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from socket import socket
from unittest.mock import Mock

import pytest

from mock_backends.serving import listen
from mock_backends.shared import http
from mock_backends.shared.answered import Answered
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES, WorldOptions
from tests.conftest import START
from tests.served import answer, line, process
from tui import serve
from tui.__main__ import main
from tui.backends import Backend, Folders
from tui.locale import Words

LISTED = 3
"""Lines after the parties: whom to trust, how to join, how to stop."""


async def test_it_says_what_listens_tells_of_requests_no_secret_and_ends_with_its_signal(
    tmp_path: Path,
) -> None:
    options = ("--home", str(tmp_path), "--port", "0", "--language", "nl")
    with process("serve", *options, module="tui") as running:
        addresses = dict([(await line(running)).split() for _ in PARTIES])
        trust, join, _ = [await line(running) for _ in range(LISTED)]
        tls = local_tls(Home.of(tmp_path))
        assert trust == f"Certificaat om te vertrouwen: {tls.authority}"
        base = addresses["simulation"].removesuffix("/simulation")
        assert f"burgerprofiel --backend {base} --trust {tls.authority}" in join
        assert addresses == {party.name: base + party.path for party in PARTIES}
        transport = http.over_tls(tls.authority)
        async with http.AsyncClient({http.origin(base): transport}) as client:
            for method, path in (
                ("GET", "/simulation/v1/persons?code=secret"),
                ("POST", "/simulation/v1/persons/noor-peeters/identity-card"),
                ("GET", "/registers/v1/persons/secret"),
            ):
                await client.request(method, base + path)
        told = [(await line(running)).split()[1:4] for _ in range(3)]
        running.send_signal(signal.SIGTERM)
        code, output, errors = answer(running)
    assert told == [
        ["GET", "/simulation/v1/persons", "200"],
        ["POST", "/simulation/v1/persons/{person}/identity-card", "200"],
        ["GET", "/registers/…", "404"],
    ]
    assert (code, output, errors) == (128 + signal.SIGTERM, "", "")


def test_a_port_that_is_taken_is_told_with_the_way_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with listen() as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        home = ("--home", str(tmp_path), "--language", "nl")
        assert main(["serve", *home, "--port", port]) == 1
    out, err = capsys.readouterr()
    assert (out, err) == (
        "",
        f"Poort {port} is bezet. Kies een andere met --port, of een vrije met --port 0.\n",
    )


FULL = OSError(errno.ENOSPC, "No space left on device")


@pytest.mark.parametrize(
    ("problem", "ended"), [(BrokenPipeError(), str(signal.SIGPIPE)), (FULL, str(FULL))]
)
def test_lines_that_cannot_be_written_end_it_and_not_the_answer_that_they_tell_of(
    problem: OSError, ended: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def answer_one(tell: Callable[[Answered], None]) -> None:
        tell(Answered(START, "GET", "/ebox/health", 200, 0.001))

    @asynccontextmanager
    async def served_world(
        _options: WorldOptions, _bound: socket, tell: Callable[[Answered], None]
    ) -> AsyncIterator[Mock]:
        answering = asyncio.create_task(answer_one(tell))
        try:
            yield Mock(addresses={"ebox": "https://localhost/ebox"})
        finally:
            assert answering.exception() is None

    def printed(text: str, *, flush: bool) -> None:
        if "/ebox/health" in text:
            raise problem

    monkeypatch.setattr("mock_backends.served_world.served_world", served_world)
    monkeypatch.setattr(serve, "refuse_readers", lambda: None)
    monkeypatch.setattr(serve, "print", printed, raising=False)
    backend = Backend(folders=Folders.of(tmp_path))
    try:
        with asyncio.Runner() as runner:
            asked = serve._serve(backend, 0, Words("nl"), quiet=False)
            came_of_it = str(signal.Signals(runner.run(asyncio.wait_for(asked, 5))))
    except OSError as error:
        came_of_it = str(error)
    assert came_of_it == ended


@pytest.mark.parametrize("device", ["phone", "card"])
def test_a_device_where_nothing_is_served_says_what_to_start(
    device: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home = ("--home", str(tmp_path), "--language", "nl")
    assert main([device, "--persona", "noor-peeters", *home]) == 1
    told = capsys.readouterr().err
    assert told.startswith("Op https://localhost:8443 antwoordt niemand. Start eerst burgerprofiel")


async def test_a_device_on_another_port_trusts_what_its_home_was_served_with(
    tmp_path: Path,
) -> None:
    here, elsewhere = tmp_path / "here", tmp_path / "elsewhere"
    with process("serve", "--home", str(here), "--port", "0", "--quiet", module="tui") as running:
        base = (await line(running)).split()[1].removesuffix("/op")
        options = ("phone", "--persona", "noor-peeters", "--backend", base, "--language", "nl")
        told = []
        for home in (here, elsewhere):
            with process(*options, "--lines", "--home", str(home), module="tui") as phone:
                told.append(await asyncio.to_thread(answer, phone))
    assert told[0][0] == 0
    assert "Dit is de telefoon van Noor Peeters." in told[0][1]
    assert told[1][0] == 1
    assert told[1][2].startswith(f"De verbinding met {base} is niet te vertrouwen.")
