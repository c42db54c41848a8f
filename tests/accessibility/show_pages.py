"""Pages of the journey on a real terminal, one after the other: `python -m … FILE`.

FILE holds them as pickled `Captured`. Escape leaves a page for the next one, and the last for the first.
"""

import asyncio
import pickle
import sys
from pathlib import Path

from tests.captured import Captured
from tests.screens.leading import Leading
from tests.screens.show import Telling
from tui.locale import Words
from tui.page.parts import Form


class Turning(Leading):
    """A navigation on which going back gives the next page."""

    def __init__(self, captured: list[Captured]) -> None:
        self._all = captured
        self._number = 0
        super().__init__(captured[0].page)
        self._put_down()

    async def back(self) -> None:
        self._number = (self._number + 1) % len(self._all)
        self._put_down()
        self.give(self._all[self._number].page)

    def _put_down(self) -> None:
        """What was typed on the way to this page stands in its fields."""
        captured = self._all[self._number]
        place = captured.page.place
        for form in (one for one in captured.page.everything if isinstance(one, Form)):
            for name, text in captured.typed.form(place, form.id).items():
                self.drafts.write(place, form.id, name, text)


def main(file: str) -> None:
    """Show the pages until it is stopped."""
    captured: list[Captured] = pickle.loads(Path(file).read_bytes())
    asyncio.run(Telling(Turning(captured), Words("nl"), settle=0).run_async())


if __name__ == "__main__":
    main(sys.argv[1])
