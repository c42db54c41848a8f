"""A form as questions, one at a time: what each says, and what an answer to it means."""

from dataclasses import dataclass

from tui.lines.menu import meant
from tui.lines.reading import field_label, field_value
from tui.locale import Words
from tui.page.parts import Field, Option

LONGEST_SAID = 200
"""Signs of what stands in a field that are said before the question; the page says all of it."""

LONGEST_QUOTED = 60
"""Signs of an answer that are said again where it was not understood."""


@dataclass(frozen=True)
class Answer:
    """What an answer says: this text, or (None) what stood there stays."""

    text: str | None


@dataclass(frozen=True)
class Unclear:
    """An answer that fits no option; `reason` is a finished sentence."""

    reason: str


def question_line(field: Field, words: Words, number: int, total: int) -> str:
    """Which question it is, and its name."""
    return words("lines.question", number=number, total=total, label=field_label(field, words))


def question_lines(field: Field, value: str, words: Words, *, typed: bool) -> list[str]:
    """What is wrong now, the hint, the options, and what stands there.

    `typed` says whether someone types at a terminal, where a secret is not shown.
    """
    lines: list[str] = []
    if field.error:
        lines.append(words("lines.error", error=field.error))
        if field.example and field.example not in field.error:
            lines.append(words("lines.example", example=field.example))
    if field.hint and field.hint not in field.error:  # an error may end with the hint's example
        lines.append(words("lines.hint", hint=field.hint))
    if field.options:
        lines.append(words.count("talk.options", len(field.options)))
    for place, option in enumerate(options(field, words), start=1):
        lines.append(f"{place}. {option.label}{f'. {option.hint}' if option.hint else ''}")
    if field.secret:
        if typed:
            lines.append(words("lines.unseen"))
    elif value or any(option.value == value for option in options(field, words)):
        said = shortened(field_value(field, value, words), LONGEST_SAID)
        lines.append(words("lines.now", value=said))
        if len(value) > LONGEST_SAID:
            lines.append(words("talk.signs", count=len(value)))
    return lines


def shortened(text: str, longest: int = LONGEST_QUOTED) -> str:
    """`text`, or its beginning where it is longer than so many signs."""
    return text if len(text) <= longest else f"{text[:longest]}…"


def options(field: Field, words: Words) -> tuple[Option, ...]:
    """What can be chosen in a field; a tick is a choice of yes and no."""
    if field.kind == "tick":
        return (
            Option(value="yes", label=words("lines.yes")),
            Option(value="", label=words("lines.no")),
        )
    return field.options


def understood(field: Field, answer: str, words: Words) -> Answer | Unclear:
    """What an answer to a field means. Empty is: keep what is there."""
    if not answer.strip():
        return Answer(None)
    choices = options(field, words)
    if not choices:
        return Answer(answer)
    found = meant(answer, tuple(option.label for option in choices))
    if len(found) == 1:
        return Answer(choices[found[0]].value)
    if found:
        names = ", ".join(choices[place].label for place in found)
        return Unclear(words("lines.ambiguous", answer=shortened(answer.strip()), names=names))
    return Unclear(
        words("lines.not-an-option", answer=shortened(answer.strip()), last=len(choices))
    )
