"""What the keys do where the focus is: the first half of the foot line."""

from collections.abc import Iterator
from typing import NamedTuple

from tui.locale import Words
from tui.page.offered import actions_in, actions_of
from tui.page.parts import Action, Field, Form, Listing, Notice, Page, Part, Verb

TO = "to:"
"""The prefix of a notice's stops that lead to a field."""

UP_DOWN, LEFT_RIGHT = "up-down", "left-right"
"""Two keys that do the same in two directions."""


class Hint(NamedTuple):
    """A key, as Textual names it, and what it does here: in full, and in at most seven letters.

    `brief` is the key of the short word, if it is another: Enter also does what Space does, and its name is
    short in every language.
    """

    key: str
    does: str
    short: str = ""
    brief: str = ""


def title_hints(words: Words) -> tuple[Hint, ...]:
    """At a title, where Enter presses nothing."""
    return (_next(words), Hint("down", words("foot.read-on")))


def entry_hints(page: Page, words: Words) -> tuple[Hint, ...]:
    """At the entry at the top right."""
    name = words("command.account") if page.signed_in else page.who
    return (Hint("enter", name, words("foot.open")),)


def tab_hints(page: Page, words: Words, stop: str) -> tuple[Hint, ...]:
    """At one of the tabs."""
    label = next((tab.label for tab in page.tabs if tab.id == stop), "")
    opens = Hint("enter", words("foot.open.name", name=label), words("foot.open"))
    return (opens, _arrows(words, LEFT_RIGHT))


def question_hints(words: Words) -> tuple[Hint, ...]:
    """In a list of answers over the page."""
    return (Hint("enter", words("foot.confirm"), words("foot.choose")), _arrows(words))


def menu_hints(words: Words, *, found: bool) -> tuple[Hint, ...]:
    """In a menu, in which something was `found`."""
    close = Hint("escape", words("foot.close"), words("foot.close"))
    return (*(_opening(words, None) if found else ()), close)


def part_hints(part: Part, words: Words, stop: str) -> tuple[Hint, ...]:
    """At a stop of a part that is no field: a button, an item, or the part as a whole."""
    if isinstance(part, Listing):
        return _opening(words, part.verb) if part.items else (_next(words),)
    if isinstance(part, Notice) and stop.startswith(TO):
        return (Hint("enter", words("foot.to-field"), words("foot.choose")),)
    action = next((action for action in actions_in(part) if action.id == stop), None)
    return (_next(words) if action is None else _press(words, action),)


def field_hints(
    form: Form, field: Field, words: Words, *, ticked: bool = False
) -> tuple[Hint, ...]:
    """At a field of a form; `ticked` is the state of a tick box."""
    last = form.fields[-1].name == field.name
    to_submit = Hint("tab", words("foot.to-button", name=form.submit.label), words("foot.next"))
    following = to_submit if last else Hint("tab", words("foot.next-field"), words("foot.next"))
    match field.kind:
        case "tick":
            does = words("foot.untick" if ticked else "foot.tick")
            return (Hint("space", does, words("foot.choose"), "enter"), following)
        case "choice":
            chooses = Hint("space", words("foot.choose"), words("foot.choose"), "enter")
            return (chooses, Hint(UP_DOWN, words("foot.other")), following)
        case "long":
            new_line = Hint("enter", words("foot.new-line"), words("foot.next"), "tab")
            return (new_line, following)
        case _ if last:
            return (_press(words, form.submit),)
        case _:
            return (Hint("enter", words("foot.next-field"), words("foot.next")),)


def way_back(page: Page, *here: Hint) -> Iterator[Hint]:
    """Where Escape goes, if the page has a way back of its own and no hint says so already."""
    back = next((action for action in actions_of(page) if action.kind == "back"), None)
    if back is not None and back.label not in [hint.does for hint in here]:
        yield Hint("escape", back.label)


def _opening(words: Words, verb: Verb | None) -> tuple[Hint, ...]:
    verb = verb or Verb(words("foot.open"), words("foot.open"))
    return (Hint("enter", verb.full, verb.short), _arrows(words))


def _press(words: Words, action: Action) -> Hint:
    return Hint("enter", action.label, action.short or words("foot.choose"))


def _arrows(words: Words, keys: str = UP_DOWN) -> Hint:
    return Hint(keys, words("foot.move"))


def _next(words: Words) -> Hint:
    return Hint("tab", words("foot.next"), words("foot.next"))
