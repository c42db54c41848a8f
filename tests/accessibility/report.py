"""The report for people: `make report` walks every page in its manners and writes what it found.

docs/accessibility.md and docs/accessibility.html say the same.
"""

import asyncio
import shutil
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from html import escape
from pathlib import Path

from mock_backends.shared.home import Home
from mock_backends.world import World, WorldOptions
from tests.accessibility import gates
from tests.accessibility.goals import aims, goals, unmet
from tests.accessibility.manners import SIZES, THEMES, manners
from tests.accessibility.readability import plain_dutch
from tests.accessibility.walk import Walk, walk
from tests.captured import Captured, fetch
from tests.pictured import WALKED, Picture
from tui.locale import LANGUAGES
from tui.screens.contrast import DRAWN, contrast
from tui.widgets.theme import TERMINAL

DOCS = Path(__file__).parents[2] / "docs"


class Figures:
    """What the walks of this build add up to."""

    def __init__(self) -> None:
        self.walks = self.stops = self.cells = 0
        self.lowest: dict[str, float] = {}
        self.complaints: dict[str, int] = defaultdict(int)

    def take(self, walked: Walk) -> None:
        """Add a walk."""
        theme = walked.manner.theme
        self.walks += 1
        self.stops += len(walked.frames) - 1
        for frame in (walked.opened, *walked.frames, *walked.backwards):
            for _, _, signs, style in frame.segments():
                self.cells += len(signs)
                if theme != TERMINAL.name and not DRAWN.match(signs):
                    self.lowest[theme] = min(self.lowest.get(theme, 21.0), contrast(style))
        for gate in gates.GATES:
            self.complaints[gate.__name__] += len(gate(walked))


def measure() -> Figures:
    """Walk every page in its manners."""
    figures = Figures()
    with tempfile.TemporaryDirectory() as name:
        keys = Path(name) / "keys"
        World(WorldOptions(home=Home(keys / "config", keys / "data")))
        known: dict[tuple[str, str], Captured] = {}
        for number, picture in enumerate(WALKED):
            for manner in manners(number):
                there = known.get((picture.name, manner.language))
                if there is None:
                    there = _captured(picture, manner.language, keys, Path(name))
                    known[picture.name, manner.language] = there
                figures.take(asyncio.run(walk(there.page, manner, there.drafts)))
    return figures


def _captured(picture: Picture, language: str, keys: Path, folder: Path) -> Captured:
    home = folder / f"{picture.name}-{language}"
    shutil.copytree(keys / "config", home / "config")
    (home / "data").mkdir(mode=0o700)
    return asyncio.run(fetch(picture, language, home))


def rows(figures: Figures) -> Iterator[tuple[str, ...]]:
    """The table: goal, WCAG, EN 301 549, how it is shown, the figure, whether it is met."""
    for goal in goals():
        found = figures.complaints.get(goal.gate)
        figure = f"{found} complaints in {figures.walks} walks" if found is not None else ""
        shown = f"gate {goal.gate}" if goal.gate else goal.test.replace("::", ": ")
        met = f"{goal.met}. {goal.limit}".strip() if goal.limit else goal.met
        yield goal.what, goal.wcag, goal.en, shown, figure, met


HEAD = ("Goal", "WCAG 2.2", "EN 301 549", "Shown by", "This build", "Met")


def facts(figures: Figures) -> Iterator[str]:
    """The figures in sentences."""
    yield (
        f"{len(WALKED)} pages were walked {figures.walks} times: each in {len(SIZES)} manners, in which every"
        f" one of {len(THEMES)} themes, {len(LANGUAGES)} languages and {len(SIZES)} sizes comes by; over all"
        " pages each pair of them does."
    )
    yield f"{figures.stops} stops of the focus and {figures.cells} signs were judged."
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
    yield "What is not met", not_met()
    yield (
        "Criteria of level A and AA without a goal",
        (f"{apart.wcag}: {apart.why}" for apart in aims().apart),
    )
    yield "What a blind tester would still trip over", (trip.what for trip in aims().trip)


def markdown(figures: Figures) -> str:
    """The report as Markdown."""
    lines = ["# Accessibility", "", "Made by `make report`; do not edit.", "", "## Figures", ""]
    lines += [f"- {fact}" for fact in facts(figures)]
    lines += ["", "## Goals", "", f"| {' | '.join(HEAD)} |", f"|{' --- |' * len(HEAD)}"]
    lines += [f"| {' | '.join(row)} |" for row in rows(figures)]
    for heading, items in sections():
        lines += ["", f"## {heading}", "", *(f"- {one}" for one in items)]
    return "\n".join(lines) + "\n"


def html(figures: Figures) -> str:
    """The report as a page that needs no script and no colour."""

    def cells(tag: str, row: tuple[str, ...]) -> str:
        return "<tr>" + "".join(f"<{tag}>{escape(one)}</{tag}>" for one in row) + "</tr>"

    def items(texts: Iterator[str]) -> str:
        return "<ul>" + "".join(f"<li>{escape(one)}</li>" for one in texts) + "</ul>"

    rest = "".join(f"<h2>{escape(name)}</h2>{items(told)}" for name, told in sections())
    table = "".join(cells("td", row) for row in rows(figures))
    return (
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        "<title>Accessibility of Burgerprofiel</title></head><body><main>"
        f"<h1>Accessibility of Burgerprofiel</h1><h2>Figures</h2>{items(facts(figures))}"
        f"<h2>Goals</h2><table><caption>Goals, and how each is met</caption>"
        f"<thead>{cells('th', HEAD)}</thead><tbody>{table}</tbody></table>"
        f"{rest}</main></body></html>\n"
    )


def main() -> None:
    """Write both."""
    figures = measure()
    (DOCS / "accessibility.md").write_text(markdown(figures), encoding="utf-8")
    (DOCS / "accessibility.html").write_text(html(figures), encoding="utf-8")
    print(*facts(figures), sep="\n")


if __name__ == "__main__":
    main()
