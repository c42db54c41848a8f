"""A figure of a run: the program's own beside its floor, and what it may be at most."""

from dataclasses import dataclass
from statistics import median, quantiles


@dataclass(frozen=True, kw_only=True)
class Figure:
    """`ours` and `floor` in `unit`; `most` and `least` bound their ratio, without a floor `ours` itself."""

    what: str
    unit: str
    ours: float
    floor: float | None = None
    most: float | None = None
    least: float | None = None

    @property
    def judged(self) -> float:
        """What is bounded."""
        return self.ours / self.floor if self.floor else self.ours

    @property
    def kept(self) -> bool:
        """Whether the bound holds; a figure without a bound is only reported."""
        return (self.most is None or self.judged <= self.most) and (
            self.least is None or self.judged >= self.least
        )

    @property
    def bound(self) -> str:
        """The bound in words; "reported" where there is none."""
        unit = "" if self.floor else f" {self.unit}"
        if self.least is not None:
            return f"at least {self.least:g}{unit}"
        return "reported" if self.most is None else f"{self.most:g}{unit}"


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
        kept = "" if one.bound == "reported" else ("yes" if one.kept else "NO")
        rows.append(
            f"| {one.what} | {one.ours:.1f} {one.unit} | {floor} | {ratio} | {one.bound} | {kept} |"
        )
    return "\n".join(rows)
