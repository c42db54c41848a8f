"""A talk kept in a file: all that was said and answered, no secret, in three forms."""

import json
import os
import re
import stat
from pathlib import Path
from xml.etree import ElementTree

import pytest
from msgspec.structs import replace

from tests.lines.journey import WrittenJourney, whole
from tests.lines.test_conversation import FORM, HOSTILE, asking, page
from tests.lines.test_program import piped
from tests.screens.test_start import CRASHED, run
from tui.lines import transcript
from tui.lines.transcript import CannotKeep, Transcript
from tui.locale import Words
from tui.options import TRANSCRIPTS
from tui.page.parts import Facts, Text

PIN = "82731"
ANSWERS = ("bewaren", "<b>Molen</b>straat & 'zo'", "werk", PIN, "ja", "")
SECRET = "(geheim, niet bewaard)"


async def kept(
    file: Path, *answers: str, journey: WrittenJourney | None = None, shown: bool = False
) -> str:
    if journey is None:
        fields = (replace(field, shown=shown and field.secret) for field in FORM.fields)
        card = Text(id="card", text=f"Op deze oefenkaart: {PIN}.")
        journey = WrittenJourney(asking(*fields, before=(card,)))
        saved = Text(id="ok", text=f"Bewaard.\n\nUw PIN was {PIN}!")
        journey.leads["send form"] = page(saved, title="Klaar")
    record = Transcript(file, journey.words)
    await whole(journey, *answers, record=record)
    return written(record)


def written(record: Transcript) -> str:
    record.save()
    return record.path.read_text("utf-8")


def tree(document: str) -> ElementTree.Element:
    """The elements of a document, each of which is closed; a meta element has nothing in it."""
    return ElementTree.fromstring(re.sub("<meta [^>]*>", "", document))


def texts(document: ElementTree.Element, tag: str) -> list[str]:
    """All that each element of this kind says."""
    return ["".join(one.itertext()).strip() for one in document.iter(tag)]


async def test_plain_text_is_the_talk_as_it_was_in_short_lines(tmp_path: Path) -> None:
    said = await kept(tmp_path / "talk.txt", *ANSWERS)
    assert said.startswith("Verslag van een gesprek met Mijn Burgerprofiel\nIn het Nederlands, ")
    assert "\nUw antwoord: <b>Molen</b>straat & 'zo'\n\nVraag 2 van 4: Soort\n" in said
    assert f"\nVraag 3 van 4: PIN\nUw antwoord: {SECRET}\n" in said
    assert f"oefenkaart: {SECRET}." in said
    assert said.endswith("Er komt geen invoer meer.\nHet programma stopt. Tot ziens.\n")
    assert max(map(len, said.split("\n"))) <= 78


async def test_json_is_a_list_of_who_said_what(tmp_path: Path) -> None:
    told = json.loads(await kept(tmp_path / "talk.json", *ANSWERS))
    assert (told["language"], told["mode"]) == ("nl", "lines")
    assert all(set(said) == {"who", "text"} for said in told["talk"])
    by = {
        who: [said["text"] for said in told["talk"] if said["who"] == who]
        for who in ("citizen", "program")
    }
    assert by["citizen"] == [*ANSWERS[:3], SECRET, "ja", ""]
    assert by["program"][0].startswith("Regelmodus staat aan (door een proef).")
    assert "" not in by["program"]


async def test_html_is_one_list_of_turns_under_headings_and_nothing_runs(tmp_path: Path) -> None:
    document = tree(await kept(tmp_path / "talk.HTML", *ANSWERS))
    assert document.get("lang") == "nl"
    assert texts(document, "h1") == ["Verslag van een gesprek met Mijn Burgerprofiel"]
    assert texts(document, "title") == texts(document, "h1")
    assert texts(document, "h2") == ["Pagina: Adres", "Pagina: Klaar"]
    assert len(texts(document, "ol")) == 1
    assert len(texts(document, "li")) == len(ANSWERS) + 1
    assert "Uw antwoord: <b>Molen</b>straat & 'zo'" in texts(document, "p")
    assert texts(document, "strong") == ["Uw antwoord:"] * len(ANSWERS)
    assert "Uw antwoord: alleen Enter" in texts(document, "p")
    assert {one.tag for one in document.iter()} <= {
        *("html", "head", "title", "body", "main", "h1", "h2", "p", "ol", "li", "strong")
    }


@pytest.mark.parametrize("shown", [False, True])
@pytest.mark.parametrize("suffix", TRANSCRIPTS)
async def test_a_secret_stands_nowhere_not_even_where_it_is_shown(
    tmp_path: Path, suffix: str, shown: bool
) -> None:
    """Where a page shows it, or where the citizen asked to see what they type."""
    said = await kept(tmp_path / f"talk{suffix}", "bewaren", "", "", PIN, "ja", shown=shown)
    assert PIN not in said
    assert said.count(SECRET) == 3


async def test_a_secret_too_short_to_be_one_takes_no_word_away(tmp_path: Path) -> None:
    said = await kept(tmp_path / "talk.txt", "bewaren", "", "", "van", "/v")
    assert "Vraag 4 van 4" in said
    assert said.count(SECRET) == 1


@pytest.mark.parametrize("suffix", TRANSCRIPTS)
async def test_hostile_text_comes_clean_into_the_file(tmp_path: Path, suffix: str) -> None:
    journey = WrittenJourney(
        page(
            Text(id="text", text=f"<script>alert(1)</script>{HOSTILE}"),
            Facts(id="facts", title="</li></ol><img src=x onerror=y>"),
            title="<h1>",
        )
    )
    said = await kept(tmp_path / f"talk{suffix}", HOSTILE.strip(), journey=journey)
    assert all(sign == "\n" or sign.isprintable() for sign in said)
    if suffix == ".html":
        assert "<script" not in said
        assert "<img" not in said
        assert tree(said)


def test_each_language_has_its_own_words_and_the_file_is_its_owners_only(tmp_path: Path) -> None:
    for language in ("nl", "en"):
        file = tmp_path / f"{language}.html"
        assert tree(written(Transcript(file, Words(language)))).get("lang") == language
        assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_what_is_no_empty_file_is_refused_at_once_and_stays_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").touch()
    (tmp_path / "full.txt").write_text("mine")
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    Transcript(tmp_path / "empty.txt", Words("nl")).save()
    for name, reason in {
        "empty.txt": "exists",
        "full.txt": "exists",
        **dict.fromkeys(("folder.txt", "pipe.txt", "no-such-folder/talk.txt"), "unwritable"),
        **dict.fromkeys(("a\0b.txt", "x" * 300), "unwritable"),
    }.items():
        with pytest.raises(CannotKeep) as refused:
            Transcript(tmp_path / name, Words("nl"))
        assert (refused.value.reason, refused.value.path) == (reason, tmp_path / name), name
    assert (tmp_path / "empty.txt").read_bytes()
    assert (tmp_path / "full.txt").read_text() == "mine"


def test_the_forms_are_those_that_can_be_asked_for() -> None:
    assert tuple(transcript.FORMATS) == TRANSCRIPTS


# --- the program --------------------------------------------------------------------------------


def test_an_error_keeps_what_there_was(home_folder: Path, tmp_path: Path) -> None:
    file = tmp_path / "talk.html"
    said, code = run(CRASHED, str(home_folder), "--transcript", str(file))
    assert (code, "Er ging iets mis." in said, "Traceback" in said) == (1, True, False)
    assert "Regelmodus staat aan (door de optie --transcript)." in file.read_text()


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("full.txt", "bestaat al en blijft zoals het is"),
        ("nowhere/talk.txt", "kan niet geschreven worden"),
        ("talk.pdf", "eindigt niet op .txt, .html of .json"),
    ],
)
def test_a_file_that_cannot_be_is_told_before_the_talk(
    home_folder: Path, tmp_path: Path, name: str, says: str
) -> None:
    (tmp_path / "full.txt").write_text("mine")
    done = piped(home_folder, "s\n", "--language", "nl", "--transcript", str(tmp_path / name))
    assert (done.returncode, done.stdout) == (2, "")
    assert says in done.stderr
    assert "Traceback" not in done.stderr
    assert (tmp_path / "full.txt").read_text() == "mine"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs a device that is full")
def test_a_full_disk_is_told_at_the_end(home_folder: Path, tmp_path: Path) -> None:
    program = (
        "import os, sys\n"
        "from tui.lines import transcript\n"
        "from tui.__main__ import main\n"
        "transcript._opened = lambda path: os.open('/dev/full', os.O_WRONLY)\n"
        "sys.exit(main(['--home', *sys.argv[1:]]))"
    )
    file = str(tmp_path / "talk.txt")
    said, code = run(program, str(home_folder), "--transcript", file, answer="s")
    assert code == 1
    assert "Het verslag kon niet geschreven worden" in said
    assert "Traceback" not in said
