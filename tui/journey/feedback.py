"""What a page says in notices until the next action, and the record of it that can be read again."""

from collections.abc import Callable, Sequence

from tui.journey.announcements import Announcement, Record
from tui.journey.frame import good
from tui.locale import Words
from tui.page.parts import Notice


class Feedback:
    """A citizen's notices. They disappear at the next action; the record lasts as long as the session.

    `trouble` says what went wrong, `done` what was done, and `ended` that a session ended. `diverted`: the
    sign-in is shown instead of the page that was asked for.
    """

    def __init__(self, words: Words) -> None:
        self.done = ""
        self.diverted = False
        self._trouble: Callable[[Words], Notice] | None = None
        self._ended: Callable[[Words], str] | None = None
        self._words = words
        self._record = Record()
        self._ending: Notice | None = None

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """The announcements that can be read again, newest first."""
        return self._record.announcements

    @property
    def trouble(self) -> Notice | None:
        """What went wrong, in the present language; None if nothing did."""
        return self._trouble(self._words) if self._trouble is not None else None

    @property
    def ended(self) -> str:
        """That a session ended, in the present language; "" if none did."""
        return self._ended(self._words) if self._ended is not None else ""

    def speak(self, words: Words) -> None:
        """Go on in another language. What is in the record stays as it was said."""
        self._words = words
        self.done = ""

    def clear(self) -> None:
        """Remove the notices, because something else is done now."""
        self._trouble = None
        self._ended = None
        self.diverted = False
        self.done = ""

    def say(self, trouble: Callable[[Words], Notice]) -> None:
        """Say that something went wrong, and record it."""
        self._trouble = trouble
        self._record.add(trouble(self._words))

    def end(self, ended: Callable[[Words], str]) -> None:
        """Say that a session ended."""
        self._ended = ended

    def say_at_start(self, sentences: Sequence[str]) -> None:
        """Record what was wrong before the portal opened; the page says only that it can be read."""
        for sentence in reversed(sentences):
            self._record.add(Notice(id="trouble", kind="warning", title=sentence))
        self._trouble = _at_start

    def keep(self, sentence: str) -> None:
        """Record that something was done, which is said elsewhere."""
        self._record.add(good(sentence))

    def session_ends(self, notice: Notice | None) -> None:
        """Record once that the session or sign-in is about to end, or has ended; None if neither is so."""
        if notice != self._ending:
            self._ending = notice
            if notice is not None:
                self._record.add(notice)

    def destroy_record(self) -> None:
        """Delete the record, because its session is over."""
        self._record.destroy()
        self._ending = None


def _at_start(words: Words) -> Notice:
    return Notice(id="trouble", kind="warning", title=words("messages.at-start"))
