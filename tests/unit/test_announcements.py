"""What was announced can be read again: newest first, at most fifty."""

from tests.journey.steps import said
from tests.unit.pages import context, draw, page
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


def test_the_page_numbers_them_or_says_that_there_are_none() -> None:
    assert "Er zijn geen meldingen." in said(page("messages"))
    record = Record()
    record.add(notice("Het eerste"))
    record.add(notice("Het tweede", "warning", "Zo gaat u verder."))
    there = context("messages")
    there.announcements = record.announcements
    text = said(draw(there))
    assert "2 meldingen, de nieuwste eerst." in text
    assert text.index("1 van 2. Het tweede") < text.index("Zo gaat u verder.")
    assert text.index("Zo gaat u verder.") < text.index("2 van 2. Het eerste")
