"""The letters that work at every question, and which command an answer means."""

from tui.locale import Words
from tui.page.commands import COMMANDS, Command

MARK = "/"
"""Inside a form a command begins with this, so that "v" and "s" can be answers there."""

SCREEN = "screen"
"""The command that leads to the full screen."""


def lettered(*, screen: bool) -> tuple[Command, ...]:
    """The commands of line mode; `screen` says whether a full screen can be shown here."""
    return tuple(one for one in COMMANDS if one.letter and (screen or one.id != SCREEN))


def command_meant(answer: str, commands: tuple[Command, ...], words: Words) -> str:
    """The id of the command whose letter or whole name this is, with its mark or without; "" when none."""
    said = answer.removeprefix(MARK).casefold()
    for one in commands:
        if said in (one.letter, words(f"command.{one.id}").casefold()):
            return one.id
    return ""


def letter_of(command_id: str) -> str:
    """The letter of a command."""
    return next(one.letter for one in COMMANDS if one.id == command_id)


def letters_line(commands: tuple[Command, ...], words: Words) -> str:
    """The letters, each with what it does."""
    named = ", ".join(
        words("lines.letter", letter=one.letter, name=words(f"command.{one.id}"))
        for one in commands
    )
    return words("lines.letters", letters=named)


def form_line(commands: tuple[Command, ...], words: Words, questions: int) -> str:
    """What can be typed instead of an answer in a form of so many questions."""
    more = [words("talk.form.time", mark=MARK)]
    if any(one.id == SCREEN for one in commands):
        more.append(words("talk.form.screen", mark=MARK))
    return " ".join([words.count("lines.form", questions, mark=MARK), *more])
