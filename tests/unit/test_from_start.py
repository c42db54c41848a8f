"""Dates in an author's records that count from the day on which a world starts."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from mock_backends.people.check import checked
from mock_backends.people.from_start import dated
from mock_backends.people.loader import DataBlockDefinition, FieldDefinition, FieldType
from tests.people import ID, folder_with

START = date(2024, 2, 29)


def on(value: Any, kind: FieldType = "date", *, several: bool = False) -> Any:
    """What an author's value is in a world that starts on the last of February."""
    field = FieldDefinition(name="f", label={}, type=kind, several=several)
    block = DataBlockDefinition(id="b", category="c", label={}, description={}, fields=(field,))
    ((record),) = dated(({"f": value},), block, START)
    return record["f"]


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("start", "2024-02-29"),
        ("start-1d", "2024-02-28"),
        ("start+1d", "2024-03-01"),
        ("start-16y+7d", "2008-03-07"),
        ("start+1y", "2025-03-01"),
        ("start+1m", "2024-03-29"),
        ("start+1d-1m", "2024-02-01"),
        ("start-12m", "2023-02-28"),
        ("start-9999y", "0001-03-01"),
        ("start+9999y", "9999-03-01"),
        ("start+9999m", "2857-05-29"),
        ("start-9999y-9999d-9999m", "0001-01-01"),
        ("start-3", "start-3"),
        ("start 3d", "start 3d"),
        ("starts", "starts"),
        ("2026", "2026"),
        (7, 7),
    ],
)
def test_a_day_counts_from_the_start_of_the_world(written: Any, day: Any) -> None:
    assert on(written) == day


@pytest.mark.parametrize(
    ("written", "moment"),
    [
        ("start+2d 09:30", "2024-03-02T09:30:00+01:00"),
        ("start+4m 09:30", "2024-06-29T09:30:00+02:00"),
        ("start 24:00", "start 24:00"),
        # At this hour Belgian clocks are put on, and never show it.
        ("start+31d 02:30", "2024-03-31T02:30:00"),
    ],
)
def test_a_time_of_day_is_belgian(written: str, moment: str) -> None:
    assert on(written, "dateTime") == moment


def test_what_has_dates_in_it_counts_too_and_a_text_does_not() -> None:
    assert on({"from": "start-1y", "to": "2030"}, "period") == {"from": "2023-03-01", "to": "2030"}
    assert on(("start", "start-1d"), several=True) == ("2024-02-29", "2024-02-28")
    assert on("start-1d", "text") == "start-1d"


@pytest.mark.parametrize(
    ("written", "travels"),
    [
        ("2026-11-23T09:30:00", "2026-11-23T09:30:00+01:00"),
        ("2026-07-01 09:30:00", "2026-07-01T09:30:00+02:00"),
        ("2026-11-23T09:30:00Z", "2026-11-23T09:30:00+00:00"),
        ("2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"),
        ("2026-11-23", None),
        ("09:30:00", None),
        ("2026-03-29T02:30:00", None),
        ('"start 9:30"', None),
        ('"start+2d 09:30"', "start+2d 09:30"),
    ],
)
def test_a_date_and_time_of_toml_is_read_as_the_text_that_travels(
    tmp_path: Path, written: str, travels: str | None
) -> None:
    """And one that Belgium does not have, or a day alone, is told, with what may stand there."""
    text = '{ nl = "x", en = "x", fr = "x", de = "x" }'
    folder = folder_with(tmp_path, records=f"[[data.own]]\nat = {written}\n")
    (folder / "controllers").mkdir()
    (folder / "controllers" / "own.toml").write_text(
        f"""
level = "local"
supervisor = "VTC"
name = {text}
authority = {text}
register = {text}
correction = {text}
contact = {{}}
[[blocks]]
id = "own"
category = "personal"
label = {text}
description = {text}
fields = [{{ name = "at", type = "dateTime", label = {text} }}]
""",
        "utf-8",
    )
    found = checked((folder,))
    person = found.fixtures.persona(ID)
    assert person is not None
    assert person.data == ({"own": ({"at": travels},)} if travels else {})
    for finding in found.findings:
        assert "is no dateTime" in finding.what
        assert "start+2d 09:30" in finding.allowed
