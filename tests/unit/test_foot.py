"""The foot line: what the keys do where the focus is, and what is left out where not all fits."""

import pytest

from tests.accessibility import narrow
from tui.locale import LANGUAGES, Words
from tui.page.commands import COMMANDS
from tui.page.hints import Hint, menu_hints
from tui.widgets.foot import draw_foot, key_sign

SHORT = ("foot.open", "foot.choose", "foot.next")
BLOCK = (
    Hint("enter", "Open blok", "Open"),
    Hint("up-down", "Kies"),
    Hint("tab", "Naar het blok"),
)
LONG = Hint("enter", "Verander iets dat heel lang heet", "Kies")


def foot(width: int, *hints: Hint, wanted: str = "", language: str = "nl") -> str:
    drawn = draw_foot(COMMANDS, width, Words(language), hints, wanted).lines
    assert [line.cell_length <= width for line in drawn] == [True]
    return " ".join(drawn[0].plain.split())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("short", SHORT)
def test_on_forty_columns_the_first_hint_and_three_keys_stay_with_their_words(
    short: str, language: str
) -> None:
    words = Words(language)
    said = foot(narrow.COLUMNS, LONG._replace(short=words(short)), BLOCK[1], language=language)
    names = (words(f"command.{name}") for name in ("help", "palette", "back"))
    assert said == "Enter {} F1 {} F9 {} Esc {}".format(words(short), *names)


@pytest.mark.parametrize(
    ("width", "left", "gone"),
    [
        (120, "Enter Open blok ↑↓ Kies Tab Naar het blok", ()),
        (110, "Enter Open blok ↑↓ Kies Tab Naar het blok", ("account",)),
        (100, "Enter Open blok ↑↓ Kies Tab Naar het blok", ("account", "device")),
        (80, "Enter Open blok ↑↓ Kies Tab Naar het blok", ("account", "device", "stop")),
        (70, "Enter Open blok ↑↓ Kies", ("account", "device", "stop")),
        (45, "Enter Open blok", ("account", "device", "stop")),
        (40, "Enter Open", ("account", "device", "stop")),
    ],
)
def test_what_does_not_fit_goes_in_one_order(width: int, left: str, gone: tuple[str, ...]) -> None:
    words = Words("nl")
    stay = [command for command in COMMANDS if command.foot and command.id not in gone]
    right = [f"{key_sign(one.keys[0])} {words(f'command.{one.id}')}" for one in stay]
    assert foot(width, *BLOCK) == " ".join((left, *right))


@pytest.mark.parametrize(
    ("width", "hints", "wanted", "said"),
    [
        # A key that is named at the left is not named again.
        (80, (Hint("escape", "Naar de lijst"),), "", "Esc Naar de lijst F1 Hulp F2 Toestel"),
        (40, menu_hints(Words("nl"), found=True), "", "Enter Open F1 Hulp F9 Menu Esc Sluit"),
        # What the page asks for stays longer than the other keys.
        (80, BLOCK, "", "Enter Open blok ↑↓ Kies Tab Naar het blok F1 Hulp F9 Menu Esc Terug"),
        (80, BLOCK, "device", "Enter Open blok ↑↓ Kies F1 Hulp F2 Toestel F9 Menu Esc Terug"),
        (40, (), "device", "F1 Hulp F2 Toestel F9 Menu Esc Terug"),
        # A name that is too long gives room back to the keys.
        (
            80,
            (LONG._replace(does="Verander " * 8),),
            "",
            "Enter Kies F1 Hulp F2 Toestel F8 Account",
        ),
        # On a narrow window Enter, whose name is short, stands for Space.
        (40, (Hint("space", "Vink aan", "Kies", "enter"),), "", "Enter Kies F1 Hulp"),
    ],
)
def test_a_foot(width: int, hints: tuple[Hint, ...], wanted: str, said: str) -> None:
    assert foot(width, *hints, wanted=wanted).startswith(said)
