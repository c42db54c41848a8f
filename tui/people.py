"""`burgerprofiel people`: helps who writes invented people and authorities, and checks them."""

from datetime import UTC, date, datetime
from pathlib import Path

from tui.backends import check_people, new_of_people, people_schema
from tui.locale import Words, in_brussels
from tui.options import Options, tell
from tui.portal.dates import date_parts


def check(folders: list[Path], words: Words, today: date, *, as_json: bool) -> int:
    """Print what is wrong with the people and authorities in `folders`, one finding per line, or as JSON.

    Returns the exit code: 0 when nothing is wrong, 1 otherwise.
    """
    found = check_people(tuple(folders), today)
    if as_json:
        print(found.as_json)
    else:
        for sentence in found.findings or (words("cli.people.fine"),):
            print(sentence)
    return 1 if found.findings else 0


def mistakes(options: Options, words: Words) -> list[str]:
    """What to tell whoever uses these people and authorities: what is left out, and what is wrong."""
    found = check_people(tuple(options.fixtures), _today(options))
    names = ", ".join(found.left_out)
    return [*([words("cli.people.left-out", names=names)] if names else ()), *found.findings]


def run(options: Options, words: Words) -> int:
    """Do what the subcommand asks; returns the exit code."""
    folders = [*options.fixtures, *options.folders]
    if options.subcommand == "check":
        return check(folders, words, _today(options), as_json=options.json)
    if options.subcommand == "schema":
        print(people_schema(options.what, tuple(folders)))
        return 0
    return new(options, words)


def new(options: Options, words: Words) -> int:
    """Print a new invented person, card or company number, or write the person into the folder asked for.

    Returns the exit code: 0, 1 for a card for who is too young, 2 for a birth that is still to come.
    """
    today = _today(options)
    what = "card" if options.card else "company" if options.company else "person"
    born = date_parts(options.born)
    if born is not None and born > (today.year, today.month, today.day):
        tell(words("cli.wrong", message=words("cli.wrong.born-later", value=options.born)))
        return 2
    into = options.into if what == "person" else None
    known = [*options.fixtures, *([into] if into is not None and into.is_dir() else ())]
    wish = {"birth_date": options.born, "sex": options.sex.replace("V", "F"), "name": options.name}
    if options.municipality:
        wish["municipality"] = options.municipality
    made = new_of_people(what, tuple(known), today, into, **wish)
    if not made:
        tell(words("cli.people.too-young"))
        return 1
    print(made.strip())
    return 0


def _today(options: Options) -> date:
    """The Belgian day on which a world with these options begins."""
    return in_brussels(options.clock or datetime.now(UTC)).date()
