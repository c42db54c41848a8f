"""Makes invented people, and numbers for them that nobody has yet: `burgerprofiel people new`."""

import json
import re
import unicodedata
from collections.abc import Callable, Container
from datetime import date
from pathlib import Path

from msgspec import Struct

from mock_backends.people.dates import age_on, years_on
from mock_backends.people.lint import CARD_FROM, last_day
from mock_backends.people.loader import FixtureError, Fixtures
from mock_backends.people.numbers import (
    app_secret,
    card_number,
    company_number,
    phone_number,
    tst_number,
)

NAMES = {"F": "An Proef", "M": "Jan Proef", "X": "Sam Proef"}
PIN = "1234"
PASSWORD = "paraplu-onder-de-maan"


class Wish(Struct, frozen=True, kw_only=True):
    """Whom to make. `birth_date` as in a person's file; `sex` is F, M or X.

    The first word of `name` is the given name; of a single word, all is the family name.
    """

    birth_date: str
    sex: str
    name: str = ""
    municipality: str = "Gent"


def new_person(wish: Wish, known: Fixtures, today: date) -> str:
    """A whole file, as TOML, of somebody with numbers that none of the `known` has."""
    given, _, family = (wish.name or NAMES[wish.sex]).partition(" ")
    if not family:
        given, family = "", given
    number = _free(
        lambda serial: tst_number(wish.birth_date, serial),
        {persona.national_number for persona in known.personas},
        range(2 if wish.sex == "F" else 1, 1000, 1 if wish.sex == "X" else 2),
    )
    phone = _free(
        phone_number,
        {persona.phone.number for persona in known.personas if persona.phone},
        range(1000),
    )
    born = wish.birth_date if len(wish.birth_date) == len("2026-11-23") else _text(wish.birth_date)
    whole = " ".join(filter(None, (given, family)))
    return f"""\
# Invented, by `burgerprofiel people new`. The national number is a TST number (month + 60): no real person
# can have it.

given_names = [{_text(given) if given else ""}]
family_name = {_text(family)}
birth_date = {born}
sex = "{wish.sex}"
national_number = "{number}"
language = "nl"

[summary]
nl = {_text(f"{whole}, zelf verzonnen.")}
en = {_text(f"{whole}, invented by yourself.")}
fr = {_text(f"{whole}, de votre invention.")}
de = {_text(f"{whole}, selbst erfunden.")}

[phone]
number = "{phone}"

[keys]
user_name = "{_user_name(whole, known)}"
password = "{PASSWORD}"
app = "{app_secret(number)}"
sms = "{phone}"
{new_card(wish, known, today)}
[[data.identity]]
familyName = {_text(family)}
givenNames = {_text(given)}
birthDate = {born}
birthPlace = {_text(wish.municipality)}
sex = "{wish.sex}"
nationality = "BE"
nationalNumber = "{number}"

[[data.residence]]
street = "Denkbeeldlaan"
houseNumber = "1"
municipality = {_text(wish.municipality)}
"""


def new_card(wish: Wish, known: Fixtures, today: date) -> str:
    """A card for this person that is valid today, as TOML; "" for somebody who is too young for one."""
    days = (years_on(today, -1), today)
    given_on = next((day for day in days if age_on(wish.birth_date, day) >= CARD_FROM), None)
    if given_on is None:
        return ""
    number = _free(
        card_number,
        {persona.card.number for persona in known.personas if persona.card},
        range(1, 10_000_000),
    )
    return f"""
[card]
number = "{number}"
pin = "{PIN}"
valid_from = {given_on}
valid_until = {last_day(age_on(wish.birth_date, given_on), given_on)}
municipality = {_text(wish.municipality)}
"""


def new_company_number(known: Fixtures) -> str:
    """A company number under which nobody sends messages yet."""
    taken = {message.sender_number for one in known.personas for message in one.messages}
    return _free(company_number, taken, range(1, 10_000))


def written(folder: Path, name: str, text: str) -> Path:
    """Write the file of somebody with this name into the folder, over no other; gives its path.

    Raises OSError.
    """
    slug = _ascii(name, "-")[:50] or "person"
    people = folder / "personas"
    people.mkdir(parents=True, exist_ok=True)
    attempt = 1
    while True:
        path = people / f"{slug if attempt == 1 else f'{slug}-{attempt}'}.toml"
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(text)
        except FileExistsError:
            attempt += 1
        else:
            return path


def _free(number: Callable[[int], str], taken: Container[str], serials: range) -> str:
    for serial in serials:
        if (made := number(serial)) not in taken:
            return made
    raise FixtureError("every invented number of this kind is taken")


def _user_name(name: str, known: Fixtures) -> str:
    """A user name from a name, that nobody has: "an.proef", "an.proef2"."""
    taken = {persona.keys.user_name for persona in known.personas if persona.keys}
    begin = f"{_ascii(name, '.')[:50]:_<3}".replace("_", "x")
    return _free(lambda serial: begin if serial == 1 else f"{begin}{serial}", taken, range(1, 1000))


def _ascii(name: str, between: str) -> str:
    ascii_only = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode()
    return re.sub("[^a-z0-9]+", between, ascii_only.casefold()).strip(between)


def _text(value: str) -> str:
    # What JSON writes is a basic string of TOML, too, but for DEL.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
