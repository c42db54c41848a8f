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

NO_LANGUAGE = "zxx"
"""The tag of a text that is in no language, such as a number (ISO 639-2)."""


def in_brussels(moment: datetime) -> datetime:
    """The moment as clocks in Belgium show it."""
    return moment.astimezone(_brussels())


class Words(Catalogue):
    """The catalogue of one language: `words("sign-in.title")`, `words("ebox.count", n=3)`."""

    def local(self, texts: dict[str, str]) -> str:
        """A text by language (BCP 47), in this one, or else in Dutch, or in any.

        One in another language says so before it: "(in het Frans) Votre rendez-vous" (WCAG 3.1.2).
        """
        _, text = self._nearest(texts)
        foreign = self.foreign(texts)
        return self("language.foreign", language=foreign, text=text) if foreign else text

    def plain(self, texts: dict[str, str]) -> str:
        """The same, where something else says that it is in another language."""
        return self._nearest(texts)[1]

    def foreign(self, texts: dict[str, str]) -> str:
        """Which other language `local(texts)` is in ("in het Frans"); "" where it is this one, or none."""
        language, text = self._nearest(texts)
        if not text or language in (self.language, NO_LANGUAGE):
            return ""
        return self(f"language.{language}" if language in LANGUAGES else "language.other")

    def _nearest(self, texts: dict[str, str]) -> tuple[str, str]:
        """The language and text that come nearest to what is read here."""
        there = [(_primary(tag), text) for tag, text in texts.items() if text]
        for wanted in (self.language, "nl"):
            for language, text in there:
                if language == wanted:
                    return language, text
        return there[0] if there else ("", "")

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


def _primary(tag: str) -> str:
    """The language itself of a tag: "fr" of "fr-BE" (RFC 5646, 2.2.1)."""
    return tag.partition("-")[0].lower()


@cache
def _brussels() -> tzinfo:
    from zoneinfo import ZoneInfo  # not before a time is said: a first paint says none

    return ZoneInfo("Europe/Brussels")
