"""What the program loads, read in a fresh interpreter."""

import configparser
import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SERVICES = {"httpx", "starlette", "authlib", "joserfc", "cryptography", "sqlite3", "textual"}
"""What the services and the full screen need."""
PORTAL = {f"tui.{room}" for room in ("app", "journey", "lines", "page", "portal")}
ALL = SERVICES | PORTAL | {"mock_backends", "rich", "asyncio", "msgspec"}


@pytest.mark.parametrize(
    ("arguments", "heavy"),
    [
        (("--version",), ALL),
        (("--help",), ALL),
        (("--nonsense",), ALL),
        (("receipt", "verify", "--help"), ALL),
        (("people", "check", "fixtures"), SERVICES),
    ],
    ids=["version", "help", "wrong use", "help on a command", "people check"],
)
def test_a_question_about_the_program_loads_almost_nothing(
    arguments: tuple[str, ...], heavy: set[str]
) -> None:
    code = f"""
import sys
from tui.__main__ import main
try:
    main({list(arguments)!r})
except SystemExit:
    pass
print("\\n".join(sys.modules))
"""
    answer = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=True
    )
    loaded = answer.stdout.splitlines()
    assert "tui.options" in loaded, "or this test looks at nothing"
    assert set(loaded) & heavy == set()


PARTIES_RULE = "No party imports another, and what they share imports none"
A_WORLD = {
    "__init__": "",
    "__main__": "import mock_backends.world",
    "served_world": "import mock_backends.world",
    "world": "import mock_backends.old.app, mock_backends.new.app",
    "old.app": "import mock_backends.old.service, mock_backends.shared.kit",
    "old.service": "",
    "new.app": "import mock_backends.old.service",
    "shared.kit": "import mock_backends.people.loader, mock_backends.new.app",
    "people.loader": "import mock_backends.new.app",
}
"""A small services' side, with a party that nobody named to the linter and each arrow that is forbidden."""


def test_the_rule_of_parties_holds_for_a_party_that_nobody_named(tmp_path: Path) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    (rule,) = (one for one in contracts["contracts"] if one["name"] == PARTIES_RULE)
    for name, code in A_WORLD.items():
        module = tmp_path.joinpath("mock_backends", *name.split(".")).with_suffix(".py")
        module.parent.mkdir(parents=True, exist_ok=True)
        (module.parent / "__init__.py").touch()
        module.write_text(code)
    config = configparser.ConfigParser()
    config["importlinter"] = {"root_package": "mock_backends"}
    config["importlinter:contract:1"] = {
        key: "\n".join(value) if isinstance(value, list) else value for key, value in rule.items()
    }
    with (tmp_path / "rules.ini").open("w") as file:
        config.write(file)
    linter = Path(sys.executable).with_name("lint-imports")
    found = subprocess.run(
        [linter, "--config", "rules.ini", "--no-cache"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )
    broken = set(
        re.findall(
            r"mock_backends.(\w+) is not allowed to import\s+mock_backends.(\w+)", found.stdout
        )
    )
    assert broken == {("new", "old"), ("shared", "new"), ("people", "new")}, found.stdout
