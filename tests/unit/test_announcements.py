"""What was announced can be read again: newest first, at most fifty."""

from tui.journey.announcements import MOST_KEPT, Record
from tui.page.parts import Notice


def notice(title: str, kind: str = "good", body: str = "") -> Notice:
    """Something that is announced."""
    return Notice(id="done", kind=kind, title=title, body=body)  # type: ignore[arg-type]


def test_the_newest_stands_first_and_the_oldest_goes() -> None:
    record = Record()
    for number in range(MOST_KEPT + 7):
        record.add(notice(f"Melding {number}"))
    assert len(record.announcements) == MOST_KEPT
    assert record.announcements[0].title == f"Melding {MOST_KEPT + 6}"
    assert record.announcements[-1].title == "Melding 7"
    assert len({one.number for one in record.announcements}) == MOST_KEPT


def test_what_is_said_twice_in_a_row_is_one_and_what_informs_is_none() -> None:
    record = Record()
    for title, kind in (("A", "good"), ("A", "good"), ("B", "info"), ("B", "error"), ("A", "good")):
        record.add(notice(title, kind))
    assert [one.title for one in record.announcements] == ["A", "B", "A"]


def test_what_is_destroyed_is_gone() -> None:
    record = Record()
    record.add(notice("A"))
    record.destroy()
    assert list(record.announcements) == []
    record.add(notice("A"))
    assert [one.number for one in record.announcements] == [2]
