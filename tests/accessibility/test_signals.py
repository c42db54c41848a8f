"""How the program ends that something outside ends, and its exit code: 128 and the number of the signal."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.accessibility.terminal import MODES, NICKNAME, ROOT, command_line, program
from tests.by_turns import by_turns

SIGNALS = {
    signal.SIGHUP: ("screen", "lines"),
    signal.SIGINT: ("screen", "form", "lines"),
    signal.SIGQUIT: ("form", "lines"),
    signal.SIGTERM: ("screen", "lines"),
    signal.SIGUSR1: ("form",),
    signal.SIGXCPU: ("lines",),
}
"""Where each comes: all are answered in the same place, but for Ctrl+C, which may come from a key, too."""

WHERE: dict[str, tuple[tuple[str, ...], str]] = {
    "screen": ((), "Gedaan met laden"),
    "form": (NICKNAME, "Stap 1 van 2"),
    "lines": (("--lines",), "Uw keuze:"),
}


@pytest.mark.parametrize(
    ("number", "where"),
    by_turns(((number, where) for number, every in SIGNALS.items() for where in every), every=2),
)
def test_a_signal_ends_the_program_with_its_code_and_leaves_the_terminal_as_it_was(
    number: int, where: str, home_folder: Path
) -> None:
    (options, there), code = WHERE[where], 128 + number
    with program(home_folder, *options) as shown:
        before = shown.attributes()
        shown.until(there)
        shown.signal(number)
        assert shown.wait() == code
        assert shown.left == before
        if "--lines" not in options:
            for on, off in MODES:
                assert shown.raw.rfind(off) > shown.raw.rfind(on) >= 0, (on, off)
        assert "Traceback" not in shown.raw.decode()
    assert not list(home_folder.rglob("crash.log"))


def test_lines_that_were_stopped_go_on_with_what_was_half_typed(home_folder: Path) -> None:
    with program(home_folder, "--lines", "--page", "contact") as shown:
        before = shown.attributes()
        shown.until("Uw keuze:")
        shown.send("naar de pri")
        # Ctrl+Z is the terminal's own here, and stops nothing that has no shell.
        shown.stop(signal.SIGSTOP, before)
        since = len(shown.raw)
        shown.send("vacy\n")
        shown.until_written(b"Gekozen: Naar de privacyverklaring", since)
        shown.send("s\n")
        assert shown.wait() == 0
        assert shown.left == before


SIZES = ((60, 20), (20, 5), (132, 50), (40, 12), (80, 24))
"""Columns and rows of a window that is made smaller, too small, and large again."""


@pytest.mark.parametrize(
    ("options", "there", "taken"),
    [((), "Stap 1 van 2", "Stap 2 van 2"), (("--lines",), "Uw antwoord:", "Roepnaam: Zonnetje")],
    ids=["screen", "lines"],
)
def test_a_window_that_changes_its_size_in_a_form_keeps_what_is_half_typed(
    options: tuple[str, ...], there: str, taken: str, home_folder: Path
) -> None:
    with program(home_folder, *NICKNAME, *options) as shown:
        if options:
            shown.until("Uw keuze:")
            shown.send("vul\n")
        shown.until(there)
        shown.send("Zon")
        for columns, rows in SIZES:
            shown.resize(columns, rows)
            shown.read()
        since = len(shown.raw)
        shown.send("netje")
        shown.send("\r")
        shown.until_written(taken.encode(), since)
        assert "Traceback" not in shown.raw.decode()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a disk that is full (Linux)")
@pytest.mark.parametrize("options", [("accessibility",), ("--lines",)], ids=["command", "lines"])
def test_output_to_a_full_disk_is_told(options: tuple[str, ...], home_folder: Path) -> None:
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "--home", str(home_folder), "--language", "nl", *options],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            check=False,
        )
    assert done.returncode == 1
    assert done.stderr.startswith("Wat het programma zegt, is niet te schrijven: ")
    assert done.stderr.count("\n") == 1


@pytest.mark.parametrize("closed", [0, 1, 2])
def test_a_closed_standard_stream_is_no_error_and_no_file_takes_its_place(
    closed: int, home_folder: Path
) -> None:
    """Else the first file that is opened, such as a database, would get what is printed."""
    done = subprocess.run(
        ["sh", "-c", f'exec "$@" {closed}>&-', "sh", *command_line(home_folder, "--lines")],
        cwd=ROOT,
        input="s\n",
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, "PYTHONWARNINGS": "error"},
    )
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
