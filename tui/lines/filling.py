"""Filling in a form: its questions one at a time, and again those whose answer was wrong."""

from typing import Literal

from tui.journey.frame import SUMMED_UP
from tui.journey.offers import form_of
from tui.journey.page import Field, Form, Page
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
            dialogue.say("", *([form.title] if form.title else []), _how(dialogue))
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
    """Ask these fields: what is no secret goes to the drafts, the secrets are given back."""
    words, drafts = dialogue.words, dialogue.journey.drafts
    secrets: dict[str, str] = {}
    for number, field in enumerate(asked, start=1):
        heading = question_line(field, words, number, len(asked))
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
            whole = given == "help"
            if isinstance(given, Unclear):
                dialogue.say(given.reason)
            elif given == "time":
                await dialogue.say_time()
            elif given == "extend":
                await dialogue.extend()
            else:
                dialogue.say(*([page.help] if page.help else []), _how(dialogue))
        if given.text is not None and options(field, words):
            # A number or a first letter is no name: which one it was is said, as in a menu.
            name = field_value(field, given.text, words)
            if name.casefold() != text.strip().casefold():
                dialogue.say(words("lines.chosen", name=name))
        if given.text and field.kind == "long":
            given = Answer(await dialogue.rest_of(given.text))
        if field.secret:
            secrets[field.name] = given.text or ""
        elif given.text is not None:
            drafts.write(page.place, form.id, field.name, given.text)
    return secrets


def _given(
    dialogue: Dialogue, field: Field, text: str
) -> Answer | Unclear | Literal["help", "time", "extend"]:
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
        case "back" | "overview" as asked:
            raise Left(overview=asked == "overview")
        case "screen" if not dialogue.screen:
            return Unclear(words("talk.no-screen"))
        case "screen":
            raise Switched
        case "help" | "time" | "extend" as asked:
            return asked
    if word.isalpha() and not field.secret:
        return Unclear(words("talk.no-command", answer=shortened(text.strip()), mark=MARK))
    return understood(field, text, words)


def _how(dialogue: Dialogue) -> str:
    return form_line(dialogue.commands, dialogue.words)
