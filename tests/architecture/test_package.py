"""The wheel: built from the sources alone, with all that the program needs when it is installed."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

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
        world = await open_world(WorldOptions(home=Home(Path(folder, "config"), Path(folder, "data"))))
        for address in world.addresses.values():
            assert (await world.http.get(address + "/openapi.yaml")).status_code == 200
        await world.stop()

asyncio.run(opened())
"""


def test_a_wheel_has_its_words_data_and_contracts(tmp_path: Path) -> None:
    sources, unpacked = tmp_path / "sources", tmp_path / "unpacked"
    sources.mkdir()
    for name in (*PACKAGES, "fixtures"):
        # As in a fresh clone: nothing is compiled yet.
        shutil.copytree(ROOT / name, sources / name, ignore=shutil.ignore_patterns("*.mo", "__py*"))
    for name in BESIDE:
        shutil.copy(ROOT / name, sources)
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel"],
        cwd=sources,
        check=True,
        capture_output=True,
    )
    (wheel,) = (sources / "dist").glob("*.whl")
    with zipfile.ZipFile(wheel) as content:
        content.extractall(unpacked)
    there = {path.name for path in unpacked.iterdir()}
    assert {one for one in there if not one.endswith(".dist-info")} == set(PACKAGES)
    run = subprocess.run(
        [sys.executable, "-c", ASKED, str(unpacked), str(ROOT)],
        cwd=tmp_path,
        check=False,
        capture_output=True,
        text=True,
    )
    assert run.returncode == 0, run.stderr
    assert run.stdout.strip() == (
        "4|Mijn Burgerprofiel|My Citizen Profile|Mon profil citoyen|Mein Bürgerprofil"
    )
    (scripts,) = unpacked.glob("*.dist-info/entry_points.txt")
    assert "burgerprofiel = tui.__main__:main" in scripts.read_text()
