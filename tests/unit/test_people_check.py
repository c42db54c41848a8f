"""What an author gets wrong in a file: all of it named at once, with the line, and that alone left out."""

import os
from datetime import date
from pathlib import Path

import pytest

from mock_backends.people.check import Checked, checked
from mock_backends.people.lint import LARGEST
from mock_backends.people.loader import OURS, FixtureError, load
from mock_backends.people.numbers import tst_number
from mock_backends.people.toml_lines import line_of, lines_of
from mock_backends.shared.gateway import LARGEST_ANSWER
from tests.people import BORN, CARD, ID, NUMBER, PHONE, folder_with

ROOT = Path(__file__).parents[2]
DIPLOMAS = (ROOT / "fixtures" / "controllers" / "ahovoks.toml").read_text(encoding="utf-8")


def told(folder: Path) -> tuple[list[str], Checked]:
    """The findings as an author reads them, without the folder, and all that came of the check."""
    found = checked((folder,))
    return [str(one).replace(f"{folder}/", "") for one in found.findings], found


def changed(folder: Path, old: str, new: str) -> Path:
    """A folder with one person, in whose file one text is another."""
    (path,) = folder_with(folder).glob("personas/*.toml")
    text = path.read_text("utf-8")
    assert text.count(old) == 1
    path.write_text(text.replace(old, new), "utf-8")
    return folder


TEXT = '{ nl = "x", en = "x", fr = "x", de = "x" }'
AUTHORITY = f"""
level = "local"
supervisor = "VTC"
contact = {{}}
name = {TEXT}
authority = {TEXT}
register = {TEXT}
correction = {TEXT}
[[blocks]]
id = "block-id"
category = "category-id"
label = {TEXT}
description = {TEXT}
[[blocks.fields]]
name = "field-id"
label = {TEXT}
"""
MESSAGE = f"""
[[messages]]
id = "message-id"
subject = {TEXT}
body = {TEXT}
sender = {TEXT}
sender_number = "0999900051"
received_days_ago = 0
expires_in_days = 1
"""
FORM = [
    ('sex = "F"', 'sex = "V"', '4: sex: "V" does not fit; allowed: "F", "M", "X"'),
    ("language", "langage", '6: langage: unknown name "langage", did you mean "language"?'),
    ('family_name = "Proef"', "", "1: family_name: is missing; allowed: a text"),
    (f'"{BORN}"', '"1985-13"', '3: birth_date: "1985-13" does not fit; allowed: a day, as'),
    (f'"{BORN}"', "true", "3: birth_date: true does not fit; allowed: a day, as 1950-06-01;"),
    (f'"{NUMBER}"', NUMBER, f"5: national_number: {NUMBER} does not fit; allowed: 11 digits"),
    (f'"{NUMBER}"', '"85041200209"', "5: national_number: 85041200209 is no TST number"),
    ('"+32400000008"', '"+32470123456"', '13: phone.number: "+32470123456" does not fit;'),
    ('pin = "1234"', 'pin = "12 4"', '16: card.pin: "12 4" does not fit; allowed: 4 to 12'),
    ('nl = "Iemand."', "nl = 7", "8: summary.nl: 7 does not fit; allowed: a text"),
    ('fr = "Iemand."', 'es = "x"', '10: summary.es: "es" does not fit; allowed: nl, en'),
    ('fr = "Iemand."', "", '7: summary: no text in "fr"'),
    ("2032-04-04", "2020-04-04", "18: card.valid_until: ends on 2020-04-04, begins on 2022"),
    ('given_names = ["An"]', "given_names = [", "2: this is no TOML: "),
    ('["An"]', "[" * 9999, "personas/iemand.toml: this is too deeply nested"),
    ('"Proef"', "9" * 9999, "personas/iemand.toml: this is too deeply nested, or a number"),
    ('["An"]', '"An"', '1: given_names: "An" does not fit; allowed: a list'),
    ('municipality = "Gent"', "", "14: card.municipality: is missing; allowed: a text"),
]
"""A text of somebody's file, what stands there instead, and what is said of it."""


@pytest.mark.parametrize(("old", "new", "says"), FORM)
def test_a_finding_says_where_and_what_and_what_is_allowed(
    tmp_path: Path, old: str, new: str, says: str
) -> None:
    (said,), _ = told(changed(tmp_path, old, new))
    assert says in said


def test_what_is_no_text_is_named_by_its_line_and_what_begins_with_a_mark_is_read(
    tmp_path: Path,
) -> None:
    (path,) = folder_with(tmp_path, ("Zoë",)).glob("personas/*.toml")
    text = path.read_text("utf-8")
    path.write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert told(tmp_path)[0] == []
    path.write_bytes(text.replace("\n", "\n\n").encode("latin-1"))
    assert told(tmp_path)[0] == ["personas/iemand.toml:1: byte 0xeb is no UTF-8; allowed: UTF-8"]


RECORDS = """
[[data.residence]]
street = "Denkbeeldlaan"
postCode = "1234 AB"

[[data.identity]]
nationality = "BR"

[[data.diplomas]]
title = "Diploma"

[[messages]]
id = "one"
sender = { nl = "A", en = "A", fr = "A", de = "A" }
sender_number = "0999000129"
received_days_ago = -1
expires_in_days = 1
subject = { nl = "x" }
body = { nl = "x" }

[[messages]]
id = "two"
sender = { nl = "Stad Mechelen", en = "City of Mechelen", fr = "Ville de Malines", de = "Stadt Mecheln" }
sender_number = "0999000129"
received_days_ago = 1
expires_in_days = 0
subject = { nl = "x" }
body = { nl = "x" }

[[messages]]
id = "three"
sender = { nl = "Stad Mechelen", en = "City of Mechelen", fr = "Ville de Malines", de = "Stadt Mecheln" }
sender_number = "0999000128"
received_days_ago = 1
expires_in_days = 1
subject = { nl = "x" }
body = { nl = "x" }

[[messages]]
id = "four"
sender = { nl = "Stad Mechelen", en = "City of Mechelen", fr = "Ville de Malines", de = "Stadt Mecheln" }
sender_number = "0999000129"
received_days_ago = 1
expires_in_days = 1
subject = { nl = "x" }
body = { nl = "x" }
"""


def test_all_that_is_wrong_is_told_at_once_and_that_alone_is_left_out(tmp_path: Path) -> None:
    path = folder_with(tmp_path, records=RECORDS) / "personas"
    lines = (path / f"{ID}.toml").read_text("utf-8").splitlines()
    bad = tst_number(BORN, 4)
    text = (path / f"{ID}.toml").read_text("utf-8").partition("[phone]")[0]
    (path / "real.toml").write_text(text.replace(NUMBER, "85041200209"), "utf-8")
    (path / "odd.toml").write_text(
        text.replace(NUMBER, bad).replace("family_name", "name"), "utf-8"
    )
    (path / "late.toml").write_text(text.replace(NUMBER, tst_number(BORN, 6)), "utf-8")
    said, found = told(tmp_path)
    first = [f"personas/{ID}.toml:{lines.index(line) + 1}: " for line in ('postCode = "1234 AB"',)]
    assert any(one.startswith(first[0]) and "four digits" in one for one in said)
    assert {one.partition(":")[0] for one in said} == {
        *(f"personas/{name}.toml" for name in (ID, "real", "odd"))
    }
    assert set(found.left_out) == {
        *(f"personas/{ID}.toml: messages[{place}]" for place in range(3)),
        *(f"personas/{ID}.toml: data.{block}" for block in ("identity", "residence")),
        *("personas/real.toml", "personas/odd.toml"),
    }
    assert sum(one.left_out for one in found.findings) == len(said) == 8
    known = {persona.id for persona in found.fixtures.personas}
    assert known - {persona.id for persona in load().personas} == {ID, "late"}
    someone = found.fixtures.persona(ID)
    assert someone is not None
    assert list(someone.data) == ["diplomas"]
    assert [message.id for message in someone.messages] == ["four"]


def test_of_who_is_left_out_wrong_records_are_told_too(tmp_path: Path) -> None:
    folder = changed(tmp_path, 'sex = "F"', 'sex = "V"\ndata.identity = [{ nationality = "BR" }]')
    said, _ = told(folder)
    assert ["sex" in said[0], "data.identity[0].nationality" in said[1], len(said)] == [
        True,
        True,
        2,
    ]


@pytest.mark.parametrize(
    ("records", "path"),
    [
        ('[[data.residence]]\nstreet = "LONG"\n', "data.residence"),
        (MESSAGE.replace('nl = "x"', 'nl = "LONG"', 1), "messages[0]"),
    ],
    ids=["records", "message"],
)
def test_what_is_too_large_for_an_answer_is_told(tmp_path: Path, records: str, path: str) -> None:
    assert LARGEST < LARGEST_ANSWER
    (said,), found = told(folder_with(tmp_path, records=records.replace("LONG", "x" * LARGEST)))
    assert f": {path}: 1000" in said
    assert found.left_out == (f"personas/{ID}.toml: {path}",)


def test_what_only_lacks_a_translation_or_contradicts_itself_is_told_and_used(
    tmp_path: Path,
) -> None:
    records = '[[data.identity]]\nfamilyName = "Anders"\n'
    (path,) = folder_with(tmp_path, records=records).glob("personas/*.toml")
    path.write_text(path.read_text("utf-8").replace('de = "Iemand."\n', ""), "utf-8")
    said, found = told(tmp_path)
    assert len(said) == 2
    assert found.left_out == ()
    someone = found.fixtures.persona(ID)
    assert someone is not None
    assert someone.data == {"identity": ({"familyName": "Anders"},)}


def test_who_is_still_to_be_born_when_the_world_begins_is_told_and_used(tmp_path: Path) -> None:
    for day, said in ((date(1985, 4, 11), True), (date(1985, 4, 12), False)):
        found = checked((folder_with(tmp_path / f"{day}", devices=""),), day)
        assert any("is still to come on 1985-04-11" in str(one) for one in found.findings) is said
        assert len(found.findings) == said
        assert found.fixtures.persona(ID) is not None


def test_a_wrong_block_takes_no_other_with_it_and_nobodys_records_are_blamed(
    tmp_path: Path,
) -> None:
    """No record is told as unknown whose block may stand in what cannot be read."""
    own = DIPLOMAS.replace('id = "diplomas"', 'id = "awards"').replace(
        'category = "', 'categry = "'
    )
    folder_with(tmp_path, records='[[data.awards]]\ntitle = "x"\n[[data.jobs]]\njob = "x"\n')
    (tmp_path / "controllers").mkdir()
    (tmp_path / "controllers" / "own.toml").write_text(own, "utf-8")
    (tmp_path / "controllers" / "other.toml").write_text("[[blocks]", "utf-8")
    said, found = told(tmp_path)
    assert [one.partition(":")[0] for one in said] == [
        "controllers/other.toml",
        "controllers/own.toml",
    ]
    assert found.left_out == ("controllers/other.toml", "controllers/own.toml: blocks[0]")
    assert found.fixtures.persona(ID) is not None


def test_what_is_wrong_counts_as_not_written_so_ours_stays(tmp_path: Path) -> None:
    (path,) = changed(tmp_path, 'sex = "F"', 'sex = "V"').glob("personas/*.toml")
    path.rename(path.with_stem("noor-peeters"))
    assert checked((tmp_path,)).fixtures == load()


def test_one_id_in_two_files_of_a_folder_is_told_at_the_second(tmp_path: Path) -> None:
    (path,) = folder_with(tmp_path).glob("personas/*.toml")
    other = path.with_stem("other")
    text = path.read_text("utf-8").replace(NUMBER, tst_number(BORN, 4)).partition("[phone]")[0]
    other.write_text(f'# mine\nid = "{ID}"\n{text}', "utf-8")
    assert told(tmp_path)[0] == [
        f"personas/other.toml:2: id: the id {ID} stands in {ID}.toml as well"
    ]


@pytest.mark.parametrize(
    ("files", "asked", "says"),
    [
        ((), ".", ["allowed: categories.toml, controllers/*.toml, personas/*.toml"]),
        (("persons/an.toml",), ".", ["no people", "persons: is not read, did you mean personas?"]),
        (("Personas/an.toml",), ".", ["no people", "Personas: is not read, did you mean personas"]),
        (
            ("personas/an.yaml",),
            ".",
            ["no people", "an.yaml: is not read; allowed: personas/*.toml"],
        ),
        (
            ("personas/an.TOML",),
            ".",
            ["no people", "an.TOML: is not read; allowed: personas/*.toml"],
        ),
        (("personas",), ".", ["no people", "personas: is no folder"]),
        (("people/an.toml",), ".", ["no people", "people: is not read; allowed: personas, con"]),
        (("an.toml",), ".", ["no people", "an.toml: is not read; allowed: a person stands in"]),
        (("category.toml",), ".", ["no people", "category.toml: is not read, did you mean categ"]),
        (("personas/a/an.toml",), ".", ["no people", "a: a folder in this folder is not read"]),
        (("personas/an.toml",), "personas", ["no people and no authorities here, did you mean /"]),
        (("mine/personas/an.toml",), ".", ["did you mean mine?"]),
        (("personas/an.toml", "controler/x.toml"), ".", ["did you mean controllers?"]),
        (("personas/an.toml", "categories.schema.json", "personas/.an.toml", "src/x.py"), ".", []),
    ],
    ids=range(14),
)
def test_a_folder_says_what_is_looked_for_and_not_read(
    tmp_path: Path, files: tuple[str, ...], asked: str, says: list[str]
) -> None:
    (source,) = folder_with(tmp_path / "source").glob("personas/*.toml")
    folder = tmp_path / "own"
    folder.mkdir()
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(source.read_text("utf-8"), "utf-8")
    said, _ = told(folder / asked)
    assert len(said) == len(says), said
    for line, expected in zip(said, says, strict=True):
        assert expected in line


def test_a_folder_that_is_named_twice_or_is_ours_is_read_once(tmp_path: Path) -> None:
    own = folder_with(tmp_path / "own")
    found = checked((own, OURS, tmp_path / "own" / ".." / "own"))
    assert found.findings == ()
    assert found.fixtures == checked((own,)).fixtures


def test_what_is_called_like_a_file_and_is_none_is_not_waited_for(tmp_path: Path) -> None:
    people = folder_with(tmp_path) / "personas"
    os.mkfifo(people / "a.toml")
    (people / "b.toml").mkdir()
    (people / "c.toml").symlink_to("nowhere")
    said, found = told(tmp_path)
    assert said == [f"personas/{name}.toml: is no file" for name in "abc"]
    assert found.fixtures.persona(ID) is not None


def test_a_folder_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(FixtureError, match="no such folder"):
        checked((tmp_path / "nothing",))


LINES = '''\
# [no.table]
a = """
[nor.this]
b = 1 ""\""""
"c.d" = 'x'  # = [
[e.f]
g.h = [
  "[x]", { i = 1 },
]
[[j]]
k = { l = 1, m = [
] }
[j.n]
o = \'\'\'
p = 1\'\'\'
[[j]]
[[j.q]]
r = "]" # [
s = "\\""
'''


@pytest.mark.parametrize(
    ("path", "line"),
    [
        (("a",), 2),
        (("b",), 1),
        (("c.d",), 5),
        (("e",), 6),
        (("e", "f", "g", "h", 1, "i"), 7),
        (("j",), 10),
        (("j", 0), 10),
        (("j", 0, "k", "l"), 11),
        (("j", 0, "n", "o"), 14),
        (("j", 1), 16),
        (("j", 1, "q", 0, "r"), 18),
        (("j", 1, "q", 0, "s"), 19),
        (("j", 1, "q", 0, "nothing"), 17),
        ((), 1),
    ],
)
def test_a_name_has_the_line_where_it_stands_or_that_of_what_is_around_it(
    path: tuple[str | int, ...], line: int
) -> None:
    assert line_of(lines_of(LINES), path) == line


def test_what_each_kind_of_device_is_used_with_is_right_in_these_tests(tmp_path: Path) -> None:
    assert told(folder_with(tmp_path, devices=PHONE + CARD))[0] == []


CATEGORY = f'[[category]]\nid = "category-id"\nlabel = {TEXT}\n'


@pytest.mark.parametrize(
    "name", ["category-id", "controller-id", "block-id", "field-id", "person-id", "message-id"]
)
def test_every_id_has_one_form(tmp_path: Path, name: str) -> None:
    (person,) = folder_with(tmp_path, records=MESSAGE).glob("personas/*.toml")
    files = {
        person: 'id = "person-id"\n' + person.read_text("utf-8"),
        tmp_path / "controllers" / "own.toml": 'id = "controller-id"\n' + AUTHORITY,
        tmp_path / "categories.toml": CATEGORY,
    }
    (tmp_path / "controllers").mkdir()
    for written in (name, "a b", "a.b", "é", "", "a/b", "a\\n", "a" * 65):
        for path, text in files.items():
            path.write_text(text.replace(f'"{name}"', f'"{written}"'), "utf-8")
        said, found = told(tmp_path)
        assert any("1 to 64 letters A to Z" in line for line in said) == (written != name), said
        assert bool(found.left_out) == (written != name)
