"""A journey that a test writes: pages by hand, and what each action leads to."""

import asyncio
import io
import os
from collections.abc import AsyncIterator, Callable, Mapping

from tui.lines.conversation import Conversation
from tui.lines.dialogue import Journey
from tui.lines.terminal import Terminal
from tui.locale import Words
from tui.page.drafts import Drafts
from tui.page.parts import Page


class WrittenJourney:
    """Stands where the navigator stands. `leads` says what happens on a call, by what was asked."""

    def __init__(self, page: Page, language: str = "nl") -> None:
        self.page = page
        self.drafts = Drafts()
        self.words = Words(language)
        self.session_notice = ""
        self.asked: list[str] = []
        self.secrets: dict[str, str] = {}
        self.leads: dict[str, Callable[[], None] | Page] = {}
        self._moved = asyncio.Event()

    def show(self, page: Page) -> None:
        """Another page from now on."""
        self.page = page
        self.tell()

    def tell(self) -> None:
        """Wake whoever listens."""
        moved, self._moved = self._moved, asyncio.Event()
        moved.set()

    async def changes(self) -> AsyncIterator[Page]:
        while True:
            await self._moved.wait()
            yield self.page

    async def time_left(self) -> str:
        await self._ask("time")
        return self.words("time.limit", time="10.00 uur")

    async def act(self, action_id: str) -> None:
        await self._ask(action_id)

    async def choose(self, part_id: str, item_id: str) -> None:
        await self._ask(f"{part_id}: {item_id}")

    async def submit(self, form_id: str, secrets: Mapping[str, str] | None = None) -> None:
        self.secrets = dict(secrets or {})
        await self._ask(f"send {form_id}")

    async def back(self) -> None:
        await self._ask("back")

    async def _ask(self, what: str) -> None:
        self.asked.append(what)
        follows = self.leads.get(what)
        if isinstance(follows, Page):
            self.show(follows)
        elif follows is not None:
            follows()


class Talk:
    """A conversation over a pipe. What was said is in `said`; a test may answer bit by bit.

    `screen` lets it offer the full screen; `left` is then what it was left for.
    """

    def __init__(self, journey: Journey, *, screen: bool = False) -> None:
        self._journey = journey
        self.left = ""
        self._screen = screen
        self._source, self._answers = os.pipe()
        self._out = io.StringIO()
        self._task: asyncio.Task[None] | None = None

    @property
    def said(self) -> str:
        """All that was printed so far."""
        return self._out.getvalue()

    async def __aenter__(self) -> "Talk":
        terminal = Terminal(self._source, self._out)
        conversation = Conversation(
            self._journey, terminal, "door een proef", screen=self._screen, settled=0
        )
        self._task = asyncio.create_task(self._run(conversation))
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._task is not None
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        os.close(self._source)
        if self._answers >= 0:
            os.close(self._answers)

    async def _run(self, conversation: Conversation) -> None:
        self.left = await conversation.run()

    async def until(self, text: str, times: int = 1) -> None:
        """Wait until `text` was said so often."""
        async with asyncio.timeout(5):
            while self.said.count(text) < times:
                assert self._task is not None
                if self._task.done():
                    self._task.result()
                    raise AssertionError(f"the talk ended without {text!r}:\n{self.said}")
                await asyncio.sleep(0)

    def answer(self, line: str) -> None:
        """Answer with one line."""
        os.write(self._answers, f"{line}\n".encode())

    async def end(self) -> str:
        """Close the input, and wait for the end; gives all that was said."""
        os.close(self._answers)
        self._answers = -1
        assert self._task is not None
        async with asyncio.timeout(5):
            await self._task
        return self.said


async def whole(journey: WrittenJourney, *answers: str, screen: bool = False) -> str:
    """All that is said when these are the answers, and there are no more."""
    async with Talk(journey, screen=screen) as talk:
        for one in answers:
            talk.answer(one)
        return await talk.end()


def after(said: str, prompt: str) -> str:
    """What was said after the first occurrence of `prompt`."""
    return said.split(prompt, 1)[1]
