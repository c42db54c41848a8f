"""What the program gives an author: invented people, numbers that nobody has yet, schemas of files."""

import json
import tomllib
from pathlib import Path
from typing import Any, get_args

import pytest
from jsonschema import Draft202012Validator

from mock_backends.people.check import checked
from mock_backends.people.loader import (
    FILES,
    OURS,
    Categories,
    Controller,
    FieldDefinition,
    FieldType,
    File,
    Persona,
    files_in,
    load,
    prepared,
)
from mock_backends.people.numbers import is_company_number
from mock_backends.people.schema import schema
from mock_backends.people.values import TYPES, fits, schema_of
from tests.unit.test_people_check import FORM, changed
from tui.__main__ import main
from tui.portal.checking import FITS
from tui.portal.checking import fits as fits_the_citizen
from tui.portal.models import CatalogueField

HOUR = "2026-11-23T09:00:00Z"


@pytest.fixture
def command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Runs `burgerprofiel people …` in English: exit code, stdout and stderr."""

    def run(*words: str) -> tuple[int, str, str]:
        where = ("--language", "en", "--home", str(tmp_path / "home"))
        try:
            code = main(["people", *words, *where])
        except SystemExit as ended:
            code = int(ended.code or 0)
        return code, *capsys.readouterr()

    return run


@pytest.mark.parametrize(
    ("born", "sex", "card"),
    [
        ("1990-01-01", "V", True),
        ("1990-01-01", "m", True),
        ("1950", "X", True),
        ("1950-06", "F", True),
        ("2000-02-29", "M", True),
        ("1940-12-31", "F", True),
        ("2014-11-23", "M", True),
        ("2014-11-24", "M", False),
        ("2026-11-23", "F", False),
    ],
)
def test_somebody_new_is_right_and_has_numbers_of_their_own(
    tmp_path: Path, command: Any, born: str, sex: str, card: bool
) -> None:
    folder = tmp_path / "own"
    asked = ("new", "--born", born, "--sex", sex, "--clock", HOUR, "--name", "Zoë d'\"Été")
    for _ in range(3):
        code, path, _ = command(*asked, str(folder))
        assert code == 0
        assert Path(path.strip()).is_relative_to(folder)
    _, text, _ = command(*asked, "--fixtures", str(folder))
    (folder / "personas" / "printed.toml").write_text(text, "utf-8")
    found = checked((folder,))
    assert found.findings == ()
    new = found.fixtures.personas[len(load().personas) :]
    assert len(new) == 4
    assert {person.full_name for person in new} == {"Zoë d'\"Été"}
    assert {bool(person.card) for person in new} == {card}


def test_a_number_alone_is_for_who_needs_no_more(command: Any) -> None:
    code, number, _ = command("new", "--company")
    assert code == 0
    assert is_company_number(number.strip())
    assert number.strip() not in {
        message.sender_number for person in load().personas for message in person.messages
    }
    code, card, _ = command("new", "--card", "--born", "1990", "--sex", "F")
    assert code == 0
    assert list(tomllib.loads(card)) == ["card"]
    young = command("new", "--card", "--born", "2020", "--sex", "F", "--clock", HOUR)
    assert young == (1, "", "There is an identity card only from the age of 12.\n")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        ("new", "this is missing: --born, --sex"),
        ("new --born 1990", "this is missing: --sex"),
        ("new --born 1990-02-30 --sex F", "1990-02-30 is no date of birth, such as"),
        (
            "new --born 2026-11-24 --sex F --clock 2026-11-23T09:00:00Z",
            "2026-11-24 is still to come",
        ),
        ("new --born 1990 --sex W", "'W'"),
        ("new --card --company", "cannot go with --card"),
        ("schema nonsense", "'nonsense'"),
    ],
)
def test_what_cannot_be_made_is_said_and_ends_with_2(command: Any, asked: str, says: str) -> None:
    code, out, err = command(*asked.split())
    assert (code, out) == (2, "")
    assert says in err


def test_a_folder_that_takes_nothing_is_named(tmp_path: Path, command: Any) -> None:
    (tmp_path / "file").touch()
    wanted = ("new", "--born", "1990", "--sex", "F", str(tmp_path / "file"))
    code, out, err = command(*wanted)
    assert (code, out) == (1, "")
    assert f"{tmp_path / 'file'}" in err


# --- schemas ----------------------------------------------------------------------------------


NAMES: dict[str, File] = {"person": Persona, "authority": Controller, "categories": Categories}


def as_editors_read(path: Path, kind: File) -> Any:
    """What a TOML editor holds against a schema: days are texts."""
    raw = tomllib.loads(path.read_text("utf-8"))
    raw = {name: value for name, value in prepared(raw, path, kind).items() if name != "id"}
    return json.loads(json.dumps(raw, default=str))


@pytest.mark.parametrize("name", NAMES)
def test_our_own_files_fit_the_schema_that_the_command_prints(command: Any, name: str) -> None:
    code, printed, _ = command("schema", *([name] if name != "person" else []))
    assert code == 0
    made = json.loads(printed)
    Draft202012Validator.check_schema(made)
    ours = [path for path, kind in files_in(OURS) if kind is NAMES[name]]
    assert ours
    for path in ours:
        assert [*Draft202012Validator(made).iter_errors(as_editors_read(path, NAMES[name]))] == []


def test_a_persons_schema_has_the_blocks_of_an_author_too(tmp_path: Path, command: Any) -> None:
    (tmp_path / "controllers").mkdir()
    ours = (OURS / "controllers" / "ahovoks.toml").read_text("utf-8")
    own = ours.replace('id = "diplomas"', 'id = "awards"')
    (tmp_path / "controllers" / "own.toml").write_text(own, "utf-8")
    _, printed, _ = command("schema", "--fixtures", str(tmp_path))
    blocks = json.loads(printed)["$defs"]["Persona"]["properties"]["data"]["properties"]
    assert blocks["awards"] == blocks["diplomas"]


def test_every_kind_of_file_has_a_schema() -> None:
    assert set(NAMES.values()) == set(FILES.values())


@pytest.mark.parametrize(("old", "new", "says"), FORM)
def test_what_the_check_says_of_a_files_form_the_schema_says(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    (path,) = changed(tmp_path, old, new).glob("personas/*.toml")
    try:
        content = as_editors_read(path, Persona)
    except (ValueError, RecursionError):
        return  # no TOML: an editor says so by itself
    refused = [*Draft202012Validator(json.loads(schema(Persona, load()))).iter_errors(content)]
    told = any(word in says for word in ("does not fit", "unknown name", "is missing"))
    # Whether a day exists, no schema can say.
    assert bool(refused) == (told and "1985-13" not in says)


# Values that an author may write for any type, some of them only just right or wrong.
TEXT = {"nl": "Wetstraat", "fr": "Rue de la Loi"}
VALUES: tuple[Any, ...] = (
    *("", "x", "M", "m", "2026-11-23", "2026-11-31", "2026-11", "2026", "2026-1-1", "23/11/2026"),
    *("9000", "0900", "90000", "1234 AB", "90610100254", "90610100255", "90010100227"),
    *(0, 999, 1000, 2026, 9000, 9999, 10000, -1, 2**53, 2**53 + 1, 10**30),
    *(0.1, -0.004, 1e300, float("nan"), float("inf"), True, False),
    *(
        "2026-11-23T09:30:00+01:00",
        "2026-11-23T08:30:00Z",
        "2026-11-23T09:30:00",
        "2026-11-23T25:00:00Z",
    ),
    *("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-11-23T09:30:00.5Z"),
    *("0101", "01010", "01-01", "start-3d", "start", "start+1m 09:30"),
    *({}, {"from": "2020-05-01"}, {"to": "2020"}, {"from": "2020-05", "to": "2019"}, {"from": "x"}),
    *({"from": "2020", "till": "2021"}, {"from": {"nl": "x"}}, {"from": 2020}),
    *(
        {"municipality": "Gent"},
        {"municipality": ""},
        {"street": "Kerkstraat"},
        {"municipality": {}},
    ),
    {"street": TEXT, "houseNumber": "16", "box": "A", "postCode": "1000", "municipality": TEXT},
    *({"municipality": "Gent", "postCode": "1011 AB"}, {"municipality": "Gent", "houseNumber": 3}),
    {"municipality": "Amsterdam", "postCode": "1011 AB", "country": "Nederland"},
    *(
        {"text": TEXT, "url": "https://a.example/b?c#d"},
        {"text": "x", "url": "http://a.example:8080"},
    ),
    *(
        {"text": "x", "url": "javascript:x"},
        {"text": "x", "url": "https://u@a.example"},
        {"url": "x"},
    ),
    *({"text": "x", "url": "https://a.example/é"}, {"text": "x", "url": "https://a.example/ b"}),
    *({"code": "IT", "label": {"nl": "Italiaans"}}, {"code": "IT"}, {"code": 1, "label": "x"}),
    *(
        {"protected": {"nl": "Mag niet."}},
        {"protected": "Mag niet."},
        {"protected": {}},
        {"protected": 1},
    ),
    *({"protected": {"es": "x"}}, {"protected": {"nl": "x"}, "value": "y"}, [], ["x"], [[]]),
)


@pytest.mark.parametrize("several", [False, True])
@pytest.mark.parametrize("kind", get_args(FieldType))
def test_the_check_takes_nothing_that_the_citizens_side_or_a_schema_refuses(
    kind: FieldType, several: bool
) -> None:
    """So that no slip of an author is told to the citizen as an authority's failure."""
    codes = {"M": {"nl": "man"}, "F": {"nl": "vrouw"}} if kind == "code" else {}
    field = FieldDefinition(name="f", label={}, type=kind, codes=codes, several=several)
    shown = CatalogueField(name="f", label={}, type=kind, codes=codes, several=several)
    validator = Draft202012Validator(schema_of(field))
    written = [*([one] for one in VALUES), *VALUES] if several else [*VALUES]
    taken = [value for value in written if fits(value, field)]
    assert len(taken) > 1, "more than what is protected"
    assert len(taken) < len(written)
    for value in taken:
        assert fits_the_citizen(value, shown), value
        assert validator.is_valid(value), value


def test_every_type_of_value_is_known_everywhere() -> None:
    assert set(TYPES) == set(get_args(FieldType)) == set(FITS)
