"""Finds addresses in the address register for what a citizen types. Who asks is not told; nothing is kept."""

from typing import TYPE_CHECKING
from urllib.parse import urlencode

import msgspec

from mock_backends.profile_service.entries import Entries
from mock_backends.profile_service.models import AddressQuery, FoundAddress, FoundAddresses
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.problems import source_unavailable
from mock_backends.shared.wire import NotUnderstood, decode

if TYPE_CHECKING:
    from mock_backends.shared.http import AsyncClient

WITHIN = 3.0
"""Seconds that the register may take: the citizen can type the address meanwhile."""

LONGEST = {"straatnaam": 80, "huisnummer": 40, "busnummer": 40, "gemeentenaam": 40}
"""What the register takes of each parameter."""


class _Spelling(msgspec.Struct):
    spelling: str


class _Name(msgspec.Struct, rename="camel"):
    geografische_naam: _Spelling


class _Municipality(msgspec.Struct):
    gemeentenaam: _Name


class _Street(msgspec.Struct):
    straatnaam: _Name


class _Post(msgspec.Struct, rename="camel"):
    object_id: str


class _Match(msgspec.Struct):
    gemeente: _Municipality
    straatnaam: _Street | None = None
    postinfo: _Post | None = None
    huisnummer: str = ""
    busnummer: str = ""


class _Matches(msgspec.Struct, rename="camel"):
    adres_matches: list[_Match]


class AddressSearch:
    """Asks the address register."""

    def __init__(self, *, register: str, http: "AsyncClient", clock: Clock) -> None:
        self._register = register
        self._http = http
        self._clock = clock

    async def find(self, typed: AddressQuery) -> FoundAddresses:
        """What is most like it, best first: addresses, or else streets. Raises Problem 400 or 503."""
        entries = Entries()
        given = {
            "straatnaam": entries.text("street", typed.street, 80),
            "huisnummer": entries.text("houseNumber", typed.house_number, 20, required=False),
            "busnummer": entries.text("box", typed.box, 10, required=False),
            "postcode": entries.text("postCode", typed.post_code, 10, required=False),
            "gemeentenaam": entries.text("municipality", typed.municipality, 60, required=False),
        }
        if len(given["postcode"]) != 4 or not given["postcode"].isdecimal():
            given["postcode"] = ""
        if not given["postcode"] and not given["gemeentenaam"]:
            entries.refuse("postCode", "required", "or a municipality must be filled in")
        entries.done()
        query = {name: text[: LONGEST.get(name)] for name, text in given.items() if text}
        url = f"{self._register}/v2/adresmatch?{urlencode(query)}"
        try:
            answer = await ask(self._http, self._clock, "GET", url, deadline=WITHIN)
            if answer.status != 200:
                raise source_unavailable("error")
            found = decode(answer.body, _Matches)
        except Unanswered as error:
            raise source_unavailable("noAnswer") from error
        except (TooLarge, NotUnderstood) as error:
            raise source_unavailable("error") from error
        return FoundAddresses(items=tuple(_found(found, given["postcode"])))


def _found(matches: _Matches, post_code: str) -> list[FoundAddress]:
    """What was found, but for a municipality alone: that is no address."""
    return [
        FoundAddress(
            street=one.straatnaam.straatnaam.geografische_naam.spelling,
            house_number=one.huisnummer,
            box=one.busnummer,
            post_code=one.postinfo.object_id if one.postinfo else post_code,
            municipality=one.gemeente.gemeentenaam.geografische_naam.spelling,
        )
        for one in matches.adres_matches
        if one.straatnaam is not None
    ]
