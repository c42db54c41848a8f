"""A citizen at a real, whole world: signs in with itsme, reads, writes, signs out; and a register's clerk."""

from collections.abc import Iterable
from typing import Any
from uuid import uuid4

import httpx

from mock_backends.people.loader import DataBlockDefinition, load
from mock_backends.profile_service.app import ProfileServiceParty
from mock_backends.profile_service.service import ProfileService
from mock_backends.shared import http
from mock_backends.world import EMBEDDED, World


def new_canary() -> str:
    """A word that stands nowhere else."""
    return f"kanarie-{uuid4().hex}"


def service_of(world: World) -> ProfileService:
    """The world's profile service."""
    party = world.parties["profile_service"]
    assert isinstance(party, ProfileServiceParty)
    return party.service


class Citizen:
    """One invented person with a browser and a phone, who reaches the parties of `world` by `reach`.

    Without it they all run in that world's own process.
    """

    def __init__(
        self,
        world: World,
        person_id: str = "noor-peeters",
        reach: http.AsyncClient | None = None,
    ) -> None:
        self.world = world
        self.portal = world.addresses["profile_service"]
        # A world without parties, as for those that run elsewhere, holds nobody.
        persona = world.fixtures.persona(person_id) or load().persona(person_id)
        assert persona is not None
        self.persona = persona
        self.http = reach or http.client({http.origin(EMBEDDED): http.inside(world.app)})

    async def call(self, method: str, path: str, json: Any = None, **query: Any) -> httpx.Response:
        """Ask the portal."""
        return await self.http.request(method, self.portal + path, json=json, params=query or None)

    async def ask(self, method: str, path: str, json: Any = None, **query: Any) -> Any:
        """Ask the portal something that must succeed; its answer."""
        answer = await self.call(method, path, json, **query)
        assert answer.is_success, answer.text
        return answer.json()

    async def sign_in(self) -> None:
        """Sign in with itsme, and wait until every block has come."""
        ask = self.http
        begun = await ask.post(self.portal + "/v1/sign-in", json={})
        interaction = (await ask.get(begun.json()["authorizationUrl"])).headers["Location"]
        people = f"{self.world.addresses['simulation']}/v1/persons/{self.persona.id}"
        phone = (await ask.post(people + "/phone")).json()
        await ask.post(interaction, json={"action": "chooseMethod", "method": "itsme"})
        sent = await ask.post(
            interaction, json={"action": "sendNumber", "phoneNumber": phone["number"]}
        )
        request = sent.json()["details"]["requestId"]
        await ask.put(
            f"{self.world.addresses['identity_provider']}/v1/itsme/requests/{request}",
            json={"answer": "approve"},
            headers={"Authorization": f"Bearer {phone['appToken']}"},
        )
        done = (await ask.get(interaction)).json()
        back = await ask.get(done["redirectTo"])
        assert back.status_code == 200, back.text
        await self.settle()

    async def settle(self) -> None:
        """Wait until no block is being fetched."""
        changes = await self.ask("GET", "/v1/changes")
        while changes["catalogue"] == "loading" or any(
            one["state"] == "loading" for one in changes["blocks"]
        ):
            changes = await self.ask("GET", "/v1/changes", after=changes["version"], wait=25)

    async def everything(self) -> str:
        """All that the portal shows of every block, as text."""
        blocks = (await self.ask("GET", "/v1/blocks"))["items"]
        return "".join(
            [(await self.call("GET", f"/v1/blocks/{one['blockId']}")).text for one in blocks]
        )

    async def close(self) -> None:
        """Put the browser away."""
        await self.http.aclose()


async def plant(citizen: Citizen, canaries: Iterable[str] = ()) -> list[str]:
    """Let each register's clerk put a canary in every text that it has of the citizen.

    `canaries` are used first, then new ones. Gives those that were planted.
    """
    given = iter(canaries)
    planted: list[str] = []
    for controller in citizen.world.fixtures.controllers:
        for block in controller.blocks:
            record = {
                one.name: next(given, None) or new_canary()
                for one in block.fields
                if one.type == "text"
            }
            planted += record.values()
            answer = await citizen.http.put(
                f"{citizen.world.addresses['simulation']}/v1/persons/{citizen.persona.id}"
                f"/controllers/{controller.id}/blocks/{block.id}/records",
                json={"records": [{**_title(block), **record}]},
            )
            assert answer.status_code == 204, answer.text
    return planted


def _title(block: DataBlockDefinition) -> dict[str, str]:
    title = next((one for one in block.fields if one.name == block.title_field), None)
    return {title.name: next(iter(title.codes))} if title is not None and title.codes else {}
