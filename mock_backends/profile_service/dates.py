"""Terms as the law counts them: by the calendar."""

from calendar import monthrange
from datetime import UTC, date, datetime


def one_month_after(day: date) -> date:
    """The same date a month later, or that month's last day if there is no such date (D1).

    31 January gives 28 or 29 February (Regulation 1182/71 art. 3(2)(c); GDPR art. 12(3)).
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def stamp(instant: datetime) -> str:
    """An instant as RFC 3339 text in UTC, with Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
