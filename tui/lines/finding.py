"""What is found in line mode: numbered choices, in the groups of the full screen's menu."""

from msgspec import Struct
from msgspec.structs import replace

from tui.lines.menu import Choice, page_menu
from tui.locale import Words
from tui.page.finding import (
    PLACE,
    SETTING,
    Finding,
    Found,
    Search,
    language_findings,
    nothing_found,
)
from tui.page.parts import Page

_OWN = "own:"
"""The prefix of the ids of the page's own choices."""

_HELD = ("data", "post", "request", "action")
"""The groups whose names may be of something that was fetched."""


class Result(Struct, frozen=True):
    """How many were found, as a sentence, and the choices; where there are none, what was looked through."""

    sentence: str
    choices: tuple[Choice, ...]


def find(page: Page, findings: tuple[Finding, ...], words: Words, typed: str) -> Result:
    """All that is found by what was typed: places, what the page offers by its own choices, languages."""
    own = {f"{_OWN}{number}": choice for number, choice in enumerate(_own(page, words))}
    search = Search(
        (
            *(one for one in findings if one.group != "action"),
            *(
                Finding(id=id_, title=choice.name, detail=words("menu.here"), group="action")
                for id_, choice in own.items()
            ),
            *language_findings(words),
        ),
        words,
    )
    found = search.find(typed)
    if not found.items:
        return Result(nothing_found(search, words, typed, signed_in=page.signed_in), ())
    choices = tuple(_choice(one, own, words) for one in found.items)
    return Result(_sentence(found, words), choices)


def _own(page: Page, words: Words) -> list[Choice]:
    """What the page itself offers, but for what leads elsewhere."""
    return [one for one in page_menu(page, words) if one.does != "go"]


def _sentence(found: Found, words: Words) -> str:
    said = words.count("lines.found", found.total)
    more = found.total - len(found.items)
    return f"{said} {words.count('menu.more', more)}" if more else said


def _choice(finding: Finding, own: dict[str, Choice], words: Words) -> Choice:
    heading = words(f"menu.group.{finding.group}")
    if finding.id in own:
        return replace(own[finding.id], heading=heading, held=True)
    mark = f" ({finding.mark})" if finding.mark else ""
    detail = f"{mark}. {finding.detail}" if finding.detail else mark
    if finding.id.startswith(PLACE):
        place = finding.id.removeprefix(PLACE)
        held = finding.group in _HELD
        return Choice(finding.title, "go", id=place, detail=detail, heading=heading, held=held)
    return Choice(
        finding.title, "set", id=finding.id.removeprefix(SETTING), detail=detail, heading=heading
    )
