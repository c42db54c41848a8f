"""Walks: each step as soon as the page lets it be taken, and where and why one stopped."""

import msgspec
import pytest

from tests.journey.steps import find, sign_in_by_itsme
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.journey.walk import Back, Choose, Fill, Go, Press, Send, Step, Stopped, Wait, walk
from tui.page.parts import Facts, Notice
from tui.pages import walks

NOBODY = Go("persons"), Choose("persons", "nobody")
NICKNAME = Go("profile.nickname")


@pytest.mark.served
@pytest.mark.parametrize("method", ["itsme", "eid"])
async def test_a_whole_visit_is_one_script(
    navigator: Navigator, devices: Devices, method: str
) -> None:
    await walk(navigator, walks.become("amir-haddad" if method == "itsme" else "noor-peeters"))
    page = await walk(
        navigator,
        (
            *walks.sign_in(method, devices),
            Wait(page="home"),
            Go("profile"),
            Press("add-nickname"),
            Fill("nickname-form", {"nickname": "Nono"}),
            Send("nickname-form"),
            Press("save"),
            Wait(page="profile", part="done", gone="nickname-form", settled=True),
        ),
    )
    assert find(page, "nickname", Facts).groups[0][0].value == "Nono"
    page = await walk(navigator, (Go("sign-out"), Back(), Go("sign-out"), Press("sign-out-now")))
    assert page.place == "receipt"


@pytest.mark.parametrize(
    ("steps", "at", "reason", "known", "told"),
    [
        (NOBODY, 1, "unknown", "noor-peeters", ""),
        ((Go("start"), Go("nowhere")), 1, "unknown", "", "Deze pagina bestaat niet."),
        ((NICKNAME, Fill("nickname-form", {"name": "N"})), 1, "unknown", "nickname", ""),
        ((NICKNAME, Send("nickname-form")), 1, "refused", "", "Vul ‘Roepnaam’ in."),
        ((Go("home"), Press("fly")), 1, "late", "to-sign-out", ""),
        ((Go("home"), Choose("planets", "mars")), 1, "late", "", ""),
        ((Go("home"), Send("no-form")), 1, "late", "", ""),
        ((Go("data"), Wait(page="home")), 1, "late", "", ""),
        ((Go("nowhere.at.all"),), 0, "unknown", "", "Deze pagina bestaat niet."),
    ],
    ids=str,
)
async def test_a_walk_stops_where_a_step_does_not_come_true(
    signed_in: Navigator, steps: tuple[Step, ...], at: int, reason: str, known: str, told: str
) -> None:
    if steps is NOBODY:  # a citizen who is signed in stays the same person
        await walk(signed_in, (Go("sign-out"), Press("sign-out-now")))
    with pytest.raises(Stopped) as caught:
        await walk(signed_in, steps, patience=0.2)
    stopped = caught.value
    assert (stopped.at, stopped.step, stopped.reason) == (at, steps[at], reason)
    assert known in (*stopped.known, "")
    assert stopped.sentence.startswith(told)
    assert f"step {at + 1}" in str(stopped)


async def test_what_the_page_says_went_wrong_ends_the_waiting_at_once(
    navigator: Navigator, devices: Devices
) -> None:
    await walk(navigator, walks.become("lotte-janssens"))
    with pytest.raises(Stopped) as caught:
        await walk(navigator, walks.sign_in("itsme", devices))
    assert (caught.value.at, caught.value.reason) == (1, "refused")
    assert caught.value.sentence == "itsme kan pas vanaf 16 jaar."
    assert find(navigator.page, "failure", Notice).title == caught.value.sentence


async def test_a_portal_that_is_left_ends_the_waiting(navigator: Navigator) -> None:
    await sign_in_by_itsme(navigator)
    await navigator.close()
    with pytest.raises(Stopped) as caught:
        await walk(navigator, (Wait(part="never"),))
    assert caught.value.reason == "closed"


def test_a_step_is_plain_data() -> None:
    steps: tuple[Step, ...] = (
        Go("data"),
        Back(),
        Choose("methods", "itsme"),
        Fill("nickname-form", {"nickname": "Nono"}),
        Send("reader-pin", {"pin": "1234"}),
        Press("save"),
        Wait(part="done", settled=True),
    )
    written = msgspec.to_builtins(steps)
    assert written[2] == {"do": "choose", "listing": "methods", "item": "itsme"}
    assert msgspec.convert(written, tuple[Step, ...]) == steps
