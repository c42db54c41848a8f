"""The whole program in lines: a real terminal, real pipes and a real world, in Dutch and in English."""

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Callable
from itertools import cycle
from pathlib import Path

import pytest

from tests.accessibility.terminal import ROOT
from tests.by_turns import by_turns
from tests.lines.session import Program
from tui.locale import Words

ITSME = ("aanmelden", "itsme", "verder", "", "goedkeuren")
"""Signing in with the phone, by first letters; the number is filled in already."""


def only_plain_lines(heard: str) -> None:
    """No control characters, no drawing, and no long line except for what was typed."""
    assert [sign for sign in heard if sign != "\n" and not sign.isprintable()] == []
    assert not re.search("[\u2500-\u259f\u2800-\u28ff]", heard)
    ours = [
        line for line in heard.split("\n") if not re.match("(Uw|Your) (keuze|antw|choi|answ)", line)
    ]
    assert max(len(line) for line in ours) <= 78


@pytest.mark.requirement("R15", "R43", "R44")
def test_by_itsme_a_citizen_keeps_something_and_reset_leaves_nothing_of_it(
    home_folder: Path,
) -> None:
    with Program(home_folder) as program:
        assert "simulator" in program.prompt()
        assert "Dag Noor" in program.answer(*ITSME)
        program.answer("profiel", "roepnaam", "voeg", "kijk na", "Nootje [/red]")
        assert "Nootje [/red]" in program.answer("bewaar")
        assert "Dit is verwijderd" in program.answer("account", "meld mij af")
        program.send("s\n")
        assert program.wait() == 0
    only_plain_lines(program.heard)
    assert any(home_folder.rglob("*.sqlite3"))
    done = piped(home_folder, "", "reset", "--yes")
    assert done.returncode == 0, done.stderr
    assert list(home_folder.rglob("*")) == []


@pytest.mark.parametrize("speed", ["", "stepped"])
def test_a_demonstration_says_each_step_and_enter_takes_it(home_folder: Path, speed: str) -> None:
    """In a terminal a step waits by itself, and never so long as this test waits for what comes after."""
    options = ("--speed", speed) if speed else ()
    with Program(home_folder, "--demo", *options) as program:
        program.prompt()
        program.answer(*ITSME[:-2])
        program.send("\n")
        program.until("Druk op Enter: ")
        program.send("\n")
        said = program.prompt()
        how = "Enter gaat verder." if speed else "Een toets gaat meteen verder."
        step = f"Uw telefoon keurt de vraag zo goed. Dit is een demonstratie. {how}"
        assert step in " ".join(program.heard.split())
        assert "Dit is een demonstratie: uw toestel antwoordde zelf." in said
        program.send("s\n")
        assert program.wait() == 0
    only_plain_lines(program.heard)


@pytest.mark.parametrize(
    ("language", "answers", "unseen"),
    [
        ("nl", ("aanmelden", "identiteitskaart", "steek", "bevestig"), "U ziet niet wat u typt."),
        ("en", ("sign in", "identity card", "put", "confirm"), "You do not see what you type."),
    ],
)
def test_by_card_a_citizen_signs_in_and_the_pin_is_never_shown(
    home_folder: Path, language: str, answers: tuple[str, ...], unseen: str
) -> None:
    with Program(home_folder, language=language) as program:
        program.prompt()
        said = program.answer(*answers)
        assert unseen in said
        pin = re.search(r"\b\d{4,12}\b", said)
        assert pin, said
        wrong = "9" * len(pin[0]) if pin[0] != "9" * len(pin[0]) else "8" * len(pin[0])
        said = program.answer(wrong)
        account = Words(language)("lines.account", name="Noor Peeters")
        assert account not in said
        program.answer(answers[-1], "letters")
        heard = program.heard
        assert wrong not in heard
        assert "letters" not in heard
        # The malformed PIN is asked again at once; now the right one.
        shown = program.heard.count(pin[0])
        said = program.answer(pin[0])
        assert account in said
        assert program.heard.count(pin[0]) == shown
        program.send("s\n")
        assert program.wait() == 0
    only_plain_lines(program.heard)


@pytest.mark.parametrize(
    ("environment", "why"),
    [
        ("", "door de optie --lines"),
        ("TERM=dumb", "want TERM is dumb of niet ingesteld"),
        ("TERM=", "want TERM is dumb of niet ingesteld"),
        ("BURGERPROFIEL_LINES=1", "door de omgevingsvariabele BURGERPROFIEL_LINES"),
        ("ACCESSIBLE=1", "door de omgevingsvariabele ACCESSIBLE"),
    ],
)
def test_the_first_line_says_the_mode_and_why(
    home_folder: Path, environment: str, why: str
) -> None:
    with Program(home_folder, environment=environment) as program:
        said = " ".join(program.prompt().split())
    assert said.startswith(f"Regelmodus staat aan ({why}). Dit is een simulator met verzonnen")
    assert "De taal is Nederlands." in said  # 3.1.1: a reader's voice is chosen by it
    # Where a full screen can be shown, it is one letter away.
    assert ("w Volledig scherm" in said) == (not environment.startswith("TERM"))


def test_a_pasted_text_of_several_lines_is_one_answer(home_folder: Path) -> None:
    """Pasted lines must not answer the next questions, nor send anything."""
    place = "rights.new?right=object&function=nickname"
    with Program(home_folder, *SIGNED_IN[:-1], place) as program:
        program.prompt()
        said = program.answer("vul in")
        while "Uw verzoek" not in said:
            said = program.answer("1")
        said = program.answer("Ik wil het volgende.\n1\n\nMet groeten\nNoor")
        assert "Uw tekst heeft meer regels." in said
        said = program.answer("en Amir", "")
        assert "Ik wil het volgende.\n1\n\nMet groeten\nNoor\nen Amir\n" in said
        assert "Uw verzoek is verstuurd" not in program.heard
        program.answer("s")
        program.send("s\n")
        assert program.wait() == 0


SECRET = ("aanmelden", "identiteitskaart", "steek", "bevestig")
"""Signing in with the card, up to the question for its PIN."""

WRONG_PIN = "letters"
NUMBER = ("aanmelden", "itsme", "verder")
CONTACT = ("--page", "contact")
SIGNED_IN = ("--persona", "noor-peeters", "--login", "itsme", "--page", "data")
PROMPTS = {
    "a menu": ((), (), "1. Aanmelden"),
    "the overview": ((), ("o",), "Overzicht."),
    "a line": ((), NUMBER, "Vraag 1 van 1: Mobiel nummer"),
    "a line that was wrong": ((), (*NUMBER, "abc"), "Fout: "),
    "a secret": ((), SECRET, "U ziet niet wat u typt."),
    "a secret that was wrong": ((), (*SECRET, WRONG_PIN), "Fout: "),
    "one of several": (CONTACT, ("1",), "keuzes:"),
    "a long text": (CONTACT, ("1", "een opmerking", "Zonnetje"), "Vraag 3 van"),
    "a menu signed in": (SIGNED_IN, (), "1. Identiteit: Noor"),
    "a block that is open": (SIGNED_IN, ("identiteit",), ". Naar de lijst"),
    "the device": ((), (*NUMBER, ""), ". Goedkeuren"),
}
"""Each kind of prompt: the options and answers that lead to it, and what it says."""

HALF_FILLED = {"a line that was wrong", "a long text"}
"""Where something was filled in that would be lost: a key that stops asks first, once."""

GOODBYE = "Het programma stopt. Tot ziens.\n"
ENDS: dict[str, tuple[Callable[[Program], object], int, str]] = {
    "Ctrl+C": (lambda program: program.send("\x03"), 130, GOODBYE),
    "the end of input": (
        lambda program: program.send("\x04"),
        0,
        f"Er komt geen invoer meer.\n{GOODBYE}",
    ),
    "SIGTERM": (lambda program: program.signal(signal.SIGTERM), 143, GOODBYE),
    "SIGHUP": (lambda program: program.signal(signal.SIGHUP), 129, ""),
}
"""Each way to end the program, with the exit code and the last words."""


@pytest.mark.parametrize(
    ("prompt", "end"),
    [
        # By turns, and where something would be lost both.
        *zip(PROMPTS, cycle(("Ctrl+C", "the end of input")), strict=False),
        *zip(sorted(HALF_FILLED), cycle(("Ctrl+C", "the end of input")), strict=False),
        *(("a secret", end) for end in ("SIGTERM", "SIGHUP")),
    ],
)
def test_the_program_can_be_ended_at_every_prompt_says_so_and_keeps_the_talk(
    home_folder: Path, tmp_path: Path, prompt: str, end: str
) -> None:
    (options, answers, says), (ending, code, last) = PROMPTS[prompt], ENDS[end]
    file = tmp_path / "talk.txt"
    with Program(home_folder, "--transcript", str(file), *options) as program:
        said = program.prompt()
        if answers:
            said = program.answer(*answers)
        assert says in said
        ending(program)
        if prompt in HALF_FILLED:
            assert "U vulde iets in dat nog niet verstuurd of bewaard is." in program.prompt()
            ending(program)
        assert program.wait() == code
        assert program.left_echoing, "the terminal is as it was"
    assert "Traceback" not in program.heard
    assert program.heard.endswith(last)
    kept = file.read_text()
    assert says in kept
    assert all(f": {answer}\n" in kept for answer in answers if answer not in ("", WRONG_PIN))
    assert f": {WRONG_PIN}\n" not in kept


# --- pipes ------------------------------------------------------------------------------------


def piped(
    home: Path, answers: str, *options: str, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "tui", "--home", str(home), *options],
        cwd=ROOT,
        input=answers,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        env={**os.environ, **environment},
    )


def test_a_pipe_turns_lines_on_says_why_and_prints_answers_back(home_folder: Path) -> None:
    done = piped(home_folder, "uw g\n\n", LANG="nl_BE.UTF-8")
    assert done.returncode == 0
    assert done.stderr == ""
    assert done.stdout.startswith(
        "Regelmodus staat aan (want dit is geen terminal). Dit is een sim"
    )
    assert "\nUw keuze: uw g\nGekozen: Uw gegevens\n" in done.stdout
    assert done.stdout.endswith("Er komt geen invoer meer.\nHet programma stopt. Tot ziens.\n")
    only_plain_lines(done.stdout)


@pytest.mark.parametrize(
    "environment",
    by_turns([{"LANG": "C"}, {"LC_ALL": "C"}, {"PYTHONIOENCODING": "ascii"}], every=3),
    ids=str,
)
def test_without_utf_8_all_is_said_in_plain_letters(
    home_folder: Path, environment: dict[str, str]
) -> None:
    done = piped(
        home_folder,
        "xyz\nprivacy\ns\n",
        *("--language", "nl", *SIGNED_IN[:4]),
        **environment,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.isascii()
    assert "\n'xyz' is geen keuze. " in done.stdout  # ‘xyz’
    assert "samen EUR 375,95" in done.stdout  # €
    only_plain_lines(done.stdout)


def test_a_link_signs_in_by_itself_and_says_so(home_folder: Path) -> None:
    done = piped(home_folder, "s\n", *SIGNED_IN[:-1], "data.identity")
    assert done.returncode == 0, done.stderr
    assert "Pagina: Identiteit" in done.stdout
    assert (
        "Gelukt: U bent aangemeld via de opdrachtregel als Noor Peeters, met itsme." in done.stdout
    )


HOSTILE = "a\x1b]52;c;cm0=\x07\x9b31m\u202eb"
"""Writes to the clipboard, colours what follows and reverses its direction, where a terminal obeys it."""


@pytest.mark.parametrize(
    ("content", "options", "code", "says"),
    [
        (None, ("--fixtures", "more"), 0, "no people and no authorities here"),
        ("name = [", ("--fixtures", "more"), 0, "wrong.toml:1: this is no TOML"),
        (f"{json.dumps(HOSTILE)} = 1\n", ("--fixtures", "more"), 0, "]52;c;cm0="),
        (None, ("--persona", HOSTILE), 2, "]52;c;cm0="),
        (None, ("--persona", "nobody"), 2, "nobody bestaat niet. Kies uit: noor-peeters"),
        (None, ("--page", HOSTILE), 2, "]52;c;cm0="),
        (
            None,
            ("--page", "nosuch"),
            2,
            "De pagina nosuch bestaat niet. Toon alle pagina’s: burgerp",
        ),
        (None, ("--page", "Contct"), 2, "Bedoelt u contact, "),
        (None, ("--page", "data.identiti"), 2, "Bedoelt u data.identity, "),
        (None, ("--page", "controllers.entry/x"), 2, "De pagina controllers.entry/x bestaat niet."),
        (None, ("--persona", "lotte-janssens"), 1, "Aanmelden met itsme is niet"),
    ],
)
def test_a_wrong_fixture_or_link_is_named_and_sends_a_terminal_nothing(
    home_folder: Path, content: str | None, options: tuple[str, str], code: int, says: str
) -> None:
    folder = home_folder / "more" / "personas"
    folder.mkdir(parents=True)
    if content is not None:
        (folder / "wrong.toml").write_text(content)
    option, value = options
    value = str(folder.parent) if option == "--fixtures" else value
    done = piped(home_folder, "s\n", "--login", "itsme", option, value)
    assert (done.returncode, says in done.stderr) == (code, True), done.stderr
    assert all(line.isprintable() for line in done.stderr.split("\n"))
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ("h\ns\n", ""),
        ("nonsense\n99\ns\n", "2 antwoorden zijn niet begrepen"),
        ("", "De invoer hield op"),
    ],
    ids=["all taken", "nonsense", "no stop"],
)
def test_a_script_fails_by_what_is_not_taken_if_that_is_asked_for(
    home_folder: Path, answers: str, says: str
) -> None:
    done = piped(home_folder, answers, "--strict", "--language", "nl")
    assert (done.returncode, says in done.stderr) == (1 if says else 0, True), done.stderr
    assert piped(home_folder, answers, "--language", "nl").returncode == 0


def test_a_form_that_is_answered_wrongly_fails_a_script(home_folder: Path) -> None:
    """The first phone number is none; the second one would be taken."""
    address = ("--persona", "noor-peeters", "--page", "profile.contact?kind=phone", "--strict")
    done = piped(home_folder, "1\n12\n\n0400 00 00 01\ns\n", *address, "--language", "nl")
    assert done.returncode == 1
    assert "1 antwoord is niet begrepen of niet aanvaard." in done.stderr


def test_services_that_cannot_be_reached_are_told_on_the_page(home_folder: Path) -> None:
    done = piped(home_folder, "aanmelden\ns\n", "--backend", "https://localhost:9")
    assert done.returncode == 0, done.stderr
    assert "Fout: " in done.stdout
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.requirement("R49")
@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda key: key.chmod(0o644), "Maak het alleen voor u leesbaar: chmod 600 {key}\n"),
        (lambda key: key.write_bytes(b""), "Zet een kopie terug, of verwijder {key.parent}."),
    ],
)
def test_a_key_that_is_refused_is_told_with_the_way_out(
    home_folder: Path, spoil: Callable[[Path], object], says: str
) -> None:
    key = home_folder / "config" / "eid" / "citizen-ca.key"
    spoil(key)
    done = piped(home_folder, "s\n", "--language", "nl")
    assert done.returncode == 1
    assert says.format(key=key) in done.stderr
    assert str(key) in done.stderr
    assert "Traceback" not in done.stdout + done.stderr
