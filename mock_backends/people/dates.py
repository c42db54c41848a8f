"""Dates as registers know them: a day, or only a month or a year (no birth certificate, an old document)."""

import re
from calendar import monthrange
from datetime import UTC, date, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

BELGIUM = ZoneInfo("Europe/Brussels")

DATE = "^([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?$"
"""The form of a day, a month or a year; whether it exists, the calendar says."""

_FORM = re.compile(DATE)


def parts_of(text: str) -> tuple[int, int, int]:
    """Year, month and day of "1950-06-01", "1950-06" or "1950"; 0 for what is not known.

    Raises ValueError for another form, and for a day that does not exist.
    """
    found = _FORM.fullmatch(text)
    if found is None:
        raise ValueError(f"{text!r} is no date")
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    # Raises for what no calendar has.
    date(year, 1 if month is None else month, 1 if day is None else day)
    return year, month or 0, day or 0


def is_date(text: str) -> bool:
    """Whether `text` is a day, a month or a year in the forms of `parts_of`."""
    try:
        parts_of(text)
    except ValueError:
        return False
    return True


def born_after(born: str, day: date) -> bool:
    """Whether somebody born on `born` surely is not born yet on `day`."""
    return parts_of(born) > (day.year, day.month, day.day)


def years_on(day: date, years: int) -> date:
    """The same day so many years later, or earlier; 1 March where there is no 29 February."""
    year = max(min(day.year + years, date.max.year), date.min.year)
    try:
        return day.replace(year=year)
    except ValueError:
        return day.replace(year=year, month=3, day=1)


def age_on(born: str, day: date) -> int:
    """Age in whole years on `day` of somebody born on `born`.

    Of an unknown day or month the last one counts: what is allowed from an age on, surely is by then.
    """
    year, month, born_on = parts_of(born)
    month = month or 12
    born_on = born_on or monthrange(year, month)[1]
    return day.year - year - ((day.month, day.day) < (month, born_on))


MOMENT = "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}([.][0-9]{1,6})?(Z|[+-][0-9]{2}:[0-9]{2})$"
"""The form of a date and time with its offset (RFC 3339)."""


def is_moment(text: str) -> bool:
    """Whether `text` is a date and time with its offset that the calendar has everywhere."""
    if re.fullmatch(MOMENT, text) is None:
        return False
    try:
        day = datetime.fromisoformat(text).astimezone(UTC).date()
    except (ValueError, OverflowError):
        return False
    return date.min < day < date.max


def belgian(moment: datetime) -> str:
    """A date and time of Belgian clocks, as text with its offset; without one where no clock shows it.

    Of an hour that comes twice, when summer time ends, the first one is meant.
    """
    local = moment.replace(tzinfo=BELGIUM)
    try:
        known = local.astimezone(UTC).astimezone(BELGIUM).replace(tzinfo=None) == moment
    except OverflowError:
        known = False
    return (local if known else moment).isoformat()


def as_text(value: Any) -> Any:
    """What TOML says, with dates and times as text; one without an offset is Belgian time."""
    match value:
        case dict():
            return {name: as_text(member) for name, member in value.items()}
        case list():
            return [as_text(member) for member in value]
        case datetime() if value.tzinfo is None:
            return belgian(value)
        case date() | time():
            return value.isoformat()
        case _:
            return value
