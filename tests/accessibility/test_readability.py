"""The Dutch reads easily, by a score; and the score counts what it says."""

import pytest

from tests.accessibility.readability import (
    HARD,
    hard_share,
    measure,
    running_texts,
    syllables,
)

# Drawn by lot from the words of the catalogue, and parted by hand as they are spoken; the last line is added.
SAMPLE = """
aan-meldt aan-spre-ken ac-ti-ve-ren al-ge-me-ne al-le-bei al-leen be-gin be-gin-nen be-heert be-he-ren
be-rich-ten be-vei-li-ging be-wa-ren bij blau-we bui-ten-lands con-tact con-tro-leert coo-kies deelt der-de
dienst di-gi-taal ei-gen en-kel fei-ten func-ti-o-na-ris ge-ge-ven ge-ge-vens-be-scher-ming ge-hei-men
ge-ko-zen ge-ëin-digd ging heb hebt hier hier-on-der home houdt hulp-mid-del in in-vul-de keu-ze kies klacht
komt kun-nen leest let-ter maak-te ma-nier ma-nie-ren mee mel-den meldt mis mis-luk-ken mo-del muis
na-ge-ke-ken niets nu o-pen o-pen-baar o-pent op-ge-haal-de op-ha-len oud o-ver pas plicht po-ging rech-ten
rich-ten roep-naam scherm scherm-le-zer schrijf-baar sin-gle sleu-tels stelt stop straks stuk-ma-ken stuur-den
te te-ge-lijk te-gen-o-ver te-le-foon-num-mer tel-kens ter-mi-nal theme toe toe-gang toe-gangs-be-heer
toe-stel-len toet-sen trok true uit uur van ver-der-gaan ver-trekt ver-trou-wen ver-wij-derd vin-den
Vlaan-de-ren vraag vra-gen vrij vroe-ger vul waar-voor was we-gen wel we-ten wij-zigt woord woor-den wor-den
zich ziet
of-fi-ci-ë-le ver-wer-kings-ver-ant-woor-de-lij-ke rijks-re-gis-ter-num-mer mu-se-um site
"""

EASY, ORDINARY = 75.0, 65.0
"""What interface texts and the privacy statement score at least."""


def test_interface_texts_read_easily() -> None:
    """Flesch-Douma of 75 or more: short sentences of short words, as in everyday prose.

    The mean would hide a hard text among easy ones, so at most 1 in 10 may score under 50. Those that do
    are two short sentences around an official name or a number.
    """
    texts = running_texts(statement=False)
    assert measure(texts).score >= EASY
    assert hard_share(texts) <= 0.1, [text for text in texts if measure([text]).score < HARD]


def test_the_privacy_statement_reads_as_ordinary_prose() -> None:
    """Flesch-Douma of 65 or more: the law's long words ("verwerkingsverantwoordelijke") cost it the rest."""
    assert measure(running_texts(statement=True)).score >= ORDINARY


def test_syllables_are_counted_to_within_3_in_100() -> None:
    counted = [syllables(word.replace("-", "")) for word in SAMPLE.split()]
    by_hand = [word.count("-") + 1 for word in SAMPLE.split()]
    assert sum(counted) == pytest.approx(sum(by_hand), rel=0.03)
    wrong = [
        word
        for word, mine, true in zip(SAMPLE.split(), counted, by_hand, strict=True)
        if mine != true
    ]
    assert wrong == ["home", "theme", "true", "mu-se-um", "site"]


def test_a_text_is_scored_by_its_words_and_sentences() -> None:
    """Ten words of one syllable in two sentences, by hand: 206.84 - 77 - 0.93 x 5."""
    found = measure(["Dit is een kat. Zij ziet een muis en wacht."])
    assert (found.sentences, found.words, found.syllables) == (2, 10, 10)
    assert found.score == pytest.approx(125.19)
    heavy = "De verwerkingsverantwoordelijke publiceert toegankelijkheidsverklaringen. Dat is verplicht."
    assert measure([heavy]).score < HARD
    assert hard_share([heavy, "Dit is een kat. Zij ziet een muis."]) == 0.5
