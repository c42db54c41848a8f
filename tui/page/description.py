"""What has the focus, in words: "Waar ben ik?", and the same in pieces for a reviewer."""

from typing import NamedTuple

from tui.locale import Words
from tui.page.offered import offered_by
from tui.page.parts import Facts, Field, Form, Listing, Notice, Page, Part, Text, Timeline

HEAD, TABS, CALL, DEVICE = ":head", ":tabs", ":call", ":device"
"""What has no part of its own: the entry at the top right, the tabs, the device that asks, its title."""

TO = "to:"
"""What a stop of a notice begins with that leads to a field."""

LONGEST_VALUE = 40
"""Characters of a value that are said; who wants more reads the field itself."""


class FocusTarget(NamedTuple):
    """Where one stands on a page.

    `stop` is an action, a field, an item or a tab of the part; `option` the one of a choice field where
    the focus is; `value` and `error` are what is in the field. "" is none.
    """

    part: str
    stop: str = ""
    option: str = ""
    value: str = ""
    error: str = ""


class Described(NamedTuple):
    """One thing on a page: its role and name, then states and value, then its position; "" is none."""

    role: str
    name: str
    states: tuple[str, ...] = ()
    position: str = ""

    @property
    def called(self) -> str:
        """Role and name, as a sentence begins."""
        said = f"{self.role} {self.name}".strip()
        return said[:1].upper() + said[1:]

    @property
    def told(self) -> str:
        """All of it in a sentence."""
        pieces = [one for one in (self.called, *self.states, self.position) if one]
        return f"{', '.join(pieces).rstrip('.')}." if pieces else ""


def sentence(page: Page, words: Words, at: FocusTarget) -> str:
    """Page, step, role, name, state, value and position of what has the focus.

    Of a secret only the length is said.
    """
    told = words("where.page", page=titled(page, words))
    return f"{told} {describe(page, words, at).told}".rstrip()


def titled(page: Page, words: Words) -> str:
    """Title and step: "Adres toevoegen, stap 1 van 2"."""
    if not page.step:
        return page.title
    first, blank, rest = page.step.partition(" ")
    small = first.casefold()
    step = f"{small}{blank}{rest}" if small in words("where.small").split() else page.step
    return f"{page.title}, {step}"


def describe(page: Page, words: Words, at: FocusTarget) -> Described:
    """What stands at the stop of a part, or the part itself where there is no such stop."""
    if at.part == HEAD:
        return Described(words("where.role.button"), page.who)
    if at.part == CALL:
        return Described(words("where.role.button"), at.value or page.device_title)
    if at.part == DEVICE:
        return Described(words("where.role.title"), page.device_title)
    if at.part == TABS:
        return _tab(page, words, at.stop)
    part = next((one for one in page.everything if one.id == at.part), None)
    if isinstance(part, Form):
        for number, field in enumerate(part.fields, start=1):
            if field.name == at.stop:
                states = tuple(_states(field, words, at))
                place = words("where.place.field", number=number, total=len(part.fields))
                return Described(words(_ROLES.get(field.kind, _TYPED)), field.label, states, place)
    if isinstance(part, Listing):
        return _listing(part, words, at.stop)
    if part is not None:
        return _button(page, part, words, at.stop) or _part(part, page, words)
    return Described(words("where.role.title"), page.title)


def describe_inside(page: Page, words: Words, at: FocusTarget) -> Described:
    """An item of a list, or a choice of a field (`at.option`), as a thing of its own.

    Its name says which of them it is and of what, so that no two on a page are called the same. Where the
    page has no such thing any more, it is what `describe` says.
    """
    whole = describe(page, words, at)
    part = next((one for one in page.everything if one.id == at.part), None)
    role, here, chosen, things = "where.role.item", at.stop, "", []
    if isinstance(part, Listing):
        chosen = part.chosen
        things = [(one.id, one.title, one.mark) for one in part.items]
    elif isinstance(part, Form):
        role, here, chosen = "where.role.option", at.option, at.value
        options = (one.options for one in part.fields if one.name == at.stop)
        things = [(one.value, one.label, "") for one in next(options, ())]
    for number, (thing, name, mark) in enumerate(things, start=1):
        if thing == here:
            place = words("where.place", number=number, total=len(things))
            states = (mark, words("where.selected") if thing == chosen else "")
            called = f"{name}, {place}, {whole.name}"
            return Described(words(role), called, tuple(one for one in states if one))
    return whole


_TYPED = "where.role.field"
_ROLES = {"choice": "where.role.choice", "tick": "where.role.tick"}


def _states(field: Field, words: Words, at: FocusTarget) -> list[str]:
    states = [words("where.required" if field.required else "where.optional")]
    if field.kind == "tick":
        states.append(words("where.ticked" if at.value else "where.not-ticked"))
    elif field.kind == "choice":
        labels = {one.value: one.label for one in field.options}
        chosen = labels.get(at.value, "")
        states.append(words("where.chosen", label=chosen) if chosen else words("where.not-chosen"))
        if at.option in labels and at.option != at.value:
            states.append(words("where.at", label=labels[at.option]))
    elif not at.value:
        states.append(words("where.empty"))
    elif field.secret:
        states.append(words.count("where.typed", len(at.value)))
    else:
        states.append(words("where.value", value=_short(at.value)))
    if at.error:
        states.append(words("where.error", error=at.error.rstrip(".")))
    return states


def _short(value: str) -> str:
    whole = " ".join(value.split())
    return whole if len(whole) <= LONGEST_VALUE else f"{whole[:LONGEST_VALUE].rstrip()}…"


def _tab(page: Page, words: Words, stop: str) -> Described:
    for number, tab in enumerate(page.tabs, start=1):
        if tab.id == stop:
            here = (words("where.here"),) if tab.id == page.tab else ()
            place = words("where.place", number=number, total=len(page.tabs))
            return Described(words("where.role.tab"), tab.label, here, place)
    return Described(words("where.role.tab"), "")


def _listing(part: Listing, words: Words, stop: str) -> Described:
    for number, item in enumerate(part.items, start=1):
        if item.id == stop:
            chosen = words("where.selected") if item.id == part.chosen else ""
            states = tuple(one for one in (item.title, item.mark, chosen) if one)
            place = words("where.place", number=number, total=len(part.items))
            return Described(words("where.role.list"), part.title, states, place)
    return Described(words("where.role.list"), part.title, (part.count.rstrip("."),))


def _button(page: Page, part: Part, words: Words, stop: str) -> Described | None:
    buttons = [(one.id, one.name, one.kind) for one in offered_by(part)]
    if isinstance(part, Notice):
        buttons[:0] = [
            (TO + one, words("screen.go-to", label=_label(page, one)), "plain")
            for one in part.targets
        ]
    for number, (name, label, kind) in enumerate(buttons, start=1):
        if name == stop:
            # What its colour says beside its name.
            states = (words("where.danger"),) if kind == "danger" else ()
            place = words("where.place", number=number, total=len(buttons))
            return Described(words("where.role.button"), label, states, place)
    return None


def _label(page: Page, target: str) -> str:
    part_id, _, name = target.partition(".")
    for form in page.everything:
        if isinstance(form, Form) and form.id == part_id:
            return next((one.label for one in form.fields if one.name == name), name)
    return target


def _part(part: Part, page: Page, words: Words) -> Described:
    """A part as a whole."""
    match part:
        case Facts():
            blocks = [one.id for one in page.everything if isinstance(one, Facts)]
            number = blocks.index(part.id) + 1
            place = words("where.place.block", number=number, total=len(blocks))
            state = words(f"lines.state.{part.state}")
            return Described(words("where.role.block"), part.title, (state,), place)
        case Notice():
            kind = words(f"screen.notice.{part.kind}")
            return Described(words("where.role.notice"), part.title, (kind,))
        case Timeline():
            return Described(words("where.role.timeline"), part.title)
        case Form():
            return Described(words("where.role.form"), part.title)
        case Text(role="heading"):
            return Described(words("where.role.title"), part.text)
        case Text():
            return Described(words("where.role.text"), _short(part.text))
        case _:
            return Described(words("where.role.buttons"), "")
