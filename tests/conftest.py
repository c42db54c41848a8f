"""One clean, still world for every test: no environment leaks in, no time passes, nothing blinks."""

import gc
import os
import shutil
import sys
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.simulated import Simulated

# Before Textual is imported: it reads these once.
for name in list(os.environ):
    if name.startswith("TEXTUAL_SNAPSHOT"):
        continue  # the snapshot plugin's own, set before this is read
    if name.startswith(("TEXTUAL", "BURGERPROFIEL", "XDG_", "LC_")) or name in {
        "ACCESSIBLE",
        "COLORTERM",
        "COLUMNS",
        "LANG",
        "LANGUAGE",
        "LINES",
        "NO_COLOR",
    }:
        del os.environ[name]
os.environ.update(
    {
        "TEXTUAL_ANIMATIONS": "none",
        "COLORTERM": "truecolor",
        "TERM": "xterm-256color",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
    }
)

pytest_plugins = ["tests.captured", "tests.services"]

START = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
"""The time in every test's world."""

LATER = tuple(
    f"{name}-{use}" for name in ("itsme", "identity_provider-itsme") for use in ("sig", "enc")
)
"""RSA keys that a world makes only when they are first needed."""

PYTHON = (3, 11)
"""Pictures are drawn on one Python only, so that they never differ for its sake."""


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--standards DIR`: published specifications to hold the services to; `--nightly`: the long form."""
    parser.addoption("--standards", type=Path, default=None, help="published specifications")
    parser.addoption("--report", type=Path, default=None, help="a folder for the report")
    parser.addoption(
        "--nightly", action="store_true", help="each page in all manners, not only in two"
    )


def pytest_configure(config: pytest.Config) -> None:
    """Refuse to accept pictures unseen, and gather the results for the report."""
    refuse_unseen(config)
    folder = config.getoption("--report")
    if folder is not None and not hasattr(config, "workerinput"):
        # Heavy, and for whoever gathers the results alone.
        from tests.accessibility.report import Build

        config.pluginmanager.register(Build(folder))


def refuse_unseen(config: pytest.Config) -> None:
    """Accept no pictures unseen: before any is drawn, for what a test refuses is written all the same."""
    if not config.getoption("--snapshot-update", default=False):
        return
    if sys.version_info[:2] != PYTHON:
        raise pytest.UsageError("pictures are drawn on Python 3.11 only")
    if os.environ.get("CI"):
        raise pytest.UsageError("pictures are accepted by somebody who looks at them, not in CI")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave to the long form what is marked for it; a test that is named by its id runs all the same."""
    named = any("[" in argument for argument in config.args)
    if config.getoption("--nightly") or named:
        return
    items[:] = [one for one in items if one.get_closest_marker("nightly") is None]


def pytest_collection_finish() -> None:
    """Leave what is imported and collected out of every later search for garbage: a tenth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(100_000, 50, 50)


@pytest.fixture
def standards(request: pytest.FixtureRequest) -> Path:
    """The folder of published specifications; the test is skipped where none was given."""
    folder = request.config.getoption("--standards")
    if folder is None:
        pytest.skip("needs --standards DIR, a folder of published specifications")
    assert isinstance(folder, Path)
    return folder


@pytest.fixture
def nightly(request: pytest.FixtureRequest) -> bool:
    """Whether this is the long form."""
    return bool(request.config.getoption("--nightly"))


@pytest.fixture(scope="session")
def made_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Keys of all parties, made once: an RSA key costs some 50 ms, and a run builds hundreds of worlds."""
    from mock_backends.shared.home import Home
    from mock_backends.shared.keys import rsa_key
    from mock_backends.simulation.eid_ca import national_register, status_service
    from mock_backends.world import World, WorldOptions

    folder = tmp_path_factory.mktemp("keys")
    World(WorldOptions(home=Home.of(folder)))
    for name in LATER:
        rsa_key(Home.of(folder), name)
    national_register(Home.of(folder))
    status_service(Home.of(folder))
    return folder / "config"


@pytest.fixture
def home_folder(tmp_path: Path, made_keys: Path) -> Path:
    """An empty home of a world's own, with keys in it, as `--home` takes it."""
    return prepared(tmp_path / "home", made_keys)


def prepared(folder: Path, keys: Path) -> Path:
    """The same in this folder, with these keys."""
    shutil.copytree(keys, folder / "config")
    (folder / "data").mkdir(mode=0o700)
    return folder


@pytest.fixture
def language() -> str:
    """The language of `simulated`, unless the test is parametrized with another."""
    return "nl"


@pytest.fixture
async def simulated(home_folder: Path, language: str) -> "AsyncIterator[Simulated]":
    """A world of the test's own, and a citizen's side before it."""
    from tests.simulated import Simulated

    simulated = Simulated(home_folder, language)
    try:
        yield simulated
    finally:
        await simulated.close()
