"""What was told in this run, kept so that it can be read again (WCAG 2.2.4)."""

from msgspec import Struct
from msgspec.structs import replace

from tui.page.parts import Notice, NoticeKind

MOST_TOLD = 50


class Announcement(Struct, frozen=True):
    """One message: what it is, what happened, and the way on ("" where there is none).

    `number` counts from 1 and is never given twice.
    """

    number: int
    kind: NoticeKind
    title: str
    body: str = ""


class Record:
    """The messages, newest first, at most `MOST_TOLD`; in memory alone, and gone with the session."""

    def __init__(self) -> None:
        self._told: tuple[Announcement, ...] = ()
        self._count = 0

    @property
    def told(self) -> tuple[Announcement, ...]:
        """The messages, newest first."""
        return self._told

    def add(self, notice: Notice) -> None:
        """Keep what was told, once where it is told twice in a row. What only informs is no message."""
        newest = self._told[0] if self._told else None
        told = Announcement(self._count + 1, notice.kind, notice.title, notice.body)
        if notice.kind == "info" or (newest and told == replace(newest, number=told.number)):
            return
        self._count += 1
        self._told = (told, *self._told)[:MOST_TOLD]

    def destroy(self) -> None:
        """Forget all."""
        self._told = ()
