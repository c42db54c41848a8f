"""`make bench`: every figure beside its floor. Exit code 1 when a bound does not hold."""

import sys

from benchmarks import journeys, keys, logins, own, parts, photo, sealed, served, sign_ins, start
from benchmarks.figures import table

PARTS = (start, keys, parts, journeys, own, photo, sealed, served, sign_ins, logins)


def main() -> int:
    """Measure the parts that are named, or all, and print the table."""
    wanted = [
        part for part in PARTS if not sys.argv[1:] or part.__name__.split(".")[-1] in sys.argv[1:]
    ]
    figures = [figure for part in wanted for figure in part.measure()]
    print(table(figures))
    return 0 if all(figure.kept for figure in figures) else 1


if __name__ == "__main__":
    sys.exit(main())
