"""The floor of a form: the page of `benchmarks.one_form`, made of Textual's own controls as they come."""

from textual.app import App, ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import (
    Button,
    Checkbox,
    Footer,
    Header,
    Input,
    Label,
    RadioButton,
    RadioSet,
    Tab,
    Tabs,
)

from benchmarks.one_form import (
    CHOICE,
    CHOICE_HINT,
    FIELDS,
    OPTIONS,
    SEND,
    TABS,
    TICK,
    TICK_HINT,
    TITLE,
)


class BareForm(App[None]):
    """Head, tabs, a form and a foot; the caret stands still, as ours does."""

    BINDINGS = [("f1", "help", "Help"), ("f10", "quit", "Stop")]  # noqa: RUF012 - as in Textual's examples

    def compose(self) -> ComposeResult:
        yield Header()
        yield Tabs(*(Tab(label) for label in TABS))
        with VerticalScroll():
            yield Label(TITLE)
            for label, hint in FIELDS:
                yield Label(label)
                yield Label(hint)
                field = Input()
                field.cursor_blink = False
                yield field
            yield Label(CHOICE)
            yield Label(CHOICE_HINT)
            with RadioSet():
                for option in OPTIONS:
                    yield RadioButton(option)
            yield Label(TICK_HINT)
            yield Checkbox(TICK)
            yield Button(SEND)
        yield Footer()


if __name__ == "__main__":
    BareForm().run()
