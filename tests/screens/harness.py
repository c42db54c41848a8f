"""The full screen over pages of a test's own, headless."""

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget

from tests.screens import settled
from tests.screens.leading import Leading
from tui.app import BurgerprofielApp, Left
from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.drafts import Drafts
from tui.page.parts import Page
from tui.screens.page_screen import PageScreen
from tui.widgets.canvas import Canvas
from tui.widgets.form import FormView
from tui.widgets.interfaces import Focusable
from tui.widgets.long_field import LongField
from tui.widgets.text_field import TextField
from tui.widgets.theme import LIGHT

WIDE, USUAL, SMALL = (120, 40), (80, 24), (40, 12)
SIZES = (USUAL, WIDE, SMALL)


@dataclass
class Stage:
    """The app, the pilot at its keys, and the navigation that leads it."""

    app: BurgerprofielApp
    pilot: Pilot[Left]
    leading: Leading

    @property
    def screen(self) -> PageScreen:
        """The screen of pages, also where a menu stands over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, PageScreen)
        return screen

    @property
    def focused(self) -> Widget:
        """What has the focus."""
        widget = self.app.screen.focused
        assert widget is not None
        return widget

    @property
    def stop(self) -> str:
        """Where the focus stands in the widget that has it."""
        widget = self.focused
        return widget.stop if isinstance(widget, Canvas) else ""

    @property
    def at(self) -> Offset:
        """Where the cursor belongs."""
        focused = self.focused
        assert isinstance(focused, Focusable)
        return focused.cursor_place

    async def press(self, *keys: str) -> None:
        """Press keys and wait until all is drawn."""
        await settled.press(self.app, *keys)

    async def give(self, page: Page) -> None:
        """Let this be the page, and wait until it is drawn."""
        self.leading.give(page)
        await self.until(lambda: self.screen.page == page)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is left to do."""
        await settled.settled(self.app)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until this is so; fails where it does not become so."""
        await settled.until(self.app, condition)

    def view(self, part: str) -> Widget:
        """The view of a part."""
        return next(one for one in self.screen.body.views() if one.has_class(f"part-{part}"))

    def text_field(self, part: str, name: str) -> TextField:
        """A field in which one types a line."""
        control = self.form(part).control(name)
        assert isinstance(control, TextField)
        return control

    def long_field(self, part: str, name: str) -> LongField:
        """A field in which one types more."""
        control = self.form(part).control(name)
        assert isinstance(control, LongField)
        return control

    def form(self, part: str) -> FormView:
        """The view of a form."""
        view = self.view(part)
        assert isinstance(view, FormView)
        return view

    async def focus(self, target: str) -> None:
        """Go to a part or field."""
        assert self.screen.go_to(target)
        await self.settle()

    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        return [
            "".join(segment.text for segment in strip)
            for strip in self.app.screen._compositor.render_strips()
        ]

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.lines())


@asynccontextmanager
async def staged(
    page: Page,
    *others: Page,
    size: tuple[int, int] = USUAL,
    settle: float = 0.0,
    theme: str = LIGHT.name,
    no_color: bool = False,
    motion: bool = False,
    ascii_only: bool = False,
    language: str = "nl",
    leading: Leading | None = None,
    drafts: Drafts | None = None,
    commands: tuple[Command, ...] = COMMANDS,
    on_pressed: Callable[[], None] = lambda: None,
) -> AsyncIterator[Stage]:
    """The app on `page`; `others` are places that its actions may open; `drafts` is what is being typed."""
    leading = leading or Leading(page, *others)
    leading.drafts = drafts or leading.drafts
    app = BurgerprofielApp(
        leading,
        Words(language),
        commands=commands,
        on_pressed=on_pressed,
        theme=theme,
        settle=settle,
        no_color=no_color,
        motion=motion,
        ascii_only=ascii_only,
    )
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot, leading)
        await stage.until(lambda: app.screen.focused is not None)
        await stage.settle()
        yield stage
