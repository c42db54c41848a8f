"""The certificate of parties served on this machine, issued by an authority made for it alone.

The authority is constrained to localhost, and its key is discarded at once: trusting it means trusting
this single certificate.
"""

from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID
from msgspec import Struct

from mock_backends.shared.certificates import load_certificate, unsigned, usage
from mock_backends.shared.home import Home, made_once, write_private
from mock_backends.shared.keys import KeyUnusable, load_key, pem

LIFE = timedelta(days=3650)


class LocalTls(Struct, frozen=True):
    """Paths of PEM files: the authority to trust, and the server's certificate and key."""

    authority: Path
    certificate: Path
    key: Path


def local_tls(home: Home) -> LocalTls:
    """This home's certificate for localhost, 127.0.0.1 and ::1; created at first use. Raises KeyUnusable."""
    folder = made_once(home.config / "tls", _make)
    made = LocalTls(folder / "ca.pem", folder / "server.pem", folder / "server.key")
    load_certificate(made.authority, whole=folder)
    key = load_key(made.key, bits=256, whole=folder)
    if load_certificate(made.certificate, whole=folder).public_key() != key.public_key():
        raise KeyUnusable("wrong", made.key, folder)
    return made


def _make(folder: Path) -> None:
    authority_key, key = (generate_private_key(SECP256R1()) for _ in range(2))
    authority_name = _name("Burgerprofiel simulator, local CA")
    authority = (
        _certificate(authority_name, authority_name, authority_key.public_key(), authority_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(usage(signs_certificates=True), critical=True)
        .add_extension(
            x509.NameConstraints(
                [
                    x509.DNSName("localhost"),
                    x509.IPAddress(IPv4Network("127.0.0.1/32")),
                    x509.IPAddress(IPv6Network("::1/128")),
                ],
                None,
            ),
            critical=True,
        )
        .sign(authority_key, SHA256())
    )
    server = (
        _certificate(_name("localhost"), authority_name, key.public_key(), authority_key)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(
            x509.SubjectAlternativeName(
                [
                    x509.DNSName("localhost"),
                    x509.IPAddress(IPv4Address("127.0.0.1")),
                    x509.IPAddress(IPv6Address("::1")),
                ]
            ),
            critical=False,
        )
        .sign(authority_key, SHA256())
    )
    write_private(folder / "ca.pem", authority.public_bytes(Encoding.PEM))
    write_private(folder / "server.pem", server.public_bytes(Encoding.PEM))
    write_private(folder / "server.key", pem(key))


def _certificate(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: EllipticCurvePublicKey,
    issuer_key: EllipticCurvePrivateKey,
) -> x509.CertificateBuilder:
    # The machine's time, not a world's: clients check certificates against their own clock.
    now = datetime.now(UTC)
    return (
        unsigned(subject, issuer, public_key, issuer_key)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + LIFE)
    )


def _name(common_name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common_name)])
