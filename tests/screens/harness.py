"""The full screen, headless: over pages of a test's own, or over a whole journey."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass

from textual import events
from textual.geometry import Offset
from textual.pilot import Pilot
from textual.widget import Widget

from tests.screens import settled
from tests.screens.leading import Leading
from tests.simulated import Simulated
from tui.app import BurgerprofielApp, Left
from tui.locale import Words
from tui.page.commands import COMMANDS, Command
from tui.page.drafts import Drafts
from tui.page.finding import Finding
from tui.page.parts import Item, Page
from tui.screens.menu_screen import MenuScreen
from tui.screens.page_focus import FocusPlace
from tui.screens.page_screen import PageScreen
from tui.widgets.canvas import Canvas
from tui.widgets.form import FormView
from tui.widgets.interfaces import Focusable
from tui.widgets.theme import LIGHT
from tui.widgets.typed_field import TypedField

WIDE, USUAL, SMALL = (120, 40), (80, 24), (40, 12)
SIZES = (USUAL, WIDE, SMALL)


@dataclass
class Shown:
    """The full screen, and the pilot at its keys."""

    app: BurgerprofielApp
    pilot: Pilot[Left]

    @property
    def screen(self) -> PageScreen:
        """The screen of pages, also where a menu stands over it."""
        screen = self.app.screen_stack[0]
        assert isinstance(screen, PageScreen)
        return screen

    @property
    def menu(self) -> MenuScreen:
        """The menu that stands over the page."""
        menu = self.app.screen
        assert isinstance(menu, MenuScreen)
        return menu

    @property
    def offered(self) -> tuple[Item, ...]:
        """What that menu offers."""
        return self.menu.listing.part.items

    @property
    def on_page(self) -> bool:
        """Whether nothing stands over the page."""
        return self.app.screen is self.screen

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

    @property
    def cursor_line(self) -> str:
        """What stands on the line where the cursor is."""
        return self.lines()[self.app.cursor_position.y]

    async def press(self, *keys: str) -> None:
        """Press keys, each when what came of the one before is drawn, and wait until all is drawn."""
        await settled.press(self.app, *keys)

    async def burst(self, *keys: str) -> None:
        """Press all of these at once, as a slow line or dictation brings them."""
        await self.send(*(settled.key_event(self.app, key) for key in keys))

    async def paste(self, text: str) -> None:
        """Bring this as a terminal hands on what was pasted."""
        await self.send(events.Paste(text).set_sender(self.app))

    async def send(self, *happened: events.Event) -> None:
        """Send these events as the terminal does, and wait until all is drawn."""
        driver = self.app._driver
        assert driver is not None
        for event in happened:
            driver.send_message(event)
        await self.settle()

    async def click(self, at: tuple[int, int]) -> None:
        """Click, and wait until all is drawn."""
        await self.pilot.click(offset=at)
        await self.settle()

    async def resize(self, width: int, height: int) -> None:
        """Give the window another size, and wait until all is drawn."""
        await self.pilot.resize_terminal(width, height)
        await self.settle()

    async def settle(self) -> None:
        """Wait until nothing is left to do."""
        await settled.settled(self.app)

    async def until(self, condition: Callable[[], bool]) -> None:
        """Wait until this is so; fails where it does not become so."""
        await settled.until(self.app, condition)

    async def focus(self, target: str | Widget | None) -> None:
        """Give a part, a field or a widget the focus."""
        if isinstance(target, str):
            assert self.screen.go_to(target)
        else:
            self.screen.set_focus(target)
        await self.settle()

    def view(self, part: str) -> Widget:
        """The view of a part."""
        return next(view for view in self.screen.body.views() if view.has_class(f"part-{part}"))

    def field(self, target: str) -> TypedField:
        """A field to type in ("form.field")."""
        part, _, name = target.partition(".")
        form = self.view(part)
        assert isinstance(form, FormView)
        control = form.control(name)
        assert isinstance(control, TypedField)
        return control

    def lines(self) -> list[str]:
        """What stands on the screen, line by line."""
        return [
            "".join(segment.text for segment in strip)
            for strip in self.app.screen._compositor.render_strips()
        ]

    def text(self) -> str:
        """What stands on the screen."""
        return "\n".join(self.lines())

    def said(self) -> str:
        """What stands on the screen, as one line of words."""
        return " ".join(self.text().split())


@dataclass
class Stage(Shown):
    """The full screen over pages of a test's own, and the navigation that leads it."""

    leading: Leading

    @property
    def asked(self) -> list[tuple[str, ...]]:
        """What the navigation was asked for."""
        return self.leading.asked

    async def give(self, page: Page) -> None:
        """Let this be the page, and wait until it is drawn."""
        self.leading.give(page)
        await self.until(lambda: self.screen.page == page)
        await self.settle()

    def draft(self, target: str) -> str | None:
        """What is being typed in a field ("form.field")."""
        form, _, name = target.partition(".")
        return self.leading.drafts.read(self.leading.page.place, form, name)


@asynccontextmanager
async def staged(
    page: Page,
    *others: Page,
    at: str = "",
    size: tuple[int, int] = USUAL,
    settle: float = 0.0,
    theme: str = LIGHT.name,
    no_color: bool = False,
    few_colours: bool = False,
    motion: bool = False,
    ascii_only: bool = False,
    language: str = "nl",
    typed: Mapping[str, str] = {},
    drafts: Drafts | None = None,
    commands: tuple[Command, ...] = COMMANDS,
    found: tuple[Finding, ...] = (),
    on_pressed: Callable[[str], bool] = lambda _key: False,
    left_at: tuple[str, FocusPlace | None] | None = None,
) -> AsyncIterator[Stage]:
    """The full screen on `page`, with the focus on the part or field `at`, or where the page begins.

    `others` are places that its actions may open. `drafts` is what is being typed; so is `typed`, by field
    ("form.field"). `found` is what the menu finds beside what is on the page.
    """
    leading = Leading(page, *others)
    leading.words = Words(language)
    leading.found = found
    leading.drafts = drafts or leading.drafts
    for target, text in typed.items():
        form, _, name = target.partition(".")
        leading.drafts.write(page.place, form, name, text)
    app = BurgerprofielApp(
        leading,
        Words(language),
        commands=commands,
        on_pressed=on_pressed,
        theme=theme,
        settle=settle,
        no_color=no_color,
        few_colours=few_colours,
        motion=motion,
        ascii_only=ascii_only,
        left_at=left_at,
    )
    async with app.run_test(size=size) as pilot:
        stage = Stage(app, pilot, leading)
        await stage.until(lambda: app.screen.focused is not None)
        await stage.settle()
        if at:
            await stage.focus(at)
        yield stage


@asynccontextmanager
async def played(simulated: Simulated, size: tuple[int, int] = USUAL) -> AsyncIterator[Shown]:
    """The full screen over a whole journey, where it stands."""
    app = BurgerprofielApp(simulated.navigator, simulated.words, settle=0)
    async with app.run_test(size=size) as pilot:
        await settled.settled(app)
        yield Shown(app, pilot)
