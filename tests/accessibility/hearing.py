"""What must be heard after each key, judged from what two readers said: each rule names what is wrong.

A rule is a function from what was heard to complaints, as the gates are (`tests.accessibility.gates`).
"""

import re
from collections.abc import Callable, Sequence
from itertools import pairwise

from tests.accessibility.reader import Heard, spoken
from tests.journey.filling import forms
from tui.page.parts import ANNOUNCED, Notice, Page

SIGNS = re.compile(r"^[^\w+(]*(\([ •]\) )?")
"""What stands before a name: the mark of the focus, a bracket, the sign of a choice."""

END = re.compile(r"\]|\([ •]\)")
"""What ends a name: the bracket of its button, or the next choice on its line."""

Rule = Callable[[Sequence[Heard]], list[str]]


def nothing_is_silent(heard: Sequence[Heard]) -> list[str]:
    """Neither reader is ever left without a word."""
    return [f"{one.key}: the cursor stands in an empty line" for one in heard if not one.cursor] + [
        f"{one.key}: nothing has changed" for one in heard if not one.changed
    ]


def the_cursor_s_line_names_the_focus(heard: Sequence[Heard]) -> list[str]:
    """The line of the cursor says what has the focus: its name, or what stands in a field."""
    return [
        f"{one.key}: {one.cursor!r} does not name {one.focus}" for one in heard if not _named(one)
    ]


def _named(one: Heard) -> bool:
    if one.typing:
        return (one.value[-10:] or one.focus.name) in one.cursor
    if one.answer:
        return one.pointed.startswith(one.answer[:20])
    return any(
        _label(one).startswith(_begin(name)) or (_label(one) and _begin(_label(one)) in name)
        for name in (one.focus.name, *one.focus.states)
    )


def _label(one: Heard) -> str:
    """What stands under the cursor, without the signs around it."""
    return END.split(SIGNS.sub("", one.pointed))[0].strip()


def _begin(name: str) -> str:
    """The first words: more may not fit in one line."""
    return " ".join(name.split()[:2])


def a_move_is_heard_as_a_change(heard: Sequence[Heard]) -> list[str]:
    """Where the focus has moved, the lines that changed name it too, or say what is wrong there."""
    found = []
    for before, one in pairwise(heard):
        name = one.focus.name.split()[0] if one.typing else _begin(_label(one))
        wrong = _errors(one.page) - _errors(before.page)
        if _place(before) != _place(one) and not wrong and name not in one.told:
            found.append(f"{one.key}: {name!r} is not in {one.changed}")
    return found


def _place(one: Heard) -> tuple[object, ...]:
    """Where the focus stands; what is typed there is no move."""
    return one.page.place, one.menu, one.typing or one.focus.states, one.focus.name


def a_new_page_is_named(heard: Sequence[Heard]) -> list[str]:
    """Another page is heard by its title, and another step of the same by its title or by the step."""

    def names(before: Page, now: Page) -> set[str]:
        same = (before.id, before.title) == (now.id, now.title)
        return {spoken(now.title), spoken(now.step)} if same else {spoken(now.title)}

    return [
        f"{one.key}: {one.page.title!r} is not heard"
        for before, one in pairwise(heard)
        if (before.page.id, before.page.title, before.page.step)
        != (one.page.id, one.page.title, one.page.step)
        and not any(name in one.told for name in names(before.page, one.page))
    ]


def an_error_is_heard(heard: Sequence[Heard]) -> list[str]:
    """An error that has come is heard whole, and once."""
    return [
        f"{one.key}: {error!r} is heard {one.told.count(error)} times"
        for before, one in pairwise(heard)
        for error in _errors(one.page) - _errors(before.page)
        if one.told.count(error) != 1
    ]


def _errors(page: Page) -> set[str]:
    return {spoken(field.error) for form in forms(page) for field in form.fields if field.error}


def a_message_is_heard_once(heard: Sequence[Heard]) -> list[str]:
    """What was done, went wrong or is about to end is heard at once, whole, and not twice.

    What is pinned may be heard in its short words, for which there is room in a narrow window.
    """
    found = []
    for before, one in pairwise(heard):
        for whole, short in _told(one.page) - _told(before.page):
            times = one.told.count(whole) or (one.told.count(short) if short else 0)
            if times != 1:
                found.append(f"{one.key}: {whole!r} is heard {times} times")
    return found


def _told(page: Page) -> set[tuple[str, str]]:
    return {
        (spoken(part.title), spoken(part.short))
        for part in (*page.everything, page.pinned)
        if isinstance(part, Notice) and part.id in ANNOUNCED
    }


def every_focus_has_a_role(heard: Sequence[Heard]) -> list[str]:
    """What the cursor stands on has a role, a name, and a state or place to be asked for with F12."""
    return [f"{one.key}: {one.focus}" for one in heard if not one.focus.name or not one.focus.role]


RULES: tuple[Rule, ...] = (
    nothing_is_silent,
    the_cursor_s_line_names_the_focus,
    a_move_is_heard_as_a_change,
    a_new_page_is_named,
    an_error_is_heard,
    a_message_is_heard_once,
    every_focus_has_a_role,
)


def complaints(heard: Sequence[Heard]) -> list[str]:
    return [f"{rule.__name__}: {one}" for rule in RULES for one in rule(heard)]
