"""How the full screen opens and how it falls: what is loaded at first paint, and what a crash leaves."""

import json
import sys
from pathlib import Path

import pexpect
import pytest

ROOT = Path(__file__).parents[2]

LATE = (
    "authlib",
    "cryptography",
    "ctypes",
    "httpx",
    "joserfc",
    "mock_backends",
    "sqlite3",
    "starlette",
)
"""What no first paint waits for."""

ASKED_FOR = {"tui.screens.where_am_i", "tui.screens.review", "tui.page.description"}
"""What waits until it is asked for."""

MAIN = """
import asyncio, json, sys
from tui.__main__ import main
from tui.journey.navigator import Navigator
from tui.opening import Opening
from tui.page.parts import Form

painted = Opening._painted
"""
"""Before a program that puts something else in the place of what is done once the first page stands."""

PAINTED = """
import json, sys
from tui.opening import Opening
from tui.__main__ import main

def look(self, app):
    with open(sys.argv[1], "w") as file:
        json.dump([app.screen.page.place, sorted(sys.modules)], file)
    app.exit("stop")

Opening._painted = look
sys.exit(main(["--home", *sys.argv[2:]]))
"""

MEANWHILE = f"""{MAIN}
def at_once(self, app):
    painted(self, app)
    self.told = asyncio.create_task(tell(self, app))

async def tell(self, app):
    screen, journey = app.screen, self._navigator
    if sys.argv[3]:
        await journey.open(sys.argv[3])
    else:
        form = next(part for part in screen.page.parts if isinstance(part, Form))
        field = next(field for field in form.fields if field.kind == "long")
        screen.go_to(form.id + "." + field.name)
        screen.focused.insert("Dag")
    built = self._services.done()
    await self._services
    await asyncio.sleep(0)
    kept = "" if sys.argv[3] else screen.focused.read()
    with open(sys.argv[1], "w") as file:
        json.dump([built, journey.page.place, kept], file)
    app.exit("stop")

Opening._painted = at_once
sys.exit(main(["--home", sys.argv[2], "--page", "contact"]))
"""

IN_LINES = """
import sys
from tui.__main__ import main

code = main(["--home", sys.argv[1], "--lines"])
print("textual" in sys.modules)
sys.exit(code)
"""

CRASHED = f"""{MAIN}
async def fails(self, secret):
    raise ValueError("85.67.30-033.28")

Navigator.open = fails
sys.exit(main(["--home", sys.argv[1], "--page", "data", *sys.argv[2:]]))
"""

INTERRUPTED = """
import sys

class Interrupts:
    def find_spec(self, name, path=None, target=None):
        if name == sys.argv[2]:
            raise KeyboardInterrupt

from tui.__main__ import main
sys.meta_path.insert(0, Interrupts())
sys.exit(main(["--home", sys.argv[1]]))
"""


def run(program: str, *arguments: str, answer: str = "") -> tuple[str, int]:
    """What a program writes on a terminal, and its exit code; `answer` is typed when lines ask."""
    child: pexpect.spawn[str] = pexpect.spawn(
        sys.executable,
        ["-c", program, *arguments],
        cwd=str(ROOT),
        encoding="utf-8",
        timeout=30,
        dimensions=(400 if answer else 24, 80),  # a low window would have lines pause
    )
    before = ""
    if answer:
        child.expect("Uw keuze: ")
        before = str(child.before)
        child.sendline(answer)
    child.expect(pexpect.EOF)
    assert child.getecho()  # the terminal is as it was
    child.close()
    return before + str(child.before), int(child.exitstatus or 0)


@pytest.mark.parametrize(
    ("options", "place"),
    [
        ((), "start"),
        (("--page", "contact"), "contact"),
        (("--page", "controllers.entry/ahovoks"), "controllers.entry/ahovoks"),
        (("--page", "data"), "sign-in"),
    ],
)
def test_the_page_stands_at_first_paint_and_nothing_heavy_is_loaded(
    home_folder: Path, tmp_path: Path, options: tuple[str, ...], place: str
) -> None:
    found = tmp_path / "modules.json"
    _, code = run(PAINTED, str(found), str(home_folder), *options)
    painted, modules = json.loads(found.read_text())
    assert (code, painted) == (0, place)
    assert "tui.app" in modules
    assert {name.partition(".")[0] for name in modules} & set(LATE) == set()
    assert ASKED_FOR.isdisjoint(modules)
    assert ("tui.widgets.form" in modules) is (place == "contact"), "only where there is a form"


@pytest.mark.parametrize(("goes", "place", "kept"), [("", "contact", "Dag"), ("help", "help", "")])
def test_what_one_does_while_the_services_open_stands(
    home_folder: Path, tmp_path: Path, goes: str, place: str, kept: str
) -> None:
    found = tmp_path / "found.json"
    said, code = run(MEANWHILE, str(found), str(home_folder), goes)
    assert code == 0, said
    assert json.loads(found.read_text()) == [False, place, kept]


@pytest.mark.parametrize("mode", [(), ("--lines",)])
def test_a_crash_is_one_sentence_and_a_report_without_data(
    home_folder: Path, mode: tuple[str, ...]
) -> None:
    said, code = run(CRASHED, str(home_folder), *mode)
    report = home_folder / "data" / "crash.log"
    assert code == 1
    assert "Er ging iets mis. Het programma is gestopt." in said
    assert "Traceback" not in said
    assert "85.67" not in said
    if not mode:
        # The full screen was left before the sentence came: it stands on the usual screen.
        assert said.index("\x1b[?1049l") < said.index("Er ging iets mis")
    assert "ValueError" in report.read_text()
    assert "85.67" not in report.read_text()


def test_lines_never_load_the_full_screen(home_folder: Path) -> None:
    said, code = run(IN_LINES, str(home_folder), answer="s")
    assert code == 0
    assert said.rstrip().endswith("False")


@pytest.mark.parametrize("module", ["tui.catalogue", "tui.options", "tui.opening", "textual.app"])
def test_ctrl_c_while_it_loads_ends_it_quietly(home_folder: Path, module: str) -> None:
    said, code = run(INTERRUPTED, str(home_folder), module)
    assert ("Traceback" in said, code) == (False, 130), said
