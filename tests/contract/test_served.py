"""A party in a process of its own: TLS or nothing, the same answers, and a clean end."""

import asyncio
import signal
import socket
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from ipaddress import IPv4Address
from pathlib import Path

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives.serialization import load_pem_private_key
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from mock_backends.__main__ import _options, main
from mock_backends.serving import base_of, listen, served
from mock_backends.shared import http
from mock_backends.shared.home import Home, readable_by_others
from mock_backends.shared.local_tls import LocalTls, local_tls
from mock_backends.shared.punctual import Punctual
from mock_backends.world import PARTIES, World, WorldOptions
from tests.people import ID, folder_with
from tests.served import answer, line, process

ALL = [word for party in PARTIES for word in ("--party", party.name)]
"""The options for every party in one process."""
SIMULATION = (
    "--party simulation --elsewhere identity_provider=https://localhost:9/op "
    "--elsewhere itsme=https://localhost:9/itsme "
    "--elsewhere profile_service=https://localhost:9/burgerprofiel "
    "--elsewhere registers=https://localhost:9/registers "
    "--elsewhere offices=https://localhost:9/offices "
)
FOLLOWER = (
    "--party registers --elsewhere profile_service=https://localhost:1/burgerprofiel "
    "--elsewhere identity_provider=https://localhost:1/op "
    "--elsewhere simulation=https://localhost:1/simulation "
)
# --- TLS or nothing ---------------------------------------------------------------------------


@asynccontextmanager
async def hello_served(tls: LocalTls) -> AsyncIterator[str]:
    async def hello(request: Request) -> Response:
        await request.body()
        return PlainTextResponse("hello")

    app = Starlette(routes=[Route("/", hello, methods=["GET", "PUT"])])
    with listen() as bound:
        async with served(app, bound, tls):
            yield base_of(bound)


def trusting(base: str, tls: LocalTls) -> http.AsyncClient:
    """A client that reaches what is served at `base`, and trusts this authority alone."""
    return http.AsyncClient({http.origin(base): http.over_tls(tls.authority)})


@pytest.fixture
def tls(tmp_path: Path) -> LocalTls:
    return local_tls(Home.of(tmp_path))


async def test_no_answer_waits_for_an_acknowledgement(
    tls: LocalTls, monkeypatch: pytest.MonkeyPatch
) -> None:
    accepted = []

    made = Punctual.connection_made

    def noted(self: Punctual, transport: asyncio.Transport) -> None:
        connection = transport.get_extra_info("socket")
        accepted.append(connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY))
        made(self, transport)

    monkeypatch.setattr(Punctual, "connection_made", noted)
    async with hello_served(tls) as base, trusting(base, tls) as client:
        await client.get(base)
    assert accepted == [1]


@pytest.mark.parametrize(
    ("sent", "answered"),
    [
        (b"", b"HTTP/1.1 408"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-More:", b"HTTP/1.1 408"),
        (b"PUT / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\nhalf", b"HTTP/1.1 408"),
        (b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\nGET", b"HTTP/1.1 200"),
    ],
    ids=["nothing", "half a header", "half of the content", "half of the next"],
)
async def test_half_a_request_is_not_waited_for(
    tls: LocalTls, monkeypatch: pytest.MonkeyPatch, sent: bytes, answered: bytes
) -> None:
    """RFC 9110 section 15.5.9. Whether it ends is shown by reading to the end."""
    monkeypatch.setattr(Punctual, "within", 0.05)
    context = ssl.create_default_context(cafile=str(tls.authority))
    async with hello_served(tls) as base:
        port = int(base.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("localhost", port, ssl=context)
        writer.write(sent)
        async with asyncio.timeout(3):  # less than for which a connection that is idle is kept
            assert (await reader.read()).startswith(answered)
        writer.close()


async def test_a_client_that_does_not_read_the_goodbye_does_not_hold_the_connection(
    tls: LocalTls, monkeypatch: pytest.MonkeyPatch
) -> None:
    lost = asyncio.Event()
    ended = Punctual.connection_lost

    def noted(self: Punctual, exc: Exception | None) -> None:
        lost.set()
        ended(self, exc)

    monkeypatch.setattr(Punctual, "connection_lost", noted)
    monkeypatch.setattr(Punctual, "within", 0.05)
    monkeypatch.setattr(Punctual, "goodbye", 0.05)
    context = ssl.create_default_context(cafile=str(tls.authority))
    async with hello_served(tls) as base:
        port = int(base.rpartition(":")[2])
        with socket.create_connection(("127.0.0.1", port)) as plain:
            silent = await asyncio.to_thread(
                context.wrap_socket, plain, server_hostname="localhost"
            )
            async with asyncio.timeout(3):
                await lost.wait()
            silent.close()


async def test_the_time_for_a_request_ends_when_it_has_come_and_begins_with_the_next(
    tls: LocalTls, monkeypatch: pytest.MonkeyPatch
) -> None:
    connections = []
    made = Punctual.connection_made

    def noted(self: Punctual, transport: asyncio.Transport) -> None:
        connections.append(self)
        made(self, transport)

    async def timed(request: Request) -> Response:
        await request.body()
        return PlainTextResponse(str(connections[0]._late is not None))

    monkeypatch.setattr(Punctual, "connection_made", noted)
    app = Starlette(routes=[Route("/", timed, methods=["PUT"])])
    with listen() as bound:
        base = base_of(bound)
        async with served(app, bound, tls), trusting(base, tls) as client:
            for _ in range(2):
                assert (await client.put(base, content=b"whole")).text == "False"
            assert len(connections) == 1
            assert connections[0]._late is not None


@pytest.mark.requirement("R51")
async def test_plain_http_gets_no_answer(tls: LocalTls) -> None:
    async with hello_served(tls) as base:
        async with httpx.AsyncClient(trust_env=False) as client:
            with pytest.raises(httpx.HTTPError):
                await client.get(base.replace("https", "http"))
        # And not a word of HTTP comes back to whoever speaks it.
        reader, writer = await asyncio.open_connection("127.0.0.1", int(base.rpartition(":")[2]))
        writer.write(b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert not (await reader.read()).startswith(b"HTTP")
        writer.close()


@pytest.mark.requirement("R51")
async def test_an_old_tls_gets_no_answer(tls: LocalTls) -> None:
    context = ssl.create_default_context(cafile=str(tls.authority))
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = ssl.TLSVersion.TLSv1
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    async with hello_served(tls) as base:
        port = int(base.rpartition(":")[2])
        with pytest.raises((ssl.SSLError, ConnectionError)):
            await asyncio.open_connection("localhost", port, ssl=context)


@pytest.mark.requirement("R51")
async def test_only_the_certificate_of_ones_own_home_is_trusted(
    tls: LocalTls, tmp_path: Path
) -> None:
    other = local_tls(Home.of(tmp_path / "other"))
    async with hello_served(tls) as base:
        async with trusting(base, tls) as client:
            assert (await client.get(base)).text == "hello"
        async with trusting(base, other) as client:
            with pytest.raises(http.NoAnswer):
                await client.get(base)


@pytest.mark.requirement("R51")
def test_a_world_meets_no_party_over_plain_http(tmp_path: Path) -> None:
    options = WorldOptions(
        home=Home.of(tmp_path),
        parties=("registers",),
        elsewhere={"profile_service": "http://localhost:1/burgerprofiel"},
    )
    with pytest.raises(ValueError, match="https:// only"):
        World(options)


def test_the_certificate_is_for_this_machine_alone_and_made_once(
    tls: LocalTls, tmp_path: Path
) -> None:
    assert local_tls(Home.of(tmp_path)) == tls
    authority, server = (
        x509.load_pem_x509_certificate(path.read_bytes())
        for path in (tls.authority, tls.certificate)
    )
    server.verify_directly_issued_by(authority)
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert names.get_values_for_type(x509.DNSName) == ["localhost"]
    assert [str(one) for one in names.get_values_for_type(x509.IPAddress)] == ["127.0.0.1", "::1"]
    limits = authority.extensions.get_extension_for_class(x509.NameConstraints)
    assert limits.critical
    assert limits.value.permitted_subtrees is not None
    key = load_pem_private_key(tls.key.read_bytes(), None)
    assert key.public_key() == server.public_key()
    folder = tls.authority.parent
    # The authority's own key is nowhere: nothing more can be signed with it.
    assert sorted(path.name for path in folder.iterdir()) == ["ca.pem", "server.key", "server.pem"]
    assert not any(readable_by_others(path) for path in (folder, *folder.iterdir()))


# --- the command ------------------------------------------------------------------------------


def listeners(process_id: int, port: int) -> set[str]:
    """The local addresses that listen on `port`, where Linux tells it."""
    table = Path(f"/proc/{process_id}/net/tcp")
    if not table.exists():
        return {"127.0.0.1"}
    rows = [row.split() for row in table.read_text().splitlines()[1:]]
    words = {
        row[1].partition(":")[0]
        for row in rows
        if row[3] == "0A" and row[1].endswith(f":{port:04X}")
    }
    return {str(IPv4Address(bytes.fromhex(word)[::-1])) for word in words}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_on_loopback_and_stops_cleanly(tmp_path: Path, number: int) -> None:
    with process(*SIMULATION.split(), "--home", str(tmp_path)) as running:
        base = await line(running)
        port = int(base.removesuffix("/simulation").rpartition(":")[2])
        async with trusting(base, local_tls(Home.of(tmp_path))) as client:
            health = await client.get(base + "/health")
            assert (health.json(), "server" in health.headers) == ({"status": "UP"}, False)
        assert listeners(running.pid, port) == {"127.0.0.1"}
        running.send_signal(number)
        assert answer(running) == (0, "", "")


async def test_who_waits_for_a_register_that_hangs_does_not_hold_the_end_up(
    tmp_path: Path,
) -> None:
    with process("--home", str(tmp_path), *ALL) as running:
        bases = {base.rpartition("/")[2]: base for base in [await line(running) for _ in PARTIES]}
        registers, simulation = bases["registers"], bases["simulation"]
        async with trusting(registers, local_tls(Home.of(tmp_path))) as client:
            hangs = {"party": "registers", "kind": "hang"}
            set_fault = await client.put(simulation + "/v1/faults/it", json=hangs)
            assert set_fault.status_code == 204
            asked = asyncio.ensure_future(client.get(registers + "/v1/controllers", timeout=20))
            # Once another request was answered, the one before has been read too.
            await client.get(registers + "/health")
            running.send_signal(signal.SIGTERM)
            assert await asyncio.to_thread(answer, running) == (0, "", "")
            await asyncio.gather(asked, return_exceptions=True)


@pytest.mark.parametrize(
    ("more", "served_too"),
    [
        ("", ["itsme", "address_register"]),
        ("--elsewhere itsme=https://localhost:1/itsme", ["address_register"]),
        ("--elsewhere address_register=https://localhost:1/address-register", ["itsme"]),
    ],
)
def test_a_party_that_another_brings_is_served_with_it_unless_it_is_elsewhere(
    more: str, served_too: list[str]
) -> None:
    """So does a command from before it was a party of its own."""
    own = ["identity_provider", "profile_service", "simulation"]
    parties = " ".join(f"--party {name}" for name in own)
    others = " ".join(
        f"--elsewhere {one}=https://localhost:1/{one}" for one in ("registers", "ebox")
    )
    options = _options(f"--home /nowhere {parties} {others} {more}".split())
    assert options.party == [*own, *served_too, "offices"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("--party registers", "registers has to reach profile_service"),
        ("--party nobody", "invalid choice"),
        ("", "--party"),
        ("--party simulation", "offices has to reach profile_service"),
        (SIMULATION + "--port 70000", "0 to 65535"),
        (SIMULATION + "--clock tomorrow", "a time as"),
        (SIMULATION + "--clock 2026-11-23T09:00", "with its zone"),
        (FOLLOWER + "--clock 2026-11-23T09:00Z", "follows the simulation"),
        (FOLLOWER + "--freeze", "follows the simulation"),
        (SIMULATION + "--trust /nothing.pem", "no such file"),
        ("--party registers --elsewhere profile_service=http://localhost:1/x", "https:// only"),
        ("--party registers --elsewhere someone=https://localhost:1/x", "someone"),
    ],
)
def test_wrong_use_is_said_and_ends_with_2(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], arguments: str, said: str
) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["--home", str(tmp_path / "home"), *arguments.split()])
    printed = capsys.readouterr()
    assert (ended.value.code, printed.out) == (2, "")
    assert said in printed.err
    assert not (tmp_path / "home").exists()


def test_what_cannot_be_served_is_said_and_ends_with_1(tmp_path: Path) -> None:
    missing = str(tmp_path / "missing")
    with listen() as taken:
        taken.listen()
        port = str(taken.getsockname()[1])
        for option, value, said in (
            ("--port", port, port),
            ("--fixtures", missing, f"{missing}: no such folder\n"),
        ):
            arguments = (*SIMULATION.split(), "--home", str(tmp_path), option, value)
            with process(*arguments) as running:
                code, output, errors = answer(running)
            assert (code, output) == (1, "")
            assert said in errors


async def test_people_that_are_wrong_are_told_and_all_others_served(tmp_path: Path) -> None:
    own = folder_with(tmp_path / "own", number="85041200209")
    options = ("--home", str(tmp_path), "--fixtures", str(own))
    with process(*SIMULATION.split(), *options) as running:
        assert (await line(running)).startswith("https://localhost:")
        running.terminate()
        code, _, errors = answer(running)
    assert code == 0
    told, left_out = errors.splitlines()
    assert told.startswith(f"{own}/personas/{ID}.toml:5: national_number: ")
    assert left_out == f"left out: personas/{ID}.toml"


@pytest.mark.requirement("R49")
@pytest.mark.parametrize("name", ["keys/simulation.pem", "tls/server.key", "eid/citizen-ca.key"])
@pytest.mark.parametrize(
    ("spoil", "way"),
    [(lambda key: key.chmod(0o644), "chmod 600"), (lambda key: key.write_bytes(b""), "remove")],
)
def test_a_key_that_is_refused_is_said_and_ends_with_1(
    home_folder: Path, name: str, spoil: Callable[[Path], object], way: str
) -> None:
    local_tls(Home.of(home_folder))
    key = home_folder / "config" / name
    spoil(key)
    with process(*SIMULATION.split(), "--home", str(home_folder)) as running:
        code, output, errors = answer(running)
    assert (code, output) == (1, "")
    assert errors.startswith(f"{key}: ")
    assert way in errors
    assert errors.count("\n") == 1
