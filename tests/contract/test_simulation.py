"""The simulation against its own document: persons, devices that really work, the clock, faults."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from mock_backends.shared.days import BELGIUM
from mock_backends.simulation import app as simulation
from tests.conftest import START
from tests.contract.neighbours import Source

JSON = {"Content-Type": "application/json"}


@pytest.fixture
def here(tmp_path: Path) -> Source:
    return Source(tmp_path, simulation.PARTY)


async def persons(here: Source) -> dict[str, dict[str, Any]]:
    """The list of people, by id."""
    items = (await here.call("GET", "/v1/persons")).json()["items"]
    return {person["personId"]: person for person in items}


async def test_everybody_is_there_with_what_they_hold(here: Source) -> None:
    people = await persons(here)
    noor, godelieve = people["noor-peeters"], people["godelieve-claes"]
    fixture = here.person("noor-peeters")
    assert noor["name"] == "Noor Peeters"
    assert set(noor["blocks"]) == set(fixture.data)
    assert noor["messages"] == len(fixture.messages)
    assert noor["phone"] == {"number": "+32400000001", "itsme": True}
    assert godelieve["phone"]["itsme"] is False
    assert godelieve["identityCard"] == {"number": "592000000384", "validUntil": "2052-04-04"}
    assert people["lotte-janssens"]["age"] == 15
    birthday = datetime(2027, 5, 20, tzinfo=BELGIUM) - START  # midnight in Belgium, not in UTC
    for seconds, age in ((birthday.total_seconds() - 1, 15), (1, 16)):
        await here.call("POST", "/v1/clock/advance", json={"seconds": seconds})
        assert (await persons(here))["lotte-janssens"]["age"] == age


async def test_who_is_not_born_yet_has_no_age(here: Source) -> None:
    born = datetime(2011, 5, 20, tzinfo=BELGIUM)
    for now, age in ((born - timedelta(seconds=1), None), (born, 0)):
        await here.call("PUT", "/v1/clock", json={"now": now.isoformat()})
        assert (await persons(here))["lotte-janssens"].get("age") == age


@pytest.mark.requirement("R14")
async def test_a_phone_comes_with_the_token_of_its_own_app(here: Source) -> None:
    phone = (await here.call("POST", "/v1/persons/noor-peeters/phone")).json()
    assert phone == {"number": "+32400000001", "appToken": "a" * 43, "itsmeCode": "12345"}
    ((path, body, _),) = here.asked
    assert (path, body) == ("/itsme/simulator/v1/apps", b'{"phoneNumber":"+32400000001"}')


@pytest.mark.requirement("R14")
async def test_digital_keys_come_with_what_a_phone_needs_for_them(here: Source) -> None:
    people = await persons(here)
    assert people["noor-peeters"]["digitalKeys"] == {"app": True, "sms": "+32400000001"}
    keys = (await here.call("POST", "/v1/persons/noor-peeters/digital-keys")).json()
    fixture = here.person("noor-peeters").keys
    assert fixture is not None
    assert keys == {
        "userName": fixture.user_name,
        "password": fixture.password,
        "appSecret": (fixture.app or "").replace(" ", "").upper(),
        "sms": "+32400000001",
        "phoneToken": "b" * 43,
    }
    ((path, body, _),) = here.asked
    assert path == "/op/v1/text-messages/phones"
    assert body == b'{"phoneNumber":"+32400000001"}'
    here.works = False
    failed = await here.call("POST", "/v1/persons/noor-peeters/digital-keys")
    assert failed.json()["reason"] == "error"
    for nobody in ("nobody", "godelieve-claes"):
        assert (await here.call("POST", f"/v1/persons/{nobody}/digital-keys")).status_code == 404


async def test_the_tester_is_every_authoritys_clerk(here: Source) -> None:
    of_noor = "/v1/persons/noor-peeters/controllers/ahovoks/blocks/diplomas/records"
    assert (await here.call("PUT", of_noor, json={"records": []})).status_code == 204
    ((path, body, headers),) = here.asked
    assert path == "/registers/v1/controllers/ahovoks/blocks/diplomas/records"
    assert (body, headers["x-insz"]) == (b'{"records":[]}', "87661421604")
    nobody = of_noor.replace("noor-peeters", "nobody")
    assert (await here.call("PUT", nobody, json={"records": []})).status_code == 404
    # What another party cannot do is not there at this moment.
    here.works = False
    phone = await here.call("POST", "/v1/persons/noor-peeters/phone")
    records = await here.call("PUT", of_noor, json={"records": []})
    assert [reply.json()["reason"] for reply in (phone, records)] == ["error", "error"]


@pytest.mark.requirement("R14")
async def test_a_card_has_a_key_and_a_chain_that_this_world_trusts(here: Source) -> None:
    card = (await here.call("POST", "/v1/persons/noor-peeters/identity-card")).json()
    key = load_pem_private_key(card["privateKeyPem"].encode(), None)
    leaf = x509.load_pem_x509_certificate(card["certificates"][0].encode())
    assert isinstance(key, EllipticCurvePrivateKey)
    assert leaf.public_key() == key.public_key()
    published = (await here.call("GET", "/v1/eid/certificates")).json()
    assert [published["root"], published["citizenCa"]] == card["certificates"][:0:-1]
    assert (card["cardNumber"], card["pin"]) == ("592000000182", "1470")
    assert (card["holder"], card["validUntil"]) == ("Noor Peeters", "2031-09-06")
    # Each card has a key of its own, and nobody gets what is not there.
    another = (await here.call("POST", "/v1/persons/noor-peeters/identity-card")).json()
    assert another["privateKeyPem"] != card["privateKeyPem"]
    for thing in ("phone", "identity-card"):
        assert (await here.call("POST", f"/v1/persons/nobody/{thing}")).status_code == 404


async def test_time_is_shown_and_moved(here: Source) -> None:
    answered = (await here.call("GET", "/v1/clock")).json()
    assert answered == {
        "now": "2026-11-23T09:00:00Z",
        "started": "2026-11-23T09:00:00Z",
        "frozen": True,
        "offset": answered["offset"],
    }
    moved = await here.call("POST", "/v1/clock/advance", json={"seconds": 90})
    assert moved.json() == {**answered, "now": "2026-11-23T09:01:30Z"}
    assert here.clock.now().isoformat() == "2026-11-23T09:01:30+00:00"


async def test_time_only_goes_on_and_not_too_far(here: Source) -> None:
    path = "/v1/clock/advance"
    for seconds in (b"-1", b"1e300", b'"1"', b"", b"null"):
        body = b'{"seconds": %s}' % seconds
        reply = await here.call("POST", path, content=body, headers=JSON)
        assert reply.status_code == 400
        assert here.clock.version == 1
    # The calendar does not end.
    step = {"seconds": 86400 * 366 * 30}
    statuses = {(await here.call("POST", path, json=step)).status_code for _ in range(300)}
    assert statuses == {200, 400}


@pytest.mark.parametrize(
    ("now", "then"),
    [
        ("2028-12-01T09:00:00Z", "2028-12-01T09:00:00Z"),
        ("2020-02-29T10:00:00+01:00", "2020-02-29T09:00:00Z"),
        ("1999-12-31T23:59:59Z", ""),
        ("9999-01-01T00:00:00Z", ""),
        ("2028-12-01T09:00:00", ""),
        ("2028-12-01", ""),
        ("gisteren", ""),
        (None, ""),
    ],
)
async def test_a_time_is_chosen_later_or_earlier(here: Source, now: str | None, then: str) -> None:
    reply = await here.call("PUT", "/v1/clock", json={"now": now})
    assert reply.status_code == (200 if then else 400)
    shown = (await here.call("GET", "/v1/clock")).json()["now"]
    assert shown == (then or "2026-11-23T09:00:00Z")
    # A new beginning is at the time at which the world was started.
    await here.call("POST", "/v1/reset")
    assert (await here.call("GET", "/v1/clock")).json()["now"] == "2026-11-23T09:00:00Z"


async def test_faults_are_set_listed_and_cleared(here: Source) -> None:
    faults: dict[str, dict[str, object]] = {
        "no-cars": {"party": "registers", "target": "mobility", "kind": "down", "times": 2},
        "slow": {"party": "ebox", "kind": "slow", "parameters": {"seconds": 30}},
        "gone": {"party": "identity_provider", "method": "POST", "after": 3, "kind": "hang"},
    }
    for name, fault in faults.items():
        assert (await here.call("PUT", f"/v1/faults/{name}", json=fault)).status_code == 204
    answered = (await here.call("GET", "/v1/faults")).json()["items"]
    assert answered == [{"faultId": name, "fault": fault} for name, fault in faults.items()]
    assert (await here.call("DELETE", "/v1/faults/slow")).status_code == 204
    assert set(here.faults.all()) == {"no-cars", "gone"}
    assert (await here.call("DELETE", "/v1/faults")).status_code == 204
    assert here.faults.all() == {}


async def test_a_fault_that_cannot_be_is_refused(here: Source) -> None:
    for fault in (
        {"party": "registers", "kind": "tired"},
        {"party": "simulation", "kind": "down"},
        {"party": "registers", "kind": "down", "often": 2},
        {"party": "registers", "kind": "down", "times": 0},
        {"kind": "down"},
    ):
        assert (await here.call("PUT", "/v1/faults/it", json=fault)).status_code == 400
        assert here.faults.all() == {}


@pytest.mark.parametrize("method", ["PUT", "DELETE"])
async def test_what_can_be_no_faults_id_is_said_to_be_wrong_in_the_path(
    here: Source, method: str
) -> None:
    """belgif's `in`: the issue stands where the sender wrote it."""
    fault = {"party": "registers", "kind": "down"}
    refused = await here.call(method, "/v1/faults/a,b", json=fault)
    assert refused.status_code == 400
    (issue,) = refused.json()["issues"]
    assert (issue["in"], issue["name"]) == ("path", "faultId")


async def test_the_world_is_asked_to_begin_again(here: Source) -> None:
    assert (await here.call("POST", "/v1/reset")).status_code == 204
    begin_again = here.environment.begin_again
    assert isinstance(begin_again, AsyncMock)
    begin_again.assert_awaited_once_with()


# --- card readers in other terminals ------------------------------------------------------------

READER = "/v1/persons/noor-peeters/card-reader"
REQUESTS = "/v1/persons/noor-peeters/card-requests"
WANTED = {"challenge": "abc", "origin": "https://site.invalid"}
SIGNED = {
    "format": "web-eid:1.0",
    "algorithm": "ES384",
    "unverifiedCertificate": "YQ==",
    "signature": "Yg==",
}


@pytest.mark.requirement("R14")
async def test_any_client_has_the_card_sign_at_the_reader_of_its_person(here: Source) -> None:
    alone = (await here.call("POST", REQUESTS, json=WANTED)).json()
    assert alone["readers"] == 0
    path = f"/v1/card-requests/{alone['requestId']}"
    heard = (await here.call("GET", f"{READER}?reader=one")).json()
    (asked,) = heard["items"]
    assert asked.items() >= {**WANTED, "requestId": alone["requestId"]}.items()
    own = {**WANTED, "reader": "one"}
    await here.call("POST", REQUESTS, json=own)
    assert len((await here.call("GET", f"{READER}?reader=one")).json()["items"]) == 1
    shows = {"shows": "wrongPin", "triesLeft": 2}
    assert (await here.call("PUT", path, json=shows)).status_code == 204
    state = (await here.call("GET", path)).json()
    assert (state["readers"], state["shows"], state["triesLeft"]) == (1, "wrongPin", 2)
    done = {"shows": "done", "token": SIGNED}
    assert (await here.call("PUT", path, json=done)).status_code == 204
    assert (await here.call("GET", path)).json()["token"] == SIGNED
    late = await here.call("PUT", path, json=done)
    assert late.json()["type"] == "urn:problem-type:simulator:requestOver"
    assert (await here.call("DELETE", path)).status_code == 204
    assert (await here.call("GET", path)).status_code == 404
    await here.call("DELETE", f"{READER}?reader=one")
    assert (await here.call("POST", REQUESTS, json=WANTED)).json()["readers"] == 0


@pytest.mark.parametrize(
    ("method", "path", "body", "status"),
    [
        ("GET", READER, None, 400),
        ("GET", f"{READER}?reader=a%2Fb", None, 400),
        ("GET", f"{READER}?reader=a&wait=26", None, 400),
        ("GET", "/v1/persons/nobody/card-reader?reader=a", None, 404),
        ("POST", "/v1/persons/nobody/card-requests", WANTED, 404),
        ("POST", REQUESTS, {"origin": "https://site.invalid"}, 400),
        ("POST", REQUESTS, {**WANTED, "challenge": "x" * 129}, 400),
        ("PUT", "/v1/card-requests/none", {"shows": "done"}, 404),
        ("PUT", "/v1/card-requests/none", {"shows": "on fire"}, 400),
    ],
)
async def test_what_no_reader_and_nobody_who_asks_would_send_is_refused(
    here: Source, method: str, path: str, body: dict[str, str] | None, status: int
) -> None:
    assert (await here.call(method, path, json=body)).status_code == status
