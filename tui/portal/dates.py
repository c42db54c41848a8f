"""Dates as registers send them: a day, or only a month or a year where the rest is unknown."""

import re
from datetime import UTC, date, datetime

_FORM = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")


def date_parts(text: str) -> tuple[int, int, int] | None:
    """Year, month and day of "1950-06-01", "1950-06" or "1950", 0 for what is not known; None for no date."""
    found = _FORM.fullmatch(text)
    if found is None:
        return None
    year, month, day = (int(part) if part else None for part in found.groups())
    assert year is not None
    try:
        date(year, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None
    return year, month or 0, day or 0


_MOMENT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}(?:\.[0-9]{1,6})?(?:Z|[+-][0-9]{2}:[0-9]{2})"
)


def moment(text: str) -> datetime | None:
    """A date and time with its offset (RFC 3339) that the calendar has everywhere; None for other texts."""
    if _MOMENT.fullmatch(text) is None:
        return None
    try:
        found = datetime.fromisoformat(text).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    # No place is more than a day away from UTC.
    return found if date.min < found.date() < date.max else None
