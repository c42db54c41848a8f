"""The line that says that the citizen's device is waiting for an answer, if the device is not in view."""

from tui.locale import Words
from tui.page.commands import Command
from tui.page.offered import asking_device
from tui.page.parts import Page
from tui.widgets.buttons import button
from tui.widgets.canvas import Canvas, Drawing, Stop
from tui.widgets.content import as_content
from tui.widgets.events import Run
from tui.widgets.foot import key_sign

COMMAND = "device"
"""The command that shows the device."""


class DeviceCall(Canvas):
    """A button above the page: "Uw telefoon vraagt iets. Druk op F2."; it does the same as that key.

    `Body` displays it while the device is waiting and not in view.
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
        """The button's label."""
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
        lines = button(self.said, "main", width, mark == COMMAND)
        broad = max(line.cell_length for line in lines)
        return Drawing(lines, (Stop(COMMAND, 0, 0, broad, len(lines), main=True),))

    def press(self, stop: str) -> None:
        self.post_message(Run(COMMAND))
