"""Style sheets that a first page can do without: each is read when the first widget comes that needs it.

Not DEFAULT_CSS: what Textual says there of its own Input and TextArea, state by state, would outrank it.
"""

from functools import cache
from pathlib import Path
from typing import Any

from textual.app import App


def wear(app: App[Any], name: str) -> None:
    """Have the rules of `<name>.tcss`, which stands here, from now on; the same again is passed over."""
    path = Path(__file__).with_name(f"{name}.tcss")
    app.stylesheet.add_source(_text(path), (str(path), ""))


@cache
def _text(path: Path) -> str:
    return path.read_text(encoding="utf-8")
