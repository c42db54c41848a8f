"""Which language is spoken, what is remembered, and what happens to a broken file."""

import io
import os
import shutil
from pathlib import Path

import pytest
from msgspec.structs import replace

from tui import catalogue
from tui.__main__ import main
from tui.catalogue import language_of
from tui.settings import Settings, load, save


@pytest.mark.parametrize(
    ("asked", "stored", "environment", "spoken"),
    [
        ("", "", {}, "nl"),
        ("en", "nl", {"LANG": "nl_BE.UTF-8"}, "en"),
        ("", "en", {"LANG": "nl_BE.UTF-8"}, "en"),
        ("", "", {"LANG": "en_GB.UTF-8"}, "en"),
        ("", "", {"LANG": "en_GB", "LC_MESSAGES": "nl_BE"}, "nl"),
        ("", "", {"LANG": "nl_BE", "LC_MESSAGES": "nl_BE", "LC_ALL": "en"}, "en"),
        ("", "", {"LC_ALL": "", "LANG": "en-GB"}, "en"),
        ("", "", {"LC_ALL": "C", "LANG": "en_GB"}, "nl"),
        ("", "", {"LANG": "C.UTF-8"}, "nl"),
        ("", "", {"LANG": "fr_BE.UTF-8"}, "fr"),
        ("", "", {"LANG": "es_ES.UTF-8"}, "nl"),
        ("xx", "", {}, "nl"),
    ],
)
def test_the_language_is_as_asked_then_stored_then_the_locales_then_dutch(
    asked: str, stored: str, environment: dict[str, str], spoken: str
) -> None:
    assert language_of(asked, stored, environment) == spoken


def test_settings_are_kept_for_their_owner_alone(tmp_path: Path) -> None:
    config = tmp_path / "config"
    save(config, Settings(language="en", theme="terminal"))
    assert load(config) == Settings(language="en", theme="terminal")
    assert (config / "settings.toml").stat().st_mode & 0o777 == 0o600
    assert [path.name for path in config.iterdir()] == ["settings.toml"]


@pytest.mark.parametrize(
    "content", [None, b"", b"nonsense", b"\xde\x12\x04\x95" + b"\x00\x00\x00\x05" * 4]
)
@pytest.mark.parametrize("arguments", [["--help"], ["--lines"]])
def test_words_that_are_gone_or_broken_are_told_in_one_line(
    content: bytes | None,
    arguments: list[str],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    if content is not None:
        (tmp_path / "nl.mo").write_bytes(content)
    monkeypatch.setattr(catalogue, "FOLDER", str(tmp_path))
    catalogue._read.cache_clear()
    assert main(["--language", "nl", "--home", str(tmp_path / "home"), *arguments]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    assert told.err.startswith("burgerprofiel: the words of language 'nl' cannot be read (")
    assert told.err.endswith("); `make words` makes them.\n")
    assert told.err.count("\n") == 1


def test_words_of_the_kept_language_that_are_gone_are_told_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    save(tmp_path / "config", Settings(language="en"))
    shutil.copy(Path(catalogue.FOLDER) / "nl.mo", tmp_path)
    monkeypatch.setattr(catalogue, "FOLDER", str(tmp_path))
    catalogue._read.cache_clear()
    assert main(["--home", str(tmp_path), "--lines"]) == 1
    assert "language 'en'" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "named"),
    [
        (b"language = ", "settings.toml"),
        (b"\xff\xfe", "settings.toml"),
        pytest.param(b"a = " + b"[" * 10_000, "settings.toml", id="deep"),
        (b"language = 3", "language"),
        (b'language = "es"', "language"),
        (b"theme = []", "theme"),
        (b'pauses = "perhaps"', "pauses"),
        (b"pauses = true", "pauses"),
        (b"per-page = 0", "per-page"),
        (b'per-page = "20"', "per-page"),
        (b"per-page = true", "per-page"),
    ],
)
def test_a_broken_file_is_named_and_the_defaults_hold(
    tmp_path: Path, content: bytes, named: str
) -> None:
    (tmp_path / "settings.toml").write_bytes(content)
    settings = load(tmp_path)
    assert replace(settings, problem="") == Settings()
    assert named in settings.problem


def test_a_pipe_in_the_place_of_the_file_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "settings.toml")
    assert load(tmp_path) == Settings(problem=f"{tmp_path / 'settings.toml'}: Not a file")


def test_what_is_not_ours_to_know_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "settings.toml").write_text('language = "en"\nfuture = 1\n')
    assert load(tmp_path) == Settings(language="en")


def test_a_language_is_remembered_when_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(""))  # nobody confirms: reset removes nothing
    save(tmp_path / "config", Settings(theme="terminal"))
    asked = ["--home", str(tmp_path), "--language", "en", "reset"]
    main(asked)
    assert load(tmp_path / "config").language == ""
    main([*asked, "--remember"])
    assert load(tmp_path / "config") == Settings(language="en", theme="terminal")


def test_how_lines_part_long_texts_is_kept(tmp_path: Path) -> None:
    chosen = Settings(language="fr", pauses="off", per_page=50)
    save(tmp_path, chosen)
    assert load(tmp_path) == chosen
