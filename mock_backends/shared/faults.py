"""Faults as values: which party fails, in what way, for which requests and how often.

The tester sets them (`mock_backends.simulation`); `mock_backends.shared.failing` applies them in front of
every party. A new kind of fault is one entry of KINDS and one function.
"""

import asyncio
from collections.abc import Collection, Iterable, Mapping
from typing import Annotated, Any

from msgspec import Meta, Struct, field

from mock_backends.shared.wire import Message

Count = Annotated[int, Meta(ge=0, le=1_000_000)]

METHODS = ("GET", "POST", "PUT", "DELETE")
"""What is sent to a party, other than by mistake."""

NEVER_FAILS = "simulation"
"""The tester's own party: if it could fail, no fault could be cleared."""


class Fault(Message, frozen=True, forbid_unknown_fields=True):
    """A way for a party to fail, in force until it is cleared.

    `kind` is the id of an entry of KINDS, and `parameters` belong to that kind. The other members select
    requests: those with `target` as a segment of their path (a controller or a block of the registers, a
    message of the eBox, an endpoint of a provider such as "token"; "" for all) and with the HTTP method
    `method` ("" for any). The first `after` of these succeed, and the next `times` fail (None: all of them).
    """

    party: str
    kind: str
    target: str = ""
    method: str = ""
    after: Count = 0
    times: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    parameters: Mapping[str, float | str] = {}

    def hits(self, party: str, segments: Collection[str], method: str) -> bool:
        """Whether this fault selects a request to `party` with these path segments and this method."""
        if _NO_REQUEST.get(self.kind, "") != next((one for one in segments if one in _NO_PATH), ""):
            return False
        only, within = self.within
        return (
            self.party == party
            and (not self.target or self.target in segments)
            and (not self.method or self.method == method)
            and (not within or (within in segments and method == only))
        )

    @property
    def within(self) -> tuple[str, str]:
        """The method, and a segment of the path, of the only requests that this kind can hit; "" for all."""
        if self.kind in _AT_AUTHORIZATION:
            return "GET", _AUTHORIZATION.get(self.party, "")
        if self.kind in _AT:
            return "POST", _AT[self.kind]
        return _CHANGED.get(self.party, ("", "")) if self.kind in _INSIDE else ("", "")


class FaultKind(Struct, frozen=True):
    """A kind of fault: its id, the parties that support it, and the bounds of each parameter.

    Without `parties`, every party supports it: it works on any answer.
    """

    id: str
    parties: tuple[str, ...] = ()
    parameters: Mapping[str, tuple[float, float]] = field(default_factory=dict)


PROVIDERS = ("identity_provider", "itsme")
"""The parties where citizens sign in."""

REFUSED_BY_ITSME = (
    *("invalidRequest", "loginRequired", "interactionRequired", "unsupportedRequest"),
    *("invalidScope", "unsupportedDisplay", "unauthorizedClient", "unsupportedResponseType"),
    *("unsupportedGrantType", "invalidRequestObject", "invalidRequestUri"),
    *("invalidClientId", "invalidRedirectUri"),
)
"""The errors that itsme's documentation lists for its authorization endpoint, besides those that others have
too: whatever the request says, it is refused so (`mock_backends.itsme.requests.DEMANDED`).
"""

KINDS: tuple[FaultKind, ...] = (
    FaultKind("down"),
    FaultKind("hang"),
    FaultKind("slow", parameters={"seconds": (0, 3600)}),
    FaultKind("malformed"),
    FaultKind("truncated"),
    FaultKind("wrongPerson", parties=("registers",)),
    FaultKind("wrongSchema", parties=("registers", "ebox")),
    FaultKind("hostile", parties=("registers", "ebox")),
    FaultKind("unsealed", parties=("registers", "ebox")),
    FaultKind("otherKey", parties=("registers", "ebox")),
    FaultKind("wrongSignature", parties=PROVIDERS),
    FaultKind("wrongKey", parties=PROVIDERS),
    FaultKind("wrongIssuer", parties=PROVIDERS),
    FaultKind("wrongAudience", parties=PROVIDERS),
    FaultKind("wrongNonce", parties=PROVIDERS),
    FaultKind("expiredToken", parties=PROVIDERS),
    FaultKind("tokenNotYetValid", parties=PROVIDERS),
    FaultKind("wrongAcr", parties=PROVIDERS),
    FaultKind("notEncrypted", parties=("itsme",)),
    FaultKind("invalidGrant", parties=PROVIDERS),
    FaultKind("invalidClient", parties=("itsme",)),
    FaultKind("keyRotated", parties=PROVIDERS),
    FaultKind("accessDenied", parties=PROVIDERS),
    FaultKind("temporaryUnavailable", parties=("itsme",)),
    *(FaultKind(kind, parties=("itsme",)) for kind in REFUSED_BY_ITSME),
    FaultKind("temporarilyUnavailable", parties=("identity_provider",)),
    FaultKind("serverError", parties=("identity_provider",)),
    FaultKind("replaced", parties=("itsme",)),
    FaultKind("tooManySignIns", parties=("profile_service",)),
    FaultKind("personUnknown", parties=("identity_provider",)),
    FaultKind("cardNotTrusted", parties=("identity_provider",)),
    FaultKind("signatureInvalid", parties=("identity_provider",)),
    FaultKind("smsLate", parties=("identity_provider",), parameters={"seconds": (0, 3600)}),
    FaultKind("smsLost", parties=("identity_provider",)),
)
"""Every kind. From `wrongPerson` on, the parties themselves apply them: they change what is inside an answer,
or how it is sealed.
"""

MESSAGE, PERSON, AUTHORITY, SIGNATURE = (
    *("text message", "who somebody is", "who gave a card out", "what a card signed"),
)
"""What stands in the place of a path for what is no request; no path has such a segment."""

_NO_REQUEST = {
    "smsLate": MESSAGE,
    "smsLost": MESSAGE,
    "personUnknown": PERSON,
    "cardNotTrusted": AUTHORITY,
    "signatureInvalid": SIGNATURE,
}
"""The kinds that hit no request: but a text message that is sent to a phone, or what a provider looks up or
checks.
"""

_NO_PATH = frozenset(_NO_REQUEST.values())

_INSIDE = tuple(kind.id for kind in KINDS if kind.parties and kind.id not in _NO_REQUEST)
"""The kinds that change an answer from within."""

_CHANGED = {
    "registers": ("GET", "blocks"),
    "ebox": ("GET", "citizen"),
    "identity_provider": ("POST", "token"),
    "itsme": ("POST", "token"),
}
"""By which method and segment of their path a party's requests are known whose answers can be changed from
within: those for a citizen's data, or for tokens. Only these are counted.
"""

_AT_AUTHORIZATION = (
    "accessDenied",
    "temporaryUnavailable",
    "temporarilyUnavailable",
    "serverError",
    *REFUSED_BY_ITSME,
)
"""The kinds with which a provider sends a citizen back at once, or shows an error."""

_AT = {"replaced": "interactions", "tooManySignIns": "sign-in"}
"""By the kind: a segment of the path of the requests by POST that it hits."""

_AUTHORIZATION = {"identity_provider": "auth", "itsme": "authorization"}
"""By which segment of its path a provider's authorization endpoint is known."""

ENDPOINTS = {
    "identity_provider": ("auth", "token", "userinfo", "keys"),
    "itsme": ("authorization", "token", "userinfo", "jwkSet"),
}
"""What of a provider can fail alone, by a segment of its path."""

TARGETED = ("registers", "ebox", *ENDPOINTS)
"""The parties of which a part can fail alone."""

HOSTILE = (
    "\x1b[2J\x1b[31mred",  # clears a terminal's screen and colours what follows (ECMA-48)
    "\x1b]52;c;c3RvbGVu\x07clipboard",  # writes to the clipboard (xterm, OSC 52)
    "\x1b]0;title\x1b\\title",  # renames the window
    "\x9b2Jone byte",  # the same as ESC [, in one C1 character
    "\u202etxt.exe\u2066",  # reverses the reading direction (Unicode bidi controls)
    "[/red][@click=app.quit]markup[/]",  # Textual's own markup
    "line\r\nVraag 1 van 1: PIN (verplicht)\u2028Antwoord:\x08\x00\x7fend",  # looks like line mode itself
)
"""Texts that do harm in a terminal, or in a renderer that parses markup."""


def mistakes(fault: Fault, parties: Collection[str]) -> list[tuple[str, str]]:
    """What is wrong with `fault` in a world of these parties, as (member, reason in English)."""
    kind = next((kind for kind in KINDS if kind.id == fault.kind), None)
    if kind is None:
        return [("kind", f"one of {', '.join(kind.id for kind in KINDS)}")]
    known = kind.parties or tuple(name for name in parties if name != NEVER_FAILS)
    if fault.party not in known:
        return [("party", f"one of {', '.join(known)}")]
    if fault.target and fault.party not in TARGETED:
        return [("target", f"only of {', '.join(TARGETED)} a part can fail alone")]
    endpoints = ENDPOINTS.get(fault.party, ())
    if fault.target and endpoints and (kind.parties or fault.target not in endpoints):
        alone = f"one of {', '.join(endpoints)}, and of a kind for any party"
        return [("target", alone)]
    if fault.kind in _NO_REQUEST and fault.method:
        return [("method", f"{fault.kind} hits no request")]
    if fault.kind in _INSIDE and fault.method not in ("", fault.within[0]):
        return [("method", f"{fault.kind} changes what a {fault.within[0]} answers")]
    if fault.method not in ("", *METHODS):
        return [("method", f"one of {', '.join(METHODS)}")]
    if unknown := fault.parameters.keys() ^ kind.parameters.keys():
        wanted = ", ".join(kind.parameters) or "no parameters"
        return [(f"parameters.{name}", f"{fault.kind} has {wanted}") for name in sorted(unknown)]
    return [
        (f"parameters.{name}", f"a number from {least:g} to {most:g}")
        for name, (least, most) in kind.parameters.items()
        if not _within(fault.parameters[name], least, most)
    ]


def _within(value: Any, least: float, most: float) -> bool:
    return isinstance(value, int | float) and least <= value <= most


class Faults:
    """The active faults by the tester's id; the fault that was set first applies first."""

    def __init__(self) -> None:
        self._in_force: dict[str, Fault] = {}
        self._seen: dict[str, int] = {}
        self._changed = asyncio.Event()

    def all(self) -> dict[str, Fault]:
        """Every active fault, by id."""
        return dict(self._in_force)

    def set(self, id: str, fault: Fault) -> None:  # noqa: A002 - the word of the contract
        """Activate a fault; it replaces a fault with the same id."""
        self.replace({**self._in_force, id: fault}, anew=(id,))

    def clear(self, id: str | None = None) -> None:  # noqa: A002
        """Clear a fault, or all of them."""
        in_force = self._in_force.items()
        self.replace({name: fault for name, fault in in_force if id not in (None, name)})

    def replace(self, in_force: Mapping[str, Fault], anew: Iterable[str] = ()) -> None:
        """Make exactly these faults active. A fault that stays keeps its count, unless it is in `anew`."""
        kept = {name for name, fault in in_force.items() if self._in_force.get(name) == fault}
        kept -= set(anew)
        self._seen = {name: seen for name, seen in self._seen.items() if name in kept}
        # An unchanged fault stays the same object, by which a request that it holds recognises it.
        self._in_force = {
            name: self._in_force[name] if name in kept else fault
            for name, fault in in_force.items()
        }
        changed, self._changed = self._changed, asyncio.Event()
        changed.set()

    def strike(
        self, party: str, segments: Collection[str], method: str, held_by: Fault | None = None
    ) -> Fault | None:
        """The fault that applies to this request, if any. Counts the request, unless `held_by` that fault."""
        for name, fault in self._in_force.items():
            if not fault.hits(party, segments, method):
                continue
            if fault is held_by:
                return fault
            seen = self._seen[name] = self._seen.get(name, 0) + 1
            if seen > fault.after and (fault.times is None or seen <= fault.after + fault.times):
                return fault
        return None

    async def changed(self) -> None:
        """Return when a fault is set or cleared."""
        await self._changed.wait()
