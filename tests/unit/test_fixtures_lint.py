"""Each mistake that an author of fixtures can make is found, and named so that they find it too."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from msgspec.structs import replace

from mock_backends.people.finding import in_words
from mock_backends.people.lint import lint
from mock_backends.people.loader import (
    LANGUAGES,
    Contact,
    Controller,
    Desk,
    DeskAnswer,
    FieldDefinition,
    Fixtures,
    Persona,
    Summary,
    Value,
    load,
)

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


def desk(**changes: Any) -> Change:
    """Its desk answers a request for erasure so, whatever else it would answer."""
    answer = DeskAnswer(**{"right": "erasure", "outcome": "granted", "after": 9, **changes})
    return controller(desk=Desk(answers=(answer,)))


def in_a_line(template: str, *fields: FieldDefinition) -> Change:
    """One diploma said by this template; `fields` in the place of the block's own."""
    one = dict.fromkeys(LANGUAGES, template)
    return diplomas(summary=Summary(one=one), fields=fields or DIPLOMAS.fields)


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
MASKED = replace(LEVEL, type="masked", codes={})
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
        (
            noor(given_names=(), family_name="\u3164"),
            "noor-peeters: family_name",
            "neither a given",
        ),
        # cards
        (card(number="592000000183"), "noor-peeters: card", "no card number"),
        (card(number="655134735662"), "card.number", "no card number"),
        (card(valid_until=date(2031, 9, 7)), "card.valid_until", "2031-09-06 at the latest"),
        (card(valid_until=date(2021, 9, 6)), "card.valid_until", "ends on 2021-09-06, begins on"),
        (card(valid_until=date(2020, 9, 6)), "card.valid_until", "ends on 2020-09-06, begins on"),
        (card(valid_from=date(1995, 1, 1)), "card.valid_until", "1998-01-01 at the latest"),
        (card(valid_from=date(1985, 1, 1)), "card.valid_from", "before the birth (1987-06-14)"),
        # twice
        (noor(phone=AMIR.phone), "amir-haddad: phone.number", "in personas/noor-peeters as well"),
        (noor(card=AMIR.card), "amir-haddad: card.number", "in personas/noor-peeters as well"),
        (noor(national_number="94620831906"), "amir-haddad: national_number", "peeters as well"),
        (message(id=AMIR.messages[0].id), "amir-haddad: messages[0]", "peeters as well"),
        # records
        (records("debts", {"a": 1}), "data.debts", "no controller has such a block"),
        (data("diplomas", colour="red"), "data.diplomas[0].colour", "no such field"),
        (data("diplomas", level="9"), "data.diplomas[0].level", '"9" is no code; "'),
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
        (data("identity", nationalNumber="85073003328"), "[0].nationalNumber", "an invented one"),
        (data("identity", nationality="BR"), "[0].nationality", '"BE", "FR"'),
        (data("diplomas", tittle="x"), "[0].tittle", 'did you mean "title"?'),
        (data("household", referencePerson="ja"), "household[0].referencePerson", "is no yesNo"),
        (data("household", name={"nl": "x"}), "household[0].name", "is no text"),
        (data("household", relation=("self",)), "household[0].relation", '["self"] is no code'),
        (
            records("appointments", {"change": {"from": "2026-05-01", "to": "2026-04"}}),
            "appointments[0].change",
            "ends before it begins",
        ),
        (data("identity", nationality={"code": "IT"}), "[0].nationality", "table with code and"),
        (data("diplomas", title={"protected": "x"}), "diplomas[0].title", "by language, as {"),
        (records("appointments", {"bring": "card"}), "[0].bring", "is no list of code; a list"),
        (records("diplomas", {"level": "6"}), "data.diplomas[0].title", "needs its title"),
        # messages
        (message(sender_number="0999000128"), "messages[0].sender_number", "no company number"),
        (message(sender={"nl": "Iemand", "en": "Some"}), "messages[5]", "another name elsewhere"),
        # languages
        (noor(summary=texts(but="en")), "noor-peeters: summary", 'no text in "en"'),
        (noor(summary=texts(but="fr")), "noor-peeters: summary", 'no text in "fr"'),
        (noor(summary=texts(but="de")), "noor-peeters: summary", 'no text in "de"'),
        (noor(summary={"nl": "x"}), "noor-peeters: summary", 'no text in "en", "fr", "de"'),
        (message(body={"nl": " ", "en": "x"}), "messages[0].body", 'no text in "nl"'),
        (message(subject={"fr": "x"}), ".subject", 'no text in "nl"'),
        (message(subject={"fr": "x"}, body={"de": "x"}), ".body", 'no text in "nl", "en", "fr"'),
        (message(subject={"fr": "x"}, body={"fr": " "}), ".body", 'no text in "fr"'),
        (message(subject=FRENCH, body={}), ".body", 'no text in "nl"'),
        (message(subject=FRENCH, body=FRENCH, sender=FRENCH), ".sender", 'no text in "nl"'),
        (controller(name={}), "controllers/ahovoks: name", 'no text in "nl"'),
        # the catalogue
        (controller(supervisor="GBA"), "controllers/ahovoks", "under the VTC"),
        (controller(blocks=()), "controllers/ahovoks", "neither blocks nor functions"),
        (controller(contact=Contact(website="x y")), "ahovoks: contact.website", "no web address"),
        (controller(contact=Contact(website="https:// x")), "contact.website", "no web address"),
        (controller(contact=Contact(email="geen")), "ahovoks: contact.email", "no e-mail address"),
        (controller(blocks=(DIPLOMAS,) * 2), "ahovoks: blocks[1]", "the block diplomas stands in"),
        (diplomas(category="fun"), "ahovoks: blocks[0].category", "unknown category"),
        (diplomas(category="Educaton"), "blocks[0].category", 'did you mean "education"?'),
        (diplomas(title_field="fun"), "ahovoks: blocks[0].title_field", "unknown title_field"),
        (in_a_line("{title}, {titel}"), "blocks[0].summary.one.nl", 'did you mean "title"?'),
        (in_a_line("{title"), "summary.one.nl", "a bracket that has no other"),
        (in_a_line("[{title}[ x]]"), "summary.one.nl", "a bracket that has no other"),
        (in_a_line("{+level}"), "summary.one.nl", "level cannot be added up"),
        (in_a_line("{+a}{+b}"), "summary.one.nl", "more than one sum"),
        (in_a_line("{level}", MASKED), "summary.one.nl", "level is masked, and stays so"),
        (diplomas(summary=Summary(one={"nl": "x"})), "summary.one", 'no text in "en", "fr", "de"'),
        (diplomas(fields=()), "ahovoks: blocks[0].fields", "no fields"),
        (diplomas(fields=FIELDS * 2), "blocks[0].fields[7]", "the field level stands in"),
        (diplomas(fields=(replace(LEVEL, codes={}),)), "fields[0].codes", "codes belong to"),
        (diplomas(fields=(replace(LEVEL, language="nl"),)), "fields[0].language", "of type text"),
        # a desk
        (desk(blocks=("fun",)), "desk.answers[0].blocks[0]", "unknown block"),
        (desk(extended=9, extension=FRENCH), "desk.answers[0].extended", "answered on day 9"),
        (desk(extended=8), "desk.answers[0].extension", "an extension has a day and a reason"),
        (desk(outcome="refused"), "desk.answers[0].reason", "the reason for what is not granted"),
        (desk(outcome="partlyGranted"), "desk.answers[0].outcome", "which part is erased"),
        # contradictions
        (data("identity", familyName="Peters"), "data.identity[0].familyName", 'not "Peeters"'),
        (data("identity", birthDate="1987-06-15"), "data.identity[0].birthDate", 'not "1987-06'),
        (data("household", relation="other"), "data.household", "not exactly one member"),
        (data("household", name="Nora Peeters"), "data.household", 'is not "Noor Peeters"'),
        (data("household", birthDate="1987-06-15"), "data.household", 'is not "1987-06-14"'),
        (data("household", 1, referencePerson=True), "data.household", "the reference person"),
        (records("residence"), "data.household", "a household without a residence"),
        (data("growth-package", child="Mila"), "data.growth-package", "is no child of the"),
        (data("civil-status", partner="Jan"), "data.civil-status", "not the household's partner"),
        # The two are told at who was read later.
        (WITH_AMIR, "amir-haddad: data.household", "amir-haddad is a member of the household of"),
        (WITH_AMIR, "amir-haddad: data.residence", "noor-peeters, but lives elsewhere"),
    ],
)
def test_a_mistake_is_found_and_named(change: Change, where: str, what: str) -> None:
    said = [
        (f"{one.entry}: {in_words(one.path)}", f"{one.what}; {one.allowed}")
        for one in lint(change(OURS))
    ]
    assert any(where in place and what in wrong for place, wrong in said), said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_may_be_in_the_one_language_that_its_sender_writes(language: str) -> None:
    assert lint(message(subject={language: "x"}, body={language: "x"})(OURS)) == []
