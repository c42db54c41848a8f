"""A citizen's client without a screen, in a process of its own: it does one thing a line.

    python -m tests.promises.client PORTAL ELSEWHERE TRUST PERSON

PORTAL and ELSEWHERE are the base addresses of the portal's own service and of all other parties. Reads
commands on standard input, one a line ("sign-in"; names of methods of `Citizen`), and answers each with a
line once it is done: "done", or what went wrong. What it has read it holds until the session ends.
"""

import asyncio
import socket
import ssl
import struct
import sys
from collections.abc import Callable
from pathlib import Path

from httpx import URL, AsyncHTTPTransport

from tests.promises.one_origin import OneOrigin
from tui.devices.phone import Phone
from tui.portal.client import Portal
from tui.portal.errors import NotSignedIn
from tui.portal.http import Http
from tui.portal.models import Fault

LOADING = "loading"
BLOCK = "/burgerprofiel/v1/blocks/vehicles"
ANSWERED = 3
"""Requests that registers which fall silent still answer: for their catalogue, or for blocks."""

UNREAD = 100
"""Requests whose answers nobody reads: more than fits between two processes."""

RESET = struct.pack("ii", 1, 0)
"""A connection that is closed like this is broken off, whatever is still under way (SO_LINGER)."""


class Citizen:
    """The person, with a phone, before the portal at `base`."""

    def __init__(self, base: str, elsewhere: str, trust: Path, person: str) -> None:
        self._tls = ssl.create_default_context(cafile=str(trust))
        parties = dict.fromkeys(("op", "itsme", "simulation"), elsewhere)
        network = AsyncHTTPTransport(verify=self._tls, trust_env=False)
        self._base = URL(base)
        self._http = Http(base, OneOrigin(network, base, parties))
        self._portal = Portal(self._connect)
        self._person = person
        self._held: list[object] = []
        self._slow: ssl.SSLSocket | None = None

    async def _connect(self) -> Http:
        return self._http

    async def sign_in(self) -> None:
        """Sign in with itsme, and wait until every block has come."""
        await self._sign_in()
        await self._until(lambda states: LOADING not in states)

    async def ask(self) -> None:
        """Sign in, and wait until some blocks have come, and others are waited for."""
        await self._portal.set_fault("silent", Fault("registers", "hang", after=ANSWERED))
        await self._sign_in()
        await self._until(lambda states: {LOADING, "here"} <= states)

    async def _sign_in(self) -> None:
        portal = self._portal
        phone = Phone(await portal.issue_phone(self._person))
        await portal.begin_sign_in()
        await portal.interact("chooseMethod", method="itsme")
        await portal.interact("sendNumber", phoneNumber=phone.number)
        await phone.look(portal)
        (request,) = phone.requests
        await phone.answer(portal, request.request_id, "approve")
        self._held.append(await portal.finish_sign_in(await portal.interaction()))

    async def _until(self, wanted: Callable[[set[str]], bool]) -> None:
        """Wait until the catalogue has come, and until this holds of the states of its blocks."""
        changes = await self._portal.changes()
        while changes.catalogue == LOADING or not wanted({one.state for one in changes.blocks}):
            changes = await self._portal.changes(changes.version, 20)

    async def read(self) -> None:
        """Read every block and, with consent, every message."""
        portal = self._portal
        for controller in (await portal.catalogue()).items:
            for block in controller.blocks:
                self._held.append(await portal.block(block.block_id))
        await portal.give_ebox_consent()
        messages = await portal.messages()
        self._held.append(messages)
        for one in messages.items:
            self._held.append(await portal.message(one.message_id))

    async def sign_out(self) -> None:
        """Drop all that is held, and sign out."""
        self._held.clear()
        await self._portal.sign_out()

    async def wait_for_the_end(self) -> None:
        """Wait until the session has ended by itself, and drop what is held."""
        version = None
        try:
            while True:
                version = (await self._portal.changes(version, 20)).version
        except NotSignedIn:
            await self.forget()

    async def forget(self) -> None:
        """Drop what is held, and forget the session, which the service has lost."""
        self._held.clear()
        await self._portal.forget()
        await self._portal.clear_faults()

    async def later(self, seconds: str) -> None:
        """Let the tester move the world's time on."""
        await self._portal.advance_clock(float(seconds))

    async def read_slowly(self) -> None:
        """Ask for a block again and again on a connection of its own, and read but the first bytes."""
        there = (self._base.host, self._base.port or 443)
        plain = socket.socket()
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        plain.connect(there)
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self._slow = self._tls.wrap_socket(plain, server_hostname=self._base.host)
        asked = [
            f"GET {BLOCK} HTTP/1.1",
            f"Host: {self._base.netloc.decode()}",
            "Accept: application/json",
            f"Cookie: {self._http.cookies.header(BLOCK)}",
        ]
        self._slow.sendall("\r\n".join([*asked, "", ""]).encode() * UNREAD)
        assert self._slow.recv(12) == b"HTTP/1.1 200"
        await self._portal.session()  # meanwhile the service has gone on

    async def break_off(self) -> None:
        """Break that connection off while answers are under way."""
        assert self._slow is not None
        self._slow.close()
        await self._portal.session()


async def _main(base: str, elsewhere: str, trust: str, person: str) -> None:
    citizen = Citizen(base, elsewhere, Path(trust), person)
    while line := (await asyncio.to_thread(sys.stdin.readline)).split():
        try:
            await getattr(citizen, line[0].replace("-", "_"))(*line[1:])
        except Exception as error:
            print(f"{line[0]}: {error!r}", flush=True)
        else:
            print("done", flush=True)


if __name__ == "__main__":
    asyncio.run(_main(*sys.argv[1:]))
