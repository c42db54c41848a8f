"""The menus over a page: everything that can be done, the page's outline, and a reviewer's view."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.locale import Words
from tui.page.commands import Command
from tui.page.finding import ACTION, PLACE, SETTING, Finding, Search
from tui.page.parts import Item
from tui.screens.menu_items import COMMAND, menu_items, outline_items, plain
from tui.screens.menu_screen import KEY, MenuScreen
from tui.screens.page_screen import PageScreen
from tui.screens.settings import Current, setting_items
from tui.widgets.foot import key_sign

if TYPE_CHECKING:
    from textual.app import App

STAY, STOP = "stay", "stop"
"""The answers to the question before stopping; STOP is also the command's id."""


class Menus:
    """Shows a menu, and does what is chosen from it.

    `run` runs a command by its id. `change` takes the name of a setting and its new value.
    """

    def __init__(
        self,
        app: "App[object]",
        words: Words,
        commands: tuple[Command, ...],
        run: Callable[[str], None],
        change: Callable[[str, str], None],
    ) -> None:
        self._app = app
        self._words = words
        self._commands = commands
        self._run = run
        self._change = change

    def palette(
        self, screen: PageScreen, opener: str, found: tuple[Finding, ...], current: Current
    ) -> None:
        """Show all that is found, the commands and the settings. `opener` is the command that opens it."""
        words = self._words

        def chosen(item: str) -> None:
            if item.startswith(PLACE):
                screen.do(item)
            elif item.startswith(SETTING):
                name, _, value = item.removeprefix(SETTING).partition("=")
                self._change(name, value)
            elif item.startswith(ACTION):
                screen.press(item.removeprefix(ACTION))
            else:
                self._run(item.removeprefix(COMMAND))

        settings = setting_items(words, current)
        items = menu_items(found, screen.page, words, self._commands, settings)
        title, short = words("menu.title"), words("command.palette")
        self._show(screen, opener, title, items, chosen, words("menu.hint"), short)

    def outline(self, screen: PageScreen, opener: str) -> None:
        """Show the parts of the page, to go to one of them."""
        items = plain(outline_items(screen.page))
        self._show(screen, opener, screen.page.title, items, screen.go_to)

    def review(self, screen: PageScreen, opener: str) -> None:
        """Show everything on the page with its role, its name and its place in the tab order."""
        from tui.screens.review import FOCUS, go_there, review

        if self._app.screen is not screen:
            return
        items, things = review(screen)

        def chosen(item: str) -> None:
            if item != FOCUS:
                go_there(screen, things[int(item)])

        self._show(screen, opener, self._words("review.title"), plain(items), chosen)

    def before_stopping(self, screen: PageScreen, go_on: Callable[[], None]) -> None:
        """Ask once whether to lose what was filled in; `go_on` is called if the citizen stays."""
        words = self._words
        keys = next(command.keys for command in self._commands if command.id == STOP)
        items = (
            Item(id=STAY, title=words("form.unsent.stay")),
            Item(
                id=STOP,
                title=words("form.unsent.stop"),
                detail=words("form.unsent.stop.detail"),
                mark=" ".join(key_sign(key) for key in keys[:1]),
            ),
        )

        def chosen(item: str | None) -> None:
            if item != STOP:
                go_on()
            if item and item != STAY:
                self._run(item.removeprefix(KEY))

        search = Search(plain(items), words)
        self._app.push_screen(
            MenuScreen(words("form.unsent"), search, words, self._commands, screen), chosen
        )

    def _show(
        self,
        screen: PageScreen,
        opener: str,
        title: str,
        items: tuple[Finding, ...],
        then: Callable[[str], object],
        hint: str = "",
        short: str = "",
    ) -> None:
        """Show a menu, which the key of its `opener` closes again."""
        words = self._words

        def chosen(item: str | None) -> None:
            if not item or item == KEY + opener:
                return
            if item.startswith(KEY):
                self._run(item.removeprefix(KEY))
            else:
                then(item)

        if self._app.screen is screen:
            search = Search(items, words)
            hint = hint or words("menu.hint.page")
            menu = MenuScreen(title, search, words, self._commands, screen, hint=hint, short=short)
            self._app.push_screen(menu, chosen)
