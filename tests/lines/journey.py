"""A journey that a test writes: pages by hand, and what each action leads to."""

import asyncio
import io
import os
from collections.abc import Callable, Mapping
from typing import Any

from tests.screens.leading import Leading
from tui.lines.conversation import Conversation
from tui.lines.dialogue import Journey
from tui.lines.portions import PER_PAGE
from tui.lines.terminal import Terminal
from tui.locale import Words
from tui.page.parts import Page

PATIENCE = 10
"""Seconds of real time after which a test gives up."""


class WrittenJourney(Leading):
    """Takes the navigator's place. `calls` is every call so far; `leads` says to what a call leads."""

    def __init__(self, page: Page, language: str = "nl") -> None:
        super().__init__(page)
        self.words = Words(language)
        self.session_notice = ""
        self.calls: list[str] = []
        self.leads: dict[str, Callable[[], None] | Page] = {}

    async def time_left(self) -> str:
        await self._call("time")
        return self.words("time.limit", time="10.00 uur")

    async def act(self, action_id: str) -> None:
        await self._call(action_id)

    async def choose(self, part_id: str, item_id: str) -> None:
        await self._call(f"{part_id}: {item_id}")

    async def submit(self, form_id: str, secrets: Mapping[str, str] | None = None) -> None:
        self.secrets = dict(secrets or {})
        await self._call(f"send {form_id}")

    async def back(self) -> None:
        await self._call("back")

    async def _call(self, what: str) -> None:
        self.calls.append(what)
        follows = self.leads.get(what)
        if isinstance(follows, Page):
            self.give(follows)
        elif follows is not None:
            follows()


class Talk:
    """A conversation over a pipe, which a test may answer bit by bit. `said` is all that was printed so far.

    With `screen` it offers the full screen. `left` is how it ended: "stop" or "screen". The `options` are
    those of the terminal.
    """

    def __init__(
        self,
        journey: Journey,
        *,
        screen: bool = False,
        why: str = "door een proef",
        on_forgotten: Callable[[], None] = lambda: None,
        per_page: int = PER_PAGE,
        change: Callable[[str, str], object] = lambda _name, _value: None,
        **options: Any,
    ) -> None:
        self.left = ""
        self._out = io.StringIO()
        self._source, self._answers = os.pipe()
        self._conversation = Conversation(
            journey,
            Terminal(self._source, self._out, **options),
            why,
            screen=screen,
            settled=0,
            per_page=per_page,
            on_forgotten=on_forgotten,
            change=change,
        )

    @property
    def said(self) -> str:
        return self._out.getvalue()

    async def __aenter__(self) -> "Talk":
        self._task = asyncio.create_task(self._conversation.run())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)
        os.close(self._source)
        if self._answers >= 0:
            os.close(self._answers)

    async def until(self, text: str, times: int = 1) -> None:
        """Wait until `text` has been said this often."""
        async with asyncio.timeout(PATIENCE):
            while self.said.count(text) < times:
                if self._task.done():
                    self._task.result()
                    raise AssertionError(f"the talk ended without {text!r}:\n{self.said}")
                await asyncio.sleep(0)

    def forget(self) -> None:
        """Let nothing have been said so far."""
        self._out.seek(0)
        self._out.truncate()

    def answer(self, line: str, end: str = "\n") -> None:
        os.write(self._answers, f"{line}{end}".encode())

    async def exchange(self, line: str, text: str, times: int = 1) -> None:
        """Answer with one line, and wait until `text` has been said this often."""
        self.answer(line)
        await self.until(text, times)

    async def end(self) -> str:
        """Close the input and wait for the end; returns all that was said."""
        os.close(self._answers)
        self._answers = -1
        async with asyncio.timeout(PATIENCE):
            self.left = await self._task
        return self.said


async def whole(journey: Journey, *answers: str, **options: Any) -> str:
    """All that is said if these are the only answers."""
    async with Talk(journey, **options) as talk:
        for line in answers:
            talk.answer(line)
        return await talk.end()


def after(said: str, prompt: str) -> str:
    """What was said after the first occurrence of `prompt`."""
    return said.split(prompt, 1)[1]
