"""The citizen's own keys: what the file may ask, what it is refused, and that the program starts anyway."""

import gc
import io
from pathlib import Path
from string import ascii_lowercase
from typing import Any

import pytest
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS

from tui.__main__ import main
from tui.keymap_file import load
from tui.locale import LANGUAGES, Words
from tui.page.commands import COMMANDS, Command
from tui.page.keymap import keymap

USUAL = {command.id: command.keys for command in COMMANDS}


def keys(commands: tuple[Command, ...]) -> dict[str, tuple[str, ...]]:
    """The keys by command."""
    return {command.id: command.keys for command in commands}


def asked(wishes: dict[str, object], letters: bool = False) -> tuple[dict[str, object], list[str]]:
    """What is other than usual, and what was refused: reason, command and key."""
    commands, wrong = keymap(wishes, single_letters=letters)
    other = {name: found for name, found in keys(commands).items() if found != USUAL[name]}
    return dict(other), [" ".join(refused).strip() for refused in wrong]


@pytest.mark.parametrize(
    ("wishes", "granted"),
    [
        ({"help": ["f1", "ctrl+b"]}, {"help": ("f1", "ctrl+b")}),
        ({"where": ["Alt+W", "alt+w"]}, {"where": ("alt+w",)}),
        ({"help": ["f2"], "device": ["f1"]}, {"help": ("f2",), "device": ("f1",)}),
        ({"back": ["f17"], "where": ["escape"]}, {"back": ("f17",), "where": ("escape",)}),
        ({"stop": ["ctrl+x"]}, {"stop": ("ctrl+x",)}),
        ({}, {}),
    ],
)
def test_commands_have_the_keys_that_are_asked(
    wishes: dict[str, object], granted: dict[str, object]
) -> None:
    assert asked(wishes) == (granted, [])


@pytest.mark.parametrize(
    ("wishes", "wrong"),
    [
        ({"fly": ["f1"]}, ["unknown-command fly"]),
        ({"help": ["f99"]}, ["unknown-key help f99"]),
        ({"help": ["hyper+a"]}, ["unknown-key help hyper+a"]),
        ({"help": [""]}, ["unknown-key help"]),
        ({"help": "f1"}, ["not-a-list help"]),
        ({"help": [1]}, ["not-a-list help"]),
        ({"stop": []}, ["no-key stop"]),
        ({"help": []}, ["no-key help"]),
        ({"help": ["h"]}, ["single-letter help h"]),
        ({"help": ["7"]}, ["single-letter help 7"]),
        *(
            ({"help": [key]}, [f"fixed-key help {key}"])
            for key in ("enter", "Tab", "shift+tab", "space", "up", "ctrl+left", "ctrl+m", "ctrl+h")
        ),
        ({"help": ["f2"]}, ["used-twice help f2"]),
        ({"where": ["escape"]}, ["used-twice where escape"]),
    ],
)
def test_what_cannot_be_granted_is_named_and_keeps_its_usual_keys(
    wishes: dict[str, object], wrong: list[str]
) -> None:
    assert asked(wishes) == ({}, wrong)


def test_of_keys_that_are_asked_twice_the_last_command_has_them() -> None:
    wrong = ["used-twice device f1", "used-twice where f20"]
    wishes: dict[str, object] = {"device": ["f1"], "where": ["f20"], "review": ["f20"]}
    assert asked(wishes) == ({"review": ("f20",)}, wrong)


@pytest.mark.parametrize("letter", ascii_lowercase)
def test_a_key_that_is_granted_is_one_that_a_terminal_sends(letter: str) -> None:
    """Ctrl and a letter is a byte, and some of these bytes are other keys."""
    key = f"ctrl+{letter}"
    sent = ANSI_SEQUENCES_KEYS[chr(ord(letter) - ord("a") + 1)]
    assert isinstance(sent, tuple)
    refused = any("fixed-key" in why for why in asked({"help": [key]})[1])
    assert refused or [pressed.value for pressed in sent] == [key]


def test_letters_are_granted_where_they_are_switched_on() -> None:
    assert asked({"help": ["h"], "stop": ["q"]}, letters=True) == (
        {"help": ("h",), "stop": ("q",)},
        [],
    )


def test_no_two_commands_ever_share_a_key_and_none_loses_all() -> None:
    some = [["f1"], ["f2"], ["f9", "f1"], ["escape"], ["f10"], ["f2", "f3"]]
    for shift in range(len(COMMANDS)):
        wishes: dict[str, object] = {
            command.id: some[(number + shift) % len(some)]
            for number, command in enumerate(COMMANDS)
            if (number + shift) % 3
        }
        commands, _ = keymap(wishes, single_letters=False)
        all_keys = [key for command in commands for key in command.keys]
        assert len(all_keys) == len(set(all_keys))
        assert all(command.keys for command in commands if USUAL[command.id])


# --- the file ---------------------------------------------------------------------------------

GOOD = """
single-letters = true
[keys]
help = ["h", "f1"]
"""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    ("content", "named"),
    [
        (None, ("keymap.toml",)),  # a folder stands in its place
        (b"[keys\n", ("keymap.toml", "line 1")),
        (b"\xff", ("keymap.toml",)),
        pytest.param(b"a = " + b"[" * 10_000, ("keymap.toml",), id="deep"),
        (b"keys = 1", ("keymap.toml", "[keys]")),
        (b"single-letters = 'yes'", ("single-letters",)),
        (b"colour = 1", ("colour",)),
        (b"[keys]\nfly = ['f1']", ("fly",)),
        (b"[keys]\nhelp = ['f99']", ("help", "f99")),
        (b"[keys]\nhelp = ['enter']", ("help", "enter")),
        (b"[keys]\nhelp = ['h']", ("help", "h", "single-letters")),
        (b"[keys]\nhelp = ['f2']", ("help", "f2")),
        (b"[keys]\nhelp = 'f2'", ("help",)),
        (b"[keys]\nstop = []", ("stop",)),
    ],
)
def test_what_is_wrong_in_the_file_is_one_sentence(
    tmp_path: Path, language: str, content: bytes | None, named: tuple[str, ...]
) -> None:
    path = tmp_path / "keymap.toml"
    if content is None:
        path.mkdir()
    else:
        path.write_bytes(content)
    commands, told = load(path, Words(language))
    assert commands == COMMANDS
    (sentence,) = told
    assert str(path) in sentence
    assert all(name in sentence for name in named)


@pytest.mark.parametrize("option", [True, False])
def test_the_program_starts_and_follows_the_file(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    option: bool,
) -> None:
    seen: list[tuple[Command, ...]] = []

    class Opened:
        """Stands for the portal."""

        def __init__(self, *given: Any) -> None:
            seen.append(given[3])

        async def run(self) -> None:
            gc.enable()

    monkeypatch.setattr("tui.opening.Opening", Opened)
    monkeypatch.setattr("sys.stdin", io.StringIO(""))
    home = tmp_path / "home"
    folder = tmp_path if option else home / "config"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "keymap.toml"
    path.write_text(GOOD + 'stop = []\nfly = ["f1"]\n')
    arguments = ["--home", str(home), *(["--keymap", str(path)] if option else [])]
    assert main(arguments) == 0
    assert keys(seen[0]) == {**USUAL, "help": ("h", "f1")}
    assert len(capsys.readouterr().err.splitlines()) == 2
    path.unlink()
    assert main(["--home", str(home)]) == 0
    assert seen[1] is None, "without a file nothing is read"
