"""What hostile registers and citizens send never reaches a real terminal as more than letters."""

import asyncio
import io
import os
import pty
import termios
from pathlib import Path

from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.world import WorldOptions, open_world
from tests.conftest import START
from tests.journey.steps import sign_in_by_itsme
from tui.devices.held import Devices
from tui.journey.navigator import Navigator
from tui.lines.conversation import Conversation
from tui.lines.terminal import Terminal
from tui.locale import Words
from tui.portal.client import Portal
from tui.portal.http import Http
from tui.portal.models import Fault

CONTROLLERS = ("rijksregister", "municipality", "ahovoks", "opgroeien", "mobility")


async def test_hostile_registers_in_lines_on_a_real_terminal(home_folder: Path) -> None:
    world = await open_world(
        WorldOptions(
            home=Home(home_folder / "config", home_folder / "data"),
            clock=Clock(START, frozen=True),
        )
    )
    portal = Portal(lambda: _inside(world.app))
    navigator = Navigator(portal, Words("nl"), Devices(home_folder / "data"))
    keyboard, program = pty.openpty()
    attributes = termios.tcgetattr(program)
    attributes[1] &= ~termios.OPOST  # the bytes as they were written
    attributes[3] &= ~termios.ECHO
    termios.tcsetattr(program, termios.TCSANOW, attributes)
    heard = bytearray()
    loop = asyncio.get_running_loop()
    os.set_blocking(keyboard, False)
    loop.add_reader(keyboard, lambda: heard.extend(os.read(keyboard, 65536)))
    try:
        for controller in CONTROLLERS:
            await portal.set_fault(
                controller, Fault(party="registers", target=controller, kind="hostile")
            )
        await sign_in_by_itsme(navigator)
        with io.TextIOWrapper(io.FileIO(program, "w", closefd=False), "utf-8") as out:
            talk = asyncio.create_task(
                Conversation(navigator, Terminal(program, out), "proef").run()
            )
            for number, answer in enumerate(("uw gegevens", "1", "bekijk", "s")):
                async with asyncio.timeout(10):
                    while heard.count(b"Uw keuze:") <= number:
                        assert not talk.done()
                        await asyncio.sleep(0)
                os.write(keyboard, answer.encode() + b"\n")
            await talk
            await asyncio.sleep(0)
    finally:
        loop.remove_reader(keyboard)
        await navigator.close()
        await portal.close()
        await world.stop()
        os.close(keyboard)
        os.close(program)
    said = heard.decode()
    # The hostile texts were there, as letters only.
    assert "Identiteit: [2J[31mred" in said
    assert "]52;c;c3RvbGVuclipboard" in said
    assert [one for one in said if one != "\n" and not one.isprintable()] == []


async def _inside(app: object) -> Http:
    return Http.inside(app)
