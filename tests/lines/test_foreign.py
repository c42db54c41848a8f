"""In line mode, text in another language is preceded by the name of that language (WCAG 3.1.2)."""

import pytest

from tests.lines.test_real_pages import check, talked
from tests.pictured import newcomer_with_consent
from tests.simulated import Simulated

SUBJECT = "Votre rendez-vous à la clinique"
MESSAGE = "5d0f7c3e-2b7a-5a51-9c0e-7f6f1f0b6a42"


@pytest.mark.parametrize(
    ("language", "before", "told"),
    [
        ("nl", "(in het Frans) ", "Dit bericht is in het Frans.\n"),
        ("de", "(auf Französisch) ", "Diese Nachricht ist auf Französisch.\n"),
        ("fr", "", ""),
    ],
)
async def test_the_list_and_the_message_say_in_what_language_it_is(
    simulated: Simulated, before: str, told: str
) -> None:
    await newcomer_with_consent(simulated)
    await simulated.context("ebox")
    listed = await talked(simulated.navigator)
    await simulated.context(f"ebox.message/{MESSAGE}")
    read = await talked(simulated.navigator)
    check(listed)
    check(read)
    assert f". {before}{SUBJECT}" in listed
    assert f"\n{before}{SUBJECT}\n" in read
    assert f"{told}\nBonjour Monsieur Haddad\n" in read
    assert "en français" not in read
