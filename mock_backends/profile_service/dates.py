"""Terms as the law counts them: by the calendar."""

from calendar import monthrange
from datetime import UTC, date, datetime, timedelta


def one_month_after(day: date) -> date:
    """The same date a month later, or that month's last day if there is no such date (D1).

    31 January gives 28 or 29 February (Regulation 1182/71 art. 3(2)(c); GDPR art. 12(3)).
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def erased_on(last_sign_in: date) -> date:
    """The day on which a profile is erased: the first one on which two years are over.

    They end with the last hour of the same date two years later, or of 28 February where there is no 29th
    (Regulation 1182/71 art. 3(2)(c)).
    """
    year = last_sign_in.year + 2
    day = min(last_sign_in.day, monthrange(year, last_sign_in.month)[1])
    return date(year, last_sign_in.month, day) + timedelta(days=1)


def last_sign_in_erased_on(day: date) -> date:
    """The last day of signing in for which the two years are over on `day`."""
    eve = day - timedelta(days=1)
    year, end = eve.year - 2, monthrange(eve.year - 2, eve.month)[1]
    is_end = monthrange(eve.year, eve.month)[1] == eve.day
    return date(year, eve.month, end if is_end else eve.day)


def stamp(instant: datetime) -> str:
    """An instant as RFC 3339 text in UTC, with Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
