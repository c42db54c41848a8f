"""A form as a series of questions: the text of each question, and what an answer to it means."""

from msgspec import Struct

from tui.lines.menu import matching
from tui.lines.reading import field_label, field_value
from tui.locale import Words
from tui.page.parts import Field, Option

LONGEST_SAID = 200
"""Characters of a field's current text that its question repeats; the page itself shows all of it."""

LONGEST_QUOTED = 60
"""Characters that are quoted from an answer that was not understood."""


class Answer(Struct, frozen=True):
    """The text that was answered; None keeps the field as it is."""

    text: str | None


class Unclear(Struct, frozen=True):
    """An answer that was not understood; `reason` is a sentence for the citizen."""

    reason: str


def question_line(field: Field, words: Words, number: int, total: int) -> str:
    """The number of the question, and the field's label."""
    return words("lines.question", number=number, total=total, label=field_label(field, words))


def question_lines(field: Field, value: str, words: Words, *, interactive: bool) -> list[str]:
    """The error, the hint, the options and the current value.

    `interactive`: somebody types at a terminal, and is told that a secret is not shown there.
    """
    lines: list[str] = []
    if field.error:
        lines.append(words("lines.error", error=field.error))
        if field.example and field.example not in field.error:
            lines.append(words("lines.example", example=field.example))
    if field.hint and field.hint not in field.error:  # some errors repeat the hint
        lines.append(words("lines.hint", hint=field.hint))
    if field.options:
        lines.append(words.count("talk.options", len(field.options)))
    for place, option in enumerate(options(field, words), start=1):
        lines.append(f"{place}. {option.label}{f'. {option.hint}' if option.hint else ''}")
    if field.secret:
        if interactive and field.masked:
            lines.append(words("lines.unseen"))
    elif value or any(option.value == value for option in options(field, words)):
        current = shortened(field_value(field, value, words), LONGEST_SAID)
        lines.append(words("lines.now", value=current))
        if len(value) > LONGEST_SAID:
            lines.append(words("talk.signs", count=len(value)))
    if field.counts:
        lines.append(room_line(field, value, words))
    return lines


def room_line(field: Field, value: str, words: Words) -> str:
    """How many characters there may be, how many more, or how many are too many."""
    left = field.longest - len(value)
    if not value:
        return words("lines.count.most", longest=field.longest)
    if left < 0:
        return words.count("lines.count.over", -left)
    return words.count("lines.count.left", left, longest=field.longest)


def shortened(text: str, longest: int = LONGEST_QUOTED) -> str:
    """`text`, or its beginning if it has more than `longest` characters."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def options(field: Field, words: Words) -> tuple[Option, ...]:
    """The options of a field; a tick box has yes and no."""
    if field.kind == "tick":
        return (
            Option(value="yes", label=words("lines.yes")),
            Option(value="", label=words("lines.no")),
        )
    return field.options


def understood(field: Field, answer: str, words: Words) -> Answer | Unclear:
    """What an answer to a field means. An empty answer keeps the field as it is."""
    if not answer.strip():
        return Answer(None)
    choices = options(field, words)
    if not choices:
        return Answer(answer)
    found = matching(answer, tuple(option.label for option in choices))
    if len(found) == 1:
        return Answer(choices[found[0]].value)
    if found:
        names = ", ".join(choices[place].label for place in found)
        return Unclear(words("lines.ambiguous", answer=shortened(answer.strip()), names=names))
    return Unclear(
        words("lines.not-an-option", answer=shortened(answer.strip()), last=len(choices))
    )
