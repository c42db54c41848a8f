"""The registers against their own document: what they have, to whom they say it, and how they fail."""

import asyncio
import re
import sqlite3
from base64 import urlsafe_b64encode
from collections.abc import Callable
from contextlib import closing
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, get_args

import pytest

from mock_backends.people.loader import Function
from mock_backends.people.values import PROTECTED, TYPES
from mock_backends.registers import app as registers
from mock_backends.registers.telling import AGAIN_AFTER
from mock_backends.shared.days import BELGIUM
from mock_backends.shared.faults import HOSTILE, Fault
from tests.contract.neighbours import NOOR, Source

AMIR = "94620831906"
NOBODY = "00610100038"
CATALOGUE = "/v1/controllers"
IDENTITY = f"{CATALOGUE}/rijksregister/blocks/identity"
DIPLOMAS = f"{CATALOGUE}/ahovoks/blocks/diplomas"
RECORDS = f"{DIPLOMAS}/records"
REQUESTS = f"{CATALOGUE}/ahovoks/requests"


@pytest.fixture
def here(tmp_path: Path) -> Source:
    return Source(tmp_path, registers.PARTY)


def as_clerk(here: Source, person: str = NOOR) -> dict[str, str]:
    return {"Authorization": f"Bearer {here.tester.token('registers')}", "X-INSZ": person}


async def diplomas(here: Source, person: str = NOOR) -> list[dict[str, Any]]:
    """The records of a person's diplomas."""
    records: list[dict[str, Any]] = (await here.call("GET", DIPLOMAS, person)).json()["records"]
    return records


def pseudonym(token_id: str, person: str) -> str:
    return urlsafe_b64encode(sha256(f"{token_id}:{person}".encode()).digest()).rstrip(b"=").decode()


# --- the catalogue ----------------------------------------------------------------------------


@pytest.mark.requirement("R6", "R16", "R23", "R28")
async def test_the_catalogue_has_one_controller_and_one_category_for_each_block(
    here: Source,
) -> None:
    catalogue = (await here.call("GET", CATALOGUE)).json()
    categories = [category["categoryId"] for category in catalogue["categories"]]
    blocks = [block for controller in catalogue["items"] for block in controller["blocks"]]
    assert categories == [category.id for category in here.fixtures.categories]
    assert [block["blockId"] for block in blocks] == list(
        dict.fromkeys(
            block.id for controller in here.fixtures.controllers for block in controller.blocks
        )
    )
    assert {block["category"] for block in blocks} <= set(categories)
    assert {item["level"] for item in catalogue["items"]} == {"local", "flemish", "federal"}
    # Processings of the portal itself: only Digitaal Vlaanderen has them, and it has no register.
    (own,) = (item for item in catalogue["items"] if item["functions"])
    assert (own["controllerId"], own["blocks"]) == ("digitaal-vlaanderen", [])
    assert set(own["functions"]) == set(get_args(Function))


async def test_the_catalogue_may_be_kept_and_is_asked_for_again_cheaply(here: Source) -> None:
    first = await here.call("GET", CATALOGUE)
    assert first.headers["Cache-Control"] == "public, max-age=3600"
    tag = first.headers["ETag"]
    assert re.fullmatch('"[0-9a-f]{32}"', tag)
    for known, expected in ((f'"x", {tag}', 304), ('"x"', 200)):
        again = await here.call("GET", CATALOGUE, headers={"If-None-Match": known})
        assert again.status_code == expected


def test_the_document_says_of_each_type_of_value_what_the_check_does(here: Source) -> None:
    schemas = here.contract.document["components"]["schemas"]
    assert schemas["Field"]["properties"]["type"]["enum"] == list(TYPES)
    called = {kind: f"{kind[0].upper()}{kind[1:]}Value" for kind in TYPES}
    for kind, name in called.items():
        said = {member: what for member, what in schemas[name].items() if member != "description"}
        assert said == TYPES[kind].schema
    reason = schemas["ProtectedValue"]
    assert {name: reason[name] for name in PROTECTED} == PROTECTED
    named = [f"#/components/schemas/{name}" for name in called.values()]
    assert [one["$ref"] for one in schemas["OneValue"]["anyOf"]] == named


# --- blocks: every block of everybody is read in test_both_sides.py -----------------------------


@pytest.mark.requirement("R5", "R41")
async def test_a_block_has_the_persons_records_and_headers_to_check_them_unread(
    here: Source,
) -> None:
    reply = await here.call("GET", IDENTITY, claims={"jti": "one"})
    content = reply.json()
    assert (content["blockId"], content["asOf"]) == ("identity", "2026-11-23T09:00:00Z")
    assert content["records"][0]["familyName"] == "Peeters"
    assert content["records"][0]["birthDate"] == "1987-06-14"
    assert reply.headers["Subject-Pseudonym"] == pseudonym("one", NOOR)
    assert reply.headers["Cache-Control"] == "no-store"


async def test_a_wrong_national_number_is_refused_and_not_repeated(here: Source) -> None:
    for number in ("", "87661421605", "8766142160", "abc", "87.66.14-216.04"):
        reply = await here.call("GET", IDENTITY, number)
        assert reply.status_code == 400
        assert not number or number not in reply.text


async def test_a_block_is_only_with_its_own_controller(here: Source) -> None:
    for path in (
        "rijksregister/blocks/diplomas",
        "nobody/blocks/identity",
        "digitaal-vlaanderen/blocks/x",
    ):
        assert (await here.call("GET", f"{CATALOGUE}/{path}")).status_code == 404


# --- the clerk --------------------------------------------------------------------------------


@pytest.mark.requirement("R21")
async def test_what_the_clerk_corrects_is_there_at_the_next_fetch(here: Source) -> None:
    new = [{"title": "Bachelor", "level": "6", "awardedOn": "2008-07-05"}]
    reply = await here.call("PUT", RECORDS, json={"records": new}, headers=as_clerk(here))
    assert reply.status_code == 204
    assert await diplomas(here) == new
    # Nobody else's record has changed, and nobody who is not known gets any.
    assert await diplomas(here, AMIR) == await diplomas(here, NOBODY) == []
    headers = as_clerk(here, NOBODY)
    reply = await here.call("PUT", RECORDS, json={"records": []}, headers=headers)
    assert reply.status_code == 404


async def test_a_correction_that_does_not_fit_changes_nothing(here: Source) -> None:
    before = await diplomas(here)
    for name, value in (
        ("colour", "red"),
        ("level", "9"),
        ("awardedOn", "20080704"),
        ("schoolYear", 99),
        ("title", None),
    ):
        record = {"title": "x", name: value} if value is not None else {"level": "6"}
        new = {"records": [record]}
        reply = await here.call("PUT", RECORDS, json=new, headers=as_clerk(here))
        assert reply.status_code == 400
        assert reply.json()["issues"][0]["name"] == f"records[0].{name}"
        assert await diplomas(here) == before


@pytest.mark.requirement("R17", "R42")
async def test_the_portal_is_told_that_a_block_changed_until_it_has_taken_it_in(
    here: Source,
) -> None:
    async def told() -> dict[str, Any]:
        async with asyncio.timeout(10):
            await here.came.wait()
        here.came.clear()
        path, body, headers = here.asked[-1]
        assert headers["x-insz"] == NOOR
        check = here.check(of="registers", at="profile_service")
        await check.check(headers["authorization"])
        assert path == "/burgerprofiel/v1/changed-blocks"
        return dict(body)

    await here.party.start()
    here.works = False
    new = {"records": [{"title": "Bachelor", "level": "6"}]}
    for _ in range(2):  # the second changes nothing, and is not told
        await here.call("PUT", RECORDS, json=new, headers=as_clerk(here))
    first = await told()
    assert first == {
        "changeId": first["changeId"],
        "blockId": "diplomas",
        "changedOn": "2026-11-23",
    }
    here.works = True
    here.move(AGAIN_AFTER)
    assert await told() == first
    await here.call("PUT", RECORDS, json={"records": []}, headers=as_clerk(here))
    assert (await told())["changeId"] != first["changeId"]
    assert len(here.asked) == 3
    await here.party.stop()


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
async def test_a_request_gets_a_receipt_and_the_same_again_when_it_comes_twice(
    here: Source,
) -> None:
    first = await here.call("POST", REQUESTS, json=a_request())
    assert first.status_code == 201
    assert re.fullmatch("AHO-2026-[0-9A-F]{8}", first.json()["receipt"])
    assert first.json()["steps"] == [{"at": "2026-11-23T09:00:00Z", "state": "received"}]
    here.clock.move(timedelta(hours=1))
    again = await here.call("POST", REQUESTS, json=a_request())
    assert again.json() == first.json()
    other = a_request(reference="MBP-2026-GHJKLM")
    here.clock.move(datetime(2027, 1, 1, tzinfo=BELGIUM) - here.clock.now())
    second = await here.call("POST", REQUESTS, json=other)
    assert re.fullmatch("AHO-2027-[0-9A-F]{8}", second.json()["receipt"])
    assert second.json()["receipt"][-8:] != first.json()["receipt"][-8:]


async def test_a_request_that_cannot_be_taken_in_is_refused(here: Source) -> None:
    for changes in (
        *({"words": ""}, {"words": "x" * 2001}, {"right": "forget"}, {"blockId": "identity"}),
        *({"reference": ""}, {"reference": "x" * 41}, {"receivedAt": "yesterday"}),
    ):
        wrong = a_request(**changes)
        reply = await here.call("POST", REQUESTS, json=wrong)
        assert reply.status_code == 400, changes
    own = f"{CATALOGUE}/digitaal-vlaanderen/requests"
    reply = await here.call("POST", own, json=a_request(blockId=""))
    assert reply.status_code == 404


# --- the desk: its states and terms are in tests/unit/test_cases.py -----------------------------

CASE = f"{REQUESTS}/MBP-2026-ABCDEF"
DECISION = f"{CATALOGUE}/ahovoks/cases/MBP-2026-ABCDEF/decision"


async def decide(here: Source, path: str = DECISION, **decision: Any) -> tuple[int, Any]:
    """What the desk says to who decides this from a controller's chair."""
    reply = await here.call("PUT", path, json=decision, headers=as_clerk(here))
    return reply.status_code, reply.json()


async def examined(here: Source, **changes: Any) -> None:
    """Let a request be examined by hand."""
    await here.call("POST", REQUESTS, json=a_request(reference="MBP-2026-ABCDEF", **changes))
    for state in ("identityChecked", "inTreatment"):
        assert (await decide(here, state=state))[0] == 200


@pytest.mark.requirement("R63")
async def test_only_who_sits_in_the_chair_of_the_data_decides(here: Source) -> None:
    await here.call("POST", REQUESTS, json=a_request(reference="MBP-2026-ABCDEF"))
    for chair in ("digitaal-vlaanderen", "mobility"):
        path = DECISION.replace("ahovoks", chair)
        status, problem = await decide(here, path, state="identityChecked")
        assert (status, problem["type"]) == (403, "urn:problem-type:simulator:notCompetent")
    # The portal itself has no token for a decision, whatever it asks for.
    asked = await here.call("PUT", DECISION, json={"state": "identityChecked"})
    assert asked.status_code == 401
    status, case = await decide(here, state="identityChecked")
    assert (status, case["state"], case["nationalNumber"]) == (200, "identityChecked", NOOR)


async def test_a_decision_that_does_not_fit_changes_nothing(here: Source) -> None:
    assert (await decide(here, state="granted"))[0] == 404
    await examined(here)
    for status, decision in (
        (409, {"state": "closed"}),
        (409, {"state": "identityChecked"}),
        (400, {"state": "refused"}),
        (400, {"state": "refused", "reason": " "}),
        (400, {"state": "refused", "reason": "x\x1b[2J"}),
        (400, {"state": "granted", "changes": [{"record": 0}]}),
        (400, {"state": "granted", "changes": [{"record": 1, "field": "colour", "value": "red"}]}),
        (400, {"state": "granted", "changes": [{"record": 1, "field": "level", "value": "9"}]}),
        (400, {"state": "granted", "changes": [{"record": 1, "field": "title"}]}),
        (400, {"state": "granted", "changes": [{"record": 1, "value": "red"}]}),
    ):
        found, problem = await decide(here, **decision)
        assert found == status, decision
        if status == 409:
            assert problem["mayBecome"] == ["extended", "granted", "partlyGranted", "refused"]
    here.clock.move(timedelta(days=31))
    late = await decide(here, state="extended", reason="Het archief is dicht.")
    assert (late[0], late[1]["issues"][0]["code"]) == (400, "tooLate")


@pytest.mark.requirement("R21")
async def test_what_is_granted_by_hand_is_in_the_register_also_after_a_restart(
    here: Source,
) -> None:
    before = await diplomas(here)
    await examined(here, blockId="diplomas")
    changes = [{"record": 1, "field": "schoolYear", "value": 2003}, {"record": 2}]
    assert (await decide(here, state="granted", changes=changes))[1]["state"] == "granted"
    expected = [before[0] | {"schoolYear": 2003}, *before[2:]]
    assert await diplomas(here) == expected
    await here.party.stop()
    await here.party.start()
    assert await diplomas(here) == expected
    kept = b"".join(path.read_bytes() for path in here.home.data.iterdir())
    assert kept
    assert not [
        word for word in (NOOR, a_request()["words"], "schoolYear") if word.encode() in kept
    ]


async def test_what_was_mended_is_not_found_again_and_nothing_else_goes(here: Source) -> None:
    mended = []
    for reference, outcome in (("MBP-2026-ABCDEF", "granted"), ("MBP-2026-GHJKLM", "refused")):
        await here.call("POST", REQUESTS, json=a_request(reference=reference))
        here.clock.move(timedelta(days=80))
        items = (await here.call("GET", "/v1/requests")).json()["items"]
        assert [one["state"] for one in items if one["reference"] == reference] == [outcome]
        mended.append(await diplomas(here))
    assert mended[0] == mended[1]


async def test_what_the_citizen_adds_is_taken_in_once_and_only_while_the_case_runs(
    here: Source,
) -> None:
    await here.call("POST", REQUESTS, json=a_request(reference="MBP-2026-ABCDEF"))
    path, added = f"{CASE}/information", {"informationId": "one", "words": "Het was in 2003."}
    for _ in range(2):
        assert (await here.call("POST", path, json=added)).status_code == 200
    (case,) = (await here.call("GET", "/v1/cases", headers=as_clerk(here))).json()["items"]
    assert [one["words"] for one in case["information"]] == ["Het was in 2003."]
    for _ in range(2):
        assert (await here.call("DELETE", CASE)).json()["state"] == "withdrawn"
    other = {**added, "informationId": "two"}
    assert (await here.call("POST", path, json=other)).status_code == 409
    assert (await here.call("POST", path, json={**other, "words": ""})).status_code == 400


@pytest.mark.requirement("R41")
async def test_another_citizen_s_case_is_not_there(here: Source) -> None:
    await here.call("POST", REQUESTS, json=a_request(reference="MBP-2026-ABCDEF"))
    for method, path in (("DELETE", CASE), ("GET", f"{CASE}/letters")):
        assert (await here.call(method, path, AMIR)).status_code == 404
    assert (await here.call("GET", "/v1/requests", AMIR)).json() == {"items": []}
    (mine,) = (await here.call("GET", "/v1/requests")).json()["items"]
    assert (mine["reference"], mine["state"]) == ("MBP-2026-ABCDEF", "received")
    assert "words" not in mine, "the portal hears how far a request is, and no more"


def no_database(here: Source) -> None:
    (here.home.data / "registers.sqlite3").write_bytes(b"not a database")


def no_key(here: Source) -> None:
    (here.home.keys / "registers.key").unlink()


def another_key(here: Source) -> None:
    (here.home.keys / "registers.key").write_bytes(b"x" * 32)


def a_damaged_row(here: Source) -> None:
    with closing(sqlite3.connect(here.home.data / "registers.sqlite3")) as database, database:
        database.execute("UPDATE cases SET sealed = x'00' WHERE number = 1")


@pytest.mark.requirement("R21", "R49")
@pytest.mark.parametrize(
    ("spoil", "damaged", "another"),
    [
        (no_database, None, 503),
        (no_key, [1, 2], 503),
        (another_key, [1, 2], 503),
        (a_damaged_row, [1], 201),
    ],
)
async def test_registers_answer_without_cases_say_so_and_nothing_is_written_over_them(
    here: Source, spoil: Callable[[Source], None], damaged: list[int] | None, another: int
) -> None:
    """`another` is the answer to a request that no damaged row holds; `damaged` are the rows by number."""
    for reference in ("MBP-2026-ABCDEF", "MBP-2026-GHJKLM"):
        await here.call("POST", REQUESTS, json=a_request(reference=reference))
    await here.party.stop()
    spoil(here)
    path = here.home.data / "registers.sqlite3"
    before = path.read_bytes()
    await here.party.start()
    block = await here.call("GET", DIPLOMAS)
    assert (block.status_code, block.json()["correctionsMissing"]) == (200, True)
    assert block.json()["records"]
    cases = await here.call("GET", "/v1/cases", headers=as_clerk(here))
    assert cases.json().get("damaged") == damaged
    lost = await here.call("POST", REQUESTS, json=a_request(reference="MBP-2026-ABCDEF"))
    assert lost.status_code == 503
    assert path.read_bytes() == before
    new = await here.call("POST", REQUESTS, json=a_request(reference="MBP-2026-NPQRST"))
    assert new.status_code == another
    assert (path.read_bytes() == before) == (another == 503)


# --- faults -----------------------------------------------------------------------------------


def fail(here: Source, kind: str, controller: str = "rijksregister") -> None:
    here.faults.set(controller, Fault(party="registers", target=controller, kind=kind))


@pytest.mark.requirement("R41")
async def test_a_mix_up_of_persons_shows_in_the_pseudonym(here: Source) -> None:
    fail(here, "wrongPerson")
    reply = await here.call("GET", IDENTITY, claims={"jti": "one"}, contracted=False)
    assert reply.json()["records"][0]["familyName"] != "Peeters"
    assert reply.headers["Subject-Pseudonym"] != pseudonym("one", NOOR)


@pytest.mark.parametrize("person", [NOOR, AMIR])
async def test_spoiled_records_are_spoiled_as_was_set_also_where_there_are_none(
    here: Source, person: str
) -> None:
    fail(here, "wrongSchema", "ahovoks")
    reply = await here.call("GET", DIPLOMAS, person, contracted=False)
    record = reply.json()["records"][0]
    assert (record["title"], record["awardedOn"]) == (1, "?")
    fail(here, "hostile", "ahovoks")
    record = (await diplomas(here, person))[0]
    # Well-formed, and full of control characters.
    assert (record["title"], record["institution"]) == HOSTILE[:2]
    assert record["level"] in "12345678"
    assert any("\x1b" in name for name in record)
