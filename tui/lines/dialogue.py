"""Asking and waiting: one answer at a time, while the journey goes on beside it."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import Any, Protocol

from msgspec.structs import replace

from tui.journey.drafts import Drafts
from tui.journey.page import Field, Form, Page, Part
from tui.journey.time_left import EXTEND, warns
from tui.lines.letters import MARK, letter_of, lettered
from tui.lines.terminal import Terminal
from tui.locale import Words

SLOW = 0.3
"""Seconds of work after which it is said that it goes on."""

SETTLED = 0.15
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

    async def extend(self) -> None:
        """Let the session go on, and say until when; the question that stands is not left for it."""
        await self.done(self.journey.act(EXTEND))
        await self.say_time()

    def standing(self, form: Form, field: Field) -> str:
        """What stands in a field of the page: what was typed, or else what is stored."""
        typed = self.journey.drafts.read(self.journey.page.place, form.id, field.name)
        return field.stored if typed is None else typed

    async def ask(self, prompt: str, *, unseen: bool = False) -> str:
        """One answer. Only a session that nears its end, or has ended, comes in between."""
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
