"""Terms as the law counts them: by the calendar."""

from calendar import monthrange
from datetime import date


def months_after(day: date, months: int) -> date:
    """The same date so many months later, or that month's last day if there is no such date (D1).

    31 January and a month give 28 or 29 February (Regulation 1182/71 art. 3(2)(c); GDPR art. 12(3)).
    """
    years, month = divmod(day.month - 1 + months, 12)
    year = day.year + years
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
