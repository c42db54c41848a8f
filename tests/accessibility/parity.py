"""What a page says and offers, and what each renderer makes of it, in one form that can be compared."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import zip_longest
from pathlib import Path
from typing import TypeVar

from msgspec.structs import replace
from textual.widget import Widget

from tests.journey.filling import forms
from tests.journey.steps import texts
from tests.lines.journey import whole
from tui.lines.dialogue import Journey
from tui.lines.menu import Choice, block_menu, page_menu
from tui.lines.questions import question_line, question_lines
from tui.lines.reading import outlined, part_lines
from tui.locale import Words
from tui.page.offered import actions_in, actions_of, asking_device
from tui.page.parts import (
    Action,
    Device,
    Facts,
    Field,
    Form,
    Listing,
    Notice,
    Page,
    Part,
    Picture,
    Text,
    Timeline,
    leaves,
)
from tui.screens.page_screen import PageScreen
from tui.widgets.bar import ActionBar, Remaining
from tui.widgets.canvas import Canvas
from tui.widgets.device import DeviceView
from tui.widgets.field import DrawnField
from tui.widgets.form import FormView
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField

WIDE_ENOUGH = 300
"""Cells at which nothing that is drawn must be broken off, but for what is kept short for reading."""

EVERYTHING = (200, 60)
"""A size at which the page, its aside and the device stand side by side."""


T = TypeVar("T")

CATALOGUES = Path(__file__).parents[2] / "tui" / "locale"
FRAMES = re.compile(r"[\u2500-\u259f]")
WORD = re.compile(r"[^\W\d_]{2,}")


def flat(text: str) -> str:
    """`text` on one line, without frames and the marks of what others wrote, however it was broken."""
    return " ".join(FRAMES.sub(" ", re.sub("(?m)^> ?", "", text)).split())


def missing(heard: str, wanted: Iterable[str]) -> list[str]:
    """The texts that were not said as often as they are wanted; the longest are looked for first."""
    left, absent = flat(heard), []
    for text in sorted(map(flat, wanted), key=len, reverse=True):
        if text and text not in left:
            absent.append(text)
        left = left.replace(text, " | ", 1) if text else left
    return absent


def invented(heard: str, wanted: Iterable[str], own: frozenset[str]) -> set[str]:
    """The words that are neither the page's nor the renderer's `own`."""
    left = flat(heard)
    for text in sorted(map(flat, wanted), key=len, reverse=True):
        left = left.replace(text, " | ") if text else left
    return set(WORD.findall(left)) - own


def check_texts(
    heard: str, wanted: list[str], known: list[str], own: frozenset[str], where: str
) -> None:
    """All that is wanted was said, and nothing but what is known and the renderer's own words."""
    absent, more = missing(heard, wanted), invented(heard, known, own)
    assert not absent, f"{where} lacks {absent}"
    assert not more, f"{where} says of itself {sorted(more)}"


def check_offers(found: list[T], wanted: list[T], where: str) -> None:
    """What can be done is what the page offers, each once and in its order (WCAG 1.3.2)."""
    lacks, more = Counter(wanted) - Counter(found), Counter(found) - Counter(wanted)
    assert not lacks | more, f"{where} lacks {lacks} and has too many {more}"
    assert found == wanted, f"{where} offers {found} in this order, and not {wanted}"


def own_words(language: str, *catalogues: str) -> frozenset[str]:
    """All words of these catalogues: what a renderer says of itself."""
    found: set[str] = set()
    for name in catalogues:
        text = (CATALOGUES / language / f"{name}.po").read_text(encoding="utf-8")
        for value in re.findall(r'^(?:msgstr(?:\[\d\])? )?"(.*)"$', text, re.MULTILINE):
            found |= set(WORD.findall(value))
    return frozenset(found)


# --- what the page has ------------------------------------------------------------------------


def standing(journey: Journey, form: Form, field: Field) -> str:
    """What stands in a field: what was typed, or else what is stored; nothing of a secret."""
    if field.secret:
        return ""
    typed = journey.drafts.read(journey.page.place, form.id, field.name)
    return field.stored if typed is None else typed


def texts_of(part: Part, journey: Journey, *, spoken: bool) -> list[str]:
    """Every text of a part, with what stands in its fields; `spoken` where names are whole."""
    found = texts(part, spoken=spoken)
    if isinstance(part, Form):
        typed = (one for one in part.fields if not one.options and one.kind != "tick")
        found += [standing(journey, part, field) for field in typed]
    return [text for text in found if text]


def device_texts(device: Device) -> list[str]:
    """What is said of a device, but for what its display shows: whose it is, what it asks, its card."""
    return [text for text in (device.title, device.sentence, *device.card) if text]


def around(page: Page) -> list[str]:
    """What is said around the parts."""
    tabs = (tab.label for tab in page.tabs)
    return [page.title, page.step, page.count, page.status, page.who, *tabs]


def beside(page: Page) -> list[str]:
    """What is said around the parts where a list stands beside what it opened: the title is the list's."""
    listed = page.list_of
    if listed is None:
        return around(page)
    return around(replace(page, title=listed.title, count=listed.count))


def _pinned(page: Page) -> list[str]:
    """What is said of what is pinned above the parts."""
    if page.pinned is None:
        return []
    names = [name for one in page.pinned.actions for name in (one.name, one.short)]
    return [page.pinned.title, page.pinned.short, page.pinned.body, *names]


# --- the full screen --------------------------------------------------------------------------


def check_screen(screen: PageScreen, journey: Journey) -> None:
    """The full screen shows every part of the page, all that is in it, and nothing else."""
    page, words = journey.page, journey.words
    assert screen.page == page
    own = own_words(words.language, "screen")
    views = [view for view in screen.body.views() if view is not screen.bar]
    assert len(views) == len(page.everything)
    frame = [screen.head, screen.tabs, screen.body.heading, screen.status]
    told = " ".join(_drawn(one) for one in frame)
    if screen.pinned is not None:
        told += f" {_drawn(screen.pinned)}"
    spare = [page.date, page.until, page.count, *_pinned(page)]  # where there is room
    check_texts(told, beside(page), [*beside(page), *spare], own, "the frame")
    devices = [part for part in page.pieces if isinstance(part, Device)]
    for device, thing in zip(devices, screen.query(DeviceView), strict=True):
        shown = {one for leaf in thing.leaves for one in leaf.walk_children(with_self=True)}
        around_it = [one for one in thing.walk_children(Canvas) if one not in shown]
        told = "\n".join(_drawn(one) for one in around_it)
        wanted = device_texts(device)
        check_texts(told, wanted, [*wanted, device.clock, device.app, "OK"], own, device.id)
    assert [one.name for one in screen.tabs.stops] == [tab.id for tab in page.tabs]
    assert [one.name for one in screen.head.stops] == ["who"]
    for view, part in zip(views, page.everything, strict=True):
        assert view.has_class(f"part-{part.id}")
        assert all(one.display for one in view.ancestors_with_self if isinstance(one, Widget))
        wanted = texts_of(part, journey, spoken=False)
        barred = (
            [screen.bar] if screen.bar.display and screen.bar.has_class(f"part-{part.id}") else []
        )
        own_views = [*barred, view, *view.walk_children(Widget)]
        told = "\n".join(_drawn(one) for one in own_views)
        states, labels = _state(part, words, "screen"), _labels(part, page)
        check_texts(told, [*wanted, *states], [*wanted, *labels], own, part.id)
        check_offers(_stops(own_views), list(_wanted_stops(part)), part.id)
        if isinstance(part, Form):
            _check_controls(view, part, journey)


def _drawn(widget: Widget) -> str:
    """All that a widget draws itself, in view or not; checked to be what stands on the screen, too."""
    if not widget.display:
        return ""
    if isinstance(widget, TextField | LongField):
        return "" if isinstance(widget, TextField) and widget.password else widget.read()
    if not isinstance(widget, Canvas):
        return ""
    if not widget.has_focus:
        drawing = widget.draw(max(8, widget.content_size.width), None)
        assert widget.render().plain == "\n".join(line.plain for line in drawing.lines)
    wide = widget.content_size.width if isinstance(widget, ActionBar) else WIDE_ENOUGH
    return "\n".join(line.plain for line in widget.draw(wide, None).lines)


def _stops(widgets: list[Widget]) -> list[str]:
    """What these lead to; of a form the buttons last, of which some are in the bar."""
    apart = (ActionBar, Remaining)
    canvases = [one for one in widgets if isinstance(one, Canvas) and not isinstance(one, apart)]
    canvases += [one for kind in apart for one in widgets if isinstance(one, kind)]
    assert all(one.can_focus for one in canvases if one.stops)
    return [stop.name for one in canvases if one.display for stop in one.stops]


def _wanted_stops(part: Part) -> Iterator[str]:
    match part:
        case Notice():
            yield from (f"to:{target}" for target in part.targets)
        case Listing():
            yield from (item.id for item in part.items)
        case Form():
            for field in part.fields:
                yield from (f"option:{option.value}" for option in field.options)
                if field.kind == "tick":
                    yield "tick"
        case _:
            pass
    yield from (action.id for action in actions_in(part))


def _labels(part: Part, page: Page) -> list[str]:
    """What a notice calls the fields that it leads to, and the heads of a table, where it is drawn as one."""
    if isinstance(part, Listing):
        return list(part.columns)
    named = {
        f"{form.id}.{field.name}": field.label for form in forms(page) for field in form.fields
    }
    return [named[one] for one in part.targets if one in named] if isinstance(part, Notice) else []


def _check_controls(view: Widget, form: Form, journey: Journey) -> None:
    assert isinstance(view, FormView)
    for field in form.fields:
        control = view.control(field.name)
        assert control is not None, field.name
        assert control.focusable
        assert control.read() == standing(journey, form, field), field.name


def type_in(screen: PageScreen, form_id: str, name: str, text: str) -> None:
    """Let the citizen have typed or chosen this in a field, in place of what stands there."""
    view = next(one for one in screen.body.views() if one.has_class(f"part-{form_id}"))
    assert isinstance(view, FormView)
    control = view.control(name)
    match control:
        case TextField():
            control.value = text
        case LongField():
            control.clear()
            control.insert(text)
        case DrawnField():
            control.change(text)
        case _:
            raise AssertionError(f"no field {name}")


# --- lines ------------------------------------------------------------------------------------


async def said(journey: Journey) -> str:
    """What a talk says of the page, with every block of it opened, and what its forms ask."""
    page, words = journey.page, journey.words
    menu = page_menu(page, words)
    # A block on its way would be waited for.
    late = [part for part in outlined(page) if part.state == "loading"]
    opened = [
        number
        for number, one in enumerate(menu, start=1)
        if one.does == "open" and one.part not in [part.id for part in late]
    ]
    answers = [answer for number in opened for answer in (str(number), "v")]
    talked = await whole(journey, *answers, "s", why="")
    asked = [
        line
        for form in (part for part in page.own if isinstance(part, Form))
        for number, field in enumerate(form.fields, start=1)
        for line in (
            question_line(field, words, number, len(form.fields)),
            *question_lines(field, standing(journey, form, field), words, interactive=True),
        )
    ]
    assert journey.page == page, "reading a page changes nothing"
    waiting = [
        line
        for part in late
        for line in (
            *part_lines(part, words, lambda form, field: standing(journey, form, field)),
            *(choice.line for choice in block_menu(part, page, words)),
        )
    ]
    return "\n".join([talked, *waiting, *asked])


def check_lines(heard: str, journey: Journey) -> None:
    """Line mode says every part of the page in its order, offers all that can be done, and nothing else."""
    page, words = journey.page, journey.words
    wanted = around(page)
    if _offers_entry(page):
        wanted.remove(page.who)
    for device in (part for part in page.pieces if isinstance(part, Device)):
        wanted += device_texts(device)
    for part in page.own:
        wanted += texts_of(part, journey, spoken=True)
        wanted += _state(part, words, "lines")
    extra = [part.summary.rstrip(".") for part in page.own if isinstance(part, Facts)]
    extra += _pinned(page)
    extra += [head for part in page.own if isinstance(part, Listing) for head in part.columns]
    extra += [one.example for form in forms(page) for one in form.fields]
    own = own_words(words.language, "lines", "talk", "command")
    check_texts(heard, wanted, [*wanted, *extra], own, page.place)
    check_offers(list(_offered(page, words)), list(_wanted_choices(page)), page.place)
    told, menu, _ = heard.partition(words.count("talk.menu", len(page_menu(page, words))))
    assert menu, f"{page.place} has no menu"
    check_order(told, _told(page), page.place)


def check_order(told: str, wanted: Iterable[str], where: str) -> None:
    """What is wanted is told, one after the other."""
    left = flat(told)
    for text in map(flat, wanted):
        _, found, left = left.partition(text)
        assert found, f"{where} does not tell {text!r} in its place"


def _told(page: Page) -> Iterator[str]:
    """The first text of each part that is told before the menu, in reading order."""
    blocks = outlined(page)
    for part, after in zip_longest(page.own, page.own[1:]):
        match part:
            case Text():
                over_blocks = part.role == "heading" and after in blocks
                if part.text and not over_blocks:
                    yield part.text.split("\n\n")[0]
            case Listing():
                if part.count or not part.items:
                    yield part.title
            case Form():
                yield part.title or part.fields[0].label
            case Picture():
                yield part.words
            case Notice() | Timeline():
                yield part.title
            case Facts() if part not in blocks:
                yield part.title
            case _:
                pass


def _offers_entry(page: Page) -> bool:
    """Whether the page itself offers what stands at its top right, which lines then offer once."""
    return page.who in {one.name for one in actions_of(page) if one not in sends(page)}


def sends(page: Page) -> list[Action]:
    """The actions that send a form, which lines offer by filling it in."""
    return [form.submit for form in forms(page)]


def _offered(page: Page, words: Words) -> Iterator[tuple[str, str, str]]:
    """What the menus lead to, but for the way out of an open block and the places, which both have."""
    for choice in page_menu(page, words):
        yield choice.key
        if choice.does == "open":
            block = next(one for one in outlined(page) if one.id == choice.part)
            yield from (one.key for one in _own(block_menu(block, page, words)))


def _own(menu: tuple[Choice, ...]) -> list[Choice]:
    return [one for one in menu if one.does not in ("go", "close")]


def _wanted_choices(page: Page) -> Iterator[tuple[str, str, str]]:
    """What the page offers in reading order, and last the places, which stand on every page.

    A device that asks comes before the page: its call does so on a screen without room for it.
    """
    blocks, own = outlined(page), leaves(page.parts + page.aside)
    device = page.device.parts if page.device else ()
    for part in (*device, *own) if asking_device(page) else (*own, *device):
        if part in blocks:
            yield ("open", part.id, "")
        if isinstance(part, Listing):
            yield from (("choose", part.id, item.id) for item in part.items)
        elif isinstance(part, Form):
            yield ("fill", part.id, "")
        offered = (action for action in actions_in(part) if action not in sends(page))
        yield from (("act", "", action.id) for action in offered)
    for tab in page.tabs:
        yield ("go", "", tab.id)
    if page.who_place and not _offers_entry(page):
        yield ("go", "", page.who_place)


def _state(part: Part, words: Words, renderer: str) -> list[str]:
    """The words for states that must be told, in this renderer's words."""
    if isinstance(part, Facts) and part.state != "here":
        return [words(f"{renderer}.state.{part.state}")]
    if isinstance(part, Notice):
        kind = words(f"{renderer}.notice.{part.kind}")
        return [] if part.title.casefold().startswith(kind.casefold()) else [kind]
    return []
