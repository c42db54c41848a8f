"""What can be asked on the command line, what is refused, and how quickly it answers."""

import argparse
import errno
import io
import os
import subprocess
import sys
import tomllib
from datetime import UTC, datetime
from pathlib import Path
from unittest.mock import Mock

import pytest

from tui.__main__ import main
from tui.backends import Backend, CannotStart, Connector, Folders
from tui.background import Background
from tui.catalogue import LANGUAGES
from tui.locale import Words
from tui.options import VERSION, early, parse
from tui.pages.sign_in import METHOD_IDS
from tui.portal.models import Fault

ROOT = Path(__file__).parents[2]
NL = Words("nl")


def test_all_options_are_read(tmp_path: Path) -> None:
    asked = (
        "--lines --demo --speed stepped --language en --persona noor-peeters --login eid "
        "--page data.identity "
        f"--fixtures {tmp_path} --fixtures {ROOT} --transcript talk.HTML --home {tmp_path} --seed 7 "
        "--clock 2026-11-23T09:00:00Z --freeze --fault itsme:down --fault identity_provider:smsLate:60"
    )
    read = {
        "lines": True,
        "demo": True,
        "speed": "stepped",
        "language": "en",
        "persona": "noor-peeters",
        "login": "eid",
        "page": "data.identity",
        "fixtures": [tmp_path, ROOT],
        "transcript": Path("talk.HTML"),
        "home": tmp_path,
        "seed": 7,
        "freeze": True,
        "fault": [
            Fault(party="itsme", kind="down"),
            Fault(party="identity_provider", kind="smsLate", parameters={"seconds": 60}),
        ],
        "clock": datetime(2026, 11, 23, 9, tzinfo=UTC),
    }
    assert read.items() <= vars(parse(asked.split(), NL)).items()


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["--nonsense"], "onbekend: --nonsense"),
        (["--speed", "fast"], "--speed kan alleen samen met --demo"),
        (["--line"], "onbekend: --line"),
        (["--langauge", "en"], "onbekend: --langauge"),
        (["pages", "--langauge", "en"], "onbekend: --langauge"),
        (["wipe"], "'wipe' bestaat niet; kies uit 'serve', 'phone', 'card', 'reset'"),
        (["--language"], "--language: hier hoort een waarde achter"),
        (["--language", "es"], "'es' bestaat niet; kies uit 'nl', 'en', 'fr', 'de'"),
        (["--login", "pigeon"], f"'pigeon' bestaat niet; kies uit {str(METHOD_IDS)[1:-1]}"),
        (["--lines=1"], "hier hoort geen waarde achter: '1'"),
        (["--clock", "morgen"], "morgen is geen moment met tijdzone"),
        (["--clock", "2026-11-23T09:00:00"], "is geen moment met tijdzone"),
        (["--seed", "-3x"], "-3x is geen geheel getal"),
        (["--seed", "1234567890"], "1234567890 is geen geheel getal van hoogstens negen cijfers"),
        (
            ["--fault", "simulation:down"],
            "simulation:down kan niet; kies uit identity_provider, itsme",
        ),
        (["--fault", "itsme:smsLost"], "itsme:smsLost kan niet; kies uit itsme:down, itsme:hang"),
        (["--fault", "itsme:down:3"], "itsme:down:3 kan niet; kies uit itsme:down."),
        (
            ["--fault", "itsme/tokens:down"],
            "itsme/tokens:down kan niet; kies uit itsme:down, itsme/authorization:down, itsme/token:down",
        ),
        (["--fault", "itsme/token:wrongAcr"], "wrongAcr kan niet; kies uit itsme:wrongAcr."),
        (["--fault", "ebox/messages:down"], "ebox/messages:down kan niet; kies uit ebox:down."),
        (["--fault", "ebox:slow:9999"], "ebox:slow:9999 kan niet; kies uit ebox:slow:0–3600"),
        (["--home", ""], "hier hoort de naam van een map"),
        (["reset", "--home", " "], "hier hoort de naam van een map"),
        (["--fixtures", "/nowhere"], "de map /nowhere is er niet"),
        (["--backend", "http://localhost"], "http://localhost is geen https-adres"),
        (["--backend", "https://u:p@localhost"], "is geen https-adres"),
        (["--backend", "https://localhost:99999999"], "is geen https-adres"),
        (
            ["--backend", "https://localhost", "--trust", "/no.pem"],
            "het bestand /no.pem is er niet",
        ),
        (["--backend", "https://localhost", "--seed", "3"], "--seed kan niet samen met --backend"),
        (
            ["--backend", "https://x", "--fault", "itsme:down"],
            "--fault kan niet samen met --backend",
        ),
        (["--trust", __file__], "--trust kan alleen samen met --backend"),
        (["--transcript", "talk.pdf"], "talk.pdf eindigt niet op .txt, .html of .json"),
        (["--transcript", ".txt"], ".txt eindigt niet op"),
        (["people"], "dit ontbreekt: OPDRACHT"),
        (["people", "check", "/nowhere"], "de map /nowhere is er niet"),
        (["people", "check", __file__], f"{__file__} is geen map; geef de map waarin personas/"),
        (["people", "check"], "dit ontbreekt: MAP"),
        (["phone"], "dit ontbreekt: --persona"),
        (["card"], "dit ontbreekt: --persona"),
        (["serve", "--port", "65536"], "65536 is geen poort: een getal van 0 tot 65535"),
        (["serve", "--port", "https"], "https is geen poort"),
    ],
)
def test_wrong_use_is_told_in_dutch_on_stderr(
    arguments: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    if arguments[1:2] == ["-3x"]:
        arguments = ["--seed=-3x"]
    with pytest.raises(SystemExit) as ended:
        parse(arguments, NL)
    out, err = capsys.readouterr()
    assert ended.value.code == 2
    assert out == ""
    assert says in err
    assert err.startswith("burgerprofiel: ")
    assert err.endswith("Zie burgerprofiel --help.\n")
    assert err.count("\n") == 1


@pytest.mark.parametrize("option", ["--login", "--fixtures", "--nonsense"])
def test_what_was_typed_wrong_sends_a_terminal_nothing(
    option: str, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = [f"{option}=x\x1b]52;c;cm0=\x07\x9b31m\u202ey"]
    with pytest.raises(SystemExit):
        parse(arguments, NL)
    assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(capsys.readouterr().err)


def test_what_a_file_of_keys_says_sends_a_terminal_nothing(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "keymap.toml").write_text('"a\\u001b]52;c;cm0=\\u0007\\u202e" = 1\n')
    main(["--keymap", str(tmp_path / "keymap.toml"), "--home", str(tmp_path), "--page", "nowhere"])
    said = capsys.readouterr().err
    assert "]52;c" in said
    assert not {"\x1b", "\x07", "\u202e"} & set(said)


@pytest.mark.parametrize("language", LANGUAGES)
def test_help_speaks_the_language(language: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse(["--help"], Words(language))
    said = capsys.readouterr().out
    assert ended.value.code == 0
    begins = {"nl": "gebruik: ", "en": "usage: ", "fr": "utilisation\xa0: ", "de": "Aufruf: "}
    assert said.startswith(begins[language])
    assert all(one in "\n\xa0" or one.isprintable() for one in said)
    dutch, english = ("toon", "gebruik", "opties:"), ("show", "usage: ")
    foreign = {"nl": english, "en": dutch}.get(language, dutch + english)
    assert not any(word in said for word in foreign)


def test_a_reader_that_has_enough_ends_the_command_without_a_word() -> None:
    reads, writes = os.pipe()
    os.close(reads)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "tui", "accessibility"],
            cwd=ROOT,
            stdout=writes,
            stderr=subprocess.PIPE,
            check=False,
        )
    finally:
        os.close(writes)
    assert (done.returncode, done.stderr) == (141, b"")


def test_the_version_is_the_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    assert project["project"]["version"] == VERSION


def test_an_option_counts_before_and_after_a_command(tmp_path: Path) -> None:
    before = parse(["--home", str(tmp_path), "--yes", "reset"], NL)
    assert before == parse(["reset", "--yes", "--home", str(tmp_path)], NL)
    assert (before.command, before.home, before.yes) == ("reset", tmp_path, True)
    check = parse(["--language", "en", "people", "check", str(tmp_path), str(ROOT)], NL)
    assert (check.command, check.subcommand, check.language) == ("people", "check", "en")
    assert check.folders == [tmp_path, ROOT]


def test_one_option_is_read_before_the_others_can_be() -> None:
    assert early(["--page", "x", "--language", "en"], "--language") == "en"
    assert early(["--language=en"], "--language") == "en"
    assert early(["--language"], "--language") == ""
    assert early([], "--language") == ""


def test_other_commands_of_this_process_keep_argparses_own_sentences(
    capsys: pytest.CaptureFixture[str],
) -> None:
    with pytest.raises(SystemExit):
        parse(["--login", "pigeon"], NL)
    assert "bestaat niet" in capsys.readouterr().err
    with pytest.raises(SystemExit):
        argparse.ArgumentParser().parse_args(["--unheard"])
    assert "unrecognized arguments" in capsys.readouterr().err


@pytest.mark.parametrize("fails", ["write", "flush"])
@pytest.mark.parametrize("option", ["--help", "--version"])
def test_output_that_cannot_be_written_is_a_failure_and_told(
    option: str, fails: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """As on a full disk: at once where output is not kept back, or else at the end."""
    full = io.StringIO()
    monkeypatch.setattr(
        full, fails, Mock(side_effect=OSError(errno.ENOSPC, "No space left on device"))
    )
    monkeypatch.setattr("sys.stdout", full)
    monkeypatch.setattr("tui.__main__._discard_output", lambda: None)
    assert main([option, "--language", "nl"]) == 1
    assert "No space left on device" in capsys.readouterr().err


@pytest.mark.parametrize("named", [None, "/somewhere/keys"])
def test_a_home_in_which_nothing_can_be_kept_is_named(
    named: str | None, home_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def too_large(_: object) -> None:
        raise OSError(errno.EFBIG, "File too large", named)

    monkeypatch.setattr("mock_backends.world.World", too_large)
    folders = Folders.of(home_folder)
    with pytest.raises(CannotStart) as refused:
        Connector(Backend(folders=folders), Background())._built()
    assert (refused.value.reason, refused.value.what) == ("home", named or str(folders.config))
