"""`burgerprofiel people check`: what an author is told of people and authorities of their own."""

from pathlib import Path

import pytest

from tui.__main__ import main

ROOT = Path(__file__).parents[2]
PERSON = (ROOT / "fixtures" / "personas" / "amir-haddad.toml").read_text(encoding="utf-8")
BLOCKS = (ROOT / "fixtures" / "controllers" / "ahovoks.toml").read_text(encoding="utf-8")
FINE = "Nothing is wrong with these people and authorities."


@pytest.mark.parametrize(
    ("files", "lines"),
    [
        ({"personas/amir-haddad.toml": PERSON}, [FINE]),
        (
            {"personas/amir-haddad.toml": PERSON.replace('pin = "', 'pin = "x')},
            ["personas/amir-haddad: card: a PIN is 4 to 12 digits"],
        ),
        # What cannot be read is named file by file, before anything else is looked for.
        (
            {
                "categories.toml": "[[category]\n",
                "controllers/x.toml": "a = 1\n",
                "personas/x.toml": PERSON.replace("family_name", "familyname"),
            },
            ["categories.toml: Expected", "controllers/x.toml: Object", "personas/x.toml: Object"],
        ),
        # An id stands in addresses: a file's name is not always one.
        (
            {
                "personas/amir h.toml": PERSON,
                "controllers/ahovoks.toml": BLOCKS.replace("dip", "d.i"),
            },
            ["controllers/ahovoks.toml: Expected `str` matching", "personas/amir h.toml: Expected"],
        ),
        ({"people/x.toml": PERSON}, ["own: no people and no authorities"]),
        # What a file says sends a terminal nothing.
        (
            {"personas/x.toml": '"a\\u001b]52;c;cm0=\\u0007\\u202e" = 1\n' + PERSON},
            [r"personas/x.toml: Object contains unknown field `a\x1b]52;c;cm0=\x07\u202e`"],
        ),
    ],
    ids=["fine", "wrong", "unreadable", "ids", "nothing", "hostile"],
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
    for asked in ([*check, str(folder)], ["--fixtures", str(folder), *check]):
        assert main([*asked, *where]) == (0 if lines == [FINE] else 1)
        out, err = capsys.readouterr()
        assert err == ""
        said = out.replace(f"{folder}/", "").splitlines()
        assert len(said) == len(lines)
        for line, expected in zip(said, lines, strict=True):
            assert expected in line
