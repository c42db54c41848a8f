"""Filling in a form: its questions one at a time, back and forth, and again those answered wrongly."""

from typing import Literal

from tui.journey.frame import SUMMED_UP
from tui.lines.dialogue import Dialogue, Stopped, Switched
from tui.lines.letters import MARK, command_for, form_line, line_commands
from tui.lines.questions import (
    Answer,
    Unclear,
    options,
    question_line,
    question_lines,
    shortened,
    understood,
)
from tui.lines.reading import field_value
from tui.page.offered import form_of
from tui.page.parts import Field, Form, Page


class FormLeft(Exception):
    """The citizen left a form without sending it; `then` is the command to carry out, "" for none."""

    def __init__(self, then: Literal["", "overview", "find"] = "") -> None:
        super().__init__()
        self.then = then


async def fill(dialogue: Dialogue, form_id: str) -> None:
    """Ask a form's questions, send it, and ask again only the questions that were answered wrongly.

    Returns once the form is accepted, or no longer on the page. Raises FormLeft, Stopped or Switched.
    """
    words, first = dialogue.words, True
    while (form := form_of(dialogue.page, form_id)) is not None:
        page = dialogue.page
        wrong = sum(bool(field.error) for field in form.fields)
        if first or not wrong:
            asked = form.fields
            dialogue.say("", *([form.title] if form.title else []), _how(dialogue, len(asked)))
        else:
            # Secrets are never kept, so they must be typed again.
            asked = tuple(field for field in form.fields if field.error or field.secret)
            if wrong < SUMMED_UP:  # from that number on, a notice on the page says it
                dialogue.say(words.count("form.wrong", wrong))
        first = False
        secrets = await _answers(dialogue, page, form, asked)
        await dialogue.done(dialogue.journey.submit(form.id, secrets))
        now = form_of(dialogue.page, form_id)
        if dialogue.page.place != page.place or now is None:
            return
        if not any(field.error for field in now.fields):
            return
        dialogue.refuse()
        dialogue.say_notices(page)


async def _answers(
    dialogue: Dialogue, page: Page, form: Form, asked: tuple[Field, ...]
) -> dict[str, str]:
    """Ask for these fields. Secrets are returned; all other answers go to the drafts.

    After going back a question the citizen finds the answer given before; a secret is asked again.
    """
    secrets: dict[str, str] = {}
    place = 0
    while place < len(asked):
        field = _current(dialogue, form, asked[place])
        given = await _answer(dialogue, page, form, field, place + 1, len(asked))
        if given is None and not place:
            raise FormLeft
        if given is None:
            place -= 1
            continue
        if field.secret:
            secrets[field.name] = given.text or ""
        elif given.text is not None:
            dialogue.journey.drafts.write(page.place, form.id, field.name, given.text)
        place += 1
    return secrets


def _current(dialogue: Dialogue, form: Form, field: Field) -> Field:
    """The field as the page has it now: without its error once another answer was given."""
    now = form_of(dialogue.page, form.id)
    fields = now.fields if now else ()
    return next((found for found in fields if found.name == field.name), field)


async def _answer(
    dialogue: Dialogue,
    page: Page,
    form: Form,
    field: Field,
    number: int,
    total: int,
) -> Answer | None:
    """Ask for a field until it is answered; None means back to the previous question."""
    words, drafts = dialogue.words, dialogue.journey.drafts
    heading = question_line(field, words, number, total)
    whole = True
    while True:
        dialogue.say("", heading)
        if whole:
            value = dialogue.current_value(form, field)
            interactive = dialogue.terminal.interactive
            dialogue.say(*question_lines(field, value, words, interactive=interactive))
        text = await dialogue.ask(
            words("lines.answer"),
            unseen=field.masked,
            secret=field.secret,
            several=field.kind == "long",
        )
        if page.place != dialogue.page.place:
            # The session has ended meanwhile, for instance: keep what was typed for the same citizen.
            if not field.secret and text.strip() and not text.startswith(MARK):
                drafts.write(page.place, form.id, field.name, text)
            raise FormLeft
        if (half := dialogue.cut_short(text)) is not None:
            if not field.secret:
                drafts.write(page.place, form.id, field.name, half)
            await dialogue.extend()
            continue
        given = _given(dialogue, field, text)
        if isinstance(given, Answer):
            break
        if given == "back":
            return None
        whole = given == "help"
        if isinstance(given, Unclear):
            dialogue.refuse(given.reason)
        elif given == "time":
            await dialogue.say_time()
        elif given == "extend":
            await dialogue.extend()
        elif given == "stop":
            if dialogue.may_stop(text.strip(), answered=True):
                raise Stopped
        else:
            dialogue.say(*([page.help] if page.help else []), _how(dialogue, total))
    if given.text is not None and options(field, words):
        # After a number or first letters, say which option it was, as in a menu.
        name = field_value(field, given.text, words)
        if name.casefold() != text.strip().casefold():
            dialogue.say(words("lines.chosen", name=name))
    if given.text and field.kind == "long":
        return Answer(await dialogue.whole_answer(given.text))
    return given


def _given(
    dialogue: Dialogue, field: Field, text: str
) -> Answer | Unclear | Literal["back", "help", "time", "extend", "stop"]:
    """The answer, or the command that was given instead. Raises FormLeft or Switched."""
    words, said = dialogue.words, text.strip().casefold()
    word = said.removeprefix(MARK)
    if word == said:
        return understood(field, text, words)
    if word == words("lines.clear-word").casefold():
        return Answer("")
    match command_for(word, line_commands(screen=True), words):
        case "overview" | "find" as command:
            raise FormLeft(command)
        case "screen" if not dialogue.screen:
            return Unclear(words("talk.no-screen"))
        case "screen":
            raise Switched
        case "back" | "help" | "time" | "extend" | "stop" as command:
            return command
    if word.isalpha() and not field.secret:
        return Unclear(words("talk.no-command", answer=shortened(text.strip()), mark=MARK))
    return understood(field, text, words)


def _how(dialogue: Dialogue, questions: int) -> str:
    return form_line(dialogue.commands, dialogue.words, questions)
