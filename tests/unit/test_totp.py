"""Codes of an authenticator app, on both sides: RFC 6238 appendix B, and apps that others wrote."""

from datetime import UTC, datetime, timedelta
from shutil import which
from subprocess import run

import pyotp
import pytest
import segno

from mock_backends.identity_provider import totp
from mock_backends.people.numbers import app_secret, is_secret, secret_of
from tui.devices import authenticator
from tui.page.parts import Picture
from tui.pages.digital_keys import BORDER, qr_code
from tui.widgets.picture import CELLS, draw_picture

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


def test_both_sides_compute_the_same_and_a_real_app_reads_the_address() -> None:
    secret = app_secret("71690999827").replace(" ", "").upper()
    code, until = authenticator.code_at(secret, NOW)
    assert until == datetime(2026, 11, 23, 9, 0, 30, tzinfo=UTC)
    assert code == totp.code_at(secret_of(secret), totp.step_of(NOW))
    app = pyotp.parse_uri(authenticator.address("ACM", "noor.peeters", secret))
    assert isinstance(app, pyotp.TOTP)
    assert (app.at(NOW), app.name, app.issuer) == (code, "noor.peeters", "ACM")


@pytest.mark.skipif(not which("oathtool"), reason="oathtool, a package of Debian, is not there")
def test_oathtool_computes_the_same() -> None:
    secret = app_secret("71690999827")
    said = run(
        ("oathtool", "--totp", "--base32", f"--now={NOW:%Y-%m-%d %H:%M:%S UTC}", "-"),
        input=secret.replace(" ", ""),
        capture_output=True,
        text=True,
        check=True,
    )
    assert totp.step_with(secret_of(secret), said.stdout.strip(), NOW) == totp.step_of(NOW)


def test_the_picture_of_an_address_fits_a_window_of_24_lines_and_is_drawn_point_by_point() -> None:
    address = authenticator.address("ACM", "noor.peeters", "A" * 32)
    rows = qr_code(address)
    part = Picture(id="p", rows=rows, words="Een tekening.")
    drawn = [line.plain for line in draw_picture(part, 76, 24).lines]
    halves = {cell: points for points, cell in CELLS.items()}
    height = -(-len(rows) // 2)
    points = [
        "".join(" #"[halves[cell][half]] for cell in line)
        for line in drawn[:height]
        for half in (0, 1)
    ]
    assert tuple(points[: len(rows)]) == rows
    assert height <= 24 - len(("head", "tabs", "title", "status", "foot"))
    matrix = segno.make(address, error="l", boost_error=False).matrix
    assert ["".join(" #"[point] for point in row) for row in matrix] == [
        row[BORDER:-BORDER] for row in rows[BORDER:-BORDER]
    ]
    for width, window in ((len(rows) - 1, 24), (76, 12)):
        assert [line.plain for line in draw_picture(part, width, window).lines] == ["Een tekening."]
