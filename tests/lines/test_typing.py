"""Typing in lines on a real terminal: they are edited, and nothing that happens meanwhile disturbs them."""

import asyncio
import os
import pty
import select
import shlex
import signal
import termios
from collections.abc import Iterator
from pathlib import Path

import pyte
import pytest
from msgspec.structs import replace

from tests.accessibility.terminal import NICKNAME, Terminal, command_line, program
from tests.lines.journey import PATIENCE, WrittenJourney
from tests.lines.test_conversation import LETTERS, LONG, PIN, STREET, asking, drafts_of, page
from tests.lines.test_editing import BACK, END, HOME, LEFT
from tui.lines import edited_input, keys, terminal
from tui.lines.conversation import Conversation
from tui.page.parts import Action, Actions, Text

IN_LINES = ("--lines", *NICKNAME)
CTRL_Z, CTRL_U = "\x1a", "\x15"


class Typing:
    """A talk at a terminal of so many columns, in this process. `screen` is what it shows."""

    def __init__(
        self, journey: WrittenJourney, columns: int = 80, rows: int = 60, pauses: bool = False
    ) -> None:
        self._keyboard, self._program = pty.openpty()
        termios.tcsetwinsize(self._program, (rows, columns))
        self.before = termios.tcgetattr(self._program)
        self._out = os.fdopen(os.dup(self._program), "w")
        self.raw = b""
        self.screen = pyte.Screen(columns, rows)
        self._stream = pyte.ByteStream(self.screen)
        lines = terminal.Terminal(self._program, self._out, edits=True, pauses=pauses)
        self._conversation = Conversation(journey, lines, "door een proef", settled=0)

    async def __aenter__(self) -> "Typing":
        self.task = asyncio.create_task(self._conversation.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.task.cancel()
        await asyncio.gather(self.task, return_exceptions=True)
        assert termios.tcgetattr(self._program) == self.before
        self._out.close()
        os.close(self._program)
        os.close(self._keyboard)

    def type(self, keys: str) -> None:
        os.write(self._keyboard, keys.encode())

    async def until(self, *lines: str) -> None:
        """Wait until the last lines on the screen are these."""
        async with asyncio.timeout(PATIENCE):
            while self.lines()[-len(lines) :] != list(lines):
                await asyncio.sleep(0)
                while select.select([self._keyboard], [], [], 0)[0]:
                    read = os.read(self._keyboard, 65536)
                    self.raw += read
                    # pyte takes the mark of pastes for another mode.
                    self._stream.feed(read.replace(b"\x1b[?2004h", b""))

    def resize(self, rows: int) -> None:
        """Give the window so many rows."""
        termios.tcsetwinsize(self._program, (rows, self.screen.columns))
        self.screen.resize(rows)

    def lines(self) -> list[str]:
        return "\n".join(line.rstrip() for line in self.screen.display).rstrip().split("\n")


async def test_a_notice_stands_above_the_half_typed_line_which_goes_on() -> None:
    journey = WrittenJourney(asking(STREET))
    async with Typing(journey) as typing:
        typing.type("bewaren\n")
        await typing.until("Uw antwoord:")
        typing.type(f"Molenstrat{LEFT}")
        await typing.until("Uw antwoord: Molenstrat")
        journey.session_notice = "Uw sessie eindigt om 10.00 uur."
        journey.give(journey.page)
        notice = "Let op: Uw sessie eindigt om 10.00 uur."
        await typing.until("Uw antwoord: Molenstrat", notice, "Uw antwoord: Molenstrat")
        typing.type("a\n")
        await typing.until("Uw antwoord: Molenstraat")


async def test_at_a_secret_nothing_is_shown_and_nothing_of_it_comes_back() -> None:
    journey = WrittenJourney(asking(PIN, STREET))
    async with Typing(journey) as typing:
        typing.type("bewaren\n")
        await typing.until("U ziet niet wat u typt.", "Uw antwoord:")
        typing.type(f"98{LEFT}7{END}{CTRL_U}12345{BACK}\n")
        await typing.until("Nu: Kerkstraat", "Uw antwoord:")
        typing.type("\x19\x1b[A\n")  # what was cut out, and the line before
        await typing.until("Uw keuze:")
    assert journey.secrets == {"pin": "1234"}
    assert drafts_of(journey) == {}
    assert not [part for part in ("98", "78", "123", "234") if part in typing.raw.decode()]


@pytest.mark.parametrize("pasted", ["\x1b[200~Molen\nstraat\n\x1b[201~\n", "Molen\nstraat\n"])
async def test_a_paste_of_several_lines_is_one_answer(pasted: str) -> None:
    """Also where the terminal does not mark pastes: what comes at once is one answer."""
    journey = WrittenJourney(asking(STREET, replace(STREET, name="other"), LONG))
    async with Typing(journey) as typing:
        typing.type("bewaren\n")
        await typing.until("Nu: Kerkstraat", "Uw antwoord:")
        typing.type(pasted)
        question = ("Vraag 2 van 3: Straat (verplicht)", "Uitleg: Zonder nummer.")
        await typing.until(*question, "Nu: Kerkstraat", "Uw antwoord:")
        typing.type("\n")
        await typing.until("Vraag 3 van 3: Uw vraag", "Uw antwoord:")
        typing.type(pasted)
        await typing.until(
            "Uw tekst heeft meer regels. Typ verder, of druk op Enter om te eindigen.",
            "Uw antwoord:",
        )
        typing.type("\n")
        await typing.until("Er is niets veranderd.", "Uw keuze:")
    assert drafts_of(journey) == {"street": "Molen straat", "words": "Molen\nstraat"}


async def test_a_paste_whose_end_never_comes_is_shown_and_the_line_goes_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for module in (edited_input, keys):
        monkeypatch.setattr(module, "PASTE_CUT", 0.05)
    journey = WrittenJourney(asking(STREET))
    async with Typing(journey) as typing:
        typing.type("bewaren\n")
        await typing.until("Nu: Kerkstraat", "Uw antwoord:")
        typing.type("\x1b[200~Molenstraat")
        await typing.until("Uw antwoord: Molenstraat")
        typing.type(" 1\n")
        await typing.until("Er is niets veranderd.", "Uw keuze:")
    assert drafts_of(journey) == {"street": "Molenstraat 1"}


async def test_what_is_typed_ahead_answers_the_next_questions() -> None:
    journey = WrittenJourney(asking(STREET, replace(STREET, name="other")))
    async with Typing(journey) as typing:
        typing.type("bewaren\nEen\nTwee\n")  # before the first question
        await typing.until("Er is niets veranderd.", "Uw keuze:")
    assert drafts_of(journey) == {"street": "Een", "other": "Twee"}


# --- pauses -------------------------------------------------------------------------------------

PAUSE = "Enter: meer, /: naar de vraag, of meteen uw antwoord:"
PARAGRAPHS = [f"Alinea {n}." for n in range(1, 41)]
LONG_PAGE = page(
    Text(id="text", text="\n".join(PARAGRAPHS)),
    Actions(id="acts", items=(Action(id="start", label="Begin"),)),
)


async def test_no_more_than_a_windowful_is_said_at_a_time_and_all_of_it() -> None:
    async with Typing(WrittenJourney(LONG_PAGE), rows=12, pauses=True) as typing:
        heard: list[str] = []
        for last in (6, 17, 28, 39):
            await typing.until(f"Alinea {last}.", PAUSE)
            heard += typing.lines()[:-1]  # all that stands there, and nothing scrolled off
            typing.type("\n")
        await typing.until(LETTERS, "Uw keuze:")
        heard += typing.lines()
    assert [line for line in heard if line in PARAGRAPHS[:39]] == [*PARAGRAPHS[:39], "Alinea 39."]
    assert "Alinea 40." in heard


@pytest.mark.parametrize(
    ("keys", "then", "asked"),
    [
        ("/\n", ("Uw keuze:",), []),
        ("\x04", ("Uw keuze:",), []),
        ("begin\n", ("Gekozen: Begin", "Er is niets veranderd.", "Uw keuze:"), ["start"]),
    ],
)
async def test_at_a_pause_the_rest_can_be_skipped_and_a_choice_made(
    keys: str, then: tuple[str, ...], asked: list[str]
) -> None:
    journey = WrittenJourney(LONG_PAGE)
    async with Typing(journey, rows=12, pauses=True) as typing:
        await typing.until("Alinea 6.", PAUSE)
        typing.type(keys)
        await typing.until(f"{PAUSE} {keys}".strip("\x04 \n"), *then)
    assert journey.calls == asked


async def test_at_a_pause_a_notice_is_told_at_once_and_the_window_may_grow() -> None:
    journey = WrittenJourney(LONG_PAGE)
    async with Typing(journey, rows=12, pauses=True) as typing:
        await typing.until("Alinea 6.", PAUSE)
        journey.session_notice = "Uw sessie eindigt om 10.00 uur."
        journey.give(journey.page)
        notice = "Let op: Uw sessie eindigt om 10.00 uur."
        await typing.until(PAUSE, notice, PAUSE)
        typing.resize(30)
        typing.type("\n")
        await typing.until("Alinea 35.", PAUSE)


# --- the whole program --------------------------------------------------------------------------


def last(shown: Terminal) -> str:
    """The line of the screen that the cursor stands in."""
    return str(shown.screen.display[shown.cursor[1]]).rstrip()


@pytest.fixture
def shown(home_folder: Path) -> Iterator[Terminal]:
    """The program at the question for a nickname, started by a shell that can stop it."""
    quoted = shlex.join(command_line(home_folder, *IN_LINES))
    with Terminal(["sh", "-i"], 80, 24, {"PS1": "$ ", "ENV": ""}) as shown:
        shown.send(f"{quoted}\n")
        shown.until("Uw keuze:")
        shown.send("1\n")
        shown.until("Uw antwoord:")
        yield shown


def test_arrows_home_end_and_delete_edit(shown: Terminal) -> None:
    shown.send(
        f"No\x13ro{LEFT}{BACK}{BACK}or"
    )  # with Ctrl+S, which would hold up all that is written
    assert last(shown) == "Uw antwoord: Noro"
    assert shown.cursor[0] == len("Uw antwoord: Nor")
    shown.send(f"{BACK}{BACK}{BACK}\x1b[3~")
    assert last(shown) == "Uw antwoord:"
    shown.send(f"or 日本{HOME}No{LEFT}\x1b[1;5C{BACK}\x05{BACK}!\n")
    shown.until("Roepnaam: Noo 日!")


def test_a_program_that_was_stopped_goes_on_with_the_half_typed_line(shown: Terminal) -> None:
    shown.send(f"Noro{LEFT}")
    shown.send(CTRL_Z)
    shown.until("$ ")
    shown.send("stty -a\n")  # the shell's own terminal: it echoes, line by line
    shown.until(" icanon")
    assert " echo " in shown.text()
    shown.send("fg\n")
    shown.until("Uw antwoord: Noro")
    assert last(shown) == "Uw antwoord: Noro"
    shown.send(f"{BACK}{BACK}o\x1b[Fr\n")
    shown.until("Roepnaam: Noor")


def test_it_goes_on_too_when_another_program_stopped_it(home_folder: Path) -> None:
    with program(home_folder, *IN_LINES) as shown:
        before = shown.attributes()
        shown.until("Uw keuze:")
        shown.send("1\n")
        shown.send("Noro")
        shown.stop(signal.SIGSTOP, before)
        shown.until(f"{'Uw antwoord: Noro':80}\nUw antwoord: Noro")
        shown.send(f"{LEFT}{BACK}{BACK}o\x1b[Fr\n")
        shown.until("Roepnaam: Noor")
        shown.send("s\n")
        shown.send("s\n")
        assert shown.wait() == 0
        assert shown.left == before


def test_a_window_may_change_its_size_while_one_types(shown: Terminal) -> None:
    long = "Een roepnaam die langer is dan een regel van dit venster, zo blijkt nu wel"
    shown.send(long)
    shown.resize(40, 24)
    shown.send(f"{HOME}x")
    assert shown.cursor[0] == len("Uw antwoord: x")
    assert "Uw antwoord: xEen roepnaam die langer is" in shown.text().split("\n")
    shown.send(f"\x0b Noor{HOME}{LEFT}\x1b[3~\n")
    shown.until("Roepnaam: Noor")


UNSENT = "Let op: U vulde iets in dat nog niet verstuurd of bewaard is."
LOST = "Nog eens {} stopt. Wat u invulde, gaat dan verloren."


def test_ctrl_c_in_a_half_filled_form_asks_once_and_keeps_the_line(shown: Terminal) -> None:
    shown.send(f"Nora{LEFT}\x03")
    told = [UNSENT, LOST.format("Ctrl+C"), "Uw antwoord: Nora"]
    assert shown.text().rstrip().split("\n")[-3:] == [f"{line:80}" for line in told[:2]] + told[2:]
    shown.send("or\n")
    shown.until("Roepnaam: Norora")
    shown.send("\x03")  # it is filled in, and not yet saved
    shown.until(LOST.format("Ctrl+C"))
    assert shown.text().count(UNSENT) == 1
    shown.send("\x03")
    shown.until("Het programma stopt. Tot ziens.")
    shown.send("echo code $?\n")
    shown.until("code 130")


@pytest.mark.parametrize(
    ("keys", "way", "again"),
    [("\x04", "Ctrl+D", ()), ("/s\n", "/s", ("", "Vraag 2 van 2: Straat (verplicht)"))],
)
async def test_each_way_to_stop_asks_once_in_a_half_filled_form(
    keys: str, way: str, again: tuple[str, ...]
) -> None:
    journey = WrittenJourney(asking(STREET, replace(STREET, name="other")))
    async with Typing(journey) as typing:
        typing.type("bewaren\nMolenstraat\n")
        question = ("Vraag 2 van 2: Straat (verplicht)", "Uitleg: Zonder nummer.")
        await typing.until(*question, "Nu: Kerkstraat", "Uw antwoord:")
        typing.type(keys)
        await typing.until(UNSENT, LOST.format(way), *again, "Uw antwoord:")
        typing.type(keys)
        assert await typing.task == "stop"
    assert drafts_of(journey) == {"street": "Molenstraat"}


@pytest.mark.parametrize(("pauses", "waits"), [("on", True), ("off", False)])
def test_pauses_can_be_turned_off(home_folder: Path, pauses: str, waits: bool) -> None:
    with program(home_folder, "--lines", "--pauses", pauses, rows=12) as shown:
        shown.until(PAUSE if waits else "Uw keuze:")
        assert (PAUSE in shown.text()) == waits
