"""What the widgets of a page tell the screen: what the citizen wants, never what to do about it."""

from dataclasses import dataclass

from textual.message import Message


@dataclass
class Act(Message):
    """Do this action: an `Action.id` of the page, or "go:PLACE"."""

    action: str


@dataclass
class Choose(Message):
    """Open this item of a listing."""

    part: str
    item: str


@dataclass
class Send(Message):
    """Send this form."""

    form: str


@dataclass
class GoTo(Message):
    """Move the focus to a part ("messages") or a field ("nickname-form.nickname")."""

    target: str


@dataclass
class Run(Message):
    """Run this command of the command table."""

    command: str
