"""The eBox against its own document and the federation's: consent, reading, filters, errors."""

import sqlite3
from datetime import timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest
import yaml
from jsonschema import Draft4Validator, FormatChecker

from mock_backends.ebox import app as ebox
from mock_backends.shared.faults import Fault
from mock_backends.shared.home import readable_by_others
from tests.contract.neighbours import BASE, Neighbourhood

NOOR = "87661421604"
AMIR = "94620831906"
NOBODY = "00610100038"
MESSAGES = "/citizen/v2/ebox/messages"
SENDERS = "/citizen/v2/referenceData/senderOrganizations"
UNREAD = "4babaac1-1e6e-5589-aa23-9ba656f634b2"
AMIRS = "c3b8ab3f-0148-54ee-950a-f74a5fb25744"
CONSENT = "2026-11-23T08:59:00Z"


@pytest.fixture
def here(tmp_path: Path) -> Neighbourhood:
    return Neighbourhood(tmp_path, ebox.PARTY)


def consented(here: Neighbourhood, person: str = NOOR, consent: Any = CONSENT) -> dict[str, str]:
    token = here.tokens.token("ebox", consent=consent)
    return {"Authorization": f"Bearer {token}", "X-INSZ": person}


async def listed(here: Neighbourhood, query: str = "", person: str = NOOR) -> list[dict[str, Any]]:
    reply = await here.call("GET", MESSAGES + query, headers=consented(here, person))
    assert reply.status_code == 200
    items: list[dict[str, Any]] = reply.json()["items"]
    return items


# --- consent ----------------------------------------------------------------------------------


@pytest.mark.requirement("R36")
@pytest.mark.parametrize(
    "consent", [None, "", "yes", True, 1, "2026-11-23", "2026-11-23T09:00:01Z"]
)
@pytest.mark.parametrize(
    "path", ["/citizen/v2/ebox", MESSAGES, f"{MESSAGES}/{UNREAD}", f"{MESSAGES}/{UNREAD}/body"]
)
async def test_without_the_citizens_consent_nothing_is_told(
    here: Neighbourhood, path: str, consent: Any
) -> None:
    headers = consented(here, consent=consent)
    if consent is None:
        headers["Authorization"] = f"Bearer {here.tokens.token('ebox')}"
    reply = await here.call("GET", path, headers=headers)
    assert reply.status_code == 403
    assert set(reply.json()) == {"id", "code", "message", "environment"}
    assert reply.json()["code"] == "FORBIDDEN"


@pytest.mark.requirement("R13")
@pytest.mark.parametrize("path", ["/citizen/v2/ebox", MESSAGES, SENDERS, f"{SENDERS}/0999000129"])
async def test_without_the_portals_token_nothing_is_told(here: Neighbourhood, path: str) -> None:
    for shown in ("", "Bearer x", f"Bearer {here.tokens.token('registers', consent=CONSENT)}"):
        reply = await here.call("GET", path, headers={"X-INSZ": NOOR, "Authorization": shown})
        assert reply.status_code == 401
        assert reply.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.requirement("R41")
async def test_only_ones_own_messages_can_be_opened(here: Neighbourhood) -> None:
    for path in (f"{MESSAGES}/{AMIRS}", f"{MESSAGES}/{AMIRS}/body", f"{MESSAGES}/nothing"):
        assert (await here.call("GET", path, headers=consented(here))).status_code == 404
    # And nobody's try has opened it for its owner.
    assert [one["readStatus"] for one in await listed(here, person=AMIR)] == [False] * 2


@pytest.mark.parametrize("number", ["", "87661421605", "x"])
async def test_a_wrong_national_number_is_refused_and_not_repeated(
    here: Neighbourhood, number: str
) -> None:
    reply = await here.call("GET", MESSAGES, headers=consented(here, number))
    assert reply.status_code == 400
    assert not number or number not in reply.json()["message"].replace("X-INSZ", "")


# --- messages ---------------------------------------------------------------------------------


async def test_the_newest_message_stands_first(here: Neighbourhood) -> None:
    items = await listed(here)
    dates = [one["receiptDate"] for one in items]
    assert len(items) == 6
    assert dates == sorted(dates, reverse=True)
    assert dates[0] == "2026-11-22T09:00:00Z"
    assert sum(not one["readStatus"] for one in items) == 3


async def test_the_summary_counts(here: Neighbourhood) -> None:
    reply = await here.call("GET", "/citizen/v2/ebox", headers=consented(here))
    assert reply.json() == {
        "numberOfMessages": 6,
        "numberOfUnreadMessages": 3,
        "lastReceiptDate": "2026-11-22T09:00:00Z",
        "eboxSize": 0.0,
    }
    empty = await here.call("GET", "/citizen/v2/ebox", headers=consented(here, NOBODY))
    assert empty.json()["numberOfMessages"] == 0
    assert await listed(here, person=NOBODY) == []


async def test_a_message_is_read_once_its_body_was_opened_and_not_before(
    here: Neighbourhood,
) -> None:
    path = f"{MESSAGES}/{UNREAD}"
    assert (await listed(here))[0]["readStatus"] is False
    assert (await here.call("GET", path, headers=consented(here))).json()["readStatus"] is False
    body = await here.call("GET", path + "/body", headers=consented(here))
    assert body.json()["nl"].startswith("Dag Noor\n\n")
    assert (await here.call("GET", path, headers=consented(here))).json()["readStatus"] is True
    reply = await here.call("GET", "/citizen/v2/ebox", headers=consented(here))
    assert reply.json()["numberOfUnreadMessages"] == 2


async def test_reading_is_remembered_by_message_and_nothing_else(
    here: Neighbourhood, tmp_path: Path
) -> None:
    await here.call("GET", f"{MESSAGES}/{UNREAD}/body", headers=consented(here))
    kept = here.home.data / "ebox.sqlite3"
    assert not readable_by_others(kept)
    with sqlite3.connect(kept) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
        assert {name for (name,) in names if not name.startswith("sqlite_")} == {"opened"}
        assert connection.execute("SELECT * FROM opened").fetchall() == [(UNREAD,)]
    connection.close()
    assert NOOR.encode() not in kept.read_bytes()
    # Another world on the same home knows it.
    again = Neighbourhood(tmp_path, ebox.PARTY)
    assert (await listed(again))[0]["readStatus"] is True


async def test_an_expired_message_is_gone(here: Neighbourhood) -> None:
    soon = next(one for one in await listed(here) if one["expirationDate"].startswith("2026-12-13"))
    here.clock.move(timedelta(days=20) - timedelta(seconds=1))
    assert len(await listed(here)) == 6
    here.clock.move(timedelta(seconds=1))
    assert len(await listed(here)) == 5
    path = f"{MESSAGES}/{soon['messageId']}"
    assert (await here.call("GET", path, headers=consented(here))).status_code == 404


# --- filters ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", 6),
        ("?readStatus=false", 3),
        ("?readStatus=true&receivedAfter=2026-08-01", 1),
        ("?receivedBefore=2026-11-22", 5),
        ("?receivedAfter=2026-11-22", 0),
        ("?expiredBefore=2027-01-01", 1),
        ("?expiredAfter=2028-01-01", 1),
        ("?messageTypeId=payment", 2),
        ("?senderOrganizationId=0999000129", 2),
        ("?senderApplicationId=none", 0),
        ("?registeredMail=true", 0),
        ("?visible=true", 6),
        ("?visible=false", 0),
        ("?receivedBefore=2020-01-01&receivedAfter=2026-01-01", 0),
        ("?q=SCHOOLBONUS&qlang=nl", 1),
        ("?q=mechelen&qlang=nl", 2),
        ("?q=ménager&qlang=nl", 0),
        ("?q=wérken&qlang=nl", 1),
        ("?q=works&qlang=nl", 0),
        ("?q=works&qlang=en", 1),
        ("?q=travaux&qlang=nl", 0),
        ("?q=travaux&qlang=fr", 1),
        ("?q=malines&qlang=fr", 2),
        ("?q=fuhrerschein&qlang=de", 1),
        ("?q=fuhrerschein&qlang=fr", 0),
    ],
)
async def test_a_filter_finds_what_it_asks_for(
    here: Neighbourhood, query: str, expected: int
) -> None:
    assert len(await listed(here, query)) == expected


@pytest.mark.parametrize(
    "query",
    [
        "?page=0",
        "?page=x",
        "?page=-1",
        "?pageSize=101",
        "?pageSize=0",
        "?page=9999999999",
        "?receivedBefore=22-11-2026",
        "?receivedAfter=20261122",
        "?readStatus=ja",
        "?q=mechelen",
        "?q=mechelen&qlang=xx",
    ],
)
async def test_what_cannot_be_read_is_an_error(here: Neighbourhood, query: str) -> None:
    reply = await here.call("GET", MESSAGES + query, headers=consented(here))
    assert reply.status_code == 400
    assert reply.json()["code"] == "INVALID_INPUT"


async def test_pages_together_are_the_whole(here: Neighbourhood) -> None:
    reply = await here.call("GET", MESSAGES + "?page=2&pageSize=4", headers=consented(here))
    assert reply.json()["totalItems"] == 6
    assert len(reply.json()["items"]) == 2
    assert await listed(here, "?page=3&pageSize=4") == []
    both = await listed(here, "?pageSize=4") + await listed(here, "?page=2&pageSize=4")
    assert both == await listed(here)


# --- senders ----------------------------------------------------------------------------------


async def test_every_sender_of_a_message_has_a_name_that_may_be_kept(here: Neighbourhood) -> None:
    headers = {"Authorization": f"Bearer {here.tokens.token('ebox')}"}
    reply = await here.call("GET", SENDERS + "?pageSize=100", headers=headers)
    assert reply.headers["Cache-Control"] == "public, max-age=86400"
    known = {one["organizationId"]: one for one in reply.json()["items"]}
    for person in here.fixtures.personas:
        for message in await listed(here, person=person.national_number):
            number = message["senderOrganizationId"]
            one = await here.call("GET", f"{SENDERS}/{number}", headers=headers)
            assert one.json() == known[number]
    missing = await here.call("GET", f"{SENDERS}/0123456789", headers=headers)
    assert missing.status_code == 404


# --- trouble ----------------------------------------------------------------------------------


async def raw(here: Neighbourhood, path: str) -> httpx.Response:
    """A reply that is not held to the document: for faults that break it on purpose."""
    return await here.http.get(f"{BASE}/ebox{path}", headers=consented(here))


async def test_a_store_that_cannot_be_read_is_an_answer_and_loses_nothing(
    here: Neighbourhood,
) -> None:
    kept = here.home.data / "ebox.sqlite3"
    kept.write_bytes(b"no database, but somebody's" * 100)
    reply = await here.call("GET", MESSAGES, headers=consented(here))
    assert reply.status_code == 503
    assert reply.json()["code"] == "SERVICE_UNAVAILABLE"
    assert kept.read_bytes().startswith(b"no database")
    kept.unlink()
    assert len(await listed(here)) == 6


async def test_an_ebox_that_is_down_shows_nothing_and_reads_nothing(
    here: Neighbourhood,
) -> None:
    here.faults.set("ebox", Fault(party="ebox", kind="down"))
    for path in (MESSAGES, f"{MESSAGES}/{UNREAD}/body", SENDERS):
        assert (await here.call("GET", path, headers=consented(here))).status_code == 503
    here.faults.clear()
    assert (await listed(here))[0]["readStatus"] is False


async def test_answers_that_go_wrong_are_wrong_in_the_way_that_was_set(
    here: Neighbourhood,
) -> None:
    here.faults.set("ebox", Fault(party="ebox", kind="wrongSchema"))
    assert (await raw(here, MESSAGES)).json()["items"][0]["subject"] == {
        "nl": 1,
        "en": 1,
        "fr": 1,
        "de": 1,
    }
    here.faults.set("ebox", Fault(party="ebox", kind="hostile"))
    assert "\x1b]52" in (await raw(here, MESSAGES)).json()["items"][0]["subject"]["nl"]


async def test_an_unknown_path_or_method_is_a_status_message(here: Neighbourhood) -> None:
    for method, path, status in [("GET", "/citizen/v2/else", 404), ("POST", MESSAGES, 405)]:
        reply = await here.http.request(method, f"{BASE}/ebox{path}")
        assert reply.status_code == status
        assert set(reply.json()) == {"id", "code", "message", "environment"}


# --- the federation's own document ------------------------------------------------------------


@pytest.fixture
def federation(standards: Path) -> dict[str, Any]:
    text = (standards / "ebox-smals" / "ebox-rest-2.1.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


@pytest.mark.parametrize(
    ("path", "named"),
    [
        ("/ebox", "/ebox"),
        ("/ebox/messages", "/ebox/messages"),
        ("/ebox/messages?readStatus=false&pageSize=2", "/ebox/messages"),
        ("/ebox/messages?q=x", "/ebox/messages"),
        (f"/ebox/messages/{UNREAD}", "/ebox/messages/{messageId}"),
        ("/ebox/messages/none", "/ebox/messages/{messageId}"),
        (f"/ebox/messages/{UNREAD}/body", "/ebox/messages/{messageId}/body"),
        ("/referenceData/senderOrganizations", "/referenceData/senderOrganizations"),
        (
            "/referenceData/senderOrganizations/0999000129",
            "/referenceData/senderOrganizations/{senderOrganizationId}",
        ),
    ],
)
async def test_replies_keep_to_the_federations_contract(
    here: Neighbourhood, federation: dict[str, Any], path: str, named: str
) -> None:
    reply = await raw(here, "/citizen/v2" + path)
    responses = federation["paths"][named]["get"]["responses"]
    schema = {"definitions": federation["definitions"], **responses[reply.status_code]["schema"]}
    Draft4Validator(schema, format_checker=FormatChecker()).validate(reply.json())
    if path.partition("?")[0] == "/ebox/messages" and reply.status_code == 200:
        assert reply.json()["items"]


async def test_filters_have_the_federations_names(
    here: Neighbourhood, federation: dict[str, Any]
) -> None:
    def names(document: dict[str, Any], path: str) -> set[str]:
        return {
            one["name"]
            for one in document["paths"][path]["get"]["parameters"]
            if "name" in one and one["in"] == "query"
        }

    ours = names(here.contract.document, MESSAGES) | {"page", "pageSize"}
    assert ours == names(federation, "/ebox/messages")
