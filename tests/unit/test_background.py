"""Heavy work aside: a thread that gives way to whoever types."""

import builtins
import sys
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from tui.background import PATIENCE, QUIET, SHORT_TURNS, Background


class _Clock:
    """Time that passes only while somebody rests; `during` happens after each rest, once."""

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
def aside(clock: _Clock) -> Background:
    return Background(clock.now, clock.rest)


@pytest.fixture
def importing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], object]:
    """Imports a module that nobody has imported yet."""
    (tmp_path / "heavy_thing.py").write_text("thing = 1\n")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.delitem(sys.modules, "heavy_thing", raising=False)
    return lambda: __import__("heavy_thing")


async def test_where_nobody_types_nothing_waits(
    aside: Background, clock: _Clock, importing: Callable[[], object]
) -> None:
    assert vars(await aside.run(importing))["thing"] == 1
    assert clock.rests == []


async def test_a_key_is_given_way_to_before_the_next_module(
    aside: Background, clock: _Clock, importing: Callable[[], object]
) -> None:
    aside.pressed()
    clock.time += QUIET / 4
    await aside.run(importing)
    assert clock.rests == [pytest.approx(QUIET * 3 / 4)]


async def test_each_further_key_is_given_way_to(
    aside: Background, clock: _Clock, importing: Callable[[], object]
) -> None:
    clock.during = [aside.pressed, aside.pressed]
    aside.pressed()
    await aside.run(importing)
    assert clock.rests == [pytest.approx(QUIET)] * 3


async def test_under_keys_without_end_the_work_gets_done(
    aside: Background, clock: _Clock, importing: Callable[[], object]
) -> None:
    clock.during = [aside.pressed] * 1000
    aside.pressed()
    await aside.run(importing)
    assert PATIENCE <= sum(clock.rests) < PATIENCE + 2 * QUIET


async def test_what_others_import_waits_for_nothing(
    aside: Background, clock: _Clock, importing: Callable[[], object], tmp_path: Path
) -> None:
    """Not even while the work rests in the middle of an import of its own."""
    (tmp_path / "light_thing.py").write_text("thing = 2\n")
    sys.modules.pop("light_thing", None)

    def meanwhile() -> None:
        other = Thread(target=lambda: __import__("light_thing"), daemon=True)
        other.start()
        other.join(10)
        assert not other.is_alive()

    clock.during = [meanwhile]
    aside.pressed()
    await aside.run(importing)
    assert {"heavy_thing", "light_thing"} <= set(sys.modules)
    assert clock.rests == [pytest.approx(QUIET)]


async def test_afterwards_all_is_as_it_was(aside: Background) -> None:
    usual, imports = sys.getswitchinterval(), builtins.__import__

    def broken() -> float:
        assert builtins.__import__ is not imports
        assert sys.getswitchinterval() == pytest.approx(SHORT_TURNS)
        raise ValueError("broken")

    with pytest.raises(ValueError, match="broken"):
        await aside.run(broken)
    assert sys.getswitchinterval() == usual
    assert builtins.__import__ is imports
