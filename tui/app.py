"""The full screen: draws the pages of a `Navigation` in Textual."""

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
from tui.textual_fixes.ground import GroundTold
from tui.widgets.body import too_small
from tui.widgets.content import harmless
from tui.widgets.events import Run
from tui.widgets.interfaces import PartScreen
from tui.widgets.navigation import Navigation
from tui.widgets.theme import LIGHT, TERMINAL, THEMES, Colourless

if TYPE_CHECKING:
    from tui.screens.menus import Menus
    from tui.screens.page_focus import FocusPlace
    from tui.screens.settings import Forced
    from tui.screens.too_small_screen import TooSmallScreen

Left = Literal["stop", "lines", "again", "gone"]
"""Why the full screen was left: to stop, to go on in line mode, to begin again with another setting, or
because the terminal was closed."""

_WHEEL = events.MouseScrollDown | events.MouseScrollUp

SETTLE = 0.3
"""Seconds within which a repeated press counts as an accidental repeat of the first."""


class BurgerprofielApp(AppFixes, App[Left], inherit_css=False, inherit_bindings=False):
    """Draws the navigation's pages until the citizen stops or asks for line mode.

    `commands` is the table of commands, with their keys in this run.
    `on_first_paint` is called once, when the first page is on the screen: heavy work starts there.
    `on_pressed` is called with each key that comes from the terminal, and with "" for a paste; it returns
    whether the key was for it, and means nothing here.
    `on_forgotten` is called once nothing is kept here of the pages of a session that has ended.
    `theme` is an id from `tui.looks.THEMES`, and can be changed while the app runs. Language, `motion` and
    `mouse` cannot: `wish` is the name and the new value of the setting for which it ends "again". `remember`
    is called with "theme" and the theme that the citizen chooses, and returns whether it could be stored;
    `on_status` gets what the status line says then. `on_ground` is called with whether the terminal's
    background is dark, if it tells; None: it is not asked. The colours of this run stay as they are.
    With `no_color` (see `tui.widgets.theme.no_color`) no colour is ever sent. With `few_colours`, whose
    contrast is unknown, none is sent until the citizen chooses a theme. `settle` is 0 in tests, which press
    keys faster than a person.
    `motion` lets the caret blink and the mouse wheel scroll smoothly. `mouse`: the app is run with the mouse.
    `ascii_only` (see `tui.widgets.ascii`) draws in ASCII only.
    `left_at` is where the focus was when an earlier run ended "again": the page's place, and where on it.
    It is dropped once it is used; when this run ends "again", it is that of this one.
    """

    # Without App's own style sheet: it is for widgets that are not used here, and pales disabled widgets.
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
        on_pressed: Callable[[str], bool] = lambda _key: False,
        on_forgotten: Callable[[], None] = lambda: None,
        theme: str = LIGHT.name,
        remember: Callable[[str, str], bool] = lambda _name, _value: True,
        on_status: Callable[[str], None] = lambda _: None,
        on_ground: Callable[[bool], None] | None = None,
        no_color: bool = False,
        few_colours: bool = False,
        motion: bool = False,
        mouse: bool = True,
        ascii_only: bool = False,
        left_at: "tuple[str, FocusPlace | None] | None" = None,
        settle: float = SETTLE,
        driver_class: type[Driver] | None = None,
    ) -> None:
        super().__init__(driver_class=driver_class)
        for known in THEMES:
            self.register_theme(known)
        self._forced: Forced = "no-color" if no_color else ""
        self._few_colours = few_colours and not no_color
        self.set_reactive(App.theme, TERMINAL.name if no_color or few_colours else theme)
        self.stylesheet.set_variables(self.get_css_variables())
        self.animation_level = "full" if motion else "none"
        self.without_toasts()
        self.title = words("screen.title")
        self._navigation = navigation
        self._words = words
        self._commands = commands
        self._on_first_paint = on_first_paint
        self._on_pressed = on_pressed
        self._on_forgotten = on_forgotten
        self.wish = ("", "")
        self.left_at = left_at
        self._remember = remember
        self._mouse = mouse
        self._on_status = on_status
        self._on_ground = on_ground
        self._colourless = Colourless()
        self._signs: list[LineFilter] = []
        self._in_signs: Callable[[str], str] = str
        if ascii_only:
            from tui.widgets.ascii import Ascii, in_ascii

            self._signs, self._in_signs = [Ascii()], in_ascii
        self._settle = settle
        self._room: TooSmallScreen | None = None
        self._asked_to_stop = False
        self._keys = KeyQueue(self, self._pressed)
        add_bindings(
            self, [self._binding(command, key) for command in commands for key in command.keys]
        )

    @property
    def why_no_colours(self) -> str:
        """The reason why these colours are used and not those wanted; "" if they are those."""
        if self._forced:
            return self._words(f"colours.forced.{self._forced}")
        return self._words("colours.few") if self._few_colours else ""

    def _binding(self, command: Command, key: str) -> Binding:
        letter = is_letter(key)
        return Binding(
            key,
            f"{'letter' if letter else 'command'}('{command.id}')",
            self._words(f"command.{command.id}"),
            show=False,
            # These must work everywhere, even over a menu, and in a field where the key would copy.
            priority=command.do in ("stop", "extend") and not letter,
            tooltip=self._words(f"command.{command.id}.help"),
            id=command.id,
        )

    def get_default_screen(self) -> Screen[None]:
        left_at, self.left_at = self.left_at, None
        return PageScreen(
            self._navigation,
            self._words,
            self._settle,
            self._commands,
            self.announce,
            self._on_forgotten,
            left_at,
        )

    def get_css_variables(self) -> dict[str, str]:
        # Textual also calls this in its constructor, before our themes are registered.
        own = self.theme in (known.name for known in THEMES)
        self.theme_variables = self.current_theme.variables if own else {}
        return self.theme_variables

    def get_line_filters(self) -> list[LineFilter]:
        own = self.theme == TERMINAL.name
        filters = [self._colourless] if own else list(super().get_line_filters())
        return filters + self._signs

    # The terminal

    def on_ready(self) -> None:
        self._write("\x1b[22;2t\x1b[?25h")
        self.app_resume_signal.subscribe(self, lambda _: self._resume())
        self.announce(self._navigation.page)
        self._make_room(self.size)
        self._on_first_paint()
        if self._on_ground is not None:
            self.ask_ground()

    def on_ground_told(self, message: GroundTold) -> None:
        """Keep what the terminal has told, for the next start."""
        if self._on_ground is not None:
            self._on_ground(message.dark)

    def _resume(self) -> None:
        """Draw all again after Ctrl+Z or a stop: a shell has used the terminal meanwhile."""
        self._write("\x1b[?25h")
        self.announce(self._navigation.page)
        self.forget_cursor()
        self.refresh()

    def on_resize(self, event: events.Resize) -> None:
        if self.screen_stack:
            self._make_room(event.size)

    def _make_room(self, size: Size) -> None:
        """Ask for more room instead of showing the page while the terminal is too small."""
        asking = self.screen is self._room
        if too_small(size) and not asking:
            from tui.screens.too_small_screen import TooSmallScreen

            self._room = TooSmallScreen(self._words)
            self.push_screen(self._room)
        elif asking and not too_small(size):
            self.pop_screen()
            self._stay()

    def announce(self, page: Page) -> None:
        """Set the title of the terminal's window to the page and its step (WCAG 2.4.2)."""
        self._write(f"\x1b]2;{self.window_name(page)}\x07")
        if isinstance(self.screen, PartScreen):
            self.screen.page_changed()

    def window_name(self, page: Page) -> str:
        """The title of the terminal's window while this page is shown: never the citizen's name."""
        title = page.window or page.title
        if page.step:
            # Imported late: a first page has no step.
            from tui.page.description import title_and_step

            title = title_and_step(page, self._words)
        return f"{harmless(title)} - {harmless(self.title)}"

    def on_unmount(self) -> None:
        self._write("\x1b[23;2t")

    def _write(self, sequence: str) -> None:
        self.write_to_terminal(self._in_signs(sequence))

    def post_display_hook(self) -> None:
        """Move the hardware cursor to the focus: braille displays and magnifiers follow it."""
        place = place_of_cursor(self.screen) if self.screen_stack else None
        if place is not None:
            self.move_cursor(place)

    async def on_event(self, event: events.Event) -> None:
        if isinstance(event, events.Key | events.Paste) and not event.is_forwarded:
            if not self._on_pressed(event.key if isinstance(event, events.Key) else ""):
                await self._keys.put(event)
        else:
            await self._pressed(event)

    async def _pressed(self, event: events.Event) -> None:
        """Handle an event from the terminal when its turn has come."""
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
        """Run a command whose key was pressed."""
        self.run_command(command_id)

    def action_letter(self, command_id: str) -> None:
        """Run a command whose key is a letter, unless a field has the focus and takes the letter."""
        if not is_field(self.screen.focused):
            self.run_command(command_id)

    def run_command(self, command_id: str) -> None:
        """Run a command of the command table."""
        command = next(command for command in self._commands if command.id == command_id)
        screen = self._page_screen
        match command.do:
            case "stop":
                self._stop()
            case "lines":
                self.exit("lines")
            case "back":
                screen.back()
            case "device":
                screen.toggle_device()
            case "account":
                screen.do(f"go:{screen.page.who_place}")
            case "time" | "screen" | "find":
                pass  # commands of line mode, even if they were given keys
            case "extend":
                screen.do(EXTEND)
            case "where":
                from tui.screens.where_am_i import where_am_i

                screen.status.answer(where_am_i(screen))
            case "review":
                self._menus().review(screen, command_id)
            case "palette":
                self._find(command_id)
            case "overview":
                self._menus().outline(screen, command_id)
            case place:
                screen.do(place)

    def _stop(self) -> None:
        """Stop; but ask first, once, if something was filled in that would be lost."""
        if self._asked_to_stop or not self._navigation.unsent:
            self.exit("stop")
            return
        self._asked_to_stop = True
        if self._room is not None and self.screen is self._room:
            self._room.warn(self._words("form.unsent"))
        else:
            self._menus().before_stopping(self._page_screen, self._stay)

    def _stay(self) -> None:
        self._asked_to_stop = False

    @property
    def _page_screen(self) -> PageScreen:
        """The screen that shows pages, even while another screen covers it."""
        screen = self.screen_stack[0]
        assert isinstance(screen, PageScreen)
        return screen

    def _menus(self) -> "Menus":
        from tui.screens.menus import Menus

        return Menus(self, self._words, self._commands, self.run_command, self._change)

    def _find(self, opener: str) -> None:
        """Show the menu, with all that can be found from here."""
        from tui.screens.settings import Current

        motion = self.animation_level == "full"
        current = Current(self.theme, motion=motion, mouse=self._mouse, forced=self._forced)
        found = self._navigation.findings()
        self._menus().palette(self._page_screen, opener, found, current)

    def _change(self, setting: str, value: str) -> None:
        """Change a setting: the colours at once, anything else by beginning again."""
        if setting != "theme":
            self.wish = (setting, value)
            screen = self._page_screen
            self.left_at = (screen.page.place, screen.page_focus.place())
            self.exit("again")
            return
        message = self._words("colours.chosen", theme=self._words(f"colours.{value}"))
        if self._forced:
            message = self.why_no_colours
        else:
            self.theme = value
            if not self._remember(setting, value):
                message += " " + self._words("colours.not-kept")
        self._page_screen.status.tell(message)
        self._on_status(message)
