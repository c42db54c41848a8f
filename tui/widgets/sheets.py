"""Style sheets that the first page can do without: each is read with the first widget that needs it.

Not DEFAULT_CSS: Textual's own rules there for the states of Input and TextArea would take precedence.
"""

from functools import cache
from pathlib import Path
from typing import Any

from textual.app import App


def add_sheet(app: App[Any], module: str) -> None:
    """Add the style sheet beside a module (its `__file__`) to the app; repeated calls do nothing."""
    path = Path(module).with_suffix(".tcss")
    app.stylesheet.add_source(_text(path), (str(path), ""))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
