"""The identity provider, served over TLS: whoever is to sign in is identified at once, as the same person.

So a login takes all that the provider checks, and no page walked by hand. The client's key is in a file.
"""

import asyncio
import json
import sys
from pathlib import Path
from unittest.mock import patch

from joserfc.jwk import ECKey

from mock_backends.serving import base_of, listen, served
from mock_backends.shared.local_tls import local_tls
from mock_backends.shared.oidc.parameters import Parameters
from mock_backends.shared.visits import Opened
from tests.contract.relying_party import Provider

PERSON = "noor-peeters"


async def serve(folder: Path, algorithm: str) -> None:
    """Serve until the standard input ends; prints the address once it answers."""
    provider = Provider(folder, id_token_alg=algorithm)
    key = ECKey.import_key(json.loads((folder / "client.json").read_text()))
    provider.published = {"keys": [key.as_dict(private=False)]}
    service, authorize = provider.service, provider.service.authorize

    def at_once(parameters: Parameters, *more: str) -> object:
        opened = authorize(parameters, *more)
        assert isinstance(opened, Opened)
        interaction = service.interactions.find(opened.visit_id, opened.cookie)
        interaction.method = service.methods[0]
        service.identified(interaction, provider.person(PERSON))
        return opened

    with patch.object(service, "authorize", at_once), listen() as bound:
        async with served(provider.app, bound, local_tls(provider.home)):
            print(base_of(bound), flush=True)
            await asyncio.to_thread(sys.stdin.read)


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), sys.argv[2]))
