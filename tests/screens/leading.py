"""A navigation without a journey: it shows the pages that a test gives it and notes what it was asked."""

import asyncio
from collections.abc import AsyncIterator, Mapping

from tui.journey.finding import once
from tui.locale import Words
from tui.page.drafts import Drafts
from tui.page.finding import Finding, page_findings
from tui.page.parts import Page


class Leading:
    """Stands for `tui.journey.navigator.Navigator` where a test wants to choose the pages itself."""

    def __init__(self, page: Page, *others: Page) -> None:
        self._page = page
        self._places = {page.place: page for page in (page, *others)}
        self.words = Words("nl")
        self.found: tuple[Finding, ...] = ()
        self.drafts = Drafts()
        self.asked: list[tuple[str, ...]] = []
        self.secrets: dict[str, str] = {}
        self._listeners: list[asyncio.Queue[Page]] = []

    @property
    def page(self) -> Page:
        return self._page

    @property
    def unsent(self) -> bool:
        return self.drafts.unsent(self._page)

    def findings(self) -> tuple[Finding, ...]:
        return once((*page_findings(self._page, self.words), *self.found))

    def give(self, page: Page) -> None:
        """Let this be the page."""
        self._page = page
        for queue in self._listeners:
            queue.put_nowait(page)

    async def open(self, place: str) -> None:
        self.asked.append(("open", place))
        self._go(place)

    async def act(self, action_id: str) -> None:
        self.asked.append(("act", action_id))
        self._go(action_id.removeprefix("go:"))

    async def choose(self, part_id: str, item_id: str) -> None:
        self.asked.append(("choose", part_id, item_id))
        self._go(f"ebox.message/{item_id}")

    def _go(self, place: str) -> None:
        if place in self._places:
            self.give(self._places[place])

    async def submit(self, form_id: str, secrets: Mapping[str, str] = {}) -> None:
        self.asked.append(("submit", form_id))
        self.secrets = dict(secrets)

    async def back(self) -> None:
        self.asked.append(("back",))

    async def changes(self) -> AsyncIterator[Page]:
        queue: asyncio.Queue[Page] = asyncio.Queue()
        self._listeners.append(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            self._listeners.remove(queue)
