"""Forms: buttons that stay in view, options in columns, the counter, and what Tab comes to after a column."""

from itertools import pairwise

import pytest
from msgspec.structs import replace

from tests.screens import pages
from tests.screens.harness import SIZES, SMALL, USUAL, WIDE, Stage, staged
from tests.screens.pages import LONG, with_parts
from tui.locale import Words
from tui.page.parts import Action, Actions, Field, Form, Option, Page
from tui.widgets.canvas import Canvas
from tui.widgets.content import as_content, hanging, wrapped
from tui.widgets.field import counted
from tui.widgets.grid import arranged

WORDS = Words("nl")
LETTER = Field(name="words", label="Uw verzoek", hint="Wat?", kind="long", longest=2000)
FORM = Form(id="letter", fields=(LETTER,), submit=Action(id="check", label="Kijk na"))
DECISION = Actions(
    id="decision", bar=True, items=tuple(Action(id=f"a{n}", label=f"Knop {n}") for n in range(3))
)


def with_letter(form: Form = FORM) -> Page:
    return with_parts(pages.FORM, LONG, form)


def bar(stage: Stage) -> str:
    """What stands in the bar, on the screen."""
    region = stage.screen.bar.region
    return "\n".join(stage.lines()[region.y : region.bottom])


@pytest.mark.parametrize("page", [with_letter(), with_parts(pages.FORM, LONG, DECISION)])
async def test_the_buttons_stay_in_view_however_far_one_reads(page: Page) -> None:
    async with staged(page) as stage:
        for size in SIZES:
            await stage.resize(*size)
            for key in ("end", "home"):
                await stage.press(key)
                assert "[ K" in bar(stage)


@pytest.mark.parametrize(
    ("labels", "size", "here"),
    [
        (("Bewaar", "Wijzig", "Annuleer"), SMALL, ["a0", "a1", "a2"]),
        (("Enregistrer", "Modifier", "Annuler"), SMALL, ["a0", "a1"]),
        (("Enregistrer", "Modifier", "Annuler"), USUAL, ["a0", "a1", "a2"]),
        (("Een knop met zoveel woorden dat het twee regels worden", "Annuleer"), SMALL, ["a0"]),
    ],
)
async def test_what_has_no_room_in_the_bar_is_on_the_page(
    labels: tuple[str, ...], size: tuple[int, int], here: list[str]
) -> None:
    items = tuple(Action(id=f"a{n}", label=label) for n, label in enumerate(labels))
    page = with_parts(pages.FORM, replace(DECISION, items=items))
    async with staged(page, size=size) as stage:
        rest = stage.view("decision")
        assert isinstance(rest, Canvas)
        found = [[stop.name for stop in one.stops] for one in (stage.screen.bar, rest)]
        assert found == [here, [one.id for one in items if one.id not in here]]
        await stage.resize(*WIDE)
        assert [stop.name for stop in stage.screen.bar.stops] == [one.id for one in items]


async def test_a_form_beside_others_or_a_device_or_within_a_page_has_its_own_buttons() -> None:
    other = replace(FORM, id="other")
    pieces = (
        with_parts(pages.FORM, FORM, other),
        with_parts(pages.FORM, FORM, device=pages.PHONE),
        with_letter(replace(FORM, bar=False)),
    )
    for page in pieces:
        async with staged(page) as stage:
            assert not stage.screen.bar.display
            assert "check" in [
                stop.name for stop in stage.view("letter").query_one("FormButtons", Canvas).stops
            ]


async def test_tab_comes_to_the_bar_before_what_stands_beside_the_form() -> None:
    page = with_parts(pages.FORM, FORM, aside=(pages.IDENTITY,))
    async with staged(page, size=WIDE, at="letter.words") as stage:
        assert stage.screen.bar.region.y > stage.field("letter.words").region.bottom
        await stage.press("tab")
        assert stage.focused.id == "bar"
        await stage.press("tab")
        assert stage.focused is stage.view("identity")
        await stage.press("shift+tab", "shift+tab")
        assert stage.focused is stage.field("letter.words")


@pytest.mark.parametrize(
    ("before", "written", "shown"),
    [
        ("", "abc", "hoogstens 2000 tekens"),
        ("x" * 40, "abc", "minstens 40 van 2000 tekens"),
        ("x" * 1950, "abc", "1953 van 2000 tekens"),
        ("x" * 1999, "abc", "2002 van 2000 tekens"),
    ],
)
async def test_the_counter_is_exact_near_the_limit_and_once_the_field_is_left(
    before: str, written: str, shown: str
) -> None:
    async with staged(
        with_letter(replace(FORM, fields=(replace(LETTER, stored=before),)))
    ) as stage:
        await stage.focus("letter.words")
        await stage.press("end", *written)
        assert shown in stage.said()
        await stage.press("tab")
        assert f"{len(before + written)} van 2000 tekens" in stage.said()


def test_while_one_types_the_counter_changes_once_in_ten_letters() -> None:
    said = [counted(WORDS, n, 2000, typing=True) for n in range(1, 1900)]
    assert sum(one != other for one, other in pairwise(said)) == 189


def rows(options: list[str], width: int, hint: str = "") -> list[list[int]]:
    """The numbers of the options in each row."""

    def block(number: int, room: int) -> list[object]:
        return [*hanging(as_content(" ( ) "), options[number], room), *wrapped(hint, room - 5)]

    return [[one.number for one in row] for row in arranged(options, width, block)]  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("options", "width", "hint", "found"),
    [
        (["Naam", "Voornamen", "Geslacht", "Nationaliteit"], 82, "", [[0, 1, 2, 3]]),
        (["Naam", "Voornamen", "Geslacht"], 36, "", [[0, 1], [2]]),
        (["Ja", "Een antwoord met veel woorden", "Nee"], 60, "", [[0, 1], [2]]),
        (["Naam", "Voornamen"], 36, "Hierover beslist een overheid.", [[0], [1]]),
        (["Een naam die alleen al een hele regel wil", "Naam"], 36, "", [[0], [1]]),
        ([], 36, "", []),
    ],
)
def test_options_stand_in_as_few_lines_as_they_need(
    options: list[str], width: int, hint: str, found: list[list[int]]
) -> None:
    assert rows(options, width, hint) == found


async def test_targets_of_one_line_in_rows_are_kept_apart() -> None:
    options = tuple(Option(value=str(n), label=f"Keuze {n}") for n in range(8))
    field = Field(name="one", label="Kies", hint="", kind="choice", options=options)
    async with staged(with_letter(replace(FORM, fields=(field,))), size=WIDE) as stage:
        stops = stage.view("letter").query_one("ChoiceField", Canvas).stops
        assert sorted({stop.y for stop in stops}) == [0, 2]
