"""Every page of the journey in lines, with its blocks opened and its questions asked: short plain lines."""

import asyncio
import io
import os
import re
from pathlib import Path

import pytest

from tests.lines.test_program import only_plain_lines
from tests.pictured import with_profile
from tests.simulated import Simulated
from tui.journey.navigator import Navigator
from tui.lines.conversation import Conversation
from tui.lines.menu import page_menu
from tui.lines.terminal import WIDEST, Terminal
from tui.locale import LANGUAGES

SIGNED_OUT = ("start", "sign-in", "persons", "devices", "privacy", "privacy.app", "cookies")
SIGNED_IN = (
    *("home", "data", "data.identity", "profile", "profile.nickname", "profile.contact"),
    *("profile.address", "profile.remove/nickname", "ebox", "ebox.consent", "rights"),
    *("rights.new?right=rectification&block=residence", "privacy?section=retention"),
    *("privacy.agreement", "controllers", "controllers.entry/ahovoks", "contact", "complaint"),
    *("help", "faq", "glossary", "sign-out"),
)


async def talked(navigator: Navigator) -> str:
    """What is said of the page, of each of its blocks, and of the first question of each form."""
    menu = page_menu(navigator.page, navigator.words)
    answers = "".join(
        f"{number}\n{'/v' if choice.does == 'fill' else 'v'}\n"
        for number, choice in enumerate(menu, start=1)
        if choice.does in ("open", "fill")
    )
    source, typing = os.pipe()
    out = io.StringIO()
    with os.fdopen(source, "rb"), os.fdopen(typing, "wb", buffering=0) as keyboard:
        keyboard.write(f"{answers}t\no\n\ns\n".encode())
        async with asyncio.timeout(10):
            await Conversation(navigator, Terminal(source, out), "proef", settled=0).run()
    return out.getvalue()


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_page_is_short_plain_lines(language: str, home_folder: Path) -> None:
    simulated = Simulated(home_folder, language)
    try:
        for place in SIGNED_OUT:
            await simulated.visit(place)
            check(await talked(simulated.navigator))
        await with_profile(simulated)
        for place in SIGNED_IN:
            await simulated.visit(place)
            check(await talked(simulated.navigator))
    finally:
        await simulated.close()


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
