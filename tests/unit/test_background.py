"""Heavy work in the background: a thread that gives way to the citizen's typing."""

import builtins
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from tui.background import PATIENCE, QUIET, SHORT_TURNS, Background


class _Clock:
    """Time that passes only while somebody rests; after each rest the next of `during` happens."""

    def __init__(self) -> None:
        self.time = 100.0
        self.rests: list[float] = []
        self.during: list[Callable[[], None]] = []

    def now(self) -> float:
        return self.time

    def rest(self, seconds: float) -> None:
        self.rests.append(seconds)
        self.time += seconds
        if self.during:
            self.during.pop(0)()


@pytest.fixture
def clock() -> _Clock:
    return _Clock()


@pytest.fixture
def background(clock: _Clock) -> Background:
    return Background(clock.now, clock.rest)


@pytest.fixture(autouse=True)
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two modules that nobody has imported yet."""
    monkeypatch.syspath_prepend(tmp_path)
    for name in ("heavy_thing", "light_thing"):
        (tmp_path / f"{name}.py").write_text("thing = 1\n")
        monkeypatch.delitem(sys.modules, name, raising=False)


def importing() -> object:
    return __import__("heavy_thing")


async def test_where_nobody_types_nothing_waits(background: Background, clock: _Clock) -> None:
    assert vars(await background.run(importing))["thing"] == 1
    assert clock.rests == []


@pytest.mark.parametrize(
    ("passed", "further", "rests"),
    [(QUIET / 4, 0, [QUIET * 3 / 4]), (0, 2, [QUIET] * 3)],
)
async def test_each_key_is_given_way_to_before_the_next_module(
    background: Background, clock: _Clock, passed: float, further: int, rests: list[float]
) -> None:
    clock.during = [background.pressed] * further
    background.pressed()
    clock.time += passed
    await background.run(importing)
    assert clock.rests == pytest.approx(rests)


async def test_under_keys_without_end_the_work_gets_done(
    background: Background, clock: _Clock
) -> None:
    clock.during = [background.pressed] * 1000
    background.pressed()
    await background.run(importing)
    assert PATIENCE <= sum(clock.rests) < PATIENCE + 2 * QUIET


async def test_what_others_import_waits_for_nothing(background: Background, clock: _Clock) -> None:
    """Not even while the work rests in the middle of an import of its own."""

    def meanwhile() -> None:
        other = Thread(target=lambda: __import__("light_thing"), daemon=True)
        other.start()
        other.join(10)
        assert not other.is_alive()

    clock.during = [meanwhile]
    background.pressed()
    await background.run(importing)
    assert {"heavy_thing", "light_thing"} <= set(sys.modules)
    assert clock.rests == [pytest.approx(QUIET)]


async def test_afterwards_all_is_as_it_was(background: Background) -> None:
    usual, imports = sys.getswitchinterval(), builtins.__import__

    def broken() -> float:
        assert builtins.__import__ is not imports
        assert sys.getswitchinterval() == pytest.approx(SHORT_TURNS)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await background.run(broken)
    assert sys.getswitchinterval() == usual
    assert builtins.__import__ is imports
