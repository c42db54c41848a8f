"""The words of the citizen's side, in each language, and how dates and counts are said in it.

The sources are `<language>/*.po`; a message id is a key ("sign-in.title"), so that every language, Dutch
first, stands in a file of its own that a reviewer can read from top to bottom.
"""

from datetime import date, datetime, tzinfo
from functools import cache
from pathlib import Path

from tui.catalogue import LANGUAGES as LANGUAGES
from tui.catalogue import Catalogue

HERE = Path(__file__).parent


def in_brussels(moment: datetime) -> datetime:
    """The moment as clocks in Belgium show it."""
    return moment.astimezone(_brussels())


class Words(Catalogue):
    """The catalogue of one language: `words("sign-in.title")`, `words("ebox.count", n=3)`."""

    def local(self, texts: dict[str, str]) -> str:
        """A text that came in several languages, in this one, or else in Dutch, or in any."""
        return texts.get(self.language) or texts.get("nl") or next(iter(texts.values()), "")

    def date(self, day: date) -> str:
        """A day as it is said: "23 november 2026". A moment is told as its day in Brussels."""
        if isinstance(day, datetime):
            day = in_brussels(day).date()
        return self("date.day", day=day.day, month=self(f"date.month-{day.month}"), year=day.year)

    def moment(self, moment: datetime) -> str:
        """A moment as it is said, Brussels time: "23 november 2026 om 19.07 uur"."""
        here = in_brussels(moment)
        return self("date.moment", day=self.date(here), hour=here.hour, minute=f"{here.minute:02}")

    def time(self, moment: datetime) -> str:
        """A time of day, Brussels time: "19.07 uur"."""
        here = in_brussels(moment)
        return self("date.time", hour=here.hour, minute=f"{here.minute:02}")


@cache
def _brussels() -> tzinfo:
    from zoneinfo import ZoneInfo  # not before a time is said: a first paint says none

    return ZoneInfo("Europe/Brussels")
