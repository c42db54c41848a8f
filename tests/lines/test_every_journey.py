"""The journeys that the main journey (`test_whole_journey`) leaves out can be finished in line mode too."""

import pytest

from tests.lines.journey import Talk
from tests.lines.test_program import only_plain_lines
from tests.lines.test_whole_journey import PATIENCE, Script, talked
from tests.simulated import Simulated
from tui.lines import dialogue

ADDRESS = "profile.address"
REQUEST = "rights.new"

JOURNEYS: dict[str, tuple[Script, tuple[str, ...]]] = {
    "an address added, changed and removed": (
        (
            ("profiel | bewaarde", "profile"),
            ("voeg een adres | vul in", ADDRESS),
            ("Molenweg | /v | Molenstraat | 3 |  | 9000 | Gent | ", ADDRESS),
            ("bewaar | bewaarde", "profile"),
            ("wijzig | vul in |  | 5 |  |  |  | Buren", ADDRESS),
            ("bewaar | bewaarde", "profile"),
            ("verwijder", "profile.remove"),
            ("ja", "profile"),
        ),
        (
            "Gelukt: Uw adres is bewaard.",
            "Bewaarde adressen: Molenstraat 3, 9000 Gent",
            "Adres: Molenstraat 3, 9000 Gent",
            "Gelukt: Uw adres is bewaard.",
            "Adres: Molenstraat 5, 9000 Gent Hoofdadres. Buren, gewijzigd op",
            "Let op: U kunt dit niet ongedaan maken.",
            "Gelukt: ",
            "Bewaarde adressen: niet ingevuld",
        ),
    ),
    "a mail sent": (
        (
            ("o", "home"),
            ("contact | vul in | een vraag | Een vraag", "contact"),
            ("Wat bewaart u?", "contact.mail"),
            ("verstuur de mail", "mailbox.mail"),
        ),
        (
            "Aan: Functionaris voor gegevensbescherming",
            "Onderwerp: Een vraag",
            "E-mailadres: privacy@digitaal.vlaanderen.be",
            "Wat bewaart u?",
            "Gelukt: Verstuurd. Het nummer is DPO-",
        ),
    ),
    "a mistake in a block reported": (
        (
            ("uw gegevens", "data"),
            ("voertuigen | informatie", "data.vehicles"),
            ("meld een fout | vul in | merk | Het is een Fabel. | ", REQUEST),
            ("verstuur", "rights.request"),
        ),
        (
            "Gekozen: Informatie, Voertuigen",
            "Informatie: wie is bevoegd?",
            "Gekozen: Meld een fout, Voertuigen",
            "Recht: Verbetering van uw gegevens Gaat over: Voertuigen",
            "Gelukt: Uw verzoek is verstuurd. Uw kenmerk is MBP-2026-",
            "Het is een Fabel.",
        ),
    ),
}
"""The answers from the first page on, and what must be said, in this order."""


@pytest.mark.parametrize(("script", "said"), JOURNEYS.values(), ids=JOURNEYS)
async def test_every_journey_is_finished_by_answers(
    simulated: Simulated, script: Script, said: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogue, "SLOW", PATIENCE)  # nothing depends on how fast this machine is
    await simulated.sign_in()
    heard = await talked(simulated, script)
    only_plain_lines(heard)
    assert "is geen keuze" not in heard
    flat = " ".join(heard.split())
    for text in said:
        _, found, flat = flat.partition(text)
        assert found, text


async def test_that_several_answers_are_wrong_is_said_once(simulated: Simulated) -> None:
    await simulated.sign_in()
    await simulated.context("profile.address")
    async with Talk(simulated.navigator) as talk:
        await talk.exchange("vul in", "Vraag 1 van 6")
        for number in range(2, 7):
            await talk.exchange("", f"Vraag {number} van 6")
        await talk.exchange("", "Vraag 1 van 3")
        assert talk.said.count("3 antwoorden zijn nog niet goed.") == 1
