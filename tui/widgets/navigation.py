"""What the full screen asks of whoever leads the journey."""

from collections.abc import AsyncIterator, Mapping
from typing import Protocol

from tui.page.drafts import Drafts
from tui.page.parts import Page


class Navigation(Protocol):
    """The pages and what can be done on them; `tui.journey.navigator.Navigator` is one."""

    @property
    def page(self) -> Page:
        """The page as it is now; there always is one."""

    @property
    def drafts(self) -> Drafts:
        """What is being typed."""

    async def open(self, place: str) -> None:
        """Go to a place."""

    async def act(self, action_id: str) -> None:
        """Do an action of the page, or "go:PLACE"; at once over where one is running already."""

    async def choose(self, part_id: str, item_id: str) -> None:
        """Open an item of a listing."""

    async def submit(self, form_id: str, secrets: Mapping[str, str] = ...) -> None:
        """Send a form: the drafts, and the secrets that are in no draft."""

    async def back(self) -> None:
        """Go to the place before."""

    def changes(self) -> AsyncIterator[Page]:
        """Each new page, from now on."""
