"""The full screen: the portal's pages in Textual, over a navigation that is given."""

from collections.abc import Callable
from pathlib import Path
from typing import ClassVar, Literal

from textual import events
from textual.app import App
from textual.binding import Binding, BindingsMap
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Offset
from textual.screen import Screen
from textual.widget import Widget

from tui.journey.commands import COMMANDS, Command
from tui.journey.page import Item
from tui.locale import Words
from tui.screens.finding import title_of
from tui.screens.page_screen import PageScreen
from tui.widgets.content import harmless
from tui.widgets.foot import key_sign
from tui.widgets.messages import Run
from tui.widgets.navigation import Navigation
from tui.widgets.theme import LIGHT, THEMES, Colourless

Left = Literal["stop", "lines"]
"""Why the full screen was left: to stop, or to go on in lines."""

PLACE = "go:"
"""What the navigation's actions begin with that lead to a place."""

SETTLE = 0.3
"""Seconds in which a second press is taken as the echo of the first."""


class BurgerprofielApp(App[Left]):
    """Draws the navigation's pages until the citizen stops or asks for lines.

    `on_first_paint` is called once, when the first page stands on the screen: what is heavy starts there.
    `no_color` (see `tui.widgets.theme.no_color`) sends no colour at all. `settle` is 0 in tests that press
    faster than a hand does.
    """

    CSS_PATH = Path(__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Binding]] = []  # type: ignore[assignment]

    def __init__(
        self,
        navigation: Navigation,
        words: Words,
        *,
        on_first_paint: Callable[[], None] = lambda: None,
        no_color: bool = False,
        settle: float = SETTLE,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        for theme in THEMES:
            self.register_theme(theme)
        self.set_reactive(App.theme, LIGHT.name)
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "none"
        # Two widgets on every screen that nothing here uses.
        self._disable_tooltips = self._disable_notifications = True
        self.title = words("screen.title")
        self._navigation = navigation
        self._words = words
        self._on_first_paint = on_first_paint
        self._colourless = [Colourless()] if no_color else None
        self._settle = settle
        self._drawn_at = Offset(-1, -1)
        self._bindings = BindingsMap(
            [self._binding(command) for command in COMMANDS if command.keys]
        )

    def _binding(self, command: Command) -> Binding:
        return Binding(
            ",".join(command.keys),
            f"command('{command.id}')",
            self._words(f"command.{command.id}"),
            show=False,
            # Stopping must work everywhere, also over a menu and in a field that would copy.
            priority=command.do == "stop",
            tooltip=self._words(f"command.{command.id}.help"),
            id=command.id,
        )

    def get_default_screen(self) -> Screen[None]:
        return PageScreen(self._navigation, self._words, self._settle)

    def get_line_filters(self) -> list[LineFilter]:
        return list(
            self._colourless if self._colourless is not None else super().get_line_filters()
        )

    # The terminal

    def on_ready(self) -> None:
        self._write("\x1b[22;2t\x1b[?25h")
        self.announce(self._navigation.page.title)
        self._on_first_paint()

    def announce(self, title: str) -> None:
        """Name the terminal's window after the page (WCAG 2.4.2)."""
        self._write(f"\x1b]2;{harmless(title)} - {harmless(self.title)}\x07")

    def on_unmount(self) -> None:
        self._write("\x1b[23;2t")

    def _write(self, sequence: str) -> None:
        if self._driver is not None and not self.is_headless:
            self._driver.write(sequence)
            self._driver.flush()

    def post_display_hook(self) -> None:
        """Park the hardware cursor on the focus: braille and magnifiers follow it."""
        place = self._focus_offset()
        if place is not None and (place != self.cursor_position or place != self._drawn_at):
            self.cursor_position = place
            self._drawn_at = place
            self._write(f"\x1b[{place.y + 1};{place.x + 1}H")

    def _focus_offset(self) -> Offset | None:
        if not self.screen_stack:
            return None
        screen = self.screen
        focused = screen.focused
        if focused is None or not focused.is_attached:
            return None
        place = getattr(focused, "cursor_screen_offset", focused.region.offset)
        for one in focused.ancestors:
            if isinstance(one, Widget) and not one.region.contains_point(place):
                # The focus is scrolled out of view: the cursor stands where reading begins.
                place = one.region.offset
        return screen.outer_size.clamp_offset(place)

    async def on_event(self, event: events.Event) -> None:
        pressed = isinstance(event, events.Key | events.MouseDown | events.Paste)
        if pressed and not event.is_forwarded and self.screen_stack:
            screen = self.screen
            if isinstance(screen, PageScreen):
                screen.meet()
        await super().on_event(event)

    # Commands

    def on_run(self, message: Run) -> None:
        self.run_command(message.command)

    def action_command(self, command_id: str) -> None:
        """A key of the command table."""
        self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the command table."""
        command = next(one for one in COMMANDS if one.id == command_id)
        screen = self.screen_stack[0]
        assert isinstance(screen, PageScreen)
        match command.do:
            case "stop" | "lines" as left:
                self.exit(left)
            case "back":
                screen.back()
            case "device":
                screen.toggle_device()
            case "account":
                screen.do(f"go:{screen.page.who_place}")
            case "palette":
                items = self._pages(screen) + self._commands()
                self._menu(self._words("screen.menu.title"), items, self._chosen)
            case "overview":
                self._menu(screen.page.title, self._outline(screen), screen.visit)
            case place:
                screen.do(place)

    def _menu(self, title: str, items: tuple[Item, ...], then: Callable[[str], None]) -> None:
        from tui.screens.menu_screen import MenuScreen

        def chosen(item: str | None) -> None:
            if item:
                then(item)

        if isinstance(self.screen, PageScreen):
            self.push_screen(MenuScreen(title, items, self._words), chosen)

    def _chosen(self, item: str) -> None:
        screen = self.screen_stack[0]
        if item.startswith(PLACE) and isinstance(screen, PageScreen):
            screen.do(item)
        else:
            self.run_command(item)

    def _pages(self, screen: PageScreen) -> tuple[Item, ...]:
        return tuple(Item(id=PLACE + tab.id, title=tab.label) for tab in screen.page.tabs)

    def _commands(self) -> tuple[Item, ...]:
        return tuple(
            Item(
                id=command.id,
                title=self._words(f"command.{command.id}"),
                detail=self._words(f"command.{command.id}.help"),
                mark=" ".join(key_sign(key) for key in command.keys[:1]),
            )
            for command in COMMANDS
            if command.keys and command.do not in ("palette", "back")
        )

    def _outline(self, screen: PageScreen) -> tuple[Item, ...]:
        return tuple(
            Item(id=part.id, title=title_of(part), detail=getattr(part, "summary", ""))
            for part in screen.page.parts + screen.page.aside
            if title_of(part)
        )
