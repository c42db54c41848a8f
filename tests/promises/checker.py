"""The independent checker: plants canaries, and looks for them in every file and in every process (Linux).

    python -m tests.promises.checker --runs N [--json FILE]

The portal's own service runs alone in a process, all other parties in a second, the citizen's client in a
third. A fourth, this one, knows the canaries. A cell says how many different ones were found and in how
many copies, the most of all runs. Exit codes: 0 all that must hold holds, 1 it does not, 2 the runs show
nothing: the control failed, or memory may not be read here.
"""

import argparse
import json
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.promises.canaries import KINDS, PIECE
from tests.promises.cast import NotDone
from tests.promises.program import MANNERS
from tests.promises.scenes import Run, Seen, run_in
from tests.promises.verdict import broken, void

COLUMNS = (42, 18, *(14 for _ in KINDS))


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it from the command line; returns the exit code."""
    options = _options(arguments)
    runs: list[Run] = []
    for number in range(1, options.runs + 1):
        with TemporaryDirectory(prefix="checker-") as folder, run_in(Path(folder)) as run:
            if reason := run.cast.unreadable():
                print(reason, file=sys.stderr)
                return 2
            try:
                run.play()
                for manner in MANNERS:
                    run.play_program(manner)
            except (NotDone, AssertionError) as error:
                print(f"run {number}: {error}", file=sys.stderr)
                return 2
            runs.append(run)
        print(f"run {number} of {options.runs}", file=sys.stderr, flush=True)
    print(table(runs))
    if options.json is not None:
        options.json.write_text(json.dumps(figures(runs), indent=1) + "\n", encoding="utf-8")
    code, said = judged(runs)
    print("", *said, sep="\n")
    return code


def table(runs: Sequence[Run]) -> str:
    """The most that was found in any of the runs, by scene and place, one a line."""
    counts = runs[0].planted.counts
    lines = [
        f"{len(runs)} runs; canaries in each: {counts.total()}; found: different ones / copies",
        "",
        _line("scene", "place", *(f"{kind} {counts[kind] or ''}".rstrip() for kind in KINDS)),
    ]
    for same in zip(*(run.seen for run in runs), strict=True):
        first = same[0]
        cells = [first.reason] if first.reason else [_cell(same, kind) for kind in KINDS]
        lines.append(_line(first.scene, first.place, *cells))
    return "\n".join(lines)


def _cell(same: Sequence[Seen], kind: str) -> str:
    values = max(one.values(kind) for one in same)
    copies = max(one.copies(kind) for one in same)
    # Which one it was, a piece does not tell.
    return str(copies) if kind == PIECE or not copies else f"{values} / {copies}"


def _line(*cells: str) -> str:
    return "".join(cell.ljust(width) for cell, width in zip(cells, COLUMNS, strict=False)).rstrip()


def figures(runs: Sequence[Run]) -> dict[str, Any]:
    """The same for programs, of each run, with the forms in which copies were found; no canary is in it."""
    return {
        "canaries": dict(runs[0].planted.counts),
        "runs": [[_figures(one) for one in run.seen] for run in runs],
        "broken": [what for run in runs for what in broken(run.seen)],
        "void": [what for run in runs for what in void(run.seen, run.planted)],
    }


def _figures(seen: Seen) -> dict[str, Any]:
    forms: dict[str, int] = {}
    for hit, copies in seen.found.items():
        forms[hit.form] = forms.get(hit.form, 0) + copies
    kinds = {
        kind: {"different": seen.values(kind), "copies": seen.copies(kind)}
        for kind in KINDS
        if seen.copies(kind)
    }
    where = {"scene": seen.scene, "place": seen.place}
    return where | ({"reason": seen.reason} if seen.reason else {"found": kinds, "forms": forms})


def judged(runs: Sequence[Run]) -> tuple[int, list[str]]:
    """The exit code, and what there is to say: every reason once, and in how many runs."""
    nothing = _told(len(runs), (void(run.seen, run.planted) for run in runs))
    wrong = _told(len(runs), (broken(run.seen) for run in runs))
    if nothing:
        return 2, [*nothing, *wrong, "These runs show nothing."]
    if wrong:
        return 1, [*wrong, "Found where it may not be."]
    return 0, ["Nothing is where it may not be."]


def _told(runs: int, what: Iterable[Iterable[str]]) -> list[str]:
    """Scene, place and kind, without the figures that the table has."""
    counted = Counter(one.rpartition(": ")[0] for each in what for one in each)
    return [f"{one}: in {count} of {runs} runs" for one, count in counted.items()]


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.promises.checker", description=__doc__)
    parser.add_argument("--runs", type=int, default=1, help="how often, each with new canaries")
    parser.add_argument("--json", type=Path, help="write the figures of each run to this file")
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
