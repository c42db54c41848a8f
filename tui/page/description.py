"""What has the focus, as a screen reader would say it: for "Waar ben ik?", and in pieces for a reviewer."""

from typing import NamedTuple

from tui.locale import Words
from tui.page.offered import actions_in
from tui.page.parts import (
    Facts,
    Field,
    Form,
    Listing,
    Meter,
    Notice,
    Page,
    Part,
    Picture,
    Text,
    Timeline,
)

HEAD, TABS, PINNED, CALL, DEVICE = ":head", ":tabs", ":pinned", ":call", ":device"
"""Targets that are not parts: the entry at the top right, the tabs, the pinned line, the call of a device,
its title."""

TO = "to:"
"""The prefix of a notice's stops that lead to a field."""

LONGEST_VALUE = 40
"""How many characters of a value are said; the rest can be read in the field itself."""


class FocusTarget(NamedTuple):
    """Where the focus is on a page.

    `stop` is an action, a field, an item or a tab of the part; `option` is the option of a choice field
    that has the focus; `value` and `error` are the field's. "" means none.
    """

    part: str
    stop: str = ""
    option: str = ""
    value: str = ""
    error: str = ""


class Description(NamedTuple):
    """A thing on a page as a screen reader says it: role, name, states, position; "" means none."""

    role: str
    name: str
    states: tuple[str, ...] = ()
    position: str = ""

    @property
    def role_and_name(self) -> str:
        """Role and name, with a capital."""
        text = f"{self.role} {self.name}".strip()
        return text[:1].upper() + text[1:]

    @property
    def sentence(self) -> str:
        """The whole description as a sentence."""
        pieces = [text for text in (self.role_and_name, *self.states, self.position) if text]
        return f"{', '.join(pieces).rstrip('.')}." if pieces else ""


def where_am_i(page: Page, words: Words, at: FocusTarget) -> str:
    """The page, and the step, role, name, state, value and position of what has the focus.

    For a secret, only the length is said.
    """
    title = words("where.page", page=title_and_step(page, words))
    return f"{title} {describe(page, words, at).sentence}".rstrip()


def title_and_step(page: Page, words: Words) -> str:
    """Title and step: "Adres toevoegen, stap 1 van 2"."""
    if not page.step:
        return page.title
    first, blank, rest = page.step.partition(" ")
    small = first.casefold()
    step = f"{small}{blank}{rest}" if small in words("where.small").split() else page.step
    return f"{page.title}, {step}"


def describe(page: Page, words: Words, at: FocusTarget) -> Description:
    """The description of a stop of a part, or of the part itself if there is no such stop."""
    if at.part == HEAD:
        return Description(words("where.role.button"), page.who)
    if at.part == PINNED and page.pinned is not None:
        name = next((action.short or action.name for action in page.pinned.actions), "")
        return Description(words("where.role.button"), name, (page.pinned.title.rstrip("."),))
    if at.part == CALL:
        return Description(
            words("where.role.button"), at.value or (page.device.title if page.device else "")
        )
    if at.part == DEVICE:
        return Description(words("where.role.title"), page.device.title if page.device else "")
    if at.part == TABS:
        return _tab(page, words, at.stop)
    part = next((part for part in page.everything if part.id == at.part), None)
    if isinstance(part, Form):
        for number, field in enumerate(part.fields, start=1):
            if field.name == at.stop:
                states = tuple(_states(part, field, words, at))
                place = words("where.place.field", number=number, total=len(part.fields))
                return Description(
                    words(_ROLES.get(field.kind, _TYPED)), field.label, states, place
                )
    if isinstance(part, Listing):
        return _listing(part, words, at.stop, _title_of_list(page, part))
    if part is not None:
        return _button(page, part, words, at.stop) or _part(part, page, words)
    return Description(words("where.role.title"), page.title)


def describe_choice(page: Page, words: Words, at: FocusTarget) -> Description:
    """The description of a single item of a list, or of an option of a field (`at.option`).

    Its name includes its number and what it belongs to, so that no two things on a page have the same name.
    If the page no longer has this item or option, the description is that of `describe`.
    """
    whole = describe(page, words, at)
    part = next((part for part in page.everything if part.id == at.part), None)
    role, here, chosen, choices = "where.role.item", at.stop, "", []
    if isinstance(part, Listing):
        chosen = part.chosen
        choices = [(item.id, item.title, item.mark) for item in part.items]
    elif isinstance(part, Form):
        role, here, chosen = "where.role.option", at.option, at.value
        options = (field.options for field in part.fields if field.name == at.stop)
        choices = [(option.value, option.label, "") for option in next(options, ())]
    for number, (choice, name, mark) in enumerate(choices, start=1):
        if choice == here:
            place = words("where.place", number=number, total=len(choices))
            states = (mark, words("where.selected") if choice == chosen else "")
            name = f"{name}, {place}, {whole.name}"
            return Description(words(role), name, tuple(state for state in states if state))
    return whole


_TYPED = "where.role.field"
_ROLES = {"choice": "where.role.choice", "tick": "where.role.tick"}


def _states(form: Form, field: Field, words: Words, at: FocusTarget) -> list[str]:
    states = [words("where.required")] if field.required else []
    if form.says_optional(field):
        states.append(words("where.optional"))
    if field.kind == "tick":
        states.append(words("where.ticked" if at.value else "where.not-ticked"))
    elif field.kind == "choice":
        labels = {option.value: option.label for option in field.options}
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


def _tab(page: Page, words: Words, stop: str) -> Description:
    for number, tab in enumerate(page.tabs, start=1):
        if tab.id == stop:
            here = (words("where.here"),) if tab.id == page.tab else ()
            if tab.count:
                here = (words.count("tab.new", tab.count), *here)
            place = words("where.place", number=number, total=len(page.tabs))
            return Description(words("where.role.tab"), tab.label, here, place)
    return Description(words("where.role.tab"), "")


def _title_of_list(page: Page, part: Listing) -> str:
    """A list without a title has the page's, or that of the page that it comes from."""
    others = page.list_of
    title = others.title if others is not None and part in others.parts else page.title
    return part.title or title


def _listing(part: Listing, words: Words, stop: str, title: str) -> Description:
    for number, item in enumerate(part.items, start=1):
        if item.id == stop:
            chosen = words("where.selected") if item.id == part.chosen else ""
            state = item.detail if item.state != "here" else ""
            states = tuple(text for text in (item.title, item.mark, state, chosen) if text)
            place = words("where.place", number=number, total=len(part.items))
            return Description(words("where.role.list"), title, states, place)
    return Description(words("where.role.list"), title, (part.count.rstrip("."),))


def _button(page: Page, part: Part, words: Words, stop: str) -> Description | None:
    buttons = [(action.id, action.name, action.kind) for action in actions_in(part)]
    if isinstance(part, Notice):
        buttons[:0] = [
            (TO + target, words("screen.go-to", label=_label(page, target)), "plain")
            for target in part.targets
        ]
    for number, (name, label, kind) in enumerate(buttons, start=1):
        if name == stop:
            # Sighted citizens see it by the colour.
            states = (words("where.danger"),) if kind == "danger" else ()
            place = words("where.place", number=number, total=len(buttons))
            return Description(words("where.role.button"), label, states, place)
    return None


def _label(page: Page, target: str) -> str:
    part_id, _, name = target.partition(".")
    for form in page.everything:
        if isinstance(form, Form) and form.id == part_id:
            return next((field.label for field in form.fields if field.name == name), name)
    return target


def _part(part: Part, page: Page, words: Words) -> Description:
    """A part as a whole."""
    match part:
        case Facts():
            blocks = [block.id for block in page.everything if isinstance(block, Facts)]
            number = blocks.index(part.id) + 1
            place = words("where.place.block", number=number, total=len(blocks))
            state = words(f"lines.state.{part.state}")
            return Description(words("where.role.block"), part.title, (state,), place)
        case Notice():
            kind = words(f"screen.notice.{part.kind}")
            return Description(words("where.role.notice"), part.title, (kind,))
        case Meter():
            said = words("said.fact", label=part.title, value=part.words)
            return Description(words("where.role.text"), said)
        case Picture():
            return Description(words("where.role.picture"), _short(part.words))
        case Timeline():
            return Description(words("where.role.timeline"), part.title)
        case Form():
            return Description(words("where.role.form"), part.title)
        case Text(role="heading"):
            return Description(words("where.role.title"), part.text)
        case Text():
            return Description(words("where.role.text"), _short(part.text))
        case _:
            return Description(words("where.role.buttons"), "")
