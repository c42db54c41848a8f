"""Whether a card's certificate is revoked: what the status service answers, and what is believed of it."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509 import ocsp
from msgspec.structs import replace

from mock_backends.identity_provider.methods.card_status import LEEWAY, NoStatus, judged
from mock_backends.people.loader import CardState
from mock_backends.shared.clock import Clock
from mock_backends.shared.home import Home
from mock_backends.simulation.eid_ca import (
    Office,
    issue_card_certificate,
    national_register,
    signing_key,
    status_service,
    trust_anchors,
)
from mock_backends.simulation.eid_status import VALID_FOR, StatusService
from tests.conftest import START
from tests.unit.test_eid_ca import CARD, PERSON

NONCE = bytes(range(32))


class Authority:
    """The card authority of a home, and a card that it has issued."""

    def __init__(self, home: Home) -> None:
        self.home = home
        self.service = StatusService(home)
        self.root, self.issuer = trust_anchors(home)
        key = generate_private_key(SECP384R1()).public_key()
        self.card = issue_card_certificate(home, PERSON, CARD, key, Clock(START, frozen=True))

    def question(self, about: x509.Certificate | None = None) -> ocsp.OCSPRequest:
        """The question about this certificate, or the card's."""
        builder = ocsp.OCSPRequestBuilder().add_certificate(
            about or self.card, self.issuer, SHA256()
        )
        return builder.add_extension(x509.OCSPNonce(NONCE), critical=False).build()

    def answer(self, state: CardState = "active", about: x509.Certificate | None = None) -> bytes:
        """What the service answers, of a card in this state."""
        asked = self.question(about).public_bytes(Encoding.DER)
        return self.service.answer((replace(CARD, state=state),), asked, START)

    def judged(self, answer: bytes, now: datetime = START, nonce: bytes = NONCE) -> str:
        """What the identity provider makes of this answer."""
        try:
            return judged(answer, self.question(), nonce, self.issuer, now)
        except NoStatus:
            return "none"

    def signed_by(self, office: Office, *, shown: bool = True) -> bytes:
        """That the card is good, as whoever this is says it."""
        moment = START.replace(microsecond=0)
        builder = (
            ocsp.OCSPResponseBuilder()
            .add_response(
                self.card,
                self.issuer,
                SHA256(),
                ocsp.OCSPCertStatus.GOOD,
                moment,
                moment + VALID_FOR,
                None,
                None,
            )
            .responder_id(ocsp.OCSPResponderEncoding.HASH, office.certificate)
            .add_extension(x509.OCSPNonce(NONCE), critical=False)
        )
        builder = builder.certificates([office.certificate]) if shown else builder
        return builder.sign(office.key, SHA384()).public_bytes(Encoding.DER)


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(Home.of(tmp_path_factory.mktemp("authority")))


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("active", "good"),
        ("revoked", "cardRevoked"),
        ("lost", "cardReportedLost"),
        ("unanswered", "none"),
    ],
)
def test_the_service_says_in_what_state_a_card_is(
    authority: Authority, state: CardState, said: str
) -> None:
    assert authority.judged(authority.answer(state)) == said


def test_of_what_was_never_given_out_nothing_is_known(authority: Authority) -> None:
    """A serial number of another authority, and the number of a card that is nobody's."""
    asked = authority.question(authority.issuer).public_bytes(Encoding.DER)
    for request in (asked, authority.question().public_bytes(Encoding.DER)):
        told = ocsp.load_der_ocsp_response(authority.service.answer((), request, START))
        assert told.certificate_status is ocsp.OCSPCertStatus.UNKNOWN
    nobodys = authority.service.answer((), authority.question().public_bytes(Encoding.DER), START)
    assert authority.judged(nobodys) == "cardNotTrusted"


@pytest.mark.parametrize("request_", [b"", b"\x30", b"x" * 4096])
def test_what_is_no_question_is_told_so(authority: Authority, request_: bytes) -> None:
    told = ocsp.load_der_ocsp_response(authority.service.answer((), request_, START))
    assert told.response_status is ocsp.OCSPResponseStatus.MALFORMED_REQUEST


def test_an_answer_without_a_nonce_is_given_to_who_sent_none(authority: Authority) -> None:
    asked = ocsp.OCSPRequestBuilder().add_certificate(authority.card, authority.issuer, SHA256())
    request = asked.build().public_bytes(Encoding.DER)
    told = ocsp.load_der_ocsp_response(authority.service.answer((CARD,), request, START))
    assert told.certificate_status is ocsp.OCSPCertStatus.GOOD
    assert not list(told.extensions)
    assert authority.judged(told.public_bytes(Encoding.DER)) == "none"


SECOND = timedelta(seconds=1)

BELIEVED: dict[str, Callable[[Authority], tuple[str, str]]] = {
    "an answer to another nonce": lambda it: (it.judged(it.answer(), nonce=b"x" * 32), "none"),
    "about another certificate": lambda it: (it.judged(it.answer(about=it.issuer)), "none"),
    "in time": lambda it: (it.judged(it.answer(), START + VALID_FOR + LEEWAY), "good"),
    "old": lambda it: (it.judged(it.answer(), START + VALID_FOR + LEEWAY + SECOND), "none"),
    "of the future": lambda it: (it.judged(it.answer(), START - LEEWAY - SECOND), "none"),
    "cut off": lambda it: (it.judged(it.answer()[:-1]), "none"),
    "signed by the issuer itself": lambda it: (
        it.judged(it.signed_by(Office(it.issuer, signing_key(it.home)), shown=False)),
        "good",
    ),
    "signed by who may not": lambda it: (
        it.judged(it.signed_by(national_register(it.home))),
        "none",
    ),
    "signed by the service of another authority": lambda it: (
        it.judged(it.signed_by(status_service(Home.of(it.home.config / "other")))),
        "none",
    ),
}


@pytest.mark.parametrize("case", BELIEVED.values(), ids=BELIEVED)
def test_an_answer_is_believed_only_if_it_is_the_services_to_this_question_now(
    authority: Authority, case: Callable[[Authority], tuple[str, str]]
) -> None:
    said, right = case(authority)
    assert said == right
