"""The full screen over a page made by hand, in a real terminal: `python -m tests.screens.show ID`."""

import asyncio
import os
import sys

from tests.screens import pages
from tests.screens.leading import Leading
from tui.app import BurgerprofielApp
from tui.locale import Words
from tui.widgets.theme import no_color


def main(name: str) -> None:
    """Show the page with this id until it is stopped; then print why it was left."""
    first = next(page for page in (*pages.ALL, pages.HOSTILE) if page.id == name)
    app = BurgerprofielApp(
        Leading(first, *pages.ALL), Words("nl"), no_color=no_color(os.environ), settle=0
    )
    print(f"left: {asyncio.run(app.run_async())}")


if __name__ == "__main__":
    main(sys.argv[1])
