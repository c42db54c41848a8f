"""Complete code logins at the identity provider: how many a second one core can do, beside a bare Starlette.

A login is what a browser and a client do: the authorization request with PKCE, the page that leads back with
the code, and the token request with a signed assertion (private_key_jwt). Nobody walks a page by hand
(`benchmarks.instant_provider`). The floor answers the same requests, and signs (`floors.bare_provider`).
"""

import asyncio
import json
import ssl
import sys
import tempfile
from pathlib import Path
from urllib.parse import urlencode

import httpx

from benchmarks.figures import Figure, middle
from benchmarks.served import _line, _started
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from tests.contract.neighbours import BASE
from tests.contract.relying_party import ISSUER, Provider, SignIn, callback_of

ROUNDS = 15
LOGINS = 20
"""A round, of each in turn."""

LEAST = {"ES256": 0.3, "RS256": None}
"""How the ID tokens are signed, and which part of the floor's logins there must be; None: it is reported."""

SERVERS = ("benchmarks.instant_provider", "benchmarks.floors.bare_provider")


def measure() -> list[Figure]:
    """By how the ID tokens are signed."""
    return [
        Figure(
            what=f"code logins on one core, {algorithm}",
            unit="/s",
            ours=ours,
            floor=floor,
            least=least,
        )
        for algorithm, least in LEAST.items()
        for ours, floor in (asyncio.run(_in_turn(algorithm)),)
    ]


async def _in_turn(algorithm: str) -> tuple[float, float]:
    """How many logins each server can do in a second of its processor time."""
    with tempfile.TemporaryDirectory() as folder:
        home = Home.of(Path(folder))
        home.prepare()
        trust = ssl.create_default_context(cafile=str(local_tls(home).authority))
        client = Provider(Path(folder))  # for what it asks, and the key that it asks with
        (Path(folder) / "client.json").write_text(json.dumps(client.key.as_dict(private=True)))
        ours, floor = ([sys.executable, "-m", server, folder, algorithm] for server in SERVERS)
        with _started(ours) as ours_, _started(floor) as floor_:
            servers = [(one.pid, _line(one)) for one in (ours_, floor_)]
            took: tuple[list[float], list[float]] = ([], [])
            async with httpx.AsyncClient(verify=trust, trust_env=False) as browser:
                for round_ in range(ROUNDS + 1):
                    for (pid, base), times in zip(servers, took, strict=True):
                        before = _processor(pid)
                        for _ in range(LOGINS):
                            await _login(client, browser, base)
                        if round_:  # the first one connects, fetches keys and loads what is used
                            times.append((_processor(pid) - before) / LOGINS)
    return 1 / middle(took[0]), 1 / middle(took[1])


async def _login(client: Provider, browser: httpx.AsyncClient, base: str) -> None:
    sign_in, op = SignIn(), ISSUER.replace(BASE, base)
    browser.cookies.clear()
    reply = await browser.get(f"{op}/v1/auth?{urlencode(sign_in.parameters())}")
    assert reply.has_redirect_location, reply.text
    page = await browser.get(reply.headers["location"].replace(BASE, base))
    sign_in.back = callback_of(page.json()["redirectTo"])
    reply = await browser.post(f"{op}/v1/token", data=client.token_form(sign_in))
    assert reply.json()["id_token"], reply.text


def _processor(pid: int) -> float:
    """Seconds of processor time that a process has taken, in all its threads."""
    threads = Path(f"/proc/{pid}/task").glob("*/schedstat")
    return sum(int(thread.read_text().split()[0]) for thread in threads) / 1e9
