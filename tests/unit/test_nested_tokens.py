"""Nested tokens are opened only if they were encrypted to us in the agreed way; Project Wycheproof's vectors.

Of the vectors for JWS and JWE (RFC 7515, RFC 7516), those of the algorithms that we take are held with their
keys; of all others none may be taken.
"""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey, KeySet, OctKey, RSAKey

from mock_backends.shared.oidc.nested import seal, sign, unnest
from mock_backends.shared.oidc.signed import NotVerified, TokenRefused, octets, verified_claims
from tests.contract.neighbours import SIGNING

US, OTHER = (
    RSAKey.import_key(key.as_dict(private=True) | {"use": use})
    for key, use in zip(SIGNING, ("enc", "sig"), strict=True)
)
TO_OTHER = RSAKey.import_key(OTHER.as_dict(private=True) | {"use": "enc"})
INNER = sign({"iss": "x"}, OTHER)
HEADER = {"alg": "RSA-OAEP-256", "enc": "A128CBC-HS256", "cty": "JWT", "kid": US.kid}


def sealed(key: Any = US, inner: str = INNER, **header: Any) -> str:
    """A token encrypted as the header says; a change to `...` leaves a parameter out."""
    changed = {name: value for name, value in {**HEADER, **header}.items() if value is not ...}
    registry = jwe.JWERegistry(
        algorithms=[changed["alg"], changed["enc"], "DEF"], strict_check_header=False
    )
    return jwe.encrypt_compact(changed, inner, key, registry=registry)


def changed(part: int) -> Callable[[], str]:
    """A sound token, one of whose parts begins with another letter."""

    def token() -> str:
        parts = sealed().split(".")
        parts[part] = ("A" if parts[part][0] != "A" else "B") + parts[part][1:]
        return ".".join(parts)

    return token


WRONG: dict[str, Callable[[], str]] = {
    "only signed": lambda: INNER,
    "to another key": lambda: sealed(TO_OTHER),
    "to another key by name": lambda: sealed(kid=OTHER.kid),
    "RSA1_5": lambda: sealed(alg="RSA1_5"),
    "RSA-OAEP with SHA-1": lambda: sealed(alg="RSA-OAEP"),
    "another encryption": lambda: sealed(enc="A128GCM"),
    "with a secret": lambda: sealed(OctKey.generate_key(256), alg="dir"),
    "with a password": lambda: sealed(
        OctKey.generate_key(256), alg="PBES2-HS256+A128KW", p2c=1000, p2s="AAAAAAAAAAA"
    ),
    "to the key of a curve": lambda: sealed(ECKey.generate_key("P-256"), alg="ECDH-ES"),
    "compressed": lambda: sealed(zip="DEF"),
    "no token inside": lambda: sealed(cty=...),
    "another kind inside": lambda: sealed(cty="json"),
    "brings an address": lambda: sealed(jku="https://evil.example/keys"),
    "brings its key": lambda: sealed(jwk=US.as_dict(private=False)),
    **{
        f"part {part} changed": changed(part)
        for part, _ in enumerate(("header", "key", "iv", "content", "tag"))
    },
    "padded": lambda: sealed() + "==",
    "no parts": lambda: "....",
    "too long": lambda: "A" * 20_000,
}


def test_what_is_encrypted_to_us_in_the_agreed_way_is_opened() -> None:
    assert unnest(seal(INNER, US), US) == unnest(sealed(), US) == INNER
    assert unnest(sealed(cty="jwt", kid=...), US) == INNER


@pytest.mark.requirement("R14")
@pytest.mark.filterwarnings("ignore:JWE algorithm")
def test_nothing_else_is() -> None:
    taken = {}
    for name, make in WRONG.items():
        try:
            taken[name] = unnest(make(), US)
        except TokenRefused:
            continue
    assert taken == {}


def test_nor_does_the_wrong_order_sign_anything() -> None:
    """Encrypted twice, or encrypted within and not signed: what comes out is no signed token."""
    for inner in (sealed(), "x", "", "e30.e30."):
        opened = unnest(sealed(inner=inner), US)
        with pytest.raises(TokenRefused):
            verified_claims(opened, KeySet([OTHER]), "RS256")


# --- Wycheproof ---------------------------------------------------------------------------------


def vectors(standards: Path, kind: str) -> Iterator[tuple[dict[str, Any], dict[str, Any], Any]]:
    """Each vector, with the key of its group: as a JWK, and as joserfc's (None: it takes none such)."""
    kinds: dict[str, Any] = {"EC": ECKey, "RSA": RSAKey, "oct": OctKey}
    file = standards / "wycheproof" / f"json_web_{kind}_test.json"
    for group in json.loads(file.read_bytes())["testGroups"]:
        public = group.get("public") if kind == "signature" else None
        jwk = public or group["private"]
        try:
            key = kinds[jwk["kty"]].import_key(jwk)
        except (JoseError, KeyError, ValueError):
            key = None
        for vector in group["tests"]:
            yield vector, jwk, key


def holds(token: str, key: Any, algorithm: str) -> bool:
    """Whether we take the signature. The vectors' payloads are no claims, which is seen after it."""
    try:
        verified_claims(token, KeySet([key]), algorithm)
    except NotVerified as error:
        return error.__cause__ is not None and not isinstance(error.__cause__, JoseError)
    except TokenRefused:
        return False
    return True


def test_wycheproof_jws(standards: Path) -> None:
    taken, missed, tried = [], [], 0
    for vector, jwk, key in vectors(standards, "signature"):
        if key is None:
            continue
        for algorithm in ("ES256", "RS256"):
            ours = jwk.get("alg") == algorithm
            held = holds(vector["jws"], key, algorithm)
            tried += ours
            if held and (not ours or vector["result"] == "invalid"):
                taken.append((vector["tcId"], vector["comment"], algorithm, jwk.get("alg")))
            if ours and not held and vector["result"] == "valid":
                missed.append((vector["tcId"], vector["comment"]))
    assert (taken, missed, tried) == ([], [], 272)


def test_wycheproof_jwe(standards: Path) -> None:
    taken, missed, tried = [], [], 0
    for vector, jwk, key in vectors(standards, "encryption"):
        ours = jwk.get("alg") == HEADER["alg"] and vector.get("enc") == HEADER["enc"]
        reader: Any = key if isinstance(key, RSAKey) else US
        try:
            unnest(vector["jwe"], reader)
            opened = True
        except TokenRefused as error:
            opened = str(error) == "It holds no signed token"
        tried += ours
        if opened and (not ours or vector["result"] == "invalid"):
            taken.append((vector["tcId"], vector["comment"], jwk.get("alg"), vector.get("enc")))
        if ours and not opened and vector["result"] == "valid":
            missed.append((vector["tcId"], vector["comment"]))
    assert (taken, missed, tried) == ([], [], 1)


def test_a_token_has_one_text() -> None:
    for text in ("QQ", "QUI", "QUJD", ""):
        assert octets(text) == b"ABC"[: len(text) * 6 // 8]
    for text in ("QQ==", "QR", "Q", "Q Q", "QQ\n", "Q+", "é"):
        with pytest.raises((ValueError, UnicodeError), match=r"."):
            octets(text)
