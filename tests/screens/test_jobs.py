"""How many keys common jobs take, from Start, in a wide window; what is typed into a field is text."""

from collections.abc import Awaitable, Callable
from typing import NamedTuple

import pytest

from tests.journey.steps import has, until
from tests.pictured import noor, with_consent, with_profile
from tests.screens.harness import WIDE, played
from tests.simulated import Simulated
from tui.page.offered import is_settled
from tui.page.parts import Page


class Job(NamedTuple):
    """A job for who stands where `prepare` brings them; "text" is what the citizen has to say."""

    prepare: Callable[[Simulated], Awaitable[None]]
    keys: tuple[str, ...]
    most: int
    done: Callable[[Page], bool]


async def signed_out(_: Simulated) -> None:
    """As the program opens."""


JOBS = {
    "sign in by itsme": Job(
        signed_out,
        ("enter", "enter", "enter", "f2", "enter"),
        5,
        lambda page: page.place == "home",
    ),
    "see the household": Job(
        noor,
        ("f9", "g", "enter"),
        3,
        lambda page: page.place == "data.household" and page.title == "Gezinssamenstelling",
    ),
    "read a message": Job(
        with_consent, ("enter",), 3, lambda page: page.id == "ebox.message" and has(page, "message")
    ),
    "report a mistake": Job(
        noor,
        ("f9", "g", "enter", "tab", "enter", "text", "tab", "tab", "enter", "enter"),
        9,
        lambda page: page.id == "rights.request" and has(page, "done"),
    ),
    "change the nickname": Job(
        with_profile,
        ("f9", "r", "o", "enter", "ctrl+u", "text", "enter", "enter"),
        7,
        lambda page: has(page, "done") and page.who.startswith("text "),
    ),
}


@pytest.mark.parametrize("name", JOBS)
async def test_a_common_job_takes_few_keys(simulated: Simulated, name: str) -> None:
    job = JOBS[name]
    await job.prepare(simulated)
    await simulated.context("home" if job.prepare is not signed_out else "start")
    async with played(simulated, WIDE) as shown:
        for key in job.keys:
            await shown.press(*("text" if key == "text" else (key,)))
            await until(simulated.navigator, is_settled, key)
            await shown.settle()
        assert job.done(simulated.navigator.page)
    assert len(job.keys) - job.keys.count("text") <= job.most
