"""A figure of a run: the program's own beside its floor, and what it may be at most."""

from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`ours` and `floor` in `unit`; `most` bounds their ratio, or `ours` itself when there is no floor."""

    what: str
    unit: str
    ours: float
    floor: float | None = None
    most: float | None = None

    @property
    def judged(self) -> float:
        """What `most` bounds."""
        return self.ours / self.floor if self.floor else self.ours

    @property
    def kept(self) -> bool:
        """Whether the bound holds; a figure without a bound is only reported."""
        return self.most is None or self.judged <= self.most


def middle(values: list[float]) -> float:
    """The median."""
    return median(values)


def p95(values: list[float]) -> float:
    """The value that 95 of 100 stay under."""
    return quantiles(values, n=20)[18]


def table(figures: list[Figure]) -> str:
    """The figures as a Markdown table."""
    rows = [
        "| figure | ours | floor | ratio | at most | kept |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for one in figures:
        floor = f"{one.floor:.1f} {one.unit}" if one.floor else "–"
        ratio = f"{one.judged:.2f}" if one.floor else "–"
        most = (
            "reported"
            if one.most is None
            else f"{one.most:g}" + ("" if one.floor else f" {one.unit}")
        )
        kept = "" if one.most is None else ("yes" if one.kept else "NO")
        rows.append(
            f"| {one.what} | {one.ours:.1f} {one.unit} | {floor} | {ratio} | {most} | {kept} |"
        )
    return "\n".join(rows)
