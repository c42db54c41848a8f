"""The package: its pins agree, and its wheel has all that the program needs when it is installed."""

import shutil
import subprocess
import sys
import tarfile
import tomllib
import zipfile
from pathlib import Path

from mock_backends.people.loader import load

ROOT = Path(__file__).parents[2]
PACKAGES = ("tui", "mock_backends")
BESIDE = ("pyproject.toml", "hatch_build.py", "README.md", "LICENSE", ".gitignore")
"""What the build reads besides; what Git ignores, a wheel leaves out unless it is asked for."""

ASKED = """
import sys
sys.path[:] = [sys.argv[1], *(one for one in sys.path if one and one != sys.argv[2])]
import asyncio, tempfile, tui
from pathlib import Path
from mock_backends.people.loader import load
from mock_backends.shared.home import Home
from mock_backends.world import WorldOptions, open_world
from tui.catalogue import LANGUAGES
from tui.locale import Words

assert Path(tui.__file__).is_relative_to(sys.argv[1])
print(len(load().personas), *(Words(one)("screen.title") for one in LANGUAGES), sep="|")

async def opened():
    with tempfile.TemporaryDirectory() as folder:
        world = await open_world(WorldOptions(home=Home.of(Path(folder))))
        for address in world.addresses.values():
            assert (await world.http.get(address + "/openapi.yaml")).status_code == 200
        await world.stop()

asyncio.run(opened())
"""


def test_what_builds_the_package_is_pinned_as_what_it_is_tested_with() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    pinned = (ROOT / "constraints.txt").read_text().splitlines()
    assert set(project["build-system"]["requires"]) <= set(pinned)


def build(target: str, sources: Path) -> Path:
    """Build an `sdist` or a `wheel` of these sources; gives its file."""
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", target],
        cwd=sources,
        check=True,
        capture_output=True,
    )
    (built,) = (sources / "dist").iterdir()
    return built


def test_a_wheel_out_of_an_sdist_has_its_words_data_and_contracts(tmp_path: Path) -> None:
    sources, unpacked = tmp_path / "sources", tmp_path / "unpacked"
    sources.mkdir()
    for name in (*PACKAGES, "fixtures"):
        # As in a fresh clone: nothing is compiled yet.
        shutil.copytree(ROOT / name, sources / name, ignore=shutil.ignore_patterns("*.mo", "__py*"))
    for name in BESIDE:
        shutil.copy(ROOT / name, sources)
    with tarfile.open(build("sdist", sources)) as content:
        content.extractall(tmp_path, filter="data")
    (again,) = tmp_path.glob("burgerprofiel-*")
    wheel = build("wheel", again)
    with zipfile.ZipFile(wheel) as content:
        content.extractall(unpacked)
    there = {path.name for path in unpacked.iterdir()}
    assert {name for name in there if not name.endswith(".dist-info")} == set(PACKAGES)
    run = subprocess.run(
        [sys.executable, "-c", ASKED, str(unpacked), str(ROOT)],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == (
        f"{len(load().personas)}|Mijn Burgerprofiel|My Citizen Profile|Mon profil citoyen|Mein Bürgerprofil"
    )
    (scripts,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert "burgerprofiel = tui.__main__:program" in scripts.read_text()
