"""The test authority behind this world's identity cards: a root, and the citizen CA that it issues.

Names and layout follow a Belgian card (applet 1.8: ECDSA on P-384 with SHA-384), but every name begins
with "eID test": no card made here can pass for a real card, and no real card is trusted here.

The citizen CA also issues to the National Register, which signs the files on cards, and to its own status
service (`eid_status`). On a real card the root issues to the register; ours keeps no key for that.
"""

from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Literal

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP384R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import (
    AuthorityInformationAccessOID,
    ExtendedKeyUsageOID,
    NameOID,
    ObjectIdentifier,
)
from msgspec import Struct

from mock_backends.people.loader import CardFixture, Persona
from mock_backends.shared import unguessable
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

Purpose = Literal["Authentication", "Signature"]

SERIAL_PREFIX = 0x10
"""The first byte of every card certificate's serial number, as on real cards."""

SERIAL_CHANCE = 9
"""How many random bytes a serial number ends with: more than 64 bits (RFC 5280 section 4.1.2.2)."""

_QC_STATEMENTS = bytes.fromhex("300a3008060604008e460101")
"""That the certificate is a qualified one (RFC 3739 section 3.2.6; ETSI EN 319 412-5: QcCompliance)."""

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
    purpose: Purpose = "Authentication",
    status_url: str = "",
) -> x509.Certificate:
    """A certificate of a card, for a key on its chip (P-384); `status_url` is where its status is asked.

    It is valid as long as the card or, for a card of more than ten years, for the period of ten years that
    includes the present: from the beginning of the first day to the end of the last, in Belgium.
    """
    _, authority = trust_anchors(home)
    key = signing_key(home)
    valid_from, valid_until = certificate_period(card, day_of(clock.now()))
    subject = _name(
        (NameOID.COUNTRY_NAME, "BE"),
        (NameOID.COMMON_NAME, _common_name(persona.full_name, purpose)),
        (NameOID.SURNAME, persona.family_name),
        (NameOID.GIVEN_NAME, " ".join(persona.given_names)),
        (NameOID.SERIAL_NUMBER, persona.national_number),
    )
    builder = (
        unsigned(subject, authority.subject, public_key, key, _serial(card))
        .not_valid_before(beginning_of(valid_from))
        .not_valid_after(beginning_of(valid_until + timedelta(days=1)) - timedelta(seconds=1))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(commits=purpose == "Signature"), critical=True)
    )
    if purpose == "Signature":
        statements = x509.UnrecognizedExtension(
            ObjectIdentifier("1.3.6.1.5.5.7.1.3"), _QC_STATEMENTS
        )
        builder = builder.add_extension(statements, critical=False)
    if status_url:
        asked_at = x509.AccessDescription(
            AuthorityInformationAccessOID.OCSP, x509.UniformResourceIdentifier(status_url)
        )
        builder = builder.add_extension(x509.AuthorityInformationAccess([asked_at]), critical=False)
    return builder.sign(key, SHA384())


def card_number_of(serial: int) -> str:
    """The number of the card with a certificate of this serial number; "" if we issue no such numbers."""
    number = f"{serial:x}"
    rest = 2 * SERIAL_CHANCE
    if len(number) != 14 + rest or not number.startswith(f"{SERIAL_PREFIX:x}"):
        return ""
    return number[2:-rest] if number[2:-rest].isdecimal() else ""


def _serial(card: CardFixture) -> int:
    """A new serial number: the card's number, by which the status service knows it, and chance."""
    return int(f"{SERIAL_PREFIX:x}{card.number}{unguessable.octets(SERIAL_CHANCE).hex()}", 16)


class Office(Struct, frozen=True):
    """Somebody to whom the citizen CA has issued: a certificate and its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def national_register(home: Home) -> Office:
    """Who signs the files on cards; created at first use. Raises KeyUnusable."""
    return _office(home, "register")


def status_service(home: Home) -> Office:
    """Who answers for the citizen CA whether a certificate is revoked (RFC 6960 section 4.2.2.2).

    Created at first use. Raises KeyUnusable.
    """
    return _office(home, "status")


def _office(home: Home, name: str) -> Office:
    folder = made_once(_made(home) / name, lambda draft: _appoint(home, name, draft))
    office = Office(
        load_certificate(folder / "certificate.pem", whole=folder),
        load_key(folder / "private.key", bits=384, whole=folder),
    )
    if office.certificate.public_key() != office.key.public_key():
        raise KeyUnusable("wrong", folder / "private.key", folder)
    return office


def _appoint(home: Home, name: str, folder: Path) -> None:
    _, authority = trust_anchors(home)
    authority_key, key = signing_key(home), generate_private_key(SECP384R1())
    of_register = name == "register"
    subject = _name(
        (NameOID.COUNTRY_NAME, "BE"),
        (NameOID.ORGANIZATION_NAME, "TEST"),
        (NameOID.COMMON_NAME, "eID test RRN" if of_register else "eID test OCSP Responder"),
    )
    builder = (
        unsigned(subject, authority.subject, key.public_key(), authority_key)
        .not_valid_before(NOT_BEFORE)
        .not_valid_after(NOT_AFTER)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(), critical=True)
    )
    if not of_register:
        for_status = x509.ExtendedKeyUsage([ExtendedKeyUsageOID.OCSP_SIGNING])
        builder = builder.add_extension(for_status, critical=False)
        # Of this certificate itself nobody asks the status (section 4.2.2.2.1).
        builder = builder.add_extension(x509.OCSPNoCheck(), critical=False)
    certificate = builder.sign(authority_key, SHA384())
    write_private(folder / "certificate.pem", certificate.public_bytes(Encoding.PEM))
    write_private(folder / "private.key", pem(key))


def _common_name(holder: str, purpose: Purpose) -> str:
    """The holder's name, cut to what fits before the purpose: the whole name stands in its own attributes."""
    suffix = f" ({purpose})"
    room = COMMON_NAME_BYTES - len(suffix)
    return holder.encode()[:room].decode(errors="ignore").rstrip() + suffix


def certificate_period(card: CardFixture, today: date) -> tuple[date, date]:
    """The first and the last day of the certificates that the card has today."""
    starts = card.valid_from
    while card.renewed and (
        (renewed := _years_on(starts, RENEWED_EVERY)) <= today and renewed < card.valid_until
    ):
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
