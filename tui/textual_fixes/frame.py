"""The title in a widget's frame."""

from textual.content import Content
from textual.widget import Widget


def set_frame_title(widget: Widget, title: Content) -> None:
    """Show a title in the widget's frame: `Content` alone, since Textual would read a str as markup.

    Upstream: not reported; `border_title` is documented to take markup.
    """
    widget.border_title = title
