"""A text field of several lines."""

from collections.abc import Callable

from rich.text import Text
from textual.geometry import Offset
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from tui.page.parts import Field
from tui.textual_fixes.app import bound_keys, remove_bindings
from tui.widgets.content import as_content, harmless
from tui.widgets.typed_field import TypedField, keys_of


class LongField(TypedField, TextArea):
    """A TextArea that Tab leaves, that reports each change at once, and that blinks only with `motion`."""

    EDITING_KEYS = keys_of(TextArea)

    def __init__(self, field: Field, value: str, write: Callable[[str], None], *, id: str) -> None:  # noqa: A002
        self._told = value
        self._write = write
        self.field = field
        super().__init__(
            value, soft_wrap=True, tab_behavior="focus", show_line_numbers=False, theme="css", id=id
        )
        self.cursor_blink = self.app.animation_level == "full"
        # The commands have these keys. F6 and F7 would select text, and the next letter would replace it all.
        remove_bindings(self, {"f6", "f7"} | bound_keys(self.app))
        self.highlight_cursor_line = False

    def read(self) -> str:
        return self.text

    def put(self, value: str) -> None:
        self._told = value
        self.load_text(value)

    @property
    def cursor_place(self) -> Offset:
        return self.cursor_screen_offset

    def show_placeholder(self, texts: tuple[str, ...]) -> None:
        self.placeholder = as_content(texts[0] if texts else "")

    def edit(self, edit: Edit) -> EditResult:
        result = super().edit(edit)
        self._tell()
        return result

    def undo(self) -> None:
        super().undo()
        self._tell()

    def redo(self) -> None:
        super().redo()
        self._tell()

    def _tell(self) -> None:
        if self.text != self._told:
            self._told = self.text
            self._write(self.text)
            # Textual scrolls before it knows about a new line, and would leave the caret out of view.
            self.call_after_refresh(self.scroll_cursor_visible)

    def get_line(self, line_index: int) -> Text:
        return Text(harmless(self.document.get_line(line_index)), end="", no_wrap=True)
