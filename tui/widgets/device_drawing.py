"""The pictures of a phone and a card reader: what is drawn around a display, as far as there is room for it.

Pure: from a part and a room to lines. Keys and card are pictures; what can be pressed is on the display.
"""

from typing import NamedTuple

from textual.content import Content

from tui.page.parts import Device
from tui.widgets.content import as_content, blank, fitted, joined

FRAME = "$outside-text on $outside-ground"
BODY = "$outside-line on $outside-surface"
KEY = "bold $outside-text on $outside-ground"
FLAT_KEY = "bold $outside-text on $outside-surface"
GLASS = "$on-glass on $glass"
STATUS = "$glass-hint on $glass"
APP = "bold $on-brand on $brand"
CARD = "$on-card on $card"
EDGE = "$card on $outside-ground"

TALLEST = 24
"""Lines of a phone's display at most: a phone is not as high as a window may be."""

KEYS_LOW, KEYS_TALL = 2, 9
CARD_LOW, CARD_TALL = 3, 7


class Plan(NamedTuple):
    """What is drawn of a device. Numbers are lines, 0 for none.

    `gap` is above it, `app` the name of the app with what is blank around it, `fill` what stays blank of the
    display.
    """

    gap: int = 0
    ends: bool = False
    """Whether a phone has an ear and a home line."""
    app: int = 0
    fill: int = 0
    keys: int = 0
    card: int = 0
    sentence: bool = False


def plan(device: Device, room: int, glass: int, sentence: int) -> Plan:
    """What to draw of a device in `room` lines, where its display needs `glass` and its sentence `sentence`.

    What says most comes first; what there is no room for is left out, and the display never is.
    """
    spare = room - glass
    has: dict[str, int] = {}

    def take(name: str, lines: int, instead_of: int = 0) -> bool:
        nonlocal spare
        if lines - instead_of > spare:
            return False
        has[name], spare = lines, spare - (lines - instead_of)
        return True

    if device.kind == "phone":
        spare -= 3  # the frame, and the line with the time
        app = 1 if device.app else 0
        spare -= app
        ends, said = take("ends", 2), bool(sentence) and take("sentence", sentence)
        roomy = bool(app) and take("app", 3, app)
        take("gap", 1)
        fill = max(0, min(spare, TALLEST - glass - (3 if roomy else app)))
        return Plan(
            gap=has.get("gap", 0),
            ends=ends,
            app=has.get("app", app),
            fill=fill,
            sentence=said,
        )
    spare -= 2  # the frame, with the slot
    take("keys", KEYS_LOW)
    if device.card:
        take("card", CARD_LOW)
    said = bool(sentence) and take("sentence", sentence)
    if "keys" in has:
        take("keys", KEYS_TALL, KEYS_LOW)
    if "card" in has:
        take("card", CARD_TALL, CARD_LOW)
    take("gap", 1)
    return Plan(
        gap=has.get("gap", 0), keys=has.get("keys", 0), card=has.get("card", 0), sentence=said
    )


def draw_top(device: Device, drawn: Plan, width: int) -> list[Content]:
    """What stands above the display: the upper edge; of a phone its ear, the time and the open app."""
    lines = [as_content("")] * drawn.gap
    lines.append(as_content(f"╭{'─' * (width - 2)}╮", FRAME))
    if device.kind == "reader":
        return lines
    if drawn.ends:
        lines.append(_between(_centred("━━━━", width - 2, BODY)))
    status = as_content(f" {device.clock}", STATUS)
    signal = as_content("4G  87% ", STATUS)
    gap = blank(width - 2 - status.cell_length - signal.cell_length, STATUS)
    lines.append(_between(joined(status, gap, signal)))
    if drawn.app:
        lines += [_between(line) for line in app_lines(device.app, width - 2, drawn.app > 1)]
    return lines


def app_lines(app: str, width: int, roomy: bool) -> list[Content]:
    """The name of the open app; `roomy` with a blank line above and below it."""
    sign = joined(blank(2, GLASS), as_content(f" {app} ", APP))
    line = joined(sign, blank(width - sign.cell_length, GLASS))
    return [blank(width, GLASS), line, blank(width, GLASS)] if roomy else [line]


def draw_bottom(device: Device, drawn: Plan, width: int) -> list[Content]:
    """What stands below the display: of a phone its lower edge; of a reader the keys, the slot, the card."""
    if device.kind == "phone":
        lines = [_between(blank(width - 2, GLASS)) for _ in range(drawn.fill)]
        if drawn.ends:
            lines.append(_between(_centred("━━━━━━━━", width - 2, BODY)))
        return [*lines, as_content(f"╰{'─' * (width - 2)}╯", FRAME)]
    slot = f"╰─┬{'─' * (width - 6)}┬─╯"
    return [
        *(_between(line) for line in _keys(drawn.keys, width - 2)),
        as_content(slot, FRAME),
        *_card(device.card, drawn.card, width),
    ]


def _keys(lines: int, width: int) -> list[Content]:
    """The keys, in four rows with blank lines between, or in two."""
    if not lines:
        return []
    tall = lines == KEYS_TALL
    rows = ("1 2 3", "4 5 6", "7 8 9", "C 0 OK") if tall else ("1 2 3 4 5", "6 7 8 9 0")
    broad, gap = (7, 3) if tall else (3, 2)
    drawn: list[Content] = []
    for row in rows:
        keys = [as_content(key.center(broad), KEY if tall else FLAT_KEY) for key in row.split()]
        line = keys[0]
        for key in keys[1:]:
            line = joined(line, blank(gap, BODY), key)
        drawn += [blank(width, BODY)] if tall else []
        drawn.append(_centred_content(line, width, BODY))
    return [*drawn, blank(width, BODY)] if tall else drawn


def _card(card: tuple[str, ...], lines: int, width: int) -> list[Content]:
    """A card that sticks out of the slot: what it is, its holder, its number, until when it is valid."""
    if not lines or not card:
        return []
    inside = width - 6
    what, holder, number, until = card
    if lines == CARD_LOW:
        texts = [(" ┌─┬─┐ ", holder, ""), (" └─┴─┘ ", number, ""), (" ", until, "")]
    else:
        texts = [
            ("", "", ""),
            (" ┌──┬──┐ ", what, "bold "),
            (" ├──┼──┤ ", holder, ""),
            (" └──┴──┘ ", "", ""),
            (" ", number, ""),
            (" ", until, ""),
            ("", "", ""),
        ]
    drawn = []
    for chip, text, weight in texts:
        line = joined(
            as_content(chip, CARD), as_content(fitted(text, inside - len(chip)), f"{weight}{CARD}")
        )
        filled = joined(line, blank(inside - line.cell_length, CARD))
        drawn.append(joined(blank(2), as_content("▐", EDGE), filled, as_content("▌", EDGE)))
    return drawn


def draw_signs(width: int, name: str, keys: tuple[str, ...]) -> Content:
    """The line above what is outside: signs, its name, and the first of `keys` that fits."""
    sign = "$outside-accent"
    start = joined(as_content("╱╱ ", sign), as_content(name, f"bold {sign}"), blank(1))
    for key in (*keys, ""):
        end = joined(as_content(f" {key} " if key else "", "$outside-text"), as_content("╱╱", sign))
        room = width - start.cell_length - end.cell_length
        if room >= 0 or not key:
            return joined(start, as_content("╱" * max(0, room), sign), end)
    raise AssertionError("the last needs no room")


def _between(line: Content) -> Content:
    """A line of the thing, between its sides."""
    side = as_content("│", FRAME)
    return joined(side, line, side)


def _centred(text: str, width: int, style: str) -> Content:
    return _centred_content(as_content(text, style), width, style)


def _centred_content(line: Content, width: int, style: str) -> Content:
    left = (width - line.cell_length) // 2
    return joined(blank(left, style), line, blank(width - left - line.cell_length, style))
