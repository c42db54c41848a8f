"""What the full screen needs of the journey's navigator."""

from collections.abc import AsyncIterator, Mapping
from typing import TYPE_CHECKING, Protocol

from tui.page.drafts import Drafts
from tui.page.parts import Page

if TYPE_CHECKING:
    from tui.page.finding import Finding


class Navigation(Protocol):
    """The pages and what can be done on them; `tui.journey.navigator.Navigator` implements it."""

    @property
    def page(self) -> Page:
        """The current page; there is always a page."""

    @property
    def drafts(self) -> Drafts:
        """What is being typed."""

    @property
    def unsent(self) -> bool:
        """Whether something was filled in that is neither sent nor saved."""

    def findings(self) -> "tuple[Finding, ...]":
        """Everything that the menu finds from here."""

    async def open(self, place: str) -> None:
        """Go to a place."""

    async def act(self, action_id: str) -> None:
        """Do an action of the page, or "go:PLACE"; returns at once if that action is already running."""

    async def choose(self, part_id: str, item_id: str) -> None:
        """Open an item of a listing."""

    async def submit(self, form_id: str, secrets: Mapping[str, str] = ...) -> None:
        """Send a form: its drafts, and its secrets, which are not in the drafts."""

    async def back(self) -> None:
        """Go back to the previous place."""

    def changes(self) -> AsyncIterator[Page]:
        """Each new page, from now on."""
