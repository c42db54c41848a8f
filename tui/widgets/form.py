"""A form: its fields below each other, each with label, hint and error, and its buttons."""

from textual import events
from textual.app import ComposeResult
from textual.geometry import Size
from textual.widget import Widget

from tui.locale import Words
from tui.page.drafts import Drafts
from tui.page.parts import Field, Form
from tui.widgets.bar import Remaining, bar_width, fits_beside, left_on_page
from tui.widgets.body import ASIDE_FROM, NARROW
from tui.widgets.buttons import draw_buttons
from tui.widgets.canvas import Canvas, Drawing
from tui.widgets.content import as_content, wrapped
from tui.widgets.events import Act, Send
from tui.widgets.field import ChoiceField, DrawnField, FieldError, FieldHead, TickField
from tui.widgets.interfaces import PartView
from tui.widgets.long_field import LongField
from tui.widgets.prose import LONGEST
from tui.widgets.sheets import add_sheet
from tui.widgets.text_field import TextField

Control = TextField | LongField | DrawnField

LOW = 20
"""A window of fewer rows has no room for a field that little is done with."""


class FieldView(Widget):
    """A field with its label, hint and error.

    It is filled once, with the draft or the stored value. After that, its value is replaced only if the
    stored value has changed, the form has a new revision, or an act wrote the draft or deleted it.
    """

    DEFAULT_CSS = """
    FieldView { width: 1fr; height: auto; layout: vertical; }
    """

    def __init__(self, form: Form, field: Field, place: str, drafts: Drafts, words: Words) -> None:
        super().__init__(classes="field")
        self.field = field
        self._key = (place, form.id, field.name)
        self._drafts = drafts
        self._words = words
        self._revision = form.revision
        self._drafted = False
        self._written: str | None = None
        draft = None if field.secret else drafts.read(*self._key)
        self.control = self._control(f"{form.id}--{field.name}", draft)
        self._head = FieldHead(field, words, optional=form.says_optional(field))
        self._head.count(len(self.control.read()), typing=False)
        self._error = FieldError(field, words)

    def _control(self, name: str, draft: str | None) -> Control:
        self._drafted = draft is not None
        self._written = draft
        value = self.field.stored if draft is None else draft
        kinds: dict[str, type[Control]] = {
            "choice": ChoiceField,
            "tick": TickField,
            "long": LongField,
        }
        return kinds.get(self.field.kind, TextField)(self.field, value, self._typed, id=name)

    def _typed(self, value: str) -> None:
        if not self.field.secret:
            self._written = value
            self._drafts.write(*self._key, value)
            self._drafted = True
        self._head.count(len(value), typing=True)

    def compose(self) -> ComposeResult:
        if self.field.kind != "tick":
            yield self._head
        yield self.control
        yield self._error

    def on_mount(self) -> None:
        self.set_class(bool(self.field.error), "-wrong")

    def show(self, form: Form, field: Field) -> None:
        """Show a newer version of the same field."""
        before, self.field = self.field, field
        revised = form.revision != self._revision
        self._revision = form.revision
        draft = None if field.secret else self._drafts.read(*self._key)
        forgotten = self._drafted and draft is None
        if field.stored != before.stored or revised or forgotten:
            self._drafted = False
            self._written = draft
            self.control.put(field.stored)
        if draft is not None and draft != self._written:
            # Filled in by an act: an address that was chosen, or a code that the phone fills in.
            self._drafted, self._written = True, draft
            self.control.put(draft)
        self.control.show(field)
        self._head.say(field, self.control.has_focus and not self.control.is_drawn)
        if not self.control.has_focus or field.error:
            self._head.count(len(self.control.read()), typing=False)
        self._error.say(field.error)
        self.set_class(bool(field.error), "-wrong")

    def on_descendant_focus(self) -> None:
        # A field that draws itself also draws the mark.
        self._head.say(self.field, not self.control.is_drawn)
        # Without a placeholder, citizens who hear or feel only the cursor's line would find it empty: what to
        # type is said above it.
        words = self._words
        self.control.show_placeholder(
            (words("field.empty", label=self.field.label), words("where.empty"))
        )

    def on_descendant_blur(self) -> None:
        self._head.say(self.field, False)
        self._head.count(len(self.control.read()), typing=False)
        self.control.show_placeholder(())


class FormTitle(Canvas, can_focus=False):
    """The title of a form."""

    def __init__(self, title: str) -> None:
        super().__init__(classes="form-title")
        self._title = title
        self.display = bool(title)

    def say(self, title: str) -> None:
        """Show this title."""
        if title != self._title:
            self._title = title
            self.display = bool(title)
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        return Drawing(wrapped(self._title, width, "bold") or [as_content("")])


class FormButtons(Remaining):
    """The note and the buttons of a form, as far as they are not in the bar below the page."""

    def __init__(self, form: Form) -> None:
        super().__init__(id=f"{form.id}--buttons", classes="actions")
        self.form = form

    def get_content_width(self, container: Size, viewport: Size) -> int:
        # Asked for where they stand beside their field.
        return max(line.cell_length for line in self.draw(container.width, None).lines)

    def show(self, form: Form) -> None:
        """Show a newer version of the same form."""
        before, self.form = self.form, form
        if (before.actions, before.note) != (form.actions, form.note):
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        form, wide = self.form, bar_width(self, self.form.id)
        said = bool(wide) and fits_beside(form.actions, form.note, wide)
        lines = [] if said else wrapped(form.note, min(width, LONGEST), "$hint")
        buttons = draw_buttons(left_on_page(form.actions, wide), width, mark)
        if lines and buttons.lines:
            lines.append(as_content(""))
        stops = tuple(stop.moved(0, len(lines)) for stop in buttons.stops)
        return Drawing(lines + buttons.lines or [as_content("")], stops)

    def press(self, stop: str) -> None:
        if stop != self.form.submit.id:
            self.post_message(Act(stop))
        elif not (isinstance(self.parent, FormView) and self.parent.unfold()):
            self.post_message(Send(self.form.id))


class FormView(PartView[Form], Widget):
    """A form. Where there is little room, a short one is its button, which then shows its field."""

    DEFAULT_CSS = """
    FormView { width: 1fr; height: auto; layout: vertical; }
    """

    def __init__(self, part: Form, place: str, drafts: Drafts, words: Words) -> None:
        super().__init__(classes="form -short" if part.is_short else "form")
        add_sheet(self.app, __file__)
        self.part = part
        self._unfolded = False
        wide = self.app.size.width
        self._be_beside(wide if wide < ASIDE_FROM else 0)  # in a column, until its width is known
        self._around = (place, drafts, words)
        self._title = FormTitle(part.title)
        self._fields = {field.name: self._field(part, field) for field in part.fields}
        self._buttons = FormButtons(part)
        self._fold()

    def _field(self, form: Form, field: Field) -> FieldView:
        return FieldView(form, field, *self._around)

    def compose(self) -> ComposeResult:
        yield self._title
        yield from self._fields.values()
        yield self._buttons

    def on_resize(self, event: events.Resize) -> None:
        self._be_beside(event.size.width)
        self._fold()

    def _fold(self) -> None:
        low = self.part.is_short and self.app.size.height < LOW
        for view in self._fields.values():
            view.display = self._unfolded or not low or view.control.has_focus

    def unfold(self) -> bool:
        """Show the field of a short form, and go there; False if it was there already."""
        folded = [view for view in self._fields.values() if not view.display]
        self._unfolded = True
        self._fold()
        if folded:
            folded[0].control.focus()
        return bool(folded)

    def _be_beside(self, width: int) -> None:
        """Let the buttons of a short form stand beside its field, if there is room for its name in it."""
        self.set_class(self.part.is_short and width >= NARROW, "-beside")

    def show(self, part: Form) -> None:
        self.part = part
        self._title.say(part.title)
        self._buttons.show(part)
        kept = {
            field.name
            for field in part.fields
            if (view := self._fields.get(field.name)) is not None
            and (view.field.kind, view.field.secret) == (field.kind, field.secret)
        }
        for name in [name for name in self._fields if name not in kept]:
            view = self._fields.pop(name)
            if view.control.has_focus:
                stays = (self._fields[one].control for one in self._fields if one in kept)
                self.screen.set_focus(next(stays, None))
            view.remove()
        before: Widget = self._title
        for field in part.fields:
            view = self._fields.get(field.name)
            if view is None:
                view = self._fields[field.name] = self._field(part, field)
                self.mount(view, after=before)
            else:
                view.show(part, field)
            before = view

    def control(self, name: str) -> Control | None:
        view = self._fields.get(name)
        if view is not None:  # to go there
            self._unfolded = True
            self._fold()
        return view.control if view is not None else None

    def take_secrets(self) -> dict[str, str]:
        taken = {}  # a wrong PIN must not stay
        for name, view in self._fields.items():
            if view.field.secret:
                taken[name] = view.control.read()
                view.control.put("")
        return taken

    def on_input_submitted(self, event: TextField.Submitted) -> None:
        """Enter goes to the next field; in the last field it sends the form."""
        event.stop()
        names = [field.name for field in self.part.fields]
        at = next((name for name in names if self._fields[name].control is event.input), names[-1])
        following = names[names.index(at) + 1 :]
        if following:
            self._fields[following[0]].control.focus()
        else:
            self.post_message(Send(self.part.id))
