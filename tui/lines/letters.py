"""The commands that can be given at every question, by letter or by name."""

from tui.locale import Words
from tui.page.commands import COMMANDS, Command

MARK = "/"
"""In a form a command begins with this, so that a bare "v" or "s" is an answer."""

SCREEN = "screen"
"""The id of the command that switches to the full screen."""


def line_commands(*, screen: bool) -> tuple[Command, ...]:
    """The commands of line mode; `screen`: with the command for the full screen."""
    return tuple(
        command for command in COMMANDS if command.letter and (screen or command.id != SCREEN)
    )


def command_for(answer: str, commands: tuple[Command, ...], words: Words) -> str:
    """The id of the command with this letter or full name, with or without the mark; "" if there is none."""
    typed = answer.removeprefix(MARK).casefold()
    for command in commands:
        if typed in (command.letter, words(f"command.{command.id}").casefold()):
            return command.id
    return ""


def letter_of(command_id: str) -> str:
    """The letter of a command."""
    return next(command.letter for command in COMMANDS if command.id == command_id)


def commands_line(commands: tuple[Command, ...], words: Words) -> str:
    """The commands in a line: each letter and what it does."""
    named = ", ".join(
        words("lines.letter", letter=command.letter, name=words(f"command.{command.id}"))
        for command in commands
    )
    return words("lines.letters", letters=named)


def form_line(commands: tuple[Command, ...], words: Words, questions: int) -> str:
    """What can be typed instead of an answer in a form of this many questions."""
    more = [words("talk.form.time", mark=MARK)]
    if any(command.id == SCREEN for command in commands):
        more.append(words("talk.form.screen", mark=MARK))
    return " ".join([words.count("lines.form", questions, mark=MARK), *more])
