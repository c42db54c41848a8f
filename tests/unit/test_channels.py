"""By which channel notices are sent: what is chosen, what is sent of a notice, and when nothing is."""

from datetime import UTC, datetime, timedelta

import pytest

from mock_backends.profile_service import channels
from mock_backends.profile_service.models import Channel, ChannelsInput, SentKind, WantedChannel
from mock_backends.profile_service.notice_sending import message_of
from mock_backends.profile_service.notices import note
from mock_backends.profile_service.profile_key import NationalNumber
from mock_backends.profile_service.sealed_profiles import CHANNEL, NOTICE, SEND, Rows, in_bytes
from mock_backends.shared.problems import Problem

NOOR = NationalNumber("87661421604")
NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)
LABEL = {"nl": "Hoofdverblijfplaats"}


def kept() -> Rows:
    """Two verified addresses, of which the second is preferred, and a phone that is not verified."""
    mail = {"kind": "email", "verifiedAt": "2026-11-23T09:00:00Z"}
    contacts = {
        "first": {**mail, "value": "noor@example.test"},
        "second": {**mail, "value": "noor@werk.example", "preferred": "yes"},
        "phone": {"kind": "phone", "value": "+32470123456"},
    }
    return {"contact": {row: in_bytes(fields) for row, fields in contacts.items()}}


def choose(rows: Rows, **wanted: Channel) -> None:
    kinds: dict[str, SentKind] = {kind: kind for kind in channels.KINDS}
    items = tuple(WantedChannel(kind=kinds[kind], channel=how) for kind, how in wanted.items())
    channels.choose(rows, NOOR, ChannelsInput(items=items), NOW)


@pytest.fixture
def rows() -> Rows:
    rows = kept()
    choose(rows, request="email", block="email")
    del rows[NOTICE]
    return rows


def test_each_is_recorded_with_its_moment_and_withdrawn_by_leaving_it_out(rows: Rows) -> None:
    chosen = [(one.kind, one.channel, one.given_at) for one in channels.choices(rows)]
    assert chosen == [("request", "email", NOW), ("block", "email", NOW)]
    choose(rows, block="email")
    assert set(rows[CHANNEL]) == {"block"}
    choose(rows)
    assert rows[CHANNEL] == {}
    (noted,) = rows[NOTICE].values()
    assert (noted["what"], noted["read"]) == (b"withdrawn", b"yes")


def test_nothing_is_sent_to_what_is_not_verified(rows: Rows) -> None:
    with pytest.raises(Problem):
        choose(rows, block="phone")
    assert channels.chosen(rows, "block") == "email", "and what was chosen stays"


def test_a_choice_goes_with_the_last_verified_detail_of_its_channel(rows: Rows) -> None:
    del rows["contact"]["second"]
    channels.prune(rows)
    assert channels.choices(rows)
    del rows["contact"]["first"]
    channels.prune(rows)
    assert not channels.choices(rows)


@pytest.mark.requirement("R17", "R31", "R42")
def test_a_message_names_what_happened_and_block_and_day_and_no_value(rows: Rows) -> None:
    more = {"day": "2026-11-22", "change": "c" * 36}
    note(rows, NOW, "block", "changed", "residence", more=more)
    (name,) = rows[NOTICE]
    assert message_of(rows, name, lambda _block: LABEL) == {
        "messageId": name,
        "kind": "email",
        "to": "noor@werk.example",
        "notice": {"kind": "block", "what": "changed", "day": "2026-11-22", "about": LABEL},
        "sentAt": "2026-11-23T09:00:00Z",
    }
    rows[NOTICE][name]["read"] = b"yes"
    assert message_of(rows, name, lambda _block: LABEL) is None, "it was read meanwhile"
    del rows[NOTICE][name]["read"]
    choose(rows, request="email")
    assert message_of(rows, name, lambda _block: LABEL) is None, "consent was withdrawn meanwhile"


@pytest.mark.parametrize(
    ("kind", "read", "is_sent"),
    [("request", False, True), ("request", True, False), ("term", False, False)],
)
def test_only_what_is_new_and_wanted_is_marked(
    rows: Rows, kind: SentKind, read: bool, is_sent: bool
) -> None:
    note(rows, NOW + timedelta(days=1), kind, "x", "one", read=read)
    (row,) = rows[NOTICE].values()
    assert (SEND in row) is is_sent
