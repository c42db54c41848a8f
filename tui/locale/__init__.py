"""The citizen's words in each language, with dates, times and texts in several languages.

The sources are `<language>/*.po`. A message id is a key ("sign-in.title"), so that every language, Dutch
too, is in files of its own that a reviewer can read from top to bottom.
"""

from datetime import date, datetime, tzinfo
from functools import cache, lru_cache
from pathlib import Path

from tui.catalogue import LANGUAGES as LANGUAGES
from tui.catalogue import Catalogue

HERE = Path(__file__).parent

NO_LANGUAGE = "zxx"
"""The tag for text in no language, such as a number (ISO 639-2)."""


def in_brussels(moment: datetime) -> datetime:
    """The moment in Belgian time."""
    return moment.astimezone(_brussels())


def as_sentence(text: str) -> str:
    """A text of somebody else's that another sentence can follow: with a full stop where it has no end."""
    text = text.rstrip()
    return text if not text or text.rstrip("’”»)'\"")[-1:] in _ENDS else f"{text}."


_ENDS = tuple(".!?…:")


class Words(Catalogue):
    """The catalogue of one language: `words("sign-in.title")`, `words("ebox.count", n=3)`."""

    def local(self, texts: dict[str, str]) -> str:
        """The text in this language, otherwise in Dutch, otherwise in any; `texts` is by tag (BCP 47).

        A text in another language is preceded by that language: "(in het Frans) Votre rendez-vous"
        (WCAG 3.1.2).
        """
        _, text = self._nearest(texts)
        foreign = self.foreign(texts)
        return self("language.foreign", language=foreign, text=text) if foreign else text

    def plain(self, texts: dict[str, str]) -> str:
        """The same without naming the language, for places where the page names it in another way."""
        return self._nearest(texts)[1]

    def foreign(self, texts: dict[str, str]) -> str:
        """The language of `local(texts)` if it is not this language ("in het Frans"); "" otherwise."""
        language, text = self._nearest(texts)
        if not text or language in (self.language, NO_LANGUAGE):
            return ""
        return self(f"language.{language}" if language in LANGUAGES else "language.other")

    def _nearest(self, texts: dict[str, str]) -> tuple[str, str]:
        """The text to show, after its language: in this language, or else in Dutch, or else the first."""
        available = [(_primary(tag), text) for tag, text in texts.items() if text]
        for wanted in (self.language, "nl"):
            for language, text in available:
                if language == wanted:
                    return language, text
        return available[0] if available else ("", "")

    def short_date(self, day: date) -> str:
        """A day with a short month, for where there is little room: "23 nov. 2026"."""
        if isinstance(day, datetime):
            day = in_brussels(day).date()
        key = "date.first-day" if day.day == 1 else "date.day"
        return self(key, day=day.day, month=self(f"date.short-{day.month}"), year=day.year)

    def date(self, day: date) -> str:
        """A day in words: "23 november 2026". Of a moment, its day in Belgian time."""
        if isinstance(day, datetime):
            day = in_brussels(day).date()
        # French counts the first day of a month otherwise than the rest.
        key = "date.first-day" if day.day == 1 else "date.day"
        return self(key, day=day.day, month=self(f"date.month-{day.month}"), year=day.year)

    def day(self, moment: datetime) -> str:
        """The day of a moment in Belgian time, with its name: "maandag 23 november 2026"."""
        local = in_brussels(moment)
        return self("date.named", name=self(f"date.day-{local.isoweekday()}"), day=self.date(local))

    def moment(self, moment: datetime) -> str:
        """A moment in Belgian time: "23 november 2026 om 19.07 uur"."""
        local = in_brussels(moment)
        day = self.date(local)
        return self("date.moment", day=day, hour=local.hour, minute=f"{local.minute:02}")

    def time(self, moment: datetime) -> str:
        """A time of day in Belgium: "19.07 uur"."""
        local = in_brussels(moment)
        return self("date.time", hour=local.hour, minute=f"{local.minute:02}")

    def second(self, moment: datetime) -> str:
        """The same to the second: "19.07.30 uur"."""
        local = in_brussels(moment)
        minute, second = f"{local.minute:02}", f"{local.second:02}"
        return self("date.second", hour=local.hour, minute=minute, second=second)

    def clock(self, moment: datetime) -> str:
        """The same as a clock shows it: "19.07"."""
        local = in_brussels(moment)
        return self("date.clock", hour=local.hour, minute=f"{local.minute:02}")


@lru_cache(256)  # each text of each page asks, and tags come from other parties
def _primary(tag: str) -> str:
    """The primary language of a tag: "fr" for "fr-BE" (RFC 5646, 2.2.1)."""
    return tag.partition("-")[0].lower()


@cache
def _brussels() -> tzinfo:
    from zoneinfo import ZoneInfo  # imported when first needed, which is not before the first paint

    return ZoneInfo("Europe/Brussels")
