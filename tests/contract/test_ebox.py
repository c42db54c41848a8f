"""The eBox against its own document and the federation's: consent, reading, filters, errors."""

import sqlite3
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import AsyncMock

import msgspec
import pytest
import yaml
from jsonschema import Draft4Validator, FormatChecker

from mock_backends.ebox import app as ebox
from mock_backends.ebox.query import filters
from mock_backends.ebox.service import Eboxes
from mock_backends.people.loader import load
from mock_backends.shared.clock import Clock
from mock_backends.shared.faults import Fault
from mock_backends.shared.home import readable_by_others
from tests.contract.neighbours import Source

NOOR, AMIR = (
    next(person for person in load().personas if person.id == name)
    for name in ("noor-peeters", "amir-haddad")
)
NOBODY = "00610100038"
SUMMARY = "/citizen/v2/ebox"
MESSAGES = f"{SUMMARY}/messages"
SENDERS = "/citizen/v2/referenceData/senderOrganizations"


@pytest.fixture
def here(tmp_path: Path) -> Source:
    """The eBox, and a portal whose citizen has consented."""
    here = Source(tmp_path, ebox.PARTY)
    here.claims = {"consent": "2026-11-23T08:59:00Z"}
    return here


async def got(here: Source, path: str, person: str = NOOR.national_number) -> Any:
    reply = await here.call("GET", path, person)
    assert reply.status_code == 200, reply.text
    return reply.json()


async def listed(
    here: Source, query: str = "", person: str = NOOR.national_number
) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = (await got(here, MESSAGES + query, person))["items"]
    return items


async def unread(here: Source) -> str:
    """The path of a message that Noor has not opened: her newest."""
    newest = (await listed(here))[0]
    assert newest["readStatus"] is False
    return f"{MESSAGES}/{newest['messageId']}"


# --- consent ----------------------------------------------------------------------------------


@pytest.mark.requirement("R36")
async def test_without_the_citizens_consent_nothing_is_shown(here: Source) -> None:
    message = await unread(here)
    wrong = (None, "", "yes", True, 1, "2026-11-23", "2026-11-23T09:00:01Z")
    claims: list[Mapping[str, object]] = [{}, *({"consent": given} for given in wrong)]
    for here.claims in claims:
        for path in (SUMMARY, MESSAGES, message, f"{message}/body"):
            reply = await here.call("GET", path)
            assert (reply.status_code, reply.json()["code"]) == (403, "FORBIDDEN")
            assert set(reply.json()) == {"id", "code", "message", "environment"}


@pytest.mark.requirement("R41")
async def test_only_ones_own_messages_can_be_opened(here: Source) -> None:
    amirs = await listed(here, person=AMIR.national_number)
    message = f"{MESSAGES}/{amirs[0]['messageId']}"
    for path in (message, f"{message}/body", f"{MESSAGES}/nothing"):
        assert (await here.call("GET", path)).status_code == 404
    # And nobody's try has opened it for its owner.
    assert await listed(here, person=AMIR.national_number) == amirs
    assert not any(message["readStatus"] for message in amirs)


async def test_a_wrong_national_number_is_refused_and_not_repeated(here: Source) -> None:
    for number in ("", "87661421605", "x"):
        reply = await here.call("GET", MESSAGES, number)
        assert reply.status_code == 400
        assert not number or number not in reply.json()["message"].replace("X-INSZ", "")


# --- messages ---------------------------------------------------------------------------------


async def test_the_newest_message_stands_first_and_the_summary_counts(
    here: Source,
) -> None:
    items = await listed(here)
    dates = [message["receiptDate"] for message in items]
    assert len(items) == len(NOOR.messages)
    assert dates == sorted(dates, reverse=True)
    assert await got(here, SUMMARY) == {
        "numberOfMessages": len(items),
        "numberOfUnreadMessages": sum(not message["readStatus"] for message in items),
        "lastReceiptDate": dates[0],
        "eboxSize": 0.0,
    }
    assert (await got(here, SUMMARY, NOBODY))["numberOfMessages"] == 0
    assert await listed(here, person=NOBODY) == []


@pytest.mark.requirement("R50")
async def test_who_takes_no_sealed_answer_gets_none_and_opens_nothing(here: Source) -> None:
    message = await unread(here)
    token = here.tokens.token(
        "ebox", **here.claims, id_token=here.sign_ins.id_token(NOOR.national_number, here.seal_key)
    )
    for coding in ("identity", "gzip, br", "*", ""):
        headers = {
            "Authorization": f"Bearer {token}",
            "X-INSZ": NOOR.national_number,
            "Accept-Encoding": coding,
        }
        for path in (SUMMARY, MESSAGES, message, f"{message}/body", SENDERS):
            assert (await here.call("GET", path, headers=headers)).status_code == 406
    assert await unread(here) == message


async def test_a_message_is_read_once_its_body_was_opened_and_that_alone_is_remembered(
    here: Source, tmp_path: Path
) -> None:
    path = await unread(here)
    before = (await got(here, SUMMARY))["numberOfUnreadMessages"]
    assert (await got(here, path))["readStatus"] is False
    assert (await got(here, f"{path}/body"))["nl"].startswith("Dag Noor\n\n")
    assert (await got(here, path))["readStatus"] is True
    assert (await got(here, SUMMARY))["numberOfUnreadMessages"] == before - 1
    kept = here.home.data / "ebox.sqlite3"
    assert not readable_by_others(kept)
    with sqlite3.connect(kept) as connection:
        names = connection.execute("SELECT name FROM sqlite_master").fetchall()
        assert {name for (name,) in names if not name.startswith("sqlite_")} == {
            "marks",
            "by_machine",  # the same marks, and a day
        }
        ((mark, last),) = connection.execute("SELECT * FROM marks").fetchall()
        assert (len(mark), last) == (32, "2026-11-23")
    connection.close()
    for known in (NOOR.national_number, path.rpartition("/")[2]):
        assert known.encode() not in kept.read_bytes()
    # Another world on the same home knows it.
    again = Source(tmp_path, ebox.PARTY)
    again.claims = here.claims
    assert (await got(again, path))["readStatus"] is True


async def test_an_expired_message_is_gone(here: Source) -> None:
    items = await listed(here)
    soon = next(m for m in items if m["expirationDate"].startswith("2026-12-13"))
    here.clock.move(timedelta(days=20) - timedelta(seconds=1))
    assert len(await listed(here)) == len(items)
    here.clock.move(timedelta(seconds=1))
    assert len(await listed(here)) == len(items) - 1
    path = f"{MESSAGES}/{soon['messageId']}"
    assert (await here.call("GET", path)).status_code == 404


# --- filters ----------------------------------------------------------------------------------

FOUND = {
    "": 6,
    "readStatus=false": 3,
    "readStatus=true&receivedAfter=2026-08-01": 1,
    "receivedBefore=2026-11-22": 5,
    "receivedAfter=2026-11-22": 0,
    "expiredBefore=2027-01-01": 1,
    "expiredAfter=2028-01-01": 1,
    "messageTypeId=payment": 2,
    "senderOrganizationId=0999000129": 2,
    "senderApplicationId=none": 0,
    "registeredMail=true": 0,
    "visible=true": 6,
    "visible=false": 0,
    "receivedBefore=2020-01-01&receivedAfter=2026-01-01": 0,
    "q=SCHOOLBONUS&qlang=nl": 1,
    "q=mechelen&qlang=nl": 2,
    "q=ménager&qlang=nl": 0,
    "q=wérken&qlang=nl": 1,
    "q=works&qlang=nl": 0,
    "q=works&qlang=en": 1,
    "q=travaux&qlang=nl": 0,
    "q=travaux&qlang=fr": 1,
    "q=malines&qlang=fr": 2,
    "q=fuhrerschein&qlang=de": 1,
    "q=fuhrerschein&qlang=fr": 0,
}
"""How many of Noor's six messages each query finds."""

UNREADABLE = (
    *("page=0", "page=x", "page=-1", "page=9999999999", "pageSize=101", "pageSize=0"),
    *("receivedBefore=22-11-2026", "receivedAfter=20261122", "readStatus=ja"),
    *("q=mechelen", "q=mechelen&qlang=xx"),
)


async def test_a_day_is_that_of_belgium() -> None:
    late = datetime(2026, 11, 23, 23, 30, tzinfo=UTC)  # past midnight in Belgium
    opened = AsyncMock()
    opened.among.return_value = set()
    eboxes = Eboxes(load(), Clock(late, frozen=True), opened)
    newest, *_ = await eboxes.messages(NOOR.national_number, filters({}))
    assert newest.receipt_date == datetime(2026, 11, 23, 9, tzinfo=UTC)  # the day before
    received_late = msgspec.structs.replace(newest, receipt_date=late)
    assert filters({"receivedAfter": "2026-11-23"}).match(received_late, {})
    assert not filters({"receivedBefore": "2026-11-24"}).match(received_late, {})


async def test_a_filter_finds_what_it_asks_for_and_is_refused_where_it_cannot_be_read(
    here: Source,
) -> None:
    assert {query: len(await listed(here, "?" + query)) for query in FOUND} == FOUND
    for query in UNREADABLE:
        reply = await here.call("GET", f"{MESSAGES}?{query}")
        assert (reply.status_code, reply.json()["code"]) == (400, "INVALID_INPUT"), query


async def test_pages_together_are_the_whole(here: Source) -> None:
    everything = await listed(here)
    second = await got(here, f"{MESSAGES}?page=2&pageSize=4")
    assert second["totalItems"] == len(everything)
    assert await listed(here, "?pageSize=4") + second["items"] == everything
    assert await listed(here, "?page=3&pageSize=4") == []


# --- senders ----------------------------------------------------------------------------------


async def test_every_sender_of_a_message_has_a_name(here: Source) -> None:
    reply = await here.call("GET", SENDERS + "?pageSize=100", claims={"consent": None})
    known = {sender["organizationId"]: sender for sender in reply.json()["items"]}
    for person in here.fixtures.personas:
        for message in await listed(here, person=person.national_number):
            number = message["senderOrganizationId"]
            sender = await here.call("GET", f"{SENDERS}/{number}")
            assert sender.json() == known[number]
    missing = await here.call("GET", f"{SENDERS}/0123456789")
    assert missing.status_code == 404


# --- trouble ----------------------------------------------------------------------------------


async def test_a_store_that_cannot_be_read_is_an_answer_and_loses_nothing(
    here: Source,
) -> None:
    kept = here.home.data / "ebox.sqlite3"
    kept.write_bytes(b"no database, but somebody's" * 100)
    reply = await here.call("GET", MESSAGES)
    assert (reply.status_code, reply.json()["code"]) == (503, "SERVICE_UNAVAILABLE")
    assert kept.read_bytes().startswith(b"no database")
    kept.unlink()
    assert await listed(here)


async def test_a_fault_fails_in_the_way_that_was_set_and_opens_nothing(
    here: Source,
) -> None:
    message = await unread(here)
    here.faults.set("ebox", Fault(party="ebox", kind="down"))
    for path in (MESSAGES, f"{message}/body", SENDERS):
        assert (await here.call("GET", path)).status_code == 503
    here.faults.clear()
    assert await unread(here) == message
    here.faults.set("ebox", Fault(party="ebox", kind="wrongSchema"))
    subject = (await here.call("GET", MESSAGES, contracted=False)).json()["items"][0]["subject"]
    assert subject == dict.fromkeys(("nl", "en", "fr", "de"), 1)
    here.faults.set("ebox", Fault(party="ebox", kind="hostile"))
    assert (
        "\x1b]52"
        in (await here.call("GET", MESSAGES, contracted=False)).json()["items"][0]["subject"]["nl"]
    )


# --- the federation's own document ------------------------------------------------------------

MESSAGE = "/ebox/messages/{messageId}"
SENDER = "/referenceData/senderOrganizations/{senderOrganizationId}"


@pytest.fixture
def federation(standards: Path) -> dict[str, Any]:
    text = (standards / "ebox-smals" / "ebox-rest-2.1.yaml").read_text(encoding="utf-8")
    document: dict[str, Any] = yaml.safe_load(text)
    return document


async def test_replies_keep_to_the_federations_contract(
    here: Source, federation: dict[str, Any]
) -> None:
    message = (await unread(here)).rpartition("/")[2]
    for named, path in (
        ("/ebox", ""),
        ("/ebox/messages", ""),
        ("/ebox/messages", "?readStatus=false&pageSize=2"),
        ("/ebox/messages", "?q=x"),
        (MESSAGE, message),
        (MESSAGE, "none"),
        (f"{MESSAGE}/body", message),
        (SENDER.rpartition("/")[0], ""),
        (SENDER, "0999000129"),
    ):
        before, brace, rest = named.partition("{")
        asked = before + path + (rest.partition("}")[2] if brace else "")
        reply = await here.call("GET", "/citizen/v2" + asked, contracted=False)
        said = federation["paths"][named]["get"]["responses"][reply.status_code]
        schema = {"definitions": federation["definitions"], **said["schema"]}
        Draft4Validator(schema, format_checker=FormatChecker()).validate(reply.json())
        if named == "/ebox/messages" and reply.status_code == 200:
            assert reply.json()["items"]


async def test_filters_have_the_federations_names(here: Source, federation: dict[str, Any]) -> None:
    def names(document: dict[str, Any], path: str) -> set[str]:
        parameters = document["paths"][path]["get"]["parameters"]
        return {each["name"] for each in parameters if each.get("in") == "query"}

    ours = names(here.contract.document, MESSAGES) | {"page", "pageSize"}
    assert ours == names(federation, "/ebox/messages")
