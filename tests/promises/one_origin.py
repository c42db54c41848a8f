"""Parties that are served at several addresses, reached as one origin: the citizen's side knows no other."""

from collections.abc import Mapping

from httpx import URL, AsyncBaseTransport, Request, Response


class OneOrigin(AsyncBaseTransport):
    """Sends each request on to its party, and names one origin in what comes back.

    `elsewhere` has the base address of each party that is not at `base`, by the first segment of its path.
    What is sealed or compressed passes as it is.
    """

    def __init__(
        self, network: AsyncBaseTransport, base: str, elsewhere: Mapping[str, str]
    ) -> None:
        self._network = network
        self._base = base
        self._elsewhere = elsewhere

    async def handle_async_request(self, request: Request) -> Response:
        """The party's answer, read as a whole."""
        party = request.url.path.split("/")[1]
        there = URL(self._elsewhere.get(party, self._base))
        request.url = request.url.copy_with(scheme=there.scheme, host=there.host, port=there.port)
        request.headers["Host"] = there.netloc.decode()
        response = await self._network.handle_async_request(request)
        content = b"".join([piece async for piece in response.aiter_raw()])
        await response.aclose()
        headers = [
            (name, self._named(value))
            for name, value in response.headers.multi_items()
            if name not in ("content-length", "transfer-encoding")
        ]
        if "content-encoding" not in response.headers:
            content = self._named(content.decode()).encode()
        return Response(response.status_code, headers=headers, content=content)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._network.aclose()

    def _named(self, text: str) -> str:
        for address in self._elsewhere.values():
            text = text.replace(address, self._base)
        return text
