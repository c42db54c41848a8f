"""Asking and waiting: a single answer at a time, while the journey continues in the background."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping
from typing import TYPE_CHECKING, Any, Protocol

from msgspec import Struct
from msgspec.structs import replace

from tui.journey.demonstration import Demonstration
from tui.journey.time_left import EXTEND, warns
from tui.lines.letters import MARK, letter_of, line_commands
from tui.lines.reading import part_lines
from tui.lines.terminal import Terminal
from tui.locale import Words
from tui.page.drafts import Drafts
from tui.page.offered import is_settled
from tui.page.parts import Device, Field, Form, Notice, Page, Part

if TYPE_CHECKING:
    from tui.page.finding import Finding

SLOW = 0.3
"""Seconds of work after which the citizen is told that it is still going on."""

SETTLED = 0.15
"""Seconds without a change after which a page is read out, so that late changes are read out with it."""

PATIENCE = 2.0
"""Seconds after which a page is read out even if it keeps changing."""

STILL_SETTLED = 0.15
"""The same as SETTLED where the world's time stands still: what is read out must not depend on speed."""

STILL_PATIENCE = 5.0
"""Seconds after which a page that still waits for something is read out where time stands still: there it
may wait for ever.
"""

PASTED = 0.1
"""Seconds within which a further line counts as pasted with the previous line: nobody types so fast."""


class Journey(Protocol):
    """What line mode needs of the navigator."""

    @property
    def page(self) -> Page: ...
    @property
    def drafts(self) -> Drafts: ...
    @property
    def words(self) -> Words: ...
    @property
    def session_notice(self) -> str: ...
    @property
    def unsent(self) -> bool: ...
    def findings(self) -> "tuple[Finding, ...]": ...
    async def time_left(self) -> str: ...
    def changes(self) -> AsyncIterator[Page]: ...
    def act(self, action_id: str) -> Coroutine[Any, Any, None]: ...
    def choose(self, part_id: str, item_id: str) -> Coroutine[Any, Any, None]: ...
    def submit(
        self, form_id: str, secrets: Mapping[str, str] | None = None
    ) -> Coroutine[Any, Any, None]: ...
    def back(self) -> Coroutine[Any, Any, None]: ...


class Awaited(Struct, frozen=True):
    """What is on its way where the world's time stands still, and nothing said may depend on speed.

    `still`: whether it does stand still. `asking`: a service has been asked, and will answer or be given up.
    `expected`: news will come of what an authority answers, if it answers.
    """

    still: Callable[[], bool] = lambda: False
    asking: Callable[[], bool] = lambda: False
    expected: Callable[[], bool] = lambda: False


class Stopped(Exception):
    """The citizen wants to stop, or the input has ended."""


class Switched(Exception):
    """The citizen wants to go on in the full screen."""


class Dialogue:
    """Prints and asks on a terminal while it follows the journey's changes; a context manager.

    `screen`: this terminal can show the full screen. `busy` says, in addition to the page's own `busy`,
    whether something worth waiting for is still on its way. `awaited` says the same where time stands still:
    then nothing that is said depends on how long something took. `on_end` is called when a session or a
    sign-in ended by itself, and that has been said.
    """

    def __init__(
        self, journey: Journey, terminal: Terminal, settled: float, *, screen: bool = False
    ) -> None:
        self.journey = journey
        self.terminal = terminal
        self.words = journey.words
        self.screen = screen
        self.commands = line_commands(screen=screen)
        self.busy: Callable[[], bool] = lambda: False
        self.on_end: Callable[[], None] = lambda: None
        self.awaited = Awaited()
        self.demonstration: Demonstration | None = None
        self._settled = settled
        self.filling = False
        """Whether a form's questions are being asked."""
        self.refused = 0
        """How many answers were not understood, or not taken."""
        self.ended_early = False
        """Whether the input ended before the citizen stopped."""
        self._prompt = ""
        self._early = ""
        self._answers = 0
        self._asked_to_stop: int | None = None
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
        """The page as it is now. An error whose text has since been changed is left out."""
        page, drafts = self.journey.page, self.journey.drafts
        device = page.device

        def current(part: Part) -> Part:
            if isinstance(part, Device):
                return replace(part, parts=tuple(map(current, part.parts)))
            if not isinstance(part, Form):
                return part
            fields = tuple(
                replace(field, error="")
                if field.error and drafts.corrected(page.place, part.id, field.name)
                else field
                for field in part.fields
            )
            return part if fields == part.fields else replace(part, fields=fields)

        return replace(
            page,
            parts=tuple(map(current, page.parts)),
            aside=tuple(map(current, page.aside)),
            device=device and replace(device, parts=tuple(map(current, device.parts))),
        )

    def say(self, *lines: str) -> None:
        """Print these, each on a line of its own."""
        for line in lines:
            self.terminal.say(line)

    def refuse(self, *lines: str) -> None:
        """Say why an answer is not understood, or not taken."""
        self.refused += 1
        self.say(*lines)

    def say_heading(self, line: str) -> None:
        """Print the line with which a page begins."""
        self.terminal.say(line, heading=True)

    async def say_time(self) -> None:
        """Say how long the session lasts."""
        self.say(await self.journey.time_left())

    def say_notices(self, before: Page) -> bool:
        """Read out the notices that are new since `before`; True if there were any."""
        known = {part.id: part for part in before.own}
        new = [
            part
            for part in self.page.own
            if isinstance(part, Notice) and known.get(part.id) != part
        ]
        for part in new:
            self.say(*part_lines(part, self.words, self.current_value))
        return bool(new)

    async def extend(self) -> None:
        """Ask for more time and say whether it was given. The question being asked stays open."""
        before = self.page
        await self.done(self.journey.act(EXTEND))
        if not self.say_notices(before):
            await self.say_time()

    def cut_short(self, answer: str) -> str | None:
        """The half-typed line before the command for more time at its end; None if `answer` is not that.

        A citizen who is warned in the middle of a line types the command behind it, for the terminal keeps
        what was typed before.
        """
        letters = f"{MARK}{letter_of('extend')}"
        typed = answer.rstrip()
        if not self._warned or not typed.casefold().endswith(letters) or len(typed) == len(letters):
            return None
        return typed[: -len(letters)]

    async def whole_answer(self, answer: str) -> str:
        """A long answer with the lines that were pasted together with it, and those typed after them."""
        lines = [answer, *await self._pasted()]
        if len(lines) == 1 and "\n" not in answer:
            return answer
        self.say(self.words("talk.more"))
        while more := await self.ask(self.words("lines.answer"), several=True):
            lines += [more, *await self._pasted()]
        return "\n".join(lines)

    async def _pasted(self) -> list[str]:
        lines: list[str] = []
        if not self.terminal.interactive or self.terminal.joins_pastes:
            return lines
        with contextlib.suppress(TimeoutError):
            while (line := await asyncio.wait_for(self.terminal.line(), PASTED)) is not None:
                self.terminal.answered(line)
                lines.append(line)
        return lines

    def current_value(self, form: Form, field: Field) -> str:
        """The text in a field of the page: what was typed, or otherwise what is stored."""
        typed = self.journey.drafts.read(self.journey.page.place, form.id, field.name)
        return field.stored if typed is None else typed

    async def ask(
        self, prompt: str, *, unseen: bool = False, secret: bool = False, several: bool = False
    ) -> str:
        """Ask for an answer. Only the warning that the session is about to end, or has ended, interrupts.

        What is typed is not shown if it is `unseen`, and not kept if it is `secret`. It may have several
        lines if it is `several`.
        """
        await self._show()
        early, self._early = self._early, ""
        if early and (not secret or early.startswith(MARK)):
            self._answers += 1
            self.terminal.answered_early(prompt, early)
            return early
        while (answer := await self._asked(prompt, unseen, several)) is None:
            if self.terminal.closed or self.may_stop("Ctrl+D"):
                self.ended_early = True
                self.say(self.words("lines.end-of-input"))
                raise Stopped
        self._answers += 1
        self.terminal.answered(answer, unseen=unseen, secret=secret)
        return answer

    async def _show(self) -> None:
        """Show what was said, a window at a time. What is typed at a pause is the answer already."""
        while not self.terminal.show():
            answer = await self._asked(self.words("talk.pause", mark=MARK), pause=True)
            if answer is None:
                self.terminal.end_line()
            self.terminal.resume()
            if answer != "":
                self.terminal.skip_rest()
                typed = (answer or "").strip()
                self._early = "" if typed == MARK else typed

    async def _asked(
        self, prompt: str, unseen: bool = False, several: bool = False, pause: bool = False
    ) -> str | None:
        self._warned = False
        with self.terminal.asking(unseen=unseen, several=several):
            self._prompt = "" if pause else prompt
            self.terminal.prompt(prompt, pause=pause)
            line = asyncio.create_task(self.terminal.line())
            try:
                while not line.done():
                    change = asyncio.create_task(self._next_change())
                    await asyncio.wait({line, change}, return_when=asyncio.FIRST_COMPLETED)
                    await _ended(change)
                    if self._interrupted() and not line.done():
                        self._warned = True
                        self.terminal.prompt(prompt, pause=pause)
                return line.result()
            finally:
                self._prompt = ""
                line.cancel()
                await asyncio.gather(line, return_exceptions=True)

    def may_stop(self, way: str, *, answered: bool = False) -> bool:
        """Whether the program may stop now; if not, why has been said, and a second time it may.

        It may not if something was filled in that would be lost. `way` is how the citizen stops: a key, or
        with `answered` an answer. Whoever does not type at a terminal is not asked.
        """
        half_typed = self.filling and self.terminal.typed().strip()
        if not (self.terminal.interactive and (self.journey.unsent or half_typed)):
            return True
        asked, self._asked_to_stop = self._asked_to_stop, self._answers
        if asked is not None and self._answers <= asked + answered:
            return True
        self._tell(f"{self.words('lines.notice.warning')} {self.words('form.unsent')}")
        self._tell(self.words("talk.stop-again", way=way))
        if self._prompt:
            self.terminal.prompt(self._prompt)
        return False

    def _tell(self, line: str) -> None:
        """Print this at once, also while there is more of a page to show."""
        self.terminal.say(line, now=True)

    async def done(self, work: Coroutine[Any, Any, None]) -> None:
        """Wait until this is done and the page that results from it has settled."""
        task = asyncio.create_task(work)
        try:
            await self.settle(task)
        finally:
            await _ended(task)

    async def settle(self, work: asyncio.Task[None] | None = None) -> None:
        """Wait until `work` is done, the page is not busy and nothing has changed for a moment.

        Raises what `work` raises, at once: the page may then stay busy for ever.
        """
        if self.awaited.still():
            await self._settle_still(work)
            return
        loop = asyncio.get_running_loop()
        await self._show()
        said, ready = False, 0.0
        while True:
            await self._demonstrate()
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
                self.terminal.show_rest()
                said = True
        if said:
            self.say(self.words("lines.done"))

    async def _settle_still(self, work: asyncio.Task[None] | None) -> None:
        """As `settle`, and nothing is said of how long it takes: whatever is on its way is waited for."""
        loop = asyncio.get_running_loop()
        until = loop.time() + STILL_PATIENCE
        while True:
            await self._demonstrate()
            if work is not None and work.done():
                work.result()
            change = asyncio.create_task(self._next_change())
            done, _ = await asyncio.wait({change}, timeout=STILL_SETTLED)
            await _ended(change)
            self._interrupted()
            page = self.journey.page
            unfinished = page.busy or not is_settled(page) or self.busy()
            unfinished = unfinished or self.awaited.expected()
            working = work is not None and not work.done()
            if not (
                done or working or self.awaited.asking() or (unfinished and loop.time() < until)
            ):
                return

    async def _demonstrate(self) -> None:
        """Say the step that a demonstration is about to take, until it is taken: Enter takes it at once."""
        while self.demonstration is not None and (step := self.demonstration.step):
            how = self.words(f"demo.{self.demonstration.speed}")
            self._tell(f"{self.words(step)} {how}")
            with self.terminal.asking(unseen=False, several=False):
                self.terminal.prompt(self.words("demo.prompt"))
                line = asyncio.create_task(self.terminal.line())
                try:
                    while self.demonstration.step == step and not line.done():
                        change = asyncio.create_task(self._next_change())
                        await asyncio.wait({line, change}, return_when=asyncio.FIRST_COMPLETED)
                        await _ended(change)
                finally:
                    pressed = line.done()
                    line.cancel()
                    await asyncio.gather(line, return_exceptions=True)
            if not pressed:
                self.terminal.end_line()
                continue
            self.demonstration.go_on()
            while self.demonstration.step == step:
                await self._next_change()

    def _interrupted(self) -> bool:
        """Say the session's warning, if there is a new one; returns whether there was."""
        notice = self.journey.session_notice
        if notice == self._noticed:
            return False
        self._noticed = notice
        if notice:
            self._tell(f"{self.words('lines.notice.warning')} {notice}")
            if warns(self.journey.page):
                self._tell(self.words("talk.extend", mark=MARK, letter=letter_of("extend")))
        if notice and not self.journey.page.signed_in:
            self.on_end()
        return bool(notice)

    async def _follow(self) -> None:
        try:
            async for _ in self.journey.changes():
                self._changed.set()
        except (
            Exception
        ) as error:  # of any kind: `_next_change` raises it to whoever awaits an answer
            self._failed = error
            self._changed.set()

    async def _next_change(self) -> None:
        await self._changed.wait()
        self._changed.clear()
        if self._failed is not None:
            raise self._failed


async def _ended(task: asyncio.Task[None]) -> None:
    """Cancel a task that is still running; raise the error of a task that has ended with an error."""
    if task.done():
        if not task.cancelled():
            task.result()
        return
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
