"""What sealing answers to the citizen costs: each figure beside the same work with answers left plain.

There is no plain path in the program; here both halves are replaced in this process, in turns.
"""

import asyncio
import gc
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from unittest.mock import patch

from benchmarks.figures import Figure, middle
from benchmarks.journeys import journey, simulated_in
from mock_backends.identity_provider import claims
from mock_backends.shared import sealed_answers
from tests.journey.steps import sign_in_by_itsme
from tui.portal.sealed import SealKey

ROUNDS = 16
SEALS = 200
LARGE = b" " * 100_000


def measure() -> list[Figure]:
    """Sealing alone; signing in until the last block is here; the journey on pages."""
    sealed: list[tuple[float, ...]] = []
    plain: list[tuple[float, ...]] = []
    for number in range(ROUNDS + 1):
        # Each comes first every other time, and the first pair, which imports, does not count.
        pair: dict[bool, tuple[float, ...]] = {}
        for left_plain in (number % 2 == 0, number % 2 == 1):
            gc.collect()
            with _left_plain() if left_plain else nullcontext():
                pair[left_plain] = asyncio.run(_round())
        if number:
            sealed.append(pair[False])
            plain.append(pair[True])
    ours, floors = (
        # The best of many: what disturbs a round is larger than what is looked for, and only adds.
        [min(column) for column in zip(*rounds, strict=True)]
        for rounds in (sealed, plain)
    )
    bounds = {
        "sign-in until the last block is here": 1.2,
        "journey on pages, sealed": 1.1,
    }
    return [
        Figure(what="sealing 100 kB", unit="ms", ours=middle(_seals()), most=0.3),
        *(
            Figure(what=what, unit="ms", ours=our, floor=floor, most=most)
            for (what, most), our, floor in zip(bounds.items(), ours, floors, strict=True)
        ),
    ]


def _seals() -> list[float]:
    """Milliseconds that each sealing of LARGE takes."""
    key, times = sealed_answers.public_key(SealKey().public), []
    for _ in range(SEALS):
        started = time.perf_counter()
        sealed_answers.seal(LARGE, key, "registers", "/x")
        times.append((time.perf_counter() - started) * 1000)
    return times


async def _round() -> tuple[float, ...]:
    """Milliseconds of signing in until the last block is here, and of the whole journey."""
    with tempfile.TemporaryDirectory() as folder:
        simulated = simulated_in(folder)
        await simulated.portal.ready()
        started = time.perf_counter()
        await sign_in_by_itsme(simulated.navigator)
        await simulated.context("data")
        blocks = time.perf_counter() - started
        await simulated.close()
    with tempfile.TemporaryDirectory() as folder:
        simulated = simulated_in(folder)
        await simulated.portal.ready()
        started = time.perf_counter()
        await journey(simulated)
        whole = time.perf_counter() - started
        await simulated.close()
    return blocks * 1000, whole * 1000


@contextmanager
def _left_plain() -> Iterator[None]:
    """Answers as long as sealed ones, which nothing seals and nothing opens."""

    def left_plain(plain: bytes, key: object, *belongs_to: str) -> bytes:
        return bytes(sealed_answers.OVERHEAD) + plain

    with (
        patch.object(sealed_answers, "seal", left_plain),
        patch.object(claims, "seal", left_plain),
        patch.object(
            SealKey, "open", lambda self, sealed, *belongs_to: sealed[sealed_answers.OVERHEAD :]
        ),
    ):
        yield
