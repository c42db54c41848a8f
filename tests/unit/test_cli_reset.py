"""`burgerprofiel reset`, and what is kept of a crash."""

import io
import os
from pathlib import Path

import pytest

from mock_backends.world import PARTIES
from tui.__main__ import main
from tui.crash import report

OURS = (
    "config/settings.toml",
    "config/keys/client.pem",
    "config/eid/root.pem",
    "data/cards.json",
    "data/cards.lock",
    "data/crash.log",
    *(
        f"data/{pattern.replace('*', end)}"
        for party in PARTIES
        for pattern in party.stores
        for end in ("", "-journal")
    ),
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one file of each kind that the program keeps."""
    for name in OURS:
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text('language = "nl"\n' if name.endswith(".toml") else "x")
    return tmp_path


def reset(home: Path, *more: str) -> int:
    return main(["reset", "--home", str(home), *more])


def test_yes_removes_all_and_says_what(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reset(home, "--yes") == 0
    said = capsys.readouterr().out
    assert list(home.iterdir()) == []
    for what in ("de instellingen", "de sleutels", "de profielen", "identiteitskaarten"):
        assert f"Verwijderd: {what}" in said or what in said
    assert "cli.reset" not in said  # each party's stores have their words


@pytest.mark.parametrize(("answer", "code"), [("ja\n", 0), ("JA\n", 0), ("nee\n", 1), ("", 1)])
def test_it_asks_first(home: Path, answer: str, code: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert reset(home) == code
    assert any(home.iterdir()) == bool(code)


def test_what_is_someone_elses_stays(home: Path) -> None:
    (home / "data" / "letter.txt").write_text("mine")
    (home / "elsewhere").mkdir()
    (home / "elsewhere" / "keep").write_text("mine")
    (home / "config" / "keys" / "link").symlink_to(home / "elsewhere")
    (home / "config" / "eid" / "root.pem").unlink()
    (home / "config" / "eid").rmdir()
    (home / "config" / "eid").symlink_to(home / "elsewhere")
    assert reset(home, "--yes") == 0
    assert sorted(path.name for path in home.rglob("*")) == [
        "data",
        "elsewhere",
        "keep",
        "letter.txt",
    ]


def test_nothing_kept_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert reset(tmp_path) == 0
    assert capsys.readouterr().out == "Er is niets bewaard op deze computer.\n"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_what_cannot_be_removed_is_named(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (home / "data").chmod(0o500)
    try:
        assert reset(home, "--yes") == 1
    finally:
        (home / "data").chmod(0o700)
    assert str(home / "data") in capsys.readouterr().err


def test_a_name_that_cannot_be_removed_sends_a_terminal_nothing(
    home: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refused(path: Path) -> None:
        raise PermissionError(13, "refused", str(path))

    monkeypatch.setattr("tui.reset._remove", refused)
    (home / "data" / "profile.sqlite3").rename(home / "data" / "profile.sqlite3\x1b]52;c;cm0=\x07")
    assert reset(home, "--yes") == 1
    said = capsys.readouterr().err
    assert "profile.sqlite3]52;c" in said
    assert not {"\x1b", "\x07"} & set(said)


def test_the_report_of_a_crash_holds_no_data(tmp_path: Path) -> None:
    def fails(national_number: str) -> None:
        try:
            raise ValueError(f"wrong: {national_number}")
        except ValueError as error:
            raise RuntimeError(f"for {national_number}") from error

    try:
        fails("85.67.30-033.28")
    except RuntimeError as error:
        path = report(error, tmp_path)
    assert path is not None
    said = path.read_text()
    assert "RuntimeError" in said
    assert "ValueError" in said
    assert "test_cli_reset.py" in said
    assert "85.67" not in said
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_crash_that_cannot_be_kept_is_no_second_one(tmp_path: Path) -> None:
    assert report(ValueError("x"), tmp_path / "nowhere") is None


def test_a_home_that_cannot_be_written_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").write_text("")
    assert main(["--lines", "--home", str(tmp_path / "file")]) == 1
    out, err = capsys.readouterr()
    assert "kan het programma niets bewaren" in err
    assert "Traceback" not in out + err
