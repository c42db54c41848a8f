"""How fast a demonstration goes on: at once, when time has passed, or when the citizen presses a key."""

import asyncio

import pytest

from tui.journey.demonstration import PAUSE, Demonstration
from tui.looks import SPEEDS


class Time:
    """Seconds that pass when a test says so."""

    def __init__(self) -> None:
        self.asked: list[float] = []
        self.passed = asyncio.Event()

    async def sleep(self, seconds: float) -> None:
        self.asked.append(seconds)
        await self.passed.wait()


async def turns() -> None:
    """Let all that can go on do so."""
    for _ in range(5):
        await asyncio.sleep(0)


TAKES = {
    "fast": {"": True},
    "normal": {"": False, "time": True, "x": True, "enter": True},
    "stepped": {"": False, "time": False, "x": False, "enter": True},
}


@pytest.mark.parametrize(
    ("speed", "what", "taken"),
    [(speed, what, taken) for speed, cases in TAKES.items() for what, taken in cases.items()],
)
async def test_a_step_waits_for_what_its_speed_says(speed: str, what: str, taken: bool) -> None:
    time = Time()
    shown = Demonstration(speed, time.sleep)
    told: list[str] = []
    shown.on_change = lambda: told.append(shown.step)
    step = asyncio.create_task(shown.tell("demo.approve"))
    await turns()
    assert shown.step == ("" if speed == "fast" else "demo.approve")
    assert time.asked == ([PAUSE] if speed == "normal" else [])
    if what == "time":
        time.passed.set()
    elif what:
        assert shown.pressed(what) is (what == "enter"), "only Enter is for it alone"
    await turns()
    assert step.done() is taken
    assert told == ([] if speed == "fast" else ["demo.approve", ""][: 1 + taken])
    step.cancel()
    await asyncio.gather(step, return_exceptions=True)
    assert shown.step == ""
    assert not shown.pressed("enter")


def test_every_speed_is_tried() -> None:
    assert TAKES.keys() == set(SPEEDS)
