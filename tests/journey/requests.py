"""A request that a citizen makes, and what is decided about it, as a test says it."""

from typing import Any

from httpx import Response

from tests.journey.filling import errors, fill_in
from tests.journey.steps import find
from tests.services import Services
from tui.journey.navigator import Navigator
from tui.page.parts import Facts

WORDS = "Mijn vraag [/red] met 👍\nen een tweede regel."


async def ask(navigator: Navigator, right: str, about: str, **texts: str) -> None:
    """Make a request in three steps, and send it."""
    await navigator.open("rights")
    await navigator.choose("rights", right)
    await fill_in(navigator, "subject-form", about=about)
    assert navigator.page.step.startswith("Stap 2 van 3"), errors(navigator, "subject-form")
    await fill_in(navigator, "words-form", **{"words": WORDS, **texts})
    assert navigator.page.step.startswith("Stap 3 van 3")
    await navigator.act("save")


def about(navigator: Navigator) -> dict[str, str]:
    """What the request's page says about it."""
    rows = find(navigator.page, "about", Facts).groups[0]
    return {row.label: row.value for row in rows}


async def in_the_chair(
    services: Services, controller: str, reference: str, **decision: Any
) -> Response:
    """Take a controller's chair, as a tester does, and decide."""
    path = f"/v1/controllers/{controller}/cases/{reference}/decision"
    return await services.http.put(services.addresses["simulation"] + path, json=decision)
