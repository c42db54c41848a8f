"""The announcements of this run, kept so that they can be read again (WCAG 2.2.4)."""

from msgspec import Struct
from msgspec.structs import replace

from tui.page.parts import Notice, NoticeKind

MOST_KEPT = 50


class Announcement(Struct, frozen=True):
    """What was announced: its kind, what happened, and what can be done about it ("" if nothing).

    `number` counts from 1 and is never reused.
    """

    number: int
    kind: NoticeKind
    title: str
    body: str = ""


class Record:
    """The announcements, newest first, at most `MOST_KEPT`; only in memory, and gone with the session."""

    def __init__(self) -> None:
        self._announcements: tuple[Announcement, ...] = ()
        self._count = 0

    @property
    def announcements(self) -> tuple[Announcement, ...]:
        """All recorded announcements, newest first."""
        return self._announcements

    def add(self, notice: Notice) -> None:
        """Record a notice, unless it only informs or repeats the previous announcement."""
        newest = self._announcements[0] if self._announcements else None
        announcement = Announcement(self._count + 1, notice.kind, notice.title, notice.body)
        if notice.kind == "info" or (
            newest and announcement == replace(newest, number=announcement.number)
        ):
            return
        self._count += 1
        self._announcements = (announcement, *self._announcements)[:MOST_KEPT]

    def destroy(self) -> None:
        """Delete all announcements."""
        self._announcements = ()
