"""The portal as a conversation: a page is said, one numbered choice is asked, and what changed is said."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Coroutine, Mapping
from typing import Any, Protocol

from msgspec.structs import replace

from tui.journey.commands import COMMANDS
from tui.journey.drafts import Drafts
from tui.journey.page import Facts, Field, Form, Listing, Notice, Page, Part
from tui.lines.menu import Choice, block_menu, meant, menu_lines, page_menu, places
from tui.lines.questions import Answer, Unclear, question_lines, understood
from tui.lines.reading import block_line, outlined, page_lines, part_lines
from tui.lines.terminal import Terminal
from tui.locale import Words

MARK = "/"
"""Inside a form a command begins with this, so that "v" and "s" can be answers there."""

SLOW = 0.3
"""Seconds of work after which it is said that it goes on."""

SETTLED = 0.25
"""Seconds without a change after which a page is said: what is on its way is then said with it."""

PATIENCE = 2.0
"""Seconds after which it is said in any case."""


class Journey(Protocol):
    """What lines need of the navigator."""

    @property
    def page(self) -> Page: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def words(self) -> Words: ...
    @property
    def session_notice(self) -> str: ...
    def changes(self) -> AsyncIterator[Page]: ...
    def act(self, action_id: str) -> Coroutine[Any, Any, None]: ...
    def choose(self, part_id: str, item_id: str) -> Coroutine[Any, Any, None]: ...
    def submit(
        self, form_id: str, secrets: Mapping[str, str] | None = None
    ) -> Coroutine[Any, Any, None]: ...
    def back(self) -> Coroutine[Any, Any, None]: ...


class Stopped(Exception):
    """The citizen wants to stop, or there is nothing more to read."""


class Left(Exception):
    """A form was left without sending it."""


class Conversation:
    """Says the navigator's pages on a terminal and asks what to do, until the citizen stops.

    `why` is a finished phrase: why this is line mode.
    """

    def __init__(
        self, journey: Journey, terminal: Terminal, why: str, *, settled: float = SETTLED
    ) -> None:
        self._journey = journey
        self._terminal = terminal
        self._why = why
        self._settled = settled
        self._words = journey.words
        self._told = journey.page
        self._opened = ""
        self._menu: tuple[Choice, ...] = ()
        self._noticed = ""
        self._changed = asyncio.Event()
        self._failed: BaseException | None = None

    async def run(self, opening: "asyncio.Task[None] | None" = None) -> None:
        """Talk until the citizen stops or the input ends; the first page is said after `opening`."""
        follower = asyncio.create_task(self._follow())
        self._terminal.say(self._words("lines.mode", why=self._why))
        try:
            await self._settle(opening)
            if opening is not None:
                opening.result()
            self._say_page()
            while True:
                await self._turn()
        except Stopped:
            self._terminal.say(self._words("lines.stopped"))
        finally:
            self._terminal.end_line()
            self._terminal.close()
            follower.cancel()
            await asyncio.gather(follower, return_exceptions=True)

    # --- what goes on beside ------------------------------------------------------------------

    async def _follow(self) -> None:
        try:
            async for _ in self._journey.changes():
                self._changed.set()
        except Exception as error:
            self._failed = error
            self._changed.set()

    async def _next_change(self) -> None:
        await self._changed.wait()
        self._changed.clear()
        if self._failed is not None:
            raise self._failed

    async def _settle(self, work: asyncio.Task[None] | None = None) -> None:
        """Wait for some work, while the page is busy, and until what is on its way has come."""
        loop = asyncio.get_running_loop()
        said, ready = False, 0.0
        while True:
            working = work is not None and not work.done()
            if working or self._journey.page.busy or self._awaited_block():
                ready, wait = 0.0, None if said else SLOW
            else:
                ready = ready or loop.time()
                wait = min(self._settled, max(ready + PATIENCE - loop.time(), 0))
            change = asyncio.create_task(self._next_change())
            waiting = {change, work} if work is not None and working else {change}
            done, _ = await asyncio.wait(waiting, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            await _ended(change)
            self._interrupt("")
            if not done and ready:
                break
            if not done:
                self._terminal.say(self._words("lines.busy"))
                said = True
        if said:
            self._terminal.say(self._words("lines.done"))

    def _awaited_block(self) -> bool:
        block = self._block()
        return block is not None and block.state == "loading"

    # --- asking -------------------------------------------------------------------------------

    async def _ask(self, prompt: str, *, unseen: bool = False) -> str:
        """One answer. Only a session that nears its end, or has ended, comes in between."""
        hidden = self._terminal.unseen() if unseen else contextlib.nullcontext()
        with hidden:
            self._terminal.prompt(prompt)
            line = asyncio.create_task(self._terminal.line())
            try:
                while not line.done():
                    change = asyncio.create_task(self._next_change())
                    await asyncio.wait({line, change}, return_when=asyncio.FIRST_COMPLETED)
                    await _ended(change)
                    self._interrupt("" if line.done() else prompt)
                answer = line.result()
            finally:
                line.cancel()
                await asyncio.gather(line, return_exceptions=True)
        if answer is None:
            self._terminal.say(self._words("lines.end-of-input"))
            raise Stopped
        self._terminal.answered("" if unseen else answer)
        return answer

    def _interrupt(self, prompt: str) -> None:
        notice = self._journey.session_notice
        if notice == self._noticed:
            return
        self._noticed = notice
        if notice:
            self._terminal.say(f"{self._words('lines.notice.warning')} {notice}")
            if prompt:
                self._terminal.prompt(prompt)

    async def _turn(self) -> None:
        """One choice and what follows from it."""
        answer = (await self._ask(self._words("lines.choose"))).strip()
        letter = answer.removeprefix(MARK).casefold()
        command = next((one for one in COMMANDS if one.letter and one.letter == letter), None)
        if command is not None:
            await self._command(command.id)
        elif not answer:
            await self._settle()
            self._say_news(asked=True)
        else:
            choice = self._chosen(answer)
            if choice is not None:
                self._terminal.say(self._words("lines.chosen", name=choice.name))
                await self._follow_choice(choice)

    def _chosen(self, answer: str) -> Choice | None:
        found = meant(answer, tuple(choice.name for choice in self._menu))
        if len({self._menu[place].name for place in found}) == 1:
            return self._menu[
                found[0]
            ]  # two of one name lead to the same; the first is the page's own
        words = self._words
        if found:
            names = ", ".join(f"{place + 1}. {self._menu[place].name}" for place in found)
            self._terminal.say(words("lines.ambiguous", answer=answer, names=names))
        else:
            self._terminal.say(words("lines.unknown", answer=answer, last=len(self._menu)))
            self._terminal.say(self._letters())
        return None

    async def _follow_choice(self, choice: Choice) -> None:
        if choice.does != "go" and not self._still_there(choice):
            self._terminal.say(self._words("lines.gone"))
            self._say_news(asked=True)
        elif choice.does == "open":
            self._opened = choice.part
            await self._settle()
            self._say_block()
        elif choice.does == "close":
            self._close_block()
        elif choice.does == "fill":
            await self._fill(choice.part)
        elif choice.does == "choose":
            await self._do(self._journey.choose(choice.part, choice.id))
        elif choice.does == "go":
            await self._do(self._journey.act(f"go:{choice.id}"))
        else:
            await self._do(self._journey.act(choice.id))

    def _still_there(self, choice: Choice) -> bool:
        if not _same(self._told, self._journey.page):
            return False
        return choice.key in {one.key for one in self._current_menu()}

    async def _command(self, name: str) -> None:
        if name == "stop":
            raise Stopped
        if name == "help":
            self._help(self._letters())
            await self._do(self._journey.act("go:help"))
        elif name == "back" and self._opened:
            self._close_block()
        elif name == "back":
            await self._do(self._journey.back())
        elif name == "overview":
            await self._overview()

    def _help(self, letters: str) -> None:
        if self._journey.page.help:
            self._terminal.say(self._journey.page.help)
        self._terminal.say(self._words("lines.help"))
        self._terminal.say(letters)

    async def _overview(self) -> None:
        """Everywhere one can go from here, and this page once more."""
        words = self._words
        self._menu = (
            Choice(words("lines.again"), "close"),
            *places(self._journey.page, words),
            *(
                Choice(
                    words(f"command.{command.id}"),
                    "go",
                    id=command.do.removeprefix("go:"),
                    heading=words("lines.also"),
                )
                for command in COMMANDS
                if command.do.startswith("go:")
            ),
        )
        self._terminal.say()
        self._terminal.say(words("lines.overview", title=self._journey.page.title))
        self._say_menu()
        answer = (await self._ask(words("lines.choose"))).strip()
        choice = self._chosen(answer) if answer else self._menu[0]
        if choice is not None and choice.does == "go":
            self._terminal.say(words("lines.chosen", name=choice.name))
            await self._follow_choice(choice)
        else:
            await self._settle()
            self._say_page()

    async def _do(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something be done, and say what came of it."""
        await self._done(work)
        self._say_news()

    async def _done(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        try:
            await self._settle(task)
            task.result()
        finally:
            await _ended(task)

    # --- forms --------------------------------------------------------------------------------

    async def _fill(self, form_id: str) -> None:
        """Ask a form's questions, send it, and ask again only what was wrong."""
        words, first = self._words, True
        try:
            while True:
                page = self._journey.page
                form = _form(page, form_id)
                if form is None:
                    return
                wrong = tuple(field for field in form.fields if field.error)
                if first or not wrong:
                    asked = form.fields
                    self._terminal.say()
                    if form.title:
                        self._terminal.say(form.title)
                    self._terminal.say(words("lines.form", mark=MARK))
                else:
                    # Nobody keeps a secret for its citizen: it must be typed again.
                    asked = tuple(one for one in form.fields if one.error or one.secret)
                    self._terminal.say(words.count("lines.wrong", len(wrong)))
                first = False
                secrets = await self._questions(page, form, asked)
                await self._done(self._journey.submit(form.id, secrets))
                now = _form(self._journey.page, form_id)
                if (
                    page.place != self._journey.page.place
                    or now is None
                    or not any(field.error for field in now.fields)
                ):
                    self._say_news()
                    return
                self._say_notices()
        except Left:
            self._terminal.say(words("lines.left"))
            self._say_news(asked=True)

    async def _questions(self, page: Page, form: Form, asked: tuple[Field, ...]) -> dict[str, str]:
        words, secrets = self._words, dict[str, str]()
        for number, field in enumerate(asked, start=1):
            while True:
                lines = question_lines(
                    field,
                    self._standing(form, field, page),
                    words,
                    number=number,
                    total=len(asked),
                    typed=self._terminal.typed,
                )
                for line in lines:
                    self._terminal.say(line)
                text = await self._ask(words("lines.answer"), unseen=field.secret)
                if page.place != self._journey.page.place:
                    # Signed out meanwhile, for instance: what was typed is kept for who typed it.
                    if not field.secret and text.strip() and not text.startswith(MARK):
                        self._journey.drafts.write(page.place, form.id, field.name, text)
                    raise Left
                given = self._in_form(field, text)
                if given is None:
                    continue
                if isinstance(given, Unclear):
                    self._terminal.say(given.reason)
                    continue
                if field.secret:
                    secrets[field.name] = given.text or ""
                elif given.text is not None:
                    self._journey.drafts.write(page.place, form.id, field.name, given.text)
                break
        return secrets

    def _in_form(self, field: Field, text: str) -> Answer | Unclear | None:
        """What was answered; None when it was a word for us, and the question is asked again."""
        words, said = self._words, text.strip().casefold()
        if not said.startswith(MARK):
            return understood(field, text, words)
        letter = said.removeprefix(MARK)
        command = next((one.id for one in COMMANDS if one.letter and one.letter == letter), "")
        if command == "stop":
            raise Stopped
        if command in ("back", "overview"):
            raise Left
        if command == "help":
            self._help(words("lines.form", mark=MARK))
            return None
        if letter == words("lines.clear-word").casefold():
            return Answer("")
        return understood(field, text, words)

    def _standing(self, form: Form, field: Field, page: Page | None = None) -> str:
        place = (page or self._journey.page).place
        typed = self._journey.drafts.read(place, form.id, field.name)
        return field.stored if typed is None else typed

    # --- saying -------------------------------------------------------------------------------

    def _say_page(self) -> None:
        """The whole page, and what can be chosen on it."""
        page = self._journey.page
        if not _same(self._told, page):
            self._opened = ""
        self._told = page
        self._terminal.say()
        self._say_all(page_lines(page, self._words, self._standing))
        self._menu = self._current_menu()
        self._say_menu()

    def _say_block(self) -> None:
        """The open block, and what can be done with it."""
        self._told = self._journey.page
        block = self._block()
        if block is None:
            self._opened = ""
            self._say_page()
            return
        self._say_all(part_lines(block, self._words, self._standing))
        self._menu = self._current_menu()
        self._say_menu()

    def _close_block(self) -> None:
        """Back to the outline: its page was said before, so only what changed is said, and the menu."""
        self._opened = ""
        self._say_news()

    def _say_news(self, *, asked: bool = False) -> None:
        """What is other than when it was last said; with `asked` also that nothing is."""
        before, now = self._told, self._journey.page
        if not _same(before, now):
            self._say_page()
            return
        self._told = now
        lines = self._news(before, now)
        menu = self._current_menu()
        if not lines and not asked and menu == self._menu:
            lines = [self._words("lines.same")]
        self._say_all(lines)
        if asked and not lines:
            self._terminal.say(self._words("lines.same"))
        self._menu = menu
        self._say_menu()

    def _news(self, before: Page, now: Page) -> list[str]:
        known = {part.id: part for part in before.everything}
        outline = outlined(now)
        lines: list[str] = []
        for part in now.everything:
            if _unmarked(known.get(part.id)) == _unmarked(part):
                continue
            if part in outline and part.id != self._opened and isinstance(part, Facts):
                lines.append(self._words("lines.news", what=block_line(part, self._words)))
            else:
                lines += part_lines(part, self._words, self._standing)
        return lines

    def _say_notices(self) -> None:
        """After a form that was refused: what is said above it."""
        known = {part.id: part for part in self._told.everything}
        for part in self._journey.page.everything:
            if isinstance(part, Notice) and known.get(part.id) != part:
                self._say_all(part_lines(part, self._words, self._standing))
        self._told = self._journey.page

    def _say_menu(self) -> None:
        self._terminal.say()
        self._terminal.say(self._words("lines.menu"))
        self._say_all(menu_lines(self._menu))
        self._terminal.say(self._letters())

    def _say_all(self, lines: list[str]) -> None:
        for line in lines:
            self._terminal.say(line)

    def _letters(self) -> str:
        """The letters that work at every choice."""
        words = self._words
        named = ", ".join(
            words("lines.letter", letter=command.letter, name=words(f"command.{command.id}"))
            for command in COMMANDS
            if command.letter
        )
        return words("lines.letters", letters=named)

    # --- the page as it is told ---------------------------------------------------------------

    def _block(self) -> Facts | None:
        """The block that is open, if it is still there."""
        for part in self._journey.page.everything:
            if isinstance(part, Facts) and part.id == self._opened:
                return part
        return None

    def _current_menu(self) -> tuple[Choice, ...]:
        block = self._block()
        if block is not None:
            return block_menu(block, self._journey.page, self._words)
        return page_menu(self._journey.page, self._words)


def _same(one: Page, other: Page) -> bool:
    """Whether two pages are one to whoever hears them: then only what changed is said."""
    return (one.id, one.title, one.step) == (other.id, other.title, other.step)


def _unmarked(part: Part | None) -> Part | None:
    """A list is no other list for what was chosen from it."""
    return replace(part, chosen="") if isinstance(part, Listing) else part


def _form(page: Page, form_id: str) -> Form | None:
    for part in page.everything:
        if isinstance(part, Form) and part.id == form_id:
            return part
    return None


async def _ended(task: asyncio.Task[None]) -> None:
    """Make an end of a task; what went wrong in one that had ended is raised."""
    if task.done():
        if not task.cancelled():
            task.result()
        return
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
