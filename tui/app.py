"""The full screen: the portal's pages in Textual, over a navigation that is given."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Literal

from textual import events
from textual.app import App
from textual.binding import Binding
from textual.driver import Driver
from textual.filter import LineFilter
from textual.geometry import Size
from textual.screen import Screen

from tui.journey.time_left import EXTEND
from tui.locale import Words
from tui.page.commands import COMMANDS, Command, is_letter
from tui.page.parts import Page
from tui.screens.cursor import place_of_cursor
from tui.screens.page_screen import PageScreen
from tui.screens.queries import is_field
from tui.textual_fixes.app import AppFixes, KeyQueue, add_bindings
from tui.widgets.body import too_small
from tui.widgets.content import harmless
from tui.widgets.events import Run
from tui.widgets.interfaces import PartScreen
from tui.widgets.navigation import Navigation
from tui.widgets.theme import LIGHT, TERMINAL, THEMES, Colourless

if TYPE_CHECKING:
    from tui.screens.colours import Forced
    from tui.screens.menus import Menus

Left = Literal["stop", "lines"]
"""Why the full screen was left: to stop, or to go on in lines."""

_WHEEL = events.MouseScrollDown | events.MouseScrollUp

SETTLE = 0.3
"""Seconds in which a second press is taken as the echo of the first."""


class BurgerprofielApp(AppFixes, App[Left], inherit_css=False, inherit_bindings=False):
    """Draws the navigation's pages until the citizen stops or asks for lines.

    `commands` is the table of commands with the keys that they have here.
    `on_first_paint` is called once, when the first page stands on the screen: what is heavy starts there.
    `on_pressed` is called at each key and paste that comes from the terminal.
    `theme` is an id out of `tui.looks.THEMES`; `remember_theme` is told of another that the citizen chose,
    and says whether it could be kept; `on_status` hears what the status line said of it. `no_color` (see
    `tui.widgets.theme.no_color`) sends no colour at all, whatever was chosen; so does a terminal of 16
    colours, whose contrast nobody knows. `settle` is 0 in tests that press faster than a hand does.
    `motion` lets the caret blink and the mouse's wheel glide. `ascii_only` (see `tui.widgets.ascii`) draws
    in ASCII alone.
    """

    # Without App's own sheet: it is for widgets that are not here, and pales what is disabled.
    CSS_PATH = Path(__file__).with_name("app.tcss")
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[Binding]] = []  # type: ignore[assignment]

    def __init__(
        self,
        navigation: Navigation,
        words: Words,
        *,
        commands: tuple[Command, ...] = COMMANDS,
        on_first_paint: Callable[[], None] = lambda: None,
        on_pressed: Callable[[], None] = lambda: None,
        theme: str = LIGHT.name,
        remember_theme: Callable[[str], bool] = lambda _: True,
        on_status: Callable[[str], None] = lambda _: None,
        no_color: bool = False,
        motion: bool = False,
        ascii_only: bool = False,
        settle: float = SETTLE,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        for one in THEMES:
            self.register_theme(one)
        few = self.console.color_system not in ("256", "truecolor")
        self._forced: Forced = "no-color" if no_color else ("few" if few else "")
        self.set_reactive(App.theme, TERMINAL.name if self._forced else theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "full" if motion else "none"
        self.without_toasts()
        self.title = words("screen.title")
        self._navigation = navigation
        self._words = words
        self._commands = commands
        self._on_first_paint = on_first_paint
        self._on_pressed = on_pressed
        self._remember_theme = remember_theme
        self._on_status = on_status
        self._colourless = Colourless()
        self._signs: list[LineFilter] = []
        self._in_signs: Callable[[str], str] = str
        if ascii_only:
            from tui.widgets.ascii import Ascii, in_ascii

            self._signs, self._in_signs = [Ascii()], in_ascii
        self._settle = settle
        self._room: Screen[None] | None = None
        self._keys = KeyQueue(self, self._pressed)
        add_bindings(
            self, [self._binding(command, key) for command in commands for key in command.keys]
        )

    @property
    def why_no_colours(self) -> str:
        """Why no colours can be chosen here, in words; "" where they can."""
        return self._words(f"colours.forced.{self._forced}") if self._forced else ""

    def _binding(self, command: Command, key: str) -> Binding:
        letter = is_letter(key)
        return Binding(
            key,
            f"{'letter' if letter else 'command'}('{command.id}')",
            self._words(f"command.{command.id}"),
            show=False,
            # These must work everywhere, also over a menu and in a field that would copy.
            priority=command.do in ("stop", "extend") and not letter,
            tooltip=self._words(f"command.{command.id}.help"),
            id=command.id,
        )

    def get_default_screen(self) -> Screen[None]:
        return PageScreen(
            self._navigation, self._words, self._settle, self._commands, self.announce
        )

    def get_css_variables(self) -> dict[str, str]:
        # Textual asks in its constructor, too, before a theme of ours can be there.
        own = self.theme in (one.name for one in THEMES)
        self.theme_variables = self.current_theme.variables if own else {}
        return self.theme_variables

    def get_line_filters(self) -> list[LineFilter]:
        own = self.theme == TERMINAL.name
        filters = [self._colourless] if own else list(super().get_line_filters())
        return filters + self._signs

    # The terminal

    def on_ready(self) -> None:
        self._write("\x1b[22;2t\x1b[?25h")
        self.announce(self._navigation.page)
        self._make_room(self.size)
        self._on_first_paint()

    def on_resize(self, event: events.Resize) -> None:
        if self.screen_stack:
            self._make_room(event.size)

    def _make_room(self, size: Size) -> None:
        """Ask for room in the page's place where there is too little of it; else show the page."""
        asking = self.screen is self._room
        if too_small(size) and not asking:
            from tui.screens.too_small_screen import TooSmallScreen

            self._room = TooSmallScreen(self._words)
            self.push_screen(self._room)
        elif asking and not too_small(size):
            self.pop_screen()

    def announce(self, page: Page) -> None:
        """Name the terminal's window after the page and its step (WCAG 2.4.2)."""
        self._write(f"\x1b]2;{self.window_name(page)}\x07")

    def window_name(self, page: Page) -> str:
        """What the terminal's window is called while this page is shown."""
        title = page.title
        if page.step:
            # Not before a first paint, which has no step.
            from tui.page.description import title_and_step

            title = title_and_step(page, self._words)
        return f"{harmless(title)} - {harmless(self.title)}"

    def on_unmount(self) -> None:
        self._write("\x1b[23;2t")

    def _write(self, sequence: str) -> None:
        self.write_to_terminal(self._in_signs(sequence))

    def post_display_hook(self) -> None:
        """Park the hardware cursor on the focus: braille and magnifiers follow it."""
        place = place_of_cursor(self.screen) if self.screen_stack else None
        if place is not None:
            self.move_cursor(place)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            self._on_pressed()
            await self._keys.put(event)
        else:
            await self._pressed(event)

    async def _pressed(self, event: events.Event) -> None:
        """What a terminal sends, in its turn."""
        pressed = isinstance(event, events.Key | events.MouseDown | events.Paste | _WHEEL)
        if pressed and not event.is_forwarded and self.screen_stack:
            screen = self.screen
            if isinstance(screen, PartScreen):
                screen.before_input()
            if isinstance(event, _WHEEL) and isinstance(screen, PageScreen):
                screen.viewport.read_on()
        await super().on_event(event)

    # Commands

    def on_run(self, message: Run) -> None:
        self.run_command(message.command)

    def action_command(self, command_id: str) -> None:
        """A key of the command table."""
        self.run_command(command_id)

    def action_letter(self, command_id: str) -> None:
        """A key that is also a letter: it means the command only where nothing is typed."""
        if not is_field(self.screen.focused):
            self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Do a command of the command table."""
        command = next(one for one in self._commands if one.id == command_id)
        screen = self._page_screen
        match command.do:
            case "stop" | "lines" as left:
                self.exit(left)
            case "back":
                screen.back()
            case "device":
                screen.toggle_device()
            case "account":
                screen.do(f"go:{screen.page.who_place}")
            case "time" | "screen":
                pass  # for lines alone, whatever keys somebody gives them
            case "extend":
                screen.do(EXTEND)
            case "where":
                from tui.screens.where_am_i import where_am_i

                screen.status.answer(where_am_i(screen))
            case "review":
                self._menus().review(screen, command_id)
            case "palette":
                self._menus().palette(screen, command_id, self.theme, self._forced)
            case "overview":
                self._menus().outline(screen, command_id)
            case place:
                screen.do(place)

    @property
    def _page_screen(self) -> PageScreen:
        """The screen of pages, also where another stands over it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, PageScreen)
        return screen

    def _menus(self) -> "Menus":
        from tui.screens.menus import Menus

        return Menus(self, self._words, self._commands, self.run_command, self._choose_theme)

    def _choose_theme(self, name: str) -> None:
        message = self._words("colours.chosen", theme=self._words(f"colours.{name}"))
        if self._forced:
            message = self.why_no_colours
        else:
            self.theme = name
            if not self._remember_theme(name):
                message += " " + self._words("colours.not-kept")
        self._page_screen.status.say(message)
        self._on_status(message)
