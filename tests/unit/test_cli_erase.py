"""`burgerprofiel erase --due`: what fell due by a jump of the clock is listed, and erased if agreed."""

import asyncio
import io
from pathlib import Path

import pytest

from tests.promises.citizen import signed_in
from tui.__main__ import main

LATER = ("--clock", "2029-06-01T10:00:00+02:00")


@pytest.fixture
def kept(home_folder: Path) -> Path:
    """A home in which somebody kept a nickname, more than two years before LATER."""

    async def keep() -> None:
        async with signed_in(home_folder) as (_, citizen):
            await citizen.ask("PUT", "/v1/profile/nickname", {"value": "Nono"})

    asyncio.run(keep())
    return home_folder


def erase(home: Path, *more: str) -> int:
    return main(["erase", "--due", "--home", str(home), "--language", "nl", *more])


@pytest.mark.parametrize(
    ("answer", "options", "code", "says"),
    [
        ("ja\n", LATER, 0, "Eén profiel is verwijderd."),
        ("nee\n", LATER, 1, "Er is niets verwijderd."),
        ("", LATER, 1, "Er is niets verwijderd."),
        ("", (*LATER, "--yes"), 0, "Eén profiel is verwijderd."),
        ("ja\n", ("--clock", "2027-06-01T10:00:00Z"), 0, "Er moet nu niets worden verwijderd."),
    ],
)
def test_it_lists_asks_and_erases(
    answer: str,
    options: tuple[str, ...],
    code: int,
    says: str,
    kept: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(answer))
    assert erase(kept, *options) == code
    said = capsys.readouterr().out
    assert said.rstrip().endswith(says)
    listed = "te verwijderen sinds 24 november 2028: een roepnaam." in said
    assert listed == (options[: len(LATER)] == LATER)
    capsys.readouterr()
    erase(kept, *LATER, "--yes")
    gone = "moet nu niets" in capsys.readouterr().out
    assert gone == (says == "Eén profiel is verwijderd.")


def test_where_nothing_is_kept_nothing_is_made(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert erase(tmp_path / "none", *LATER) == 0
    assert "moet nu niets" in capsys.readouterr().out
    assert not (tmp_path / "none").exists()


def test_the_program_says_what_is_due_and_leaves_it(
    kept: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    with open("/dev/null") as nothing:
        monkeypatch.setattr("sys.stdin", nothing)
        main(["--lines", "--home", str(kept), "--language", "nl", *LATER])
    said = " ".join(capfd.readouterr().out.split())
    assert "één bewaard profiel moest nu weg zijn" in said
    assert "‘burgerprofiel erase --due’" in said
    monkeypatch.setattr("sys.stdin", io.StringIO("nee\n"))
    erase(kept, *LATER)
    assert "te verwijderen sinds 24 november 2028: een roepnaam." in capfd.readouterr().out
