"""Registers, eBox and simulation under requests that nobody meant: each is answered, and none breaks them."""

import random
from collections import Counter
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import msgspec
import pytest

from mock_backends.ebox import app as ebox
from mock_backends.people.loader import load
from mock_backends.registers import app as registers
from mock_backends.shared.party import PartyDefinition
from mock_backends.simulation import app as simulation
from tests.contract.neighbours import Source

REQUESTS = 400
NOOR = load().personas[0]

ODD = (
    *("", "x", "0", "-1", "1e999", "NaN", "null", "true", "{}", NOOR.national_number),
    *("2026-11-23", "0000-00-00", "2026-11-23T09:00:00Z", "ahovoks", "diplomas", NOOR.id),
    *("../../etc/passwd", "%00", "\x00\x1b[2J", "\u202e\ud7ff", "é" * 300, "' OR 1=1 --", "9" * 40),
)
REQUEST = b'{"reference": "%s", "right": "%s", "words": "x", "receivedAt": "%s"}'
BODIES = (
    *(b"", b"{", b"[]", b"null", b"1", b'"x"', b"{}", b"\xff\xfe", b"[" * 5000, b'{"a":' * 3000),
    *(b'{"seconds": 1e400}', b'{"seconds": -0.0}', b'{"kind": "down", "kind": "hang"}'),
    *(
        b'{"records": [%s]}' % record
        for record in (b'{"title": null}', b'{"title": {"a": 1}}', b"[]")
    ),
    REQUEST % (b"\\ud800", b"access", b"2026-11-23T09:00:00Z"),
    REQUEST % (b"\\u0000", b"object", b"0001-01-01T00:00:00Z"),
)
PLACES = {
    "{controllerId}": (*["ahovoks"] * 3, *ODD),
    "{blockId}": (*["diplomas"] * 3, *ODD),
    "{personId}": (NOOR.id, *ODD),
    "{messageId}": (NOOR.messages[0].id, *ODD),
}


def odd_request(chance: random.Random, here: Source) -> dict[str, Any]:
    """A request to some operation, or nearly, with odd values wherever there is room for one."""
    method, template = chance.choice(sorted(here.contract.operations()))
    path = "/".join(
        quote(chance.choice(PLACES.get(part, ODD)), safe=chance.choice(("", "/")))
        if part.startswith("{")
        else part
        for part in template.split("/")
    )
    operation = here.contract.document["paths"][template].get(method.lower(), {})
    parameters = operation.get("parameters", [])
    names = [parameter["name"] for parameter in parameters if parameter.get("in") == "query"]
    query = {chance.choice(names): chance.choice(ODD) for _ in range(chance.randint(0, 3)) if names}
    token = here.tokens.token(here.base.rpartition("/")[2], consent="2026-11-23T09:00:00Z")
    clerk = here.tester.token("registers").encode()
    headers = {
        b"Authorization": chance.choice(
            (*[f"Bearer {token}".encode()] * 4, b"Bearer " + clerk, b"Bearer \xff", b"")
        ),
        b"X-INSZ": chance.choice((*[NOOR.national_number.encode()] * 4, b"\xff", b"0" * 11, b"")),
        b"If-None-Match": chance.choice((b"*", b'"', b"")),
    }
    if chance.random() < 0.1:
        method = chance.choice(("PATCH", "OPTIONS", "HEAD", "DELETE", "POST"))
    return {
        "method": method,
        "url": here.base + path,
        "params": query,
        "headers": headers,
        "content": chance.choice(BODIES) if method in ("POST", "PUT", "PATCH") else None,
    }


@pytest.mark.parametrize("party", [registers.PARTY, ebox.PARTY, simulation.PARTY])
async def test_no_request_breaks_a_party(tmp_path: Path, party: PartyDefinition) -> None:
    here = Source(tmp_path, party)
    chance = random.Random(party.name)
    seen: Counter[int] = Counter()
    for _ in range(REQUESTS):
        request = odd_request(chance, here)
        reply = await here.http.request(**request)
        # A fault that was set by chance must not answer for the party, nor hold the next request.
        here.faults.clear()
        seen[reply.status_code] += 1
        # Cases stand at the registers' desks and mail at the offices, which nobody serves here.
        at_others = "/v1/cases" in request["url"] or "/mail" in request["url"]
        absent = reply.status_code == 503 and at_others
        assert reply.status_code < 500 or absent, request
        assert NOOR.national_number not in reply.headers.get("location", "")
        if reply.status_code >= 400 and request["method"] != "HEAD":
            assert_an_error(party.name, reply)
    # By chance as it is, it reached the party and not only its doors.
    assert min(seen[200], seen[400], seen[404]) > 5, seen


def assert_an_error(name: str, reply: httpx.Response) -> None:
    """Every error has the form of its party, and shows nothing of the inside."""
    body = msgspec.json.decode(reply.content)
    assert set(body) >= ({"id", "code", "message"} if name == "ebox" else {"type", "title"})
    assert "Traceback" not in reply.text
    assert "site-packages" not in reply.text
