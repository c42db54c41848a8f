"""A terminal that cannot show a character gets others that can be read."""

import pytest

from tests.lines.journey import WrittenJourney, whole
from tests.unit.test_words import messages, texts
from tui.lines.menu import matching
from tui.lines.spelling import spelled
from tui.locale import LANGUAGES
from tui.page.parts import Action, Actions, Page, Text


@pytest.mark.parametrize(
    ("text", "ascii_", "latin"),
    [
        ("één geïnd", "een geind", "één geïnd"),
        ("Bezig …", "Bezig ...", "Bezig ..."),
        ("‘ja’ of “nee”", "'ja' of \"nee\"", "'ja' of \"nee\""),
        ("€ 12 – 5 × 2", "EUR 12 - 5 x 2", "EUR 12 - 5 × 2"),
        ("½ m²", "1/2 m2", "½ m²"),
        ("cœur, Straße, Łódź", "coeur, Strasse, Lodz", "coeur, Straße, Lódz"),
        ("e\u0301\u00a0:", "e :", "e\u00a0:"),
        ("plain", "plain", "plain"),
        ("", "", ""),
        ("漢 😀", "? ?", "? ?"),
    ],
)
def test_each_sign_is_spelled_in_those_that_are_there(text: str, ascii_: str, latin: str) -> None:
    assert spelled(text, "ascii") == ascii_
    assert spelled(text, "latin-1") == latin
    assert spelled(text, "utf-8") == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_ours_needs_a_question_mark(language: str) -> None:
    for key, message in messages(language).items():
        for text in texts(message):
            assert spelled(text, "ascii").count("?") == text.count("?"), key


async def test_lines_in_ascii_are_still_short_and_their_answers_are_understood() -> None:
    shown = Page(
        id="home",
        place="home",
        title="Geïnd …",
        parts=(
            Text(id="text", text="… één ‘twee’ " * 30),
            Actions(id="acts", items=(Action(id="collect", label="Ééntje ’s avonds"),)),
        ),
    )
    said = await whole(journey := WrittenJourney(shown), "eentje 's", encoding="ascii")
    assert "Pagina: Geind ...\n" in said
    assert (said.isascii(), "?" in said, max(map(len, said.split("\n"))) <= 78) == (
        True,
        False,
        True,
    )
    assert journey.calls == ["collect"]


def test_a_figure_that_is_only_like_a_number_is_no_number() -> None:
    names = ("een", "twee")
    assert [matching(answer, names) for answer in ("2", "²", "２", "٢")] == [[1], [], [], []]
    assert matching("ÉÉN", names) == [0]
