"""The certificate of who gives out identity cards, as its publisher has it: the desks trust no other."""

from typing import TYPE_CHECKING

from cryptography.x509 import Certificate, load_pem_x509_certificate

from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.problems import source_unavailable
from mock_backends.shared.wire import Message, NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient


class _Certificates(Message, frozen=True):
    citizen_ca: str


class CardIssuer:
    """Asks for it each time: a world that begins again has another."""

    def __init__(self, url: str, http: "AsyncClient", clock: Clock) -> None:
        self._url = url
        self._http = http
        self._clock = clock

    async def certificate(self) -> Certificate:
        """The certificate. Raises Problem 503 where it cannot be had."""
        try:
            answer = await ask(self._http, self._clock, "GET", self._url)
            found = decode(answer.body, _Certificates)
            return load_pem_x509_certificate(found.citizen_ca.encode())
        except (Unanswered, TooLarge) as error:
            raise source_unavailable("noAnswer") from error
        except (NotUnderstood, ValueError) as error:
            raise source_unavailable("error") from error
