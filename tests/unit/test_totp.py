"""Codes of an authenticator app, on both sides: RFC 6238 appendix B, and apps that others wrote."""

from datetime import UTC, datetime, timedelta

import pyotp
import pytest

from mock_backends.identity_provider import totp
from mock_backends.people.numbers import app_secret, is_secret, secret_of

RFC_SECRET = b"12345678901234567890"
VECTORS = (
    (59, "94287082"),
    (1111111109, "07081804"),
    (1111111111, "14050471"),
    (1234567890, "89005924"),
    (2000000000, "69279037"),
    (20000000000, "65353130"),
)
"""RFC 6238 appendix B, the rows of SHA-1: Unix time, and the code of eight digits."""

NOW = datetime(2026, 11, 23, 9, 0, 14, tzinfo=UTC)


@pytest.mark.requirement("R14")
@pytest.mark.parametrize(("seconds", "code"), VECTORS)
def test_the_vectors_of_the_rfc(seconds: int, code: str) -> None:
    moment = datetime.fromtimestamp(seconds, UTC)
    assert totp.code_at(RFC_SECRET, totp.step_of(moment), digits=8) == code


@pytest.mark.parametrize(
    ("away", "taken"), [(0, True), (-30, True), (30, True), (-60, False), (60, False), (15, True)]
)
@pytest.mark.parametrize("now", [NOW, datetime(2026, 10, 25, 0, 59, 59, tzinfo=UTC)])
def test_a_code_of_another_app_is_taken_one_step_early_or_late(
    now: datetime, away: int, taken: bool
) -> None:
    """The second night is the one on which clocks in Belgium go back: an hour is there twice."""
    secret = app_secret("71690999827")
    code = pyotp.TOTP(secret.replace(" ", "").upper()).at(now + timedelta(seconds=away))
    assert (totp.step_with(secret_of(secret), code, now) is not None) is taken


@pytest.mark.parametrize(
    ("written", "fits"),
    [
        ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", True),
        ("jbsw y3dp ehpk 3pxp jbsw y3dp ehpk 3pxp", True),
        ("JBSW-Y3DP-EHPK-3PXP-JBSW-Y3DP-EH======", True),
        ("JBSWY3DPEHPK3PXP", False),  # 80 bits
        ("1BSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", False),  # no 1 in base32
        ("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXPJ", False),  # half a sign
        ("", False),
    ],
)
def test_a_secret_as_people_write_it(written: str, fits: bool) -> None:
    assert is_secret(written) is fits
    if fits:
        assert secret_of(written) == secret_of(written.replace(" ", "").replace("-", "").upper())
