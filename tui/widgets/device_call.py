"""The line that says that the citizen's device is waiting for an answer, and which key goes there."""

from tui.locale import Words
from tui.page.commands import Command
from tui.page.offered import asking_device
from tui.page.parts import Page
from tui.widgets.buttons import MARK
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content, blank, filled, hanging, joined
from tui.widgets.events import Run
from tui.widgets.foot import key_sign
from tui.widgets.prose import GUTTER

BAR = "▌"

COMMAND = "device"
"""The command that shows the device."""


class DeviceCall(Canvas):
    """A band above the page: "Uw telefoon wacht op u. F2 wisselt."; a click on it does the same as that key.

    `Body` displays it while the device is waiting and the page is shown. Where the device is not in view, it
    is a stop, too, and the first.
    """

    def __init__(self, page: Page, words: Words, commands: tuple[Command, ...]) -> None:
        super().__init__(classes="device-call")
        self._key = key_sign(next(command for command in commands if command.id == COMMAND).keys[0])
        self._words = words
        self._device = asking_device(page)

    @property
    def asks(self) -> bool:
        """Whether the device is waiting for an answer."""
        return bool(self._device)

    @property
    def said(self) -> str:
        """What it says."""
        return self._words(f"screen.asks.{self._device}", command=self._key) if self._device else ""

    def show(self, page: Page) -> None:
        """Show a newer page's device."""
        device = asking_device(page)
        if device != self._device:
            self._device = device
            self.redraw()

    def draw(self, width: int, mark: str | None) -> Drawing:
        if not self._device:
            return Drawing([as_content("")])
        marked = mark == COMMAND
        style = "bold $warnband on $on-warnband" if marked else "bold $on-warnband on $warnband"
        sign = joined(as_content(MARK if marked else BAR, style), blank(GUTTER - 1, style))
        lines = filled(hanging(sign, self.said, width, style), width, style)
        return Drawing(lines, (Stop(COMMAND, 0, 0, width, len(lines)),))

    def press(self, stop: str) -> None:
        self.post_message(Run(COMMAND))
