"""Signing in over TLS where the parties stand in two processes, again and again: it never fails."""

from pathlib import Path

import pytest

from mock_backends.serving import base_of, listen
from mock_backends.shared.home import Home
from mock_backends.shared.local_tls import local_tls
from mock_backends.world import PARTIES
from tests.served import running
from tui.deep_link import follow
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.locale import Words
from tui.pages.sign_in import METHOD_IDS
from tui.pages.sign_out import SIGN_OUT
from tui.portal.client import Portal
from tui.portal.http import Http

SOURCES = ("registers", "ebox")
TIMES, NIGHTLY = 5, 100
"""Sign-ins by each method, each by a citizen of its own."""


@pytest.mark.requirement("R14")
async def test_signing_in_does_not_depend_on_which_answer_comes_first(
    home_folder: Path, nightly: bool
) -> None:
    home = Home(home_folder / "config", home_folder / "data")
    with listen() as here, listen() as there:
        addresses = {
            party.name: base_of(there if party.name in SOURCES else here) + party.path
            for party in PARTIES
        }
    authority = local_tls(home).authority
    others = tuple(name for name in addresses if name not in SOURCES)

    async def connect() -> Http:
        return Http.over_tls(addresses["profile_service"].rpartition("/")[0], authority)

    async with running(home, SOURCES, addresses), running(home, others, addresses):
        for method in METHOD_IDS:
            for _ in range(NIGHTLY if nightly else TIMES):
                portal, devices = Portal(connect), Devices(home.data)
                navigator = Navigator(portal, Words("nl"), devices)
                try:
                    await follow(navigator, devices, person="noor-peeters", method=method)
                    # Signing out ends the long polls: cut off in a TLS handshake they would leave a socket.
                    await navigator.open("sign-out")
                    await navigator.act(SIGN_OUT)
                    assert navigator.page.who_place == "sign-in"
                finally:
                    await navigator.close()
                    await portal.close()
