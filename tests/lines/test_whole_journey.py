"""Journeys in lines, kept as `--transcript` keeps a talk: the main one, from the start line to the receipt,
and the four ways in, with a mistake in most of them.

The transcripts (docs/transcript.txt and docs/transcript-sign-in.txt) are accepted like pictures:
`make snapshots`, once they were read. Every failure of the four ways is in
docs/transcript-sign-in-failures.txt (`tests/journey/test_sign_in_failures.py`).
"""

import asyncio
import io
import os
from pathlib import Path
from typing import TextIO

import pytest

from tests.lines.test_program import only_plain_lines
from tests.screens.test_snapshots import updating
from tests.simulated import Simulated
from tui.lines import dialogue
from tui.lines.conversation import Conversation
from tui.lines.terminal import Record, Terminal
from tui.lines.transcript import Transcript
from tui.lines.wrapping import WIDEST
from tui.page.offered import is_settled

DOCS = Path(__file__).parents[2] / "docs"
PATIENCE = 60.0
"""Seconds of real time after which a test gives up."""

Script = tuple[tuple[str, str], ...]
"""Answers (with " | " between them), and the page to which each of them leads or at which it stays."""

SCRIPT: Script = (
    ("aanmelden | itsme | verder | ", "sign-in"),
    ("goedkeuren | t", "home"),
    ("uw gegevens", "data"),
    ("identiteit | informatie | o", "data.identity"),
    ("profiel | roepnaam", "profile"),
    (f"voeg | kijk na |  | {'x' * 41} | Nono", "profile.nickname"),
    ("bewaar | contactgegevens", "profile"),
    ("voeg een e-mailadres | kijk na | noor | thuis | noor@example.org", "profile.contact"),
    ("bewaar", "profile"),
    ("ebox", "ebox"),
    ("lees", "ebox.consent"),
    ("ja", "ebox"),
    ("uw groeipakket", "ebox.message"),
    ("naar de lijst", "ebox"),
    ("trek", "ebox.consent"),
    ("ja", "ebox"),
    ("rechten", "rights"),
    ("inzage | ga verder | voertuigen", "rights.new"),
    ("kijk na | Welke auto's staan op mijn naam? | ", "rights.new"),
    ("verstuur | o", "rights.request"),
    ("privacyverklaring | algemeen", "privacy"),
    ("account", "sign-out"),
    ("meld mij af | s", "receipt"),
)

OUT = ("account", "sign-out"), ("meld mij af", "receipt")
WAYS_IN: Script = (
    ("aanmelden | itsme | verder | ", "sign-in"),
    ("weigeren", "sign-in"),
    ("itsme | verder | ", "sign-in"),
    ("goedkeuren", "home"),
    *OUT,
    ("aanmelden | identiteitskaart | steek de kaart in | bevestig | 0000 | bevestig", "sign-in"),
    ("1470", "home"),
    *OUT,
    ("aanmelden | code via een app | stuur naar het portaal | verder | 000000", "sign-in"),
    ("340 887", "home"),
    *OUT,
    ("aanmelden | code via sms | stuur naar het portaal", "sign-in"),
    ("stuur naar het portaal", "home"),
    *OUT,
    ("s", "receipt"),
)


class Answering(Terminal):
    """A terminal at which somebody follows a script, starting at this page, without delay."""

    def __init__(
        self, source: int, out: TextIO, record: Record | None, script: Script, page: str
    ) -> None:
        super().__init__(source, out, record=record)
        self._steps = (
            (answer, page) for answers, page in script for answer in answers.split(" | ")
        )
        self.page = page

    async def line(self) -> str | None:
        answer, self.page = next(self._steps, (None, self.page))
        return answer


async def talked(simulated: Simulated, script: Script, record: Record | None = None) -> str:
    """Follow the script, however long it takes before an answer has led to its page."""
    navigator, out = simulated.navigator, io.StringIO()
    source = os.open(os.devnull, os.O_RDONLY)
    try:
        terminal = Answering(source, out, record, script, navigator.page.id)
        why = simulated.words("lines.why.option")
        conversation = Conversation(navigator, terminal, why, screen=True, settled=0)
        opened = conversation._dialogue.busy
        conversation._dialogue.busy = lambda: (
            navigator.page.id != terminal.page or not is_settled(navigator.page) or opened()
        )
        async with asyncio.timeout(PATIENCE):
            await conversation.run()
    finally:
        os.close(source)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "script"), [("transcript.txt", SCRIPT), ("transcript-sign-in.txt", WAYS_IN)]
)
async def test_a_talk_is_kept(
    name: str,
    script: Script,
    home_folder: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialogue, "SLOW", PATIENCE)  # nothing depends on how fast this machine is
    simulated = Simulated(home_folder, pictured=True)
    record = Transcript(tmp_path / "talk.txt", simulated.words)
    try:
        await talked(simulated, script, record)
    finally:
        await simulated.close()
        record.save()
    told = record.path.read_text("utf-8")
    only_plain_lines(told)
    assert max(map(len, told.split("\n"))) <= WIDEST
    if updating(request.config):
        (DOCS / name).write_text(told, encoding="utf-8")
    assert told == (DOCS / name).read_text(encoding="utf-8")
