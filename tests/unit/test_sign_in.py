"""One writer for a sign-in: whatever brings an interaction, and in whatever order."""

from itertools import permutations

import msgspec
import pytest

from tui.journey.sign_in import SignIn
from tui.portal.models import Interaction


def answer(version: int, step: str = "eidCard", id_: str = "ours") -> Interaction:
    """What the identity provider answered at this version."""
    members = {"interactionId": id_, "version": version, "step": step}
    return msgspec.convert({**members, "clientName": {}, "methods": ()}, Interaction)


CHOSEN, SIGNED = answer(2), answer(4, "done")
EXTENDED, POLLED = answer(3), answer(4, "done")


@pytest.mark.parametrize("order", permutations((CHOSEN, EXTENDED, SIGNED, POLLED)))
def test_the_end_is_news_once_and_nothing_older_comes_after_it(
    order: tuple[Interaction, ...],
) -> None:
    sign_in = SignIn()
    sign_in.begin("ours")
    sign_in.take(answer(1, "chooseMethod"))
    news = [one for one in order if sign_in.take(one)]
    assert [one.step for one in news].count("done") == 1
    assert news[-1].step == "done"
    assert [one.version for one in news] == sorted(one.version for one in news)
    assert sign_in.interaction is None


@pytest.mark.parametrize(
    "late", [answer(9, id_="another"), answer(1, "chooseMethod"), answer(2), answer(0, "done")]
)
def test_another_sign_in_or_an_older_state_changes_nothing(late: Interaction) -> None:
    sign_in = SignIn()
    sign_in.begin("ours")
    sign_in.take(CHOSEN)
    assert not sign_in.take(late)
    assert sign_in.interaction is CHOSEN


def test_what_is_still_answered_after_stopping_or_beginning_anew_is_no_news() -> None:
    sign_in = SignIn()
    sign_in.begin("ours")
    sign_in.take(CHOSEN)
    sign_in.stop()
    assert sign_in.interaction is None
    sign_in.begin("later")
    assert not sign_in.take(SIGNED)
    assert sign_in.take(answer(1, "chooseMethod", "later"))
