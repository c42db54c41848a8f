"""On a real terminal the cursor is shown and on the focus after every key, on every page (2.4.7).

Judged from what stands on the terminal alone: the program is not asked where its focus is.
"""

import pickle
import re
import sys
from pathlib import Path

import pytest

from tests.accessibility.terminal import Terminal, in_field, on_mark
from tests.captured import Capture
from tests.pictured import WALKED

TAB, SHIFT_TAB, ESCAPE = "\t", "\x1b[Z", "\x1b"
UP, DOWN, RIGHT, LEFT = "\x1b[A", "\x1b[B", "\x1b[C", "\x1b[D"
PAGE_UP, PAGE_DOWN, HOME, END = "\x1b[5~", "\x1b[6~", "\x1b[H", "\x1b[F"
F6, F9, F11, F12 = "\x1b[17~", "\x1b[20~", "\x1b[23~", "\x1b[24~"

SIZES = ((80, 24), (40, 12))

HEAD = 2
"""Lines above the page: the head and the tabs."""

PINNED = HEAD + 3
"""Lines down to the end of what may be pinned: a title, its step, a device that waits."""

DOWN_TO_TEXT = 3
"""Lines from the label of a field to what is typed in it: a hint, a frame, the text."""

SEARCH = re.compile(r"┃ +Zoek: ")
"""The line of a low menu in which one types."""

MOST_STOPS = 60
SHARES = 3
"""The pages are shared out to so many programs."""


def on_first_word(shown: Terminal) -> bool:
    """Whether the focus was scrolled on from, and the cursor stands where reading goes on.

    The mark may be in sight where it is the label's of a field that begins below the last line.
    """
    column, row = shown.cursor
    lines = shown.screen.display
    marked = any(
        "▸" in line and _in_sight(lines, at) for at, line in enumerate(lines) if at >= HEAD
    )
    # The title and what is pinned near it are not scrolled, nor is a device beside the page.
    pinned = [at for at, line in enumerate(lines[: min(row, PINNED)]) if "▌" in line[:3]]
    first = pinned[-1] + 1 if pinned else HEAD
    beside = next((line.index("┃╱") for line in lines if "┃╱" in line), None)
    above = "".join((*(line[:beside] for line in lines[first:row]), lines[row][:column]))
    return not marked and lines[row][column].isalnum() and not any(map(str.isalnum, above))


def _in_sight(lines: list[str], at: int) -> bool:
    """Whether what the mark in a line belongs to is in view: for a field, where text is typed."""
    end = len(lines) - _foot(lines)
    below = lines[at + 1 : end]
    if any("┏" in line for line in below):
        return any("┃" in line for line in below)
    return at < end - DOWN_TO_TEXT


def _foot(lines: list[str]) -> int:
    """Lines below the page: a form's buttons, errors, the status and the keys.

    The buttons stand under a line over the whole width; the others alone begin in the second column.
    """
    ruled = [at for at, line in enumerate(lines) if set(line) == {"─"}]
    if ruled:
        return len(lines) - ruled[-1]
    page = (at for at, line in enumerate(reversed(lines)) if not re.match(r" \S", line))
    return next(page, len(lines))


def on_empty_list(shown: Terminal) -> bool:
    """Whether the cursor stands on the first word of what a menu says when there is nothing to choose."""
    column, row = shown.cursor
    lines = shown.screen.display
    marked = any("▸" in line for line in lines)
    return not marked and bool(SEARCH.search(lines[row - 1])) and _begins(lines[row], column)


def _begins(line: str, column: int) -> bool:
    """Whether the text in a frame begins there."""
    return line[:column].strip() == "┃" and line[column].isalnum()


def answers(shown: Terminal) -> bool:
    """Whether the cursor stands where it is said what was asked for by F12, on a page or over a menu."""
    _, row = shown.cursor
    return shown.screen.display[row].startswith((" Pagina ", " Page ", " Seite ", " Menu "))


def wrong(shown: Terminal) -> str:
    """What is wrong with the cursor, or ""."""
    if not shown.cursor_shown:
        return "the cursor is hidden"
    places = (on_mark, in_field, on_first_word, on_empty_list, answers)
    if any(there(shown) for there in places):
        return ""
    return f"the cursor is at {shown.cursor}"


READING = (DOWN, DOWN, UP, PAGE_DOWN, PAGE_DOWN, UP, TAB, PAGE_UP, END, SHIFT_TAB, HOME)
KEYS = (SHIFT_TAB, SHIFT_TAB, RIGHT, LEFT, *READING)
"""What is pressed after Tab went round: back, and through the page."""

MENUS = (F9, DOWN, F12, END, F6, DOWN, ESCAPE, F11, PAGE_DOWN, F12, F11, F12, TAB)
"""What is pressed after that: over the page."""


@pytest.mark.parametrize("size", SIZES, ids=str)
@pytest.mark.parametrize("share", range(SHARES))
def test_the_cursor_is_on_the_focus_after_every_key_on_every_page(
    share: int, size: tuple[int, int], captured: Capture, nightly: bool, tmp_path: Path
) -> None:
    """Each fourth page by Tab in one size, each third of them read through, over each fifth the menus.

    In the long form all of it on every page, in both sizes. What the gates see of a cursor, they see on every
    page of every build.
    """
    shared = [
        one
        for number, one in enumerate(WALKED if nightly else WALKED[::4])
        if number % SHARES == share and (nightly or SIZES[number // SHARES % 2] == size)
    ]
    pages = [captured(one, "nl") for one in shared]
    file = tmp_path / "pages"
    file.write_bytes(pickle.dumps(pages))
    command = [sys.executable, "-m", "tests.accessibility.show_pages", str(file)]
    found: list[str] = []
    with Terminal(command, *size, {}, tells=True) as shown:
        shown.until("F9")
        for number, (picture, there) in enumerate(zip(shared, pages, strict=True)):
            assert (there.page.window or there.page.title) in shown.screen.title, (
                "Escape leads to the next page"
            )
            keys: tuple[str, ...] = KEYS if nightly or number % 3 == 0 else ()
            keys += MENUS if nightly or number % 5 == 1 else ()
            found += [f"{picture.name}: {one}" for one in walked(shown, keys)]
            shown.send(ESCAPE)
    assert not found, "\n".join(found)


def walked(shown: Terminal, keys: tuple[str, ...]) -> list[str]:
    """Tab all the way round, a letter in every field, and these keys; gives what was wrong."""
    found: list[str] = []
    seen: set[tuple[tuple[int, int], str]] = set()

    def press(key: str) -> None:
        shown.send(key)
        if said := wrong(shown):
            found.append(f"after {key!r} {said}, tabbed {len(seen)}\n{shown.text()}")

    for _ in range(MOST_STOPS):
        press(TAB)
        stop = shown.cursor, shown.text()
        if stop in seen:
            break
        seen.add(stop)
        if in_field(shown):
            press("x")
            press("\x7f")
    else:
        found.append("Tab does not come round")
    for key in keys:
        press(key)
    return found
