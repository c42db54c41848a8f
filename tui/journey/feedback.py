"""What a page says beside what it shows, until the next action; and what of it can be read again."""

from collections.abc import Sequence

from tui.journey.announcements import Announcement, Record
from tui.journey.frame import good
from tui.locale import Words
from tui.page.parts import Notice


class Feedback:
    """One citizen's notices. What is said goes at the next action; the record stays as long as the session.

    `trouble` is what went wrong. `done` says what was done, `ended` that a session ended. `diverted` is
    whether this is the sign-in where another page was asked for.
    """

    def __init__(self, words: Words) -> None:
        self.trouble: Notice | None = None
        self.done = ""
        self.ended = ""
        self.diverted = False
        self._words = words
        self._record = Record()
        self._ending: Notice | None = None

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """What can be read again, newest first."""
        return self._record.announcements

    def clear(self) -> None:
        """Something else is done now: say nothing of what was."""
        self.trouble = None
        self.diverted = False
        self.done = ""
        self.ended = ""

    def say(self, trouble: Notice) -> None:
        """Something went wrong."""
        self.trouble = trouble
        self._record.add(trouble)

    def say_at_start(self, sentences: Sequence[str]) -> None:
        """These were wrong before the portal opened: the page says only that there is something to read."""
        for sentence in reversed(sentences):
            self._record.add(Notice(id="trouble", kind="warning", title=sentence))
        title = self._words("messages.at-start")
        self.trouble = Notice(id="trouble", kind="warning", title=title)

    def keep(self, sentence: str) -> None:
        """Something was done, and is said elsewhere."""
        self._record.add(good(sentence))

    def session_ends(self, notice: Notice | None) -> None:
        """That the session or the sign-in is about to end, or has ended, is kept once; None: it is not."""
        if notice != self._ending:
            self._ending = notice
            if notice is not None:
                self._record.add(notice)

    def destroy_record(self) -> None:
        """The session is over: what was announced in it is gone with it."""
        self._record.destroy()
        self._ending = None
