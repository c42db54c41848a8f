"""The test authority behind this world's identity cards: a root, and the citizen CA that it issues.

Names and layout follow a Belgian card (applet 1.8: ECDSA on P-384 with SHA-384), but every name begins
with "eID test": no card made here can pass for a real card, and no real card is trusted here.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP384R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID

from mock_backends.people.loader import CardFixture, Persona
from mock_backends.shared.certificates import load_certificate, unsigned, usage
from mock_backends.shared.clock import Clock
from mock_backends.shared.days import beginning_of, day_of
from mock_backends.shared.home import Home, made_once, write_private
from mock_backends.shared.keys import KeyUnusable, load_key, pem

ROOT = "root.pem"
CITIZEN_CA = "citizen-ca.pem"
CITIZEN_CA_KEY = "citizen-ca.key"

NOT_BEFORE = datetime(2010, 1, 1, tzinfo=UTC)
NOT_AFTER = datetime(2080, 1, 1, tzinfo=UTC)
"""The authority outlives every card, even in a world whose clock was moved."""

PURPOSE = " (Authentication)"
COMMON_NAME_BYTES = 64
"""The most that a common name holds (RFC 5280 appendix A.1, ub-common-name), here as bytes of UTF-8."""

RENEWED_EVERY = 10
"""Years that a card's certificate is valid: a card valid for 30 years gets new certificates meanwhile."""


def trust_anchors(home: Home) -> tuple[x509.Certificate, x509.Certificate]:
    """The root and the citizen CA of this world; created at first use. Raises KeyUnusable."""
    folder = _made(home)
    root, citizen_ca = (
        load_certificate(folder / name, whole=folder) for name in (ROOT, CITIZEN_CA)
    )
    return root, citizen_ca


def signing_key(home: Home) -> EllipticCurvePrivateKey:
    """The key of the citizen CA; created at first use. Raises KeyUnusable."""
    folder = _made(home)
    path = folder / CITIZEN_CA_KEY
    key = load_key(path, bits=384, whole=folder)
    if trust_anchors(home)[1].public_key() != key.public_key():
        raise KeyUnusable("wrong", path, folder)
    return key


def issue_card_certificate(
    home: Home,
    persona: Persona,
    card: CardFixture,
    public_key: EllipticCurvePublicKey,
    clock: Clock,
) -> x509.Certificate:
    """The authentication certificate of a card, for the key on its chip (P-384).

    It is valid as long as the card or, for a card of more than ten years, for the period of ten years that
    includes the present: from the beginning of the first day to the end of the last, in Belgium.
    """
    _, authority = trust_anchors(home)
    key = signing_key(home)
    valid_from, valid_until = _period(card, day_of(clock.now()))
    subject = _name(
        (NameOID.COUNTRY_NAME, "BE"),
        (NameOID.COMMON_NAME, _common_name(persona.full_name)),
        (NameOID.SURNAME, persona.family_name),
        (NameOID.GIVEN_NAME, " ".join(persona.given_names)),
        (NameOID.SERIAL_NUMBER, persona.national_number),
    )
    return (
        unsigned(subject, authority.subject, public_key, key)
        .not_valid_before(beginning_of(valid_from))
        .not_valid_after(beginning_of(valid_until + timedelta(days=1)) - timedelta(seconds=1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .sign(key, SHA384())
    )


def _common_name(holder: str) -> str:
    """The holder's name, cut to what fits before the purpose: the whole name stands in its own attributes."""
    room = COMMON_NAME_BYTES - len(PURPOSE)
    return holder.encode()[:room].decode(errors="ignore").rstrip() + PURPOSE


def _period(card: CardFixture, today: date) -> tuple[date, date]:
    starts = card.valid_from
    while (renewed := _years_on(starts, RENEWED_EVERY)) <= today and renewed < card.valid_until:
        starts = renewed
    return starts, min(_years_on(starts, RENEWED_EVERY), card.valid_until)


def _years_on(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)


def _made(home: Home) -> Path:
    return made_once(home.config / "eid", _make)


def _make(folder: Path) -> None:
    root_key, key = (generate_private_key(SECP384R1()) for _ in range(2))
    root_name = _name((NameOID.COUNTRY_NAME, "BE"), (NameOID.COMMON_NAME, "eID test Root CA"))
    name = _name(
        (NameOID.COUNTRY_NAME, "BE"),
        (NameOID.COMMON_NAME, "eID test Citizen CA"),
        (NameOID.SERIAL_NUMBER, "000001"),
    )
    root = _authority(root_name, root_name, root_key.public_key(), root_key, below=1)
    citizen_ca = _authority(name, root_name, key.public_key(), root_key, below=0)
    # The root's key is not kept: it will never sign anything else.
    write_private(folder / ROOT, root.public_bytes(Encoding.PEM))
    write_private(folder / CITIZEN_CA, citizen_ca.public_bytes(Encoding.PEM))
    write_private(folder / CITIZEN_CA_KEY, pem(key))


def _authority(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: EllipticCurvePublicKey,
    key: EllipticCurvePrivateKey,
    *,
    below: int,
) -> x509.Certificate:
    return (
        unsigned(subject, issuer, public_key, key)
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=True, path_length=below), critical=True)
        .add_extension(usage(signs_certificates=True), critical=True)
        .sign(key, SHA384())
    )


def _name(*attributes: tuple[x509.ObjectIdentifier, str]) -> x509.Name:
    """A name without the attributes that are empty, such as the given name of somebody without one."""
    return x509.Name([x509.NameAttribute(oid, value) for oid, value in attributes if value])
