"""Every page of the journey in line mode, with its blocks opened and its questions asked."""

import re

import pytest

from tests.accessibility.parity import flat
from tests.by_turns import by_turns
from tests.lines.journey import whole
from tests.lines.test_program import only_plain_lines
from tests.pictured import WALKED, Picture, arrive
from tests.simulated import Simulated
from tui.journey.navigator import Navigator
from tui.lines.menu import block_menu, page_menu
from tui.lines.reading import outlined
from tui.lines.wrapping import WIDEST
from tui.locale import LANGUAGES
from tui.page.offered import actions_of, form_of
from tui.page.parts import Form

QUESTION = r"^(?:Vraag|Question|Frage) (\d+) (?:van|of|sur|von) (\d+)"


async def talked(navigator: Navigator) -> str:
    """What is said of the page, of each of its blocks, and of every question of each form."""
    answers: list[str] = []
    for number, choice in enumerate(page_menu(navigator.page, navigator.words), start=1):
        form = form_of(navigator.page, choice.part) if choice.does == "fill" else None
        if form is not None:
            # Enter keeps what is there; at the last question ask for the overview, and leave that again.
            answers += [str(number), *[""] * (len(form.fields) - 1), "/o", "v"]
        elif choice.does == "open":
            answers += [str(number), "v"]
    return await whole(navigator, *answers, "t", "o", "", "s")


EACH_PAGE = by_turns(
    (
        pytest.param(picture, LANGUAGES[(number + turn) % len(LANGUAGES)], id=picture.name)
        for number, picture in enumerate(WALKED)
        for turn in range(len(LANGUAGES))
    ),
    every=len(LANGUAGES),
)
"""Each page in one of the languages, by turns; in the long form in all."""


@pytest.mark.parametrize(("picture", "language"), EACH_PAGE)
async def test_every_page_is_short_plain_lines(simulated: Simulated, picture: Picture) -> None:
    await arrive(simulated, picture)
    nothing_that_destroys_is_the_first_choice(simulated.navigator)
    heard = await talked(simulated.navigator)
    check(heard)
    words = simulated.words
    # The last question of each form was asked: all of them were.
    asked = re.findall(QUESTION, heard, re.M)
    forms = [part for part in simulated.navigator.page.own if isinstance(part, Form)]
    assert [numbers for numbers in asked if numbers[0] == numbers[1]] == [
        (str(len(form.fields)),) * 2 for form in forms
    ]
    for field in (field for form in forms for field in form.fields if field.hint):
        hint = flat(words("lines.hint", hint=field.hint))
        assert field.hint in field.error or hint in flat(heard)


def nothing_that_destroys_is_the_first_choice(navigator: Navigator) -> None:
    page, words = navigator.page, navigator.words
    kinds = {action.id: action.kind for action in actions_of(page)}
    menus = [page_menu(page, words), *(block_menu(part, page, words) for part in outlined(page))]
    assert all(kinds.get(menu[0].id) != "danger" for menu in menus)


def check(heard: str) -> None:
    """Short lines without signs; a list of choices is counted, and its count is right."""
    only_plain_lines(heard)
    assert max(map(len, heard.split("\n"))) <= WIDEST
    counted = re.findall(
        r"^(?:U hebt|You have|Vous avez|Sie haben) (\d+) [^\W\d]+ ?:\n((?:.+\n)+)", heard, re.M
    )
    assert counted
    for count, listed in counted:
        assert re.findall(r"^(\d+)\. ", listed, re.M)[-1] == count
