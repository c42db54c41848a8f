"""The whole journey in lines: a real terminal, real pipes, a real world, in Dutch and in English."""

import re
from pathlib import Path

import pytest

from tests.lines.session import Program

BY_ITSME = {
    "nl": ("aanmelden", "itsme", "verder", "", "goedkeuren"),
    "en": ("sign in", "itsme", "continue", "", "approve"),
}


def only_plain_lines(heard: str) -> None:
    """No control characters, no drawing, no long line."""
    assert all(one == "\n" or one.isprintable() for one in heard)
    assert not re.search("[\u2500-\u259f\u2800-\u28ff]", heard)
    # What is typed stands behind its prompt and is not ours to break.
    lines = [line for line in heard.split("\n") if not re.match("(Uw|Your) ", line)]
    assert max(len(line) for line in lines) <= 78


@pytest.mark.requirement("R15")
@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_journey_by_itsme(home_folder: Path, language: str) -> None:
    with Program(home_folder, language=language) as program:
        start = program.prompt()
        assert "simulator" in start
        for answer in BY_ITSME[language]:
            said = program.answer(answer)
        assert "Noor" in said
        print(program.heard)
        only_plain_lines(program.heard)
        program.send("s")
        assert program.wait() == 0
