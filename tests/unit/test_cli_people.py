"""`burgerprofiel people check`: what an author is told of people and authorities of their own."""

import json
from pathlib import Path

import pytest

from tui.__main__ import main

ROOT = Path(__file__).parents[2]
PERSON = (ROOT / "fixtures" / "personas" / "amir-haddad.toml").read_text(encoding="utf-8")
FINE = "Nothing is wrong with these people and authorities."


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ({"personas/amir-haddad.toml": PERSON}, [FINE]),
        (
            {
                "categories.toml": "[[category]\n",
                "personas/amir h.toml": PERSON.replace('pin = "', 'pin = "x'),
            },
            [
                "categories.toml:1: this is no TOML: Expected",
                'personas/amir h.toml:1: id: "amir h" does not fit; allowed: 1 to 64 letters',
                'personas/amir h.toml:23: card.pin: "x2580" does not fit; allowed: 4 to 12 digits',
            ],
        ),
        # What a file says sends a terminal nothing.
        (
            {"personas/x.toml": '"a\\u001b]52;c;cm0=\\u0007\\u202e" = 1\n' + PERSON},
            [r"personas/x.toml:1: a\x1b]52;c;cm0=\x07\u202e: unknown name"],
        ),
    ],
    ids=["fine", "wrong", "hostile"],
)
def test_all_that_is_wrong_is_named_and_the_exit_code_says_that_something_is(
    files: dict[str, str],
    lines: list[str],
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    check, where = ["people", "check"], ["--language", "en", "--home", str(tmp_path)]
    # A folder that the portal would take is checked as well.
    for asked in (
        [*check, str(folder), *where],
        ["--fixtures", str(folder), *check, *where],
        ["people", *where, "check", str(folder)],
    ):
        assert main(asked) == (0 if lines == [FINE] else 1)
        out, err = capsys.readouterr()
        assert err == ""
        said = out.replace(f"{folder}/", "").splitlines()
        assert len(said) == len(lines)
        for line, expected in zip(said, lines, strict=True):
            assert expected in line
        main([*check, "--json", str(folder), *where])
        json_text = capsys.readouterr().out
        assert json_text.isascii()
        found = json.loads(json_text)
        told = [line for line in out.splitlines() if line != FINE]
        assert len(found) == len(told)
        for one, line in zip(found, told, strict=True):
            assert line.startswith(f"{one['file']}:{one['line']}: ")
            assert one["leftOut"]
