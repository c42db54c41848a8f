"""Phone numbers as people write them."""

import pytest

from mock_backends.shared.phone_numbers import e164


@pytest.mark.parametrize(
    ("written", "number"),
    [
        (" 0400/00.00.01 ", "+32400000001"),
        ("+32 400 00 00 01", "+32400000001"),
        ("0032 (0)400 00 00 01", "+32400000001"),
        (" +32 (0)2 555 12 12", "+3225551212"),
        ("(0)400 00 00 01", "+32400000001"),
        ("+31 20 123 4567", "+31201234567"),
        ("+320400000001", "+32400000001"),
        ("+3240000000\N{ARABIC-INDIC DIGIT ZERO}", ""),
        ("400000001", ""),
        ("", ""),
        ("+", ""),
        ("+32", ""),
        ("+32" + "4" * 16, ""),
    ],
)
def test_a_number_becomes_e164_or_is_none(written: str, number: str) -> None:
    assert e164(written) == number
