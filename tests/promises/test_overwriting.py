"""Freed memory is overwritten: looked for from outside, in a process that had thousands of texts."""

import subprocess
import sys

import pytest

from tests.promises import memory
from tests.served import ROOT

TEXTS = 4000
MARKER = "7k4q9z"

PROGRAM = f"""
import asyncio
from tui.overwriting import overwrite_freed
texts = [f"{MARKER}-{{n:04}}".ljust(20 + n % 400, "-") for n in range({TEXTS})]
input("made")
del texts
input("dropped")
asyncio.run(overwrite_freed())
input("overwritten")
"""


def copies(pid: int) -> int:
    """How many texts stand in the memory of a process, whole or in part."""
    return sum(content.count(f"{MARKER}-0".encode()) for content in memory.memory(pid)) + sum(
        content.count(f"{MARKER}-{n}".encode()) for content in memory.memory(pid) for n in (1, 2, 3)
    )


def test_what_was_dropped_is_overwritten() -> None:
    command = [sys.executable, "-c", PROGRAM]
    with subprocess.Popen(
        command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        if reason := memory.unreadable(child.pid):
            child.kill()
            pytest.skip(reason)
        found: dict[str, int] = {}
        for word in ("made", "dropped", "overwritten"):
            assert child.stdout.read(len(word)) == word
            found[word] = copies(child.pid)
            child.stdin.write("\n")
            child.stdin.flush()
    assert found["made"] >= TEXTS
    assert found["dropped"] > TEXTS / 2, "the control: Python leaves it there"
    assert found["overwritten"] < TEXTS / 20
