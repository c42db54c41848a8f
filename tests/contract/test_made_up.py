"""Requests made up from each party's document, good ones and bad ones (schemathesis, all of its checks).

A party is served as it really is. What the program found before is a case of its own elsewhere; here it looks
for what nobody thought of. `schemathesis.toml` says what no schema can, each with its reason.
"""

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES
from tests.promises.client import Citizen
from tests.served import line, process
from tests.services import CLOCK

SETTINGS = Path(__file__).with_name("schemathesis.toml")
ALL = """
import json, sys
from schemathesis.cli import schemathesis
ended = set()
for options in json.loads(sys.argv[1]):
    try:
        schemathesis(options)
    except SystemExit as end:
        ended.add(end.code)
sys.exit(ended != {0})
"""
"""Its command, for one party after the other: to load it takes longer than most runs."""

FEW, MANY = "2", "50"
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


def made_up(runs: dict[str, list[str]], folder: Path) -> str:
    """Make requests up for each party, always the same: what was found.

    `runs` are the program's arguments, by party. `folder` is for what the program writes.
    """
    given = [["--config-file", str(SETTINGS), "run", *options] for options in runs.values()]
    ended = subprocess.run(
        [sys.executable, "-c", ALL, json.dumps(given)],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    if ended.returncode == 0:
        return ""
    return ended.stdout + ended.stderr


async def test_no_request_that_is_made_up_gets_an_answer_the_document_does_not_name(
    home_folder: Path, tmp_path: Path, nightly: bool
) -> None:
    trust = local_tls(Home.of(home_folder)).authority
    async with served(home_folder) as addresses:
        runs = {
            name: [
                *(f"{address}/openapi.yaml", "--url", address, "--phases", "coverage,fuzzing"),
                *("--max-examples", MANY if nightly else FEW, "--tls-verify", str(trust)),
                *("--generation-deterministic", "--continue-on-failure", "--max-redirects", "0"),
                *("--no-color", "--warnings", "off"),
                *(await session(address, trust) if name == "profile_service" else []),
            ]
            for name, address in addresses.items()
        }
        found = await asyncio.to_thread(made_up, runs, tmp_path)
    assert not found, found
