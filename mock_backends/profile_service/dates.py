"""Days and terms as the law counts them: by the calendar, in Belgian time."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BELGIUM = ZoneInfo("Europe/Brussels")


def day_of(instant: datetime) -> date:
    """The date in Belgium at `instant`."""
    return instant.astimezone(BELGIUM).date()


def next_midnight(instant: datetime) -> datetime:
    """When the next day begins in Belgium, in UTC."""
    tomorrow = day_of(instant) + timedelta(days=1)
    return datetime.combine(tomorrow, time(), BELGIUM).astimezone(UTC)


def one_month_after(day: date) -> date:
    """The same date a month later, or that month's last day if there is no such date (D1).

    31 January gives 28 or 29 February (Regulation 1182/71 art. 3(2)(c); GDPR art. 12(3)).
    """
    year, month = (day.year + 1, 1) if day.month == 12 else (day.year, day.month + 1)
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def two_years_after(day: date) -> date:
    """The same date two years later; for 29 February that is 1 March, so that it is never too early."""
    try:
        return day.replace(year=day.year + 2)
    except ValueError:
        return date(day.year + 2, 3, 1)


def two_years_before(day: date) -> date:
    """The last day for which two years have passed on `day`: its `two_years_after` is not after `day`."""
    try:
        return day.replace(year=day.year - 2)
    except ValueError:
        return date(day.year - 2, 2, 28)


def stamp(instant: datetime) -> str:
    """An instant as RFC 3339 text in UTC, with Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
