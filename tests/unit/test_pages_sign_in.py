"""Each failure of signing in, drawn from what is held: what happened, and the other ways."""

from typing import Any

import pytest

from tests.conftest import START
from tests.journey.steps import find, has, offers
from tests.unit.pages import context, draw
from tui.journey.registry import sign_in_methods
from tui.page.parts import Notice
from tui.pages.sign_in.parts import BACK, CHOICE, TRIED
from tui.portal.models import Failure, Interaction, Method

DETAILS: dict[str, dict[str, Any]] = {
    "itsmeWaiting": {"requestId": "x", "sentTo": "+32", "control": "12"},
    "eidCard": {"challenge": "x", "origin": "https://x"},
    "smsCode": {"messageId": "x", "sentTo": "+32", "sentAt": START},
}
EVERY = [
    (method.id, step, code)
    for method in sign_in_methods()
    for code in method.failures
    for step in ("chooseMethod", *method.steps)
]


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(("method", "step", "code"), EVERY)
def test_each_failure_says_what_happened_and_offers_the_other_ways(
    method: str, step: str, code: str
) -> None:
    ways = tuple(Method(id=one.id, level=1, available=True) for one in sign_in_methods())
    interaction = Interaction(
        interaction_id="i",
        version=1,
        step=step,
        client_name={"nl": "Portaal"},
        methods=ways,
        method="" if step == "chooseMethod" else method,
        details=DETAILS.get(step, {}),
        failure=Failure(code=code),
    )
    at = context("sign-in", interaction=interaction)
    at.noted[TRIED] = method
    page = draw(at)
    notice = find(page, "failure", Notice)
    assert (notice.kind, bool(notice.body)) == ("error", True)
    assert notice.title != at.words("sign-in.failure.other")
    assert offers(page, BACK) or has(page, CHOICE)
