"""The registers against their own document: what they have, to whom they say it, and how they fail."""

import re
from base64 import b64encode, urlsafe_b64encode
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any

import httpx
import pytest

from mock_backends.people.lint import LANGUAGES
from mock_backends.registers import app as registers
from mock_backends.shared.faults import HOSTILE, Fault
from tests.contract.neighbours import BASE, Source

NOOR = "87661421604"
AMIR = "94620831906"
NOBODY = "00610100038"
IDENTITY = "/v1/controllers/rijksregister/blocks/identity"
DIPLOMAS = "/v1/controllers/ahovoks/blocks/diplomas"
REQUESTS = "/v1/controllers/ahovoks/requests"


@pytest.fixture
def here(tmp_path: Path) -> Source:
    return Source(tmp_path, registers.PARTY)


def as_portal(here: Source, person: str = NOOR, **claims: Any) -> dict[str, str]:
    token = here.tokens.token("registers", **claims)
    return {"Authorization": f"Bearer {token}", "X-INSZ": person}


def as_clerk(here: Source, person: str = NOOR) -> dict[str, str]:
    token = here.tester.token("registers")
    return {"Authorization": f"Bearer {token}", "X-INSZ": person}


async def raw(here: Source, path: str, person: str = NOOR, **claims: Any) -> httpx.Response:
    """A reply that is not held to the document: for faults that break it on purpose."""
    return await here.http.get(f"{BASE}/registers{path}", headers=as_portal(here, person, **claims))


def digest(body: bytes) -> str:
    return f"sha-256=:{b64encode(sha256(body).digest()).decode()}:"


def pseudonym(token_id: str, person: str) -> str:
    return urlsafe_b64encode(sha256(f"{token_id}:{person}".encode()).digest()).rstrip(b"=").decode()


# --- the catalogue ----------------------------------------------------------------------------


@pytest.mark.requirement("R6", "R16", "R23")
async def test_the_catalogue_has_one_controller_and_one_category_for_each_block(
    here: Source,
) -> None:
    catalogue = (await here.call("GET", "/v1/controllers")).json()
    categories = [one["categoryId"] for one in catalogue["categories"]]
    blocks = [block for one in catalogue["items"] for block in one["blocks"]]
    names = [block["blockId"] for block in blocks]
    assert names
    assert len(names) == len(set(names))
    assert {block["category"] for block in blocks} == set(categories)
    assert {one["level"] for one in catalogue["items"]} == {"local", "flemish", "federal"}


def texts(value: Any) -> list[dict[str, str]]:
    """Every text in an answer: what has Dutch has to have the other languages too."""
    if isinstance(value, list):
        return [text for member in value for text in texts(member)]
    if not isinstance(value, dict):
        return []
    return [value] if "nl" in value else [text for one in value.values() for text in texts(one)]


async def test_every_text_of_the_catalogue_comes_in_each_language(here: Source) -> None:
    found = texts((await here.call("GET", "/v1/controllers")).json())
    assert len(found) > 100
    assert [text for text in found if set(text) != set(LANGUAGES) or not all(text.values())] == []
    vehicles = next(text for text in found if text["nl"] == "Voertuigen")
    assert (vehicles["fr"], vehicles["de"]) == ("Véhicules", "Fahrzeuge")


@pytest.mark.requirement("R28")
async def test_only_digitaal_vlaanderen_has_functions_and_it_has_no_blocks(
    here: Source,
) -> None:
    items = (await here.call("GET", "/v1/controllers")).json()["items"]
    with_functions = [one for one in items if one["functions"]]
    assert [one["controllerId"] for one in with_functions] == ["digitaal-vlaanderen"]
    assert with_functions[0]["blocks"] == []
    assert set(with_functions[0]["functions"]) == {
        "nickname",
        "photo",
        "contacts",
        "addresses",
        "ebox",
        "cookies",
    }


async def test_the_catalogue_may_be_kept_and_is_asked_for_again_cheaply(
    here: Source,
) -> None:
    first = await here.call("GET", "/v1/controllers")
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    tag = first.headers["ETag"]
    assert re.fullmatch('"[0-9a-f]{32}"', tag)
    again = await here.call("GET", "/v1/controllers", headers={"If-None-Match": f'"x", {tag}'})
    assert again.status_code == 304
    other = await here.call("GET", "/v1/controllers", headers={"If-None-Match": '"x"'})
    assert other.status_code == 200


# --- blocks -----------------------------------------------------------------------------------


@pytest.mark.requirement("R5", "R41")
async def test_a_block_has_the_persons_records_and_headers_to_check_them_unread(
    here: Source,
) -> None:
    reply = await here.call("GET", IDENTITY, headers=as_portal(here, jti="one"))
    content = reply.json()
    assert content["blockId"] == "identity"
    assert content["records"][0]["familyName"] == "Peeters"
    assert content["records"][0]["birthDate"] == "1987-06-14"
    assert content["asOf"] == "2026-11-23T09:00:00Z"
    assert reply.headers["Content-Digest"] == digest(reply.content)
    assert reply.headers["Record-Count"] == "1"
    assert reply.headers["Subject-Pseudonym"] == pseudonym("one", NOOR)
    assert reply.headers["Cache-Control"] == "no-store"


async def test_every_block_of_every_person_keeps_to_the_document(here: Source) -> None:
    for controller in here.fixtures.controllers:
        for block in controller.blocks:
            for person in here.fixtures.personas:
                path = f"/v1/controllers/{controller.id}/blocks/{block.id}"
                reply = await here.call(
                    "GET", path, headers=as_portal(here, person.national_number)
                )
                assert len(reply.json()["records"]) == len(person.data.get(block.id, ()))


@pytest.mark.parametrize("person", [AMIR, NOBODY])
async def test_of_somebody_it_does_not_know_a_register_has_no_records(
    here: Source, person: str
) -> None:
    reply = await here.call("GET", DIPLOMAS, headers=as_portal(here, person))
    assert reply.json()["records"] == []
    assert reply.headers["Record-Count"] == "0"


@pytest.mark.requirement("R13", "R41")
@pytest.mark.parametrize("path", [IDENTITY, DIPLOMAS])
async def test_without_the_portals_token_nothing_is_told(here: Source, path: str) -> None:
    good = as_portal(here)
    here.clock.move(timedelta(seconds=70))
    other_audience = f"Bearer {here.tokens.token('ebox')}"
    for shown, kind in [
        ("", "noAccessToken"),
        ("Basic x", "noAccessToken"),
        ("Bearer x.y.z", "invalidAccessToken"),
        (other_audience, "invalidAccessToken"),
        (as_clerk(here)["Authorization"], "invalidAccessToken"),
        (good["Authorization"], "expiredAccessToken"),
    ]:
        reply = await here.call("GET", path, headers={"X-INSZ": NOOR, "Authorization": shown})
        assert reply.status_code == 401
        assert reply.json()["type"] == f"urn:problem-type:belgif:{kind}"
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


async def test_when_the_portals_keys_cannot_be_had_it_is_nobodys_fault(tmp_path: Path) -> None:
    here = Source(tmp_path, registers.PARTY)
    here.publishes = False
    assert (await here.call("GET", IDENTITY, headers=as_portal(here))).status_code == 503
    here.publishes = True
    assert (await here.call("GET", IDENTITY, headers=as_portal(here))).status_code == 200


@pytest.mark.parametrize("number", ["", "87661421605", "8766142160", "abc", "87.66.14-216.04"])
async def test_a_wrong_national_number_is_refused_and_not_repeated(
    here: Source, number: str
) -> None:
    reply = await here.call("GET", IDENTITY, headers=as_portal(here, number))
    assert reply.status_code == 400
    assert not number or number not in reply.text


@pytest.mark.parametrize(
    "path",
    [
        "/v1/controllers/rijksregister/blocks/diplomas",
        "/v1/controllers/nobody/blocks/identity",
        "/v1/controllers/digitaal-vlaanderen/blocks/identity",
    ],
)
async def test_a_block_is_only_with_its_own_controller(here: Source, path: str) -> None:
    assert (await here.call("GET", path, headers=as_portal(here))).status_code == 404


# --- the clerk --------------------------------------------------------------------------------


@pytest.mark.requirement("R21")
async def test_what_the_clerk_corrects_is_there_at_the_next_fetch(here: Source) -> None:
    new = {"records": [{"title": "Bachelor", "level": "6", "awardedOn": "2008-07-05"}]}
    reply = await here.call("PUT", DIPLOMAS + "/records", json=new, headers=as_clerk(here))
    assert reply.status_code == 204
    after = await here.call("GET", DIPLOMAS, headers=as_portal(here))
    assert after.json()["records"] == new["records"]
    assert after.headers["Record-Count"] == "1"
    # Nobody else's record has changed.
    other = await here.call("GET", DIPLOMAS, headers=as_portal(here, AMIR))
    assert other.json()["records"] == []


@pytest.mark.requirement("R5", "R21")
async def test_the_portal_itself_cannot_change_a_source(here: Source) -> None:
    """Nor can the tester's token for another party, or be used to read."""
    before = (await here.call("GET", DIPLOMAS, headers=as_portal(here))).json()["records"]
    elsewhere = {**as_clerk(here), "Authorization": f"Bearer {here.tester.token('ebox')}"}
    for headers in (as_portal(here), {"X-INSZ": NOOR}, elsewhere):
        reply = await here.call("PUT", DIPLOMAS + "/records", json={"records": []}, headers=headers)
        assert reply.status_code == 401
    after = (await here.call("GET", DIPLOMAS, headers=as_portal(here))).json()["records"]
    assert after == before != []


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ({"title": "x", "colour": "red"}, "records[0].colour"),
        ({"title": "x", "level": "9"}, "records[0].level"),
        ({"title": "x", "awardedOn": "20080704"}, "records[0].awardedOn"),
        ({"title": "x", "schoolYear": 99}, "records[0].schoolYear"),
        ({"level": "6"}, "records[0].title"),
    ],
)
async def test_a_correction_that_does_not_fit_changes_nothing(
    here: Source, record: dict[str, Any], name: str
) -> None:
    before = (await here.call("GET", DIPLOMAS, headers=as_portal(here))).json()["records"]
    reply = await here.call(
        "PUT", DIPLOMAS + "/records", json={"records": [record]}, headers=as_clerk(here)
    )
    assert reply.status_code == 400
    assert reply.json()["issues"][0]["name"] == name
    after = (await here.call("GET", DIPLOMAS, headers=as_portal(here))).json()["records"]
    assert after == before


async def test_a_clerk_can_only_correct_somebody_who_is_known(here: Source) -> None:
    headers = as_clerk(here, NOBODY)
    reply = await here.call("PUT", DIPLOMAS + "/records", json={"records": []}, headers=headers)
    assert reply.status_code == 404


# --- requests ---------------------------------------------------------------------------------


def a_request(**changes: Any) -> dict[str, Any]:
    return {
        "reference": "MBP-2026-ABCDEF",
        "right": "rectification",
        "blockId": "diplomas",
        "words": "De datum klopt niet.",
        "receivedAt": "2026-11-23T09:00:00Z",
        **changes,
    }


@pytest.mark.requirement("R61", "R64")
async def test_a_request_gets_a_receipt_and_the_same_one_when_it_comes_twice(
    here: Source,
) -> None:
    first = await here.call("POST", REQUESTS, json=a_request(), headers=as_portal(here))
    assert first.status_code == 201
    assert re.fullmatch("AHO-2026-[0-9A-F]{8}", first.json()["receipt"])
    assert first.json()["receivedAt"] == "2026-11-23T09:00:00Z"
    here.clock.move(timedelta(hours=1))
    again = await here.call("POST", REQUESTS, json=a_request(), headers=as_portal(here))
    assert again.json() == first.json()
    other = a_request(reference="MBP-2026-GHJKLM")
    second = await here.call("POST", REQUESTS, json=other, headers=as_portal(here))
    assert second.json()["receipt"] != first.json()["receipt"]


@pytest.mark.parametrize(
    "changes",
    [
        {"words": ""},
        {"words": "x" * 2001},
        {"right": "forget"},
        {"blockId": "identity"},
        {"reference": ""},
        {"receivedAt": "yesterday"},
    ],
)
async def test_a_request_that_cannot_be_taken_in_is_refused(
    here: Source, changes: dict[str, Any]
) -> None:
    reply = await here.call("POST", REQUESTS, json=a_request(**changes), headers=as_portal(here))
    assert reply.status_code == 400


async def test_a_request_needs_the_portals_token_and_a_controller_with_a_register(
    here: Source,
) -> None:
    assert (await here.call("POST", REQUESTS, json=a_request())).status_code == 401
    own = "/v1/controllers/digitaal-vlaanderen/requests"
    reply = await here.call("POST", own, json=a_request(blockId=""), headers=as_portal(here))
    assert reply.status_code == 404


async def test_a_body_that_is_no_json_or_too_large_is_refused(here: Source) -> None:
    for content, status in [(b"{", 400), (b"x" * 70_000, 413)]:
        reply = await here.call("POST", REQUESTS, content=content, headers=as_portal(here))
        assert reply.status_code == status


# --- faults -----------------------------------------------------------------------------------


def fail(here: Source, kind: str, controller: str = "rijksregister") -> None:
    here.faults.set(controller, Fault(party="registers", target=controller, kind=kind))


async def test_a_controller_that_is_down_fails_alone(here: Source) -> None:
    fail(here, "down")
    assert (await here.call("GET", IDENTITY, headers=as_portal(here))).status_code == 503
    assert (await here.call("GET", DIPLOMAS, headers=as_portal(here))).status_code == 200
    here.faults.clear("rijksregister")
    assert (await here.call("GET", IDENTITY, headers=as_portal(here))).status_code == 200


@pytest.mark.requirement("R41")
async def test_a_mix_up_of_persons_shows_in_the_pseudonym(here: Source) -> None:
    fail(here, "wrongPerson")
    reply = await raw(here, IDENTITY, jti="one")
    assert reply.json()["records"][0]["familyName"] != "Peeters"
    assert reply.headers["Subject-Pseudonym"] != pseudonym("one", NOOR)
    assert reply.headers["Content-Digest"] == digest(reply.content)


@pytest.mark.parametrize("person", [NOOR, AMIR])
async def test_a_wrong_schema_has_values_of_other_types(here: Source, person: str) -> None:
    fail(here, "wrongSchema", "ahovoks")
    reply = await raw(here, DIPLOMAS, person)
    record = reply.json()["records"][0]
    assert record["title"] == 1
    assert record["awardedOn"] == "?"
    assert reply.headers["Content-Digest"] == digest(reply.content)


@pytest.mark.parametrize("person", [NOOR, AMIR])
async def test_a_hostile_answer_is_well_formed_and_full_of_control(
    here: Source, person: str
) -> None:
    fail(here, "hostile", "ahovoks")
    reply = await here.call("GET", DIPLOMAS, headers=as_portal(here, person))
    record = reply.json()["records"][0]
    assert record["title"] == HOSTILE[0]
    assert record["institution"] == HOSTILE[1]
    assert record["level"] in "12345678"
    assert any("\x1b" in name for name in record)
