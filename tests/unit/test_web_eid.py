"""A card whose certificate, or whose authority, looks nearly right is not trusted."""

import inspect
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurve,
    EllipticCurvePrivateKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mock_backends.identity_provider.methods.web_eid import (
    CardNotAccepted,
    WebEidToken,
    card_certificate,
    holder,
)
from mock_backends.shared.certificates import unsigned
from tests.conftest import START

NUMBER = "87661421604"
BEGIN, END = datetime(2020, 1, 1, tzinfo=UTC), datetime(2030, 1, 1, tzinfo=UTC)

Extension = tuple[x509.ExtensionType, bool]
"""An extension, and whether it is critical."""


@dataclass(frozen=True)
class Signer:
    """A certificate and its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def usage(*uses: str, critical: bool = True) -> Extension:
    """A key usage with these uses alone."""
    every = inspect.signature(x509.KeyUsage).parameters
    return x509.KeyUsage(**{use: use in uses for use in every}), critical


def constraints(*, authority: bool) -> Extension:
    """Whether this is the certificate of an authority."""
    return x509.BasicConstraints(ca=authority, path_length=None), True


AUTHORITY = (constraints(authority=True), usage("key_cert_sign"))
AUTHENTICATION = (usage("digital_signature"),)


def issued(
    by: Signer | None,
    name: str,
    extensions: tuple[Extension, ...],
    numbers: tuple[str, ...] = (),
    curve: EllipticCurve | None = None,
    until: datetime = END,
) -> Signer:
    """A certificate that is issued by another, or by itself."""
    key = generate_private_key(curve or SECP384R1())
    attributes = [(NameOID.COMMON_NAME, name), *((NameOID.SERIAL_NUMBER, one) for one in numbers)]
    subject = x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes])
    signed_by = by.key if by else key
    builder = unsigned(
        subject, by.certificate.subject if by else subject, key.public_key(), signed_by
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    signed = builder.not_valid_before(BEGIN).not_valid_after(until).sign(signed_by, SHA384())
    return Signer(signed, key)


def card(
    by: Signer, *extensions: Extension, name: str = "Noor Peeters (Authentication)", **how: Any
) -> Signer:
    """Noor's card, for authentication unless other extensions are given."""
    return issued(by, name, extensions or AUTHENTICATION, **{"numbers": (NUMBER,), **how})


@pytest.fixture(scope="module")
def root() -> Signer:
    return issued(None, "Root", AUTHORITY)


@pytest.fixture(scope="module")
def issuer(root: Signer) -> Signer:
    return issued(root, "Citizen CA", AUTHORITY)


def judged(card: Signer, issuer: Signer, root: Signer, now: datetime = START) -> x509.Certificate:
    """What the provider takes for the certificate of a card."""
    token = WebEidToken(
        format="web-eid:1.0",
        algorithm="ES384",
        unverified_certificate=b64encode(card.certificate.public_bytes(Encoding.DER)).decode(),
        signature="",
    )
    return card_certificate(token, root.certificate, issuer.certificate, now)


def test_a_sound_card_names_its_holder(root: Signer, issuer: Signer) -> None:
    assert holder(judged(card(issuer), issuer, root)) == NUMBER


UNTRUSTED: dict[str, Callable[[Signer, Signer], Signer]] = {
    "signed by the root": lambda root, _: card(root),
    "signed by another of that name": lambda *_: card(issued(None, "Citizen CA", AUTHORITY)),
    "no key usage": lambda _, issuer: card(issuer, constraints(authority=False)),
    "key usage not critical": lambda _, issuer: card(
        issuer, usage("digital_signature", critical=False)
    ),
    "the signature key by the other name": lambda _, issuer: card(
        issuer, usage("content_commitment")
    ),
    "both keys in one": lambda _, issuer: card(
        issuer, usage("digital_signature", "content_commitment")
    ),
    "may sign certificates": lambda _, issuer: card(
        issuer, usage("digital_signature", "key_cert_sign")
    ),
    "an authority": lambda _, issuer: card(issuer, *AUTHENTICATION, constraints(authority=True)),
    "something critical that is unknown": lambda _, issuer: card(
        issuer, *AUTHENTICATION, (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), True)
    ),
    "another curve": lambda _, issuer: card(issuer, curve=SECP256R1()),
    "the name of the signature certificate": lambda _, issuer: card(
        issuer, name="Noor Peeters (Signature)"
    ),
    "the citizen CA itself": lambda _, issuer: issuer,
    "the root itself": lambda root, _: root,
}


@pytest.mark.parametrize("make", UNTRUSTED.values(), ids=UNTRUSTED.keys())
def test_a_card_that_is_nearly_right_is_not_trusted(
    root: Signer, issuer: Signer, make: Callable[[Signer, Signer], Signer]
) -> None:
    with pytest.raises(CardNotAccepted) as refused:
        judged(make(root, issuer), issuer, root)
    assert refused.value.code == "cardNotTrusted"


def test_the_signature_certificate_is_told_from_one_that_is_not_trusted(
    root: Signer, issuer: Signer
) -> None:
    other = card(issuer, usage("content_commitment"), name="Noor Peeters (Signature)")
    with pytest.raises(CardNotAccepted) as refused:
        judged(other, issuer, root)
    assert refused.value.code == "wrongCertificate"


@pytest.mark.parametrize("numbers", [(), (NUMBER, NUMBER)])
def test_a_holder_must_be_named_once(
    root: Signer, issuer: Signer, numbers: tuple[str, ...]
) -> None:
    accepted = judged(card(issuer, numbers=numbers), issuer, root)
    with pytest.raises(CardNotAccepted):
        holder(accepted)


@pytest.mark.parametrize(
    ("by_our_root", "extensions", "until"),
    [
        (True, AUTHORITY, START - timedelta(days=1)),
        (True, AUTHORITY[:1], END),
        (True, AUTHORITY[1:], END),
        (True, (AUTHORITY[0], usage("digital_signature")), END),
        (True, (AUTHORITY[1], constraints(authority=False)), END),
        (False, AUTHORITY, END),
    ],
    ids=["expired", "no usage", "no constraints", "another usage", "no authority", "another root"],
)
def test_an_authority_that_is_none_vouches_for_nobody(
    root: Signer, by_our_root: bool, extensions: tuple[Extension, ...], until: datetime
) -> None:
    above = root if by_our_root else issued(None, "Root", AUTHORITY)
    issuer = issued(above, "Citizen CA", extensions, until=until)
    with pytest.raises(CardNotAccepted) as refused:
        judged(card(issuer), issuer, root)
    assert refused.value.code == "cardNotTrusted"


def test_a_card_is_valid_to_the_second(root: Signer, issuer: Signer) -> None:
    end = END - timedelta(days=365)
    brief = card(issuer, until=end)
    judged(brief, issuer, root, end + timedelta(microseconds=999_999))
    # Before the authority's own time nothing is trusted; after the card's, the card has expired.
    second = timedelta(seconds=1)
    for now, code in ((BEGIN - second, "cardNotTrusted"), (end + second, "cardExpired")):
        with pytest.raises(CardNotAccepted) as refused:
            judged(brief, issuer, root, now)
        assert refused.value.code == code
