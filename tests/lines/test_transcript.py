"""A talk kept in a file: all that was said and answered, no secret, in three forms."""

import io
import json
import os
import stat
from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.lines.journey import WrittenJourney
from tests.lines.test_conversation import ASKING, FORM, HOSTILE, page
from tui.lines import transcript
from tui.lines.conversation import Conversation
from tui.lines.terminal import Terminal
from tui.lines.transcript import CannotKeep, Transcript
from tui.locale import Words
from tui.options import TRANSCRIPTS
from tui.page.parts import Facts, Text

PIN = "82731"
ANSWERS = ("bewaren", "<b>Molen</b>straat & 'zo'", "werk", PIN, "ja", "")
SECRET = "(geheim, niet bewaard)"


async def kept(file: Path, *answers: str, journey: WrittenJourney | None = None) -> str:
    """What stands in the file after a talk with these answers."""
    if journey is None:
        journey = WrittenJourney(ASKING)
        journey.leads["send form"] = page(
            Text(id="ok", text=f"Bewaard.\n\nUw PIN was {PIN}."), title="Klaar"
        )
    record = Transcript(file, journey.words)
    source, typing = os.pipe()
    with os.fdopen(source, "rb"), os.fdopen(typing, "wb", buffering=0) as keyboard:
        keyboard.write("".join(f"{one}\n" for one in answers).encode())
        keyboard.close()
        terminal = Terminal(source, io.StringIO(), record=record)
        await Conversation(journey, terminal, "door een proef", settled=0).run()
    return written(record)


def written(record: Transcript) -> str:
    """What stands in the file when the talk has ended."""
    record.save()
    return record.path.read_text("utf-8")


class Outline(HTMLParser):
    """The tags of a document, and the text in each."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.language = ""
        self._open: list[str] = []
        self.feed(document)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag == "meta":
            return
        if tag == "html":
            self.language = dict(attrs)["lang"] or ""
        self._open.append(tag)
        self.found.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found.append((self._open[-1], data.strip()))

    def texts(self, tag: str) -> list[str]:
        return [text for one, text in self.found if one == tag and text]

    def count(self, tag: str) -> int:
        return self.found.count((tag, ""))


async def test_plain_text_is_the_talk_as_it_was_in_short_lines(tmp_path: Path) -> None:
    said = await kept(tmp_path / "talk.txt", *ANSWERS)
    assert said.startswith("Verslag van een gesprek met Mijn Burgerprofiel\nIn het Nederlands, ")
    assert "\nUw antwoord: <b>Molen</b>straat & 'zo'\n\nVraag 2 van 4: Soort\n" in said
    assert f"\nVraag 3 van 4: PIN\nUw antwoord: {SECRET}\n" in said
    assert said.endswith("Er komt geen invoer meer.\nHet programma stopt. Tot ziens.\n")
    assert max(map(len, said.split("\n"))) <= 78


async def test_json_is_a_list_of_who_said_what(tmp_path: Path) -> None:
    told = json.loads(await kept(tmp_path / "talk.json", *ANSWERS))
    assert (told["language"], told["mode"]) == ("nl", "lines")
    assert all(set(one) == {"who", "text"} for one in told["talk"])
    answers = [one["text"] for one in told["talk"] if one["who"] == "citizen"]
    assert answers == [*ANSWERS[:3], SECRET, "ja", ""]
    programs = [one["text"] for one in told["talk"] if one["who"] == "program"]
    assert programs[0].startswith("Regelmodus staat aan (door een proef).")
    assert "" not in programs


async def test_html_is_one_list_of_turns_under_headings_and_nothing_runs(tmp_path: Path) -> None:
    document = await kept(tmp_path / "talk.HTML", *ANSWERS)
    outline = Outline(document)
    assert outline.language == "nl"
    assert outline.texts("h1") == ["Verslag van een gesprek met Mijn Burgerprofiel"]
    assert outline.texts("title") == outline.texts("h1")
    assert outline.texts("h2") == ["Pagina: Adres", "Pagina: Klaar"]
    assert (outline.count("ol"), outline.count("li")) == (1, len(ANSWERS) + 1)
    assert "<b>Molen</b>straat & 'zo'" in outline.texts("p")
    assert outline.texts("strong") == ["Uw antwoord:"] * len(ANSWERS)
    assert "alleen Enter" in outline.texts("p")
    assert {tag for tag, _ in outline.found} <= {
        *("html", "head", "title", "body", "main", "h1", "h2", "p", "ol", "li", "strong")
    }


@pytest.mark.parametrize("suffix", TRANSCRIPTS)
async def test_a_secret_stands_nowhere_not_even_where_a_page_shows_it(
    tmp_path: Path, suffix: str
) -> None:
    shown = page(Text(id="card", text=f"Op deze oefenkaart: {PIN}."), FORM, place="profile.address")
    journey = WrittenJourney(shown)
    journey.leads["send form"] = page(Text(id="ok", text=f"Uw PIN was {PIN}!"), title="Klaar")
    file = tmp_path / f"talk{suffix}"
    said = await kept(file, "bewaren", "", "", PIN, "ja", journey=journey)
    assert PIN not in said
    assert said.count(SECRET) == 3
    assert f"oefenkaart: {SECRET}." in said


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
    assert all(one == "\n" or one.isprintable() for one in said)
    if suffix == ".html":
        assert "<script" not in said
        assert "<img" not in said
        Outline(said)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_each_language_has_its_own_words(tmp_path: Path, language: str) -> None:
    record = Transcript(tmp_path / "talk.html", Words(language))
    record.save()
    assert Outline((tmp_path / "talk.html").read_text()).language == language


def test_the_file_is_its_owners_only(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    Transcript(file, Words("nl")).save()
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


def test_an_empty_file_may_be_written_and_a_full_one_stays(tmp_path: Path) -> None:
    file = tmp_path / "talk.txt"
    file.touch()
    Transcript(file, Words("nl")).save()
    before = file.read_bytes()
    assert before
    with pytest.raises(CannotKeep) as refused:
        Transcript(file, Words("nl"))
    assert (refused.value.reason, refused.value.path) == ("exists", file)
    assert file.read_bytes() == before


def test_what_is_no_file_to_write_is_refused_at_once(tmp_path: Path) -> None:
    (tmp_path / "folder.txt").mkdir()
    os.mkfifo(tmp_path / "pipe.txt")
    for name in ("folder.txt", "pipe.txt", "no-such-folder/talk.txt", "a\0b.txt", "x" * 300):
        with pytest.raises(CannotKeep) as refused:
            Transcript(tmp_path / name, Words("nl"))
        assert refused.value.reason == "unwritable", name


def test_the_forms_are_those_that_can_be_asked_for() -> None:
    assert tuple(transcript.FORMATS) == TRANSCRIPTS
