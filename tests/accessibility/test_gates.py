"""Every gate on every page; and each gate finds what it is there for."""

import asyncio
from collections.abc import Callable
from dataclasses import replace
from itertools import combinations

import pytest
from msgspec import json
from msgspec.structs import replace as changed
from rich.segment import Segment
from rich.style import Style
from textual.geometry import Region
from textual.strip import Strip

from tests.accessibility import gates, narrow
from tests.accessibility.manners import SIZES, THEMES, every_manner, manners
from tests.accessibility.report import FIGURES, Figures
from tests.accessibility.walk import Frame, Manner, Walk, walk
from tests.captured import Capture
from tests.pictured import WALKED, Picture
from tests.screens import pages
from tests.screens.harness import staged
from tui.locale import LANGUAGES, Words
from tui.page.parts import Action, Actions, Form, Page, Text
from tui.widgets.prose import GUTTER
from tui.widgets.theme import HIGH_CONTRAST_LIGHT, LIGHT

NUMBERED = [pytest.param(number, one, id=one.name) for number, one in enumerate(WALKED)]

WITH_DEVICE = [
    one for one in WALKED if one.name in ("sign-in-number", "sign-in-phone", "sign-in-reader")
]


@pytest.mark.parametrize(("number", "picture"), NUMBERED)
def test_every_page_passes_every_gate(
    number: int,
    picture: Picture,
    captured: Capture,
    nightly: bool,
    record_property: Callable[[str, object], None],
) -> None:
    found: list[str] = []
    figures = Figures(counts={"pages": 1})
    for manner in every_manner() if nightly else manners(number):
        there = captured(picture, manner.language)
        walked = asyncio.run(walk(there.page, manner, there.drafts))
        # Pages made by hand try what a renderer does without a hint; the journey has none such.
        found += figures.take(walked) + gates.fields_have_a_hint(walked)
    record_property(FIGURES, json.encode(figures).decode())
    assert not found, "\n".join(found)


@pytest.mark.parametrize("picture", WITH_DEVICE, ids=lambda one: one.name)
def test_the_device_in_the_page_s_place_passes_every_gate(
    picture: Picture, captured: Capture
) -> None:
    found: list[str] = []
    for number, language in enumerate(LANGUAGES):
        manner = Manner(SIZES[1], language, THEMES[-number])
        there = captured(picture, language)
        found += gates.complaints(asyncio.run(walk(there.page, manner, there.drafts, device=True)))
    assert not found, "\n".join(found)


def test_over_all_pages_each_pair_of_manners_comes_by() -> None:
    seen = [one for number in range(len(WALKED)) for one in manners(number)]
    values = (SIZES, LANGUAGES, THEMES)
    for first, second in combinations(range(3), 2):
        pairs = {(one[first], one[second]) for one in seen}
        assert pairs == {(a, b) for a in values[first] for b in values[second]}
    for number in range(len(WALKED)):
        sizes, languages, themes = (set(each) for each in zip(*manners(number), strict=True))
        assert SIZES[1] in sizes
        assert len(languages) == len(themes) == len(sizes)


@pytest.mark.parametrize("page", pages.ALL, ids=lambda page: page.id)
@pytest.mark.parametrize("size", [(80, 24), (40, 12)], ids=str)
async def test_pages_made_by_hand_pass_what_is_drawn(page: Page, size: tuple[int, int]) -> None:
    walked = await walk(changed(page, help="Hulp.", status=page.title), Manner(size))
    assert not gates.complaints(walked)


@pytest.fixture
async def good() -> Walk:
    return await walk(changed(pages.EBOX, help="Hulp.", status=pages.EBOX.title), Manner())


def with_part(walked: Walk, part: Actions | Form | Text) -> Walk:
    """The same walk over a page with a part more."""
    return replace(walked, page=changed(walked.page, parts=(*walked.page.parts, part)))


def drawn_alone(
    walked: Walk, text: str, color: str, ground: str, theme: str = LIGHT.name, *, in_view: bool
) -> Walk:
    """The same walk where all that is drawn is this text, in these colours, in view of a stop or of none."""
    line = (Strip([Segment(text, Style(color=color, bgcolor=ground))]),)
    opened = replace(walked.opened, strips=line if in_view else ())
    return Walk(walked.page, Manner(theme=theme), opened, resting=() if in_view else line)


def unchanged(frame: Frame) -> Frame:
    """The same stop where nothing has changed as the focus came."""
    return replace(frame, before=((Region(0, 0, 80, 24), frame.strips),))


def recoloured(frame: Frame) -> Frame:
    """The same stop where only colours have changed."""
    before = tuple(
        Strip([Segment(one, Style(color="#FFFFFF", bgcolor="#000000"))]) for one in frame.lines
    )
    return replace(frame, before=((Region(0, 0, 80, 24), before),))


async def test_gates_find_what_is_wrong(good: Walk) -> None:
    first, *others = good.frames
    near = (("one", Region(0, 0, 9, 1)), ("other", Region(0, 1, 9, 1)))
    apart = (("one", Region(0, 0, 9, 1)), ("other", Region(0, 2, 9, 1)))
    long = Actions(id="x", items=(Action(id="a", label="x" * 32),))
    other = Actions(id="x", items=(Action(id="a", label="Ga", spoken="Kom"),))
    street, box, *_ = pages.ADDRESS.fields
    named = replace(good, page=changed(good.page, who="Noortje (Noor Peeters)"))
    olive = "#6A4A00", "#FFFFFF", HIGH_CONTRAST_LIGHT.name
    bad: tuple[tuple[gates.Gate, Walk], ...] = (
        *(
            (gate, drawn_alone(good, *what, in_view=in_view))
            for in_view in (True, False)
            for gate, what in (
                (gates.contrast, ("flauw", "#BBBBBB", "#FFFFFF")),
                (gates.contrast_of_256, ("olijf", *olive)),
                (gates.contrast_without_cones, ("rood", "#C4221F", "#E8EDF5")),
                (gates.no_colours, ("rood", "#C4221F", "#FFFFFF", THEMES[-1])),
                (gates.signs_are_explained, ("✓", "#000000", "#FFFFFF")),
            )
        ),
        (gates.cursor_on_focus, replace(good, opened=replace(first, on_focus=False))),
        (gates.closed_cycle, replace(good, frames=good.frames[:-1])),
        (gates.closed_cycle, replace(good, frames=[first, *others[:1], *others])),
        (gates.exact_reverse, replace(good, backwards=good.backwards[::-1])),
        (gates.reading_order, replace(good, frames=[*others[:-1][::-1], first, first])),
        (gates.focus_changes_a_sign, replace(good, frames=[first, first])),
        (gates.focus_changes_a_sign, replace(good, frames=[first, unchanged(others[0])])),
        (gates.focus_changes_a_sign, replace(good, frames=[recoloured(first)])),
        (gates.focus_changes_a_sign, replace(good, opened=unchanged(good.opened))),
        (gates.focus_is_seen, replace(good, frames=[unchanged(first)])),
        (gates.focus_is_seen, replace(good, frames=[recoloured(first)])),
        (gates.focus_is_seen, replace(good, opened=unchanged(good.opened))),
        (gates.focus_is_large, replace(good, frames=[unchanged(first)])),
        (gates.focus_is_whole, replace(good, frames=[replace(first, whole=False)])),
        (gates.moving_asks_for_nothing, replace(good, asked=(("act", "go:data"),))),
        (gates.answering_asks_for_nothing, replace(good, answered=(("submit", "form"),))),
        (gates.escape_leaves, replace(good, escaped=())),
        (gates.nothing_sideways, replace(good, sideways=True)),
        (gates.nothing_sideways, replace(good, overlong=("te lang",))),
        (gates.no_word_clipped, replace(good, written=dict.fromkeys(good.written, ""))),
        (gates.no_word_clipped, replace(good, cut=("de laatste regel",))),
        (gates.names_fit_forty_columns, replace(good, page=changed(good.page, title="x" * 36))),
        (gates.names_fit_forty_columns, replace(good, page=changed(good.page, title="een " * 20))),
        (gates.names_fit_forty_columns, with_part(good, long)),
        (gates.no_sign_begins_a_line, replace(good, begun=("Question", "? Oui."))),
        (gates.targets_are_apart, replace(good, targets=near)),
        (gates.main_buttons_are_large, replace(good, main=(("low", Region(0, 0, 9, 2)),))),
        (gates.main_buttons_are_large, replace(good, main=(("slim", Region(0, 0, 5, 3)),))),
        (gates.nothing_moves, replace(good, restless=("a timer",))),
        (gates.keys_are_the_same, replace(good, keys=good.keys - {"f1"})),
        (gates.keys_are_the_same, replace(good, keys=good.keys | {"q"})),
        (gates.names_are_whole, replace(good, names=(("Knop Ga", "a"), ("Knop Ga", "b")))),
        (gates.names_are_whole, with_part(good, other)),
        *(
            (gates.fields_are_labelled, with_part(good, changed(pages.ADDRESS, fields=fields)))
            for fields in (
                (changed(street, label=""),),
                (changed(street, kind="email", purpose=""),),
                (box, box),
            )
        ),
        (gates.page_says_where_one_is, replace(good, page=changed(good.page, help=""))),
        (gates.page_says_where_one_is, replace(good, window="Mijn Burgerprofiel")),
        (gates.page_says_where_one_is, replace(named, window=f"{good.window} (Peeters)")),
        (gates.one_heading, replace(good, headings=0)),
        (gates.one_heading, replace(good, headings=2)),
        (gates.no_word_of_place_or_colour, with_part(good, Text(id="t", text="De groene knop."))),
    )
    assert gates.complaints(good) == []
    for gate, walked in bad:
        assert gate(walked), gate.__name__
    assert {gate for gate, _ in bad} == set(gates.GATES)
    faint = drawn_alone(good, "olijf", *olive, in_view=True)
    assert not gates.contrast(faint), "only 256 colours make it faint"
    assert gates.fields_have_a_hint(with_part(good, pages.ADDRESS))
    assert not gates.targets_are_apart(replace(good, targets=apart))
    assert not gates.names_are_whole(replace(good, names=(("Knop Ga", "a"), ("Knop Ga", "a"))))


@pytest.mark.parametrize(
    ("page", "main"),
    [
        (pages.START, "go-sign-in"),
        (pages.FORM, "save"),
        (pages.SIGN_IN, "phone-approve"),
    ],
    ids=lambda one: one if isinstance(one, str) else one.id,
)
async def test_a_walk_finds_the_main_buttons_that_its_gate_measures(page: Page, main: str) -> None:
    walked = await walk(page, Manner((120, 40)))
    assert [name for name, _ in walked.main] == [main]


async def test_forty_columns_leave_names_the_room_that_the_gate_reckons_with() -> None:
    for page, part, room in (
        (pages.DATA, "identity", narrow.BLOCK + 1),
        (pages.DATA, "lead", narrow.PAGE),
        (pages.EBOX, "messages", narrow.PAGE),
        (pages.EBOX, "withdraw", narrow.PAGE),
        (pages.REQUEST, "steps", narrow.PAGE),
    ):
        async with staged(page, size=(narrow.COLUMNS, 12)) as stage:
            assert stage.view(part).content_size.width >= room, part
            assert stage.screen.body.heading.content_size.width - GUTTER == narrow.PAGE
    async with staged(pages.FORM, size=(narrow.COLUMNS, 12)) as stage:
        head = stage.view("address-form").query_one("FieldHead")
        assert head.content_size.width - GUTTER >= narrow.PAGE
        assert (
            stage.view("address-form").query_one("ChoiceField").content_size.width
            == narrow.PAGE + 1
        )
        assert stage.view("address-form").query_one("FormButtons").content_size.width == narrow.PAGE


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_help_explains_each_sign(language: str) -> None:
    assert [
        sign for sign in gates.EXPLAINED if sign not in Words(language)("help.signs.what")
    ] == []
