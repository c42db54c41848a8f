"""What must hold of every page, judged from a record of it: each gate names what is wrong, or nothing.

A gate is a function from a `Walk` to complaints. The numbers are those of WCAG 2.2.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator
from functools import lru_cache, wraps

from rich.color import ColorSystem
from rich.style import Style
from textual.geometry import Region

from mock_backends.people.loader import load
from tests.accessibility.contrast import COLOUR_BLIND, Cell, cells, change, contrast_without, faint
from tests.accessibility.narrow import narrow_names, too_wide
from tests.accessibility.walk import Frame, Walk, segments
from tests.journey.filling import forms
from tests.journey.steps import texts
from tests.pictured import NICKNAME
from tui.page.commands import COMMANDS
from tui.page.offered import actions_of
from tui.page.parts import Actions, Facts, Form, Listing
from tui.screens.contrast import DRAWN
from tui.widgets.content import clean
from tui.widgets.form import LOW
from tui.widgets.states import SIGNS
from tui.widgets.theme import TERMINAL

TEXT, BORDER = 4.5, 3.0
"""1.4.3 and 1.4.11."""

HIGH_TEXT = 7.0
"""1.4.6, for the themes of high contrast."""

CELL_WIDTH, CELL_HEIGHT, TARGET, LARGE = 8, 16, 24, 44
"""Pixels a cell is taken to measure, and those that a target needs (2.5.8), and a large one (2.5.5)."""

LONG = 25
"""Letters of a word that may go on in the next line, such as an address for mail."""

ZOOMED = (40, 12)
"""A size that is 80 by 24 at 200 %: a cell is twice as high and wide."""

PLACE_WORDS = re.compile(
    r"\b(linkerkant|rechterkant|links|rechts|groene?|rode?|blauwe?|gele|ronde?|left|right-hand|green|red|blue"
    r"|gauche|droite|vert|rouge|bleu|grünen?|roten?|blauen?)\s+(knop|kader|tekst|button|box|bouton|Knopf)\b",
    re.IGNORECASE,
)

CLOSING = ":;!?»"
"""Signs before which French sets a space at which no line may end."""

PERSONAL = {"nickname", "street", "house-number", "box", "post-code", "municipality"}
"""Fields that ask for personal data, beside those for mail and phone."""

EXPLAINED = "▸•●◆○←→↑↓"
"""Signs with a meaning of their own; the help says what each means, and a test holds it to that."""

Gate = Callable[[Walk], list[str]]


def coloured(gate: Gate) -> Gate:
    """A gate that has nothing to judge where the terminal's own colours are used (G148)."""

    @wraps(gate)
    def judged(walk: Walk) -> list[str]:
        return [] if walk.manner.theme == TERMINAL.name else gate(walk)

    return judged


# --- what is drawn ----------------------------------------------------------------------------


@coloured
def contrast(walk: Walk) -> list[str]:
    """Every cell: of all the page at rest, also out of view, and of the screen at each stop (1.4.3, 1.4.11).

    In high contrast as much as 1.4.6 asks.
    """
    return list(_faint_in(walk, lambda style: style))


@coloured
def contrast_of_256(walk: Walk) -> list[str]:
    """The same where the terminal has 256 colours, as Rich picks them out of the palette (1.4.3, 1.4.6)."""
    return [f"in 256 colours, {found}" for found in _faint_in(walk, downgraded)]


def _faint_in(walk: Walk, seen: Callable[[Style], Style]) -> Iterator[str]:
    """What is too faint in each picture, its styles as they are `seen`; three of each are enough."""
    for name, strips in walk.pictures():
        drawn = ((y, x, signs, seen(style)) for y, x, signs, style in segments(strips))
        for found in faint(drawn, least(walk.manner.theme), BORDER)[:3]:
            yield f"{name}: {found}"


def least(theme: str) -> float:
    """The contrast that text has at least in a theme."""
    return HIGH_TEXT if theme.startswith("high-contrast") else TEXT


def no_colours(walk: Walk) -> list[str]:
    """Where no colour is wanted, none is drawn (EN 301 549 11.7)."""
    if walk.manner.theme != TERMINAL.name:
        return []
    styles = {style for _, style in walk.segments()}
    return sorted({f"{style} has a colour" for style in styles if style.color or style.bgcolor})


@coloured
def contrast_without_cones(walk: Walk) -> list[str]:
    """The same for people who are colour-blind, whatever sort of cones they lack (1.4.3, 1.4.11)."""
    styles = {(style, BORDER if DRAWN.match(signs) else TEXT) for signs, style in walk.segments()}
    return sorted(
        f"{style} without {cones} cones"
        for style, enough in styles
        for cones in COLOUR_BLIND
        if contrast_without(style, cones) < enough
    )


@lru_cache(1024)
def downgraded(style: Style) -> Style:
    """A style with its colours out of the palette of 256."""
    assert style.color is not None
    assert style.bgcolor is not None
    return Style(
        color=style.color.downgrade(ColorSystem.EIGHT_BIT),
        bgcolor=style.bgcolor.downgrade(ColorSystem.EIGHT_BIT),
    )


def signs_are_explained(walk: Walk) -> list[str]:
    """No sign stands for something that no words explain; frames and blocks mean nothing (1.1.1)."""
    drawn = {sign for _, strips in walk.pictures() for strip in strips for sign in strip.text}
    return [
        f"{sign!r} is explained nowhere"
        for sign in sorted(drawn - set(EXPLAINED))
        if unicodedata.category(sign) in ("So", "Sm", "Sk")
        and not sign.isascii()
        and not DRAWN.match(sign)
    ]


def focus_changes_a_sign(walk: Walk) -> list[str]:
    """A move of the focus is told by a sign where it comes, and not by colour alone (2.4.7, 1.4.1)."""
    steps = zip(walk.frames, walk.frames[1:], strict=False)
    found = [
        f"{before.stop} and {after.stop} look the same"
        for before, after in steps
        if before.lines == after.lines
    ]
    return found + [
        f"no sign changes at {frame.stop}"
        for frame in (walk.opened, *walk.frames)
        if not any(old[0] != new[0] for old, new in came(frame, frame.area))
    ]


@coloured
def focus_is_seen(walk: Walk) -> list[str]:
    """Where the focus comes a sign changes by 3:1, at every stop (2.4.7, 1.4.11)."""
    return [
        f"{frame.stop} hardly changes"
        for frame in (walk.opened, *walk.frames)
        if not any(
            old[0] != new[0] and change(old, new) >= BORDER for old, new in came(frame, frame.area)
        )
    ]


@coloured
def focus_is_large(walk: Walk) -> list[str]:
    """As many cells as a frame around it has change by 3:1 where the focus comes, at every stop (2.4.13).

    Of what is higher than there is room for, as many as the frame has in view.
    """
    found = []
    for one in (walk.opened, *walk.frames):
        if one.control is None:
            continue
        shown = one.control.intersection(one.area)
        frame = shown.area - one.control.shrink((1, 1, 1, 1)).intersection(shown).area
        changed = sum(change(old, new) >= BORDER for old, new in came(one, shown))
        if changed < frame:
            found.append(f"{one.stop}: {changed} of {frame} cells change")
    return found


def came(frame: Frame, area: Region) -> Iterator[tuple[Cell, Cell]]:
    """Each cell in an area of the screen, as it was drawn before the focus came, and as it stands now."""
    for region, before in frame.before:
        shared = region.intersection(area)
        if shared:
            old = cells(before, shared.translate(-region.offset))
            yield from zip(old, cells(frame.strips, shared), strict=True)


def focus_is_whole(walk: Walk) -> list[str]:
    """What has the focus is wholly in view, if there is room for it (2.4.11, 2.4.12)."""
    return [
        f"{frame.stop} is partly out of view"
        for frame in (*walk.frames, *walk.backwards)
        if not frame.whole
    ]


def cursor_on_focus(walk: Walk) -> list[str]:
    """The cursor's place lies in what has the focus, and so in view (2.4.11, EN 301 549 11.5.2.13)."""
    frames = (walk.opened, *walk.frames, *walk.backwards)
    return [f"the cursor is not on {frame.stop}" for frame in frames if not frame.on_focus]


def nothing_sideways(walk: Walk) -> list[str]:
    """Nothing scrolls sideways, and no line is longer than there is room (1.4.10)."""
    found = ["something scrolls sideways"] if walk.sideways else []
    return found + [f"too long: {line!r}" for line in walk.overlong]


def no_word_clipped(walk: Walk) -> list[str]:
    """Every word of a part is drawn whole, in view or not, and no line of a widget is cut (1.4.4, 1.4.10)."""
    missing = [f"cut: {one}" for one in walk.cut]
    for part in walk.page.everything:
        if part.id not in walk.written:
            continue  # in the device, or the list that a message has taken the place of
        if isinstance(part, Form) and part.is_short and walk.manner.size[1] < LOW:
            part = Actions(id=part.id, items=(part.submit,))  # it shows its field when it is used
        drawn = walk.written[part.id]
        if isinstance(part, Facts) and part.title == walk.page.title:
            drawn += f" {part.title}"  # the heading says it
        words, letters = set(re.findall(r"\w+", drawn)), re.sub(r"\s", "", drawn)
        for text in texts(part, spoken=False):
            for piece in clean(text).split():
                whole = set(re.findall(r"\w+", piece)) <= words
                if not whole and not (len(piece) > LONG and piece in letters):
                    missing.append(f"{part.id} lacks {piece!r}")
    return missing


def names_fit_forty_columns(walk: Walk) -> list[str]:
    """Each heading, tab, label and button has its words whole there, in two lines at most (1.4.4, 1.4.10)."""
    return [f"{name!r} in {room}" for name, room in narrow_names(walk.page) if too_wide(name, room)]


def no_sign_begins_a_line(walk: Walk) -> list[str]:
    """A sign that closes stays with its word: a line that begins with it is misread (French)."""
    states = tuple(
        f"{SIGNS[item.state]}{item.detail}"
        for part in walk.page.everything
        if isinstance(part, Listing)
        for item in part.items
    )
    return [
        f"{line!r} begins with a sign"
        for line in walk.begun
        if line[0] in CLOSING and not any(state.startswith(line) for state in states)
    ]


def targets_are_apart(walk: Walk) -> list[str]:
    """What can be pressed is 24 px high and wide, or a circle of 24 px on it meets no other (2.5.8)."""
    if walk.manner.size == ZOOMED:
        return []  # one line is 32 px high
    small = [one for one in walk.targets if _small(one[1])]
    return [
        f"{name} and {other}"
        for name, region in small
        for other, its in walk.targets
        if other != name and _meet(region, its)
    ]


def main_buttons_are_large(walk: Walk) -> list[str]:
    """A main button is 44 px high and wide, with the blank lines next to it that press it, too (2.5.5)."""
    zoom = 2 if walk.manner.size == ZOOMED else 1
    return [
        f"{name}: {region.width} by {region.height} cells"
        for name, region in walk.main
        if region.width * CELL_WIDTH * zoom < LARGE or region.height * CELL_HEIGHT * zoom < LARGE
    ]


def _small(region: Region) -> bool:
    return region.width * CELL_WIDTH < TARGET or region.height * CELL_HEIGHT < TARGET


def _meet(one: Region, other: Region) -> bool:
    """Whether the circle on one target meets another target, or the circle on it where that is small too."""
    x, y = _middle(one)
    if _small(other):
        other_x, other_y = _middle(other)
        if (x - other_x) ** 2 + (y - other_y) ** 2 < TARGET**2:
            return True
    near_x = min(max(x, other.x * CELL_WIDTH), other.right * CELL_WIDTH)
    near_y = min(max(y, other.y * CELL_HEIGHT), other.bottom * CELL_HEIGHT)
    return (x - near_x) ** 2 + (y - near_y) ** 2 < (TARGET / 2) ** 2


def _middle(region: Region) -> tuple[float, float]:
    return (
        (region.x + region.width / 2) * CELL_WIDTH,
        (region.y + region.height / 2) * CELL_HEIGHT,
    )


def nothing_moves(walk: Walk) -> list[str]:
    """While nothing is done no timer runs, so nothing blinks, turns or repeats (2.2.2)."""
    return list(walk.restless)


# --- the keyboard -----------------------------------------------------------------------------


def closed_cycle(walk: Walk) -> list[str]:
    """Tab comes round, and stops nowhere twice (2.1.1, 2.1.2)."""
    stops = [frame.stop for frame in walk.frames]
    if stops[0] != stops[-1]:
        return [f"Tab does not come round in {len(stops)} steps"]
    twice = {one for one in stops[1:] if stops[1:].count(one) > 1}
    return [f"Tab comes twice to {one}" for one in sorted(twice)]


def exact_reverse(walk: Walk) -> list[str]:
    """Shift+Tab goes the same way back (2.4.3)."""
    there = [frame.stop for frame in walk.frames[:-1]][::-1]
    back = [frame.stop for frame in walk.backwards]
    return [] if there == back else [f"there {there}, back {back}"]


def reading_order(walk: Walk) -> list[str]:
    """Tab goes from left to right and from top to bottom, column by column (1.3.2, 2.4.3)."""
    orders = [frame.order for frame in walk.frames[:-1]]
    return [] if orders == sorted(set(orders)) else [f"the stops stand at {orders}"]


def moving_asks_for_nothing(walk: Walk) -> list[str]:
    """Tab and Shift+Tab, all the way round and back, open, choose and send nothing (3.2.1)."""
    return [f"moving the focus did {' '.join(one)}" for one in walk.asked]


def answering_asks_for_nothing(walk: Walk) -> list[str]:
    """Typing in a field, or choosing in it, opens and sends nothing (3.2.2)."""
    return [f"what was typed or chosen did {' '.join(one)}" for one in walk.answered]


def escape_leaves(walk: Walk) -> list[str]:
    """Escape goes back, once (2.1.2)."""
    return [] if walk.escaped == (("back",),) else [f"Escape did {walk.escaped}"]


def keys_are_the_same(walk: Walk) -> list[str]:
    """Every command's keys work on every page, and no bare letter is a key (2.1.4, 3.2.3, 3.2.6)."""
    wanted = {key for command in COMMANDS for key in command.keys}
    letters = sorted(key for key in walk.keys if len(key) == 1)
    return [f"{key} does nothing" for key in sorted(wanted - walk.keys)] + [
        f"{key} is a bare letter" for key in letters
    ]


# --- the page itself --------------------------------------------------------------------------


def names_are_whole(walk: Walk) -> list[str]:
    """What can be pressed has a name of its own that begins with what is shown (2.4.6, 2.5.3, 4.1.2)."""
    actions = [one for one in actions_of(walk.page) if one.id]
    found = [f"{one.id} has no name" for one in actions if not one.label.strip()]
    found += [
        f"{one.spoken!r} does not begin with {one.label!r}"
        for one in actions
        if one.spoken and not one.spoken.startswith(one.label)
    ]
    # What leads to the same place may be called the same: in the head and on the page.
    names = Counter(name for name, _ in set(walk.names))
    return found + [f"two are called {name!r}" for name, count in names.items() if count > 1]


def fields_are_labelled(walk: Walk) -> list[str]:
    """Every field has a label of its own; what is asked of a person says what it is for (1.3.5, 3.3.2)."""
    fields = [field for form in forms(walk.page) for field in form.fields]
    labels = [one.label for one in fields]
    found = [f"{one.name} has no label" for one in fields if not one.label.strip()]
    found += [f"two fields are called {one!r}" for one in set(labels) if labels.count(one) > 1]
    found += [
        f"{one.name} does not say its purpose"
        for one in fields
        if (one.kind in ("email", "phone") or one.name in PERSONAL) and not one.purpose
    ]
    return found


def fields_have_a_hint(walk: Walk) -> list[str]:
    """Every field of the journey has a hint, read before anything is typed (3.3.2)."""
    fields = [field for form in forms(walk.page) for field in form.fields]
    return [f"{one.name} has no hint" for one in fields if not one.hint.strip()]


def page_says_where_one_is(walk: Walk) -> list[str]:
    """One title, a status that names it, help, and an entry that always has the same place (2.4.2, 3.2.6).

    The window is named after the page and, unlike the page, never with a name of who is signed in.
    """
    page = walk.page
    found = [f"no {name}" for name in ("title", "status", "help", "who") if not getattr(page, name)]
    if page.title not in page.status:
        found.append("the status does not name the page")
    named = walk.window.casefold()
    found += [
        f"the window's name lacks {one!r}"
        for one in (page.window or page.title, page.step, " - ")
        if one.casefold() not in named
    ]
    told = NAMES & words_of(page.who) & words_of(walk.window)
    return found + [f"the window's name tells {one!r}" for one in told]


def words_of(text: str) -> set[str]:
    """Its words, in small letters."""
    return set(re.findall(r"\w+", text.casefold()))


NAMES = words_of(" ".join([NICKNAME, *(person.full_name for person in load().personas)]))
"""The words in the names of all invented people, and the nickname that pages are walked with."""


def one_heading(walk: Walk) -> list[str]:
    """One title can be seen, and not two (1.3.1, 2.4.6)."""
    return [] if walk.headings == 1 else [f"{walk.headings} titles"]


def no_word_of_place_or_colour(walk: Walk) -> list[str]:
    """Nothing is pointed at by its colour, form or side alone (1.3.3)."""
    said = [text for part in walk.page.everything for text in texts(part, spoken=False)]
    return [text for text in said if PLACE_WORDS.search(text)]


GATES: tuple[Gate, ...] = (
    contrast,
    contrast_of_256,
    contrast_without_cones,
    no_colours,
    signs_are_explained,
    focus_changes_a_sign,
    focus_is_seen,
    focus_is_large,
    focus_is_whole,
    cursor_on_focus,
    nothing_sideways,
    no_word_clipped,
    names_fit_forty_columns,
    no_sign_begins_a_line,
    targets_are_apart,
    main_buttons_are_large,
    nothing_moves,
    closed_cycle,
    exact_reverse,
    reading_order,
    moving_asks_for_nothing,
    answering_asks_for_nothing,
    escape_leaves,
    keys_are_the_same,
    names_are_whole,
    fields_are_labelled,
    page_says_where_one_is,
    one_heading,
    no_word_of_place_or_colour,
)


def complaints(walk: Walk) -> list[str]:
    return [one for gate in GATES for one in complaints_of(gate, walk)]


def complaints_of(gate: Gate, walk: Walk) -> list[str]:
    """What one gate says, with where it looked."""
    return [f"{walk.manner}: {gate.__name__}: {one}" for one in gate(walk)]
