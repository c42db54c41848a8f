"""The status service of the card authority: whether a card's certificate is revoked (OCSP, RFC 6960).

It remembers no certificate: a serial number names the card, and the card's own `state` is the answer.
"""

from datetime import datetime, timedelta
from functools import cached_property

from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA384, Hash
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from cryptography.x509 import ocsp

from mock_backends.people.loader import CardFixture
from mock_backends.shared.days import beginning_of
from mock_backends.shared.home import Home
from mock_backends.simulation.eid_ca import Office, card_number_of, status_service, trust_anchors

REQUEST, RESPONSE = "application/ocsp-request", "application/ocsp-response"
"""The media types (RFC 6960 appendix A)."""

VALID_FOR = timedelta(minutes=5)
"""How long an answer may be used: until its `nextUpdate` (section 4.2.2.1)."""

LARGEST_REQUEST = 4096
"""Bytes; a question about one certificate has some 150."""

_REASONS = {
    "revoked": x509.ReasonFlags.cessation_of_operation,
    # A card that is reported lost is suspended first (RFC 5280 section 5.3.1).
    "lost": x509.ReasonFlags.certificate_hold,
}


class StatusService:
    """The status service of a home's citizen CA. Its key is read once, for the first answer (1 ms)."""

    def __init__(self, home: Home) -> None:
        self._home = home

    @cached_property
    def _office(self) -> Office:
        return status_service(self._home)

    def answer(self, cards: tuple[CardFixture, ...], request: bytes, now: datetime) -> bytes:
        """The answer (DER) to a question about one certificate. Raises KeyUnusable.

        A question that is none gets `malformedRequest`, and one for which there is no answer now `tryLater`
        (section 2.3). A serial number that was never given out is `unknown`; so is another issuer's.
        """
        try:
            asked = ocsp.load_der_ocsp_request(request)
            nonce = _nonce(asked)
            same_issuer = _is_ours(self._home, asked)
        except (ValueError, NotImplementedError):
            return _refused(ocsp.OCSPResponseStatus.MALFORMED_REQUEST)
        number = card_number_of(asked.serial_number) if same_issuer else ""
        card = next((each for each in cards if each.number == number), None)
        if card is not None and card.state == "unanswered":
            return _refused(ocsp.OCSPResponseStatus.TRY_LATER)
        return _signed(self._office, asked, card, nonce, now.replace(microsecond=0))


def _signed(
    office: Office,
    asked: ocsp.OCSPRequest,
    card: CardFixture | None,
    nonce: x509.OCSPNonce | None,
    now: datetime,
) -> bytes:
    reason = _REASONS.get(card.state) if card is not None else None
    status = ocsp.OCSPCertStatus.GOOD if card is not None else ocsp.OCSPCertStatus.UNKNOWN
    builder = (
        ocsp.OCSPResponseBuilder()
        .add_response_by_hash(
            issuer_name_hash=asked.issuer_name_hash,
            issuer_key_hash=asked.issuer_key_hash,
            serial_number=asked.serial_number,
            algorithm=asked.hash_algorithm,
            cert_status=status if reason is None else ocsp.OCSPCertStatus.REVOKED,
            this_update=now,
            next_update=now + VALID_FOR,
            # Since when, nothing says: from the card's first day on. It is never trusted in between.
            revocation_time=None
            if card is None or reason is None
            else beginning_of(card.valid_from),
            revocation_reason=reason,
        )
        .responder_id(ocsp.OCSPResponderEncoding.HASH, office.certificate)
        .certificates([office.certificate])
    )
    if nonce is not None:
        builder = builder.add_extension(nonce, critical=False)
    return builder.sign(office.key, SHA384()).public_bytes(Encoding.DER)


def _refused(status: ocsp.OCSPResponseStatus) -> bytes:
    return ocsp.OCSPResponseBuilder.build_unsuccessful(status).public_bytes(Encoding.DER)


def _nonce(asked: ocsp.OCSPRequest) -> x509.OCSPNonce | None:
    """The question's nonce, which the answer repeats (RFC 8954)."""
    try:
        return asked.extensions.get_extension_for_class(x509.OCSPNonce).value
    except x509.ExtensionNotFound:
        return None


def _is_ours(home: Home, asked: ocsp.OCSPRequest) -> bool:
    """Whether the question is about a certificate of our citizen CA (section 4.1.1, CertID)."""
    _, issuer = trust_anchors(home)
    key = issuer.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    hashes = []
    for content in (issuer.subject.public_bytes(), key):
        digest = Hash(asked.hash_algorithm)
        digest.update(content)
        hashes.append(digest.finalize())
    return hashes == [asked.issuer_name_hash, asked.issuer_key_hash]
