"""The main journey in lines, from the start line to the receipt, kept as `--transcript` keeps a talk.

The transcript (docs/transcript.txt) is accepted like a picture: `make snapshots`, once it was read.
"""

import asyncio
import io
import os
from pathlib import Path
from typing import TextIO

import pytest

from tests.lines.test_program import only_plain_lines
from tests.screens.test_snapshots import updating
from tests.simulated import Simulated, all_there
from tui.lines import dialogue
from tui.lines.conversation import Conversation
from tui.lines.terminal import WIDEST, Record, Terminal
from tui.lines.transcript import Transcript

KEPT = Path(__file__).parents[2] / "docs" / "transcript.txt"
PATIENCE = 60.0
"""Seconds after which a talk is taken to be stuck."""

Script = tuple[tuple[str, str], ...]
"""Each answer, and the page to which it leads."""

SCRIPT: Script = (
    ("aanmelden", "sign-in"),
    ("itsme", "sign-in"),
    ("verder", "sign-in"),
    ("", "sign-in"),
    ("goedkeuren", "home"),
    ("t", "home"),
    ("uw gegevens", "data"),
    ("identiteit", "data"),
    ("bekijk alles", "data.identity"),
    ("o", "data.identity"),
    ("profiel", "profile"),
    ("roepnaam", "profile"),
    ("voeg", "profile.nickname"),
    ("kijk na", "profile.nickname"),
    ("", "profile.nickname"),
    ("x" * 41, "profile.nickname"),
    ("Nono", "profile.nickname"),
    ("bewaar", "profile"),
    ("contactgegevens", "profile"),
    ("voeg een e-mailadres", "profile.contact"),
    ("kijk na", "profile.contact"),
    ("noor", "profile.contact"),
    ("thuis", "profile.contact"),
    ("noor@example.org", "profile.contact"),
    ("bewaar", "profile"),
    ("ebox", "ebox"),
    ("lees", "ebox.consent"),
    ("ja", "ebox"),
    ("uw groeipakket", "ebox.message"),
    ("terug", "ebox"),
    ("trek", "ebox.consent"),
    ("ja", "ebox"),
    ("rechten", "rights"),
    ("inzage", "rights.new"),
    ("ga verder", "rights.new"),
    ("", "rights.new"),
    ("voertuigen", "rights.new"),
    ("kijk na", "rights.new"),
    ("Welke auto's staan op mijn naam?", "rights.new"),
    ("", "rights.new"),
    ("verstuur", "rights.request"),
    ("o", "rights.request"),
    ("privacyverklaring", "privacy"),
    ("algemeen", "privacy"),
    ("account", "sign-out"),
    ("meld mij af", "receipt"),
    ("s", "receipt"),
)


class Answering(Terminal):
    """A terminal at which somebody follows a script, from this page on, and no time passes."""

    def __init__(
        self, source: int, out: TextIO, record: Record | None, script: Script, page: str
    ) -> None:
        super().__init__(source, out, record=record)
        self._steps = iter(script)
        self.page = page

    async def line(self) -> str | None:
        answer, self.page = next(self._steps, (None, self.page))
        return answer


async def talked(simulated: Simulated, script: Script, record: Record | None = None) -> str:
    """Talk by the script. What an answer leads to is waited for, and not how long that takes."""
    navigator, out = simulated.navigator, io.StringIO()
    source = os.open(os.devnull, os.O_RDONLY)
    try:
        terminal = Answering(source, out, record, script, navigator.page.id)
        why = simulated.words("lines.why.option")
        conversation = Conversation(navigator, terminal, why, screen=True, settled=0)
        opened = conversation._dialogue.busy
        conversation._dialogue.busy = lambda: (
            navigator.page.id != terminal.page or not all_there(navigator.page) or opened()
        )
        async with asyncio.timeout(PATIENCE):
            await conversation.run()
    finally:
        os.close(source)
    return out.getvalue()


async def test_the_whole_journey_is_kept(
    home_folder: Path,
    tmp_path: Path,
    request: pytest.FixtureRequest,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(dialogue, "SLOW", PATIENCE)  # nothing depends on how fast this machine is
    simulated = Simulated(home_folder, pictured=True)
    record = Transcript(tmp_path / "talk.txt", simulated.words)
    try:
        await talked(simulated, SCRIPT, record)
    finally:
        await simulated.close()
        record.save()
    told = record.path.read_text("utf-8")
    only_plain_lines(told)
    assert max(map(len, told.split("\n"))) <= WIDEST
    if updating(request.config):
        KEPT.write_text(told, encoding="utf-8")
    assert told == KEPT.read_text(encoding="utf-8")
