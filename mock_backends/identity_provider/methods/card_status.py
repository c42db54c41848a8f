"""Asking the card authority's status service whether a certificate is revoked (OCSP, RFC 6960)."""

from datetime import datetime, timedelta
from typing import Literal

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import ECDSA, EllipticCurvePublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import (
    Certificate,
    ExtendedKeyUsage,
    ExtensionNotFound,
    OCSPNonce,
    ReasonFlags,
    ocsp,
)
from cryptography.x509.oid import ExtendedKeyUsageOID

from mock_backends.identity_provider.methods.web_eid import authority_issued
from mock_backends.shared import unguessable
from mock_backends.shared.clock import Clock
from mock_backends.shared.gateway import TooLarge, Unanswered, ask
from mock_backends.shared.http import AsyncClient

Status = Literal["good", "cardRevoked", "cardReportedLost", "cardNotTrusted", "statusUnavailable"]
"""What is known of a certificate; all but "good" are failures by that name.

"cardNotTrusted": the service has never heard of it; "statusUnavailable": no answer, or none that holds.
"""

NONCE_BYTES = 32
"""RFC 8954 section 2.1: as many as a nonce may have."""

LEEWAY = timedelta(minutes=1)
"""How far the clocks of two processes of one world may differ. Our own."""


class NoStatus(Exception):
    """The answer does not hold, or is none."""


async def status_of(
    certificate: Certificate, issuer: Certificate, http: AsyncClient, clock: Clock, url: str
) -> Status:
    """The status of a certificate that `issuer` issued, as the service at `url` gives it now."""
    nonce = unguessable.octets(NONCE_BYTES)
    asked = (
        ocsp.OCSPRequestBuilder()
        .add_certificate(certificate, issuer, SHA256())
        .add_extension(OCSPNonce(nonce), critical=False)
        .build()
    )
    try:
        answer = await ask(
            http,
            clock,
            "POST",
            url,
            headers={"Content-Type": "application/ocsp-request"},
            body=asked.public_bytes(Encoding.DER),
        )
        if answer.status != 200:
            return "statusUnavailable"
        return judged(answer.body, asked, nonce, issuer, clock.now())
    except (Unanswered, TooLarge, NoStatus):
        return "statusUnavailable"


def judged(
    answer: bytes, asked: ocsp.OCSPRequest, nonce: bytes, issuer: Certificate, now: datetime
) -> Status:
    """What this answer (DER) says, checked as RFC 6960 section 3.2 asks. Raises NoStatus."""
    try:
        response = ocsp.load_der_ocsp_response(answer)
        if response.response_status is not ocsp.OCSPResponseStatus.SUCCESSFUL:
            raise NoStatus(response.response_status.name)
        _check_signature(response, issuer, now)
        _check_answers(response, asked, nonce)
    except (
        ValueError,
        TypeError,
        NotImplementedError,
        InvalidSignature,
        UnsupportedAlgorithm,
        ExtensionNotFound,
    ) as error:
        raise NoStatus(str(error)) from error
    until = response.next_update_utc
    if response.this_update_utc > now + LEEWAY or until is None or until < now - LEEWAY:
        raise NoStatus("not of now")
    if response.certificate_status is ocsp.OCSPCertStatus.GOOD:
        return "good"
    if response.certificate_status is ocsp.OCSPCertStatus.UNKNOWN:
        return "cardNotTrusted"
    # RFC 5280 section 5.3.1: on hold is what has been suspended, such as what was reported lost.
    held = response.revocation_reason is ReasonFlags.certificate_hold
    return "cardReportedLost" if held else "cardRevoked"


def _check_signature(response: ocsp.OCSPResponse, issuer: Certificate, now: datetime) -> None:
    """By the issuer itself, or by a responder that it appointed (section 4.2.2.2)."""
    signer = next(iter(response.certificates), issuer)
    if signer != issuer:
        authority_issued(signer, issuer)
        uses = signer.extensions.get_extension_for_class(ExtendedKeyUsage).value
        if ExtendedKeyUsageOID.OCSP_SIGNING not in uses:
            raise NoStatus("signed by another than the responder")
        if not signer.not_valid_before_utc <= now <= signer.not_valid_after_utc:
            raise NoStatus("a responder of another time")
    key, algorithm = signer.public_key(), response.signature_hash_algorithm
    if not isinstance(key, EllipticCurvePublicKey) or algorithm is None:
        raise NoStatus("another kind of signature")
    key.verify(response.signature, response.tbs_response_bytes, ECDSA(algorithm))


def _check_answers(response: ocsp.OCSPResponse, asked: ocsp.OCSPRequest, nonce: bytes) -> None:
    """Whether it is the answer to this question: the certificate that was asked about, and the nonce."""
    about = (response.serial_number, response.issuer_name_hash, response.issuer_key_hash)
    if about != (asked.serial_number, asked.issuer_name_hash, asked.issuer_key_hash):
        raise NoStatus("about another certificate")
    if response.extensions.get_extension_for_class(OCSPNonce).value.nonce != nonce:
        raise NoStatus("the answer to another question")
