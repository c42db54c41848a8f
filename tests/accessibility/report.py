"""The report for people, made by a run of the tests: what its gates found, and which tests have passed.

`pytest --report=DIR` writes DIR/accessibility.md and DIR/accessibility.html, which say the same. `make test`
writes build/; `make report` runs what the goals name, and writes docs/.
"""

from collections import Counter
from collections.abc import Iterator
from html import escape
from pathlib import Path

import pytest
from msgspec import Struct, field, json

from tests.accessibility import gates
from tests.accessibility.foreign import other_languages
from tests.accessibility.goals import aims, goals, unmet
from tests.accessibility.manners import SIZES, THEMES
from tests.accessibility.readability import plain_dutch
from tests.accessibility.walk import Walk
from tui.locale import LANGUAGES
from tui.screens.contrast import DRAWN, contrast
from tui.widgets.theme import TERMINAL

FIGURES = "figures"
"""The name under which a test hands over what its walks add up to."""


class Figures(Struct, kw_only=True):
    """What some walks add up to: how many, and what the gates found in them."""

    counts: dict[str, int] = field(default_factory=dict)
    """How many pages, walks, stops and cells; and the complaints of each gate, under its name."""
    lowest: dict[str, float] = field(default_factory=dict)
    """The lowest contrast of text, by theme."""

    def count(self, what: str, number: int = 1) -> None:
        self.counts[what] = self.counts.get(what, 0) + number

    def see(self, theme: str, contrast: float) -> None:
        self.lowest[theme] = min(self.lowest.get(theme, 21.0), contrast)

    def take(self, walked: Walk) -> list[str]:
        """Add a walk; gives what the gates say is wrong with it."""
        theme = walked.manner.theme
        self.count("walks")
        self.count("stops", len(walked.frames) - 1)
        for signs, style in walked.segments():
            self.count("cells", len(signs))
            if theme != TERMINAL.name and not DRAWN.match(signs):
                self.see(theme, contrast(style))
        said = []
        for gate in gates.GATES:
            found = gates.complaints_of(gate, walked)
            self.count(gate.__name__, len(found))
            said += found
        return said

    def add(self, other: "Figures") -> None:
        """Add what other walks add up to."""
        for what, number in other.counts.items():
            self.count(what, number)
        for theme, lowest in other.lowest.items():
            self.see(theme, lowest)


class Build:
    """A run of the tests, as far as the report tells of it: a plugin of pytest that writes it at the end."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self.figures = Figures()
        self.passed: Counter[str] = Counter()
        self.cases: Counter[str] = Counter()

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Take what a test has shown."""
        if report.when != "call":
            return
        name = report.nodeid.partition("[")[0].removeprefix("tests/")
        self.cases[name] += 1
        self.passed[name] += report.passed
        for what, told in report.user_properties:
            if what == FIGURES:
                self.figures.add(json.decode(str(told), type=Figures))

    def pytest_sessionfinish(self) -> None:
        """Write the report, unless less was run than it tells of."""
        named = {goal.test for goal in goals() if goal.test}
        if self.figures.counts and not named - self.cases.keys():
            self._folder.mkdir(exist_ok=True)
            for name, told in (("md", markdown(self)), ("html", html(self))):
                (self._folder / f"accessibility.{name}").write_text(told, encoding="utf-8")


def rows(build: Build) -> Iterator[tuple[str, ...]]:
    """The table: goal, WCAG, EN 301 549, how it is shown, the figure, whether it is met."""
    for goal in goals():
        figure = ""
        if goal.gate:
            counts = build.figures.counts
            figure = f"{counts.get(goal.gate, 0)} complaints in {counts['walks']} walks"
        elif goal.test:
            figure = f"{build.passed[goal.test]} of {build.cases[goal.test]} passed"
        shown = f"gate {goal.gate}" if goal.gate else goal.test.replace("::", ": ")
        met = f"{goal.met}. {goal.limit}".strip() if goal.limit else goal.met
        yield goal.what, goal.wcag, goal.en, shown, figure, met


BESIDE = (
    "pictures/themes: one page in each theme and size.",
    "heard.txt: what two virtual readers hear after each key of the main journey.",
    "transcript.txt: the whole journey in line mode, which is also what these pictures say in words.",
)
"""What lies beside the report, in the same folder."""

HEAD = ("Goal", "WCAG 2.2", "EN 301 549", "Shown by", "This build", "Met")


def facts(figures: Figures) -> Iterator[str]:
    """The figures in sentences."""
    counts = figures.counts
    yield (
        f"{counts['pages']} pages were walked {counts['walks']} times: each in"
        f" {counts['walks'] // counts['pages']} manners; over all pages each pair of {len(THEMES)} themes,"
        f" {len(LANGUAGES)} languages and {len(SIZES)} sizes comes by."
    )
    yield f"{counts['stops']} stops of the focus and {counts['cells']} signs were judged."
    for theme, lowest in sorted(figures.lowest.items()):
        yield f"Lowest contrast of text in the theme {theme}: {lowest:.2f}:1."
    yield f"The theme {TERMINAL.name}, and NO_COLOR, send no colour: the terminal's own are not reckoned."


def not_met() -> Iterator[str]:
    """Each row that is not met, or in part, and why."""
    for goal in unmet():
        numbers = ", ".join(one for one in (goal.wcag, goal.en) if one != "-")
        yield f"{goal.what} ({numbers}): {goal.met}. {goal.limit}"


def sections() -> Iterator[tuple[str, Iterator[str]]]:
    """What stands below the table, as lists under their headings."""
    yield "Plain Dutch", plain_dutch()
    yield "Words of another language", other_languages()
    yield "What is not met", not_met()
    yield (
        "Criteria of level A and AA without a goal",
        (f"{apart.wcag}: {apart.why}" for apart in aims().apart),
    )
    yield "What a blind tester would still trip over", (trip.what for trip in aims().trip)
    yield "To see and to hear", iter(BESIDE)


def markdown(build: Build) -> str:
    lines = [
        "# Accessibility",
        "",
        "Made by a run of the tests (`make report`); do not edit.",
        "",
        "## Figures",
        "",
    ]
    lines += [f"- {fact}" for fact in facts(build.figures)]
    lines += ["", "## Goals", "", f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows(build)]
    for heading, items in sections():
        lines += ["", f"## {heading}", "", *(f"- {one}" for one in items)]
    return "\n".join(lines) + "\n"


def html(build: Build) -> str:
    """The report as a page that needs no script and no colour."""

    def heads(row: tuple[str, ...]) -> str:
        return "<tr>" + "".join(f'<th scope="col">{escape(one)}</th>' for one in row) + "</tr>"

    def cells(row: tuple[str, ...]) -> str:
        first, *others = map(escape, row)
        told = "".join(f"<td>{one}</td>" for one in others)
        return f'<tr><th scope="row">{first}</th>{told}</tr>'

    def items(texts: Iterator[str]) -> str:
        return "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in texts) + "</ul>"

    rest = "".join(f"<h2>{escape(name)}</h2>{items(told)}" for name, told in sections())
    table = "".join(map(cells, rows(build)))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Accessibility of Burgerprofiel</title></head><body><main>"
        f"<h1>Accessibility of Burgerprofiel</h1><h2>Figures</h2>{items(facts(build.figures))}"
        f"<h2>Goals</h2><table><caption>Goals, and how each is met</caption>"
        f"<thead>{heads(HEAD)}</thead><tbody>{table}</tbody></table>"
        f"{rest}</main></body></html>\n"
    )
