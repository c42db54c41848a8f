"""Style sheets that a first page can do without: each is read when the first widget comes that needs it.

Not DEFAULT_CSS: what Textual says there of its own Input and TextArea, state by state, would outrank it.
"""

from functools import cache
from pathlib import Path
from typing import Any

from textual.app import App


def wear(app: App[Any], module: str) -> None:
    """Have the rules of the style sheet beside this module (its `__file__`) from now on; once is enough."""
    path = Path(module).with_suffix(".tcss")
    app.stylesheet.add_source(_text(path), (str(path), ""))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
