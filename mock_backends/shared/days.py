"""Days as people in Belgium count them: each lasts from one midnight there to the next."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BELGIUM = ZoneInfo("Europe/Brussels")


OFFICE_OPENS = time(10)
"""When an authority does what it does on a day, in Belgian time."""


def day_of(instant: datetime) -> date:
    """The date in Belgium at `instant`."""
    return instant.astimezone(BELGIUM).date()


def beginning_of(day: date) -> datetime:
    """When `day` begins in Belgium, in UTC."""
    return datetime.combine(day, time(), BELGIUM).astimezone(UTC)


def next_midnight(instant: datetime) -> datetime:
    """When the next day begins in Belgium, in UTC."""
    return beginning_of(day_of(instant) + timedelta(days=1))


def office_opens(received: datetime, days: int) -> datetime:
    """When an office opens, so many days after something came to it; not before it came."""
    opens = opening(day_of(received) + timedelta(days=days))
    return max(opens.astimezone(received.tzinfo), received)


def opening(day: date) -> datetime:
    """When an office opens on a day."""
    return datetime.combine(day, OFFICE_OPENS, BELGIUM)
