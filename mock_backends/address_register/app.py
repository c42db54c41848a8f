"""The address register over HTTP: `GET /v2/adresmatch`, as it is published (openapi.yaml)."""

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from mock_backends.address_register.register import register
from mock_backends.address_register.service import AddressRegister, Asked
from mock_backends.shared.environment import Environment
from mock_backends.shared.party import PartyDefinition, party_app
from mock_backends.shared.wire import reply

NAME = "address_register"


class AddressRegisterParty:
    """The address register as a party. It keeps nothing, and nothing of who asks."""

    def __init__(self, environment: Environment) -> None:
        self._service = AddressRegister(register(), environment.addresses[NAME])
        self.app = party_app(NAME, environment, [Route("/v2/adresmatch", self._match)])

    async def start(self) -> None:
        """Nothing to begin."""

    async def stop(self) -> None:
        """Nothing to end."""

    async def _match(self, request: Request) -> Response:
        given = {name.casefold(): text for name, text in request.query_params.items()}
        asked = Asked(**{name: given.get(name, "") for name in Asked.__struct_fields__})
        return reply(self._service.match(asked))


PARTY = PartyDefinition(name=NAME, path="/address-register", build=AddressRegisterParty)
