"""Filling in a form: its questions one at a time, back and forth, and again those whose answer was wrong."""

from typing import Literal

from tui.journey.frame import SUMMED_UP
from tui.lines.dialogue import Dialogue, Stopped, Switched
from tui.lines.letters import MARK, command_meant, form_line, lettered
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


class Left(Exception):
    """A form was left without sending it; `overview` says that the overview was asked for."""

    def __init__(self, *, overview: bool = False) -> None:
        super().__init__()
        self.overview = overview


async def fill(dialogue: Dialogue, form_id: str) -> None:
    """Ask a form's questions, send it, and ask again only what was wrong.

    Ends when the form was taken, or is no longer there. Raises Left, Stopped or Switched.
    """
    words, first = dialogue.words, True
    while (form := form_of(dialogue.page, form_id)) is not None:
        page = dialogue.page
        wrong = sum(bool(field.error) for field in form.fields)
        if first or not wrong:
            asked = form.fields
            dialogue.say("", *([form.title] if form.title else []), _how(dialogue, len(asked)))
        else:
            # Nobody keeps a secret for its citizen: it must be typed again.
            asked = tuple(one for one in form.fields if one.error or one.secret)
            if wrong < SUMMED_UP:  # of more the page's own notice has said it
                dialogue.say(words.count("form.wrong", wrong))
        first = False
        secrets = await _answers(dialogue, page, form, asked)
        await dialogue.done(dialogue.journey.submit(form.id, secrets))
        now = form_of(dialogue.page, form_id)
        if dialogue.page.place != page.place or now is None:
            return
        if not any(field.error for field in now.fields):
            return
        dialogue.say_notices(page)


async def _answers(
    dialogue: Dialogue, page: Page, form: Form, asked: tuple[Field, ...]
) -> dict[str, str]:
    """Ask these fields: what is no secret goes to the drafts, the secrets are given back.

    Who goes back one finds there what was answered; a secret is asked anew.
    """
    secrets: dict[str, str] = {}
    place = 0
    while place < len(asked):
        field = _as_it_is(dialogue, form, asked[place])
        given = await _answer(dialogue, page, form, field, place + 1, len(asked))
        if given is None and not place:
            raise Left
        if given is None:
            place -= 1
            continue
        if field.secret:
            secrets[field.name] = given.text or ""
        elif given.text is not None:
            dialogue.journey.drafts.write(page.place, form.id, field.name, given.text)
        place += 1
    return secrets


def _as_it_is(dialogue: Dialogue, form: Form, field: Field) -> Field:
    """A field without the error of an answer that was given anew meanwhile."""
    now = form_of(dialogue.page, form.id)
    return next((one for one in now.fields if one.name == field.name), field) if now else field


async def _answer(
    dialogue: Dialogue,
    page: Page,
    form: Form,
    field: Field,
    number: int,
    total: int,
) -> Answer | None:
    """Ask one field until it is answered; None is: back to the one before."""
    words, drafts = dialogue.words, dialogue.journey.drafts
    heading = question_line(field, words, number, total)
    whole = True
    while True:
        dialogue.say("", heading)
        if whole:
            value = dialogue.standing(form, field)
            dialogue.say(*question_lines(field, value, words, typed=dialogue.terminal.typed))
        text = await dialogue.ask(words("lines.answer"), unseen=field.secret)
        if page.place != dialogue.page.place:
            # Signed out meanwhile, for instance: what was typed is kept for who typed it.
            if not field.secret and text.strip() and not text.startswith(MARK):
                drafts.write(page.place, form.id, field.name, text)
            raise Left
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
            dialogue.say(given.reason)
        elif given == "time":
            await dialogue.say_time()
        elif given == "extend":
            await dialogue.extend()
        else:
            dialogue.say(*([page.help] if page.help else []), _how(dialogue, total))
    if given.text is not None and options(field, words):
        # A number or a first letter is no name: which one it was is said, as in a menu.
        name = field_value(field, given.text, words)
        if name.casefold() != text.strip().casefold():
            dialogue.say(words("lines.chosen", name=name))
    if given.text and field.kind == "long":
        return Answer(await dialogue.rest_of(given.text))
    return given


def _given(
    dialogue: Dialogue, field: Field, text: str
) -> Answer | Unclear | Literal["back", "help", "time", "extend"]:
    """What was answered, or what was asked instead. Raises Left, Stopped or Switched."""
    words, said = dialogue.words, text.strip().casefold()
    word = said.removeprefix(MARK)
    if word == said:
        return understood(field, text, words)
    if word == words("lines.clear-word").casefold():
        return Answer("")
    match command_meant(word, lettered(screen=True), words):
        case "stop":
            raise Stopped
        case "overview":
            raise Left(overview=True)
        case "screen" if not dialogue.screen:
            return Unclear(words("talk.no-screen"))
        case "screen":
            raise Switched
        case "back" | "help" | "time" | "extend" as asked:
            return asked
    if word.isalpha() and not field.secret:
        return Unclear(words("talk.no-command", answer=shortened(text.strip()), mark=MARK))
    return understood(field, text, words)


def _how(dialogue: Dialogue, questions: int) -> str:
    return form_line(dialogue.commands, dialogue.words, questions)
