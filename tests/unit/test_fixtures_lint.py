"""Each mistake that an author of fixtures can make is found, and named so that they find it too."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from mock_backends.people.lint import LANGUAGES, lint
from mock_backends.people.loader import Controller, Fixtures, Persona, PhoneFixture, Value, load

OURS = load()

Change = Callable[[Fixtures], Fixtures]


def person(id: str, change: Callable[[Persona], Persona]) -> Change:  # noqa: A002
    return lambda all_: replace(
        all_, personas=tuple(change(one) if one.id == id else one for one in all_.personas)
    )


def controller(**changes: Any) -> Change:
    def changed(one: Controller) -> Controller:
        return replace(one, **changes) if one.id == "ahovoks" else one

    return lambda all_: replace(all_, controllers=tuple(map(changed, all_.controllers)))


def diplomas(**changes: Any) -> Change:
    return controller(blocks=(replace(DIPLOMAS, **changes),))


def noor(**changes: Any) -> Change:
    return person("noor-peeters", lambda one: replace(one, **changes))


def card(**changes: Any) -> Change:
    def change(one: Persona) -> Persona:
        assert one.card is not None
        return replace(one, card=replace(one.card, **changes))

    return person("noor-peeters", change)


def message(**changes: Any) -> Change:
    def change(one: Persona) -> Persona:
        return replace(one, messages=(replace(one.messages[0], **changes), *one.messages[1:]))

    return person("noor-peeters", change)


def texts(*, but: str) -> dict[str, str]:
    return {language: "x" for language in LANGUAGES if language != but}


def data(block: str, index: int = 0, **values: Value) -> Change:
    def change(one: Persona) -> Persona:
        kept = [dict(record) for record in one.data[block]]
        kept[index].update(values)
        return replace(one, data={**one.data, block: tuple(kept)})

    return person("noor-peeters", change)


def records(block: str, *kept: dict[str, Value]) -> Change:
    return person("noor-peeters", lambda one: replace(one, data={**one.data, block: tuple(kept)}))


DIPLOMAS = next(one for one in OURS.controllers if one.id == "ahovoks").blocks[0]
FIELDS = DIPLOMAS.fields
LEVEL = FIELDS[2]
AMIR = OURS.persona("amir-haddad")
assert AMIR is not None
WITH_AMIR = data("household", 1, name="Amir Haddad", birthDate="1994-02-08")
FRENCH = {"fr": "x"}


@pytest.mark.parametrize(
    ("change", "where", "what"),
    [
        # who could pass as real
        (noor(national_number="87061421609"), "noor-peeters: national_number", "no TST number"),
        (noor(national_number="87661421605"), "noor-peeters: national_number", "modulo 97"),
        (noor(national_number="87661421703"), "noor-peeters: national_number", "odd for M"),
        (noor(birth_date="1987-06-15"), "noor-peeters: national_number", "birth date"),
        (noor(given_names=("Noor", " ")), "noor-peeters: given_names", "an empty name"),
        (noor(given_names=(), family_name=" "), "noor-peeters", "neither a given name nor"),
        (noor(phone=PhoneFixture(number="+32478123456")), "peeters: phone", "not +3240000000N"),
        # cards
        (card(number="592000000183"), "noor-peeters: card", "no card number"),
        (card(pin="123"), "noor-peeters: card", "4 to 12 digits"),
        (card(pin="12 4"), "noor-peeters: card", "4 to 12 digits"),
        (card(valid_until=date(2041, 9, 6)), "noor-peeters: card", "10 years at most"),
        (card(valid_until=date(2021, 9, 6)), "noor-peeters: card", "10 years at most"),
        (card(valid_from=date(1995, 1, 1)), "noor-peeters: card", "from 12 on, not at 7"),
        # twice
        (noor(phone=AMIR.phone), "personas", "the phone number +32400000002 stands twice"),
        (noor(card=AMIR.card), "personas", "the card number 592000000283 stands twice"),
        (noor(national_number="94620831906"), "personas", "the national number 9462"),
        (message(id=AMIR.messages[0].id), "personas", f"id {AMIR.messages[0].id} stands twice"),
        # records
        (records("debts", {"a": 1}), "data.debts", "no controller has such a block"),
        (data("diplomas", colour="red"), "data.diplomas[0].colour", "no such field"),
        (data("diplomas", level="9"), "data.diplomas[0].level", "'9' is no code"),
        (data("diplomas", awardedOn="30/06/2005"), "data.diplomas[0].awardedOn", "is no date"),
        (data("diplomas", awardedOn="2005-06-31"), "data.diplomas[0].awardedOn", "is no date"),
        (data("diplomas", awardedOn="2005-00"), "data.diplomas[0].awardedOn", "is no date"),
        (data("diplomas", awardedOn="2005-W10-1"), "data.diplomas[0].awardedOn", "is no date"),
        (data("diplomas", schoolYear=True), "data.diplomas[0].schoolYear", "is no year"),
        (data("diplomas", title=7), "data.diplomas[0].title", "is no text"),
        (data("vehicles", co2="0"), "data.vehicles[0].co2", "is no number"),
        (data("growth-package", amount=True), "data.growth-package[0].amount", "is no amount"),
        (data("residence", postCode="0999"), "data.residence[0].postCode", "is no postCode"),
        (
            data("identity", nationalNumber="87661421605"),
            "[0].nationalNumber",
            "is no nationalNumber",
        ),
        (data("household", referencePerson="ja"), "household[0].referencePerson", "is no yesNo"),
        (records("diplomas", {"level": "6"}), "data.diplomas[0].title", "needs its title"),
        (records("residence", {"street": "a"}, {}), "data.residence", "no title_field"),
        # messages
        (message(sender_number="0999000128"), "messages.4babaac1", "no company number"),
        (message(sender={"nl": "Iemand", "en": "Some"}), "messages.", "another name elsewhere"),
        (message(expires_in_days=0), "messages.4babaac1", "expired at the start"),
        (message(received_days_ago=-1), "messages.4babaac1", "received in the future"),
        # languages
        (noor(summary=texts(but="en")), "noor-peeters: summary", 'no text in "en"'),
        (noor(summary=texts(but="fr")), "noor-peeters: summary", 'no text in "fr"'),
        (noor(summary=texts(but="de")), "noor-peeters: summary", 'no text in "de"'),
        (noor(summary={"nl": "x"}), "noor-peeters: summary", 'no text in "fr"'),
        (message(body={"nl": " ", "en": "x"}), "messages.4babaac1", 'no text in "nl"'),
        (message(subject={"fr": "x"}), ".subject", 'no text in "nl"'),
        (message(subject={"fr": "x"}, body={"de": "x"}), ".body", 'no text in "fr"'),
        (message(subject={"fr": "x"}, body={"fr": " "}), ".body", 'no text in "fr"'),
        (message(subject={"pt": "x"}, body={"pt": "x"}), ".body", 'no text in "nl"'),
        (message(subject=FRENCH, body=FRENCH, sender=FRENCH), ".sender", 'no text in "nl"'),
        (controller(name={}), "controllers/ahovoks: name", 'no text in "nl"'),
        # the catalogue
        (controller(supervisor="GBA"), "controllers/ahovoks", "under the VTC"),
        (controller(blocks=()), "controllers/ahovoks", "neither blocks nor functions"),
        (controller(functions=("fun",)), "controllers/ahovoks", "unknown function"),
        (controller(blocks=(DIPLOMAS,) * 2), "controllers", '"diplomas" stands twice'),
        (diplomas(category="fun"), "ahovoks: diplomas", "unknown category"),
        (diplomas(title_field="fun"), "ahovoks: diplomas", "unknown title_field"),
        (diplomas(fields=()), "ahovoks: diplomas", "no fields"),
        (diplomas(fields=FIELDS * 2), "ahovoks: diplomas", 'the field "level" stands twice'),
        (diplomas(fields=(replace(LEVEL, codes={}),)), "diplomas.level", "codes belong to"),
        (diplomas(fields=(replace(LEVEL, language="nl"),)), "diplomas.level", "a language belongs"),
        # contradictions
        (data("identity", familyName="Peters"), "data.identity.familyName", "is not 'Peeters'"),
        (data("identity", birthDate="1987-06-15"), "data.identity.birthDate", "is not '1987-06"),
        (data("household", relation="other"), "data.household", "not exactly one member"),
        (data("household", name="Nora Peeters"), "data.household", "is not 'Noor Peeters'"),
        (data("household", birthDate="1987-06-15"), "data.household", "the person's birth date"),
        (data("household", 1, referencePerson=True), "data.household", "the reference person"),
        (records("residence"), "data.household", "a household without a residence"),
        (data("growth-package", child="Mila"), "data.growth-package", "is no child of the"),
        (data("civil-status", partner="Jan"), "data.civil-status", "not the household's partner"),
        (WITH_AMIR, "data.household", "amir-haddad is a member, but not the other way round"),
        (WITH_AMIR, "data.residence", "amir-haddad is a member, but lives elsewhere"),
    ],
)
def test_a_mistake_is_found_and_named(change: Change, where: str, what: str) -> None:
    found = lint(change(OURS))
    assert any(where in one.where and what in one.what for one in found), [
        str(one) for one in found
    ]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_may_be_in_the_one_language_that_its_sender_writes(language: str) -> None:
    assert lint(message(subject={language: "x"}, body={language: "x"})(OURS)) == []
