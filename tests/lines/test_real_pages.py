"""Every page of the journey in lines, with its blocks opened and its questions asked: short plain lines."""

import asyncio
import io
import os
import re
from pathlib import Path

import pytest

from tests.accessibility.parity import flat
from tests.lines.test_program import only_plain_lines
from tests.pictured import WALKED, Picture, arrive
from tests.simulated import Simulated
from tui.journey.navigator import Navigator
from tui.lines.conversation import Conversation
from tui.lines.menu import block_menu, page_menu
from tui.lines.reading import outlined
from tui.lines.terminal import WIDEST, Terminal
from tui.locale import LANGUAGES
from tui.page.offered import actions_of, form_of
from tui.page.parts import Form

QUESTION = r"^(?:Vraag|Question|Frage) (\d+) (?:van|of|sur|von) (\d+)"


async def talked(navigator: Navigator) -> str:
    """What is said of the page, of each of its blocks, and of every question of each form."""
    answers = ""
    for number, choice in enumerate(page_menu(navigator.page, navigator.words), start=1):
        form = form_of(navigator.page, choice.part) if choice.does == "fill" else None
        if form is not None:
            # Enter keeps what stands; at the last question the overview is asked for, and left again.
            answers += f"{number}\n" + "\n" * (len(form.fields) - 1) + "/o\nv\n"
        elif choice.does == "open":
            answers += f"{number}\nv\n"
    source, typing = os.pipe()
    out = io.StringIO()
    with os.fdopen(source, "rb"), os.fdopen(typing, "wb", buffering=0) as keyboard:
        keyboard.write(f"{answers}t\no\n\ns\n".encode())
        async with asyncio.timeout(10):
            await Conversation(navigator, Terminal(source, out), "proef", settled=0).run()
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("picture", WALKED, ids=lambda picture: picture.name)
async def test_every_page_is_short_plain_lines(
    picture: Picture, language: str, home_folder: Path
) -> None:
    simulated = Simulated(home_folder, language)
    try:
        await arrive(simulated, picture)
        heard = await talked(simulated.navigator)
    finally:
        await simulated.close()
    check(heard)
    words = simulated.words
    # The last question of each form was asked: all of them were.
    asked = re.findall(QUESTION, heard, re.M)
    forms = [one for one in simulated.navigator.page.everything if isinstance(one, Form)]
    assert [one for one in asked if one[0] == one[1]] == [
        (str(len(one.fields)),) * 2 for one in forms
    ]
    for field in (field for form in forms for field in form.fields if field.hint):
        assert field.hint in field.error or flat(words("lines.hint", hint=field.hint)) in flat(
            heard
        )


@pytest.mark.parametrize("picture", WALKED, ids=lambda picture: picture.name)
async def test_nothing_that_destroys_is_the_first_choice(
    picture: Picture, home_folder: Path
) -> None:
    simulated = Simulated(home_folder)
    try:
        await arrive(simulated, picture)
    finally:
        await simulated.close()
    page, words = simulated.navigator.page, simulated.words
    kinds = {action.id: action.kind for action in actions_of(page)}
    menus = [page_menu(page, words), *(block_menu(one, page, words) for one in outlined(page))]
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
        numbers = [int(one) for one in re.findall(r"^(\d+)\. ", listed, re.M)]
        assert numbers[-1] == int(count)
