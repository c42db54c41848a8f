"""The messages of the address register, with the names of its public API (`AdresMatchCollectie`)."""

from typing import Literal

from msgspec import Struct, field


class Message(Struct, frozen=True, kw_only=True, omit_defaults=True, rename="camel"):
    """Base of all messages: what is not known is left out, as there (`EmitDefaultValue = false`)."""


class Spelling(Message, frozen=True, omit_defaults=False):
    """A name and the language that it is in."""

    spelling: str
    taal: Literal["nl"] = "nl"


class GeographicName(Message, frozen=True):
    """A name, as the register wraps each."""

    geografische_naam: Spelling


class Identifier(Message, frozen=True):
    """What an address is known by; `id` is its URI."""

    id: str
    naamruimte: str
    object_id: str
    versie_id: str


class MunicipalityPart(Message, frozen=True):
    """The municipality of an address, with its NIS code."""

    object_id: str
    detail: str
    gemeentenaam: GeographicName


class StreetPart(Message, frozen=True):
    """The street of an address."""

    object_id: str
    detail: str
    straatnaam: GeographicName


class PostPart(Message, frozen=True):
    """The post code of an address."""

    object_id: str
    detail: str


class AddressMatch(Message, frozen=True):
    """An address that was found; or a street or a municipality, where no address was. `score`: 0 to 100."""

    type: Literal["Adres"] = field(name="@type")
    score: float
    identificator: Identifier | None = None
    detail: str = ""
    gemeente: MunicipalityPart | None = None
    postinfo: PostPart | None = None
    straatnaam: StreetPart | None = None
    huisnummer: str = ""
    busnummer: str = ""
    volledig_adres: GeographicName | None = None
    adres_status: str = ""
    officieel_toegekend: bool | None = None


class Warned(Message, frozen=True):
    """What of the question contradicts itself, or is not known."""

    code: str
    message: str


class AddressMatches(Message, frozen=True, omit_defaults=False):
    """The ten best matches, best first."""

    context: str = field(name="@context")
    adres_matches: tuple[AddressMatch, ...]
    warnings: tuple[Warned, ...]
