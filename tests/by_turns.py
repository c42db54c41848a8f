"""Of a matrix whose cells are answered in the same few places, a build takes some cells by turns.

The others are marked `nightly`: they run in the long form alone, and nobody has to remember which.
"""

from collections.abc import Iterable
from itertools import product
from typing import Any

import pytest
from _pytest.mark import ParameterSet


def by_turns(rows: Iterable[Any], every: int) -> list[ParameterSet]:
    """The rows for `parametrize`: each `every`-th on every build, from the first on."""
    return [_row(row, number % every == 0) for number, row in enumerate(rows)]


def crossed(first: Iterable[Any], second: Iterable[Any], times: int = 1) -> list[ParameterSet]:
    """All pairs for `parametrize`; on every build each of both comes by at least `times`, in few pairs."""
    ones, others = list(first), list(second)
    longest = max(len(ones), len(others))
    taken = {
        (at % len(ones), (at + turn) % len(others))
        for at in range(longest)
        for turn in range(times)
    }
    return [
        _row((ones[one], others[other]), (one, other) in taken)
        for one, other in product(range(len(ones)), range(len(others)))
    ]


def _row(row: Any, taken: bool) -> ParameterSet:
    marks = () if taken else (pytest.mark.nightly,)
    if isinstance(row, ParameterSet):
        return pytest.param(*row.values, id=row.id, marks=(*row.marks, *marks))
    return pytest.param(*(row if isinstance(row, tuple) else (row,)), marks=marks)
