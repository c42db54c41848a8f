"""Instants as they are kept."""

from datetime import UTC, datetime


def stamp(instant: datetime) -> str:
    """An instant as RFC 3339 text in UTC, with Z."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")
