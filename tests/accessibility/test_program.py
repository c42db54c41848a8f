"""The whole program on a real terminal that is resized, closed, interrupted, or sent hostile text."""

import os
import pty
import re
import select
import signal
import sqlite3
import subprocess
import sys
import termios
from contextlib import suppress
from pathlib import Path

import pytest

from tests.accessibility.terminal import (
    NICKNAME,
    NOON,
    PATIENCE,
    ROOT,
    Terminal,
    check_left,
    command_line,
    program,
)
from tests.by_turns import crossed

OWN_TERMINAL = (
    "import fcntl, os, sys, termios; fcntl.ioctl(0, termios.TIOCSCTTY, 0);"
    " os.execv(sys.argv[1], sys.argv[1:])"
)


def commands() -> str:
    """The command lines of all processes: where Linux tells them, as a small machine has no ps."""
    if not Path("/proc/self/cmdline").exists():
        return subprocess.run(
            ["ps", "-eo", "args"], capture_output=True, text=True, check=True
        ).stdout
    found = []
    for path in Path("/proc").glob("[0-9]*/cmdline"):
        with suppress(OSError):  # it has ended meanwhile
            found.append(path.read_bytes().decode(errors="replace"))
    return "\n".join(found)


@pytest.mark.parametrize(
    ("options", "opens", "there", "stop"),
    [
        ((), "", "Gedaan met laden", "\x03"),
        ((), "", "Gedaan met laden", "\x11"),
        (
            ("--page", "help"),
            "\x1b[20~",
            "Menu: zoek een pagina",
            "\x03",
        ),  # a menu stands over the page
        (NICKNAME, "\x1b[Z", "Stap 1 van 2", "\x03"),
        (NICKNAME, "", "Stap 1 van 2", "\x1b[21~"),
    ],
    ids=["start", "ctrl-q", "menu", "form", "f10"],
)
def test_stopping_leaves_the_terminal_as_it_was(
    options: tuple[str, ...], opens: str, there: str, stop: str, home_folder: Path
) -> None:
    with program(home_folder, *options) as shown:
        before = shown.attributes()
        shown.until("Stap 1 van 2" if options == NICKNAME else "Gedaan met laden")
        shown.send(opens)
        shown.until(there)
        assert shown.attributes() != before, "the full screen reads key by key"
        shown.send(stop)
        check_left(shown, before)


MOMENTS = (
    ((), b"\x1b[?1049h"),  # nothing is drawn yet
    ((), b"F9"),  # the first page stands, the services are being built
    (("--lines",), b"Regelmodus"),
    (("--lines",), b"Roepnaam toevoegen"),
    ((), b"Roepnaam toevoegen"),  # the page that was linked to is being drawn
    (("--lines",), b"Uw keuze:"),
)


@pytest.mark.parametrize(("hears", "mode_and_moment"), crossed((True, False), MOMENTS))
def test_a_closed_terminal_ends_the_program_and_leaves_the_home_whole(
    hears: bool, mode_and_moment: tuple[tuple[str, ...], bytes], home_folder: Path
) -> None:
    mode, moment = mode_and_moment
    # The terminal becomes the program's own, so that it hears of the end as from a real window.
    own = [sys.executable, "-c", OWN_TERMINAL] if hears else []
    window, program_end = pty.openpty()
    termios.tcsetwinsize(program_end, (24, 80))
    errors = home_folder / "errors.txt"
    with errors.open("wb") as told:
        running = subprocess.Popen(
            [*own, *command_line(home_folder, *NICKNAME, *mode)],
            stdin=program_end,
            stdout=program_end,
            stderr=told if mode else program_end,  # the full screen is drawn there
            cwd=ROOT,
            start_new_session=True,
        )
    os.close(program_end)
    try:
        heard = b""
        while moment not in heard:
            assert select.select([window], [], [], PATIENCE)[0], heard
            heard += os.read(window, 65536)
        os.close(window)
        assert running.wait(PATIENCE) == 129
    finally:
        running.kill()
        running.wait()
    assert errors.read_bytes() == b""
    assert not list(home_folder.rglob("crash.log"))
    for store in home_folder.rglob("*.sqlite3"):
        with sqlite3.connect(f"file:{store}?mode=ro", uri=True) as rows:
            assert rows.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not list(home_folder.rglob("*-journal"))
    assert str(home_folder) not in commands(), "nothing of it lives on"


def test_the_screen_that_was_left_for_lines_does_not_come_back(home_folder: Path) -> None:
    with program(home_folder, "--page", "help") as shown:
        shown.until("F9")
        shown.send("\x1b[18~")
        shown.until("Uw keuze:")
        since = len(shown.raw)
        # What a terminal sends that closes, after SIGHUP; and what a shell sends after Ctrl+Z.
        shown.signal(signal.SIGCONT)
        shown.send("s\n")
        assert shown.wait() == 0
        assert b"\x1b[?1049h" not in shown.raw[since:]


@pytest.mark.parametrize("number", [signal.SIGSTOP, signal.SIGTSTP])
def test_a_screen_that_was_stopped_goes_on_and_can_be_left(number: int, home_folder: Path) -> None:
    with program(home_folder, "--page", "help") as shown:
        before = shown.attributes()
        shown.until("Gedaan met laden")
        drawn, cursor = shown.text(), shown.cursor
        for _ in range(2):
            shown.stop(number, before)
            shown.screen.reset()  # as a shell leaves it
            shown.until("Gedaan met laden")
            assert (shown.text(), shown.cursor) == (drawn, cursor), "drawn again, without a key"
            assert shown.cursor_shown
            shown.send("\x1b[20~")  # F9
            shown.until("Menu: zoek een pagina")
            shown.send("\x1b")
            shown.until("Gedaan met laden")
        shown.send("\x1b[21~")  # F10
        check_left(shown, before)


def test_a_pipe_that_nobody_reads_any_more_is_an_end(home_folder: Path) -> None:
    running = subprocess.Popen(
        command_line(home_folder, "--lines"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        cwd=ROOT,
    )
    try:
        assert running.stdout is not None
        running.stdout.close()
        # What is typed is for nobody any more; the input stays open.
        assert running.wait(PATIENCE) == 141
        assert running.stderr is not None
        assert running.stderr.read() == b""
    finally:
        running.kill()
        running.communicate()
    assert not list(home_folder.rglob("crash.log"))


@pytest.mark.parametrize("how", ["screen", "lines"])
def test_hostile_registers_and_messages_reach_no_terminal(how: str, home_folder: Path) -> None:
    command = [sys.executable, "-m", "tests.accessibility.show_hostile", str(home_folder), how]
    places = ("data", "data.identity", "ebox", "ebox.message")
    with Terminal([*command, *places], 120, 60, {}) as shown:
        left = 0
        for place in places:
            shown.until_written(b"F9" if how == "screen" else b"Uw keuze:", left)
            if how == "screen":
                shown.send("\x1b[6~" * 6)
                shown.send("\x03")
            else:
                shown.send("2\n" if place == "ebox" else "1\n")  # there the search comes first
                shown.send("s\n")
            left = shown.until_written(f"left {place}".encode(), left)
        *each, _ = re.split("left [a-z.]+", shown.raw.decode())
        shown.wait()
        written = shown.raw.decode()
    assert len(each) == len(places)
    assert all("[/red]" in one or "]52;c;c3R" in one for one in each), "it was there, as letters"
    for sign in ("\x1b]52", "\x1b]0;", "\x1b[31m", "\x00", "\x7f", "\u202e", "\u2066"):
        assert sign not in written, sign
    assert not re.search("[\x80-\x9f]", written)
    # Textual itself asks for the usual mouse pointer (OSC 22) and names the window (OSC 2).
    assert set(re.findall(r"\x1b\](\d+)", written)) <= ({"2", "22"} if how == "screen" else set())
    if how == "lines":
        assert [sign for sign in written if sign not in "\r\n" and not sign.isprintable()] == []


QUARTER_SECONDS = """
import sys
from itertools import count
from tui.screens import page_screen
from tui.__main__ import main

page_screen.monotonic = count(0, 0.25).__next__
sys.exit(main())
"""
"""The program, whose clock goes on by a quarter of a second at each press, however slow the machine is."""


def test_a_double_enter_is_one(home_folder: Path) -> None:
    """As the program ships: no other time is given in which a press is an echo."""
    command = [sys.executable, "-c", QUARTER_SECONDS, "--home", str(home_folder), *NOON]
    with Terminal([*command, "--language", "nl", *NICKNAME], 80, 24, {}) as shown:
        shown.until("Stap 1 van 2")
        shown.send("Zonnetje")
        shown.until("Zonnetje")
        shown.send("\r\r")
        shown.until("Stap 2 van 2")
        shown.read()
        assert "Bewaard" not in shown.text()


def test_a_demonstration_is_told_on_the_screen_and_enter_goes_on(home_folder: Path) -> None:
    options = ("--demo", "--speed", "stepped", "--persona", "noor-peeters", "--login", "itsme")
    with program(home_folder, *options, columns=120, rows=40) as shown:
        shown.until("Info: Uw telefoon keurt de vraag zo goed.")
        shown.until("[ Goedkeuren ]")
        shown.send("\r")
        shown.until("Dit is een demonstratie: uw")
        assert "Dag Noor" in shown.text()
        shown.send("\x03")
        assert shown.wait() == 0
