"""What "Waar ben ik?" must say wherever one stands, out of the page's data and the catalogue alone."""

from typing import NamedTuple

from textual.widget import Widget

from tests.captured import Captured
from tests.screens.harness import Stage
from tui.locale import Words
from tui.page.offered import asking_device
from tui.page.parts import Action, Actions, Facts, Field, Form, Listing, Notice, Page, Part
from tui.widgets.field import OPTION
from tui.widgets.prose import Heading

LONGEST = 60
"""Letters of a value that are said."""


class Due(NamedTuple):
    """What is due at one stop: a role, a name, states, and a position ("" where a thing stands alone)."""

    role: str
    name: str
    states: tuple[str, ...] = ()
    position: str = ""


def missing(told: str, page: Page, words: Words, due: Due) -> list[str]:
    """What a sentence lacks, or has in another order: page, step, role, name, states, position."""
    pieces = [page.title, page.step, due.role, due.name, *due.states, due.position]
    found, at = [], 0
    for piece in pieces:
        begins = told.casefold().find(piece.casefold(), at)
        if begins < 0:
            found.append(piece)
        else:
            at = begins + len(piece)
    if not due.role or not due.name:
        found.append("a role and a name")
    if not told.endswith(f"{due.position}."):
        found.append(f"{due.position} at the end")
    return found


def due_at(stage: Stage, there: Captured, words: Words) -> Due:
    """What is due where the focus stands."""
    screen, page, widget, stop = stage.screen, there.page, stage.focused, stage.stop
    button = words("where.role.button")
    if widget is screen.head:
        return Due(button, page.who)
    if widget is screen.tabs:
        number = [one.id for one in page.tabs].index(stop)
        here = (words("where.here"),) if stop == page.tab else ()
        tab = page.tabs[number].label
        return Due(words("where.role.tab"), tab, here, _place(words, number, len(page.tabs)))
    if widget is screen.body.call:
        return Due(button, words(f"screen.asks.{asking_device(page)}", command="F2"))
    if isinstance(widget, Heading):
        own = widget is screen.body.device.heading
        return Due(words("where.role.title"), page.device_title if own else page.title)
    part = _part_of(page, widget)
    if isinstance(part, Listing):
        number = [one.id for one in part.items].index(stop)
        item = part.items[number]
        chosen = words("where.selected") if stop == part.chosen else ""
        states = tuple(one for one in (item.title, item.mark, chosen) if one)
        place = _place(words, number, len(part.items))
        return Due(words("where.role.list"), part.title, states, place)
    if isinstance(part, Form) and not (widget.id or "").endswith("--buttons"):
        name = (widget.id or "").removeprefix(f"{part.id}--")
        number = [one.name for one in part.fields].index(name)
        place = _place(words, number, len(part.fields), "field")
        return _field(there, part, part.fields[number], stop.removeprefix(OPTION), words, place)
    if isinstance(part, Facts) and not stop:
        blocks = [one for one in page.everything if isinstance(one, Facts)]
        place = _place(words, blocks.index(part), len(blocks), "block")
        state = words(f"lines.state.{part.state}")
        return Due(words("where.role.block"), part.title, (state,), place)
    return _button(page, part, stop, words)


def _place(words: Words, number: int, total: int, what: str = "") -> str:
    return words(f"where.place.{what}".rstrip("."), number=number + 1, total=total)


def _part_of(page: Page, widget: Widget) -> Part:
    classes = {name for one in widget.ancestors_with_self for name in one.classes}
    return next(one for one in page.everything if f"part-{one.id}" in classes)


def _field(there: Captured, form: Form, field: Field, option: str, words: Words, place: str) -> Due:
    drafted = there.typed.read(there.page.place, form.id, field.name)
    value = field.stored if drafted is None else drafted
    labels = {one.value: one.label for one in field.options}
    states = [words("where.required" if field.required else "where.optional")]
    role = "field"
    if field.kind == "tick":
        role = "tick"
        states.append(words("where.ticked" if value else "where.not-ticked"))
    elif field.kind == "choice":
        role = "choice"
        if value in labels:
            states.append(words("where.chosen", label=labels[value]))
        else:
            states.append(words("where.not-chosen"))
        if option != value:
            states.append(words("where.at", label=labels[option]))
    elif not value:
        states.append(words("where.empty"))
    else:
        assert not field.secret, "what is secret is kept in no draft"
        said = " ".join(value.split())[:LONGEST].rstrip()
        states.append(words("where.value", value=said))
    if field.error:
        states.append(words("where.error", error=field.error.rstrip(".")))
    return Due(words(f"where.role.{role}"), field.label, tuple(states), place)


def _button(page: Page, part: Part, stop: str, words: Words) -> Due:
    """A button: which of those of its part it is, and whether it removes or stops something."""
    actions: tuple[Action, ...] = ()
    if isinstance(part, Form):
        actions = (part.submit, *part.others)
    elif isinstance(part, Actions):
        actions = part.items
    elif isinstance(part, Notice | Facts):
        actions = part.actions
    if isinstance(part, Notice):
        labels = {
            f"{form.id}.{field.name}": field.label
            for form in page.everything
            if isinstance(form, Form)
            for field in form.fields
        }
        ways = [
            Action(id=f"to:{one}", label=words("screen.go-to", label=labels[one]))
            for one in part.targets
        ]
        actions = (*ways, *actions)
    number = [one.id for one in actions].index(stop)
    action = actions[number]
    states = (words("where.danger"),) if action.kind == "danger" else ()
    name = action.spoken or action.label
    return Due(words("where.role.button"), name, states, _place(words, number, len(actions)))
