"""Signing in over TLS where the parties stand in two processes, again and again: it never fails."""

from datetime import timedelta
from pathlib import Path

import pytest

from tests.held_devices import devices_in
from tests.services import Pair
from tui.deep_link import follow
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.pages.sign_in import METHOD_IDS
from tui.pages.sign_out import SIGN_OUT
from tui.portal.client import Portal

CODE_LIFE = timedelta(seconds=60)
"""After so long no code of an app that was used is taken for the next one."""

TIMES, NIGHTLY = 5, 100
"""Sign-ins by each method, each by a citizen of its own."""


@pytest.mark.requirement("R14")
@pytest.mark.filterwarnings("ignore::ResourceWarning")  # see tests/journey/conftest.py
async def test_signing_in_does_not_depend_on_which_answer_comes_first(
    tmp_path: Path, pair: Pair, nightly: bool
) -> None:
    async with pair.services() as services:
        for method in METHOD_IDS:
            for _ in range(NIGHTLY if nightly else TIMES):
                portal, devices = Portal(services.connect), devices_in(tmp_path)
                navigator = Navigator(portal, Words("nl"), devices)
                try:
                    await follow(navigator, devices, person="noor-peeters", method=method)
                    await navigator.open("sign-out")
                    await navigator.act(SIGN_OUT)
                    await services.move(CODE_LIFE)
                    assert not navigator.page.signed_in
                finally:
                    await navigator.close()
                    await portal.close()
