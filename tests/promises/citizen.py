"""A citizen at a real, whole world: signs in, reads, writes, signs out; and a register's clerk."""

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Literal
from uuid import uuid4

import httpx
import msgspec

from mock_backends.people.loader import DataBlockDefinition, load
from mock_backends.profile_service.app import ProfileServiceParty
from mock_backends.profile_service.service import ProfileService
from mock_backends.shared import http
from mock_backends.shared.clock import Clock
from mock_backends.shared.http import AsyncClient
from mock_backends.shared.sealed_answers import CODING
from mock_backends.world import EMBEDDED, World
from tests.conditional import conditions
from tests.sealed import opened, source_of
from tests.worlds import world_in
from tui.devices.card_memory import CardMemory
from tui.devices.identity_card import IdentityCard
from tui.portal.models import IssuedCard
from tui.portal.sealed import SealKey


def new_canary() -> str:
    """A word that stands nowhere else."""
    return f"kanarie-{uuid4().hex}"


def service_of(world: World) -> ProfileService:
    """The world's profile service."""
    party = world.parties["profile_service"]
    assert isinstance(party, ProfileServiceParty)
    return party.service


class Citizen:
    """One invented person with a browser, a phone and a card, who reaches parties at `addresses`."""

    def __init__(
        self, addresses: Mapping[str, str], http: AsyncClient, person_id: str = "noor-peeters"
    ) -> None:
        self.addresses = addresses
        self.http = http
        self.portal = addresses["profile_service"]
        self.simulation = addresses["simulation"]
        self.person = f"{self.simulation}/v1/persons/{person_id}"
        persona = load().persona(person_id)
        assert persona is not None
        self.persona = persona
        self.key = SealKey()
        self._controllers = {
            block.id: controller.id
            for controller in load().controllers
            for block in controller.blocks
        }

    @classmethod
    def inside(cls, world: World, person_id: str = "noor-peeters") -> "Citizen":
        """A citizen of a world in this process."""
        reach = http.AsyncClient({http.origin(EMBEDDED): http.inside(world.app)})
        return cls(world.addresses, reach, person_id)

    @classmethod
    def over_tls(cls, addresses: Mapping[str, str], trust: Path) -> "Citizen":
        """A citizen of a world in other processes, for which the certificates in `trust` vouch."""
        transports = {http.origin(address): http.over_tls(trust) for address in addresses.values()}
        return cls(addresses, http.AsyncClient(transports))

    async def call(self, method: str, path: str, json: Any = None, **query: Any) -> httpx.Response:
        """Ask the portal; what a source sealed is opened. An entry is changed as it is there."""
        url = self.portal + path
        headers = await conditions(self.call, method, path)
        answer = await self.http.request(
            method, url, json=json, params=query or None, headers=headers
        )
        source = source_of(path, query.get("page", 1), self._controllers)
        return opened(answer, self.key, *source)

    async def ask(self, method: str, path: str, json: Any = None, **query: Any) -> Any:
        """Ask the portal something that must succeed; its answer."""
        answer = await self.call(method, path, json, **query)
        assert answer.is_success, answer.text
        return answer.json()

    async def sign_in(self, method: Literal["itsme", "eid"] = "itsme") -> None:
        """Sign in by this method, and wait until every block has come."""
        begun = await self.ask("POST", "/v1/sign-in", {"sealTo": self.key.public})
        self.interaction = (await self.http.get(begun["authorizationUrl"])).headers["Location"]
        asked = await self._act("chooseMethod", method=method)
        await (self._approve if method == "itsme" else self._present_card)(asked["details"])
        done = (await self.http.get(self.interaction)).json()
        back = await self.http.get(done["redirectTo"])
        assert back.status_code == 200, back.text
        await self.settle()

    async def _act(self, action: str, **members: Any) -> Any:
        return (await self.http.post(self.interaction, json={"action": action, **members})).json()

    async def _approve(self, asked: dict[str, str]) -> None:
        """Go to itsme's pages, approve on the phone, and come back."""
        phone = (await self.http.post(self.person + "/phone")).json()
        pages = (await self.http.get(asked["authorizationUrl"])).headers["Location"]
        number = {"action": "sendNumber", "phoneNumber": phone["number"]}
        sent = (await self.http.post(pages, json=number)).json()
        requests = f"{self.addresses['itsme']}/simulator/v1/requests"
        await self.http.put(
            f"{requests}/{sent['details']['requestId']}",
            json={"answer": "approve"},
            headers={"Authorization": f"Bearer {phone['appToken']}"},
        )
        back = (await self.http.get(pages)).json()["redirectTo"]
        assert (await self.http.get(back)).headers["Location"] == self.interaction

    async def card(self) -> IdentityCard:
        """The citizen's identity card, newly issued."""
        issued = await self.http.post(self.person + "/identity-card")
        return IdentityCard(
            msgspec.json.decode(issued.content, type=IssuedCard), CardMemory(Path(), Path())
        )

    async def _present_card(self, asked: dict[str, str]) -> None:
        card = await self.card()
        await self._act("presentCard", token=card.sign(asked["challenge"], asked["origin"]))

    async def settle(self) -> None:
        """Wait until no block is being fetched."""
        changes = await self.ask("GET", "/v1/changes")
        while changes["catalogue"] == "loading" or any(
            block["state"] == "loading" for block in changes["blocks"]
        ):
            changes = await self.ask("GET", "/v1/changes", after=changes["version"], wait=25)

    async def states(self) -> dict[str, str]:
        """The state of each block by its id."""
        blocks = (await self.ask("GET", "/v1/blocks"))["items"]
        return {block["blockId"]: block["state"] for block in blocks}

    async def letters(self, request: Mapping[str, Any]) -> str:
        """What a controller wrote about this request, as text."""
        answer = await self.http.get(
            f"{self.portal}/v1/rights/requests/{request['requestId']}/letters",
            headers={"Accept-Encoding": CODING},
        )
        target = (
            f"/v1/controllers/{request['controllerId']}/requests/{request['reference']}/letters"
        )
        return opened(answer, self.key, "registers", target).text

    async def everything(self) -> str:
        """All that the portal shows of every block, as text."""
        return "".join(
            [(await self.call("GET", f"/v1/blocks/{name}")).text for name in await self.states()]
        )

    async def close(self) -> None:
        """Put the browser away."""
        await self.http.aclose()


@asynccontextmanager
async def signed_in(
    home_folder: Path, clock: Clock | None = None
) -> AsyncIterator[tuple[World, Citizen]]:
    """A world with its home in this folder, and a citizen who has signed in to it."""
    world = await world_in(home_folder, clock)
    citizen = Citizen.inside(world)
    await citizen.sign_in()
    yield world, citizen
    await citizen.close()
    await world.stop()


async def plant(citizen: Citizen) -> list[str]:
    """Let each register's clerk put a canary in every text that it has of the citizen; the canaries."""
    planted: list[str] = []
    for controller in load().controllers:
        for block in controller.blocks:
            record = {field.name: new_canary() for field in block.fields if field.type == "text"}
            planted += record.values()
            answer = await citizen.http.put(
                f"{citizen.person}/controllers/{controller.id}/blocks/{block.id}/records",
                json={"records": [{**_title(block), **record}]},
            )
            assert answer.status_code == 204, answer.text
    return planted


def _title(block: DataBlockDefinition) -> dict[str, str]:
    title = next((field for field in block.fields if field.name == block.title_field), None)
    return {title.name: next(iter(title.codes))} if title is not None and title.codes else {}
