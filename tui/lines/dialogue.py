"""Asking and waiting: one answer at a time, while the journey goes on beside it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, Protocol

from msgspec.structs import replace

from tui.journey.time_left import EXTEND, warns
from tui.lines.letters import MARK, letter_of, lettered
from tui.lines.reading import part_lines
from tui.lines.terminal import Terminal
from tui.locale import Words
from tui.page.drafts import Drafts
from tui.page.parts import Field, Form, Notice, Page, Part

SLOW = 0.3
"""Seconds of work after which it is said that it goes on."""

SETTLED = 0.15
"""Seconds without a change after which a page is said: what is on its way is then said with it."""

PATIENCE = 2.0
"""Seconds after which it is said in any case."""

PASTED = 0.1
"""Seconds within which a further line has come with the one before: nobody types so fast."""


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
    async def time_left(self) -> str: ...
    def changes(self) -> AsyncIterator[Page]: ...
    def act(self, action_id: str) -> Coroutine[Any, Any, None]: ...
    def choose(self, part_id: str, item_id: str) -> Coroutine[Any, Any, None]: ...
    def submit(
        self, form_id: str, secrets: Mapping[str, str] | None = None
    ) -> Coroutine[Any, Any, None]: ...
    def back(self) -> Coroutine[Any, Any, None]: ...


class Stopped(Exception):
    """The citizen wants to stop, or there is nothing more to read."""


class Switched(Exception):
    """The citizen wants to go on in the full screen."""


class Dialogue:
    """Says and asks on a terminal, and listens to the journey meanwhile; a context manager.

    `screen` says whether a full screen can be shown in this terminal. `busy` says, beside the page
    itself, whether something is still to come that is worth waiting for.
    """

    def __init__(
        self, journey: Journey, terminal: Terminal, settled: float, *, screen: bool = False
    ) -> None:
        self.journey = journey
        self.terminal = terminal
        self.words = journey.words
        self.screen = screen
        self.commands = lettered(screen=screen)
        self.busy: Callable[[], bool] = lambda: False
        self._settled = settled
        self._noticed = ""
        self._warned = False
        self._changed = asyncio.Event()
        self._failed: BaseException | None = None
        self._follower: asyncio.Task[None] | None = None

    async def __aenter__(self) -> "Dialogue":
        self._follower = asyncio.create_task(self._follow())
        return self

    async def __aexit__(self, *_: object) -> None:
        self.terminal.end_line()
        self.terminal.close()
        assert self._follower is not None
        self._follower.cancel()
        await asyncio.gather(self._follower, return_exceptions=True)

    @property
    def page(self) -> Page:
        """The page as it is now, without the error of a text that no longer stands in its field."""
        page, drafts = self.journey.page, self.journey.drafts

        def current(part: Part) -> Part:
            if not isinstance(part, Form):
                return part
            fields = tuple(
                replace(one, error="")
                if one.error and drafts.mended(page.place, part.id, one.name)
                else one
                for one in part.fields
            )
            return part if fields == part.fields else replace(part, fields=fields)

        return replace(
            page,
            parts=tuple(map(current, page.parts)),
            aside=tuple(map(current, page.aside)),
            device=tuple(map(current, page.device)),
        )

    def say(self, *lines: str) -> None:
        """Say these, each on a line of its own."""
        for line in lines:
            self.terminal.say(line)

    def say_heading(self, line: str) -> None:
        """Say where a page begins."""
        self.terminal.say(line, heading=True)

    async def say_time(self) -> None:
        """Say until when one can go on."""
        self.say(await self.journey.time_left())

    def say_notices(self, before: Page) -> bool:
        """Say the notices that the page has now, and had not `before`; whether there were any."""
        known = {part.id: part for part in before.everything}
        new = [
            part
            for part in self.page.everything
            if isinstance(part, Notice) and known.get(part.id) != part
        ]
        for part in new:
            self.say(*part_lines(part, self.words, self.standing))
        return bool(new)

    async def extend(self) -> None:
        """Ask for more time, and say what came of it; the question that stands is not left for it."""
        before = self.page
        await self.done(self.journey.act(EXTEND))
        if not self.say_notices(before):
            await self.say_time()

    def cut_short(self, answer: str) -> str | None:
        """What was typed before the letters that ask for more time; None where they stand alone, or not.

        Whoever is warned in the middle of a line types them behind it: the terminal keeps what was typed.
        """
        letters = f"{MARK}{letter_of('extend')}"
        typed = answer.rstrip()
        if not self._warned or not typed.casefold().endswith(letters) or len(typed) == len(letters):
            return None
        return typed[: -len(letters)]

    async def rest_of(self, answer: str) -> str:
        """A long answer whole: with the lines that were pasted with it, and those that are typed then."""
        lines = [answer, *await self._pasted()]
        if len(lines) == 1:
            return answer
        self.say(self.words("talk.more"))
        while more := await self.ask(self.words("lines.answer")):
            lines += [more, *await self._pasted()]
        return "\n".join(lines)

    async def _pasted(self) -> list[str]:
        lines: list[str] = []
        if not self.terminal.typed:
            return lines
        with contextlib.suppress(TimeoutError):
            while (line := await asyncio.wait_for(self.terminal.line(), PASTED)) is not None:
                self.terminal.answered(line)
                lines.append(line)
        return lines

    def standing(self, form: Form, field: Field) -> str:
        """What stands in a field of the page: what was typed, or else what is stored."""
        typed = self.journey.drafts.read(self.journey.page.place, form.id, field.name)
        return field.stored if typed is None else typed

    async def ask(self, prompt: str, *, unseen: bool = False) -> str:
        """One answer. Only a session that nears its end, or has ended, comes in between."""
        self._warned = False
        hidden = self.terminal.unseen() if unseen else contextlib.nullcontext()
        with hidden:
            self.terminal.prompt(prompt)
            line = asyncio.create_task(self.terminal.line())
            try:
                while not line.done():
                    change = asyncio.create_task(self._next_change())
                    await asyncio.wait({line, change}, return_when=asyncio.FIRST_COMPLETED)
                    await _ended(change)
                    if self._interrupted() and not line.done():
                        self._warned = True
                        self.terminal.prompt(prompt)
                answer = line.result()
            finally:
                line.cancel()
                await asyncio.gather(line, return_exceptions=True)
        if answer is None:
            self.say(self.words("lines.end-of-input"))
            raise Stopped
        self.terminal.answered(answer, unseen=unseen)
        return answer

    async def done(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something be done, and wait until the page that comes of it has settled."""
        task = asyncio.create_task(work)
        try:
            await self.settle(task)
        finally:
            await _ended(task)

    async def settle(self, work: asyncio.Task[None] | None = None) -> None:
        """Wait for some work, while the page is busy, and until what is on its way has come.

        What work raises is raised at once: a page may then be busy for ever.
        """
        loop = asyncio.get_running_loop()
        said, ready = False, 0.0
        while True:
            working = work is not None and not work.done()
            if work is not None and not working:
                work.result()
            if working or self.journey.page.busy or self.busy():
                ready, wait = 0.0, None if said else SLOW
            else:
                ready = ready or loop.time()
                wait = min(self._settled, max(ready + PATIENCE - loop.time(), 0))
            change = asyncio.create_task(self._next_change())
            waiting = {change, work} if work is not None and working else {change}
            done, _ = await asyncio.wait(waiting, timeout=wait, return_when=asyncio.FIRST_COMPLETED)
            await _ended(change)
            self._interrupted()
            if not done and ready:
                break
            if not done:
                self.say(self.words("lines.busy"))
                said = True
        if said:
            self.say(self.words("lines.done"))

    def _interrupted(self) -> bool:
        """Say what may interrupt, once; whether it was said."""
        notice = self.journey.session_notice
        if notice == self._noticed:
            return False
        self._noticed = notice
        if notice:
            self.say(f"{self.words('lines.notice.warning')} {notice}")
            if warns(self.journey.page):
                self.say(self.words("talk.extend", mark=MARK, letter=letter_of("extend")))
        return bool(notice)

    async def _follow(self) -> None:
        try:
            async for _ in self.journey.changes():
                self._changed.set()
        except Exception as error:  # whatever it is, it is raised where one waits for an answer
            self._failed = error
            self._changed.set()

    async def _next_change(self) -> None:
        await self._changed.wait()
        self._changed.clear()
        if self._failed is not None:
            raise self._failed


async def _ended(task: asyncio.Task[None]) -> None:
    """Make an end of a task; what went wrong in one that had ended is raised."""
    if task.done():
        if not task.cancelled():
            task.result()
        return
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
