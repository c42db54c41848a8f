"""Days as people in Belgium count them: each lasts from one midnight there to the next."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

BELGIUM = ZoneInfo("Europe/Brussels")


def day_of(instant: datetime) -> date:
    """The date in Belgium at `instant`."""
    return instant.astimezone(BELGIUM).date()


def beginning_of(day: date) -> datetime:
    """When `day` begins in Belgium, in UTC."""
    return datetime.combine(day, time(), BELGIUM).astimezone(UTC)


def next_midnight(instant: datetime) -> datetime:
    """When the next day begins in Belgium, in UTC."""
    return beginning_of(day_of(instant) + timedelta(days=1))
