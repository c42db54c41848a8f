"""The terminal underneath, on a real pseudo-terminal: it hides secrets and is restored afterwards."""

import asyncio
import io
import os
import pty
import termios
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from tui.lines.keys import LONGEST
from tui.lines.terminal import Terminal
from tui.lines.wrapping import plain, wrapped

Opened = tuple[Terminal, int, int]
"""A terminal, the end at which somebody types, and the end that the program reads."""


@contextmanager
def opened(
    ends: Callable[[], tuple[int, int]], *, hangs_up: bool = False, **options: Any
) -> Iterator[Opened]:
    """Such a terminal over a `pty.openpty` or a `pipe`; `hangs_up`: the test closes the end to type at."""
    keyboard, program = ends()
    terminal = Terminal(program, io.StringIO(), **options)
    yield terminal, keyboard, program
    terminal.close()
    os.close(program)
    if not hangs_up:
        os.close(keyboard)


def pipe() -> tuple[int, int]:
    program, keyboard = os.pipe()
    return keyboard, program


async def given_up(waiting: asyncio.Task[Any]) -> None:
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)


async def test_a_wait_that_is_given_up_loses_no_line() -> None:
    with opened(pty.openpty) as (terminal, keyboard, _):
        waiting = asyncio.create_task(terminal.line())
        await asyncio.sleep(0)
        await given_up(waiting)
        os.write(keyboard, b"first\nsecond\n")
        assert [await terminal.line(), await terminal.line()] == ["first", "second"]


async def test_what_was_not_asked_for_is_left_to_the_next_reader() -> None:
    with opened(pty.openpty) as (terminal, keyboard, program):
        os.write(keyboard, b"ours\ntheirs\n")
        assert await terminal.line() == "ours"
        terminal.close()
        assert os.read(program, 100) == b"theirs\n"


def test_an_answer_is_not_printed_again_and_lines_fit_the_window() -> None:
    keyboard, program = pty.openpty()
    termios.tcsetwinsize(program, (24, 40))
    with open(program, "w") as out, open(keyboard, "rb", buffering=0) as shown:
        terminal = Terminal(program, out)
        terminal.prompt("Naam:")
        terminal.answered("Noor")
        terminal.say("woord " * 20)
        said = b""
        # A terminal gives what is there, in as many pieces as it likes.
        while said.count(b"\r\n") < 2:
            said += shown.read(1000)
    first, second, *_ = said.decode().split("\r\n")
    assert (first, second) == ("Naam: " + " ".join(["woord"] * 6), "  " + " ".join(["woord"] * 6))


async def test_closing_ends_a_wait_that_nobody_answers() -> None:
    with opened(pipe) as (terminal, _, _):
        waiting = asyncio.create_task(terminal.line())
        await asyncio.sleep(0)
        await given_up(waiting)
        closing = threading.Thread(target=terminal.close, daemon=True)
        closing.start()
        closing.join(5)
        assert not closing.is_alive(), "the thread that reads was not woken"


@pytest.mark.parametrize("size", [LONGEST * 3, LONGEST * 3 + 17])
async def test_an_endless_line_is_cut_and_the_next_line_is_whole(size: int) -> None:
    with opened(pipe, hangs_up=True) as (terminal, keyboard, _):

        def write() -> None:
            with open(keyboard, "wb") as file:
                file.write(b"x" * size + b"\nnext\n")

        writing = asyncio.create_task(asyncio.to_thread(write))
        first = await terminal.line()
        assert first is not None
        assert LONGEST <= len(first) <= 2 * LONGEST + 1
        assert [await terminal.line(), await terminal.line()] == ["next", None]
        await writing


async def test_bytes_that_are_no_letters_do_not_stop_the_talk() -> None:
    with opened(pipe) as (terminal, keyboard, _):
        os.write(keyboard, b"\xff\xfe\r\n")
        assert await terminal.line() == "\ufffd\ufffd"


async def test_the_mark_of_utf_8_before_piped_lines_is_no_letter() -> None:
    with opened(pipe) as (terminal, keyboard, _):
        os.write(keyboard, "\ufeff1\n".encode())
        assert await terminal.line() == "1"


async def test_what_is_typed_in_another_encoding_is_understood() -> None:
    with opened(pipe, encoding="latin-1") as (terminal, keyboard, _):
        os.write(keyboard, "één\n".encode("latin-1") + "één\n".encode())
        assert [await terminal.line(), await terminal.line()] == ["één", "één"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\x1b[31mrood\x1b[0m", "[31mrood[0m"),
        ("\x9b2J", "2J"),
        ("a\x07b\x08c\rd", "abc\nd"),
        ("\u202eabc\u202c", "abc"),
        ("\u250c\u2500\u2588\u28ff ok", " ok"),
        ("één €uro 😀\n", "één €uro 😀\n"),
        ("a\tb", "a b"),
    ],
)
def test_only_plain_text_goes_out(text: str, said: str) -> None:
    assert plain(text) == said


def test_lines_break_between_words_and_words_only_where_they_must() -> None:
    assert wrapped("a" * 70 + " " + "b" * 10) == ["a" * 70, "  " + "b" * 10]
    assert wrapped("c" * 100) == ["c" * 78, "  " + "c" * 22]
    assert wrapped("日" * 50) == ["日" * 39, "  " + "日" * 11]
    assert wrapped("> " + "d " * 50) == [">" + " d" * 38, ">" + " d" * 12]
    assert wrapped("x y", used=77) == ["x", "  y"]
    assert wrapped("") == [""]
    assert wrapped("a\n\nb") == ["a", "", "b"]


def test_a_no_break_space_holds_a_sign_to_its_word() -> None:
    assert wrapped("a" * 74 + " oui\u00a0?") == ["a" * 74, "  oui ?"]
