"""What gives way on forty columns, and what must not."""

import ast
import re
from collections import Counter

import pytest
from msgspec.structs import replace

from tests.accessibility import narrow
from tests.accessibility.narrow import too_wide
from tests.pictured import LONGEST_LANGUAGE, PICTURES
from tests.screens import pages
from tests.screens.harness import SMALL, staged
from tests.unit.test_words import ALL, texts, trees
from tui.locale import LANGUAGES, Words
from tui.page.commands import COMMANDS
from tui.page.parts import Action, Field, Form, Item, Notice
from tui.widgets.content import as_content
from tui.widgets.form import FormButtons
from tui.widgets.head import Head
from tui.widgets.listing import INDENT, draw_item
from tui.widgets.notice import draw_notice
from tui.widgets.tabs import draw_tabs

WHO = "Noor (Noor Peeters), 3 nieuw"

LABELLED = ("Action", "Field", "Option")

TITLE = "Uw gegevens zijn bewaard en niemand anders ziet ze"


@pytest.mark.parametrize(("width", "indent"), [(38, 2), (80, 8)])
def test_a_notice_does_not_spend_a_narrow_screen_on_its_label(width: int, indent: int) -> None:
    notice = Notice(id="n", kind="good", title=" ".join([TITLE] * 3), body="")
    drawn = draw_notice(notice, width, None, "Gelukt:", ()).lines
    lines = [line.plain[2:].rstrip() for line in drawn]
    assert lines[0].startswith("Gelukt: Uw gegevens")
    assert all(len(line) - len(line.lstrip()) == indent for line in lines[1:])
    assert max(line.cell_length for line in drawn) <= width
    said = " ".join(" ".join(lines).split())
    assert said == f"Gelukt: {notice.title}"


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_name_of_every_command_fits_forty_columns(language: str) -> None:
    words = Words(language)
    for command in COMMANDS:
        name = words(f"command.{command.id}")
        in_menu = narrow.COLUMNS - 4 - INDENT
        assert as_content(name).cell_length <= in_menu, name
        assert not too_wide(name, narrow.PAGE - narrow.SIGNS), name


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_a_catalogue_is_longer_than_the_narrowest_room(language: str) -> None:
    """So that no text need break a word, not even in a block of facts; only addresses are longer."""
    long = {
        word
        for key, message in ALL[language].items()
        if not key.startswith("cli.")
        for text in texts(message)
        for word in re.split(r"[\s-]+", text)
        if len(word) > narrow.BLOCK and not {"@", ".", "/", "{"} & set(word[:-1])
    }
    assert long == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_label_of_every_button_and_field_in_the_code_fits_forty_columns(language: str) -> None:
    """On pages pictured or not."""
    keys = {
        constant.value
        for _, tree in trees()
        for call in ast.walk(tree)
        if isinstance(call, ast.Call) and ast.unparse(call.func) in LABELLED
        for keyword in call.keywords
        if keyword.arg == "label"
        for constant in ast.walk(keyword.value)
        if isinstance(constant, ast.Constant) and constant.value in ALL["nl"]
    }
    assert len(keys) > 60
    labels = {text for key in keys for text in texts(ALL[language][key])}
    assert {text for text in labels if too_wide(text, narrow.PAGE - narrow.SIGNS)} == set()


def test_pictures_on_forty_columns_are_drawn_in_the_language_with_the_longest_words() -> None:
    def longest_words(language: str) -> int:
        said = (text for message in ALL[language].values() for text in texts(message))
        return sum(max(map(len, text.split()), default=0) for text in said)

    assert max(LANGUAGES, key=longest_words) == LONGEST_LANGUAGE
    narrow_ones = [picture for picture in PICTURES if SMALL in picture.sizes]
    by_language = Counter(picture.language for picture in narrow_ones)
    assert by_language["nl"] == by_language[LONGEST_LANGUAGE] == len(narrow_ones) / 2


async def test_a_field_of_several_lines_is_seen_with_its_label() -> None:
    async with staged(pages.FORM, size=SMALL, at="address-form.words") as stage:
        assert "Uw uitleg" in stage.text()
        assert "Schrijf" in stage.text()


SEARCH = Form(
    id="search",
    fields=(Field(name="words", label="Titel of afzender", hint="Een woord is genoeg."),),
    submit=Action(id="search", label="Zoek"),
    bar=False,
)


async def test_where_rows_are_few_a_search_is_its_button_which_opens_its_field() -> None:
    """Else one would begin on a page without a row of what it is about."""
    searched = replace(pages.EBOX, parts=(SEARCH, *pages.EBOX.parts), focus="", begin="messages")
    async with staged(searched, size=SMALL) as stage:
        assert SEARCH.fields[0].label not in stage.text()
        assert stage.view("messages").has_focus
        await stage.press("shift+tab", "enter")
        assert SEARCH.fields[0].label in stage.text()
        await stage.press(*"stad", "enter")
        assert stage.asked == [("submit", "search")]
        assert stage.draft("search.words") == "stad"
        await stage.resize(80, 24)
        button = stage.view("search").query_one(FormButtons)
        assert button.region.y < stage.field("search.words").region.bottom, "it stands beside"


async def test_what_the_full_screen_says_by_itself_is_said_whole() -> None:
    async with staged(pages.EBOX, size=SMALL) as stage:
        assert " eBox, geladen " in stage.lines()[-2]
        await stage.press("f9", *"donker")
        await stage.press("enter")
        assert Words("nl")("colours.chosen", theme=Words("nl")("colours.dark")) in stage.said()


WHOLE, SHORT = (
    "Mijn Burgerprofiel   SIMULATOR: mensen en gegevens zijn verzonnen",
    "Mijn Burgerprofiel   SIMULATOR",
)
NOOR, LONG_NAME = "Noor Peeters, 3 nieuw", "Noor Peeters-Van den Broeck"


@pytest.mark.parametrize(
    ("width", "who", "left", "said"),
    [
        (80, "Noor Peeters", f"{SHORT}, verzonnen", "Noor Peeters"),
        (80, NOOR, f"{SHORT}, verzonnen", NOOR),
        (80, f"{LONG_NAME}, 3 nieuw", f"{SHORT}, verzonnen", f"{LONG_NAME}, 3"),
        (120, WHO, WHOLE, WHO),
        (80, WHO, f"{SHORT}, verzonnen", WHO),
        (70, WHO, f"{SHORT}, verzonnen", "Noor, 3 nieuw"),
        (60, WHO, SHORT, "Noor, 3"),
        (40, "Noor Peeters", "SIMULATOR, verzonnen", "Noor Peeters"),
        (40, NOOR, "SIMULATOR, verzonnen", "Noor Peeters, 3"),
        (40, "Maximiliaan Jansen, 12 nieuw", "SIMULATOR ", "Maximiliaan Jansen, 12"),
        # What is cut is the name, at a space if it has one, and never the number.
        (40, "Anna Maria Theresia Jansens, 12 nieuw", "SIMULATOR ", "Anna Maria Theresia, 12"),
        # A name that is cut leaves no bracket open.
        (40, "Noé l'été (Noor Peeters)", "", "Noé l'été"),
        (40, "Noé (Jo Claes), 3 nieuw", "", "Noé, 3 nieuw"),
    ],
)
def test_the_head_says_who_it_is_as_long_as_there_is_room(
    width: int, who: str, left: str, said: str
) -> None:
    """Not above the middle of a tab: two targets of one line each would be too close (WCAG 2.5.8)."""
    page = replace(pages.DATA, who=who)
    head = Head(page, Words("nl")).draw(width, None)
    tabs = draw_tabs(page.tabs, page.tab, width, None)
    assert head.lines[0].plain.strip().startswith(left)
    assert head.lines[0].plain.endswith(f" {said} ")
    assert tabs.stops[-1].x + tabs.stops[-1].width / 2 + 1 < head.stops[0].x or width == 40


def test_a_mark_that_leaves_no_room_for_a_word_stands_under_the_title() -> None:
    item = Item(id="one", title="Inzage: Hoofdverblijfplaats", mark="doorgestuurd naar wie beslist")
    lines = [line.plain.strip() for line in draw_item(item, 36, marked=False, chosen=False)]
    assert lines == ["Inzage: Hoofdverblijfplaats", "doorgestuurd naar wie beslist"]
    assert len(draw_item(replace(item, mark="nieuw"), 40, marked=False, chosen=False)) == 1
