"""The menus over a page: everything that can be done, the page's outline, and a reviewer's view."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from tui.locale import Words
from tui.page.commands import Command
from tui.page.parts import Item
from tui.screens.colours import Forced
from tui.screens.menu_items import OFFER, PLACE, THEME, menu_items, outline_items
from tui.screens.menu_screen import KEY, MenuScreen
from tui.screens.page_screen import PageScreen
from tui.widgets.foot import key_sign

if TYPE_CHECKING:
    from textual.app import App

STAY, STOP = "stay", "stop"
"""The answers to the question before stopping; STOP is also the command's id."""


class Menus:
    """Shows a menu, and does what is chosen from it.

    `run` runs a command by its id. `choose_theme` takes the id of a theme.
    """

    def __init__(
        self,
        app: "App[object]",
        words: Words,
        commands: tuple[Command, ...],
        run: Callable[[str], None],
        choose_theme: Callable[[str], None],
    ) -> None:
        self._app = app
        self._words = words
        self._commands = commands
        self._run = run
        self._choose_theme = choose_theme

    def palette(self, screen: PageScreen, opener: str, theme: str, forced: Forced) -> None:
        """Show all places, buttons, commands and themes. `opener` is the command that opens the menu."""

        def chosen(item: str) -> None:
            if item.startswith(PLACE):
                screen.do(item)
            elif item.startswith(THEME):
                self._choose_theme(item.removeprefix(THEME))
            elif item.startswith(OFFER):
                screen.press(item.removeprefix(OFFER))
            else:
                self._run(item)

        items = menu_items(screen.page, self._words, self._commands, theme, forced)
        self._show(opener, self._words("screen.menu.title"), items, chosen)

    def outline(self, screen: PageScreen, opener: str) -> None:
        """Show the parts of the page, to go to one of them."""
        self._show(opener, screen.page.title, outline_items(screen.page), screen.go_to)

    def review(self, screen: PageScreen, opener: str) -> None:
        """Show everything on the page with its role, its name and its place in the tab order."""
        from tui.screens.review import FOCUS, go_there, review

        if self._app.screen is not screen:
            return
        items, things = review(screen)

        def chosen(item: str) -> None:
            if item != FOCUS:
                go_there(screen, things[int(item)])

        self._show(opener, self._words("review.title"), items, chosen)

    def before_stopping(self, go_on: Callable[[], None]) -> None:
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

        self._app.push_screen(
            MenuScreen(words("form.unsent"), items, words, self._commands), chosen
        )

    def _show(
        self, opener: str, title: str, items: tuple[Item, ...], then: Callable[[str], object]
    ) -> None:
        """Show a menu, which the key of its `opener` closes again."""

        def chosen(item: str | None) -> None:
            if not item or item == KEY + opener:
                return
            if item.startswith(KEY):
                self._run(item.removeprefix(KEY))
            else:
                then(item)

        if isinstance(self._app.screen, PageScreen):
            self._app.push_screen(MenuScreen(title, items, self._words, self._commands), chosen)
