"""`burgerprofiel accessibility`: the whole statement, as short plain lines, in each language."""

import pytest

from tui.__main__ import main
from tui.accessibility import CHAPTERS, WIDEST, statement
from tui.locale import LANGUAGES, Words
from tui.options import VERSION


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_statement_is_plain_and_whole(language: str) -> None:
    words = Words(language)
    lines = list(statement(words))
    assert max(map(len, lines)) <= WIDEST
    assert all(one.isprintable() or one == "\xa0" for line in lines for one in line)
    for chapter, paragraphs in CHAPTERS:
        at = lines.index(words(f"accessibility.{chapter}"))
        told = " ".join(lines[at + 1 :])
        for one in paragraphs:
            assert words(f"accessibility.{chapter}.{one}", version=VERSION).replace(
                "\xa0", " "
            ) in told.replace("\xa0", " ")


def test_the_command_prints_it_and_starts_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["accessibility", "--language", "nl"]) == 0
    out, err = capsys.readouterr()
    assert out.startswith("Toegankelijkheidsverklaring\n")
    assert err == ""
