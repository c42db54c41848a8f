"""What can be found in the menu, and the search in it.

What is typed must begin a word, so that "taal" does not find "portaal"; case and accents do not matter.
"""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Literal
from unicodedata import combining, normalize

from msgspec import Struct
from msgspec.structs import replace

from tui.catalogue import LANGUAGES
from tui.locale import Words
from tui.page.offered import actions_of
from tui.page.parts import Item, Page

Group = Literal["", "page", "data", "action", "post", "request", "setting", "program", "outside"]

GROUPS: tuple[Group, ...] = (
    "",
    "page",
    "data",
    "action",
    "post",
    "request",
    "setting",
    "program",
    "outside",
)
"""The groups in the order in which they are shown; their names are `menu.group.<group>`. "" is none."""

OWN: tuple[Group, ...] = ("data", "post", "request", "action")
"""The groups with what is the citizen's own: of groups that fit a word as well, these come first."""

MOST = 30
"""How many of a group are shown; more words find the rest."""

PLACE = "go:"
"""The prefix of the id of a finding that leads to a place."""

ACTION = "act:"
"""The prefix of the id of a finding that presses a button of the page."""

SETTING = "set:"
"""The prefix of the id of a finding that changes a setting: "set:language=en"."""

_WORD = re.compile(r"[^\W_]+")
_APOSTROPHES = str.maketrans({"'": " ", "’": " "})
_JOINED = str.maketrans({"'": "", "’": ""})


class Finding(Item, frozen=True, kw_only=True):
    """Something that the menu finds.

    `id` says what choosing it does: "go:PLACE", "act:ACTION", or what the renderer that added it means by it.
    `also` are the other words by which it is found. `key` is the key that does the same, as a Textual key
    name; "" if there is none.
    """

    group: Group = ""
    also: tuple[str, ...] = ()
    key: str = ""


class Found(Struct, frozen=True):
    """What was found: the findings to show, how many there are, and among how many was looked."""

    items: tuple[Finding, ...]
    total: int
    among: int


class _Entry(Struct, frozen=True):
    """A finding, with words in which to look (see `_row`): of its title, of each other name, and of more.

    `named` are those of the title and all other names; `all` has those of the detail, too.
    """

    finding: Finding
    title: str
    also: tuple[tuple[str, str], ...]
    named: str
    all: str


def _entry(finding: Finding) -> _Entry:
    title = _row(finding.title)
    also = tuple((name, _row(name)) for name in finding.also)
    named = title + "".join(row for _, row in also)
    return _Entry(finding, title, also, named, named + _row(finding.detail))


class Search:
    """A search over findings, whose words are taken apart once."""

    def __init__(self, findings: Iterable[Finding], words: Words) -> None:
        self._words = words
        self._entries = [_entry(one) for one in findings]

    @property
    def groups(self) -> tuple[Group, ...]:
        """The groups that are looked through."""
        there = {entry.finding.group for entry in self._entries}
        return tuple(group for group in GROUPS if group in there)

    def find(self, typed: str) -> Found:
        """All whose words begin as every typed word does; everything if nothing was typed.

        The group with the best result comes first, and in a group the best result. Of groups as good as each
        other those with the citizen's own come first, if something was typed.
        """
        wanted = [f" {word}" for word in _words(typed)]
        ranked: dict[Group, list[tuple[int, _Entry]]] = {}
        total = 0
        for entry in self._entries:
            rank = _rank(entry, wanted)
            if rank is not None:
                total += 1
                ranked.setdefault(entry.finding.group, []).append((rank, entry))
        best = {group: min(rank for rank, _ in found) for group, found in ranked.items()}

        def place(group: Group) -> tuple[int, bool, int]:
            return best[group], bool(wanted) and group not in OWN, GROUPS.index(group)

        shown = [
            self._shown(entry, wanted)
            for group in sorted(ranked, key=place)
            for _, entry in sorted(ranked[group], key=lambda one: one[0])[: MOST if group else None]
        ]
        return Found(tuple(shown), total, len(self._entries))

    def _shown(self, entry: _Entry, wanted: list[str]) -> Finding:
        """The finding; if it was found by another name, its detail begins with that."""
        finding = entry.finding
        for word in wanted:
            if word in entry.title:
                continue
            names = [(f"{word} " not in row, name) for name, row in entry.also if word in row]
            if names:
                _, name = min(names, key=lambda one: one[0])  # a whole word first
                detail = self._words("menu.also-called", name=name)
                return replace(finding, detail=f"{detail} {finding.detail}".strip())
        return finding


def _rank(entry: _Entry, wanted: list[str]) -> int | None:
    """How well an entry fits, 0 best; None if it does not."""
    said = "".join(wanted)
    if not wanted or entry.title == f"{said} ":
        return 0
    if entry.title.startswith(said):
        return 1
    for rank, row in enumerate((entry.title, entry.named, entry.all), start=2):
        if all(word in row for word in wanted):
            return rank
    return None


def folded(text: str) -> str:
    """`text` without accents and capitals."""
    if text.isascii():
        return text.casefold()
    return "".join(sign for sign in normalize("NFKD", text) if not combining(sign)).casefold()


def _words(text: str) -> list[str]:
    """The words of a text; what has an apostrophe is one ("diplomas")."""
    return _WORD.findall(folded(text.translate(_JOINED)))


@lru_cache(4096)
def _row(text: str) -> str:
    """The words of a text, each after a space: one begins with "kin" where " kin" stands.

    What stands on either side of an apostrophe is a word, too ("l’adresse").
    """
    words = _words(text)
    if text.translate(_APOSTROPHES) != text:
        words += _WORD.findall(folded(text.translate(_APOSTROPHES)))
    return "".join(f" {word}" for word in words) + " "


def page_findings(page: Page, words: Words) -> tuple[Finding, ...]:
    """The portal's main places, and the actions of a page."""
    return (
        *(place_finding(words, tab.id, tab.label) for tab in page.tabs),
        *(
            Finding(
                id=ACTION + action.id,
                title=action.name,
                detail=action.help or words("menu.here"),
                group="action",
            )
            for action in actions_of(page)
        ),
    )


def place_finding(
    words: Words,
    place: str,
    title: str,
    *,
    group: Group = "page",
    detail: str = "",
    mark: str = "",
    known_as: str = "",
    also: tuple[str, ...] = (),
) -> Finding:
    """A place to go to, with `also` and the other words for it: "menu.also.<place>", or of `known_as`.

    Without a `detail` it says what one does there ("menu.about.<place>", or the command's help), or that it
    lies outside the portal.
    """
    known = (key for key in (f"menu.about.{place}", f"command.{place}.help") if key in words)
    said = "menu.outside" if group == "outside" else next(known, "")
    return Finding(
        id=PLACE + place,
        title=title,
        detail=detail or (words(said) if said else ""),
        mark=mark,
        group=group,
        also=other_words(words, known_as or place) + also,
    )


def other_words(words: Words, thing: str) -> tuple[str, ...]:
    """The other words for a thing in the menu; () if there are none."""
    key = f"menu.also.{thing}"
    return tuple(one.strip() for one in words(key).split(",")) if key in words else ()


def language_findings(words: Words) -> tuple[Finding, ...]:
    """Each language under its own name; whoever cannot read this one finds it by its name in any."""
    return tuple(
        Finding(
            id=f"{SETTING}language={language}",
            title=words("menu.language", language=words(f"menu.language.{language}")),
            detail=words("menu.language.detail"),
            mark=words("colours.current") if language == words.language else "",
            group="setting",
            also=(*other_words(words, f"language.{language}"), *other_words(words, "language")),
        )
        for language in LANGUAGES
    )


def nothing_found(search: Search, words: Words, typed: str, *, signed_in: bool) -> str:
    """That nothing was found, and what was looked through: of data and messages the names alone."""
    said = [words("menu.none", typed=typed) if typed else words("menu.empty")]
    if groups := ", ".join(words(f"menu.group.{one}") for one in search.groups if one):
        said.append(words("menu.looked", groups=groups))
        if "data" in search.groups:
            said.append(words("menu.by-name"))
        if not signed_in:
            said.append(words("menu.sign-in-first"))
    return " ".join(said)
