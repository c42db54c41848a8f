"""Requests made up from each party's document, good ones and bad ones (schemathesis, all of its checks).

A party is served as it really is. What the program found before is a case of its own elsewhere; here it looks
for what nobody thought of. `schemathesis.toml` says what no schema can, each with its reason.
"""

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES
from tests.promises.client import Citizen
from tests.served import line, process
from tests.services import CLOCK

SETTINGS = Path(__file__).with_name("schemathesis.toml")
FEW, MANY = "3", "50"
"""How many requests are made up for each operation, beside those at the edges of its schemas."""


@asynccontextmanager
async def served(home: Path) -> AsyncIterator[dict[str, str]]:
    """All parties in a process of their own: their addresses, by name."""
    parties = [word for party in PARTIES for word in ("--party", party.name)]
    with process("--home", str(home), *CLOCK, *parties) as running:
        yield {party.name: await line(running) for party in PARTIES}


async def session(address: str, trust: Path) -> list[str]:
    """Options for a citizen who has signed in at the portal of this address."""
    base = address.removesuffix("/burgerprofiel")
    citizen = Citizen(base, base, trust, "noor-peeters")
    await citizen.sign_in()
    cookie = citizen._http.cookies.header("/burgerprofiel/v1")
    await citizen._http.close()
    # The program does not know that the header has a cookie which it leaves out on purpose; and signing out
    # would end it all.
    return [
        *("--header", f"Cookie: {cookie}"),
        *("--generation-with-security-parameters", "false"),
        *("--exclude-path", "/v1/sign-out"),
    ]


def made_up(address: str, options: list[str], folder: Path) -> tuple[int, str]:
    """Make requests up for the party at this address, always the same: the exit code, and what was found.

    `folder` is for what the program writes.
    """
    ended = subprocess.run(
        [
            *(sys.executable, "-m", "schemathesis.cli", "--config-file", str(SETTINGS)),
            *("run", f"{address}/openapi.yaml", "--url", address, "--phases", "coverage,fuzzing"),
            *("--generation-deterministic", "--continue-on-failure", "--max-redirects", "0"),
            *("--no-color", "--warnings", "off", *options),
        ],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.parametrize("party", [party.name for party in PARTIES])
async def test_no_request_that_is_made_up_gets_an_answer_the_document_does_not_name(
    home_folder: Path, tmp_path: Path, nightly: bool, party: str
) -> None:
    trust = local_tls(Home.of(home_folder)).authority
    async with served(home_folder) as addresses:
        address = addresses[party]
        more = await session(address, trust) if party == "profile_service" else []
        options = ["--max-examples", MANY if nightly else FEW, "--tls-verify", str(trust), *more]
        code, said = await asyncio.to_thread(made_up, address, options, tmp_path)
    assert code == 0, said
