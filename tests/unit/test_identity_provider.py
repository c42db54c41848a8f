"""Parts of the identity provider alone: forms, numbers, waiting, certificates that look nearly right."""

import ast
from base64 import b64encode
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.ec import (
    SECP256R1,
    SECP384R1,
    EllipticCurve,
    EllipticCurvePrivateKey,
    EllipticCurvePublicKey,
    generate_private_key,
)
from cryptography.hazmat.primitives.hashes import SHA384
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from mock_backends.identity_provider.claims import shared
from mock_backends.identity_provider.interactions import Interactions
from mock_backends.identity_provider.methods import METHODS
from mock_backends.identity_provider.methods.itsme import masked
from mock_backends.identity_provider.methods.web_eid import (
    CardNotAccepted,
    WebEidToken,
    card_certificate,
    holder,
)
from mock_backends.identity_provider.request_validation import MOST_PARAMETERS, parse
from mock_backends.shared.clock import Clock
from mock_backends.shared.problems import Problem
from tests.conftest import START

# --- forms ------------------------------------------------------------------------------------


def test_a_form_is_read_strictly() -> None:
    read = parse(b"a=1&b=%C3%A9+x&c=&d")
    assert dict(read.values) == {"a": "1", "b": "é x"}
    assert read.doubled == frozenset()
    # A name that came twice is noticed even where one of the two was empty.
    assert parse(b"a=&a=1").doubled == {"a"}
    assert dict(parse(b"a=1&a=2").values) == {"a": "1"}
    assert parse(b"").get("a") == ""


def test_a_form_that_cannot_be_read() -> None:
    many = b"&".join(b"a%d=1" % n for n in range(MOST_PARAMETERS + 1))
    for encoded in (b"a=%FF", "a=é".encode(), b"a=" + b"x" * 8192, many):
        with pytest.raises(ValueError, match=r".*"):
            parse(encoded)


# --- numbers ----------------------------------------------------------------------------------


def test_a_number_is_shown_without_its_middle() -> None:
    for number, shown in (
        ("+32400000001", "+32 400 ** ** 01"),
        ("+3221234567", "+32 212 ** * 67"),
        ("+12345678", "+12 345 * 78"),
        ("+123456789012345", "+12 345 ** ** ** ** 45"),
    ):
        assert masked(number) == shown
        assert len(shown.replace(" ", "")) == len(number)


# --- interactions and methods -----------------------------------------------------------------


def opened(interactions: Interactions) -> tuple[str, str]:
    """The id of a new interaction, and the secret of its cookie."""
    client: Any = None
    interaction, cookie = interactions.open(
        grant=None, client=client, offered=frozenset(), shares=()
    )
    return interaction.id, cookie


def test_only_a_bounded_number_is_under_way_and_where_time_ends_nothing_the_oldest_makes_room(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("mock_backends.identity_provider.interactions.MOST_AT_ONCE", 2)
    clock = Clock(START, frozen=True)
    limited, unlimited = Interactions(clock), Interactions(clock, time_limits=False)
    for full in (False, False, True):
        assert limited.full is full
        opened(limited)
    oldest, newest = opened(unlimited), opened(unlimited)
    clock.move(timedelta(minutes=10))
    assert (limited.full, len(limited)) == (False, 0)
    clock.move(timedelta(days=365))
    assert not unlimited.full
    assert unlimited.find(*newest).id == newest[0]
    with pytest.raises(Problem):
        unlimited.find(*oldest)


def test_methods_differ() -> None:
    for names in ([method.id for method in METHODS], [method.acr for method in METHODS]):
        assert len(set(names)) == len(METHODS)
    actions = [action for method in METHODS for action in method.actions]
    assert len(set(actions)) == len(actions)


def test_what_is_shared_follows_from_the_scope() -> None:
    assert shared("openid profile rrn") == ("name", "nationalNumber")
    assert shared("openid rrn") == ("nationalNumber",)
    assert shared("openid") == ()


# --- certificates -----------------------------------------------------------------------------

NUMBER = "87661421604"


@dataclass
class Authority:
    """A certificate that signs others, and its key."""

    certificate: x509.Certificate
    key: EllipticCurvePrivateKey


def usage(**uses: bool) -> x509.KeyUsage:
    none = dict.fromkeys(
        (
            "digital_signature",
            "content_commitment",
            "key_encipherment",
            "data_encipherment",
            "key_agreement",
            "key_cert_sign",
            "crl_sign",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    return x509.KeyUsage(**{**none, **uses})


def names(common_name: str, *numbers: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, common_name),
            *(x509.NameAttribute(NameOID.SERIAL_NUMBER, number) for number in numbers),
        ]
    )


def certificate(
    subject: x509.Name,
    key: EllipticCurvePublicKey,
    issuer: x509.Name,
    signed_by: EllipticCurvePrivateKey,
    *extensions: tuple[x509.ExtensionType, bool],
    until: datetime = datetime(2040, 1, 1, tzinfo=UTC),
) -> x509.Certificate:
    builder = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key)
        .serial_number(1)
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(until)
    )
    for extension, critical in extensions:
        builder = builder.add_extension(extension, critical)
    return builder.sign(signed_by, SHA384())


AUTHORITY = (
    (x509.BasicConstraints(ca=True, path_length=None), True),
    (usage(key_cert_sign=True), True),
)


def authority(name: str, above: Authority | None = None, **changes: Any) -> Authority:
    key = generate_private_key(SECP384R1())
    subject = names(name)
    issuer = above.certificate.subject if above else subject
    extensions = changes.pop("extensions", AUTHORITY)
    return Authority(
        certificate(
            subject,
            key.public_key(),
            issuer,
            above.key if above else key,
            *extensions,
            **changes,
        ),
        key,
    )


@pytest.fixture(scope="module")
def chain() -> tuple[Authority, Authority]:
    """A root and a citizen CA."""
    root = authority("Root")
    return root, authority("Citizen CA", root)


def leaf(
    issuer: Authority,
    *extensions: tuple[x509.ExtensionType, bool],
    name: str = "Noor Peeters (Authentication)",
    numbers: tuple[str, ...] = (NUMBER,),
    curve: EllipticCurve | None = None,
    **changes: Any,
) -> WebEidToken:
    key = generate_private_key(curve or SECP384R1())
    made = certificate(
        names(name, *numbers),
        key.public_key(),
        issuer.certificate.subject,
        issuer.key,
        *extensions,
        **changes,
    )
    return WebEidToken(
        format="web-eid:1.0",
        algorithm="ES384",
        unverified_certificate=b64encode(made.public_bytes(Encoding.DER)).decode(),
        signature="",
    )


AUTHENTICATION = (usage(digital_signature=True), True)


def test_a_sound_card_names_its_holder(chain: tuple[Authority, Authority]) -> None:
    root, issuer = chain
    token = leaf(issuer, AUTHENTICATION)
    assert holder(card_certificate(token, root.certificate, issuer.certificate, START)) == NUMBER


UNTRUSTED: dict[str, Callable[[Authority, Authority], WebEidToken]] = {
    "signed by the root": lambda root, issuer: leaf(root, AUTHENTICATION),
    "signed by itself": lambda root, issuer: leaf(authority("Citizen CA"), AUTHENTICATION),
    "no key usage": lambda root, issuer: leaf(issuer),
    "key usage not critical": lambda root, issuer: leaf(
        issuer, (usage(digital_signature=True), False)
    ),
    "the signature key": lambda root, issuer: leaf(issuer, (usage(content_commitment=True), True)),
    "both keys in one": lambda root, issuer: leaf(
        issuer, (usage(digital_signature=True, content_commitment=True), True)
    ),
    "may sign certificates": lambda root, issuer: leaf(
        issuer, (usage(digital_signature=True, key_cert_sign=True), True)
    ),
    "an authority": lambda root, issuer: leaf(
        issuer, AUTHENTICATION, (x509.BasicConstraints(ca=True, path_length=None), True)
    ),
    "something critical that is unknown": lambda root, issuer: leaf(
        issuer,
        AUTHENTICATION,
        (x509.ExtendedKeyUsage([ExtendedKeyUsageOID.CODE_SIGNING]), True),
    ),
    "another curve": lambda root, issuer: leaf(issuer, AUTHENTICATION, curve=SECP256R1()),
    "the name of the signature certificate": lambda root, issuer: leaf(
        issuer, AUTHENTICATION, name="Noor Peeters (Signature)"
    ),
    "the citizen CA itself": lambda root, issuer: as_token(issuer),
    "the root itself": lambda root, issuer: as_token(root),
}


def as_token(signer: Authority) -> WebEidToken:
    return WebEidToken(
        format="web-eid:1.0",
        algorithm="ES384",
        unverified_certificate=b64encode(signer.certificate.public_bytes(Encoding.DER)).decode(),
        signature="",
    )


@pytest.mark.parametrize("make", UNTRUSTED.values(), ids=UNTRUSTED.keys())
def test_a_card_that_is_nearly_right_is_not_trusted(
    chain: tuple[Authority, Authority], make: Callable[[Authority, Authority], WebEidToken]
) -> None:
    root, issuer = chain
    with pytest.raises(CardNotAccepted) as refused:
        card_certificate(make(root, issuer), root.certificate, issuer.certificate, START)
    assert refused.value.code == "cardNotTrusted"


def test_a_holder_must_be_named_once(chain: tuple[Authority, Authority]) -> None:
    root, issuer = chain
    for numbers in ((), (NUMBER, NUMBER)):
        token = leaf(issuer, AUTHENTICATION, numbers=numbers)
        accepted = card_certificate(token, root.certificate, issuer.certificate, START)
        with pytest.raises(CardNotAccepted):
            holder(accepted)


@pytest.mark.parametrize(
    "changes",
    [
        {"until": datetime(2026, 11, 22, tzinfo=UTC)},
        {"extensions": (AUTHORITY[0],)},
        {"extensions": (AUTHORITY[1],)},
        {"extensions": ((usage(digital_signature=True), True), AUTHORITY[0])},
        {"extensions": (AUTHORITY[1], (x509.BasicConstraints(ca=False, path_length=None), True))},
    ],
    ids=["expired", "no usage", "no constraints", "another usage", "no authority"],
)
def test_an_authority_that_is_none_vouches_for_nobody(changes: dict[str, Any]) -> None:
    root = authority("Root")
    issuer = authority("Citizen CA", root, **changes)
    with pytest.raises(CardNotAccepted) as refused:
        card_certificate(leaf(issuer, AUTHENTICATION), root.certificate, issuer.certificate, START)
    assert refused.value.code == "cardNotTrusted"


def test_a_chain_to_another_root_is_not_trusted(chain: tuple[Authority, Authority]) -> None:
    _, issuer = chain
    other = authority("Root")
    with pytest.raises(CardNotAccepted):
        card_certificate(leaf(issuer, AUTHENTICATION), other.certificate, issuer.certificate, START)


def test_a_card_is_valid_to_the_second(chain: tuple[Authority, Authority]) -> None:
    root, issuer = chain
    end = datetime(2030, 1, 1, tzinfo=UTC)
    token = leaf(issuer, AUTHENTICATION, until=end)
    card_certificate(token, root.certificate, issuer.certificate, end)
    # Before the authority's own time nothing is trusted; after the card's, the card has expired.
    for now, code in (
        (datetime(2019, 12, 31, 23, 59, 59, tzinfo=UTC), "cardNotTrusted"),
        (end + timedelta(seconds=1), "cardExpired"),
    ):
        with pytest.raises(CardNotAccepted) as refused:
            card_certificate(token, root.certificate, issuer.certificate, now)
        assert refused.value.code == code


def test_no_module_of_the_provider_holds_state() -> None:
    """The state of a world is on its party: two worlds in one process share nothing."""
    folder = Path(__file__).parents[2] / "mock_backends" / "identity_provider"
    for path in folder.rglob("*.py"):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            value = getattr(node, "value", None)
            if isinstance(node, ast.Assign | ast.AnnAssign) and isinstance(
                value, ast.Dict | ast.List
            ):
                target = ast.unparse(
                    node.targets[0] if isinstance(node, ast.Assign) else node.target
                )
                assert target in {"_NOT_SUPPORTED", "_LONGEST_OF"}, f"{path.name}: {target}"
