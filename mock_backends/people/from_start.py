"""Dates in records that count from the day on which a world starts: "start-3d", "start-16y+7d"."""

import re
from calendar import monthrange
from datetime import date, datetime, timedelta

from mock_backends.people.dates import belgian, years_on
from mock_backends.people.loader import DataBlockDefinition, FieldDefinition, FieldType, Value

DAY = "^start([+-][0-9]{1,4}[dmy])*$"
MOMENT = "^start([+-][0-9]{1,4}[dmy])* [0-9]{2}:[0-9]{2}$"

FORMS: dict[FieldType, str] = {
    "date": 'or "start-3d", "start+2m" or "start-1y+7d": days, months, years from when the world starts',
    "dateTime": 'or "start+2d 09:30", in Belgian time, on the second day after the world starts',
    "period": 'each may be "start-3d", counted from when the world starts',
}
"""What an author may write for these types as well, in words; only a file has it, it never travels."""


def dated(
    records: tuple[dict[str, Value], ...], block: DataBlockDefinition, start: date
) -> tuple[dict[str, Value], ...]:
    """Records of `block` with each such date as the date that it is in a world that starts on `start`.

    What is not in that form stays as it is.
    """
    fields = {field.name: field for field in block.fields if field.type in FORMS}
    return tuple(
        {
            name: _dated(value, fields[name], start) if name in fields else value
            for name, value in record.items()
        }
        for record in records
    )


def _dated(value: Value, field: FieldDefinition, start: date) -> Value:
    match value:
        case list() | tuple():
            return tuple(_dated(one, field, start) for one in value)
        case dict() if field.type == "period":
            return {name: _day(member, start) for name, member in value.items()}
        case str() if field.type == "dateTime":
            return _moment(value, start)
        case str() if field.type == "date":
            return _day(value, start)
    return value


def _day(value: Value, start: date) -> Value:
    if not isinstance(value, str) or not re.fullmatch(DAY, value):
        return value
    day = start
    for count, unit in re.findall("([+-][0-9]+)([dmy])", value):
        day = _moved(day, int(count), unit)
    return day.isoformat()


def _moment(value: str, start: date) -> str:
    if not re.fullmatch(MOMENT, value):
        return value
    day, _, hour = value.partition(" ")
    try:
        return belgian(datetime.fromisoformat(f"{_day(day, start)}T{hour}:00"))
    except ValueError:  # 24:00
        return value


def _moved(day: date, count: int, unit: str) -> date:
    """The day so many days, months or years on; never beyond the calendar."""
    if unit == "y":
        return years_on(day, count)
    if unit == "m":
        year, month = divmod(day.year * 12 + day.month - 1 + count, 12)
        if not date.min.year <= year <= date.max.year:
            return date.max if count > 0 else date.min
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    try:
        return day + timedelta(days=count)
    except OverflowError:
        return date.max if count > 0 else date.min
