"""The places that take a signed token refuse the same wrong ones, and say which claim is wrong.

Each token is sent through the real door: an ID token to a relying party, a client's assertion to the token
endpoints of the identity provider and of itsme, a request object to itsme, a party's token to the registers.
What is nested in an encrypted token: tests/unit/test_nested_tokens.py.
"""

import hmac
import json
import re
from abc import ABC, abstractmethod
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol, TypeVar

import httpx
import pytest
from joserfc import jws
from joserfc.errors import ClaimError, SecurityWarning
from joserfc.jwk import ECKey, RSAKey

from mock_backends.registers import app as registers
from mock_backends.shared.clock import Clock
from mock_backends.shared.oidc.relying_party import SignInRefused
from mock_backends.shared.oidc.signed import TokenRefused
from tests.conftest import START
from tests.contract import itsme_partner, relying_party, stand_ins
from tests.contract.itsme_partner import Partner
from tests.contract.neighbours import NOOR, SIGNING, Source
from tests.contract.relying_party import ec_key
from tests.contract.stand_ins import OP, RSA
from tui.portal.sealed import SealKey

BLOCK = "/v1/controllers/rijksregister/blocks/identity"
NOW = int(START.timestamp())
SIGNATURE = "signature"
"""What a refusal says where no claim was looked at."""
UNAVAILABLE = "unavailable"
"""What it says where the token could not be judged, which is not the sender's fault."""


class Sound:
    """A token that would be believed: its header, its claims, and the key that signs it."""

    def __init__(self, header: dict[str, Any], claims: dict[str, Any], key: ECKey | RSAKey) -> None:
        self.header = header
        self.claims = claims
        self.key = key

    def signed(self, changes: Mapping[str, Any] = {}, /, **header: Any) -> str:
        """The token with changed claims and header; a change to `...` leaves the claim or parameter out."""
        payload = json.dumps(_changed(self.claims, changes)).encode()
        return self.over(payload, **header)

    def over(self, payload: bytes, key: ECKey | RSAKey | None = None, /, **header: Any) -> str:
        """A good signature over any payload."""
        changed = _changed(self.header, header)
        registry = jws.JWSRegistry(strict_check_header=False)
        return jws.serialize_compact(
            changed, payload, key or self.key, [changed["alg"]], registry=registry
        )


Forge = Callable[[Sound], str]
E = TypeVar("E", bound=Exception)


class Door(ABC):
    """A place that takes tokens, on a clock that stands still at START.

    `without_keys` is what it says when it cannot have the keys of the tokens' maker.
    """

    clock: Clock
    maker: "Maker"
    without_keys = UNAVAILABLE

    @abstractmethod
    def __init__(self, folder: Path) -> None: ...

    @abstractmethod
    async def refusal(self, forge: Forge) -> str:
        """Send a forged token: the claim that is said to be wrong, SIGNATURE, or "" where it is believed."""


class Maker(Protocol):
    """Who makes tokens: the keys that they publish (None: no answer), and how often those were fetched."""

    published: Any
    key_fetches: int

    def sign_with_a_new_key(self) -> None:
        """Publish another key in place of the first, and sign with it."""


class IdTokens(Door):
    """The portal as a relying party, at a provider whose ID token is the forged one."""

    def __init__(self, folder: Path) -> None:
        stage = stand_ins.Stage(folder)
        self.clock = stage.clock
        self.maker = self.provider = stage.provider
        self.party = stage.service.relying_party

    async def refusal(self, forge: Forge) -> str:
        self.provider.forge = lambda token: forge(_parts(token, RSA[self.provider.signs_with]))
        url, cookie = await self.party.begin(seal_to=SealKey().public)
        answer = list(self.provider.authorize(url).items())
        refused = await _raised(SignInRefused, self.party.finish(cookie, answer))
        if refused is None:
            return ""
        if refused.error == "temporarily_unavailable":
            return UNAVAILABLE
        assert refused.error == "token_invalid"
        cause = refused.__cause__
        assert isinstance(cause, ClaimError | TokenRefused)
        return cause.claim if isinstance(cause, ClaimError) else SIGNATURE


class Assertions(Door):
    """The identity provider's token endpoint, for the code of a new sign-in."""

    without_keys = SIGNATURE

    def __init__(self, folder: Path) -> None:
        self.maker = self.provider = relying_party.Provider(folder)
        self.clock = self.provider.clock

    async def refusal(self, forge: Forge) -> str:
        sound = _parts(self.provider.assertion(), self.provider.key)
        reply = await self.provider.exchange(client_assertion=forge(sound) or "x")
        if reply.status_code == 200:
            return ""
        assert reply.status_code == 400
        assert reply.json()["error"] in ("invalid_client", "invalid_request")
        # Authlib looks at `sub` first, and says so in its own words.
        words = reply.json()["error_description"]
        said = re.match(r"(?:(?:Missing|Invalid) claim: ')?([a-z]+)[:']", words)
        return said[1] if said else SIGNATURE


class ServiceTokens(Door):
    """The registers, which the profile service asks."""

    def __init__(self, folder: Path) -> None:
        self.maker = self.registers = Source(folder, registers.PARTY)
        self.clock = self.registers.clock

    async def answer(self, authorization: str) -> httpx.Response:
        """What the registers answer to a question with this header."""
        headers = {"Authorization": authorization, "X-INSZ": NOOR}
        return await self.registers.call("GET", BLOCK, headers=headers)

    async def refusal(self, forge: Forge) -> str:
        id_token = self.registers.sign_ins.id_token(NOOR, self.registers.seal_key)
        sound = _parts(
            self.registers.tokens.token("registers", id_token=id_token),
            ECKey.import_key(self.registers.key),
        )
        reply = await self.answer(f"Bearer {forge(sound) or 'x'}")
        if reply.status_code == 200:
            return ""
        if reply.status_code != 401:  # headers that are too long are refused before
            return {431: SIGNATURE, 503: UNAVAILABLE}[reply.status_code]
        assert reply.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        claim, named, _ = reply.json().get("detail", "").partition(":")
        kind = "expiredAccessToken" if claim in ("exp", "iat", "nbf") else "invalidAccessToken"
        assert reply.json()["type"].endswith(kind)
        return str(claim) if named else SIGNATURE


class SignIns(Door):
    """The registers again: what proves to them that the citizen signed in, within the portal's own token."""

    def __init__(self, folder: Path) -> None:
        self.registers = Source(folder, registers.PARTY)
        self.maker = self.sign_ins = self.registers.sign_ins
        self.clock = self.registers.clock

    async def refusal(self, forge: Forge) -> str:
        self.sign_ins.forge = lambda token: forge(_parts(token, self.sign_ins.key))
        reply = await self.registers.call("GET", BLOCK)
        if reply.status_code == 200:
            return ""
        if reply.status_code != 401:  # headers that are too long are refused before
            return {431: SIGNATURE, 503: UNAVAILABLE}[reply.status_code]
        assert reply.headers["WWW-Authenticate"] == 'Bearer error="invalid_token"'
        named, _, _ = reply.json()["detail"].partition(":")
        return str(named.partition(".")[2]) or SIGNATURE


class ItsmeAssertions(Door):
    """itsme's token endpoint: the assertion is looked at before the code, which is wrong."""

    def __init__(self, folder: Path) -> None:
        self.partner = Partner(folder)

    async def refusal(self, forge: Forge) -> str:
        sound = _parts(self.partner.assertion(), SIGNING[0])
        reply = await self.partner.exchange("x", client_assertion=forge(sound) or "x")
        assert reply.status_code == 400
        error = reply.json()["error"]
        return {"invalid_grant": "", "invalid_client": SIGNATURE, "invalid_request": SIGNATURE}[
            error
        ]


class RequestObjects(Door):
    """itsme's authorization endpoint, and within what is encrypted to it, the forged request."""

    def __init__(self, folder: Path) -> None:
        self.partner = Partner(folder)

    async def refusal(self, forge: Forge) -> str:
        claims = {"iss": itsme_partner.CLIENT, "aud": itsme_partner.ISSUER}
        sound = _parts(self.partner.signed(claims), SIGNING[0])
        request = await self.partner.sealed(forge(sound) or "x")
        reply = await self.partner.authorize(request=request)
        if reply.status_code == 400:  # too long for an address
            return SIGNATURE
        location = reply.headers["location"]
        return SIGNATURE if "error=invalid_request_object" in location else ""


async def _raised(kind: type[E], work: Awaitable[object]) -> E | None:
    """The error that `work` ends in, if it does."""
    try:
        await work
    except kind as error:
        return error
    return None


def _parts(token: str, key: ECKey | RSAKey) -> Sound:
    parsed = jws.extract_compact(token.encode())
    return Sound(parsed.headers(), json.loads(parsed.payload), key)


def _changed(given: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in {**given, **changes}.items() if value is not ...}


NAN, INFINITE, HUGE = float("nan"), float("inf"), 10**400

Values = dict[str, tuple[Any, ...]]

WRONG: Values = {
    "iss": ("another", "", None, ..., 7, ["mbp-sim"]),
    "aud": ("another", "", None, ..., 7, [], {}, ["another"], [["registers"]]),
    "sub": (None, ..., 7, ["mbp-sim"]),
    "exp": (None, ..., True, "9999999999", NAN, INFINITE, [], {}),
    "iat": (NOW + 61, HUGE, NAN, INFINITE, None, True, "now"),
    "nbf": (NOW + 61, HUGE, NAN, INFINITE, None, True, "now"),
}
"""Values that are wrong wherever a token is taken; `...` leaves the claim out."""

PAST = (NOW - 60, 1, -HUGE)

WRONG_HERE: dict[type[Door], Values] = {
    SignIns: {
        "rrn": ("94620831906", "", None, ..., 1),
        "seal_to": ("", None, ..., 1, "A" * 43),
        "iat": (NOW - 12 * 3600 - 61, ...),
    },
    IdTokens: {
        "aud": (["mbp-sim", "another"],),
        "azp": ("another", "", None, ["mbp-sim"]),
        "sub": ("",),
        "exp": (*PAST, NOW - 5),
        "iat": (NOW + 6, ...),
        "nbf": (NOW + 6,),
        "nonce": ("another", "", None, ..., 1, "\ud800", "é"),
        "at_hash": ("another", "", None, ..., 1, "\ud800"),
        "acr": ("", None, ..., 1, ["urn:x:itsme"]),
        "auth_time": (NOW + 6, True, "now", None, NAN),
    },
    Assertions: {
        "aud": ([OP, "https://evil.example/op"],),
        "iss": ("other-sim",),
        "exp": (*PAST, NOW + 661, NOW + 720, NOW + 3600, HUGE),
        "jti": ("", None, ..., 7, "j" * 256),
    },
    ServiceTokens: {
        "aud": (["registers", "ebox"],),
        "sub": ("",),
        "exp": (*PAST, NOW - 5, NOW + 66, HUGE),
        "iat": (NOW + 6, ...),
        "nbf": (NOW + 6,),
        "jti": ("", None, ..., 7),
    },
}

LIVES_TOO_LONG: dict[type[Door], tuple[dict[str, Any], ...]] = {
    SignIns: (),
    IdTokens: (),
    Assertions: ({"iat": NOW - 61, "exp": NOW + 600}, {"iat": -HUGE}),
    ServiceTokens: ({"iat": NOW - 6},),
}
"""Counted from when it was made: it is `exp` that is wrong."""

RIGHT: dict[type[Door], list[dict[str, Any]]] = {
    SignIns: [
        {"aud": ["mbp-sim"]},
        {"iat": NOW - 12 * 3600, "exp": NOW - 11 * 3600},  # a session outlives its ID token
    ],
    IdTokens: [
        {"aud": ["mbp-sim"], "azp": "mbp-sim"},
        {"exp": NOW - 4, "iat": NOW + 5, "nbf": NOW + 5, "auth_time": NOW + 5},
        {"iat": 0, "exp": NOW + 10**9, "more": {"x": [1]}, "validate": "x"},
    ],
    Assertions: [
        {"aud": [OP]},
        {"aud": [OP, f"{OP}/v1/token"]},
        {"aud": f"{OP}/v1/token", "iat": ..., "exp": NOW + 660},
        {"exp": NOW - 59, "iat": NOW + 60, "nbf": NOW + 60, "jti": "j" * 255},
        {"iat": NOW, "exp": NOW + 660},
    ],
    ServiceTokens: [
        {"aud": ["registers"]},
        {"exp": NOW - 4, "nbf": NOW + 5},
        {"iat": NOW + 5, "exp": NOW + 65},
    ],
}


def _raw(header: Any, payload: bytes, signature: bytes = b"x" * 64) -> str:
    return ".".join(map(_base64url, (json.dumps(header).encode(), payload, signature)))


def _base64url(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _payload(sound: Sound) -> bytes:
    return json.dumps(sound.claims).encode()


def _hmac_with_the_public_key(sound: Sound) -> str:
    # The old confusion: the public key, taken for a shared secret. By hand, for joserfc refuses to.
    text = _raw({**sound.header, "alg": "HS256"}, _payload(sound), b"").rstrip(".")
    tag = hmac.digest(sound.key.as_pem(private=False), text.encode(), "sha256")
    return f"{text}.{_base64url(tag)}"


def _other_algorithm(sound: Sound) -> str:
    es256 = isinstance(sound.key, ECKey)
    key = RSA["two"] if es256 else ec_key("x")
    return sound.over(_payload(sound), key, alg="RS256" if es256 else "ES256")


def _same_key_id(sound: Sound) -> str:
    key = ec_key("x") if isinstance(sound.key, ECKey) else RSA["two"]
    return sound.over(_payload(sound), key)


def _by_hand(sound: Sound, header: str, payload: bytes) -> str:
    """A good signature over a header that no library would write."""
    text = f"{_base64url(header.encode())}.{_base64url(payload)}"
    alg = sound.header["alg"]
    signature = jws.JWSRegistry(algorithms=[alg]).get_alg(alg).sign(text.encode(), sound.key)
    return f"{text}.{_base64url(signature)}"


def _doubled_header(sound: Sound) -> str:
    alg = f'"alg":"{sound.header["alg"]}"'
    return _by_hand(sound, f'{{{alg},{alg},"kid":"{sound.header["kid"]}"}}', _payload(sound))


def _doubled_claim(sound: Sound) -> str:
    return sound.over(_payload(sound)[:-1] + f', "iss": "{sound.claims["iss"]}"}}'.encode())


def _own_key(sound: Sound) -> str:
    """Signed with a key that the token brings along, under the name of the right one."""
    key = ec_key("x") if isinstance(sound.key, ECKey) else RSA["two"]
    return sound.over(_payload(sound), key, jwk=key.as_dict(private=False))


def _loose_bits(sound: Sound) -> str:
    """The same signature, written otherwise: the last letter's lowest bits stand for nothing."""
    letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    signed = sound.signed()
    return signed[:-1] + letters[letters.index(signed[-1]) + 1]


def _blank_secret(sound: Sound) -> str:
    text = _raw({**sound.header, "alg": "HS256"}, _payload(sound), b"").rstrip(".")
    return f"{text}.{_base64url(hmac.digest(b'', text.encode(), 'sha256'))}"


def _as_json(sound: Sound) -> str:
    protected, payload, signature = sound.signed().split(".")
    return json.dumps({"protected": protected, "payload": payload, "signature": signature})


OTHER_ALGORITHMS = ("None", "NONE", "nOnE", "", ["ES256"], None, "HS256", "PS256", "RS512", "ES512")
KEY_NAMES = ("../../dev/null", "/proc/self/environ", "x' UNION SELECT 'a", "x|id", "\0", "é", "")
"""As in jwt_tool's list; the empty one names no key, which is right where there is one, with a wrong key."""
OTHER_KINDS = ("receipt+jwt", "at+jwt", "logout+jwt", "dpop+jwt", "jose", ["JWT"])


def _headed(**changes: Any) -> Forge:
    """Another header, and no signature that could hold."""
    return lambda sound: _raw({**sound.header, **changes}, _payload(sound))


def _headed_and_signed(**changes: Any) -> Forge:
    """A good signature over another header."""
    return lambda sound: _by_hand(sound, json.dumps({**sound.header, **changes}), _payload(sound))


FORGED: dict[str, Forge] = {
    **{f"algorithm {alg!r}": _headed(alg=alg) for alg in OTHER_ALGORITHMS},
    **{f"key named {kid!r}": _headed(kid=kid) for kid in KEY_NAMES},
    **{f"of the kind {typ!r}": _headed_and_signed(typ=typ) for typ in OTHER_KINDS},
    "a name twice in the header": _doubled_header,
    "a name twice in the claims": _doubled_claim,
    "signed with the key that it brings": _own_key,
    "brings a certificate": lambda sound: sound.signed(x5c=["AAAA"]),
    "not encoded": _headed_and_signed(b64=True),
    "not encoded, and critical": _headed(b64=False, crit=["b64"]),
    "nothing critical": _headed_and_signed(crit=[]),
    "compressed": lambda sound: sound.signed(zip="DEF"),
    "a signature of zeros": lambda sound: _raw(sound.header, _payload(sound), bytes(64)),
    "HS256 with a blank secret": _blank_secret,
    "padded": lambda sound: sound.signed() + "=",
    "with a space": lambda sound: sound.signed().replace(".", ". ", 1),
    "with a line feed": lambda sound: sound.signed() + "\n",
    "loose bits": _loose_bits,
    "five parts": lambda sound: sound.signed() + ".AAAA.AAAA",
    "in JSON": _as_json,
    "another key under the right name": _same_key_id,
    "another algorithm": _other_algorithm,
    "HS256 over the public key": _hmac_with_the_public_key,
    "none": lambda sound: _raw({**sound.header, "alg": "none"}, _payload(sound), b""),
    "no signature": lambda sound: sound.signed().rpartition(".")[0] + ".",
    "a changed signature": lambda sound: sound.signed()[:-8] + "AAAAAAAA",
    "changed claims": lambda sound: sound.signed().replace(".", ".e30", 1),
    "unknown key": lambda sound: sound.signed(kid="unknown"),
    "key named by a list": lambda sound: _raw({**sound.header, "kid": ["x"]}, _payload(sound)),
    "brings an address of keys": lambda sound: sound.signed(jku="https://evil.example/keys"),
    "brings an address of a certificate": lambda sound: sound.signed(x5u="https://evil.example/c"),
    "brings its key": lambda sound: sound.signed(jwk=sound.key.as_dict(private=False)),
    "critical header": lambda sound: _raw({**sound.header, "crit": ["x"], "x": 1}, _payload(sound)),
    "deep": lambda sound: sound.over(b"[" * 1000),
    "deep objects": lambda sound: sound.over(b'{"":' * 1200),
    "a list": lambda sound: sound.over(b"[]"),
    "a text": lambda sound: sound.over(b'"x"'),
    "no JSON": lambda sound: sound.over(b"\xff\xfe"),
    "a list for a header": lambda sound: _raw([], _payload(sound)),
    "a text for a header": lambda sound: _raw("x", _payload(sound)),
    "a deep header": lambda sound: f"{_base64url(b'[' * 300)}.e30.e30",
    "too long": lambda sound: sound.signed({"x": "x" * 20_000}),
    "no dots": lambda sound: "x",
    "two dots": lambda sound: "a.b.c",
    "many dots": lambda sound: "." * 500,
    "nothing": lambda sound: "",
}


def _with(changes: Mapping[str, Any]) -> Forge:
    return lambda sound: sound.signed(changes)


@pytest.fixture(params=[IdTokens, Assertions, ServiceTokens, SignIns])
def door(request: pytest.FixtureRequest, home_folder: Path) -> Door:
    """Each door in turn."""
    kind: type[Door] = request.param
    return kind(home_folder)


@pytest.mark.requirement("R13", "R41")
async def test_wrong_claims_are_refused_by_name(door: Door) -> None:
    rows: list[tuple[Mapping[str, Any], str]] = [
        ({claim: value}, claim)
        for table in (WRONG, WRONG_HERE[type(door)])
        for claim, values in table.items()
        for value in values
    ]
    rows += [(changes, "exp") for changes in LIVES_TOO_LONG[type(door)]]
    assert await door.refusal(_with({})) == "", "its keys are known from here on"
    said = [(changes, await door.refusal(_with(changes))) for changes, _ in rows]
    assert [row for row, wanted in zip(said, rows, strict=True) if row[1] != wanted[1]] == []


@pytest.mark.requirement("R13")
async def test_what_the_right_key_did_not_sign_is_refused(door: Door) -> None:
    assert await door.refusal(_with({})) == "", "its keys are known from here on"
    said = {name: await door.refusal(forge) for name, forge in FORGED.items()}
    assert said == dict.fromkeys(FORGED, SIGNATURE)


@pytest.mark.requirement("R13", "R14")
@pytest.mark.parametrize("kind", [ItsmeAssertions, RequestObjects])
async def test_nor_does_itsme_take_it(kind: type[Door], home_folder: Path) -> None:
    door = kind(home_folder)
    assert await door.refusal(_with({})) == ""
    said = {name: await door.refusal(forge) for name, forge in FORGED.items()}
    assert said == dict.fromkeys(FORGED, SIGNATURE)


async def test_a_key_is_named_unless_there_is_only_one(door: Door) -> None:
    """RFC 7515 section 4.1.4; OpenID Connect Core 10.1: MUST, where there are several."""
    assert await door.refusal(lambda sound: sound.signed(kid=...)) == ""
    (one,) = door.maker.published["keys"]
    another = ec_key("another") if one["kty"] == "EC" else RSA["two"]
    door.maker.published = {"keys": [one, another.as_dict(private=False)]}
    door.clock.move(timedelta(seconds=10))
    assert await door.refusal(_with({})) == ""
    assert await door.refusal(lambda sound: sound.signed(kid=...)) == SIGNATURE


async def test_tokens_at_the_edge_of_what_is_right_are_believed(door: Door) -> None:
    for changes in ({}, *RIGHT[type(door)]):
        assert await door.refusal(_with(changes)) == "", changes
    for typ in ("JWT", "jwt", "application/jwt"):
        assert await door.refusal(lambda sound: sound.signed(x5t="x", typ=typ)) == ""  # noqa: B023


async def test_a_client_may_sign_with_an_rsa_key(home_folder: Path) -> None:
    """Which algorithm follows from the key: RS256 beside ES256, and no other (RFC 8725 section 3.1)."""
    door = Assertions(home_folder)
    p256, rsa = door.provider.key, RSA["one"]
    with pytest.warns(SecurityWarning):
        short = RSAKey.generate_key(1024)
    nameless = {k: v for k, v in rsa.as_dict(private=False).items() if k not in ("kid", "use")}
    both = [key.as_dict(private=False) for key in (p256, rsa)]
    rows: tuple[tuple[list[Any], str, str], ...] = (
        (both, door.provider.assertion(), ""),
        (both, door.provider.assertion(key=rsa), ""),
        (both, door.provider.assertion(typ="client-authentication+jwt"), ""),
        (both, door.provider.assertion(typ="oauth-authz-req+jwt"), SIGNATURE),
        (both, door.provider.assertion(key=rsa, kid=None), SIGNATURE),
        (both, door.provider.assertion(key=rsa, kid=p256.kid), SIGNATURE),
        (both, door.provider.assertion(key=rsa, alg="PS256"), SIGNATURE),
        (both, door.provider.assertion(key=rsa, alg="RS512"), SIGNATURE),
        ([nameless], door.provider.assertion(key=rsa, kid=None), ""),
        ([{**nameless, "alg": "RS512"}], door.provider.assertion(key=rsa, kid=None), SIGNATURE),
        ([short.as_dict(private=False)], door.provider.assertion(key=short, kid=None), SIGNATURE),
    )
    for published, assertion, said in rows:
        door.clock.move(timedelta(seconds=10))  # keys are fetched again
        door.provider.published = {"keys": published}
        forged = assertion
        assert await door.refusal(lambda _: forged) == said, published  # noqa: B023


# --- the keys of who signs ---------------------------------------------------------------------


async def test_keys_are_fetched_once_and_again_for_a_new_key(door: Door) -> None:
    for _ in range(2):
        assert (await door.refusal(_with({})), door.maker.key_fetches) == ("", 1)
    made_up: Forge = lambda sound: sound.signed(kid="made-up")  # noqa: E731
    assert (await door.refusal(made_up), door.maker.key_fetches) == (SIGNATURE, 2)
    door.maker.sign_with_a_new_key()
    # Within ten seconds of that nobody is asked again: made-up ids cost them nothing.
    door.clock.move(timedelta(seconds=9))
    assert (await door.refusal(_with({})), door.maker.key_fetches) == (SIGNATURE, 2)
    door.clock.move(timedelta(seconds=1))
    for _ in range(2):
        assert (await door.refusal(_with({})), door.maker.key_fetches) == ("", 3)


async def test_a_key_that_was_changed_in_the_middle_is_fetched_at_once(door: Door) -> None:
    """However short a time ago the others were fetched (OpenID Connect Core 10.1.1)."""
    assert await door.refusal(_with({})) == ""
    door.maker.sign_with_a_new_key()
    assert (await door.refusal(_with({})), door.maker.key_fetches) == ("", 2)


async def test_a_key_that_was_withdrawn_ends_within_the_hour(door: Door) -> None:
    assert await door.refusal(_with({})) == ""
    door.maker.published = {"keys": []}
    for seconds, said in ((3599, ""), (1, SIGNATURE)):
        door.clock.move(timedelta(seconds=seconds))
        assert await door.refusal(_with({})) == said


async def test_without_keys_no_token_is_judged(door: Door) -> None:
    """Neither at first, nor when those that were had are an hour old: one of them may be withdrawn."""
    door.maker.published = None
    assert await door.refusal(_with({})) == door.without_keys
    door.maker.sign_with_a_new_key()
    assert await door.refusal(_with({})) == ""
    door.maker.published = None
    assert await door.refusal(_with({})) == ""
    door.clock.move(timedelta(hours=1))
    assert await door.refusal(_with({})) == door.without_keys


# --- a party's own tokens ---------------------------------------------------------------------


@pytest.fixture
def parties(tmp_path: Path) -> ServiceTokens:
    """A party that makes tokens and another that checks them."""
    return ServiceTokens(tmp_path)


async def test_who_shows_no_token_is_told_so(parties: ServiceTokens) -> None:
    token = parties.registers.tokens.token("registers")
    for authorization in ("", "Bearer", "Bearer ", f"Basic {token}"):
        refused = await parties.answer(authorization)
        assert refused.json()["type"].endswith("noAccessToken")
        assert (refused.status_code, refused.headers["WWW-Authenticate"]) == (401, "Bearer")


async def test_after_the_clock_was_set_back_a_new_key_is_found(parties: ServiceTokens) -> None:
    """As for a simulation that was started anew, and begins its time anew."""
    old = parties.registers.tokens
    assert await parties.refusal(_with({})) == ""
    parties.maker.sign_with_a_new_key()
    parties.clock.set(Clock(parties.clock.now() - timedelta(days=1), frozen=True).setting)
    assert await parties.refusal(_with({})) == ""
    assert (await parties.answer(f"Bearer {old.token('registers')}")).status_code == 401
