"""`burgerprofiel card show`: what a card viewer shows, and never a PIN."""

import json
from io import BytesIO
from pathlib import Path

import pytest
from cryptography.x509 import load_pem_x509_certificate
from PIL import Image

from mock_backends.people.loader import load
from tui.__main__ import main
from tui.devices.card_copy import read
from tui.devices.card_picture import HIGH, SIDES, WIDE

NOOR = load().personas[0]


def shown(home: Path, *more: str) -> int:
    return main(["card", "show", "--home", str(home), "--language", "nl", *more])


def test_the_card_of_the_first_person_is_printed_and_nothing_is_kept(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(tmp_path) == 0
    out, err = capsys.readouterr()
    assert NOOR.card is not None
    assert err == ""
    for line in (
        f"- Naam: {NOOR.family_name}",
        "- Geboortedatum: 14 JUN 1987",
        "- Rijksregisternummer: 87.66.14-216.04",
        "- Om te tekenen: Noor Peeters (Signature). Geldig van 6 september 2021 tot 6 september 2031.",
        "- Het Rijksregister tekende het adres: klopt",
    ):
        assert line in out.splitlines()
    assert NOOR.card.pin not in out
    assert "klopt niet" not in out
    assert list(tmp_path.iterdir()) == []


def test_for_another_program_it_has_the_files_and_the_certificates_and_no_secret(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    minor = next(one for one in load().personas if one.card and one.birth_date > "2010")
    assert shown(tmp_path, "--persona", minor.id, "--json") == 0
    out = capsys.readouterr().out
    found = json.loads(out)
    assert "PRIVATE" not in out
    assert "pin" not in {name.casefold() for name in (*found, *found["card"])}
    assert found["card"]["identity"]["national_number"] == minor.national_number
    assert found["card"]["identitySigned"]
    purposes = [one["purpose"] for one in found["certificates"]]
    assert purposes == ["authentication", "authority", "root", "register"], "a minor signs nothing"
    for one in found["certificates"]:
        load_pem_x509_certificate(one["pem"].encode())


@pytest.mark.parametrize(
    ("person", "code", "told"),
    [
        ("sofie-lambert", 1, "Sofie Lambert heeft geen kaart."),
        ("nobody", 2, "De persoon nobody bestaat niet. Kies uit: noor-peeters,"),
    ],
)
def test_who_has_no_card_is_said(
    person: str, code: int, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert shown(tmp_path, "--persona", person) == code
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(told)


@pytest.mark.requirement("R67")
def test_both_sides_are_drawn_in_a_home_and_no_file_is_written_over(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    home, folder = tmp_path / "home", tmp_path / "pictures"
    folder.mkdir()
    words = ["card", "picture", "--home", str(home), "--language", "nl", "--folder"]
    assert main([*words, str(folder)]) == 0
    out, err = capsys.readouterr()
    assert out.split() == [str(folder / "front.png"), str(folder / "back.png")]
    assert NOOR.full_name in err
    for side in SIDES:
        content = (folder / f"{side}.png").read_bytes()
        assert read(content, side).holder == NOOR.full_name
        with Image.open(BytesIO(content)) as picture:
            assert picture.size == (WIDE, HIGH)
            picture.load()
    (folder / "front.png").unlink()
    for where, told in ((folder, "bestaat al en blijft zoals het is"), (tmp_path / "no", "map")):
        assert main([*words, str(where)]) == 1
        assert told in capsys.readouterr().err
    assert not (folder / "front.png").exists(), "both, or none"
