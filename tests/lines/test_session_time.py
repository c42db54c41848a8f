"""The session's time in lines: warned at any question, extended by one letter, nothing typed lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import pytest

from tests.journey.steps import choose_method
from tests.lines.journey import Talk
from tests.simulated import Simulated
from tui.lines.letters import MARK, letter_of
from tui.locale import LANGUAGES

TIMES = 12
"""WCAG 2.2.1 asks that it can be done ten times at least."""

BEFORE = timedelta(minutes=12, seconds=59)
WARNING = "Let op: Uw sessie eindigt om "
HOW = f"Typ {MARK}{letter_of('extend')} voor meer tijd."
MORE = "Klaar: Uw sessie duurt nu minstens tot "


@asynccontextmanager
async def talking(home_folder: Path, place: str) -> AsyncIterator[tuple[Simulated, Talk]]:
    """A talk on a place of a signed-in citizen, at its first question."""
    simulated = Simulated(home_folder)
    try:
        await simulated.sign_in()
        await simulated.context(place)
        async with Talk(simulated.navigator) as talk:
            await talk.until("Uw keuze:")
            yield simulated, talk
    finally:
        await simulated.close()


async def near_the_end(simulated: Simulated, talk: Talk, time: int, prompt: str) -> None:
    """Let time go on until the warning, 120 seconds before the end, has come so often."""
    asked = talk.said.count(prompt)
    simulated.world.clock.move(BEFORE)
    assert (await simulated.portal.session()).state == "active"
    assert talk.said.count(WARNING) == time - 1
    simulated.world.clock.move(timedelta(seconds=1))
    await talk.until(WARNING, time)
    await talk.until(HOW, time)
    await talk.until(prompt, asked + 1)  # the question is there again


async def test_one_letter_extends_again_and_again_at_the_menu(home_folder: Path) -> None:
    async with talking(home_folder, "profile") as (simulated, talk):
        for time in range(1, TIMES + 1):
            await near_the_end(simulated, talk, time, "Uw keuze:")
            asked = talk.said.count("Uw keuze:")
            talk.answer(letter_of("extend"))
            await talk.until(MORE, time)
            await talk.until("Uw keuze:", asked + 1)
        assert simulated.navigator.page.place == "profile"
        talk.answer("roepnaam")  # what was offered before is what is meant
        await talk.until("Gekozen: Roepnaam")


async def test_one_answer_extends_again_and_again_within_a_form(home_folder: Path) -> None:
    async with talking(home_folder, "profile.address") as (simulated, talk):
        talk.answer("vul in")
        await talk.until("Vraag 1 van ")
        talk.answer("Thuis bij Oma")
        await talk.until("Vraag 2 van ")
        for time in range(1, TIMES + 1):
            await near_the_end(simulated, talk, time, "Uw antwoord:")
            talk.answer(f"{MARK}{letter_of('extend')}")
            await talk.until(MORE, time)
            await talk.until("Vraag 2 van ", time + 1)
        talk.answer("Kerkstraat")
        await talk.until("Vraag 3 van ")
        typed = simulated.navigator.drafts.form("profile.address", "address-form")
        assert list(typed.values()) == ["Thuis bij Oma", "Kerkstraat"]
        session = await simulated.portal.session()
        assert session.now - session.started_at > timedelta(hours=2)


async def test_one_letter_gives_more_time_to_sign_in(home_folder: Path) -> None:
    simulated = Simulated(home_folder)
    try:
        await choose_method(simulated.navigator, "itsme")
        async with Talk(simulated.navigator) as talk:
            await talk.until("Uw keuze:")
            for time in range(1, TIMES + 1):
                simulated.world.clock.move(timedelta(minutes=8))
                await talk.until("Let op: Uw tijd om u aan te melden eindigt om ", time)
                await talk.until(HOW, time)
                talk.answer(letter_of("extend"))
                await talk.until("Klaar: U meldt zich aan. Dat kan tot ", time)
            assert simulated.navigator.page.step == "Stap 2 van 3"
    finally:
        await simulated.close()


async def test_what_was_typed_outlives_the_session_that_was_not_extended(home_folder: Path) -> None:
    async with talking(home_folder, "profile.address") as (simulated, talk):
        talk.answer("vul in")
        await talk.until("Vraag 1 van ")
        talk.answer("Thuis bij Oma")
        await talk.until("Vraag 2 van ")
        await near_the_end(simulated, talk, 1, "Uw antwoord:")
        simulated.world.clock.move(timedelta(seconds=121))
        await talk.until("Let op: Uw sessie is geëindigd.")
        talk.answer("Kerkstraat")  # what one was typing at that moment is kept, too
        await talk.until("Pagina: Mijn Burgerprofiel")
        await simulated.sign_in()
        talk.answer("")
        await talk.until(": Kerkstraat", 2)
        assert ": Thuis bij Oma" in talk.said.rpartition("Pagina:")[2]


async def test_the_letter_behind_what_one_was_typing_extends_too(home_folder: Path) -> None:
    """The terminal keeps the half line: what is typed after the warning comes behind it."""
    async with talking(home_folder, "profile.address") as (simulated, talk):
        talk.answer("vul in")
        await talk.until("Vraag 1 van ")
        await near_the_end(simulated, talk, 1, "Uw antwoord:")
        talk.answer(f"Thuis bij{MARK}{letter_of('extend')}")
        await talk.until(MORE)
        await talk.until("Nu: Thuis bij\n")
        talk.answer("")
        await talk.until("Vraag 2 van ")
        typed = simulated.navigator.drafts.form("profile.address", "address-form")
        assert list(typed.values()) == ["Thuis bij"]
        # Without a warning in between it is an answer.
        talk.answer(f"Kerkstraat{MARK}{letter_of('extend')}")
        await talk.until("Vraag 3 van ")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_extending_signed_out_says_that_nothing_ends(
    home_folder: Path, language: str
) -> None:
    simulated = Simulated(home_folder, language)
    try:
        async with Talk(simulated.navigator) as talk:
            talk.answer("l")
            await talk.until(simulated.words("time.nobody"))
    finally:
        await simulated.close()
