"""The session's time in lines: warned at any question, extended by one letter, nothing typed lost."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta

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
MORE = "Gelukt: Uw sessie duurt nu minstens tot "
LETTER = letter_of("extend")


@asynccontextmanager
async def talking(simulated: Simulated, place: str) -> AsyncIterator[Talk]:
    """A talk on a place of a signed-in citizen, at its first question."""
    await simulated.sign_in()
    await simulated.context(place)
    async with Talk(simulated.navigator) as talk:
        await talk.until("Uw keuze:")
        yield talk


def typed(simulated: Simulated) -> list[str]:
    """What stands in the form of an address."""
    return list(simulated.navigator.drafts.form("profile.address", "address-form").values())


async def near_the_end(simulated: Simulated, talk: Talk, time: int, prompt: str) -> None:
    """Move the clock until the warning, 120 seconds before the end, has come this often."""
    asked = talk.said.count(prompt)
    simulated.world.clock.move(BEFORE)
    assert (await simulated.portal.session()).state == "active"
    assert talk.said.count(WARNING) == time - 1
    simulated.world.clock.move(timedelta(seconds=1))
    await talk.until(WARNING, time)
    await talk.until(HOW, time)
    await talk.until(prompt, asked + 1)  # the question is there again
    assert f"{prompt}\n{WARNING}" in talk.said


async def test_one_letter_extends_again_and_again_at_the_menu(simulated: Simulated) -> None:
    async with talking(simulated, "profile") as talk:
        for time in range(1, TIMES + 1):
            await near_the_end(simulated, talk, time, "Uw keuze:")
            asked = talk.said.count("Uw keuze:")
            await talk.exchange(LETTER, MORE, time)
            await talk.until("Uw keuze:", asked + 1)
        assert simulated.navigator.page.place == "profile"
        await talk.exchange("roepnaam", "Gekozen: Roepnaam")  # the menu from before is still valid


async def test_one_answer_extends_again_and_again_within_a_form(simulated: Simulated) -> None:
    async with talking(simulated, "profile.address") as talk:
        await talk.exchange("vul in", "Vraag 1 van ")
        await talk.exchange("Thuis bij Oma", "Vraag 2 van ")
        for time in range(1, TIMES + 1):
            await near_the_end(simulated, talk, time, "Uw antwoord:")
            await talk.exchange(f"{MARK}{LETTER}", MORE, time)
            await talk.until("Vraag 2 van ", time + 1)
        await talk.exchange("Kerkstraat", "Vraag 3 van ")
        assert typed(simulated) == ["Thuis bij Oma", "Kerkstraat"]
        session = await simulated.portal.session()
        assert session.now - session.started_at > timedelta(hours=2)


async def test_one_letter_gives_more_time_to_sign_in(simulated: Simulated) -> None:
    await choose_method(simulated.navigator, "itsme")
    async with Talk(simulated.navigator) as talk:
        await talk.until("Uw keuze:")
        for time in range(1, TIMES + 1):
            simulated.world.clock.move(timedelta(minutes=8))
            await talk.until("Let op: Uw tijd om u aan te melden eindigt om ", time)
            await talk.until(HOW, time)
            await talk.exchange(LETTER, "Gelukt: U meldt zich aan. Dat kan tot ", time)
        assert simulated.navigator.page.step == "Stap 2 van 3"


async def test_what_was_typed_outlives_the_session_that_was_not_extended(
    simulated: Simulated,
) -> None:
    async with talking(simulated, "profile.address") as talk:
        await talk.exchange("vul in", "Vraag 1 van ")
        await talk.exchange("Thuis bij Oma", "Vraag 2 van ")
        await near_the_end(simulated, talk, 1, "Uw antwoord:")
        simulated.world.clock.move(timedelta(seconds=121))
        await talk.until("Let op: Uw sessie is geëindigd.")
        await talk.exchange("Kerkstraat", "Pagina: Mijn Burgerprofiel")  # it is kept all the same
        await simulated.sign_in()
        await talk.exchange("", ": Kerkstraat", 2)
        assert ": Thuis bij Oma" in talk.said.rpartition("Pagina:")[2]


async def test_the_letter_behind_a_half_typed_line_extends_too(simulated: Simulated) -> None:
    """The terminal keeps the half line: what is typed after the warning comes behind it."""
    async with talking(simulated, "profile.address") as talk:
        await talk.exchange("vul in", "Vraag 1 van ")
        await near_the_end(simulated, talk, 1, "Uw antwoord:")
        await talk.exchange(f"Thuis bij{MARK}{LETTER}", MORE)
        await talk.until("Nu: Thuis bij\n")
        await talk.exchange("", "Vraag 2 van ")
        assert typed(simulated) == ["Thuis bij"]
        # Without a warning in between it is an answer.
        await talk.exchange(f"Kerkstraat{MARK}{LETTER}", "Vraag 3 van ")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_extending_signed_out_says_that_nothing_ends(simulated: Simulated) -> None:
    async with Talk(simulated.navigator) as talk:
        await talk.exchange("l", simulated.words("time.nobody"))
