"""The messages from the widgets of a page to the screen: what the citizen wants, never how to do it.

Plain classes, not dataclasses: generating their methods would delay the first paint more than a widget does.
"""

from textual.message import Message


class Act(Message):
    """Do this action: an `Action.id` of the page, or "go:PLACE"."""

    def __init__(self, action: str) -> None:
        super().__init__()
        self.action = action


class Choose(Message):
    """Open this item of a listing."""

    def __init__(self, part: str, item: str) -> None:
        super().__init__()
        self.part = part
        self.item = item


class Send(Message):
    """Send this form."""

    def __init__(self, form: str) -> None:
        super().__init__()
        self.form = form


class GoTo(Message):
    """Move the focus to a part ("messages") or a field ("nickname-form.nickname")."""

    def __init__(self, target: str) -> None:
        super().__init__()
        self.target = target


class Run(Message):
    """Run this command of the command table."""

    def __init__(self, command: str) -> None:
        super().__init__()
        self.command = command
