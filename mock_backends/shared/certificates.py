"""The common part of certificates that the simulator issues (RFC 5280 section 4.2.1), and reading one."""

from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
)

from mock_backends.shared.keys import KeyUnusable


def load_certificate(path: Path, *, whole: Path) -> x509.Certificate:
    """The certificate in a file of ours, made together with `whole`. Raises KeyUnusable."""
    try:
        return x509.load_pem_x509_certificate(path.read_bytes())
    except (FileNotFoundError, ValueError) as error:
        raise KeyUnusable("wrong", path, whole) from error


def unsigned(
    subject: x509.Name,
    issuer: x509.Name,
    public_key: EllipticCurvePublicKey,
    issuer_key: EllipticCurvePrivateKey,
    serial: int | None = None,
) -> x509.CertificateBuilder:
    """A builder with names, serial number and key identifiers; validity and uses are yet to be added.

    Without `serial`, the number is a random one.
    """
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(public_key)
        .serial_number(x509.random_serial_number() if serial is None else serial)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(public_key), critical=False)
        .add_extension(
            x509.AuthorityKeyIdentifier.from_issuer_public_key(issuer_key.public_key()),
            critical=False,
        )
    )


def usage(*, signs_certificates: bool = False, commits: bool = False) -> x509.KeyUsage:
    """The key usage of an authority (certificates and revocation lists), or of a holder.

    A holder's key authenticates or, if it `commits`, signs what its holder agrees to (non-repudiation).
    """
    return x509.KeyUsage(
        digital_signature=not signs_certificates and not commits,
        content_commitment=commits,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )
