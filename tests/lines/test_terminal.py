"""The terminal underneath, on a real pseudo-terminal: secrets unseen, and everything as it was after."""

import asyncio
import io
import os
import pty
import termios
import threading
from collections.abc import Iterator

import pytest

from tui.lines.terminal import LONGEST_ANSWER, Terminal, plain, wrapped


@pytest.fixture
def pair() -> Iterator[tuple[int, int]]:
    """The keyboard's end and the program's end of a terminal."""
    keyboard, program = pty.openpty()
    yield keyboard, program
    for one in (keyboard, program):
        os.close(one)


async def test_a_secret_is_not_echoed_and_the_terminal_is_restored(pair: tuple[int, int]) -> None:
    keyboard, program = pair
    before = termios.tcgetattr(program)
    terminal = Terminal(program, io.StringIO())
    assert terminal.interactive
    with terminal.unseen():
        assert not termios.tcgetattr(program)[3] & termios.ECHO
        os.write(keyboard, b"1234\n")
        assert await terminal.line() == "1234"
    assert termios.tcgetattr(program) == before
    os.set_blocking(keyboard, False)
    assert os.read(keyboard, 100) == b"\r\n"
    terminal.close()


async def test_the_terminal_is_restored_when_the_wait_is_broken_off(pair: tuple[int, int]) -> None:
    _, program = pair
    before = termios.tcgetattr(program)
    terminal = Terminal(program, io.StringIO())

    async def ask() -> None:
        with terminal.unseen():
            await terminal.line()

    asking = asyncio.create_task(ask())
    await asyncio.sleep(0)
    assert not termios.tcgetattr(program)[3] & termios.ECHO
    asking.cancel()
    await asyncio.gather(asking, return_exceptions=True)
    terminal.close()
    assert termios.tcgetattr(program) == before


async def test_who_stops_waiting_loses_no_line(pair: tuple[int, int]) -> None:
    keyboard, program = pair
    terminal = Terminal(program, io.StringIO())
    waiting = asyncio.create_task(terminal.line())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    os.write(keyboard, b"one\ntwo\n")
    assert await terminal.line() == "one"
    assert await terminal.line() == "two"
    terminal.close()


async def test_nothing_is_taken_from_who_reads_after_us(pair: tuple[int, int]) -> None:
    keyboard, program = pair
    terminal = Terminal(program, io.StringIO())
    os.write(keyboard, b"ours\ntheirs\n")
    assert await terminal.line() == "ours"
    terminal.close()
    assert os.read(program, 100) == b"theirs\n"


async def test_a_closed_terminal_is_the_end_of_input() -> None:
    keyboard, program = pty.openpty()
    terminal = Terminal(program, io.StringIO())
    waiting = asyncio.create_task(terminal.line())
    await asyncio.sleep(0)
    os.close(keyboard)
    async with asyncio.timeout(5):
        assert await waiting is None
        assert await terminal.line() is None
    terminal.close()
    os.close(program)


async def test_closing_ends_a_wait_that_nobody_answers() -> None:
    source, answers = os.pipe()
    terminal = Terminal(source, io.StringIO())
    waiting = asyncio.create_task(terminal.line())
    await asyncio.sleep(0)
    waiting.cancel()
    await asyncio.gather(waiting, return_exceptions=True)
    closing = threading.Thread(target=terminal.close, daemon=True)
    closing.start()
    closing.join(5)
    assert not closing.is_alive(), "the thread that reads was not woken"
    os.close(source)
    os.close(answers)


@pytest.mark.parametrize("size", [LONGEST_ANSWER * 3, LONGEST_ANSWER * 3 + 17])
async def test_an_endless_line_is_cut_and_the_next_one_is_whole(size: int) -> None:
    source, answers = os.pipe()
    terminal = Terminal(source, io.StringIO())

    def write() -> None:
        with open(answers, "wb") as file:
            file.write(b"x" * size + b"\nnext\n")

    writing = asyncio.create_task(asyncio.to_thread(write))
    first = await terminal.line()
    assert first is not None
    assert LONGEST_ANSWER <= len(first) <= 2 * LONGEST_ANSWER + 1
    assert await terminal.line() == "next"
    assert await terminal.line() is None
    await writing
    terminal.close()
    os.close(source)


async def test_bytes_that_are_no_letters_do_not_stop_the_talk() -> None:
    source, answers = os.pipe()
    terminal = Terminal(source, io.StringIO())
    os.write(answers, b"\xff\xfe\r\n")
    assert await terminal.line() == "\ufffd\ufffd"
    terminal.close()
    os.close(source)
    os.close(answers)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("\x1b[31mrood\x1b[0m", "[31mrood[0m"),
        ("\x9b2J", "2J"),
        ("a\x07b\x08c\rd", "abcd"),
        ("\u202eabc\u202c", "abc"),
        ("\u250c\u2500\u2588\u28ff ok", " ok"),
        ("één €uro 😀\n", "één €uro 😀\n"),
        ("a\tb", "a b"),
    ],
)
def test_only_plain_text_goes_out(text: str, said: str) -> None:
    assert plain(text) == said


def test_lines_break_between_words_and_words_only_where_they_must() -> None:
    assert wrapped("a" * 70 + " " + "b" * 10) == ["a" * 70, "b" * 10]
    assert wrapped("c" * 100) == ["c" * 78, "c" * 22]
    assert wrapped("x y", used=77) == ["x", "y"]
    assert wrapped("") == [""]
    assert wrapped("a\n\nb") == ["a", "", "b"]


def test_a_no_break_space_holds_a_sign_to_its_word() -> None:
    assert wrapped("a" * 74 + " oui\u00a0?") == ["a" * 74, "oui ?"]
