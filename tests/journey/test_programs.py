"""The program itself, in both renderers, before parties that stand in two processes of their own."""

import sys
from pathlib import Path

import pytest

from tests.accessibility.terminal import Terminal
from tests.lines.session import Program
from tests.services import Pair


def options(pair: Pair, *more: str) -> list[str]:
    """Where the services are, and who signs in there."""
    where = ["--backend", pair.base, "--trust", str(pair.trust), "--persona", "noor-peeters"]
    return [*where, *more]


@pytest.mark.requirement("R14", "R51")
async def test_in_lines_a_citizen_signs_in_changes_the_profile_and_signs_out(
    tmp_path: Path, pair: Pair
) -> None:
    async with pair.services():
        asked = options(pair, "--login", "eid", "--page", "profile.nickname")
        with Program(tmp_path, *asked, noon=False) as program:
            program.prompt()
            assert "Account: Noor Peeters" in program.heard
            program.answer("kijk na", "Nono")
            assert "Uw roepnaam is bewaard: Nono." in program.answer("bewaar")
            program.answer("account")
            assert "Aanmelden" in program.answer("meld mij af")
            program.send("s\n")
            assert program.wait() == 0


@pytest.mark.requirement("R14", "R51")
async def test_in_the_full_screen_a_citizen_signs_in_and_reads_what_the_registers_hold(
    tmp_path: Path, pair: Pair
) -> None:
    async with pair.services():
        asked = options(pair, "--login", "itsme", "--page", "data.identity")
        program = [sys.executable, "-m", "tui", "--home", str(tmp_path), "--language", "nl"]
        with Terminal([*program, *asked], 120, 40, {}) as shown:
            shown.until("Noor Peeters")
            shown.until("Opgehaald op 23")
            shown.send("\x1b[21~")  # F10
            assert shown.wait() == 0
