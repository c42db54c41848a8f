"""The lines that machines read on a card's back, against the examples of ICAO Doc 9303."""

import pytest

from tui.devices.machine_readable import check_digit, lines


@pytest.mark.parametrize(
    ("text", "digit"),
    [
        ("520727", "3"),  # part 3, appendix A.1
        ("AB2134<<<", "5"),  # part 3, appendix A.2
        ("D23145890", "7"),  # part 5, appendix B
        ("", "0"),
    ],
)
def test_a_check_digit_is_that_of_the_standard(text: str, digit: str) -> None:
    assert check_digit(text) == digit


@pytest.mark.parametrize(
    ("born", "surname", "given", "second", "third"),
    [
        ("790203", "D'Hôte-Müller", "Inès Zoë", "790203", "DHOTE<MUELLER<<INES<ZOE<<<<<<<"),
        ("50<<<<", "Claes", "Godelieve", "50<<<<", "CLAES<<GODELIEVE<<<<<<<<<<<<<<"),
        ("790203", "x" * 40, "An", "790203", "X" * 30),
    ],
)
def test_the_lines_have_their_places_whatever_the_name(
    born: str, surname: str, given: str, second: str, third: str
) -> None:
    made = lines(
        card_number="592000002206",
        national_number="79620300261",
        born=born,
        sex="F",
        expires="260420",
        nationality="BEL",
        surname=surname,
        given_names=given,
    )
    assert {len(line) for line in made} == {30}
    assert made[0].startswith("IDBEL592000002<206" + check_digit("592000002206") + "<")
    assert made[1].startswith(second)
    assert made[1][15:29] == "BEL79620300261"
    assert made[2] == third
